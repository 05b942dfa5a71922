"""How is a month closed so that it never moves again, or the newest one reopened with a reason? (RULES 6.2-6.4)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from models.book.closed.closes import check_document
from models.book.closed.frozen import FrozenMonth, Named
from models.domain.basics.errors import DeskError, MonthClosed
from models.domain.basics.months import Month, months_between
from models.domain.month_end.checks import Close
from models.domain.month_end.closed_months import late_month
from models.queries.ledger.beginnings import first_month
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.months import read_checks
from models.queries.month_end.seals import read_seal
from models.services.core.changes import Beginning, ChangeInProgress, change, check_rights
from models.services.core.freezing import NOTHING_FROZEN, freeze, unfreeze
from models.storage import tables as t
from models.storage.rows.reading import read_closed_through, read_entries


def close_month(month: Month, now: int, who: str) -> None:
    """Freeze a month for the whole desk and issue its statements; months are closed in order (RULES 6.2).

    Raises MonthClosed for one that is closed, DeskError for a gap or blocking checks; then nothing is changed.
    """
    check_rights(t.ClosedMonth)
    with change(now, who, f"Closed {month}") as work:
        _close(work, Ledgers(), month, now)


def close_loaded(
    work: Beginning,
    ledgers: Ledgers,
    month: Month,
    said: Close | None = None,
    frozen: Mapping[Named, FrozenMonth | None] = NOTHING_FROZEN,
) -> None:
    """The same for a month that a book says was closed; `ledgers` may be those of the month before.

    `frozen` are the months that the book has to the letter, which are not computed.
    What the book does not say of its statements counts as issued on the first day of the next month (RULES 10).
    """
    _close(work, ledgers, month, ledgers.zone.starts(month.plus(1).first_day), said, frozen)
    # What the ledgers were computed from is the same for the next month, but for what is closed now.
    ledgers.closed_through = month
    ledgers.derived.clear()


def _close(
    work: ChangeInProgress,
    ledgers: Ledgers,
    month: Month,
    issued_at: int,
    said: Close | None = None,
    frozen: Mapping[Named, FrozenMonth | None] = NOTHING_FROZEN,
) -> None:
    closed = ledgers.closed_through
    if closed is not None and month <= closed:
        raise MonthClosed(f"{month}: is closed already; the next to close is {closed.plus(1)}")
    if closed is not None and month != closed.plus(1):
        raise DeskError(f"{month}: months are closed in order; close {closed.plus(1)} first")
    checks = read_checks(month, ledgers, ledgers.zone.date_of(work.now))
    blocking = [check for check in checks if check.level == "blocking"]
    if blocking:
        more = f" (and {len(blocking) - 1} more)" if len(blocking) > 1 else ""
        raise DeskError(f"{month}: cannot be closed: {blocking[0].message}{more}")
    first = closed.plus(1) if closed is not None else first_month(ledgers, month)
    close = said or Close(work.now, work.who)
    freeze(ledgers, months_between(first, month), issued_at if close.is_issued else None, frozen)
    known = checks if close.checks is None else close.checks
    work.insert(
        t.ClosedMonth,
        month=month,
        closed_at=close.closed_at,
        closed_by=close.closed_by,
        checks=[check_document(check) for check in known],
        seal=read_seal(month, closed),
    )


def reopen_month(month: Month, reason: str, now: int, who: str) -> None:
    """Open the newest closed month again; late work shown in the month after becomes its own (RULES 6.4).

    Raises DeskError for another month or an empty reason.
    """
    if not reason.strip():
        raise DeskError("reason: is empty; accepted is a text that says why the month is opened again")
    check_rights(t.ClosedMonth)
    with change(now, who, f"Reopened {month}: {reason.strip()}") as work:
        closed = read_closed_through()
        if closed is None or month > closed:
            raise DeskError(f"{month}: is not closed")
        if month != closed:
            raise DeskError(f"{month}: only the newest closed month can be reopened, that is {closed}")
        ledgers = Ledgers()
        earlier = month.plus(-1) if first_month(ledgers, month) < month else None
        _reopen_rows(work, month, earlier)
        for entry in list(read_entries(t.Entry.late_in == month.plus(1))):
            own = replace(entry, late_in=late_month(entry, earlier, ledgers.zone))
            row = t.Entry.select(t.Entry.id).where(t.Entry.key == entry.key).tuples().first()
            if row is not None:
                work.update(t.Entry, row[0], late_in=own.late_in)


def _reopen_rows(work: ChangeInProgress, month: Month, earlier: Month | None) -> None:
    """Open the month; one before it that was closed along with it stays closed."""
    unfreeze(work, month.plus(-1))
    row = t.ClosedMonth.select().where(t.ClosedMonth.month == month).get()
    work.delete(t.ClosedMonth, month)
    known = t.ClosedMonth.select().where(t.ClosedMonth.month < month).exists()
    if earlier is not None and not known:
        work.insert(
            t.ClosedMonth,
            month=earlier,
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            checks=[],
            seal=read_seal(earlier, None),
        )


def mark_reviewed(client: str, month: Month, reviewed: bool, now: int, who: str) -> None:
    """Note, or take back, that somebody looked at a client's month."""
    with change(now, who, f"{'Reviewed' if reviewed else 'Unmarked'} {client} {month}") as work:
        row = (
            t.Review.select(t.Review.id)
            .where((t.Review.client == client) & (t.Review.month == month))
            .tuples()
            .first()
        )
        if reviewed and row is None:
            work.insert(t.Review, client=client, month=month, reviewed_at=now, reviewed_by=who)
        elif not reviewed and row is not None:
            work.delete(t.Review, row[0])
