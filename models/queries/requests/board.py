"""What does the screen of requests show and offer? The queue behind a filter, and what can be chosen there.

A record that somebody asked for by its key is in the list, whatever the filter leaves out.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from models.domain.basics.errors import NotFound
from models.domain.requests.clocks import DONE
from models.domain.requests.one_line import Catalogue
from models.domain.values import STATES, Entry
from models.queries.ledger.left import Left, read_left
from models.queries.requests.filters import QueueFilter, read_saved_filters
from models.queries.requests.one_line import read_capture_catalogue, read_causes_in_use
from models.queries.requests.page import Brief, read_request_page, similar_requests
from models.queries.requests.queue import QueueRow, read_queue
from models.storage import tables as t
from models.storage.rows.reading import read_entries, read_texts

_MOST_ALIKE = 8


@dataclass(frozen=True, slots=True)
class RequestBoard:
    """The queue as one filter shows it, most urgent first."""

    wanted: QueueFilter
    rows: tuple[QueueRow, ...]
    client_name: str | None
    tier_name: str | None
    person_name: str | None
    """What the filter's keys are called."""
    also: str | None = None
    """The last row's key, where it is listed though the filter leaves it out: somebody is at its page."""

    @property
    def late(self) -> int:
        """How many requests are past a service level and do not wait for the client."""
        return sum(row.due_state == "breached" and row.waiting_since is None for row in self.rows)

    @property
    def done(self) -> int:
        """How many are resolved or closed."""
        return sum(row.state in DONE for row in self.rows)


@dataclass(frozen=True, slots=True)
class RequestChoices:
    """Everything that filters and forms of requests offer."""

    catalogue: Catalogue
    tiers: tuple[tuple[str, str], ...]
    saved: dict[str, QueueFilter]


@dataclass(frozen=True, slots=True)
class Resolving:
    """What must be known to resolve a request: causes in use, time logged so far, what the client has left."""

    causes: tuple[str, ...]
    entries: tuple[Entry, ...]
    left: Left
    work_type: str
    """That of the request, else the desk's first."""
    usual_cause: str | None = None
    """The cause that the same promised work had the last time (RULES 2.9)."""


def read_request_board(
    now: int, wanted: QueueFilter, me: str | None, also: str | None = None
) -> RequestBoard:
    """The queue; `also` is the key of a request that is listed in any case, at the end if it must be."""
    rows, kept = _rows(now, wanted, me), None
    if also is not None and all(row.key != also for row in rows):
        with suppress(NotFound):  # deleted meanwhile
            rows, kept = (*rows, read_request_page(also, now).row), also
    return RequestBoard(
        wanted,
        rows,
        _name(t.Client, wanted.client),
        _name(t.Tier, wanted.tier),
        _name(t.Agent, wanted.person),
        kept,
    )


def _rows(now: int, wanted: QueueFilter, me: str | None) -> tuple[QueueRow, ...]:
    """What is due first, and behind it what is done, newest first; the limit on those hides no open one."""
    done = tuple(state for state in wanted.states if state in DONE)
    if not done:
        return read_queue(now, wanted, me)
    still = tuple(state for state in wanted.states if state not in DONE)
    rows = read_queue(now, replace(wanted, states=still), me) if still else ()
    history = read_queue(now, replace(wanted, states=done), me)
    return (*rows, *sorted(history, key=lambda row: -(row.clocks.resolved_at or row.state_since)))


def board_at_hand(rows: Sequence[QueueRow], wanted: QueueFilter, me: str | None) -> RequestBoard | None:
    """What a filter leaves of all open requests that were read before; None when it must be read.

    It is shown until the same filter is read anew, so that a switch answers at once however long the queue is.
    """
    plain = QueueFilter(
        mine=wanted.mine, waiting_too_long=wanted.waiting_too_long, untouched=wanted.untouched
    )
    if wanted != plain:
        return None
    left = (
        row
        for row in rows
        if (row.assignee == (me or "") or not wanted.mine)
        and (row.waiting_too_long or not wanted.waiting_too_long)
        and (row.untouched or not wanted.untouched)
    )
    return RequestBoard(wanted, tuple(left), None, None, None)


def _name(table: Any, key: str | None) -> str | None:
    return None if key is None else read_texts(table.name, [key]).get(key, key)


def read_request_choices() -> RequestChoices:
    """What a form of a request offers to choose from; six statements whatever the desk holds."""
    tiers = t.Tier.select(t.Tier.key, t.Tier.name).order_by(t.Tier.id).tuples()
    return RequestChoices(read_capture_catalogue(), tuple(tiers), read_saved_filters())


def read_resolving(key: str, client: str, work_type: str | None, now: int) -> Resolving:
    """For the question that resolving asks."""
    w = t.WorkType
    first = w.select(w.key).where(~w.archived).order_by(w.id).tuples().first()
    kind = work_type or (first[0] if first else "")
    return Resolving(
        causes=read_causes_in_use(),
        entries=tuple(read_entries(t.Entry.request == key)),
        left=read_left(client, now, work_type, request=key),
        work_type=kind,
        usual_cause=_usual_cause(key),
    )


def _usual_cause(key: str) -> str | None:
    """What promised work came from the last time it was done; None for any other request."""
    r, same = t.Request, t.Request.alias()
    row = (
        same.select(same.cause)
        .join(
            r, on=(same.recurring_contract == r.recurring_contract) & (same.recurring_key == r.recurring_key)
        )
        .where((r.key == key) & (same.key != key) & same.cause.is_null(False))
        .order_by(same.recurring_starts.desc())
        .tuples()
        .first()
    )
    return None if row is None else str(row[0])


def read_repeat_choices(row: QueueRow, now: int) -> tuple[tuple[Brief, ...], tuple[QueueRow, ...]]:
    """What a request may repeat: those that ask for the same, then all others of its client, newest first."""
    alike = tuple(b for b in similar_requests(row.client, row.subject, _MOST_ALIKE, now) if b.key != row.key)
    known = {row.key, *(brief.key for brief in alike)}
    others = read_queue(now, QueueFilter(client=row.client, states=STATES))
    rest = sorted((o for o in others if o.key not in known), key=lambda o: -o.reported_at)
    return alike, tuple(rest)
