"""What is there to know of one request? Clocks, conversation, time, repeats, the client's hours (RULES 12).

It takes a fixed number of statements, and some for each month that shows its work, of which the newest few count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from peewee import Select, fn

from models.domain.basics.months import Month
from models.domain.calendar import Calendar
from models.domain.contracts.recurring import Occurrence, occurrence_at
from models.domain.ledger.draws import shown_in
from models.domain.ledger.pieces import pieces_of
from models.domain.requests.checklist import Item, items
from models.domain.requests.clocks import DONE, Step, Which, explain_deadline
from models.domain.requests.similar import most_similar
from models.domain.values import Entry, Request, State
from models.holiday_dates import calendar_of
from models.queries.desk.request_rows import find_request
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.left import Left, read_left
from models.queries.ledger.units import WorkUnit, work_units
from models.queries.requests.levels import Levels, read_levels
from models.queries.requests.queue import QueueRow, queue_row
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.rows.reading import ENTRY_COLUMNS, entry_from
from models.storage.rows.unknown import not_known

MOST_MONTHS = 6
"""Ledgers of so many months are opened for a page; older work is in the client's ledger."""
_MOST_RELATED = 20
_RECENT_SECONDS = 30 * 86_400
"""A request resolved within 30 days may come again."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a request's conversation: the report, an answer, a change of state, or a note."""

    at: int
    kind: Literal["reported", "answered", "state", "note"]
    who: str | None
    """Who did it, where that is known."""
    text: str = ""
    state: State | None = None
    note: int | None = None
    """The id of a note, for editing it."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a request's page shows of another request: key, subject and state."""

    key: str
    client: str
    subject: str
    state: State
    assignee: str | None
    cause: str | None
    reported_at: int
    resolved_at: int | None
    repeat_of: str | None
    client_name: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """The promised work that a request is for: whose promise, and which time of it (RULES 2.9).

    `occurrence` is None where it is no longer promised.
    """

    contract: str
    contract_name: str
    occurrence: Occurrence | None


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Everything of one request as known at an instant."""

    request: Request
    row: QueueRow
    response_steps: tuple[Step, ...]
    resolution_steps: tuple[Step, ...]
    conversation: tuple[Said, ...]
    entries: tuple[Entry, ...]
    units: tuple[WorkUnit, ...]
    months: tuple[Month, ...]
    """The months whose ledgers were read for `units`."""
    older_work: bool
    """Was there work in months before these?"""
    spent_seconds: int
    """Clock time of all entries, a running one up to now."""
    repeats: tuple[Brief, ...]
    """The same thing asked before or again, earliest first."""
    related: tuple[Brief, ...]
    """Other requests of the same cause, the client's own first, then the newest."""
    left: Left
    currency: str
    promised: Promised | None = None

    @property
    def checklist(self) -> tuple[Item, ...]:
        """The lines of its body that can be ticked."""
        return items(self.request.body)

    @property
    def accounted(self) -> int:
        """Accounted minutes of the units shown."""
        return sum(unit.accounted for unit in self.units)

    def steps(self, which: Which) -> tuple[Step, ...]:
        """How that deadline comes about, window by window."""
        return self.response_steps if which == "response" else self.resolution_steps


def read_request_page(key: str, now: int) -> RequestPage:
    """The page of the request `key` at `now`; raises NotFound."""
    request = find_request(key)
    if request is None or request.reported_at > now:
        raise not_known(t.Request, key, "request")
    ledgers = Ledgers()
    calendar = calendar_of(ledgers.desk)
    levels = read_levels(calendar.zone, request.client)
    row, tier = _row(request, levels, calendar, now), levels.of(request)
    entries = tuple(map(entry_from, _worked(key, now)))
    months = _months(entries, ledgers)
    shown = months[-MOST_MONTHS:]
    units = tuple(unit for unit in work_units(ledgers, shown, [request.client]) if unit.request == key)
    response, resolution = (
        explain_deadline(request, tier, calendar, now, which) for which in ("response", "resolution")
    )
    return RequestPage(
        request=request,
        row=row,
        response_steps=response,
        resolution_steps=resolution,
        conversation=_conversation(request, now),
        entries=entries,
        units=units,
        months=shown,
        older_work=len(months) > len(shown),
        spent_seconds=sum(
            max(0, (now if e.ended_at is None else e.ended_at) - e.started_at) for e in entries
        ),
        repeats=_repeats(request),
        related=_related(request),
        left=read_left(request.client, now, request.work_type, ledgers, key),
        currency=ledgers.desk.currency,
        promised=_promised(request, ledgers),
    )


def _promised(request: Request, ledgers: Ledgers) -> Promised | None:
    named = request.recurring
    if named is None:
        return None
    contract = ledgers.contracts.of_key(request.client, named.contract)
    return Promised(contract.key, contract.name, occurrence_at(contract, named))


def _row(request: Request, levels: Levels, calendar: Calendar, now: int) -> QueueRow:
    rework, touched_at, worked_at, running = _touched.one(request.key)
    touched = max(touched_at, worked_at or 0)
    return queue_row(
        request, bool(rework), touched, levels, calendar, now, {request.key} if running else set()
    )


@compiled
def _worked(key: str, now: int) -> Any:
    e = t.Entry
    return (
        e.select(*ENTRY_COLUMNS)
        .where((e.request == key) & (e.started_at <= now))
        .order_by(e.started_at, e.key)
    )


@compiled
def _touched(key: str) -> Any:
    """Rework, the last change, the last work, whether a timer runs."""
    r, e = t.Request, t.Entry
    worked = e.select(fn.max(fn.coalesce(e.ended_at, e.started_at))).where(e.request == r.key)
    timer = e.select(e.id).where((e.request == r.key) & e.ended_at.is_null())
    return r.select(r.rework, r.touched_at, worked, fn.EXISTS(timer)).where(r.key == key)


def _months(entries: Sequence[Entry], ledgers: Ledgers) -> tuple[Month, ...]:
    """The months whose ledgers show these entries, in order."""
    return tuple(
        sorted({shown_in(piece)[0] for entry in entries for piece in pieces_of(entry, ledgers.zone)})
    )


def _conversation(request: Request, now: int) -> tuple[Said, ...]:
    events, notes = _events(request.key, now), _notes(request.key, now)
    who = _authors([row[0] for row in events], [row[0] for row in notes])
    said = [Said(request.reported_at, "reported", None, request.body)]
    answered = request.first_response_at
    if answered is not None and answered <= now:
        said.append(Said(answered, "answered", None))
    said += [
        Said(at, "state", who.get(("request_event", str(row))), state=state) for row, at, state in events
    ]
    said += [
        Said(at, "note", agent or who.get(("request_note", str(row))), text, note=row)
        for row, at, agent, text in notes
    ]
    return tuple(sorted(said, key=lambda line: line.at))


@compiled
def _events(key: str, now: int) -> Any:
    v = t.RequestEvent
    return v.select(v.id, v.at, v.state).where((v.request == key) & (v.at <= now)).order_by(v.at, v.id)


@compiled
def _notes(key: str, now: int) -> Any:
    n = t.RequestNote
    return (
        n.select(n.id, n.at, n.agent, n.text).where((n.request == key) & (n.at <= now)).order_by(n.at, n.id)
    )


def _authors(events: list[int], notes: list[int]) -> dict[tuple[str, str], str]:
    """Who wrote which event and note, from the trail of changes."""
    found: dict[tuple[str, str], str] = {}
    for table, ids in (("request_event", events), ("request_note", notes)):
        found.update({(table, key): who for key, who in _added_by(table, [*map(str, ids)])})
    return found


@compiled
def _added_by(table: str, keys: Sequence[str]) -> Any:
    r, c = t.ChangeRow, t.Change
    added = (r.table == table) & r.before.is_null() & r.key.in_(keys)
    return r.select(r.key, c.who).join(c).where(added).order_by(r.id)


_R = t.Request
_BRIEF = (
    _R.key,
    _R.client,
    _R.subject,
    _R.state,
    _R.assignee,
    _R.cause,
    _R.reported_at,
    _R.resolved_at,
    _R.repeat_of,
    t.Client.select(t.Client.name).where(t.Client.key == _R.client),
)


def _repeats(request: Request) -> tuple[Brief, ...]:
    """Everything that is linked with the request by `repeat_of`, directly or over others."""
    return tuple(Brief(*row) for row in _linked(request.key))


@compiled
def _linked(key: str) -> Any:
    """Up to what was asked first, then down to all that repeats it."""
    r, lower = t.Request.alias(), t.Request.alias()
    first = r.select(r.key).where(r.key == key)
    up = first.cte("up", recursive=True, columns=("key",))
    up = up.union(
        lower.select(lower.repeat_of)
        .join(up, on=(lower.key == up.c.key))
        .where(lower.repeat_of.is_null(False))
    )
    top = Select([up], [up.c.key]).cte("linked", recursive=True, columns=("key",))
    down = t.Request.alias()
    linked = top.union(down.select(down.key).join(top, on=(down.repeat_of == top.c.key)))
    known = Select([linked], [linked.c.key])
    others = _R.select(*_BRIEF).where(_R.key.in_(known) & (_R.key != key))
    return others.order_by(_R.reported_at, _R.key).with_cte(up, linked)


def _related(request: Request) -> tuple[Brief, ...]:
    if request.cause is None:
        return ()
    rows = _of_cause(request.cause, request.key, request.client)
    return tuple(Brief(*row) for row in rows)


@compiled
def _of_cause(cause: str, key: str, client: str) -> Any:
    others = _R.select(*_BRIEF).where((_R.cause == cause) & (_R.key != key))
    return others.order_by(_R.client != client, _R.reported_at.desc(), _R.key).limit(_MOST_RELATED)


def similar_requests(client: str, subject: str, limit: int, now: int) -> tuple[Brief, ...]:
    """Requests of the client that ask for the same: open ones and those resolved in the last 30 days."""
    rows = _recent(client, now - _RECENT_SECONDS)
    known = {brief.key: brief for brief in (Brief(*row) for row in rows)}
    alike = most_similar(subject, ((key, brief.subject) for key, brief in known.items()), limit)
    return tuple(known[key] for key in alike)


@compiled
def _recent(client: str, since: int) -> Any:
    done = _R.state.in_(DONE)
    found = _R.select(*_BRIEF).where((_R.client == client) & (~done | (_R.resolved_at >= since)))
    return found.order_by(done, _R.reported_at.desc()).limit(500)
