"""Which minutes will nobody be able to use soon? Grants that expire within some days (RULES 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.domain.basics.months import Month
from models.domain.ledger.summary import usable_on
from models.queries.ledger.balances import MonthBalance
from models.queries.ledger.ledgers import Ledgers

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


def about_to_lapse(balances: list[MonthBalance], today: date, days: int) -> list[Lapsing]:
    """What is left of grants that begun and expire within `days` days, by last day, client and contract."""
    sums: dict[tuple[date, str, str], int] = {}
    for balance in balances:
        for grant in usable_on(today, balance.summary.grants, balance.closing):
            if grant.expires_on is not None and (grant.expires_on - today).days <= days:
                key = (grant.expires_on, balance.client, grant.contract)
                sums[key] = sums.get(key, 0) + grant.left_minutes
    return [
        Lapsing(client, contract, last, sums[last, client, contract])
        for last, client, contract in sorted(sums)
    ]
