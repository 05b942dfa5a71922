"""What does a client get back who leaves early? (RULES 5.2)"""

from __future__ import annotations

from datetime import date
from typing import Any

from models.domain.basics.notation import format_money
from models.domain.contracts.cancellation import Quote, Refund, cancellation_quote
from models.queries.contracts.contracts import read_contract
from models.storage.reading import read_desk


def read_quote(key: str, notice: date, last: date | None = None) -> Quote:
    """Both ways to count an early end of the contract; raises NotFound, DeskError for nothing to quote."""
    return cancellation_quote(read_contract(key), notice, last)


def quote_document(key: str, notice: date, last: date | None = None) -> dict[str, Any]:
    """The answer of `cancel-quote` (RULES 11)."""
    currency = read_desk().currency
    quote = read_quote(key, notice, last)
    return {
        "last_day": quote.last_day.isoformat(),
        "unused_days": quote.unused_days,
        "term_days": quote.term_days,
        "paid": format_money(quote.paid, currency),
        "pro_rata": _refund(quote.pro_rata, currency),
        "rerated": _refund(quote.rerated, currency),
    }


def _refund(refund: Refund, currency: str) -> dict[str, str]:
    return {
        "refund": format_money(refund.refund, currency),
        "fee": format_money(refund.fee, currency),
        "net": format_money(refund.net, currency),
    }
