"""What lapses within some days, as it stands today? The answer of `lapsing`, at whatever instant (RULES 11)."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.domain.basics.months import Month
from models.domain.contracts.terms import Source
from models.domain.ledger.draws import shown_in
from models.domain.ledger.left_after import left_after
from models.domain.ledger.pieces import Piece, pieces_of
from models.queries.ledger.ledgers import Ledgers

Sums = dict[tuple[date, str, str], int]


def lapsing_document(now: int, days: int) -> list[dict[str, Any]]:
    """Minute grants begun by today that expire within `days` days, by date, client and contract (RULES 11).

    What is left after today's draws; what is worked later, or shown in a later month, says nothing yet.
    """
    ledgers = Ledgers()
    today = ledgers.zone.date_of(now)
    month = Month.of(today)
    clients = [client for client in ledgers.clients if client in ledgers.contracts.rows()]
    before = {record.client: record for record in ledgers.records(month.plus(-1), clients)}
    found: Sums = {}
    material = ledgers.material(clients, dict.fromkeys(clients, month), month, before)
    for client, opening, entries, _ in material:
        pieces: list[Piece] = []
        late: list[Piece] = []
        for entry in entries:
            for piece in pieces_of(entry, ledgers.zone):
                shown, is_late = shown_in(piece)
                if shown == month:
                    (late if is_late else pieces).append(piece)
        terms = ledgers.terms(client, month, month)
        for source, left in left_after(terms, opening, pieces, late, today):
            if _lapses(source, today, days) and source.expires_on is not None:
                key = (source.expires_on, client, source.contract)
                found[key] = found.get(key, 0) + left
    return [
        {"client": client, "contract": contract, "expires_on": last.isoformat(), "minutes": found[key]}
        for key in sorted(found)
        for last, client, contract in (key,)
    ]


def _lapses(source: Source, today: date, days: int) -> bool:
    """Minutes, begun, and to be used by a day that is near: the first and the last day included."""
    expires_on = source.expires_on
    if source.grant is None or source.grant.unit != "minutes" or expires_on is None:
        return False
    return source.valid_from <= today <= expires_on and (expires_on - today).days <= days
