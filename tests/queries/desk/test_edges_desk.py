"""What must nobody miss, who sits here, what was found, who changed what? The desk's read models at their edges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import NotFound
from models.queries.desk.catalogue import (
    read_absence_rows,
    read_agent_rows,
    read_client_rows,
    read_work_type_rows,
)
from models.queries.desk.record_choices import read_record_choices
from models.queries.desk.search import read_found
from models.queries.desk.session import read_running, read_session
from models.queries.history.trail import read_history, read_record_history
from models.queries.overview.alerts import alerts_document
from models.queries.overview.announcements import read_announcements
from models.queries.overview.dashboard import read_dashboard
from models.services.contracts.charges import create_absence
from models.services.contracts.contracts import snooze_renewal
from models.services.core.settings import set_setting
from models.services.history.undo import redo, undo
from models.services.requests.life import add_note
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from tests.deeds import undoable
from tests.edges import DAY, HOUR, beside, table
from tests.opened import at, block, contract, entry, monthly, opened, small_book

NOON = at("2026-06-10T12:00")
"""A Wednesday, the eighth open day of 22."""


def request(key: str, client: str, reported: str, *events: tuple[str, str], **more: Any) -> dict[str, Any]:
    changes = [{"at": f"{when}:00Z", "state": state} for when, state in events]
    start = {"key": key, "client": client, "subject": f"Sentinel {key}", "reported_at": f"{reported}:00Z"}
    return start | {"events": changes} | more


REQUESTS = [
    request("R-1", "gold", "2026-06-10T08:00"),
    request("R-2", "acme", "2026-06-10T12:00", priority="urgent"),
    request("R-3", "acme", "2026-06-10T09:00", ("2026-06-10T10:00", "open"), priority="urgent"),
    request("R-4", "gold", "2026-06-10T08:00", ("2026-06-10T12:00", "resolved")),
    # Done since half past eight, though it will be opened again.
    request(
        "R-5",
        "gold",
        "2026-06-10T08:00",
        ("2026-06-10T08:30", "resolved"),
        ("2026-06-10T13:00", "open"),
        subject="Other",
    ),
]
CONTRACTS = [
    contract("marks", client="acme", ends=None, allowances=[monthly("10:00")]),
    block("soon", "1:00", client="bo", starts="2026-06-01", ends="2026-06-24", renewal={"mode": "none"}),
    contract("decide", client="cy", kind="unlimited", starts="2026-01-01", ends="2026-08-10"),
    contract("over", client="di", starts="2025-01-01", ends="2026-06-09", kind="unlimited"),
    contract("fee", client="gone", kind="on_demand", ends="2026-06-10", renewal={"mode": "none"}),
]
ENTRIES = [
    entry("E-1", "2026-06-01T09:00", "2026-06-01T16:29", client="acme", note="sentinel one"),
    entry("E-2", "2026-06-10T00:00", "2026-06-10T00:01", client="gold", agent="mo"),
    entry("E-3", "2026-06-09T23:00", "2026-06-10T00:00", client="gold", agent="mo"),
    entry("E-4", "2026-06-10T08:00", "2026-06-10T11:30", client="gold", scope="internal", agent="ty"),
]
CLIENTS = [
    {"key": "acme", "name": "acme"},
    {"key": "bo", "name": "Bo"},
    {"key": "cy", "name": "Cy"},
    {"key": "di", "name": "Di"},
    {"key": "gold", "name": "Gold", "tier": "gold"},
    {"key": "gone", "name": "Agone sentinel", "since": "2020-01-01"},
    {"key": "zed", "name": "Zed Sentinel"},
]
TIERS = [{"key": "gold", "name": "Gold", "first_response": "4h", "clock": "always"}]
WORK_TYPES = [
    {
        "key": "maintenance",
        "name": "Maintenance",
        "rates": [{"from": "2020-01-01", "rate": "70.00"}, {"from": "2026-06-10", "rate": "80.00"}],
    },
    {"key": "design", "name": "Design", "rates": [{"from": "2020-01-01", "rate": "90.00"}]},
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read; Li's timer runs since eleven, Mo is away on the 10th, Al left."""
    agents = [{"key": key, "name": key.title()} for key in ("dana", "mo", "ty", "li", "al")]
    book = small_book(
        agents=agents,
        clients=CLIENTS,
        tiers=TIERS,
        work_types=WORK_TYPES,
        contracts=CONTRACTS,
        requests=REQUESTS,
        entries=ENTRIES,
    )
    with opened(tmp_path_factory.mktemp("edges"), book, NOON - DAY):
        start_timer(TimerStart("li", "acme"), NOON - HOUR)
        create_absence({"agent": "mo", "first": "2026-06-10", "last": "2026-06-10"}, NOON, "dana")
        snooze_renewal("over", date(2026, 6, 10), NOON - DAY, "dana")
        add_note("R-1", "a sentinel note", NOON - HOUR, "dana")
        t.Client.update(archived=True).where(t.Client.key == "gone").execute()
        t.Agent.update(archived=True).where(t.Agent.key == "al").execute()
        t.WorkType.update(archived=True).where(t.WorkType.key == "design").execute()
        set_setting("me:u-ty", "ty")
        set_setting("me:u-mo", "mo")
        set_setting("me:u-al", "al")
        yield


def alerts(now: int, kind: str) -> list[str]:
    return [row["client"] for row in alerts_document(now) if row["kind"] == kind]


@pytest.mark.parametrize(
    ("now", "kind", "clients"),
    table(
        ("449 of 600 minutes are not three quarters, however much runs", "2026-06-10T12:00", "used", []),
        ("a second before three quarters of four hours nothing is due", "2026-06-10T10:59", "sla", []),
        ("at three hours of four it is due soon", "2026-06-10T11:00", "sla", ["gold", "gold"]),
        ("what is resolved is not due any more", "2026-06-10T12:00", "sla", ["gold"]),
        ("on its last day a term is not over", "2026-06-09T12:00", "ended", []),
        ("the day after nothing follows it", "2026-06-10T12:00", "ended", ["di"]),
        ("fifteen days are not near", "2026-06-09T12:00", "lapsing", []),
        ("fourteen days are", "2026-06-10T12:00", "lapsing", ["bo"]),
        ("on the last day it still lapses", "2026-06-24T12:00", "lapsing", ["bo", "acme"]),
        ("the day after it is gone", "2026-06-25T12:00", "lapsing", ["acme"]),
        ("put off to the 10th it is quiet on the 9th", "2026-06-09T12:00", "decision", []),
        (
            "thirty days are near, and what was put off speaks again",
            "2026-06-10T12:00",
            "decision",
            ["di", "cy"],
        ),
    ),
)
def test_alerts(now: str, kind: str, clients: list[str]) -> None:
    assert alerts(at(now), kind) == clients


@pytest.mark.parametrize(
    ("minutes", "mark"),
    table(
        ("449 of 600 have reached no mark", 0, ()),
        ("450 are 75 %", 1, ("75",)),
        ("539 still are", 90, ("75",)),
        ("540 are 90 %", 91, ("75", "90")),
        ("599 still are", 150, ("75", "90")),
        ("600 are all", 151, ("75", "90", "100")),
    ),
)
def test_marks(tmp_path: Path, minutes: int, mark: tuple[str, ...]) -> None:
    end = f"2026-06-02T{9 + minutes // 60:02}:{minutes % 60:02}"
    more = entry("E-5", "2026-06-02T09:00", end, client="acme")
    with beside(tmp_path, small_book(contracts=CONTRACTS[:1], entries=[ENTRIES[0], more])):
        names = [one.name for one in read_announcements("u", NOON).standing]
    assert names == [("mark", "acme", "2026-06", percent) for percent in mark]


@pytest.mark.parametrize(
    ("now", "urgent"),
    table(
        ("a second before its report nobody knows of it", NOON - 1, []),
        ("what is new and urgent is announced; what was taken up is not", NOON, [("urgent", "R-2")]),
    ),
)
def test_urgent_requests_are_announced(now: int, urgent: list[tuple[str, ...]]) -> None:
    assert [one.name for one in read_announcements("u", now).standing if one.name[0] == "urgent"] == urgent


@pytest.mark.parametrize(
    ("user", "me", "running"),
    table(
        ("whoever was chosen sits here", "u-mo", "mo", False),
        ("who left does not: the first agent does", "u-al", "dana", False),
        ("nobody was chosen: the first agent does", "new", "dana", False),
    ),
)
def test_who_sits_here(user: str, me: str, running: bool) -> None:
    session = read_session(user, NOON)
    assert (session.me and session.me.key, session.running is not None) == (me, running)
    assert [one.key for one in session.agents] == ["dana", "mo", "ty", "li"]


@pytest.mark.parametrize(
    ("user", "now", "since"),
    table(
        ("before the hours nothing is said", "u-mo", "2026-06-10T08:59", None),
        ("from nine on nothing runs since nine", "u-mo", "2026-06-10T09:00", "2026-06-10T09:00"),
        ("at five it is over", "u-mo", "2026-06-10T17:00", None),
        ("a minute before it is not", "u-mo", "2026-06-10T16:59", "2026-06-10T09:00"),
        ("since the last work of the day", "new", "2026-06-01T16:30", "2026-06-01T16:29"),
        ("on a Saturday nothing is said", "new", "2026-06-13T12:00", None),
    ),
)
def test_nothing_runs(user: str, now: str, since: str | None) -> None:
    found = read_session(user, at(now)).nothing_since(at(now))
    assert found == (None if since is None else at(since))


@pytest.mark.parametrize(
    ("user", "now", "since"),
    table(
        ("work that ends now was the last", "u-ty", "2026-06-10T11:30", "2026-06-10T11:30"),
        ("what ends later is not over: since nine", "u-ty", "2026-06-10T11:29", "2026-06-10T09:00"),
        ("another agent's work is not one's own", "u-mo", "2026-06-10T11:30", "2026-06-10T09:00"),
    ),
)
def test_since_when_nothing_runs(user: str, now: str, since: str) -> None:
    assert read_session(user, at(now)).nothing_since(at(now)) == at(since)


def test_since_when_nothing_runs_is_known_over_midnight() -> None:
    """What was read on Wednesday says on Thursday since when nothing runs on Thursday."""
    session = read_session("u-mo", NOON)
    found = [session.nothing_since(at(f"2026-06-11T{clock}")) for clock in ("08:59", "09:00", "10:00")]
    assert found == [None, at("2026-06-11T09:00"), at("2026-06-11T09:00")]


@pytest.mark.parametrize(
    ("contracts", "now", "hit"),
    table(
        ("at this pace all of it is used to the minute: no word", "8:00", "2026-06-01T18:00", False),
        ("a minute less usable is a word", "7:59", "2026-06-01T18:00", True),
        ("the next day the pace is half", "7:59", "2026-06-02T18:00", False),
    ),
)
def test_the_pace_of_a_month(tmp_path: Path, contracts: str, now: str, hit: bool) -> None:
    """480 / 22 minutes on the first of 22 open days would be 480: here 22 days of one of 21:49 each."""
    hours, minutes = contracts.split(":")
    usable = (int(hours) * 60 + int(minutes)) * 22
    whole = contract("pace", ends=None, allowances=[monthly(f"{usable // 60}:{usable % 60:02}")])
    work = entry("E-9", "2026-06-01T08:00", "2026-06-01T16:00")
    with beside(tmp_path, small_book(contracts=[whole], entries=[work])):
        assert ("run_rate" in [row["kind"] for row in alerts_document(at(now))]) is hit


@pytest.mark.parametrize(
    ("now", "texts"),
    table(
        (
            "due today it says the time",
            "2026-06-10T11:30",
            ["Due soon: Gold, answer to R-1 Sentinel R-1 by 12:00"],
        ),
        ("missed it says so", "2026-06-10T12:01", ["Missed: Gold, answer to R-1 Sentinel R-1 was due 12:00"]),
        (
            "and the day after it says the day",
            "2026-06-11T09:00",
            ["Missed: Gold, answer to R-1 Sentinel R-1 was due Wed 10 Jun 12:00"],
        ),
    ),
)
def test_what_is_said_of_a_clock(now: str, texts: list[str]) -> None:
    found = [one.text for one in read_announcements("u", at(now)).standing if one.name[1] == "R-1"]
    assert found == texts


@pytest.mark.parametrize(
    ("stored", "way"),
    table(("a way that is known", "osc9", "osc9"), ("one that nobody knows rings", "trumpet", "bell")),
)
def test_how_somebody_is_called(tmp_path: Path, stored: str, way: str) -> None:
    with beside(tmp_path, small_book()):
        set_setting("announce:u", stored)
        assert read_announcements("u", NOON).way == way
        assert read_announcements("other", NOON).way == "bell"


@pytest.mark.parametrize(
    ("today", "word"),
    table(
        ("on the day of a decision it is due", "2026-07-10", "is"),
        ("the day after it was", "2026-07-11", "was"),
    ),
)
def test_the_word_for_a_decision(today: str, word: str) -> None:
    rows = {
        row["client"]: row["message"]
        for row in alerts_document(at(f"{today}T12:00"))
        if row["kind"] == "decision"
    }
    assert f"{word} to be decided" in rows["cy"]


def test_whose_timer_it_is() -> None:
    mine = read_running("li", NOON)
    assert mine is not None
    assert (mine.entry.agent, mine.client_name, mine.left_minutes) == ("li", "acme", 600 - 449)
    assert read_running("dana", NOON) is None


@pytest.mark.parametrize(
    ("user", "day", "keys", "seconds"),
    table(
        ("from the first midnight of the day, of one agent", "u-mo", "2026-06-10", ["E-2"], 60),
        ("to the last midnight of it", "u-mo", "2026-06-09", ["E-3"], HOUR),
        ("nothing on a day without work", "u-mo", "2026-06-11", [], 0),
        ("of another agent", "new", "2026-06-01", ["E-1"], 449 * 60),
    ),
)
def test_the_day_of_the_dashboard(user: str, day: str, keys: list[str], seconds: int) -> None:
    board = read_dashboard(user, at(f"{day}T23:59"))
    assert [row.key for row in board.entries] == keys
    assert board.today_seconds == seconds
    assert not any(row.before for row in board.entries)


def test_the_open_days_of_the_dashboard_hold_today() -> None:
    board = read_dashboard("new", NOON)
    assert (board.month_day, board.month_days) == (8, 22)
    assert [row.contract for row in board.decisions] == ["over", "decide"]


@pytest.mark.parametrize(
    ("now", "limit", "keys"),
    table(
        (
            "the newest first, those without a date last",
            NOON,
            9,
            ["R-2", "R-1", "R-3", "R-1", "R-4", "E-1", "gone", "zed"],
        ),
        (
            "what comes in a second is not known",
            NOON - 1,
            9,
            ["R-1", "R-3", "R-1", "R-4", "E-1", "gone", "zed"],
        ),
        ("a note is known from its second on", NOON - HOUR, 1, ["R-1"]),
        ("a second before it the newest is a request", NOON - HOUR - 1, 1, ["R-3"]),
        ("work is known from its start on", at("2026-06-01T09:00"), 9, ["E-1", "gone", "zed"]),
        ("a second before it is not", at("2026-06-01T09:00") - 1, 9, ["gone", "zed"]),
        ("as many as are asked for", NOON, 2, ["R-2", "R-1"]),
    ),
)
def test_what_is_found(now: int, limit: int, keys: list[str]) -> None:
    found = read_found("SENTINEL", now, limit)
    assert [one.key for one in found] == keys
    assert [one.archived for one in found if one.kind == "client"] == [True, False] * ("gone" in keys)
    assert [one.archived for one in read_found("acme", NOON) if one.kind == "client"] == [False]
    assert read_found("  ", now) == ()
    assert read_found("sentinel nowhere", now) == ()


@pytest.mark.parametrize(
    ("today", "rate", "following", "kinds"),
    table(
        ("the day before a rate begins the old one holds", "2026-06-09", 7000, "2026-06-10", ("on_demand",)),
        (
            "on its first day the new one does; a contract runs to its last day",
            "2026-06-10",
            8000,
            None,
            ("on_demand",),
        ),
        ("the day after it has none", "2026-06-11", 8000, None, ()),
    ),
)
def test_rates_and_contracts_of_a_day(
    today: str, rate: int, following: str | None, kinds: tuple[str, ...]
) -> None:
    day = date.fromisoformat(today)
    first = read_work_type_rows(day)[0]
    assert (first.rate, first.next_rate and str(first.next_rate.since)) == (rate, following)
    rows = {row.key: row.kinds for row in read_client_rows(day, archived=True)}
    assert rows["gone"] == kinds
    assert rows["di"] == (("unlimited",) if today == "2026-06-09" else ())


def test_a_contract_runs_from_its_first_day() -> None:
    kinds = {row.key: row.kinds for row in read_client_rows(date(2026, 1, 1), archived=True)}
    assert kinds["cy"] == ("unlimited",)
    assert {row.kinds for row in read_client_rows(date(2024, 12, 31))} == {()}


def test_archived_records_stand_last_and_only_when_asked_for() -> None:
    day = date(2026, 6, 10)
    assert [row.key for row in read_client_rows(day)] == ["acme", "bo", "cy", "di", "gold", "zed"]
    assert [row.key for row in read_client_rows(day, archived=True)][-1] == "gone"
    assert [row.key for row in read_agent_rows()] == ["dana", "mo", "ty", "li"]
    assert [row.key for row in read_agent_rows(archived=True)][-1] == "al"
    assert [row.key for row in read_work_type_rows(day, archived=True)] == ["maintenance", "design"]
    assert [row.key for row in read_work_type_rows(day)] == ["maintenance"]
    choices = read_record_choices(NOON)
    assert "gone" not in dict(choices.clients)
    assert "al" not in dict(choices.agents)
    assert set(choices.names) - set(dict(choices.work_types)) == {"design"}


@pytest.mark.parametrize(
    ("since", "count"),
    table(
        ("on its last day an absence is listed", "2026-06-10", 1),
        ("the day after it is not", "2026-06-11", 0),
    ),
)
def test_absences(since: str, count: int) -> None:
    assert len(read_absence_rows(date.fromisoformat(since))) == count


def test_history_goes_back_from_the_newest_and_knows_what_was_taken_back(tmp_path: Path) -> None:
    with beside(tmp_path, small_book()):
        create_absence({"agent": "dana", "first": "2026-06-10", "last": "2026-06-10"}, NOON, "dana")
        create_absence({"agent": "dana", "first": "2026-06-11", "last": "2026-06-11"}, NOON, "mo")
        newest = read_history(1)[0]
        assert newest.who == "mo"
        assert [step.id for step in read_history(5, newest.id)] == [step.id for step in read_history(5)[1:]]
        assert undoable("dana") == read_history(2)[1].title
        assert undoable("nobody") is None
        undo(NOON, "mo")
        assert [step.undone for step in read_history(2)] == [False, True]
        redo(NOON, "mo")
        assert [step.undone for step in read_history(3)] == [False, True, False]
        assert [step.who for step in read_record_history("1", "absence")] == ["dana"]
        assert read_record_history("1", "charge") == ()


def test_an_empty_desk_is_said(tmp_path: Path) -> None:
    with beside(tmp_path, small_book(agents=[], clients=[])):
        session = read_session("new", NOON)
        assert (session.agents, session.me, session.running) == ((), None, None)
        board = read_dashboard("new", NOON)
        assert (board.requests, board.hours, board.decisions, board.entries) == ((), (), (), ())
        assert alerts_document(NOON) == []
        assert read_announcements("new", NOON).standing == ()
        assert read_found("x", NOON) == ()
        t.Desk.delete().execute()
        with pytest.raises(NotFound):
            read_session("new", NOON)
