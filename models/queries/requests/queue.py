"""What is asked of the desk, and what is due first? The queue of requests (RULES 4, 11).

The order is that of `queue_key` and the number of SQL statements does not grow with the requests. What happened after
`now` is not known: a request that was resolved later is open then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import Select, Value, fn

from models.domain.basics.folding import fold, holds
from models.domain.basics.frozen import dataclass
from models.domain.basics.zone import to_iso
from models.domain.calendar import Calendar
from models.domain.requests.clocks import (
    DONE,
    OPEN,
    Clocks,
    ClockState,
    Which,
    clocks,
    is_known,
    owed,
    queue_key,
    state_at,
)
from models.domain.values import Channel, Priority, Request, State
from models.holiday_dates import calendar_of
from models.queries.desk.request_rows import (
    REQUEST_COLUMNS,
    REQUEST_WIDTH,
    events_by_request,
    read_requests,
    request_from,
    with_due_days,
)
from models.queries.requests.filters import UNTOUCHED_SECONDS, WAITING_SECONDS, QueueFilter
from models.queries.requests.levels import Levels, read_levels
from models.storage import tables as t
from models.storage.compiled import Row, compiled, plain_rows
from models.storage.expressions import unindexed, unindexed_text
from models.storage.rows.reading import read_desk
from models.storage.rows.unknown import not_known

MOST_DONE = 500
"""Resolved and closed requests are history: the newest of them are listed."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One request as the queue shows it; `left_seconds` is measured on the tier's clock.

    `due` and `left_seconds` are those of `owes`, what is owed next: negative is late by so much. None of the
    three without anything due. `touched_at` is the last change, note or work.
    """

    key: str
    client: str
    client_name: str
    tier: str | None
    tier_name: str | None
    subject: str
    state: State
    priority: Priority
    channel: Channel
    assignee: str | None
    cause: str | None
    work_type: str | None
    reported_at: int
    state_since: int
    waiting_since: int | None
    touched_at: int
    owes: Which | None
    due: int | None
    due_state: ClockState | None
    left_seconds: int | None
    clock: str
    """"working" or "always": what the seconds are measured on."""
    clocks: Clocks
    repeat_of: str | None
    outside_scope: bool
    rework: bool
    channel_not_included: bool
    running: bool
    waiting_too_long: bool
    untouched: bool
    promised: bool = False
    """Is it for work that a contract promised (RULES 2.9)?"""
    no_longer_promised: bool = False
    """Did that contract end, or change, so that nobody waits for it?"""


@dataclass(frozen=True, slots=True)
class _Extra:
    """What the table knows of a request beyond the book."""

    rework: bool
    touched_at: int


@dataclass(frozen=True, slots=True)
class RequestsAsked:
    """What `requests` lists (RULES 11) of the requests: those of one state, and only what fits the rest."""

    rework: bool = False
    outside_scope: bool = False
    priority: str | None = None
    client: str | None = None
    state: str | None = None
    text: str = ""

    def listed(self, state: State, all_: bool) -> bool:
        """Is a request of this state listed? Without a wanted state all of them, or those that are not done."""
        return state == self.state if self.state is not None else all_ or state not in DONE

    def conditions(self) -> list[Any]:
        """What the table can tell."""
        r = t.Request
        flags = [flag for flag, on in ((r.rework, self.rework), (r.outside_scope, self.outside_scope)) if on]
        named = ((r.priority, self.priority), (r.client, self.client))
        return [*flags, *(column == value for column, value in named if value is not None)]


def requests_document(now: int, all_: bool, asked: RequestsAsked | None = None) -> list[dict[str, Any]]:
    """The queue as known at `now`, most urgent first; `all_` adds resolved and closed ones (RULES 11).

    Raises NotFound for a client nobody knows.
    """
    asked = asked or RequestsAsked()
    calendar = calendar_of(read_desk())
    levels = read_levels(calendar.zone)
    if asked.client is not None and asked.client not in levels.clients:
        raise not_known(t.Client, asked.client, "client")
    r = t.Request
    # A superset of what was not done at an instant: what has been done since before is done then.
    not_done = r.state.in_(OPEN) | (r.resolved_at > now)
    known = r.reported_at <= now if all_ or asked.state in DONE else not_done
    # In the order of their ids, but not by the index of those: SQLite would walk all that ever were.
    found = read_requests(known, *asked.conditions(), order=(unindexed(r.id),))
    words = fold(asked.text).split()
    listed = []
    for request in found:
        state = state_at(request, now)
        if (
            is_known(request, now)
            and asked.listed(state, all_)
            and _says(words, request, levels.name(request.client))
        ):
            known = clocks(request, levels.of(request), calendar, now)
            listed.append((queue_key(request, known, state), _document(request, state, known)))
    return [document for _, document in sorted(listed, key=lambda pair: pair[0])]


@compiled
def _timers() -> Any:
    e = t.Entry
    running = e.ended_at.is_null() & (unindexed_text(e.request) != "")
    return e.select(e.request).where(running).order_by(e.agent)  # the order of the index of what runs


def _document(request: Request, state: State, known: Clocks) -> dict[str, Any]:
    return {
        "key": request.key,
        "client": request.client,
        "subject": request.subject,
        "state": state,
        "priority": request.priority,
        "assignee": request.assignee,
        "response_due": _iso(known.response_due),
        "response_state": known.response_state,
        "resolution_due": _iso(known.resolution_due),
        "resolution_state": known.resolution_state,
        "waiting_seconds": known.waiting_seconds,
    }


def _iso(instant: int | None) -> str | None:
    return None if instant is None else to_iso(instant)


def read_queue(now: int, wanted: QueueFilter | None = None, me: str | None = None) -> tuple[QueueRow, ...]:
    """The requests that `wanted` asks for (None: all that are not done), most urgent first; 7 statements.

    `me` is the agent of "mine". Resolved and closed ones are listed only when their state is asked for, the
    newest 500 of them. `now` is the present: use requests_document for the past.
    """
    asked = wanted or QueueFilter()
    calendar = calendar_of(read_desk())
    levels = read_levels(calendar.zone)
    running = {key for (key,) in _timers()}
    rows = []
    for request, extra in _matching(asked, now, me, levels):
        if asked.untouched and now - extra.touched_at < UNTOUCHED_SECONDS:
            continue
        row = queue_row(request, extra.rework, extra.touched_at, levels, calendar, now, running)
        if _shown(row, asked):
            rows.append((queue_key(request, row.clocks, row.state), row))
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def _matching(asked: QueueFilter, now: int, me: str | None, levels: Levels) -> list[tuple[Request, _Extra]]:
    """The requests that the table can tell to match, with their events; two statements."""
    states = asked.states or OPEN
    if asked == QueueFilter(states=asked.states) and not DONE.intersection(states):
        return _with_extras(_open_rows(states, now), _open_events(states, now), "", levels)
    r, v = t.Request, t.RequestEvent
    listed = r.select(r.id).where(r.state.in_(states), r.reported_at <= now, *_wanted(asked, me))
    if DONE.intersection(states):
        newest = listed.order_by(r.reported_at.desc()).limit(MOST_DONE).alias("newest")
        listed = Select([newest], [newest.c.id])
    chosen = r.id.in_(listed)
    rows = plain_rows(r.select(*_columns(with_body=bool(asked.text))).where(chosen))
    events = v.select(v.request, v.at, v.state).where(v.request.in_(r.select(r.key).where(chosen)))
    said = plain_rows(events.order_by(v.request, v.at, v.id))
    found = _with_extras(rows, said, asked.text, levels)
    if asked.tier is None:
        return found
    return [pair for pair in found if (tier := levels.of(pair[0])) is not None and tier.key == asked.tier]


def _wanted(asked: QueueFilter, me: str | None) -> list[Any]:
    """What the table can tell of a filter, beside states."""
    r = t.Request
    named = ((r.client, asked.client), (r.cause, asked.cause), (r.assignee, asked.person))
    wanted = [column == value for column, value in named if value is not None]
    if asked.mine:
        wanted.append(r.assignee == (me or ""))
    if asked.unassigned:
        wanted.append(r.assignee.is_null())
    wanted += [flag for flag, on in ((r.rework, asked.rework), (r.outside_scope, asked.outside_scope)) if on]
    if asked.tier is not None:
        wanted.append(r.client.in_(t.Client.select(t.Client.key).where(t.Client.tier == asked.tier)))
    return wanted


def _columns(*, with_body: bool) -> tuple[Any, ...]:
    """REQUEST_COLUMNS, rework, the last change, the last work.

    Bodies may be long and no list shows them: they are read only to be searched.
    """
    r, e = t.Request, t.Entry
    shown = (column if with_body or column is not r.body else Value("") for column in REQUEST_COLUMNS)
    worked = e.select(fn.max(fn.coalesce(e.ended_at, e.started_at))).where(e.request == r.key)
    return (*shown, r.rework, r.touched_at, worked)


@compiled
def _open_rows(states: Sequence[str], now: int) -> Any:
    r = t.Request
    return r.select(*_columns(with_body=False)).where(r.state.in_(states) & (r.reported_at <= now))


@compiled
def _open_events(states: Sequence[str], now: int) -> Any:
    r, v = t.Request, t.RequestEvent
    keys = r.select(r.key).where(r.state.in_(states) & (r.reported_at <= now))
    return v.select(v.request, v.at, v.state).where(v.request.in_(keys)).order_by(v.request, v.at, v.id)


def _with_extras(
    rows: Iterable[Row], said: Iterable[Row], text: str, levels: Levels
) -> list[tuple[Request, _Extra]]:
    """The requests of the rows that hold every word of the text, with their events."""
    events, words = events_by_request(said), fold(text).split()
    found: list[Request] = []
    extras: list[_Extra] = []
    for row in rows:
        if words and not _holds(words, row, levels.name(row[1])):
            continue
        rework, touched_at, worked_at = row[REQUEST_WIDTH:]
        found.append(request_from(row, events.get(row[0], ())))
        extras.append(_Extra(bool(rework), max(touched_at, worked_at or 0)))
    return list(zip(with_due_days(found), extras, strict=True))


def _says(words: list[str], request: Request, client_name: str) -> bool:
    said = (
        request.key,
        request.client,
        client_name,
        request.subject,
        request.body,
        request.assignee,
        request.cause,
    )
    return not words or holds(words, fold("\n".join(text for text in said if text)))


def _holds(words: list[str], row: tuple[Any, ...], client_name: str) -> bool:
    """Every word occurs somewhere in key, client, subject, body, assignee or cause."""
    text = "\n".join(str(row[i]) for i in (0, 1, 2, 4, 7, 8) if row[i] is not None)
    return holds(words, fold(f"{text}\n{client_name}"))


def _shown(row: QueueRow, asked: QueueFilter) -> bool:
    """What only the row can tell: its state at this instant, and how long it waits or lies."""
    return (
        (row.state in asked.states if asked.states else row.state not in DONE)
        and (row.waiting_too_long or not asked.waiting_too_long)
        and (row.untouched or not asked.untouched)
    )


def queue_row(
    request: Request,
    rework: bool,
    touched_at: int,
    levels: Levels,
    calendar: Calendar,
    now: int,
    running: set[str],
) -> QueueRow:
    """One request with its clocks and flags as they stand at `now`."""
    tier = levels.of(request)
    state, known = state_at(request, now), clocks(request, tier, calendar, now)
    due, owes = owed(known, state)
    since = next((event.at for event in reversed(request.events) if event.at <= now), request.reported_at)
    waiting_since = since if state == "waiting" else None
    due_state, left = _standing(known, owes)
    return QueueRow(
        key=request.key,
        client=request.client,
        client_name=levels.name(request.client),
        tier=None if tier is None else tier.key,
        tier_name=None if tier is None else tier.name,
        subject=request.subject,
        state=state,
        priority=request.priority,
        channel=request.channel,
        assignee=request.assignee,
        cause=request.cause,
        work_type=request.work_type,
        reported_at=request.reported_at,
        state_since=since,
        waiting_since=waiting_since,
        touched_at=touched_at,
        owes=owes,
        due=due,
        due_state=due_state,
        left_seconds=left,
        clock="always" if tier is None or request.recurring is not None else tier.clock,
        clocks=known,
        repeat_of=request.repeat_of,
        outside_scope=request.outside_scope,
        rework=rework,
        channel_not_included=tier is not None
        and request.recurring is None
        and bool(tier.channels)
        and request.channel not in tier.channels,
        running=request.key in running,
        waiting_too_long=waiting_since is not None and now - waiting_since > WAITING_SECONDS,
        untouched=state not in DONE and now - touched_at >= UNTOUCHED_SECONDS,
        promised=request.recurring is not None,
        no_longer_promised=request.recurring is not None and request.due_day is None,
    )


def _standing(known: Clocks, owes: Which | None) -> tuple[ClockState | None, int | None]:
    """The state of the clock that is owed, and what is left on it."""
    if owes == "response" and known.response_target_seconds is not None:
        return known.response_state, known.response_target_seconds - known.response_used_seconds
    if owes == "resolution" and known.resolution_target_seconds is not None:
        return known.resolution_state, known.resolution_target_seconds - known.resolution_used_seconds
    return None, None
