"""What should a client pay a month, by what was really used? (RULES 5.3)"""

from __future__ import annotations

from decimal import Decimal

from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import format_money, parse_money
from models.domain.planning.pricing import PriceGuide, price_guide
from models.domain.planning.workload import Worked, full_months
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.worked import read_beginnings, read_worked
from models.storage.rows.reading import check_client

MOST_MONTHS = 1200


def read_price(
    client: str, months: int, markup_percent: Decimal, step: str, now: int, ledgers: Ledgers | None = None
) -> PriceGuide:
    """The price guide over the last `months` full months; `step` is an amount like "5".

    Raises NotFound, InvalidValue, DeskError without a full month or a cost of the desk's hour.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise InvalidValue(
            "months", f"{months} is not accepted; it is a whole number from 1 to {MOST_MONTHS}"
        )
    ledgers = ledgers or Ledgers()
    check_client(client)
    step_minor = parse_money(step, "step", ledgers.desk.currency)
    began = read_beginnings(ledgers, [client])[client]
    full = full_months(began, ledgers.zone.date_of(now), months)
    worked = read_worked(ledgers, full[0], full[-1], [client])[client] if full else {}
    accounted = [worked.get(month, Worked()).accounted for month in full]
    return price_guide(accounted, ledgers.desk.hourly_cost, markup_percent, step_minor)


def price_document(client: str, months: int, markup: Decimal, step: str, now: int) -> dict[str, str]:
    """The answer of `price` (RULES 11); `markup` in per cent."""
    ledgers = Ledgers()
    guide = read_price(client, months, markup, step, now, ledgers)
    return {"mean_hours": guide.mean_text, "price": format_money(guide.price, ledgers.desk.currency)}
