"""Is late work seen in the month that shows it, and in no other? What the same person did at that time is, too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.months import entries_touching, read_checks
from models.storage import tables as t
from tests.opened import entry, opened, small_book

ENTRIES = [
    entry("march", "2026-02-10T10:00", "2026-02-10T11:00"),
    entry("april", "2026-02-11T09:00", "2026-02-11T10:00"),
    entry("beside-march", "2026-02-10T09:30", "2026-02-10T10:30"),
    entry("beside-april", "2026-02-11T09:30", "2026-02-11T10:30"),
    entry("mo", "2026-02-10T09:30", "2026-02-10T10:30", agent="mo"),
    entry("before", "2026-02-10T08:00", "2026-02-10T09:30"),
    entry("after", "2026-02-10T11:00", "2026-02-10T12:00"),
    entry("unnamed", "2026-03-02T09:00", "2026-03-02T10:00", note="x"),
    entry("whose", "2026-03-09T09:00", "2026-03-09T10:00", client=None, note="x"),
]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path) -> Iterator[None]:
    """The desk, with its late work as it is after later months were closed."""
    agents = [{"key": key, "name": key.title(), "weekly_hours": "0:00"} for key in ("dana", "mo")]
    with opened(tmp_path, small_book(agents=agents, entries=ENTRIES)):
        for key, month in (("march", Month(2026, 3)), ("april", Month(2026, 4))):
            t.Entry.update(late_in=month).where(t.Entry.key == key).execute()
        yield


@pytest.mark.parametrize(
    ("month", "late"),
    [
        (Month(2026, 3), {"march", "beside-march", "unnamed", "whose"}),
        (Month(2026, 4), {"april", "beside-april"}),
        (Month(2026, 5), set()),
    ],
)
def test_late_work_and_what_lies_beside_it_touch_the_month_that_shows_it(
    month: Month, late: set[str]
) -> None:
    assert {one.key for one in entries_touching(month, zone("UTC"))} == late


def test_what_blocks_comes_first() -> None:
    checks = read_checks(Month(2026, 3), Ledgers(), date(2026, 4, 2))
    assert [(check.code, check.entry) for check in checks if check.level == "blocking"] == [
        ("no_client", "whose"),
        ("overlap", "march"),
    ]
    levels = [check.level for check in checks]
    assert levels == sorted(levels)
    assert "warning" in levels
