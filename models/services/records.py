"""What may be remembered of open months? Derived records, so that the next reader need not replay history."""

from __future__ import annotations

from collections.abc import Iterable

from models import tables as t
from models.domain.months import Month
from models.fields import to_json
from models.queries.ledgers import Ledgers, Record


def store_records(records: Iterable[Record]) -> int:
    """Keep derived records where none stands yet; returns how many were given. Not a change: nothing to undo."""
    rows = [
        (record.client, str(record.month), record.frozen, to_json(record.closing), to_json(record.summary))
        for record in records
    ]
    with t.database.atomic():
        for row in rows:
            t.database.execute_sql(
                "INSERT INTO month_record (client, month, frozen, closing, summary) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                row,
            )
    return len(rows)


def derive_through(month: Month) -> int:
    """Compute and keep what is missing up to `month`, in one transaction with the reading; returns how many."""
    with t.database.atomic():
        ledgers = Ledgers()
        ledgers.records(month)
        return store_records(ledgers.derived)
