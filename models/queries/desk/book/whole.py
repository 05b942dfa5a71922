"""What is the whole desk, closed months to the letter? The head of a dump (RULES 10).

What closing would not make again is found by making it again: each closed month is computed from the frozen one before
it, as a load does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from peewee import fn

from models.book.closed.frozen import FrozenMonth, Named, frozen_document
from models.book.kept import FROZEN
from models.domain.basics.months import Month, months_between
from models.domain.ledger.document import ledger_document
from models.domain.ledger.results import MonthLedger
from models.domain.ledger.summary import summary_of
from models.domain.values import Book
from models.queries.desk.book.reading import read_head
from models.queries.desk.settings import setting
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.plain_text import to_json
from models.storage.rows.ledger_texts import document_from, document_text
from models.storage.rows.month_texts import state_text, summary_from, summary_text
from models.storage.rows.whole import frozen_document as ledger_of
from models.storage.rows.whole import whole

_MANY = 200_000
"""With more entries than this closed months are computed again only where something changed that could move them."""
_MOVING = ("desk", "contract", "request")
"""Tables whose rows may change after a close that they had a part in."""


def read_whole_head() -> Book:
    """`read_head`, and among the settings the closed months that a load would close otherwise."""
    head, ledgers = read_head(), Ledgers()
    if ledgers.closed_through is None:
        return head
    named = [(str(client), Month(*map(int, month.split("-")))) for client, month in setting(FROZEN, [])]
    found = dict(_differing(ledgers)) if _may_differ() else {}
    for client, month in named:
        found.setdefault((client, month), _stored(month, head.desk.currency).get(client))
    rows = [frozen_document(key, found[key]) for key in sorted(found)]
    return replace(head, settings=tuple(sorted((*head.settings, (FROZEN, rows))))) if rows else head


def _may_differ() -> bool:
    if t.Entry.select().count() <= _MANY:
        return True
    c, r = t.Change, t.ChangeRow
    first = t.ClosedMonth.select(fn.MIN(t.ClosedMonth.closed_at)).scalar() or 0
    return bool(r.select().join(c).where(r.table.in_(_MOVING) & (c.at >= first)).exists())


def _differing(ledgers: Ledgers) -> Iterator[tuple[Named, FrozenMonth | None]]:
    """Each client's month that is frozen otherwise than it would be closed now."""
    closed, m = ledgers.closed_through, t.MonthRecord
    first = m.select(fn.MIN(m.month)).where(m.frozen).scalar()
    if closed is None or first is None:
        return
    currency = ledgers.desk.currency
    for month in months_between(first, closed):
        ledgers.closed_through = month.plus(-1)
        ledgers.derived.clear()
        stored = _stored(month, currency)
        for client, ledger in ledgers.ledgers(ledgers.clients, month).items():
            made, kept = _made(ledgers, ledger, client, month), stored.get(client)
            if made != (None if kept is None else _texts(kept)):
                yield (client, month), kept


def _made(ledgers: Ledgers, ledger: MonthLedger, client: str, month: Month) -> tuple[str, str, str] | None:
    """What closing the month now would freeze."""
    if not (ledger.grants or ledger.units or ledger.lines or ledger.closing_state):
        return None
    return (
        state_text(ledger.closing_state),
        summary_text(summary_of(ledger, ledgers.terms(client, month, month))),
        document_text(ledger_document(ledger, ledgers.desk.currency, closed=True)),
    )


def _texts(kept: FrozenMonth) -> tuple[str, str, str]:
    """What is frozen, in the form of today."""
    summary = summary_text(summary_from(json.dumps(kept.summary)))
    return to_json(kept.closing), summary, document_text(kept.document)


def _stored(month: Month, currency: str) -> dict[str, FrozenMonth]:
    m = t.MonthRecord
    columns = (m.client, m.closing, whole(m.summary), ledger_of(m))
    rows: Any = m.select(*columns).where((m.month == month) & m.frozen).tuples()
    return {
        client: FrozenMonth(json.loads(closing), json.loads(summary), document_from(document, currency))
        for client, closing, summary, document in rows
    }
