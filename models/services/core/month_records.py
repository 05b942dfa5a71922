"""What may be remembered of open months? Derived records, so that the next reader need not replay history."""

from __future__ import annotations

from collections.abc import Iterable

from models.domain.basics.months import Month
from models.holiday_dates import calendar_of, remembered
from models.queries.ledger.balances import MonthBalance
from models.queries.ledger.ledgers import Ledgers, newest_change
from models.services.core.settings import set_setting
from models.storage import tables as t
from models.storage.rights import rights_here
from models.storage.rows.month_texts import state_text, summary_text
from models.storage.rows.whole import insert_rows


def store_records(records: Iterable[MonthBalance]) -> int:
    """Keep derived records where none stands yet; returns how many. Not a change: nothing to undo.

    What was computed before the newest change may be wrong by now and is not kept.
    """
    if not rights_here().leads:
        return 0  # amounts are in them, which an agent may not read (RULES 13)
    with t.database.atomic():
        newest = newest_change()
        fresh = [record for record in records if record.as_of == newest]
        r, months = t.MonthRecord, {record.month for record in fresh}
        there = set(r.select(r.client, r.month).where(r.month.in_(months)).tuples()) if months else set()
        rows = [
            {
                "client": record.client,
                "month": record.month,
                "frozen": record.frozen,
                "closing": state_text(record.closing),
                "summary": summary_text(record.summary),
                "document": None,
            }
            for record in fresh
            if (record.client, record.month) not in there
        ]
        insert_rows(r, rows)
    return len(fresh)


def keep_derived(records: Iterable[MonthBalance], holidays: str | None) -> None:
    """Keep what a screen had to work out: month records, and the holidays of the code."""
    if not rights_here().leads:
        return
    with t.database.atomic():
        t.database.whisper()  # fifty dashboards would read again what one of them worked out
        store_records(records)
        keep_holidays(holidays)


def derive_through(month: Month) -> int:
    """Compute and keep what is missing up to `month`, in one transaction with the reading; returns how many."""
    if not rights_here().leads:
        return 0
    with t.database.atomic():
        ledgers, kept = Ledgers(), 0
        for records in ledgers.missing_records(month):
            kept += store_records(records)
        calendar_of(ledgers.desk).is_open_day(month.first_day)
        keep_holidays(ledgers.desk.holidays)
        return kept


def keep_holidays(code: str | None) -> None:
    """Keep the holidays known by now for the next run, which then need not load the library."""
    if code is not None:
        decades = {str(block): [day.isoformat() for day in days] for block, days in remembered(code).items()}
        set_setting(f"holidays:{code}", decades)
