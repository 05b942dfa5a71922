"""How does a month become frozen, and open again so that it can be frozen as it was? (RULES 6.2, 6.4, 6.5, 9)

What is frozen is kept once: the history of a close names the month, not its records. Taken back, the records go; done
again, they are computed again, which gives the same to the letter. What would not (a contract was renewed since, a book
brought it) goes into the history as it stood.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from peewee import fn

from models.book.closed.frozen import FrozenMonth, Named
from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month
from models.domain.ledger.document import ledger_document
from models.domain.ledger.results import MonthLedger
from models.domain.ledger.summary import summary_of
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.seals import text_digest
from models.services.core.changes import ChangeInProgress
from models.services.core.guards import forget
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.expressions import statements_of
from models.storage.plain_text import to_json
from models.storage.rows.images import read_images
from models.storage.rows.ledger_texts import document_text
from models.storage.rows.month_texts import StoredState, state_text, summary_from, summary_text
from models.storage.rows.whole import frozen_document, insert_rows, update_row, whole

NOTHING_FROZEN: Mapping[Named, FrozenMonth | None] = {}
Sealed = Mapping[str, Collection[str]]
"""The clients that had a record in each month."""


@dataclass(frozen=True, slots=True)
class Before:
    """A month that was frozen before, to be so again: `sealed` had a record of it; None where nobody knows."""

    sealed: Sealed | None

    def has(self, client: str, month: Month) -> bool:
        """Had the client a record of that month?"""
        return self.sealed is None or client in self.sealed.get(str(month), ())


def freeze(
    ledgers: Ledgers,
    months: list[Month],
    issued_at: int | None,
    frozen: Mapping[Named, FrozenMonth | None] = NOTHING_FROZEN,
    before: Before | None = None,
) -> None:
    """Replace what was derived for the months by frozen records; statements for the last of them, if they are issued.

    `frozen` are months as a book has them, which are not computed. With `before` nobody else gets a record than had one
    then, records that the history has put back stay as they are, and no statement gets another version.
    """
    issuing = _Issuing(months[-1], issued_at or 0)
    there_already = {} if before is None else _issued(months[-1])
    for month in months:
        forget(None, month)
        there = {client for (client,) in _frozen_clients(month)}
        rows = []
        for client, ledger in ledgers.ledgers(ledgers.clients, month).items():
            if client in there or (before is not None and not before.has(client, month)):
                continue
            again = month == months[-1] and client in issuing.before
            kept = frozen.get((client, month))
            if kept is not None:
                record = _as_kept(kept)
            elif (client, month) in frozen:
                record = replace(_as_computed(ledgers, ledger, months[0]), is_stated=False, is_kept=False)
            elif not (_has_something(ledger) or again):
                continue
            else:
                record = _as_computed(ledgers, ledger, months[0])
            is_issued = issued_at is not None and month == months[-1] and (record.is_stated or again)
            issued = None
            if is_issued and before is None:
                issued = issuing.issue(client, record.document)
            elif is_issued:
                issued = there_already.get((client, record.document))
            if record.is_kept:
                rows.append(record.columns(client, month, issued))
        issuing.write()
        insert_rows(t.MonthRecord, rows)


def unfreeze(work: ChangeInProgress, after: Month | None) -> None:
    """Open every frozen month behind `after` again; what freezing would not make again goes into the history."""
    r = t.MonthRecord
    behind = r.frozen & (r.month > ("" if after is None else str(after)))
    months = [month for (month,) in r.select(r.month).where(behind).distinct().order_by(r.month).tuples()]
    ledgers, lasting = Ledgers(), list[int]()
    for month in months:
        ledgers.closed_through = month.plus(-1)
        ledgers.derived.clear()
        lasting += _made_otherwise(ledgers, month, _issued(month) if month == months[-1] else {})
    images = sorted(read_images(r, tuple(lasting)), key=lambda image: int(image["id"]))
    r.delete().where(behind).execute()
    for image in images:
        work.wrote(r, image, None)
    forget(None, months[0] if months else None)


def _issued(month: Month) -> dict[tuple[str, str], int]:
    """The statement of each client and content that was issued for a month, the newest version of each."""
    s = t.Statement
    columns = (s.client, whole(s.document), s.id)
    rows = s.select(*columns).where(statements_of(month), s.document.is_null(False)).order_by(s.version)
    return {(client, text): int(row) for client, text, row in rows.tuples()}


def _made_otherwise(ledgers: Ledgers, month: Month, issued: Mapping[tuple[str, str], int]) -> list[int]:
    """The records of a frozen month that are not, to the letter, what freezing it now would make."""
    stored = {client: (number, tuple(texts)) for client, number, *texts in _frozen_texts(month)}
    for client, ledger in ledgers.ledgers(ledgers.clients, month).items():
        if client in stored and _has_something(ledger):
            made = _as_computed(ledgers, ledger, month)
            texts = made.closing, made.summary, made.document, issued.get((client, made.document))
            if texts == stored[client][1]:
                del stored[client]
    return [number for number, _ in stored.values()]


def _has_something(ledger: MonthLedger) -> bool:
    return bool(ledger.grants or ledger.units or ledger.lines or ledger.closing_state)


@compiled
def _frozen_clients(month: Month) -> Any:
    r = t.MonthRecord
    return r.select(r.client).where(r.frozen & (r.month == month))


@compiled
def _frozen_texts(month: Month) -> Any:
    r = t.MonthRecord
    columns = (r.client, r.id, r.closing, whole(r.summary), frozen_document(r), r.statement)
    return r.select(*columns).where(r.frozen & (r.month == month))


@dataclass(frozen=True, slots=True)
class _Record:
    """A client's month as it is frozen; `is_stated` is whether a statement has anything to say."""

    is_stated: bool
    is_kept: bool
    closing: str
    summary: str
    document: str

    def columns(self, client: str, month: Month, issued: int | None) -> dict[str, Any]:
        """The row, its ledger in the statement of that number where one was issued."""
        return {
            "client": client,
            "month": month,
            "frozen": True,
            "closing": self.closing,
            "summary": self.summary,
            "document": self.document if issued is None else None,
            "statement": issued,
        }


def _as_computed(ledgers: Ledgers, ledger: MonthLedger, first: Month) -> _Record:
    stated = bool(ledger.grants or ledger.units or ledger.lines)
    terms = ledgers.terms(ledger.client, ledger.month, first)
    document = ledger_document(ledger, ledgers.desk.currency, closed=True)
    return _Record(
        stated,
        stated or bool(ledger.closing_state),
        state_text(ledger.closing_state),
        summary_text(summary_of(ledger, terms, document.sums)),
        document_text(document),
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

    def __init__(self, month: Month, issued_at: int) -> None:
        self._month, self._issued_at = month, issued_at
        s = t.Statement
        last, row = s.select(fn.max(s.number), fn.max(s.id)).tuples().first()
        self._last, self._row = int(last or 0), int(row or 0)
        rows = (
            s.select(s.client, s.number, s.version, whole(s.document), s.id)
            .where(statements_of(month))
            .order_by(s.version)
        )
        self.before = {client: tuple(rest) for client, *rest in rows.tuples()}
        """The newest version of each client's statement that was issued already."""
        self._new: list[dict[str, Any]] = []

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
        self._row += 1
        self._new.append(
            {
                "id": self._row,
                "number": self._last if number is None else number,
                "client": client,
                "month": self._month,
                "version": version + 1,
                "issued_at": self._issued_at,
                "document": text,
                "digest": text_digest(text),
            }
        )
        return self._row

    def write(self) -> None:
        """Write what was issued: all at once, before the records that name it."""
        insert_rows(t.Statement, self._new)
        self._new.clear()
