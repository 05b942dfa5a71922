"""How many people does the expected work take, and do the parts add up to it? (RULES 5.6)"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.months import Month, parse_month
from models.domain.values import Entry
from models.queries.planning.capacity import read_outlook
from models.queries.planning.staffing import read_staffing, read_staffing_board
from models.services.month_end.months import close_month
from models.services.time.entries import add_entry
from tests.opened import at, entry, opened, small_book
from tests.statements import statements

NOON = at("2026-07-01T12:00")
JULY = Month(2026, 7)
CALL = {"key": "R-1", "client": "acme", "subject": "Call", "reported_at": "2026-04-01T08:00:00Z"}


def book(entries: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Acme since April, bo since June; requests are rounded to half hours a day."""
    return small_book(
        desk={"on_demand_rounding": {"increment": 60, "minimum": 60, "per": "request_day"}},
        agents=[{"key": key, "name": key.title(), "weekly_hours": "40:00"} for key in ("dana", "eli")],
        clients=[
            {"key": "acme", "name": "Acme", "since": "2026-04-01"},
            {"key": "bo", "name": "Bo", "since": "2026-06-01"},
        ],
        requests=[CALL],
        entries=entries,
        **more,
    )


def on_call(key: str, start: str, end: str, agent: str) -> dict[str, Any]:
    return entry(key, f"2026-04-07T{start}", f"2026-04-07T{end}", request="R-1", agent=agent)


SHARED = [on_call("E-1", "10:00", "10:20", "dana"), on_call("E-2", "10:30", "10:40", "eli")]
BO = entry("E-3", "2026-06-02T10:00", "2026-06-02T12:00", client="bo", agent="eli", work_type="design")


def test_a_unit_of_two_is_shared_by_their_time_and_each_client_has_its_own_mean(tmp_path: Path) -> None:
    with opened(tmp_path, book([*SHARED, BO]), NOON):
        found = read_staffing(JULY, NOON)
        assert found.by_work_type == {"maintenance": 20, "design": 120}
        assert found.by_agent == {"dana": Fraction(40, 3), "eli": Fraction(20, 3) + 120}
        assert found.expected == read_outlook(JULY, 1, NOON)[0].capacity.expected == 140
        assert found.past == (Month(2026, 4), Month(2026, 5), Month(2026, 6))


def test_closed_months_answer_the_same_and_late_work_counts_where_it_was_done(tmp_path: Path) -> None:
    with opened(tmp_path, book([*SHARED, BO]), NOON):
        before = read_staffing(JULY, NOON)
        for month in ("2026-04", "2026-05", "2026-06"):
            close_month(parse_month(month), NOON, "dana")
        assert read_staffing(JULY, NOON) == before
        began = at("2026-05-05T10:00")
        late = Entry("", "eli", "design", began, began + 5400, "acme", None, "support", "late")
        assert add_entry(late, NOON, "dana").late_in == JULY
        after = read_staffing(JULY, NOON)
        assert after.by_work_type["design"] == before.by_work_type["design"] + 40
        assert after.expected == read_outlook(JULY, 1, NOON)[0].capacity.expected == 180


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], 0),
        ([entry("E-1", "2026-07-01T09:00", "2026-07-01T10:00")], 0),
        ([entry("E-1", "2026-03-31T22:00", "2026-03-31T23:00", agent="eli")], 0),
        ([entry("E-1", "2026-06-30T22:00", "2026-06-30T23:00")], 20),
        ([entry("E-1", "2026-06-30T22:00", "2026-06-30T23:00", scope="courtesy")], 0),
        ([entry("E-1", "2026-06-30T22:00", "2026-06-30T23:00", scope="internal", client=None)], 0),
    ],
    ids=["nothing", "this month", "before", "last hour", "courtesy", "internal"],
)
def test_only_accounted_work_of_full_months_is_expected(
    tmp_path: Path, entries: list[dict[str, Any]], expected: int
) -> None:
    with opened(tmp_path, book(entries), NOON):
        found = read_staffing(JULY, NOON)
        assert sum(found.by_agent.values()) == found.expected == expected


def test_persons_are_parts_of_the_working_hours_of_the_month(tmp_path: Path) -> None:
    desk = {"hours": {day: ["09:00-13:00", "14:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}}
    with opened(tmp_path, book([BO]) | {"desk": small_book(desk=desk)["desk"]}, NOON):
        june = read_staffing(Month(2026, 6), NOON)
        assert june.full_time == 22 * 480
        assert june.hundredths(Fraction(1584)) == 15
        assert june.expected == 0
        board = read_staffing_board(JULY, NOON)
        assert (board.work_types["design"], board.agents["eli"]) == ("Design", "Eli")


def test_a_desk_without_hours_has_no_persons(tmp_path: Path) -> None:
    shut = small_book(desk={"hours": {}})["desk"]
    with opened(tmp_path, book([BO]) | {"desk": shut}, NOON):
        assert read_staffing(JULY, NOON).hundredths(Fraction(60)) is None


def test_more_entries_cost_no_more_statements(tmp_path: Path) -> None:
    def count(folder: Path, entries: list[dict[str, Any]]) -> int:
        folder.mkdir()
        with opened(folder, book(entries), NOON):
            read_staffing(JULY, NOON)
            with statements() as seen:
                read_staffing(JULY, NOON)
            return len(seen)

    many = [
        entry(f"M-{day}", f"2026-05-{day:02}T10:00", f"2026-05-{day:02}T11:00", agent="eli")
        for day in range(1, 29)
    ]
    assert count(tmp_path / "few", [BO]) == count(tmp_path / "many", [BO, *SHARED, *many])
