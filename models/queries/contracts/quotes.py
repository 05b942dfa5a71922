"""What does a client get back who leaves early? (RULES 5.2)"""

from __future__ import annotations

from datetime import date
from typing import Any

from models.domain.basics.errors import DeskError
from models.domain.basics.notation import format_money
from models.domain.contracts.cancellation import (
    REFUND_METHODS,
    Quote,
    Refund,
    cancellation_quote,
    net_refund,
    refund_quote,
)
from models.queries.contracts.contracts import read_contract
from models.storage.rows.reading import read_desk


def read_quote(key: str, notice: date, last: date | None = None) -> Quote:
    """Both ways to count an early end of the contract; raises NotFound, DeskError for nothing to quote."""
    return cancellation_quote(read_contract(key), notice, last)


def refund_document(key: str, notice: date, last: date | None = None) -> dict[str, str] | None:
    """The net refund by both methods, as `cancel` answers it; None where nothing was paid ahead (RULES 5.2)."""
    contract, currency = read_contract(key), read_desk().currency
    try:
        quote = refund_quote(contract, notice, last)
    except DeskError:
        return None
    return {method: format_money(net_refund(quote, method), currency) for method in REFUND_METHODS}


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
