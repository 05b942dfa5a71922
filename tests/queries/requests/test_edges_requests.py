"""Where does the queue begin and end? Limits, flags, filters, clocks and lists of requests at their edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from models.domain.basics.errors import NotFound
from models.domain.basics.zone import to_iso
from models.domain.values import STATES
from models.queries.requests.filters import QueueFilter
from models.queries.requests.page import read_request_page, similar_requests
from models.queries.requests.queue import RequestsAsked, read_queue, requests_document
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
]
TIERS = [
    {"key": "gold", "name": "Gold", "first_response": "300h", "resolution": "400h", "clock": "always"},
    {"key": "silver", "name": "Silver", "resolution": "20h", "clock": "always", "channels": ["email"]},
]
CLIENTS = [
    {"key": "gold", "name": "Gold Ltd", "tier": "gold"},
    {"key": "silver", "name": "Silver Ltd", "tier": "silver"},
    {"key": "none", "name": "No Tier"},
    {"key": "gone", "name": "Gone"},
]
AGENTS = [{"key": "dana", "name": "Dana"}, {"key": "mo", "name": "Mo"}]
ENTRIES = [
    entry("E-1", "2026-06-08T12:00", "2026-06-08T13:00", client="gold", request="O-2", agent="mo"),
    entry("E-2", "2026-06-10T11:00", "2026-06-10T12:30", client="gold", request="O-1"),
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read."""
    book = small_book(clients=CLIENTS, tiers=TIERS, agents=AGENTS, requests=REQUESTS, entries=ENTRIES)
    with opened(tmp_path_factory.mktemp("edges"), book, BEGAN):
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
        ("one's own are one's own only", QueueFilter(mine=True), "dana", ["O-1"]),
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
        ("resolved is not closed", QueueFilter(states=("resolved",)), None, ["D-1"]),
        ("closed is not resolved", QueueFilter(states=("closed",)), None, ["C-1"]),
        ("waiting is not open", QueueFilter(states=("waiting",)), None, ["W-1"]),
        ("a client nobody knows has nothing", QueueFilter(client="nobody"), None, []),
    ),
)
def test_a_filter_leaves_out_what_it_says(wanted: QueueFilter, me: str | None, expected: list[str]) -> None:
    assert keys(NOON, wanted, me) == expected


def test_what_is_due_stands_first_then_by_priority_report_and_key() -> None:
    assert keys() == ["S-1", "O-1", "O-2", "P-2", "B-1", "W-1", "P-3", "P-1"]
    assert [row["key"] for row in requests_document(NOON, False)] == keys()


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
