"""How much do timers that run count for their clients by now? Provisional, before any rounding (RULES 8)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from peewee import fn

from models.domain.basics.months import Month
from models.queries.ledger.ledgers import Ledgers, engine
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.rows.reading import entry_columns, entry_from


def running_seconds_of(ledgers: Ledgers, month: Month, now: int) -> dict[str, int]:
    """Seconds of `month` of the timers that run with support, by client and by their weights (RULES 3.9).

    An hour of an evening of 1.5 is an hour and a half. What was before the month is another month's.
    """
    first = ledgers.zone.starts(month.first_day)
    seconds: dict[str, int] = {}
    for *columns, own in _timers():
        entry = entry_from(columns)
        if entry.client is None or entry.scope != "support":
            continue
        begun = max(entry.started_at, first)
        ran = max(0, now - begun)
        if ran and (own or ledgers.desk.bands):
            terms = ledgers.terms(entry.client, month, month)
            call = replace(entry, started_at=begun, ended_at=now)
            ran = engine().weighed_seconds(call, terms)
        seconds[entry.client] = seconds.get(entry.client, 0) + ran
    return seconds


@compiled
def _timers() -> Any:
    """Not grouped: a GROUP BY would read the whole client index. Last, whether a contract has weights of its own."""
    e, c = t.Entry, t.Contract
    own = c.select(c.id).where(c.client == e.client, c.document.cast("TEXT").contains('"windows"'))
    return e.select(*entry_columns(e), fn.EXISTS(own)).where(e.ended_at.is_null())
