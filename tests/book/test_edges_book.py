"""Which value of a book is the last one accepted? Late work, settings, promised requests and broken bytes."""

from __future__ import annotations

from datetime import date

import pytest

from models.book.kept import parse_settings
from models.book.records import parse_request
from models.book.references import check_late
from models.book.writing import request_document
from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month
from models.domain.values import Desk, Entry, OccurrenceKey, Request
from tests.edges import table
from tests.opened import at

MARCH = Month(2026, 3)
START = at("2026-03-01T00:00")


@pytest.mark.parametrize(
    ("started", "late_in", "first_open", "accepted"),
    table(
        ("the second before the month is work before it", START - 1, MARCH, MARCH, True),
        ("its first second is not", START, MARCH, MARCH, False),
        ("a month that is closed may show it", START - 1, MARCH, MARCH.plus(1), True),
        ("one behind the first open month may not", START - 1, MARCH, MARCH.plus(-1), False),
        ("where nothing is closed nothing is late", START - 1, MARCH, None, False),
        ("what is not late need not be", START, None, None, True),
    ),
)
def test_which_work_is_late(
    started: int, late_in: Month | None, first_open: Month | None, accepted: bool
) -> None:
    entry = Entry("E-1", "dana", "maintenance", started, START + 60, "acme", late_in=late_in)
    if accepted:
        check_late(entry, Desk("Desk", "UTC", "GBP"), first_open)
    else:
        with pytest.raises(InvalidValue, match=r"entry\.late_in"):
            check_late(entry, Desk("Desk", "UTC", "GBP"), first_open)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")], ids=str)
def test_what_is_no_number_is_no_setting(value: float) -> None:
    assert parse_settings({"pace": 1.5}) == (("pace", 1.5),)
    with pytest.raises(InvalidValue, match=r"desk\.settings\.pace\[0\]: .* it is no number"):
        parse_settings({"pace": [value]})


def test_a_request_says_which_promise_it_is_for() -> None:
    named = OccurrenceKey("care", "backups", date(2026, 3, 1))
    asked = Request("R-1", "acme", "Check", START, channel="other", recurring=named)
    document = request_document(asked)
    assert document["recurring"] == {"contract": "care", "key": "backups", "starts": "2026-03-01"}
    assert parse_request(document).recurring == named
