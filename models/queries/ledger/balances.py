"""What did a client's month leave behind? As it is stored, frozen or derived; nothing is computed here (RULES 6.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Any

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import Month
from models.domain.ledger.balances import State
from models.domain.ledger.summary import NO_SUMMARY, MonthSummary
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.fields import month_of
from models.storage.rows.month_texts import StoredState, summary_from
from models.storage.rows.whole import whole


@dataclass(frozen=True, slots=True)
class MonthBalance:
    """What a client's month left behind: the balances that the next one opens with, and its summary."""

    client: str
    month: Month
    frozen: bool
    closing: State
    summary: MonthSummary
    as_of: int = field(default=0, compare=False)
    """The newest change that the computation knew of: whoever stores it later makes sure that it still is."""


@compiled
def _of_month(month: Month) -> Any:
    r = t.MonthRecord
    return r.select(r.client, r.frozen, r.closing, whole(r.summary)).where(r.month == month)


@compiled
def _closings_of(month: Month) -> Any:
    r = t.MonthRecord
    return r.select(r.client, r.frozen, r.closing).where(r.month == month)


@compiled
def closings_since(month: Month, clients: Sequence[str]) -> Any:
    r = t.MonthRecord
    return r.select(r.client, r.month, r.closing).where(r.client.in_(clients) & (r.month >= month))


@compiled
def _newest_records(month: Month) -> Any:
    """Each client's newest record before a month: a step in the index for each, not for each of their months."""
    r, c, x = t.MonthRecord, t.Client, t.MonthRecord.alias()
    before = x.select(x.id).where((x.client == c.key) & (x.month < month))
    newest = c.select(before.order_by(x.month.desc()).limit(1))
    return r.select(r.client, r.month, r.frozen, r.closing).where(r.id.in_(newest))


def stored_balances(month: Month) -> Iterator[MonthBalance]:
    for client, frozen, closing, summary in _of_month(month):
        yield MonthBalance(client, month, bool(frozen), StoredState(closing), summary_from(summary))


def closing_balances(month: Month) -> Iterator[MonthBalance]:
    for client, frozen, closing in _closings_of(month):
        yield MonthBalance(client, month, bool(frozen), StoredState(closing), NO_SUMMARY)


def newest_before(month: Month) -> Iterator[MonthBalance]:
    for client, found, frozen, closing in _newest_records(month):
        yield MonthBalance(client, month_of(found), bool(frozen), StoredState(closing), NO_SUMMARY)


def no_balance(client: str, month: Month) -> MonthBalance:
    return MonthBalance(client, month, True, {}, NO_SUMMARY)
