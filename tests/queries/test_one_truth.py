"""Is a figure the same wherever it is shown? No figure is computed in two ways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.book.records import parse_entry
from models.domain.marks import used_percent
from models.queries.alerts import read_alerts
from models.queries.dashboard import read_dashboard
from models.queries.renewals import read_renewals
from models.services.entries import add_entry
from models.services.records import keep_derived
from tests.opened import at, block, contract, entry, monthly, opened, small_book

NOW = at("2026-11-26T12:00")


def book() -> dict[str, Any]:
    """Contracts of every kind that end within 90 days, with work in October, in November and later today."""
    sessions = {"sessions": 2, "session_minutes": 15, "every": "month", "work_types": ["design"]}
    return small_book(
        contracts=[
            contract("plan", allowances=[monthly("2:00", work_types=["maintenance"]), sessions]),
            block("hours", "5:00", starts="2026-10-01", ends="2026-12-20"),
            contract("all", kind="unlimited", covers=["design"], starts="2026-11-01", ends="2026-12-31"),
        ],
        entries=[
            entry("E-1", "2026-10-05T08:00", "2026-10-05T11:30"),
            entry("E-2", "2026-11-02T08:00", "2026-11-02T09:10", work_type="design"),
            entry("E-3", "2026-11-26T09:00", "2026-11-26T09:40"),
            entry("E-4", "2026-11-26T11:30", "2026-11-26T12:30"),
        ],
    )


def decided() -> list[tuple[str, int | None]]:
    return [(row.contract, row.used_percent) for row in read_dashboard("tester", NOW).decisions]


def renewals() -> list[tuple[str, int | None]]:
    return [(row.contract, used_percent(row.used_minutes, row.granted_minutes)) for row in read_renewals(NOW)]


@pytest.mark.parametrize("future", [True, False])
def test_found_1_3_the_dashboard_says_what_the_renewals_say_also_after_a_change(
    tmp_path: Path, future: bool
) -> None:
    document = book()
    if not future:
        document["entries"].pop()
    with opened(tmp_path, document, NOW):
        before = decided()
        assert before == renewals()
        add_entry(parse_entry(entry("E-9", "2026-11-26T10:00", "2026-11-26T10:45"), "entry"), NOW, "dana")
        assert decided() == renewals() != before
        view = read_dashboard("tester", NOW)
        keep_derived(view.derived, view.holidays)
        assert decided() == renewals()


def test_the_mark_on_the_dashboard_is_the_one_that_is_recorded(tmp_path: Path) -> None:
    extra = entry("E-2", "2026-11-03T08:00", "2026-11-03T08:30", scope="additional")
    document = small_book(
        contracts=[contract("plan", allowances=[monthly("2:00")])],
        entries=[entry("E-1", "2026-11-02T08:00", "2026-11-02T09:20"), extra],
    )
    with opened(tmp_path, document, NOW):
        used = next(alert for alert in read_alerts(NOW) if alert.kind == "used")
        pace = next(alert for alert in read_alerts(NOW) if alert.kind == "run_rate")
        row = read_dashboard("tester", NOW).hours[0]
        assert row.mark == used.fields["percent"] == 90
        assert row.run_rate_percent == pace.fields["percent"]
