"""How does a closed month's ledger cross into SQL? As the JSON text of RULES 10.1, which never changes (RULES 6.5)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.book.ledgers import ledger_from, ledger_json
from models.domain.ledger.document import LedgerDocument
from models.storage.plain_text import to_json


@dataclass(frozen=True, slots=True)
class RequestWork:
    """A unit of work on a request, no more than sums over years need; minutes."""

    request: str
    work_date: date
    accounted: int


def request_work_from(text: str) -> Iterator[RequestWork]:
    """The work on requests in a ledger that was frozen, in a third of the time that the whole of it takes."""
    for unit in json.loads(text)["units"]:
        if unit["request"] is not None:
            yield RequestWork(unit["request"], date.fromisoformat(unit["work_date"]), unit["accounted"])


def document_text(document: LedgerDocument) -> str:
    """A ledger as it is frozen."""
    return to_json(ledger_json(document, frozen=True))


def document_from(text: str, currency: str, *, with_units: bool = True) -> LedgerDocument:
    """The ledger that was frozen; `with_units` False leaves the units unread."""
    return ledger_from(json.loads(text), currency, with_units=with_units)
