"""What would this client cost and pay, while the questions are still being typed? (RULES 5.3)

The sheet is read once; any number of months, any markup and any step is then answered without another look at the
database, with the same numbers as `price`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.domain.basics.errors import InvalidValue
from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month
from models.domain.contracts.fees import months_length
from models.domain.planning.pricing import PriceGuide, price_guide
from models.domain.planning.workload import Worked, full_months
from models.domain.values import Contract
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.worked import read_beginnings, read_worked
from models.storage.rows.reading import check_client

MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class PriceSheet:
    """What a price is made of; `accounted` are the minutes of `months`, earliest first."""

    client: str
    client_name: str
    currency: str
    hourly_cost: int | None
    months: tuple[Month, ...]
    accounted: tuple[int, ...]
    fees: tuple[tuple[str, int], ...]
    """Contracts of today with a fee: name, and what that is for a month, in minor units, discount taken off."""
    paying: int
    """Clients of the desk with a contract of today that has a fee."""

    def last(self, months: int) -> tuple[int, ...]:
        """Accounted minutes of the last `months` full months, fewer if the client is younger."""
        return self.accounted[-months:]

    def guide(self, months: int, markup_percent: Decimal, step: int) -> PriceGuide:
        """The price guide (RULES 5.3); raises InvalidValue, DeskError as `price_guide`."""
        if not 1 <= months <= MOST_MONTHS:
            raise InvalidValue("months", f"{months} is not accepted; accepted is 1 to {MOST_MONTHS}")
        return price_guide(self.last(months), self.hourly_cost, markup_percent, step)


def read_price_sheet(client: str, now: int) -> PriceSheet:
    """The sheet of one client at `now`; raises NotFound."""
    ledgers = Ledgers()
    check_client(client)
    today = ledgers.zone.date_of(now)
    months = full_months(read_beginnings(ledgers, [client])[client], today, MOST_MONTHS)
    worked = read_worked(ledgers, months[0], months[-1], [client])[client] if months else {}
    return PriceSheet(
        client=client,
        client_name=check_client(client),
        currency=ledgers.desk.currency,
        hourly_cost=ledgers.desk.hourly_cost,
        months=months,
        accounted=tuple(worked.get(month, Worked()).accounted for month in months),
        fees=_fees(ledgers.contracts.reaching(client, today), today),
        paying=sum(1 for each in ledgers.contracts if _fees(ledgers.contracts.reaching(each, today), today)),
    )


def _fees(contracts: Iterable[Contract], today: date) -> tuple[tuple[str, int], ...]:
    found = ((contract, monthly_fee(contract)) for contract in contracts if contract.is_in_term(today))
    return tuple((contract.name, fee) for contract, fee in found if fee)


def monthly_fee(contract: Contract) -> int | None:
    """A contract's fee for one month in minor units, discount taken off, half-up; None without one.

    1,280.00 for a term of six months: 213.33. A fee for a term without an end is for no month.
    """
    fee, ends = contract.fee, contract.term_end
    if fee is None or (fee.every == "term" and ends is None):
        return None
    months = {"month": Fraction(1), "quarter": Fraction(3)}.get(fee.every)
    if months is None and ends is not None:
        months = months_length(contract.starts, ends)
    return round_half_up(fee.amount * (1 - Fraction(fee.discount_percent) / 100) / (months or 1))
