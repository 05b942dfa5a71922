"""What do requests say, with their events and notes? Read by conditions, a fixed number of statements (RULES 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Generic, ParamSpec

from models.domain.basics.months import parse_date
from models.domain.values import Event, Note, OccurrenceKey, Request
from models.storage import tables as t
from models.storage.compiled import Compiled, Row, compiled, plain_rows

P = ParamSpec("P")

REQUEST_COLUMNS = (
    t.Request.key,
    t.Request.client,
    t.Request.subject,
    t.Request.reported_at,
    t.Request.body,
    t.Request.channel,
    t.Request.priority,
    t.Request.assignee,
    t.Request.cause,
    t.Request.work_type,
    t.Request.first_response_at,
    t.Request.repeat_of,
    t.Request.outside_scope,
    t.Request.recurring_contract,
    t.Request.recurring_key,
    t.Request.recurring_starts,
    t.Request.premium,
    t.Request.rework,
    t.Request.touched_at,
)
REQUEST_WIDTH = len(REQUEST_COLUMNS)


def request_from(row: Sequence[Any], events: Sequence[Event], notes: Sequence[Note] = ()) -> Request:
    """The request of a row that begins with REQUEST_COLUMNS.

    The due day of promised work is not known yet.
    """
    contract, key, starts, premium, rework, touched_at = row[13:19]
    recurring = None if contract is None else OccurrenceKey(contract, key, parse_date(starts))
    said = (bool(row[12]), tuple(events), recurring, None, premium, bool(rework), tuple(notes), touched_at)
    return Request(*(*row[:12], *said))  # made once: a replaced field costs as much as the request


def with_due_days(requests: Sequence[Request]) -> tuple[Request, ...]:
    """The requests, those for promised work with the day it is due (RULES 2.9); without them no statement."""
    if all(request.recurring is None for request in requests):
        return tuple(requests)
    # Loaded here: most desks promise nothing.
    from models.queries.desk.due_days import due_days

    days = due_days({request.recurring for request in requests if request.recurring is not None})
    return tuple(
        request if request.recurring is None else replace(request, due_day=days.get(request.recurring))
        for request in requests
    )


def read_requests(*conditions: Any, order: Sequence[Any] = (t.Request.id,)) -> tuple[Request, ...]:
    """Requests that meet all conditions, with their events and notes; three statements."""
    return _assembled(*map(plain_rows, _queries(conditions, order)))


def _queries(conditions: Sequence[Any], order: Sequence[Any]) -> tuple[Any, Any, Any]:
    """The requests, their events, their notes."""
    r, v, n = t.Request, t.RequestEvent, t.RequestNote
    query, said = r.select(*REQUEST_COLUMNS), v.select(v.request, v.at, v.state)
    noted = n.select(n.request, n.at, n.agent, n.text)
    if conditions:
        these = r.select(r.key).where(*conditions)
        query = query.where(*conditions)
        said, noted = said.where(v.request.in_(these)), noted.where(n.request.in_(these))
    ordered = query.order_by(*order), said.order_by(v.request, v.at, v.id)
    return (*ordered, noted.order_by(n.request, n.at, n.id))


def _assembled(rows: Iterable[Row], said: Iterable[Row], noted: Iterable[Row]) -> tuple[Request, ...]:
    events = events_by_request(said)
    notes: dict[str, list[Note]] = {}
    for request, *note in noted:
        notes.setdefault(request, []).append(Note(*note))
    found = [request_from(row, events.get(row[0], ()), notes.get(row[0], ())) for row in rows]
    return with_due_days(found)


class CompiledRequests(Generic[P]):
    """`read_requests` by conditions with open values, the three statements written once."""

    def __init__(self, conditions: Callable[P, Sequence[Any]], order: Sequence[Any]) -> None:
        """`conditions` makes them of its arguments, all of them positional."""
        build: Callable[..., Sequence[Any]] = conditions
        count = build.__code__.co_argcount

        def part(number: int) -> Compiled[...]:
            return Compiled(lambda *given: _queries(build(*given), order)[number], count)

        self._parts = part(0), part(1), part(2)

    def __call__(self, *given: P.args, **named: P.kwargs) -> tuple[Request, ...]:
        """The requests that meet all conditions."""
        return _assembled(*(part.each(*given) for part in self._parts))


def events_by_request(rows: Iterable[Sequence[Any]]) -> dict[str, list[Event]]:
    """The events of each request, from rows of request, instant and state."""
    events: dict[str, list[Event]] = {}
    for request, at, state in rows:
        events.setdefault(request, []).append(Event(at, state))
    return events


def find_request(key: str) -> Request | None:
    """The request of that key with events and notes, None for a key that is not known; three statements."""
    row = _request.first(key)
    if row is None:
        return None
    events = [Event(at, state) for at, state in _events(key)]
    notes = [Note(*note) for note in _notes(key)]
    (found,) = with_due_days([request_from(row, events, notes)])
    return found


@compiled
def _request(key: str) -> Any:
    return t.Request.select(*REQUEST_COLUMNS).where(t.Request.key == key)


@compiled
def _events(key: str) -> Any:
    v = t.RequestEvent
    return v.select(v.at, v.state).where(v.request == key).order_by(v.at, v.id)


@compiled
def _notes(key: str) -> Any:
    n = t.RequestNote
    return n.select(n.at, n.agent, n.text).where(n.request == key).order_by(n.at, n.id)
