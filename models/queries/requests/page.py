"""What is there to know of one request? Clocks, conversation, time, repeats, the client's hours (RULES 12).

It takes a fixed number of statements, and some for each month that shows its work, of which the newest few count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month
from models.domain.calendar import Calendar
from models.domain.ledger.draws import shown_in
from models.domain.ledger.pieces import pieces_of
from models.domain.requests.clocks import Step, Which, explain_deadline
from models.domain.requests.similar import most_similar
from models.domain.values import Entry, Request, State
from models.holiday_dates import calendar_of
from models.queries.desk.books import read_requests
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.left import Left, read_left
from models.queries.ledger.units import WorkUnit, work_units
from models.queries.requests.levels import Levels, read_levels
from models.queries.requests.queue import QueueRow, queue_row
from models.storage import tables as t
from models.storage.reading import read_entries

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

    @property
    def accounted(self) -> int:
        """Accounted minutes of the units shown."""
        return sum(unit.accounted for unit in self.units)

    def steps(self, which: Which) -> tuple[Step, ...]:
        """How that deadline comes about, window by window."""
        return self.response_steps if which == "response" else self.resolution_steps


def read_request_page(key: str, now: int) -> RequestPage:
    """The page of the request `key` at `now`; raises NotFound."""
    found = read_requests("key = ? AND reported_at <= ?", (key, now))
    if not found:
        raise NotFound(f"request: {key!r} is not known")
    request, ledgers = found[0], Ledgers()
    calendar = calendar_of(ledgers.desk)
    levels = read_levels(calendar.zone, request.client)
    row, tier = _row(request, levels, calendar, now), levels.of(request)
    entries = tuple(read_entries("request = ? AND started_at <= ?", (key, now)))
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
    )


def _row(request: Request, levels: Levels, calendar: Calendar, now: int) -> QueueRow:
    rework, touched_at, worked_at, running = t.database.execute_sql(
        "SELECT rework, touched_at,"
        " (SELECT max(coalesce(ended_at, started_at)) FROM entry WHERE request = r.key),"
        " EXISTS (SELECT 1 FROM entry WHERE request = r.key AND ended_at IS NULL)"
        " FROM request r WHERE key = ?",
        (request.key,),
    ).fetchone()
    touched = max(touched_at, worked_at or 0)
    return queue_row(
        request, bool(rework), touched, levels, calendar, now, {request.key} if running else set()
    )


def _months(entries: Sequence[Entry], ledgers: Ledgers) -> tuple[Month, ...]:
    """The months whose ledgers show these entries, in order."""
    return tuple(
        sorted({shown_in(piece)[0] for entry in entries for piece in pieces_of(entry, ledgers.zone)})
    )


def _conversation(request: Request, now: int) -> tuple[Said, ...]:
    events = t.database.execute_sql(
        "SELECT id, at, state FROM request_event WHERE request = ? AND at <= ? ORDER BY at, id",
        (request.key, now),
    ).fetchall()
    notes = t.database.execute_sql(
        "SELECT id, at, agent, text FROM request_note WHERE request = ? AND at <= ? ORDER BY at, id",
        (request.key, now),
    ).fetchall()
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


def _authors(events: list[int], notes: list[int]) -> dict[tuple[str, str], str]:
    """Who wrote which event and note, from the trail of changes."""
    found: dict[tuple[str, str], str] = {}
    for table, ids in (("request_event", events), ("request_note", notes)):
        marks = ", ".join("?" * len(ids))
        rows = t.database.execute_sql(
            "SELECT r.key, c.who FROM change_row r JOIN change c ON c.id = r.change_id"
            f" WHERE r.table_name = ? AND r.before IS NULL AND r.key IN ({marks}) ORDER BY r.id",
            (table, *map(str, ids)),
        )
        found.update({(table, key): who for key, who in rows})
    return found


_BRIEF = "key, client, subject, state, assignee, cause, reported_at, resolved_at, repeat_of"


def _repeats(request: Request) -> tuple[Brief, ...]:
    """Everything that is linked with the request by `repeat_of`, directly or over others."""
    rows = t.database.execute_sql(
        "WITH RECURSIVE up(key) AS (SELECT ? UNION SELECT r.repeat_of FROM request r"
        " JOIN up ON r.key = up.key WHERE r.repeat_of IS NOT NULL), linked(key) AS (SELECT key FROM up UNION"
        " SELECT r.key FROM request r JOIN linked ON r.repeat_of = linked.key)"
        f" SELECT {_BRIEF} FROM request WHERE key IN (SELECT key FROM linked) AND key <> ?"
        " ORDER BY reported_at, key",
        (request.key, request.key),
    )
    return tuple(Brief(*row) for row in rows)


def _related(request: Request) -> tuple[Brief, ...]:
    if request.cause is None:
        return ()
    rows = t.database.execute_sql(
        f"SELECT {_BRIEF} FROM request WHERE cause = ? AND key <> ?"
        f" ORDER BY client <> ?, reported_at DESC, key LIMIT {_MOST_RELATED}",
        (request.cause, request.key, request.client),
    )
    return tuple(Brief(*row) for row in rows)


def similar_requests(client: str, subject: str, limit: int, now: int) -> tuple[Brief, ...]:
    """Requests of the client that ask for the same: open ones and those resolved in the last 30 days."""
    rows = t.database.execute_sql(
        f"SELECT {_BRIEF} FROM request WHERE client = ?"
        " AND (state IN ('new', 'open', 'waiting') OR resolved_at >= ?)"
        " ORDER BY state IN ('resolved', 'closed'), reported_at DESC LIMIT 500",
        (client, now - _RECENT_SECONDS),
    )
    known = {brief.key: brief for brief in (Brief(*row) for row in rows)}
    alike = most_similar(subject, ((key, brief.subject) for key, brief in known.items()), limit)
    return tuple(known[key] for key in alike)
