"""How does a closed month's ledger cross into SQL? As the JSON text of RULES 10.1, which never changes (RULES 6.5)."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from operator import itemgetter

from models.book.ledgers import ledger_from, ledger_json
from models.domain.basics.notation import minor_units
from models.domain.ledger.document import LedgerDocument
from models.storage.packing import unpack
from models.storage.rows.money import COLUMNS, parted


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
    return parted(ledger_json(document, frozen=True), COLUMNS["statement"]["document"])


Counted = tuple[list[str], int, int]
"""A unit's entries, what it counts, and what its parts add up to."""
_PARTS = itemgetter("covered", "unlimited", "by_sessions", "overage", "on_demand", "additional")


def document_and_counted(text: str, currency: str) -> tuple[LedgerDocument, Iterator[Counted]]:
    """A ledger that was frozen without its units, and of each of those what it counts: for whoever looks at all.

    A unit without `counted` counts what is accounted.
    """
    written = json.loads(text)
    counted = (
        (unit["entries"], unit.get("counted", unit["accounted"]), sum(_PARTS(unit)))
        for unit in written["units"]
    )
    return ledger_from(written, currency, with_units=False), counted


Work = tuple[int, str | None, str, str, str, bool]
"""What entries alone make of a unit: seconds, request, work type, scope, day as ISO text, whether it is late."""
Works = dict[tuple[str, ...], Work]
"""The work of a month by the entries of each unit."""
_WORK = itemgetter("spent_seconds", "request", "work_type", "scope", "work_date", "late")


def works_and_charges(text: str) -> tuple[Works, list[tuple[str, int]]]:
    """The work of a ledger that was frozen, as it stands in it, and its charges with their minor units."""
    written = json.loads(text)
    lines = (line for line in written["lines"] if line["kind"] == "charge")
    works = {tuple(unit["entries"]): _WORK(unit) for unit in written["units"]}
    return works, [(line["charge"] or "", minor_units(line["amount"])) for line in lines]


def document_from(text: str, currency: str, *, with_units: bool = True) -> LedgerDocument:
    """The ledger that was frozen; `with_units` False leaves the units unread."""
    return ledger_from(json.loads(text), currency, with_units=with_units)
