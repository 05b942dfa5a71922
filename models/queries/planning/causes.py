"""What costs the time? Requests, repeats and accounted minutes by cause and client (RULES 4.3).

In a span of days a request counts where it was resolved, its minutes where they were worked (late work too,
RULES 6.3), and only work on requests that are resolved by now is counted. So spans that follow each other add
up: the sums of January and of February are those of both months. Without a span everything counts.

No minute of a resolved request is counted twice, and none is left out; what has no cause has a row of its own, since
a cost must not hide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import fn

from models.domain.basics.months import Month, add_months, day_after, day_before
from models.domain.basics.zone import Zone
from models.domain.requests.clocks import DONE, resolved_at
from models.queries.desk.request_rows import read_requests
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.units import accounted_minutes_on
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.expressions import unindexed, unindexed_text
from models.storage.rows.reading import read_client_names


@dataclass(frozen=True, slots=True)
class CauseRequest:
    """A resolved request with its accounted minutes of the span."""

    key: str
    client: str
    subject: str
    cause: str | None
    resolved_at: int
    resolved_in_span: bool
    repeat_of: str | None
    rework: bool
    accounted: int


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A cause at a client in a span, and the same in the span before; minutes are accounted ones."""

    cause: str | None
    client: str
    client_name: str
    requests: int
    repeats: int
    accounted: int
    requests_before: int
    accounted_before: int


@dataclass(frozen=True, slots=True)
class CausesPage:
    """Causes of a span, most costly first."""

    first: date
    last: date
    before: tuple[date, date]
    """The span before, of the same length."""
    rows: tuple[CauseRow, ...]
    requests: tuple[CauseRequest, ...]

    @property
    def accounted(self) -> int:
        """Accounted minutes of all rows."""
        return sum(row.accounted for row in self.rows)

    def requests_of(self, cause: str | None, client: str | None = None) -> tuple[CauseRequest, ...]:
        """The way down: the requests behind a cause (of one client), most costly first."""
        return tuple(
            request
            for request in self.requests
            if request.cause == cause and (client is None or request.client == client)
        )


_MOST_NAMED = 5_000
"""So many requests are named in a statement."""


@dataclass(slots=True)
class _Sum:
    requests: int = 0
    repeats: int = 0
    accounted: int = 0


def default_first(last: date) -> date:
    """The first day of the span that is shown when none was asked for: of three months, with that of `last`.

    To 24 Nov 2026 these are the days from 1 Sep.
    """
    return Month.of(last).plus(-2).first_day


def causes_document(first: date | None, last: date | None, now: int) -> list[dict[str, Any]]:
    """The rows of `causes` (RULES 4.3, 11): from `first` to `last`, both inclusive, None for without end."""
    ledgers = Ledgers()
    found = _read(ledgers, first, last, now)
    ordered = sorted(_sums(found).items(), key=lambda item: _order(item[0], item[1]))
    return [
        {
            "cause": cause,
            "client": client,
            "requests": sums.requests,
            "repeats": sums.repeats,
            "accounted": sums.accounted,
        }
        for (cause, client), sums in ordered
    ]


def _order(key: tuple[str | None, str], sums: _Sum) -> tuple[int, int, bool, str, str]:
    """Most costly first: minutes, then requests; then by name, without a cause last."""
    cause, client = key
    return -sums.accounted, -sums.requests, cause is None, cause or "", client


def _sums(found: Iterable[CauseRequest]) -> dict[tuple[str | None, str], _Sum]:
    sums: dict[tuple[str | None, str], _Sum] = {}
    for request in found:
        row = sums.setdefault((request.cause, request.client), _Sum())
        row.requests += request.resolved_in_span
        row.repeats += request.resolved_in_span and request.repeat_of is not None
        row.accounted += request.accounted
    return sums


def read_causes(first: date, last: date, now: int, ledgers: Ledgers | None = None) -> CausesPage:
    """Causes of the days from `first` to `last` beside those of the span before, with their requests."""
    ledgers = ledgers or Ledgers()
    before = span_before(first, last)
    found, earlier = _read(ledgers, first, last, now), _sums(_read(ledgers, *before, now))
    names = read_client_names()
    sums = _sums(found)
    keys = sorted({*sums, *earlier}, key=lambda key: (_order(key, sums.get(key, _Sum())), key[1]))
    rows = tuple(_row(key, names[key[1]], sums.get(key, _Sum()), earlier.get(key, _Sum())) for key in keys)
    ordered = sorted(found, key=lambda request: (-request.accounted, request.resolved_at, request.key))
    return CausesPage(first, last, before, rows, tuple(ordered))


def _row(key: tuple[str | None, str], name: str, sums: _Sum, earlier: _Sum) -> CauseRow:
    return CauseRow(
        cause=key[0],
        client=key[1],
        client_name=name,
        requests=sums.requests,
        repeats=sums.repeats,
        accounted=sums.accounted,
        requests_before=earlier.requests,
        accounted_before=earlier.accounted,
    )


def span_before(first: date, last: date) -> tuple[date, date]:
    """The span of the same length before: of whole months as many months, else as many days.

    Before 1 Oct to 31 Dec come 1 Jul to 30 Sep; before 10 to 19 March come 28 February to 9 March.
    """
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = Month.of(first).until(Month.of(last)) + 1
        return add_months(first, -months), day_before(first)
    return first - (last - first) - timedelta(days=1), day_before(first)


@dataclass(frozen=True, slots=True)
class _Known:
    """A request that is resolved by now."""

    key: str
    client: str
    subject: str
    cause: str | None
    resolved_at: int
    repeat_of: str | None
    rework: bool


def _read(ledgers: Ledgers, first: date | None, last: date | None, now: int) -> list[CauseRequest]:
    """Resolved requests that were resolved or worked on in the span."""
    today = ledgers.zone.date_of(now)
    until = today if last is None else min(last, today)
    begins = _first_work(ledgers.zone) if first is None else first
    minutes = {} if begins is None else accounted_minutes_on(ledgers, begins, until, ledgers.clients)
    found = []
    for request in _resolved(ledgers.zone, first, until, minutes, now):
        day = ledgers.zone.date_of(request.resolved_at)
        inside = (first is None or first <= day) and day <= until
        if inside or request.key in minutes:
            found.append(
                CauseRequest(
                    key=request.key,
                    client=request.client,
                    subject=request.subject,
                    cause=request.cause,
                    resolved_at=request.resolved_at,
                    resolved_in_span=inside,
                    repeat_of=request.repeat_of,
                    rework=request.rework,
                    accounted=minutes.get(request.key, 0),
                )
            )
    return found


def _resolved(
    zone: Zone, first: date | None, until: date, worked_on: Mapping[str, int], now: int
) -> list[_Known]:
    """Requests that are resolved at `now`, in the span or among those that were worked on in it.

    What is known of them later plays no part (RULES 4).
    """
    begins = 0 if first is None else zone.starts(first)
    rows = _resolved_between(begins, min(now, zone.starts(day_after(until)) - 1))
    known = {row[0]: _Known(*(*row[:6], bool(row[6]))) for row in rows}
    known |= {key: each for key, each in _resolved_of(worked_on.keys() - known.keys(), now).items()}
    # Those that something happened to after `now` stood differently then.
    rework: dict[str, bool] = dict(_moved_after(now))
    for request in read_requests(_moved(now)) if rework else ():
        known.pop(request.key, None)
        at = resolved_at(request, now)
        if at is not None:
            flag = bool(rework[request.key])
            known[request.key] = _Known(
                request.key, request.client, request.subject, request.cause, at, request.repeat_of, flag
            )
    return list(known.values())


def _resolved_of(keys: Collection[str], now: int) -> dict[str, _Known]:
    """Those of these requests that are resolved: named, or where they are very many found among all."""
    if not keys:
        return {}
    rows = _among(list(keys), now) if len(keys) <= _MOST_NAMED else _resolved_between(0, now)
    return {row[0]: _Known(*(*row[:6], bool(row[6]))) for row in rows if row[0] in keys}


_R = t.Request
_COLUMNS = (_R.key, _R.client, _R.subject, _R.cause, _R.resolved_at, _R.repeat_of, _R.rework)


@compiled
def _resolved_between(begins: int, ends: int) -> Any:
    inside = (_R.resolved_at >= begins) & (_R.resolved_at <= ends)
    return _R.select(*_COLUMNS).where(inside & unindexed_text(_R.state).in_(DONE))


@compiled
def _among(keys: Sequence[str], now: int) -> Any:
    done = (unindexed(_R.resolved_at) <= now) & unindexed_text(_R.state).in_(DONE)
    return _R.select(*_COLUMNS).where(_R.key.in_(keys) & done)


@compiled
def _moved_after(now: int) -> Any:
    return _R.select(_R.key, _R.rework).where(_moved(now))


def _moved(now: int) -> Any:
    """Requests that something happened to after an instant."""
    v = t.RequestEvent
    return _R.key.in_(v.select(v.request).where(v.at > now))


@compiled
def _first_start() -> Any:
    return t.Entry.select(fn.min(t.Entry.started_at))


def _first_work(zone: Zone) -> date | None:
    """The day of the first work there is."""
    (started_at,) = _first_start.one()
    return None if started_at is None else zone.date_of(started_at)
