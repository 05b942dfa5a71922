"""On which day is promised work due, by the contracts as they are now? (RULES 2.9)"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from models.domain.contracts.recurring import occurrence_at
from models.domain.values import OccurrenceKey
from models.storage import tables as t
from models.storage.compiled import plain_rows
from models.storage.rows.reading import stored_contract
from models.storage.rows.whole import whole


def due_days(named: Collection[OccurrenceKey]) -> dict[OccurrenceKey, date]:
    """The due day of each that is still promised; two statements."""
    currency = t.Desk.select(t.Desk.currency).scalar()
    c = t.Contract
    rows = plain_rows(c.select(c.key, whole(c.document)).where(c.key.in_({each.contract for each in named})))
    contracts = {key: stored_contract(document, currency) for key, document in rows}
    found = {each: occurrence_at(contracts[each.contract], each) for each in named}
    return {each: occurrence.due for each, occurrence in found.items() if occurrence is not None}
