"""Where does the queue begin and end? Limits, flags, filters, clocks and lists of requests at their edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from models.domain.basics.errors import NotFound
from models.domain.basics.zone import to_iso
from models.domain.values import STATES
from models.queries.requests.board import (
    RequestBoard,
    board_at_hand,
    read_repeat_choices,
    read_request_board,
    read_resolving,
)
from models.queries.requests.filters import QueueFilter, filter_document, filter_from
from models.queries.requests.page import read_request_page, similar_requests
from models.queries.requests.queue import RequestsAsked, read_queue, requests_document
from models.services.requests.life import add_note
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from tests.edges import DAY, HOUR, table
from tests.opened import at, entry, opened, small_book

NOON = at("2026-06-10T12:00")
"""A Wednesday."""
LIMIT = 3 * DAY
"""Waiting for longer is too long; without a touch for as long is untouched."""
BEGAN = NOON - 10 * DAY


def asked(key: str, *events: tuple[int, str], client: str = "none", **more: Any) -> dict[str, Any]:
    """A request that was reported ten days before noon, with its changes of state."""
    changes = [{"at": to_iso(when), "state": state} for when, state in events]
    request = {"key": key, "client": client, "subject": f"About {key}", "reported_at": to_iso(BEGAN)}
    return request | {"events": changes} | more


def waits(key: str, since: int, **more: Any) -> dict[str, Any]:
    return asked(key, (since, "waiting"), **more)


REQUESTS = [
    waits("W-1", NOON - LIMIT),
    asked("O-1", (NOON - LIMIT, "open"), client="gold", assignee="dana", cause="forms"),
    asked("O-2", (NOON - LIMIT, "open"), client="gold", assignee="mo", cause="mail", channel="phone"),
    asked("S-1", (BEGAN + HOUR, "open"), client="silver", priority="urgent", channel="phone"),
    asked("D-1", (NOON, "resolved"), cause="forms"),
    asked("C-1", (NOON - HOUR, "resolved"), (NOON, "closed"), repeat_of="D-1", outside_scope=True),
    asked("B-1", (NOON - HOUR, "resolved"), (NOON, "open"), client="gone"),
    asked("P-1", reported_at=to_iso(NOON), priority="low", cause="forms"),
    asked("P-2", reported_at=to_iso(NOON), priority="high"),
    asked("P-3", reported_at=to_iso(NOON - 1), priority="low"),
    asked("L-1", (NOON - 8 * DAY, "waiting"), client="old", assignee="dana", reported_at=to_iso(BEGAN)),
    asked(
        "L-2",
        (NOON + 2 * HOUR, "resolved"),
        client="old",
        first_response_at=to_iso(NOON + HOUR),
        reported_at=to_iso(NOON),
    ),
    asked("M-1", (NOON - DAY, "resolved"), client="many", cause="lots"),
    asked("M-2", client="many", subject="Printer"),
]
MONTHS = tuple(f"2025-{month:02}-10" for month in range(1, 9))
"""Days of eight months in which M-1 was worked on, two more than a page opens."""
TIERS = [
    {"key": "gold", "name": "Gold", "first_response": "300h", "resolution": "400h", "clock": "always"},
    {"key": "silver", "name": "Silver", "resolution": "20h", "clock": "always", "channels": ["email"]},
    {"key": "hours", "name": "Hours", "first_response": "1h", "resolution": "2h", "clock": "always"},
]
CLIENTS = [
    {"key": "gold", "name": "Gold Ltd", "tier": "gold"},
    {"key": "silver", "name": "Silver Ltd", "tier": "silver"},
    {"key": "none", "name": "No Tier"},
    {"key": "gone", "name": "Gone"},
    {"key": "old", "name": "Old", "tier": "hours"},
    {"key": "many", "name": "Many"},
]
AGENTS = [{"key": "dana", "name": "Dana"}, {"key": "mo", "name": "Mo"}]
ENTRIES = [
    entry("E-1", "2026-06-08T12:00", "2026-06-08T13:00", client="gold", request="O-2", agent="mo"),
    entry("E-2", "2026-06-10T11:00", "2026-06-10T12:30", client="gold", request="O-1"),
    *(
        entry(f"M-{n}", f"{day}T10:00", f"{day}T10:30", client="many", request="M-1", agent="mo")
        for n, day in enumerate(MONTHS)
    ),
    entry("M-9", "2025-08-10T11:00", "2025-08-10T12:00", client="many", request="M-2", agent="mo"),
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read."""
    book = small_book(clients=CLIENTS, tiers=TIERS, agents=AGENTS, requests=REQUESTS, entries=ENTRIES)
    with opened(tmp_path_factory.mktemp("edges"), book, BEGAN):
        add_note("O-1", "said", NOON, "dana")
        start_timer(TimerStart("dana", "gold", request="O-1"), NOON)
        t.WorkType.update(archived=True).where(t.WorkType.key == "maintenance").execute()
        yield


def keys(now: int = NOON, wanted: QueueFilter | None = None, me: str | None = None) -> list[str]:
    return [row.key for row in read_queue(now, wanted, me)]


@pytest.mark.parametrize(
    ("now", "too_long"),
    table(
        ("one second under three days is not too long", NOON - 1, False),
        ("three days to the second are not too long yet", NOON, False),
        ("one second over three days is", NOON + 1, True),
    ),
)
def test_found_5_4_waiting_is_too_long_after_three_days(now: int, too_long: bool) -> None:
    row = next(row for row in read_queue(now) if row.key == "W-1")
    assert row.waiting_too_long is too_long
    assert ("W-1" in keys(now, QueueFilter(waiting_too_long=True))) is too_long


@pytest.mark.parametrize(
    ("now", "waiting_since"),
    table(
        ("a second before it began to wait it waits for nothing", NOON - LIMIT - 1, None),
        ("from the second on in which it began it waits", NOON - LIMIT, NOON - LIMIT),
    ),
)
def test_waiting_begins_with_its_change(now: int, waiting_since: int | None) -> None:
    assert next(row for row in read_queue(now) if row.key == "W-1").waiting_since == waiting_since


@pytest.mark.parametrize(
    ("now", "expected"),
    table(
        ("a request is known from the second of its report", BEGAN, True),
        ("a second before its report nobody knows it", BEGAN - 1, False),
    ),
)
def test_a_request_is_known_from_its_report_on(now: int, expected: bool) -> None:
    assert ("W-1" in keys(now)) is expected
    assert ("W-1" in [row["key"] for row in requests_document(now, True)]) is expected
    if expected:
        assert read_request_page("W-1", now).row.key == "W-1"
    else:
        with pytest.raises(NotFound):
            read_request_page("W-1", now)


@pytest.mark.parametrize(
    ("wanted", "me", "expected"),
    table(
        ("one's own are one's own only", QueueFilter(mine=True), "dana", ["L-1", "O-1"]),
        ("of somebody else they are theirs", QueueFilter(mine=True), "mo", ["O-2"]),
        ("of nobody they are none, not those of nobody", QueueFilter(mine=True), None, []),
        ("a person's are not another's", QueueFilter(person="mo"), "dana", ["O-2"]),
        (
            "a cause leaves out other causes and what is done",
            QueueFilter(cause="forms"),
            None,
            ["O-1", "P-1"],
        ),
        ("a tier leaves out other tiers and none", QueueFilter(tier="silver"), None, ["S-1"]),
        ("a client leaves out other clients", QueueFilter(client="gone"), None, ["B-1"]),
        ("resolved is not closed", QueueFilter(states=("resolved",)), None, ["D-1", "M-1"]),
        ("closed is not resolved", QueueFilter(states=("closed",)), None, ["C-1"]),
        ("waiting is not open", QueueFilter(states=("waiting",)), None, ["L-1", "W-1"]),
        ("a client nobody knows has nothing", QueueFilter(client="nobody"), None, []),
    ),
)
def test_a_filter_leaves_out_what_it_says(wanted: QueueFilter, me: str | None, expected: list[str]) -> None:
    assert keys(NOON, wanted, me) == expected


def test_what_is_due_stands_first_then_by_priority_report_and_key() -> None:
    assert keys() == ["L-1", "S-1", "O-1", "O-2", "P-2", "B-1", "M-2", "W-1", "P-3", "P-1"]
    # L-2 will be resolved: the queue is of the present, the document of any instant.
    assert [row["key"] for row in requests_document(NOON, False) if row["key"] != "L-2"] == keys()


@pytest.mark.parametrize(
    ("asked_for", "all_", "expected"),
    table(
        ("a priority leaves out the others", RequestsAsked(priority="urgent"), False, ["S-1"]),
        ("outside the scope leaves out the rest", RequestsAsked(outside_scope=True), True, ["C-1"]),
        ("a state that is done needs no asking for all", RequestsAsked(state="closed"), False, ["C-1"]),
        ("rework is nothing else", RequestsAsked(rework=True), True, []),
    ),
)
def test_the_command_leaves_out_what_it_says(
    asked_for: RequestsAsked, all_: bool, expected: list[str]
) -> None:
    assert [row["key"] for row in requests_document(NOON, all_, asked_for)] == expected


@pytest.mark.parametrize(
    ("key", "now", "untouched"),
    table(
        ("one second under three days is not untouched", "P-1", NOON + LIMIT - 1, False),
        ("three days to the second are", "P-1", NOON + LIMIT, True),
        ("work counts from its end, not its start", "O-1", NOON + LIMIT + 1799, False),
        ("three days after the end of the work it is untouched", "O-1", NOON + LIMIT + 1800, True),
        ("what is done is never untouched", "D-1", NOON + 9 * DAY, False),
    ),
)
def test_untouched_after_three_days(key: str, now: int, untouched: bool) -> None:
    every = QueueFilter(states=STATES)
    assert next(row for row in read_queue(now, every) if row.key == key).untouched is untouched
    assert (key in keys(now, QueueFilter(untouched=True))) is untouched


@pytest.mark.parametrize(
    ("subject", "client", "now", "expected"),
    table(
        ("what is open is alike for ever", "About O-1", "gold", NOON + 99 * DAY, ["O-1", "O-2"]),
        ("another client's is not alike", "About O-1", "gone", NOON, ["B-1"]),
        ("resolved thirty days ago to the second may come again", "About D-1", "none", NOON + 30 * DAY, True),
        ("a second more and it is over", "About D-1", "none", NOON + 30 * DAY + 1, False),
    ),
)
def test_what_may_come_again(subject: str, client: str, now: int, expected: Any) -> None:
    found = [brief.key for brief in similar_requests(client, subject, 20, now)]
    assert ("D-1" in found if isinstance(expected, bool) else sorted(found)) == expected


@pytest.mark.parametrize(
    ("key", "repeats", "related"),
    table(
        (
            "the first knows what came again; the client's own of a cause come first",
            "D-1",
            ["C-1"],
            ["P-1", "O-1"],
        ),
        ("what came again knows the first; without a cause nothing is related", "C-1", ["D-1"], []),
        ("another client's stand behind one's own, and itself nowhere", "O-1", [], ["P-1", "D-1"]),
        ("a cause of its own has no company", "O-2", [], []),
    ),
)
def test_what_belongs_to_a_request(key: str, repeats: list[str], related: list[str]) -> None:
    page = read_request_page(key, NOON)
    assert [brief.key for brief in page.repeats] == repeats
    assert [brief.key for brief in page.related] == related


@pytest.mark.parametrize(
    ("now", "said", "spent"),
    table(
        ("before it was resolved only the report is said", NOON - 1, ["reported"], 0),
        ("in that second it is", NOON, ["reported", "state"], 0),
    ),
)
def test_the_conversation_ends_now(now: int, said: list[str], spent: int) -> None:
    page = read_request_page("D-1", now)
    assert [line.kind for line in page.conversation] == said
    assert page.spent_seconds == spent


@pytest.mark.parametrize(
    ("key", "owes", "left", "state", "flagged"),
    table(
        (
            "both clocks of gold run: the answer is owed first",
            "O-1",
            "response",
            60 * HOUR,
            "due_soon",
            False,
        ),
        (
            "silver promises no answer, its solution is long due; no phone",
            "S-1",
            "resolution",
            -220 * HOUR,
            "breached",
            True,
        ),
        ("gold takes calls", "O-2", "response", 60 * HOUR, "due_soon", False),
        ("without a tier nothing is owed", "W-1", None, None, None, False),
    ),
)
def test_what_is_owed(key: str, owes: str | None, left: int | None, state: str | None, flagged: bool) -> None:
    row = next(row for row in read_queue(NOON) if row.key == key)
    assert (row.owes, row.left_seconds, row.due_state, row.channel_not_included) == (
        owes,
        left,
        state,
        flagged,
    )


@pytest.mark.parametrize(
    ("now", "response", "resolution"),
    table(
        ("a second before three quarters all is well", NOON + 2699, "ok", "ok"),
        ("at three quarters of an hour the answer is due soon", NOON + 2700, "due_soon", "ok"),
        ("answered in the last second is met", NOON + HOUR, "met", "ok"),
        ("resolved in the last second is met, too", NOON + 2 * HOUR, "met", "met"),
    ),
)
def test_a_clock_at_its_limits(now: int, response: str, resolution: str) -> None:
    known = next(row for row in read_queue(now, QueueFilter(states=STATES)) if row.key == "L-2").clocks
    assert (known.response_state, known.resolution_state) == (response, resolution)


@pytest.mark.parametrize(
    ("now", "kinds"),
    table(
        ("before the answer there is the report", NOON, ["reported"]),
        ("in that second it is said", NOON + HOUR, ["reported", "answered"]),
        ("and the change of state in its own", NOON + 2 * HOUR, ["reported", "answered", "state"]),
    ),
)
def test_an_answer_is_said_when_it_was_given(now: int, kinds: list[str]) -> None:
    assert [line.kind for line in read_request_page("L-2", now).conversation] == kinds


@pytest.mark.parametrize(
    ("now", "notes", "keys_", "spent", "running"),
    table(
        ("a second before there is neither note nor timer", NOON - 1, 0, ["E-2"], 5400, True),
        ("in its second a note is said and a timer counts", NOON, 1, ["E-2", ""], 5400, True),
        ("a timer counts until now", NOON + 60, 1, ["E-2", ""], 5460, True),
    ),
)
def test_notes_and_timers_of_a_page(
    now: int, notes: int, keys_: list[str], spent: int, running: bool
) -> None:
    page = read_request_page("O-1", now)
    assert sum(line.kind == "note" for line in page.conversation) == notes
    assert [one.key if one.ended_at else "" for one in page.entries] == keys_
    assert (page.spent_seconds, page.row.running) == (spent, running)


@pytest.mark.parametrize(
    ("key", "months", "older", "accounted"),
    table(
        ("the newest six months of eight, and none of another request", "M-1", "2025-03 2025-08", True, 180),
        ("one month is all there is", "M-2", "2025-08 2025-08", False, 60),
    ),
)
def test_a_page_opens_the_newest_months(key: str, months: str, older: bool, accounted: int) -> None:
    page = read_request_page(key, NOON)
    assert f"{page.months[0]} {page.months[-1]}" == months
    assert (page.older_work, page.accounted) == (older, accounted)


def board(wanted: QueueFilter, me: str | None = "dana", also: str | None = None) -> RequestBoard:
    return read_request_board(NOON, wanted, me, also)


def test_done_ones_stand_behind_newest_first_and_waiting_is_not_late() -> None:
    everything = board(QueueFilter(states=STATES))
    assert [row.key for row in everything.rows][-3:] == ["D-1", "C-1", "M-1"]
    assert (everything.done, everything.late) == (3, 1)
    assert [row.key for row in everything.rows if row.due_state == "breached"] == ["L-1", "S-1"]
    assert [row.key for row in everything.rows if row.running] == ["O-1"]
    assert [row.key for row in board(QueueFilter(text="About", client="gone"), also="D-1").rows] == [
        "B-1",
        "D-1",
    ]


@pytest.mark.parametrize(
    ("wanted", "me", "expected"),
    table(
        ("nobody has none of their own at hand, as when read", QueueFilter(mine=True), None, []),
        ("one's own", QueueFilter(mine=True), "mo", ["O-2"]),
        ("what waits too long", QueueFilter(waiting_too_long=True), None, ["L-1"]),
    ),
)
def test_a_switch_at_hand(wanted: QueueFilter, me: str | None, expected: list[str]) -> None:
    found = board_at_hand(read_queue(NOON), wanted, me)
    assert found is not None
    assert [row.key for row in found.rows] == keys(NOON, wanted, me) == expected


def test_a_request_repeats_others_of_its_client_newest_first() -> None:
    row = next(row for row in read_queue(NOON) if row.key == "W-1")
    alike, rest = read_repeat_choices(row, NOON)
    assert "W-1" not in {brief.key for brief in alike} | {one.key for one in rest}
    reported = [one.reported_at for one in rest]
    assert reported == sorted(reported, reverse=True)
    assert {brief.key for brief in alike} | {one.key for one in rest} == {"D-1", "C-1", "P-1", "P-2", "P-3"}


def test_an_archived_work_type_is_not_the_first() -> None:
    assert read_resolving("W-1", "none", None, NOON).work_type == "design"


@pytest.mark.parametrize(
    ("now", "all_", "listed"),
    table(
        ("a second before it was resolved it is open", NOON - 1, False, True),
        ("in that second it is done", NOON, False, False),
        ("then it is there among all", NOON, True, True),
    ),
)
def test_a_request_is_done_from_its_second_on(now: int, all_: bool, listed: bool) -> None:
    rows = [row["key"] for row in requests_document(now, all_, RequestsAsked(client="none"))]
    assert ("D-1" in rows) is listed
    assert "O-1" not in rows


@pytest.mark.parametrize(
    ("wanted", "document"),
    table(
        ("what asks for nothing is empty", QueueFilter(), {}),
        ("a flag and a text", QueueFilter(mine=True, text="x"), {"mine": True, "text": "x"}),
        ("states in their order", QueueFilter(states=("new", "closed")), {"states": ["new", "closed"]}),
    ),
)
def test_a_filter_is_kept_as_what_it_asks_for(wanted: QueueFilter, document: dict[str, Any]) -> None:
    assert filter_document(wanted) == document
    assert filter_from(document) == wanted


def test_unassigned_are_those_of_nobody() -> None:
    assert set(keys(NOON, QueueFilter(unassigned=True))).isdisjoint({"O-1", "O-2", "L-1"})
    assert "P-1" in keys(NOON, QueueFilter(unassigned=True))


def test_the_limit_on_history_keeps_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.queries.requests.queue.MOST_DONE", 1)
    assert keys(NOON + DAY, QueueFilter(states=("resolved", "closed"))) == ["L-2"]
