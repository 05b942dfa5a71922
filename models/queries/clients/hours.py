"""How many hours has each client used of what it may use, this month? One row a client (RULES 3.7, 8)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from peewee import Case, fn

from models.domain.basics.folding import name_order
from models.domain.basics.frozen import dataclass
from models.domain.basics.months import Month, parse_date
from models.domain.basics.notation import parse_duration
from models.domain.calendar import Calendar
from models.domain.ledger.summary import usable_on
from models.domain.planning.marks import reached_marks, run_rate, used_minutes
from models.queries.clients.running import running_seconds_of
from models.queries.ledger.balances import MonthBalance
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.rows.whole import whole

Manner = Literal["retainer", "block", "unlimited", "on_demand"]


@dataclass(frozen=True, slots=True)
class HoursRow:
    """A client's month so far; minutes unless said otherwise."""

    client: str
    name: str
    manner: Manner
    used: int
    """What the month used (`used_minutes`); for a block, all that was used of it since it began."""
    usable: int
    """What the month opened with and was granted, sessions in minutes; for a block, the whole block."""
    carried: int
    """Of what is left, the part that comes from earlier months."""
    left: int
    over: int
    accounted: int
    running_seconds: int
    """Time of timers that run now, provisional."""
    lapsing: int
    """Minutes left that expire with the month's end or before."""
    lapses_on: date | None
    capped: int
    """Minutes left that are over the carry limit when a period of the month ends, if nobody uses them."""
    capped_on: date | None
    until: date | None
    """Last day of a block."""
    amount: int
    """Minor units billed so far for time: overage, on demand, additional."""
    mark: int
    """The highest of 75, 90, 100 % that is reached, running timers counted provisionally, else 0 (RULES 8)."""
    run_rate_percent: int | None
    """What the month would come to at this pace, in per cent of what is usable."""


def read_hours(
    ledgers: Ledgers, month: Month, today: date, now: int, calendar: Calendar, client: str | None = None
) -> tuple[HoursRow, ...]:
    """One row for every client who is not archived, by name, or for the one; a fixed number of statements."""
    wanted = None if client is None else (client,)
    records = {record.client: record for record in ledgers.records(month, wanted)}
    kinds, blocks = _contracts(today)
    running = running_seconds_of(ledgers, month, now)
    gone = calendar.open_days(month.first_day, min(today, month.last_day))
    days = calendar.open_days(month.first_day, month.last_day)
    rows = [
        _row(
            records[key],
            name,
            kinds.get(key, set()),
            blocks.get(key, ()),
            running.get(key, 0),
            today,
            gone,
            days,
        )
        for key, name in _names()
        if key in records
    ]
    return tuple(sorted(rows, key=lambda row: (name_order(row.name), row.client)))


def _contracts(today: date) -> tuple[dict[str, set[str]], dict[str, list[tuple[str, int, date | None]]]]:
    """Kinds of the contracts in their term today by client; their blocks as (key, minutes, last day)."""
    kinds: dict[str, set[str]] = {}
    blocks: dict[str, list[tuple[str, int, date | None]]] = {}
    for client, key, kind, last, document in _in_term(today):
        kinds.setdefault(client, set()).add(kind)
        if document is not None:
            minutes = parse_duration(json.loads(document)["hours"], "hours")
            blocks.setdefault(client, []).append((key, minutes, parse_date(last) if last else None))
    return kinds, blocks


@compiled
def _in_term(day: date) -> Any:
    c = t.Contract
    last = fn.coalesce(c.cancelled, c.ends)
    block = Case(None, [(c.kind == "block", whole(c.document))])
    return c.select(c.client, c.key, c.kind, last, block).where(
        (c.starts <= day) & (last.is_null() | (last >= day))
    )


@compiled
def _names() -> Any:
    return t.Client.select(t.Client.key, t.Client.name).where(~t.Client.archived)


def _row(
    record: MonthBalance,
    name: str,
    kinds: set[str],
    blocks: Sequence[tuple[str, int, date | None]],
    running_seconds: int,
    today: date,
    gone: int,
    days: int,
) -> HoursRow:
    summary = record.summary
    sums = summary.sums
    manner = _manner(kinds, record)
    live = usable_on(today, record.summary.grants, record.closing)
    left = sum(grant.left_minutes for grant in live)
    used = used_minutes(sums, has_hours=bool(summary.grants))
    usable, until = summary.usable, None
    if manner == "block":
        usable = sum(minutes for _, minutes, _ in blocks)
        used = max(0, usable - left) + sums.overage
        until = min((day for *_, day in blocks if day is not None), default=None)
    last = record.month.last_day
    lapsing = [
        (grant.expires_on, grant.left_minutes)
        for grant in live
        if grant.expires_on is not None and grant.expires_on <= last
    ]
    capped = _capped(record, today)
    pace = run_rate(sums.counted, gone, days)
    marked = (used, usable) if manner == "block" else (sums.counted, usable)
    return HoursRow(
        client=record.client,
        name=name,
        manner=manner,
        used=used,
        usable=usable,
        carried=sum(grant.left_minutes for grant in live if grant.valid_from < record.month.first_day),
        left=left,
        over=sums.overage,
        accounted=sums.accounted,
        running_seconds=running_seconds,
        lapsing=sum(minutes for _, minutes in lapsing),
        lapses_on=min((day for day, _ in lapsing), default=None),
        capped=sum(minutes for _, minutes in capped),
        capped_on=min((day for day, _ in capped), default=None),
        until=until,
        amount=summary.amounts.time,
        mark=max(reached_marks(marked[0] + running_seconds // 60, marked[1]), default=0),
        run_rate_percent=_percent(pace, usable) if manner == "retainer" else None,
    )


def _capped(record: MonthBalance, today: date) -> list[tuple[date, int]]:
    """What a cap takes today or later in the month, by its day (RULES 2.4)."""
    if not record.summary.sums.forfeited:
        return []
    return [
        (loss.day, loss.amount)
        for balance in record.closing.values()
        for loss in balance.losses
        if loss.kind == "forfeited" and loss.day >= today
    ]


def _manner(kinds: Iterable[str], record: MonthBalance) -> Manner:
    found = set(kinds)
    if "unlimited" in found:
        return "unlimited"
    if "retainer" in found:
        return "retainer"
    if "block" in found:
        return "block"
    return "retainer" if record.summary.usable else "on_demand"


def _percent(pace: Fraction | None, usable: int) -> int | None:
    return None if pace is None or not usable else int(pace * 100 / usable + Fraction(1, 2))
