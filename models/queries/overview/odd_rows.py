"""Which rows contradict each other, and which should a person look at? Each question as one query of keys."""

from __future__ import annotations

from typing import Any

from peewee import JOIN, Select, Window, fn

from models.storage import tables as t
from models.storage.engine import Level
from models.storage.rows.reading import read_closed_through

_LONG_SECONDS = 86_400
_E = t.Entry


def odd_rows(now: int) -> tuple[tuple[str, Level, str, Any], ...]:
    """Name, level and sentence of each check (with the number of rows in it), and the query of the keys."""
    long, future = _E.ended_at - _E.started_at > _LONG_SECONDS, _E.ended_at > now
    return (
        (
            "requests of entries",
            "wrong",
            "{} entries are on a request of another client",
            _of_another_client(),
        ),
        (
            "states of requests",
            "wrong",
            "{} requests have another state than their last event",
            _other_states(),
        ),
        ("late work", "wrong", "{} entries are late in a month that is not the first open one", _too_late()),
        ("overlaps", "note", "{} entries overlap an earlier one of the same agent", _overlapping()),
        ("long entries", "note", "{} entries last longer than a day", _keys(long).order_by(_E.started_at)),
        ("future", "note", "{} entries end in the future", _keys(future)),
    )


def _keys(condition: Any) -> Any:
    return _E.select(_E.key).where(condition)


def _of_another_client() -> Any:
    r = t.Request
    another = _E.client.is_null() | (_E.client != r.client)
    return _E.select(_E.key).join(r, on=(r.key == _E.request)).where(another)


def _other_states() -> Any:
    r, v, last = t.Request, t.RequestEvent, t.RequestEvent.alias()
    newest = (
        last.select(last.id).where(last.request == r.key).order_by(last.at.desc(), last.id.desc()).limit(1)
    )
    return r.select(r.key).join(v, JOIN.INNER, on=(v.id == newest)).where(v.state != r.state)


def _too_late() -> Any:
    closed, m = read_closed_through(), t.MonthRecord
    first_open = "" if closed is None else closed.plus(1)
    frozen = m.select(m.month).where(m.frozen)
    return _keys(_E.late_in.not_in(frozen) & (_E.late_in > first_open))


def _overlapping() -> Any:
    busy = fn.max(_E.ended_at).over(
        partition_by=[_E.agent],
        order_by=[_E.started_at, _E.key],
        frame_type=Window.ROWS,
        start=Window.preceding(),
        end=Window.preceding(1),
    )
    columns = (_E.key, _E.started_at, busy.alias("busy"))
    found = _E.select(*columns).where(_E.ended_at > _E.started_at).alias("x")
    return (
        Select([found], [found.c.key]).where(found.c.started_at < found.c.busy).order_by(found.c.started_at)
    )
