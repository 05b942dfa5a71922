"""What stands in the way of a close, and what was done in which month? The month-end read models at their edges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month, parse_month
from models.domain.basics.zone import zone
from models.domain.month_end.checks import Check
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.clients import ClientRow, read_month_clients
from models.queries.month_end.months import entries_touching, read_absences, read_checks
from models.queries.month_end.review import read_month_end
from models.queries.month_end.statements import read_statement, read_statements
from models.queries.month_end.todo import todos_of
from models.services.contracts.charges import create_absence
from models.services.core.settings import set_setting
from models.services.month_end.months import close_month, mark_reviewed, reopen_month
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from tests.edges import HOUR, beside, table
from tests.month_json import month_document
from tests.opened import at, contract, entry, monthly, opened, small_book

UTC = zone("UTC")
MARCH = Month(2026, 3)
NOW = at("2026-04-02T12:00")
"""A Thursday; February is closed, March is over."""
ENTRIES = [
    entry("till", "2026-02-28T20:00", "2026-03-01T00:00", note="x", request="R-1"),
    entry("over", "2026-02-28T23:00", "2026-03-01T01:00", agent="mo", note="x", request="R-1"),
    entry("ten", "2026-03-02T08:00", "2026-03-02T18:00", note="x", request="R-1"),
    entry("ten+", "2026-03-03T08:00", "2026-03-03T18:00", note="x", request="R-1"),
    entry("mine", "2026-03-04T08:00", "2026-03-04T09:00", scope="internal", client=None, note="x"),
    entry("whose", "2026-03-04T09:00", "2026-03-04T12:00", client=None, note="x", request=None),
    entry("touch", "2026-03-04T12:00", "2026-03-04T12:30", note=" ", request="R-1"),
    entry("late", "2026-02-10T13:00", "2026-02-10T14:00", late_in="2026-03", note="x", request="R-1"),
    entry("twice", "2026-02-10T10:00", "2026-02-10T11:01", note="x", request="R-1"),
    entry("last", "2026-03-31T23:30", "2026-04-01T00:30", client="bo", note="x", request="R-4"),
    entry("april", "2026-04-01T00:30", "2026-04-01T00:40", client="cy", note="x", request="R-5"),
    entry("given", "2026-03-05T08:00", "2026-03-05T10:00", scope="courtesy", note="x", request="R-1"),
]
ENTRIES[3]["ended_at"] = "2026-03-03T18:00:01Z"


def request(key: str, client: str, resolved: str | None, cause: str | None = "forms") -> dict[str, Any]:
    events = [] if resolved is None else [{"at": f"{resolved}Z", "state": "resolved"}]
    start = {"key": key, "client": client, "subject": f"About {key}", "reported_at": "2026-01-02T08:00:00Z"}
    return start | {"events": events, "cause": cause}


REQUESTS = [
    request("R-1", "acme", "2026-03-31T23:59:59", None),
    request("R-2", "acme", "2026-03-01T00:00:00"),
    request("R-3", "acme", "2026-02-28T23:59:59", None),
    request("R-4", "bo", "2026-04-01T00:00:00", None),
    request("R-5", "cy", None, None),
]
CONTRACTS = [
    contract("plan", allowances=[monthly("8:00")], fee={"amount": "100.00", "every": "month"}),
    contract("ended", client="bo", ends="2026-02-28", allowances=[monthly("1:00")]),
    contract("quiet", client="di", allowances=[monthly("1:00")]),
]
CLIENTS = [
    {"key": key, "name": name} for key, name in (("acme", "acme"), ("bo", "Bo"), ("cy", "Cy"), ("di", "Ádi"))
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read; Ty left, Li is away from 30 March to 1 April."""
    agents = [
        {"key": key, "name": key.title(), "weekly_hours": "40:00"} for key in ("dana", "mo", "ty", "li")
    ]
    book = small_book(
        agents=agents,
        clients=CLIENTS,
        contracts=CONTRACTS,
        requests=REQUESTS,
        entries=ENTRIES,
        closed_months=["2026-02"],
    )
    with opened(tmp_path_factory.mktemp("edges"), book, NOW):
        moved = {"started_at": at("2026-02-10T11:00"), "ended_at": at("2026-02-10T12:00")}
        t.Entry.update(moved).where(t.Entry.key == "late").execute()
        start_timer(TimerStart("mo", "acme"), at("2026-03-31T23:59"))
        start_timer(TimerStart("li", "acme"), at("2026-04-01T00:00"))
        create_absence({"agent": "li", "first": "2026-03-30", "last": "2026-04-01"}, NOW, "dana")
        t.Agent.update(archived=True).where(t.Agent.key == "ty").execute()
        mark_reviewed("acme", MARCH, True, NOW, "dana")
        yield


def rows(month: Month = MARCH) -> dict[str, ClientRow]:
    return {row.key: row for row in read_month_clients(Ledgers(), month)}


def timer(agent: str) -> str:
    return str(t.Entry.get(t.Entry.agent == agent, t.Entry.ended_at.is_null()).key)


def test_what_touches_a_month() -> None:
    """Work that ends or begins at its midnights, what is late in it and what lies beside that, timers begun in it."""
    found = {one.key for one in entries_touching(MARCH, UTC)}
    assert found >= {"over", "ten", "last", "late", "twice", timer("mo")}
    assert found.isdisjoint({"april", timer("li")})
    starts = [(one.started_at, one.key) for one in entries_touching(MARCH, UTC)]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("code", "records"),
    table(
        ("a timer that began in March's last minute is March's", "running", {"timer-mo"}),
        ("no client, unless it is internal", "no_client", {"whose"}),
        ("late work that was claimed twice; touching is no overlap", "overlap", {"late"}),
        ("ten hours are not long, a second more is", "long", {"ten+"}),
        ("a note of blanks is no note", "no_note", {"touch", "timer-mo"}),
        ("internal work needs no request", "no_request", {"whose", "timer-mo"}),
        ("resolved in March's first second, without time", "no_time", {"R-2"}),
        ("resolved in its last second, without a cause; not a second before or after", "no_cause", {"R-1"}),
    ),
)
def test_checks_of_a_month(code: str, records: set[str]) -> None:
    checks = [one for one in read_checks(MARCH, Ledgers(), date(2026, 4, 2)) if one.code == code]
    wanted = {timer("mo") if key == "timer-mo" else key for key in records}
    assert {one.entry or one.request for one in checks} == wanted


@pytest.mark.parametrize(
    ("agent", "today", "days"),
    table(
        ("ten hours are no short day, nothing is", "dana", "2026-03-06", ["2026-03-05", "2026-03-06"]),
        ("today counts as a day; tomorrow does not", "dana", "2026-03-05", ["2026-03-05"]),
        ("away is not short", "li", "2026-03-31", []),
        ("who left is never short", "ty", "2026-03-31", []),
    ),
)
def test_short_days(agent: str, today: str, days: list[str]) -> None:
    checks = read_checks(MARCH, Ledgers(), date.fromisoformat(today))
    found = [str(one.day) for one in checks if one.code == "short_day" and one.agent == agent]
    if agent == "li":
        assert {"2026-03-30", "2026-03-31"}.isdisjoint(found)
        assert "2026-03-27" in found
    else:
        assert found == days


@pytest.mark.parametrize(
    ("first", "last", "days"),
    table(
        ("the last day of an absence", "2026-04-01", "2026-04-30", ["2026-04-01"]),
        ("the first day of it", "2026-03-01", "2026-03-30", ["2026-03-30"]),
        ("the day before it nobody is away", "2026-03-01", "2026-03-29", None),
        ("the day after it nobody is", "2026-04-02", "2026-04-30", None),
    ),
)
def test_who_is_away(first: str, last: str, days: list[str] | None) -> None:
    found = read_absences(date.fromisoformat(first), date.fromisoformat(last))
    assert {who: sorted(map(str, away)) for who, away in found.items()} == (
        {} if days is None else {"li": days}
    )


@pytest.mark.parametrize(
    ("now", "is_over", "turn"),
    table(
        ("on its last day a month is not over, and it is its turn", "2026-03-31T23:59", False, "2026-03"),
        ("in the first second of the next it is", "2026-04-01T00:00", True, "2026-03"),
    ),
)
def test_when_a_month_is_over(now: str, is_over: bool, turn: str) -> None:
    view = read_month_end(None, at(now))
    assert (str(view.month), view.is_over, str(view.next_to_close)) == (turn, is_over, "2026-03")


@pytest.mark.parametrize(
    ("month", "closed", "reopenable", "count"),
    table(
        ("the newest closed month can be opened again", "2026-02", True, True, 4),
        ("an open one cannot", "2026-03", False, False, 8),
        ("one before the newest cannot", "2026-01", True, False, 0),
    ),
)
def test_what_can_be_opened_again(month: str, closed: bool, reopenable: bool, count: int) -> None:
    view = read_month_end(parse_month(month), NOW)
    assert (view.closed, view.reopenable, view.entry_count) == (closed, reopenable, count)


def test_clients_with_anything_by_folded_name() -> None:
    assert list(rows()) == ["acme", "di", "bo"]
    assert list(rows(Month(2026, 4))) == ["acme", "di", "bo", "cy"]
    assert [row.reviewed_by for row in rows().values()] == ["Dana", None, None]
    assert [row.reviewed_by for row in rows(Month(2026, 2)).values()] == [None, None, None]


@pytest.mark.parametrize(
    ("client", "used", "over", "other", "closing", "late", "courtesy"),
    table(
        (
            "late work is in it and draws what February left, courtesy is nothing",
            "acme",
            1351,
            811,
            0,
            0,
            60,
            2 * HOUR,
        ),
        ("what was cut at midnight; on demand after its contract", "bo", 30, 0, 0, 0, 0, 0),
        ("nothing used, all of it lapses", "di", 0, 0, 0, 0, 0, 0),
    ),
)
def test_the_sums_of_a_client(
    client: str, used: int, over: int, other: int, closing: int, late: int, courtesy: int
) -> None:
    row = rows()[client]
    assert (row.used, row.overage, row.other, row.closing) == (used, over, other, closing)
    assert (row.late, row.courtesy_seconds) == (late, courtesy)


def test_a_statement_is_final_when_closed_and_a_draft_when_open() -> None:
    closed, draft = read_statement("acme", Month(2026, 2)), read_statement("acme", MARCH)
    assert (closed.header.status, closed.header.version, draft.header.status) == ("final", 1, "draft")
    assert draft.header.number is None
    with pytest.raises(NotFound):
        read_statement("acme", Month(2026, 2), version=2)
    with pytest.raises(NotFound):
        read_statement("nobody", MARCH)
    assert [one.header.client for one in read_statements(MARCH)] == ["acme", "bo", "di"]


def test_the_document_of_a_month_has_the_clients_asked_for() -> None:
    document = month_document(MARCH, date(2026, 4, 2), ["bo"])
    assert [one["client"] for one in document["clients"]] == ["bo"]
    assert document["total"] == document["clients"][0]["total"]


HISTORY = ("2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03")


def worked(minutes: tuple[int, ...], last: int) -> list[dict[str, Any]]:
    """Work of so many minutes in each of the months before March, the newest last, and in March."""
    months = (*HISTORY[-1 - len(minutes) : -1], HISTORY[-1])
    return [
        entry(f"W-{month}", f"{month}-02T08:00", f"{month}-02T{8 + count // 60:02}:{count % 60:02}")
        for month, count in zip(months, (*minutes, last), strict=True)
        if count
    ]


PLAN = contract("plan", starts="2025-01-01", ends="2026-12-31", allowances=[monthly("2:00")])
NONE = contract("plan", starts="2025-01-01", ends="2026-12-31", kind="on_demand")


@pytest.mark.parametrize(
    ("plan", "minutes", "last", "warnings"),
    table(
        ("a quarter of what was usable is little", PLAN, (), 30, ("uses 25 %: ring them",)),
        ("a minute more is not", PLAN, (), 31, ()),
        (
            "over in three months in a row wants a bigger plan",
            PLAN,
            (121, 121),
            121,
            ("3 months over: bigger plan?",),
        ),
        ("to the minute is not over", PLAN, (121, 120), 121, ()),
        (
            "what went over for months is no surprise beside that",
            PLAN,
            (130, 121, 121),
            300,
            ("3 months over: bigger plan?",),
        ),
        (
            "half as much again as in three months before deserves a word",
            NONE,
            (40, 40, 40),
            60,
            ("150 % of the usual work",),
        ),
        ("a minute less does not", NONE, (40, 40, 40), 59, ()),
        ("without work in each of them nothing is usual", NONE, (40, 0, 40), 90, ()),
        (
            "ended the day before the month",
            contract("plan", ends="2026-02-28"),
            (),
            30,
            ("contract has ended: on demand",),
        ),
        ("ended on its first day it has not ended before", contract("plan", ends="2026-03-01"), (), 30, ()),
        (
            "little was covered, but more went over",
            contract("plan", allowances=[monthly("2:00", work_types=["design"])]),
            (),
            300,
            (),
        ),
    ),
)
def test_what_deserves_a_word(
    tmp_path: Path, plan: dict[str, Any], minutes: tuple[int, ...], last: int, warnings: tuple[str, ...]
) -> None:
    with beside(tmp_path, small_book(contracts=[plan], entries=worked(minutes, last))):
        assert rows()["acme"].warnings == warnings


def test_the_small_chart_has_six_months_and_the_one_before_is_said(tmp_path: Path) -> None:
    with beside(tmp_path, small_book(contracts=[NONE], entries=worked((1, 2, 3, 4, 60), 6))):
        row = rows()["acme"]
        assert (row.spark, row.last_amount, row.amount) == ((1, 2, 3, 4, 60, 6), 7000, 700)


@pytest.mark.parametrize(
    ("days", "items"),
    table(
        ("one day after the other is one item", ("2026-03-03", "2026-03-04"), [2]),
        ("a day between makes two", ("2026-03-03", "2026-03-05"), [1, 1]),
        ("the Monday after a Friday follows it", ("2026-03-06", "2026-03-09"), [2]),
        ("the Monday after a Thursday does not", ("2026-03-05", "2026-03-09"), [1, 1]),
        ("nor a Tuesday after a Saturday", ("2026-03-07", "2026-03-10"), [1, 1]),
    ),
)
def test_short_days_in_a_row_are_one_item(days: tuple[str, ...], items: list[int]) -> None:
    checks = [
        Check("warning", "short_day", f"Dana: {day} logged", agent="dana", day=date.fromisoformat(day))
        for day in days
    ]
    found = todos_of([*checks, Check("blocking", "no_client", "x", "e")], (), {}, {}, {}, UTC)
    assert [one.level for one in found] == ["blocking", *["warning"] * len(items)]
    assert [one.count for one in found[1:]] == items


@pytest.mark.parametrize(
    ("code", "day", "listed"),
    table(
        ("today is not over, so it is not short yet", "short_day", "2026-03-05", False),
        ("yesterday was short", "short_day", "2026-03-04", True),
    ),
)
def test_today_is_not_short_on_the_screen(code: str, day: str, listed: bool) -> None:
    todos = read_month_end(MARCH, at("2026-03-05T18:00")).todos
    assert (day in [str(one.day) for one in todos if one.code == code and one.agent == "li"]) is False
    short = [one for one in todos if one.code == code and one.agent == "li"]
    last = max(date.fromordinal((one.day or date.min).toordinal() + one.count - 1) for one in short)
    assert (last >= date.fromisoformat(day)) is listed


def test_the_desks_month(tmp_path: Path) -> None:
    """An hour at 70.00 and a charge of 5.00: the hour of work earned 52.50 with 20 minutes given away, worth 23.33."""
    charge = {"key": "C", "client": "acme", "date": "2026-03-31", "description": "x", "quantity": 1}
    work = [
        entry("E-1", "2026-03-01T00:00", "2026-03-01T01:00"),
        entry("E-2", "2026-03-31T23:50", "2026-04-01T00:50", scope="courtesy"),
        entry("E-3", "2026-03-01T02:00", "2026-03-01T02:10", scope="courtesy"),
    ]
    book = small_book(entries=work, charges=[charge | {"unit_price": "5.00"}])
    with beside(tmp_path, book, NOW):
        totals = read_month_end(MARCH, NOW).totals
        assert (totals.total, totals.spent_seconds, totals.courtesy_seconds) == (7500, 80 * 60, 20 * 60)
        assert (totals.hourly, totals.courtesy_worth) == (5250, 2333)
        assert read_month_end(MARCH, NOW).next_number == 1
        assert read_month_end(None, at("2026-03-31T12:00")).month == MARCH  # nothing is in February
        close_month(Month(2026, 2), NOW, "dana")
        close_month(MARCH, NOW, "dana")
        view = read_month_end(MARCH, NOW)
        assert (view.next_number, view.issued, view.closed_at, view.closed_by) == (2, 1, NOW, "Dana")
        reopen_month(MARCH, "again", NOW + HOUR, "dana")
        t.ChargeMoney.update(unit_price=600).execute()
        close_month(MARCH, NOW + 2 * HOUR, "dana")
        assert rows()["acme"].statement == (1, 2)
        assert read_statement("acme", MARCH).header.version == 2
        assert read_statement("acme", MARCH, version=1).header.version == 1
        assert read_month_end(None, at("2026-03-31T12:00")).month == MARCH
        assert read_month_end(None, NOW).month == Month(2026, 4)


@pytest.mark.parametrize(
    ("asked", "own", "desks", "language"),
    table(
        ("what is asked for comes first", "ru", "de", "en", "ru"),
        ("then the client's own", None, "de", "ru", "de"),
        ("then the desk's", None, None, "ru", "ru"),
        ("else English", None, None, None, "en"),
    ),
)
def test_the_language_of_a_statement(
    tmp_path: Path, asked: str | None, own: str | None, desks: str | None, language: str
) -> None:
    with beside(tmp_path, small_book()):
        t.Client.update(language=own).execute()
        if desks is not None:
            set_setting("statement_language", desks)
        assert read_statement("acme", MARCH, language=asked).header.language == language


def test_statements_are_of_those_who_have_anything() -> None:
    assert "cy" not in [one.header.client for one in read_statements(MARCH)]
