"""Does the review of a month say what is to be done, and what each client comes to?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.months import Month
from models.domain.basics.notation import parse_money
from models.queries.month_end.review import read_month_end
from models.queries.time.overlaps import read_overlaps
from models.services.core.month_records import derive_through
from models.services.month_end.months import close_month, mark_reviewed, reopen_month
from models.storage import tables as t
from models.storage.rows.reading import read_entry
from models.storage.rows.whole import insert_row
from tests.month_desk import ENTRIES, NOW, entry, month_desk
from tests.month_json import month_document
from tests.statements import statements, steps

JANUARY, FEBRUARY, MARCH = Month(2026, 1), Month(2026, 2), Month(2026, 3)


def test_the_month_whose_turn_it_is(tmp_path: Path) -> None:
    """January is closed, so February is next; every month with anything in it can be looked at."""
    with month_desk(tmp_path).connection():
        view = read_month_end(None, NOW)
        assert view.month == FEBRUARY
        assert view.months == (JANUARY, FEBRUARY, MARCH)
        assert (view.closed, view.is_over, view.next_to_close) == (False, True, FEBRUARY)
        assert read_month_end(MARCH, NOW).is_over is False
        assert view.entry_count == 6
        assert view.next_number == 2


def test_clients_with_their_numbers(tmp_path: Path) -> None:
    """Acme: 4:00 granted, 5:00 used, 1:00 over at 90.00 above the fee; nothing is left to lapse."""
    with month_desk(tmp_path).connection():
        acme, globex = read_month_end(FEBRUARY, NOW).clients
    assert (acme.granted, acme.used, acme.covered, acme.overage) == (240, 300, 240, 60)
    assert (acme.lapses, acme.closing, acme.carried) == (0, 0, 0)
    assert (acme.amount, acme.last_amount) == (39000, 30000)
    assert acme.spark == (0, 0, 0, 0, 60, 300)
    assert [(line.kind, line.words, line.minutes) for line in acme.lines] == [
        ("fee", "Care plan", None),
        ("overage", "Care · Care plan", 60),
    ]
    assert (globex.manner, globex.used, globex.other, globex.last_amount) == ("on demand", 45, 60, None)


def test_totals_of_the_desk(tmp_path: Path) -> None:
    """6:45:30 of work earned 547.50 without the charge; a quarter of an hour given away was worth 22.50."""
    with month_desk(tmp_path).connection():
        view = read_month_end(FEBRUARY, NOW)
        document = month_document(FEBRUARY, MARCH.first_day)
    totals = view.totals
    assert totals.total == parse_money(document["total"], "total", "EUR") == 58500
    assert dict(totals.amounts) == {
        "fee": 30000,
        "overage": 9000,
        "on_demand": 6750,
        "additional": 9000,
        "charge": 3750,
    }
    assert (totals.courtesy_seconds, totals.courtesy_worth) == (900, 2250)
    assert totals.spent_seconds == 24330
    assert totals.hourly == 8101


def test_running_timers_stand_first_and_every_item_leads_somewhere(tmp_path: Path) -> None:
    """A timer left running over the month's end comes before the overlap, warnings come last."""
    entries = (
        *ENTRIES,
        entry("E-20", "2026-02-16T09:00:00Z", "2026-02-16T10:00:00Z", note="a"),
        entry("E-21", "2026-02-16T09:30:00Z", "2026-02-16T10:30:00Z", None, note="b"),
        entry("E-30", "2026-02-27T18:00:00Z", None, agent="mo"),
    )
    with month_desk(tmp_path, entries).connection():
        view = read_month_end(FEBRUARY, NOW)
    assert [todo.code for todo in view.todos[:3]] == ["running", "overlap", "no_client"]
    assert view.todos[0].place == "since Fri 27 Feb 18:00, Mo, =Acme #strong[x]"
    assert view.blocking == 3
    assert all(todo.entry or todo.request or (todo.agent and todo.day) for todo in view.todos)
    assert len({todo.key for todo in view.todos}) == len(view.todos)


def test_short_days_in_a_row_are_one_item(tmp_path: Path) -> None:
    """Dana logs nothing from Mon 16 to Fri 20 February: one item of five days, weekends between are no gap."""
    agents = [{"key": "dana", "name": "Dana", "weekly_hours": "40:00"}]
    hours = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    desk = {"name": "D", "timezone": "Europe/London", "currency": "EUR", "hours": hours}
    worked = [*range(2, 7), *range(9, 14), *range(23, 26)]
    entries = tuple(
        entry(f"D-{day}", f"2026-02-{day:02d}T09:00:00Z", f"2026-02-{day:02d}T16:00:00Z", request="R-1")
        for day in worked
    )
    more = {"desk": desk, "agents": agents, "charges": [], "closed_months": []}
    with month_desk(tmp_path, entries, **more).connection():
        items = [todo for todo in read_month_end(FEBRUARY, NOW).todos if todo.code == "short_day"]
    assert [(item.count, item.problem, item.place) for item in items] == [
        (5, "5 days under half the working time", "Mon 16 Feb – Fri 20 Feb, Dana"),
        (2, "2 days under half the working time", "Thu 26 Feb – Fri 27 Feb, Dana"),
    ]


def test_today_is_not_short_yet(tmp_path: Path) -> None:
    """Monday 2 March at ten: the day has only begun."""
    agents = [{"key": "dana", "name": "Dana", "weekly_hours": "40:00"}]
    desk = {"name": "D", "timezone": "Europe/London", "currency": "EUR", "hours": {"mon": ["09:00-17:00"]}}
    with month_desk(tmp_path, desk=desk, agents=agents, charges=[]).connection():
        assert read_month_end(MARCH, NOW).todos == ()


def test_warnings_name_what_to_do(tmp_path: Path) -> None:
    """Three months over in a row; a contract of which nearly nothing is used."""
    over = tuple(
        entry(f"O-{month}", f"2026-{month:02d}-10T09:00:00Z", f"2026-{month:02d}-10T14:00:00Z")
        for month in (1, 2, 3)
    )
    little = entry("L-1", "2026-02-12T09:00:00Z", "2026-02-12T09:30:00Z", "globex")
    plan = {
        "kind": "retainer",
        "name": "Plan",
        "starts": "2026-01-01",
        "allowances": [{"hours": "4:00", "every": "month"}],
    }
    contracts = [{**plan, "key": f"{client}-1", "client": client} for client in ("acme", "globex")]
    more: dict[str, Any] = {"contracts": contracts, "closed_months": [], "charges": []}
    with month_desk(tmp_path, (*over, little), **more).connection():
        february = {row.key: row.warnings for row in read_month_end(FEBRUARY, NOW).clients}
        march = {row.key: row.warnings for row in read_month_end(MARCH, NOW).clients}
    assert february == {"acme": (), "globex": ("uses 13 %: ring them",)}
    assert march == {"acme": ("3 months over: bigger plan?",), "globex": ("uses 0 %: ring them",)}


def test_reviews_are_counted(tmp_path: Path) -> None:
    """Marked by Dana, and taken back."""
    with month_desk(tmp_path).connection():
        mark_reviewed("acme", FEBRUARY, True, NOW, "dana")
        view = read_month_end(FEBRUARY, NOW)
        assert (view.reviewed, len(view.clients)) == (1, 2)
        assert (view.clients[0].reviewed_by, view.clients[0].reviewed_at) == ("Dana", NOW)
        mark_reviewed("acme", FEBRUARY, False, NOW, "dana")
        assert read_month_end(FEBRUARY, NOW).reviewed == 0


def test_a_closed_month_shows_what_was_frozen(tmp_path: Path) -> None:
    """The same numbers, the numbers of the statements, who closed it; only the newest can be opened again."""
    with month_desk(tmp_path).connection():
        before = read_month_end(FEBRUARY, NOW)
        close_month(FEBRUARY, NOW, "dana")
        view = read_month_end(FEBRUARY, NOW)
        assert (view.closed, view.closed_by, view.closed_at) == (True, "Dana", NOW)
        assert view.totals == before.totals
        assert [row.statement for row in view.clients] == [(2, 1), (3, 1)]
        assert [row.amount for row in view.clients] == [row.amount for row in before.clients]
        assert view.reopenable
        assert not read_month_end(JANUARY, NOW).reopenable
        assert read_month_end(None, NOW).month == MARCH
        reopen_month(FEBRUARY, "why not", NOW, "dana")
        assert not read_month_end(FEBRUARY, NOW).closed


def test_found_6_5_as_many_reads_for_two_clients_as_for_forty(tmp_path: Path) -> None:
    """The number of SQL statements is fixed, for open and closed months."""
    opened = month_desk(tmp_path)
    counts: list[list[int]] = []
    with opened.connection():
        for number in (0, 40):
            for index in range(number):
                t.Client.insert(key=f"c{index}", name=f"C {index}").execute()
                charge = {"key": f"X-{index}", "client": f"c{index}", "date": "2026-02-10", "quantity": 1}
                insert_row(t.Charge, charge | {"description": "x", "unit_price": 100})
            derive_through(MARCH)
            counts.append([_statements(opened, month) for month in (JANUARY, FEBRUARY)])
        assert len(read_month_end(FEBRUARY, NOW).clients) == 42
    assert counts[0] == counts[1]


def _statements(opened: Any, month: Month) -> int:
    with statements() as lines:
        read_month_end(month, NOW)
    return len(lines)


@pytest.mark.file
def test_found_6_5_a_month_is_read_without_the_work_before_it(tmp_path: Path) -> None:
    """A desk with thirty times the history takes the engine as many steps."""
    counted = []
    for copies in (1, 30):
        (tmp_path / str(copies)).mkdir()
        opened = month_desk(tmp_path / str(copies), (*ENTRIES, *_history(copies)))
        with opened.connection():
            derive_through(MARCH)
            read_month_end(FEBRUARY, NOW)
            counted.append(steps(lambda: read_month_end(FEBRUARY, NOW)))
    assert counted[1] < 1.3 * counted[0] + 2_000


@pytest.mark.file
def test_found_6_5_what_overlaps_is_found_without_the_work_before_it(tmp_path: Path) -> None:
    counted = []
    for copies in (1, 30):
        (tmp_path / str(copies)).mkdir()
        with month_desk(tmp_path / str(copies), (*ENTRIES, *_history(copies))).connection():
            mine = read_entry("E-4")
            assert read_overlaps(mine, NOW) == ()
            counted.append(steps(lambda: read_overlaps(read_entry("E-4"), NOW)))
    assert counted[1] < 1.3 * counted[0] + 200


def _history(copies: int) -> tuple[dict[str, Any], ...]:
    """January's work, so many short entries a day."""
    return tuple(
        entry(f"H-{day}-{copy}", f"{at}:00Z", f"{at}:50Z", scope="courtesy")
        for day in range(1, 29)
        for copy in range(copies)
        for at in (f"2026-01-{day:02}T12:{copy:02}",)
    )
