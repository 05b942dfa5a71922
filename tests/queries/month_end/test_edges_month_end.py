"""What stands in the way of a close, and what was done in which month? The month-end read models at their edges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month, parse_month
from models.domain.basics.zone import zone
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.clients import ClientRow, read_month_clients
from models.queries.month_end.months import entries_touching, month_document, read_absences, read_checks
from models.queries.month_end.review import read_month_end
from models.queries.month_end.statements import read_statement, read_statements
from models.services.contracts.charges import create_absence
from models.services.month_end.months import mark_reviewed
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from models.storage.reading import read_desk
from tests.edges import HOUR, table
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
    checks = [one for one in read_checks(MARCH, read_desk(), date(2026, 4, 2)) if one.code == code]
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
    checks = read_checks(MARCH, read_desk(), date.fromisoformat(today))
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
