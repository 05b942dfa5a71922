"""What does a dump keep of the closes themselves?"""

from __future__ import annotations

from datetime import date

import pytest

from models.book.closed.closes import MOST_CHECKS, check_document, close_document, closes_of, parse_check
from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month
from models.domain.month_end.checks import Check, Close

SHORT = Check("warning", "short_day", "Dana: 1:00 logged", agent="dana", day=date(2026, 1, 5))
NO_NOTE = Check("warning", "no_note", "E-1 has no note", entry="E-1", request="R-1", client="acme")


def kept(close: Close) -> Close:
    """The close as it comes out of the settings again."""
    (found,) = closes_of((("closes", {"2026-01": close_document(close)}),)).values()
    return found


@pytest.mark.parametrize("check", [SHORT, NO_NOTE], ids=["short", "no note"])
def test_a_check_reads_back(check: Check) -> None:
    assert parse_check(check_document(check)) == check


def test_a_close_reads_back() -> None:
    close = Close(1_770_000_000, "dana", (NO_NOTE, SHORT))
    assert kept(close) == close
    assert closes_of((("filters", {}),)) == {}
    assert list(closes_of((("closes", {"2026-01": close_document(close)}),))) == [Month(2026, 1)]


def test_a_close_without_statements_reads_back() -> None:
    close = Close(0, "dana", (NO_NOTE,), is_issued=False)
    assert kept(close) == close
    assert "statements" not in close_document(Close(0, "dana"))


def test_very_many_warnings_are_left_out() -> None:
    close = Close(0, "dana", (NO_NOTE,) * MOST_CHECKS)
    assert kept(close) == close
    assert kept(Close(0, "dana", (NO_NOTE,) * (MOST_CHECKS + 1))) == Close(0, "dana", None)


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (5, "desk.settings.closes"),
        ({"January": {}}, "desk.settings.closes.January"),
        ({"2026-01": {"by": "dana"}}, "desk.settings.closes.2026-01.at"),
        (
            {"2026-01": {"at": "2026-02-01T00:00:00Z", "by": "dana", "checks": [{"level": "odd"}]}},
            "desk.settings.closes.2026-01.checks[0].level",
        ),
    ],
)
def test_what_is_no_close_is_refused(value: object, path: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        closes_of((("closes", value),))
    assert refused.value.path == path
