"""Where does a number of a client's month come from, in words? For open months and closed ones alike (RULES 3.8).

A closed month is explained from its frozen document, an open one from what is computed now; the entries and the
terms behind either are those of the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month
from models.domain.ledger.explaining.explain_basis import Basis
from models.domain.ledger.explaining.explain_sums import explain_grant, explain_line, explain_sum
from models.domain.ledger.explaining.explain_unit import explain_unit
from models.domain.ledger.sums import SUM_NAMES
from models.domain.values import Charge, Entry
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.rows.reading import read_charges, read_entries

What = Literal["unit", "grant", "line"]
_BATCH = 500


def read_basis(client: str, month: Month) -> Basis:
    """What explanations of a client's month stand on; raises NotFound."""
    ledgers = Ledgers()
    document = ledgers.document(client, month)
    keys = sorted({key for unit in document.units for key in unit.entries})
    # Only late work draws what was lost, and only since its own month.
    late = [Month.of(unit.work_date) for unit in document.units if unit.late]
    opening = ledgers.openings({client: (min(late), month)} if late else {}).get(client, {})
    return Basis(document, _entries(keys), ledgers.terms(client, month), ledgers.zone, opening)


def _entries(keys: list[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for start in range(0, len(keys), _BATCH):
        batch = read_entries(t.Entry.key.in_(keys[start : start + _BATCH]))
        found.update((entry.key, entry) for entry in batch)
    return found


def explain(client: str, month: Month, name: str) -> str:
    """The words behind an entry, by its key, or a sum of the month, such as `overage`; raises NotFound.

    An entry over midnight stands in two units, which are explained one after the other.
    """
    basis = read_basis(client, month)
    units = [n for n, unit in enumerate(basis.document.units) if name in unit.entries]
    if units:
        return "\n\n".join(_text(explain_unit(basis, position)) for position in units)
    if name in SUM_NAMES:
        return _text(explain_sum(basis, name))
    raise NotFound(
        f"{name!r} is neither an entry of {client} in {month} nor a sum; sums are {', '.join(SUM_NAMES)}"
    )


def explain_row(client: str, month: Month, what: What, position: int) -> str:
    """The words behind one row of the ledger's units, grants or lines, counted from 0; raises NotFound."""
    basis = read_basis(client, month)
    document = basis.document
    count = len({"unit": document.units, "grant": document.grants, "line": document.lines}[what])
    if not 0 <= position < count:
        raise NotFound(f"{what}: {client} has {count} of them in {month}, there is no row {position}")
    if what == "unit":
        return _text(explain_unit(basis, position))
    if what == "grant":
        return _text(explain_grant(basis, position))
    return _text(explain_line(basis, position, _charges(client, month)))


def _charges(client: str, month: Month) -> dict[str, Charge]:
    charges = read_charges(month.first_day.isoformat(), month.last_day.isoformat(), [client])
    return {charge.key: charge for charge in charges}


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines)
