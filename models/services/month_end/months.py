"""How is a month closed so that it never moves again, or the newest one reopened with a reason? (RULES 6.2-6.4)"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from peewee import fn

from models.book.closed.closes import check_document
from models.book.closed.frozen import FrozenMonth, Named
from models.domain.basics.errors import DeskError, InvalidValue, MonthClosed
from models.domain.basics.months import Month, months_between
from models.domain.ledger.document import ledger_document
from models.domain.ledger.results import MonthLedger
from models.domain.ledger.summary import summary_of
from models.domain.month_end.checks import Close
from models.domain.month_end.closed_months import late_month
from models.queries.ledger.beginnings import first_month
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.months import read_checks
from models.queries.month_end.seals import read_seal, text_digest
from models.services.core.changes import Beginning, ChangeInProgress, change, check_rights
from models.services.core.guards import forget
from models.storage import tables as t
from models.storage.expressions import statements_of
from models.storage.plain_text import to_json
from models.storage.rows.ledger_texts import document_text
from models.storage.rows.month_texts import StoredState, state_text, summary_from, summary_text
from models.storage.rows.reading import read_closed_through, read_entries
from models.storage.rows.whole import update_row, whole

NOTHING_FROZEN: Mapping[Named, FrozenMonth | None] = {}


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
    _freeze(work, ledgers, months_between(first, month), issued_at, frozen)
    close = said or Close(work.now, work.who)
    known = checks if close.checks is None else close.checks
    work.insert(
        t.ClosedMonth,
        month=month,
        closed_at=close.closed_at,
        closed_by=close.closed_by,
        checks=[check_document(check) for check in known],
        seal=read_seal(month, closed),
    )


def _freeze(
    work: ChangeInProgress,
    ledgers: Ledgers,
    months: list[Month],
    issued_at: int,
    frozen: Mapping[Named, FrozenMonth | None],
) -> None:
    """Replace what was derived for the months by frozen records; statements for the last of them."""
    issuing = _Issuing(work, months[-1], issued_at)
    for month in months:
        forget(None, month)
        for client, ledger in ledgers.ledgers(ledgers.clients, month).items():
            again = month == months[-1] and client in issuing.before
            kept = frozen.get((client, month))
            if kept is not None:
                record = _as_kept(kept)
            elif (client, month) in frozen:
                record = replace(_as_computed(ledgers, ledger, months[0]), is_stated=False, is_kept=False)
            elif not (ledger.grants or ledger.units or ledger.lines or ledger.closing_state or again):
                continue
            else:
                record = _as_computed(ledgers, ledger, months[0])
            is_issued = month == months[-1] and (record.is_stated or again)
            issued = issuing.issue(client, record.document) if is_issued else None
            if record.is_kept:
                work.insert(
                    t.MonthRecord,
                    client=client,
                    month=month,
                    frozen=True,
                    closing=record.closing,
                    summary=record.summary,
                    document=record.document if issued is None else None,
                    statement=issued,
                )


@dataclass(frozen=True, slots=True)
class _Record:
    """A client's month as it is frozen; `is_stated` is whether a statement has anything to say."""

    is_stated: bool
    is_kept: bool
    closing: str
    summary: str
    document: str


def _as_computed(ledgers: Ledgers, ledger: MonthLedger, first: Month) -> _Record:
    stated = bool(ledger.grants or ledger.units or ledger.lines)
    terms = ledgers.terms(ledger.client, ledger.month, first)
    return _Record(
        stated,
        stated or bool(ledger.closing_state),
        state_text(ledger.closing_state),
        summary_text(summary_of(ledger, terms)),
        document_text(ledger_document(ledger, ledgers.desk.currency, closed=True)),
    )


def _as_kept(kept: FrozenMonth) -> _Record:
    """A month that a book has to the letter; raises InvalidValue where that is none."""
    document = kept.document
    try:
        summary = summary_text(summary_from(to_json(kept.summary)))
        closing = state_text(dict(StoredState(to_json(kept.closing))))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise InvalidValue("desk.settings", "holds a frozen month that no dump wrote") from error
    stated = bool(document.grants or document.units or document.lines)
    return _Record(stated, True, closing, summary, document_text(document))


class _Issuing:
    """The statements of one month; a number once given stays, its content makes the version (RULES 6.4, 6.5)."""

    def __init__(self, work: ChangeInProgress, month: Month, issued_at: int) -> None:
        self._work, self._month, self._issued_at = work, month, issued_at
        s = t.Statement
        self._last = int(s.select(fn.max(s.number)).scalar() or 0)
        rows = (
            s.select(s.client, s.number, s.version, whole(s.document), s.id)
            .where(statements_of(month))
            .order_by(s.version)
        )
        self.before = {client: tuple(rest) for client, *rest in rows.tuples()}
        """The newest version of each client's statement that was issued already."""

    def issue(self, client: str, text: str) -> int:
        """Another version where something differs from the last one; a new number where there is none. Its id."""
        number, version, known, row = self.before.get(client, (None, 0, "", 0))
        if number is not None and known == text:
            return int(row)
        if number is not None and known is None:
            # The statement came with a book, which holds its number and day only.
            update_row(t.Statement, row, {"document": text, "digest": text_digest(text)})
            return int(row)
        if number is None:
            self._last += 1
        return int(
            self._work.insert(
                t.Statement,
                number=self._last if number is None else number,
                client=client,
                month=self._month,
                version=version + 1,
                issued_at=self._issued_at,
                document=text,
                digest=text_digest(text),
            )
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
    """Delete the frozen balances of the month; a month before it that was closed along with it stays closed."""
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
    forget(None, month.plus(1))
    ids = [i for (i,) in t.MonthRecord.select(t.MonthRecord.id).where(t.MonthRecord.month == month).tuples()]
    for record_id in ids:
        work.delete(t.MonthRecord, record_id)


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
