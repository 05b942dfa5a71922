"""Which month is being added up, and how much of it is there? What a screen says before the numbers are made."""

from __future__ import annotations

from typing import Any

from peewee import fn

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import Month
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.review import month_under_review
from models.storage import tables as t
from models.storage.compiled import compiled


@dataclass(frozen=True, slots=True)
class MonthOutline:
    """A month before it is added up; entries are those that began in it."""

    month: Month
    closed: bool
    entries: int


def read_month_outline(month: Month | None, now: int) -> MonthOutline:
    """The month that `read_month_end` of the same arguments shows; a handful of statements whatever it holds.

    Raises NotFound without a desk.
    """
    ledgers = Ledgers()
    chosen = month_under_review(ledgers, month, ledgers.zone.date_of(now))
    (entries,) = _begun.one(*ledgers.zone.span(chosen))
    return MonthOutline(chosen, ledgers.is_closed(chosen), entries)


@compiled
def _begun(first: int, end: int) -> Any:
    e = t.Entry
    return e.select(fn.count(e.started_at)).where((e.started_at >= first) & (e.started_at < end))
