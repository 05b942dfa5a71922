"""What would a change of an entry do, as a program reads it? Months before and after, as JSON (RULES 11)."""

from __future__ import annotations

from typing import Any

from models.book.sums import sums_json
from models.domain.basics.notation import format_money
from models.domain.ledger.results import MonthLedger
from models.domain.ledger.sums import sums_of
from models.queries.time.entry_preview import Change, read_month_changes


def preview_document(change: Change, now: int, currency: str) -> list[dict[str, Any]]:
    """A row for each client and month in which a number would differ; raises MonthClosed, NotFound."""
    return [_row(old, new, currency) for old, new in read_month_changes(change, now)]


def _row(old: MonthLedger, new: MonthLedger, currency: str) -> dict[str, Any]:
    return {
        "client": old.client,
        "month": str(old.month),
        "minutes": {"before": sums_json(sums_of(old)), "after": sums_json(sums_of(new))},
        "total": {"before": format_money(old.total, currency), "after": format_money(new.total, currency)},
    }
