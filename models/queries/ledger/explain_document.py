"""How is one unit of a ledger explained to a program? The same steps as in words, as JSON (RULES 3.8, 11)."""

from __future__ import annotations

from typing import Any

from models.book.ledgers import line_json, unit_json
from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month
from models.domain.basics.zone import to_iso
from models.domain.ledger.document import UnitLine
from models.domain.ledger.explaining.explain_basis import Basis
from models.domain.ledger.explaining.explain_draws import draw_steps
from models.domain.ledger.explaining.explain_unit import LINE_WORDS, bill_key, explain_unit, unit_pieces
from models.domain.ledger.units import minutes_of
from models.queries.ledger.explain import read_basis

Document = dict[str, Any]


def explain_document(client: str, month: Month, entry: str) -> Document:
    """The unit in which the entry stands in the client's month; raises NotFound.

    An entry over midnight may stand in two: the later ones are in `also`.
    """
    basis = read_basis(client, month)
    found = [n for n, unit in enumerate(basis.document.units) if entry in unit.entries]
    if not found:
        raise NotFound(f"{entry!r} is no entry of {client} in {month}")
    first, *others = (unit_document(basis, position) for position in found)
    return first | {"also": others}


def unit_document(basis: Basis, position: int) -> Document:
    """The unit at `position`: pieces, slices, rounding, weights, draws with their reasons, lines."""
    unit = basis.document.units[position]
    return {
        **unit_json(unit, basis.document.currency),
        "pieces": _pieces(basis, unit),
        "rounding": _rounding(basis, unit),
        "weights": _weights(basis, unit),
        "draws": _draws(basis, position),
        "lines": _lines(basis, unit),
        "words": list(explain_unit(basis, position)),
    }


def _pieces(basis: Basis, unit: UnitLine) -> list[Document]:
    return [
        {
            "entry": piece.entry.key,
            "agent": piece.entry.agent,
            "work_date": piece.work_date.isoformat(),
            "started_at": to_iso(piece.started_at),
            "ended_at": to_iso(piece.started_at + piece.seconds),
            "seconds": piece.seconds,
            "carried": piece.carried,
        }
        for piece in unit_pieces(basis, unit)
    ]


def _rounding(basis: Basis, unit: UnitLine) -> Document:
    """The rule that was used; `minimum` is that of a touched band where it is the greater one (RULES 3.9)."""
    contract, pieces = basis.contract(unit.contract), unit_pieces(basis, unit)
    known = minutes_of(pieces, basis.terms, contract) if pieces else None
    rule = basis.terms.rounding(contract) if known is None else known.rounding
    return {
        "contract": unit.contract,
        "increment": rule.increment,
        "minimum": 0 if known is not None and known.carried else rule.minimum,
        "per": rule.per,
    }


def _weights(basis: Basis, unit: UnitLine) -> Document | None:
    """Whose table of weights holds, from when, and when its weights do; null where there is none."""
    contract = basis.contract(unit.contract)
    weighing = basis.terms.weighing(contract, unit.work_date)
    if weighing is None:
        return None
    own = contract is not None and contract.bands is not None
    return {
        "contract": contract.key if contract is not None and own else None,
        "from": weighing.table.since.isoformat(),
        "premium": weighing.rule,
    }


def _draws(basis: Basis, position: int) -> list[Document]:
    return [
        {
            "contract": step.draw.contract,
            "allowance": step.draw.allowance,
            "valid_from": step.draw.valid_from.isoformat(),
            "amount": step.draw.amount,
            "left_before": step.left_before,
            "reversed": step.restored,
            "reason": step.reason,
        }
        for step in draw_steps(basis, position).taken
    ]


def _lines(basis: Basis, unit: UnitLine) -> list[Document]:
    """The lines of the bill that the unit is in; `unit_minutes` are its part of their minutes."""
    return [
        line_json(line, basis.document.currency) | {"unit_minutes": unit.part(line.kind)}
        for line in basis.document.lines
        if line.kind in LINE_WORDS and unit.part(line.kind) and bill_key(line) == bill_key(unit)
    ]
