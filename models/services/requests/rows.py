"""How is a request read and written as a row? References checked, columns made from its events (RULES 4, 10).

The columns `state` and `resolved_at` are those of the events; what is written as it was is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from models.domain.basics.errors import InvalidValue
from models.domain.values import Request
from models.queries.desk.request_rows import find_request, read_requests
from models.services.core.changes import ChangeInProgress
from models.services.core.documents import check_there, row_of
from models.storage import tables as t
from models.storage.rows.unknown import not_known
from models.storage.rows.writing import request_columns


def read_request(key: str) -> Request:
    """The request of that key; raises NotFound."""
    request = find_request(key)
    if request is None:
        raise not_known(t.Request, key, "request")
    return request


def read_all(keys: Sequence[str]) -> list[Request]:
    """The requests of those keys, each once; raises NotFound for one that is not known."""
    wanted = dict.fromkeys(keys)
    found = {request.key: request for request in _some(list(wanted))}
    for key in wanted:
        if key not in found:
            raise not_known(t.Request, key, "request")
    return [found[key] for key in wanted]


def _some(keys: list[str]) -> Iterable[Request]:
    """Requests by key, as many at once as a statement takes."""
    for start in range(0, len(keys), 500):
        yield from read_requests(t.Request.key.in_(keys[start : start + 500]))


def book_columns(request: Request) -> dict[str, Any]:
    """What an edit writes of a request, as columns; its notes are rows of their own."""
    columns = request_columns(request)
    del columns["touched_at"]
    return columns


def check_request(request: Request) -> None:
    """All that a request refers to is there and of its client; raises NotFound, InvalidValue."""
    check_there(
        (t.Client, request.client, "client"),
        (t.Agent, request.assignee, "agent"),
        (t.WorkType, request.work_type, "work type"),
    )
    if request.repeat_of is not None:
        _check_repeat(request)


def _check_repeat(request: Request) -> None:
    seen, key = {request.key}, request.repeat_of
    while key is not None:
        if key in seen:
            raise InvalidValue(
                "repeat_of", f"{request.repeat_of!r} repeats {request.key!r}; accepted is an earlier request"
            )
        seen.add(key)
        row = (
            t.Request.select(t.Request.client, t.Request.repeat_of)
            .where(t.Request.key == key)
            .tuples()
            .first()
        )
        if row is None:
            raise not_known(t.Request, key, "request")
        if row[0] != request.client:
            raise InvalidValue("repeat_of", f"{key!r} is a request of {row[0]!r}, not of {request.client!r}")
        key = row[1]


def update_request(work: ChangeInProgress, new: Request) -> Request:
    """Write a request's columns; an unchanged one is left alone, untouched. Returns it as it stands then."""
    before = work.row(t.Request, row_of(t.Request, new.key, "request")) or {}
    columns, touched = book_columns(new), before["touched_at"]
    if any(before[name] != value for name, value in columns.items()):
        touched = max(work.now, touched)
        work.update(t.Request, before["id"], **columns, touched_at=touched)
    return replace(new, touched_at=touched)
