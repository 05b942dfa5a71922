"""Which clients use far more or far less than they pay for, and on what? (RULES 5.5)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month, months_between
from models.domain.planning.drift import MONTHS, Direction, drift_of, is_under_retainer, monthly_allowance
from models.domain.planning.workload import Worked, full_months
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.worked import horizon, read_beginnings, read_worked
from models.storage import tables as t
from models.storage.rows.reading import read_client_names, read_texts


@dataclass(frozen=True, slots=True)
class CauseMinutes:
    """Support minutes of a cause and how many requests they were for; None is no cause, or no request."""

    cause: str | None
    requests: int
    minutes: int


@dataclass(frozen=True, slots=True)
class DriftRow:
    """A client that drifts, with its evidence; minutes per month in the order of `months`."""

    client: str
    client_name: str
    direction: Direction
    months: tuple[Month, ...]
    used: tuple[int, ...]
    overage: tuple[int, ...]
    monthly_allowance: Fraction
    requests: tuple[tuple[str, int], ...]
    """Requests with their counted support minutes in the months, most first."""
    causes: tuple[CauseMinutes, ...]
    """Causes with their minutes, most minutes first."""


def drift_document(now: int) -> list[dict[str, Any]]:
    """The rows of `drift` by client (RULES 11).

    `used` are counted support minutes; `monthly_allowance` is whole minutes, half-up. `requests` are keys,
    of what was worked on in the months; `causes` are {"cause", "requests", "minutes"}, most minutes first.
    """
    return [
        {
            "client": row.client,
            "direction": row.direction,
            "months": [str(month) for month in row.months],
            "used": list(row.used),
            "overage": list(row.overage),
            "monthly_allowance": round_half_up(row.monthly_allowance),
            "requests": [request for request, _ in row.requests],
            "causes": [
                {"cause": cause.cause, "requests": cause.requests, "minutes": cause.minutes}
                for cause in row.causes
            ],
        }
        for row in read_drift(now)
    ]


def read_drift(
    now: int, clients: Sequence[str] | None = None, ledgers: Ledgers | None = None
) -> tuple[DriftRow, ...]:
    """The clients that drift over the last 3 full months, by key (RULES 5.5)."""
    ledgers = ledgers or Ledgers()
    wanted = ledgers.clients if clients is None else tuple(sorted(clients))
    found = list(_drifting(ledgers, wanted, now))
    if not found:
        return ()
    keys = [client for client, *_ in found]
    minutes = _minutes_by_request(ledgers, keys, found[0][2])
    causes = _causes({request for counts in minutes.values() for request in counts if request is not None})
    names = read_client_names()
    return tuple(
        DriftRow(
            client=client,
            client_name=names[client],
            direction=direction,
            months=months,
            used=tuple(month.support for month in worked),
            overage=tuple(month.overage for month in worked),
            monthly_allowance=allowance,
            requests=_requests(minutes[client]),
            causes=_by_cause(minutes[client], causes),
        )
        for client, direction, months, worked, allowance in found
    )


_Found = tuple[str, Direction, tuple[Month, ...], list[Worked], Fraction]


def _drifting(ledgers: Ledgers, clients: Sequence[str], now: int) -> Iterator[_Found]:
    """Clients under a retainer in all of the last 3 full months, which are the same ones for each of them."""
    today = ledgers.zone.date_of(now)
    fitting: dict[str, tuple[Month, ...]] = {}
    for client, began in read_beginnings(ledgers, clients).items():
        months = full_months(began, today, MONTHS)
        if len(months) == MONTHS and is_under_retainer(
            ledgers.contracts.reaching(client, months[0].first_day), months[0].first_day, months[-1].last_day
        ):
            fitting[client] = months
    if not fitting:
        return
    months = next(iter(fitting.values()))
    worked = read_worked(ledgers, months[0], months[-1], sorted(fitting))
    for client in sorted(fitting):
        past = [worked[client].get(month, Worked()) for month in months]
        allowance = monthly_allowance(
            ledgers.contracts.reaching(client, months[-1].last_day), months[-1].last_day
        )
        direction = drift_of(past, allowance)
        if direction is not None:
            yield client, direction, months, past, allowance


def _minutes_by_request(
    ledgers: Ledgers, clients: Sequence[str], months: Sequence[Month]
) -> dict[str, dict[str | None, int]]:
    """Accounted support minutes of each client by request, of work done in the months, also if shown late."""
    wanted = set(months)
    found: dict[str, dict[str | None, int]] = {client: {} for client in clients}
    for month in months_between(months[0], horizon(ledgers, months[-1])):
        for client, document in ledgers.documents(clients, month).items():
            sums = found[client]
            for unit in document.units:
                if unit.scope == "support" and Month.of(unit.work_date) in wanted:
                    sums[unit.request] = sums.get(unit.request, 0) + unit.counted
    return found


def _causes(requests: set[str]) -> dict[str, str | None]:
    return dict(read_texts(t.Request.cause, requests))


def _requests(minutes: dict[str | None, int]) -> tuple[tuple[str, int], ...]:
    pairs = [(request, count) for request, count in minutes.items() if request is not None]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _by_cause(minutes: dict[str | None, int], causes: dict[str, str | None]) -> tuple[CauseMinutes, ...]:
    sums: dict[str | None, tuple[int, int]] = {}
    for request, count in minutes.items():
        cause = None if request is None else causes.get(request)
        requests, total = sums.get(cause, (0, 0))
        sums[cause] = (requests + (request is not None), total + count)
    rows = [CauseMinutes(cause, requests, total) for cause, (requests, total) in sums.items()]
    return tuple(sorted(rows, key=lambda row: (-row.minutes, row.cause or "")))
