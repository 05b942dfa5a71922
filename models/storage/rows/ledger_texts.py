"""How does a closed month's ledger cross into SQL? As the JSON text of RULES 10.1, which never changes (RULES 6.5)."""

from __future__ import annotations

import json
from collections.abc import Container
from typing import Any

from models.book.ledgers import ledger_from, ledger_json
from models.domain.basics.notation import minor_units
from models.domain.ledger.document import LedgerDocument
from models.storage.packing import unpack
from models.storage.plain_text import written


def add_request_minutes(
    text: str | bytes, first: str, last: str, requests: Container[str] | None, sums: dict[str, int]
) -> None:
    """Add to `sums` the accounted minutes of the days on each of `requests` (None: on any) in a frozen ledger.

    The days are ISO text, as in the ledger; that may be packed, and without its amounts. A quarter of the time that the
    whole of it takes.
    """
    for unit in json.loads(unpack(text) or "")["units"]:
        request = unit["request"]
        if request is None or (requests is not None and request not in requests):
            continue
        if first <= unit["work_date"] <= last:
            sums[request] = sums.get(request, 0) + unit["accounted"]


def document_text(document: LedgerDocument) -> str:
    """A ledger as it is frozen."""
    return written(ledger_json(document, frozen=True))


def document_and_units(text: str, currency: str) -> tuple[LedgerDocument, list[dict[str, Any]]]:
    """A ledger that was frozen without its units, and those as they stand in it: for whoever looks at all there are."""
    written = json.loads(text)
    return ledger_from(written, currency, with_units=False), written["units"]


def units_and_charges(text: str) -> tuple[list[dict[str, Any]], list[tuple[str, int]]]:
    """The units of a ledger that was frozen as they stand in it, and its charges with their minor units."""
    written = json.loads(text)
    lines = (line for line in written["lines"] if line["kind"] == "charge")
    return written["units"], [(line["charge"] or "", minor_units(line["amount"])) for line in lines]


def document_from(text: str, currency: str, *, with_units: bool = True) -> LedgerDocument:
    """The ledger that was frozen; `with_units` False leaves the units unread."""
    return ledger_from(json.loads(text), currency, with_units=with_units)
