"""What was frozen otherwise than closing it today would make it? Such months in the settings of a book (RULES 6.2, 10).

A later renewal, or a rounding that was changed since, leaves closed months as they were. A book closes its months anew,
so a dump keeps those that would come out differently, to the letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.book.kept import FROZEN, Document, Settings
from models.book.ledgers import ledger_from, ledger_json
from models.book.reading import Fields, as_given, parse_list
from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month
from models.domain.basics.notation import parse_month_value
from models.domain.basics.text import join_path, parse_key
from models.domain.ledger.document import LedgerDocument

_KEYS = frozenset(("client", "month", "closing", "summary", "document"))
Named = tuple[str, Month]
"""A client's month."""


@dataclass(frozen=True, slots=True)
class FrozenMonth:
    """A client's month as it was frozen: balances and summary as JSON, and the ledger."""

    closing: object
    summary: object
    document: LedgerDocument


def frozen_document(named: Named, kept: FrozenMonth | None) -> Document:
    """A frozen month as a dump keeps it; without a ledger nothing was frozen, where today something would be."""
    client, month = named
    return {
        "client": client,
        "month": str(month),
        "closing": None if kept is None else kept.closing,
        "summary": None if kept is None else kept.summary,
        "document": None if kept is None else ledger_json(kept.document),
    }


def frozen_months(
    settings: Settings, currency: str, path: str = "desk.settings"
) -> Mapping[Named, FrozenMonth | None]:
    """The months of `FROZEN` among the settings; raises InvalidValue."""
    rows = next((value for name, value in settings if name == FROZEN), None)
    found: Iterable[tuple[Named, FrozenMonth | None]] = parse_list(
        rows, join_path(path, FROZEN), lambda row, at: _frozen(row, at, currency)
    )
    return dict(found)


def _frozen(document: object, path: str, currency: str) -> tuple[Named, FrozenMonth | None]:
    fields = Fields(document, path, _KEYS)
    named = fields.needed("client", parse_key), fields.needed("month", parse_month_value)
    content = fields.optional("document", as_given)
    if content is None:
        return named, None
    try:
        ledger = ledger_from(content, currency)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidValue(fields.at("document"), "is no ledger as a dump writes it") from error
    closing, summary = fields.needed("closing", _any), fields.needed("summary", _any)
    return named, FrozenMonth(closing, summary, ledger)


def _any(value: object, path: str) -> object:
    # That it is what the program writes is seen where it crosses into the database.
    return json.loads(json.dumps(value))
