"""Which minutes will nobody be able to use soon? Grants that expire within some days (RULES 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.domain.basics.months import Month
from models.queries.ledger.ledgers import Ledgers, Record

LAPSING_DAYS = 14
"""Minutes are about to lapse when they expire within so many days."""


@dataclass(frozen=True, slots=True)
class Lapsing:
    """Minutes of a contract that nobody may use after `expires_on`."""

    client: str
    contract: str
    expires_on: date
    minutes: int


def read_lapsing(now: int, days: int = LAPSING_DAYS, ledgers: Ledgers | None = None) -> tuple[Lapsing, ...]:
    """What is left of grants that begun and expire within `days` days, soonest first: whom to ring."""
    ledgers = ledgers or Ledgers()
    today = ledgers.zone.date_of(now)
    return tuple(about_to_lapse(ledgers.records(Month.of(today)), today, days))


def about_to_lapse(records: list[Record], today: date, days: int) -> list[Lapsing]:
    sums: dict[tuple[date, str, str], int] = {}
    for record in records:
        for contract, _, valid_from, expires_on, each, _, _, left in record.summary["grants"]:
            if expires_on is None or not left or valid_from > today.isoformat():
                continue
            last = date.fromisoformat(expires_on)
            if 0 <= (last - today).days <= days:
                key = (last, record.client, contract)
                sums[key] = sums.get(key, 0) + left * each
    return [
        Lapsing(client, contract, last, sums[last, client, contract])
        for last, client, contract in sorted(sums)
    ]
