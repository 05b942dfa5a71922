"""Is a figure the same wherever it is shown? No figure is computed in two ways."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from models.book.records import parse_entry
from models.domain.basics.months import Month
from models.domain.basics.notation import parse_duration
from models.domain.planning.marks import used_minutes, used_percent
from models.exporters.statements.page import printed
from models.exporters.statements.pdf_form import write_statement_pdf
from models.queries.clients.pages import read_client_page
from models.queries.contracts.renewals import read_renewals
from models.queries.month_end.months import read_desk_month
from models.queries.month_end.review import read_month_end
from models.queries.month_end.statements import read_statement
from models.queries.overview.alerts import read_alerts
from models.queries.overview.dashboard import read_dashboard
from models.services.core.month_records import keep_derived
from models.services.time.entries import add_entry
from tests.opened import at, block, contract, entry, monthly, opened, small_book

NOW, NOW_DAY = at("2026-11-26T12:00"), date(2026, 11, 26)


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


def october(client: str) -> tuple[int, int, int]:
    """What month end, the client's page and the command `month` call used."""
    month = Month(2026, 10)
    row = next(row for row in read_month_end(month, NOW).clients if row.key == client)
    part = next(part for part in read_client_page(client, NOW).months if part.month == month)
    document = next(each for each in read_desk_month(month, NOW_DAY).clients if each.client == client)
    return row.used, part.used, used_minutes(document.sums, has_hours=bool(document.grants))


def test_found_1_6_used_is_one_number(tmp_path: Path) -> None:
    """2:00 and 0:40 over are used, 0:50 beside them is billed apart; who has no hours used what it called for."""
    work = [
        entry("E-1", "2026-10-05T08:00", "2026-10-05T10:40"),
        entry("E-2", "2026-10-06T08:00", "2026-10-06T08:50", scope="additional"),
        entry("E-3", "2026-10-07T08:00", "2026-10-07T08:30", work_type="design"),
        entry("E-4", "2026-10-08T08:00", "2026-10-08T09:00", client="globex"),
    ]
    document = small_book(
        clients=[{"key": "acme", "name": "Acme"}, {"key": "globex", "name": "Globex"}],
        contracts=[contract("plan", allowances=[monthly("2:00")], covers=["maintenance"])],
        entries=work,
    )
    with opened(tmp_path, document, NOW):
        assert october("acme") == (160, 160, 160)
        assert october("globex") == (60, 60, 60)
        row = next(row for row in read_month_end(Month(2026, 10), NOW).clients if row.key == "acme")
        assert (row.overage, row.other) == (40, 80)


def test_found_1_6_the_table_of_a_statement_adds_up_to_its_tiles(tmp_path: Path) -> None:
    """A cap of 0:20 on 4:00 a month: 3:40 are forfeited, nothing lapses."""
    capped = monthly("4:00", rollover={"periods": 1, "cap": "0:20"})
    design = monthly("1:00", work_types=["design"])
    plan = contract(
        "plan", allowances=[{**capped, "work_types": ["maintenance"]}, design], starts="2026-10-01"
    )
    with opened(tmp_path, small_book(contracts=[plan]), NOW):
        statement = read_statement("acme", Month(2026, 10))
        page = printed(statement)
    shown = {segment.label: segment.text for segment in page.bar}
    assert shown["Lapsed"] == "1:00"
    assert shown["Over the carry limit"] == "3:40"
    table = [dict(zip(page.grant_head, row, strict=True)) for row in page.grants]
    for name in ("Lapsed", "Over the carry limit"):
        minutes = sum(parse_duration(row[name], name) for row in table)
        assert minutes == parse_duration(shown[name], name)
    (tmp_path / "s.pdf").write_bytes(write_statement_pdf(statement))
    text = " ".join(PdfReader(tmp_path / "s.pdf").pages[0].extract_text().split())
    assert text.count("3:40") >= 2


def test_found_1_5_a_timer_over_the_end_of_a_month_counts_in_the_new_month_from_its_first_instant(
    tmp_path: Path,
) -> None:
    timer = entry("E-1", "2026-11-30T23:00", "2026-11-30T23:30") | {"ended_at": None}
    with opened(tmp_path, small_book(entries=[timer]), NOW):
        assert read_dashboard("tester", at("2026-12-01T00:30")).hours[0].running_seconds == 30 * 60
