"""How does promised work get its request? On its opening day, once, whoever comes first (RULES 2.9).

Guarantees (`test_two_programs_open_it_once`): however many programs look at the same time, each time of promised work
has one request: what is there is read again inside the change, and the table takes no second one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from models.domain.basics.zone import zone
from models.domain.checked import checked_request
from models.domain.contracts.recurring import Occurrence, to_open
from models.domain.requests.checklist import checklist_body
from models.domain.values import OccurrenceKey, Request
from models.services.core.changes import ChangeInProgress, change, next_key
from models.storage import tables as t
from models.storage.rows.reading import read_contracts, read_desk
from models.storage.rows.writing import request_columns

_TITLE = 60
"""Characters of a name that the history shows."""


def open_promised(now: int, who: str) -> tuple[Request, ...]:
    """Open each time of promised work whose opening day has come and that has no request yet; those opened.

    Nothing for a client that is archived. One change for all; without anything to open nothing is written.
    """
    desk = read_desk()
    desk_zone = zone(desk.timezone)
    today = desk_zone.date_of(now)
    due = [each for contract in read_contracts(desk) for each in to_open(contract, today)]
    missing = _missing(due)
    if not missing:
        return ()
    with change(now, who, _title(missing)) as work:
        return tuple(
            _open(work, each, desk_zone.starts(each.opens)) for each in sorted(_missing(due), key=_order)
        )


def _order(occurrence: Occurrence) -> tuple[object, ...]:
    return occurrence.due, occurrence.client, occurrence.contract, occurrence.promise.key


def _title(missing: Sequence[Occurrence]) -> str:
    if len(missing) == 1:
        return f"Opened promised work: {missing[0].promise.name[:_TITLE]} for {missing[0].client}"
    return f"Opened promised work: {len(missing)} requests"


def _missing(due: Collection[Occurrence]) -> list[Occurrence]:
    """Those without a request, of clients that are not archived; one statement each."""
    if not due:
        return []
    r, c = t.Request, t.Client
    contracts = {each.contract for each in due}
    rows = (
        r.select(r.recurring_contract, r.recurring_key, r.recurring_starts)
        .where(r.recurring_contract.in_(contracts) & (r.recurring_starts >= min(each.starts for each in due)))
        .tuples()
    )
    there = {OccurrenceKey(*row) for row in rows}
    archived = {key for (key,) in c.select(c.key).where(c.archived).tuples()}
    return [each for each in due if each.key not in there and each.client not in archived]


def _open(work: ChangeInProgress, occurrence: Occurrence, reported_at: int) -> Request:
    promise = occurrence.promise
    request = checked_request(
        Request(
            key=next_key(t.Request, "R-"),
            client=occurrence.client,
            subject=promise.name,
            reported_at=reported_at,
            body=checklist_body(promise.checklist),
            channel="other",
            work_type=promise.work_type,
            recurring=occurrence.key,
            due_day=occurrence.due,
            touched_at=work.now,
        )
    )
    work.insert(t.Request, **request_columns(request))
    return request
