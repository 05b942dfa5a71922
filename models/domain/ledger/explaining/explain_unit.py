"""Where does this number come from? Any minute of a month's ledger, traced in words (RULES 3.8).

The words are made from the ledger's own document (RULES 10.1), so that they cannot say another number than the screen
or the statement, and a closed month explains what was frozen. Plain text, to be pasted as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.domain.basics.months import Month, day_after
from models.domain.basics.phrases import day_words
from models.domain.basics.zone import Zone
from models.domain.ledger.document import UnitLine
from models.domain.ledger.explaining.explain_basis import Basis, minutes_words, month_words, spent_words
from models.domain.ledger.explaining.explain_draws import DrawSteps, draw_steps
from models.domain.ledger.explaining.explain_weights import weight_lines
from models.domain.ledger.pieces import Piece, pieces_of
from models.domain.ledger.results import BillLine
from models.domain.ledger.units import accounted_minutes, minutes_of

KIND_WORDS = {
    "retainer": "retainer",
    "block": "block of hours",
    "unlimited": "unlimited",
    "on_demand": "on demand",
}
LINE_WORDS = {"overage": "overage", "on_demand": "on demand", "additional": "additional work"}


def explain_unit(basis: Basis, position: int) -> tuple[str, ...]:
    """One unit of the month: pieces, gathering, rounding, draws in their order, the rest, the line (RULES 3.8).

    0:20 left, 47 min spent, increment 15: 60 accounted = 20 drawn + 40 overage, 40 min × 90.00 / 60 = 60.00.
    """
    unit = basis.document.units[position]
    return (
        _headline(unit),
        *_late(basis, unit),
        "",
        *_pieces(basis, unit),
        *_gathered(basis, unit),
        "",
        *_rounded(basis, unit),
        *_weights(basis, unit),
        "",
        *_drawn(basis, unit, draw_steps(basis, position)),
        *_rest(basis, unit),
        *_billed(basis, unit),
    )


def _headline(unit: UnitLine) -> str:
    what = f"{unit.scope}, {unit.work_type}"
    counted = f", counted {minutes_words(unit.counted)}," if unit.counted != unit.accounted else ""
    if unit.request is not None:
        what += f", request {unit.request}"
    day = day_words(unit.work_date)
    return f"{minutes_words(unit.accounted)} accounted{counted} for {spent_words(unit.spent_seconds)} on {day} ({what})"


def _late(basis: Basis, unit: UnitLine) -> Iterator[str]:
    if unit.late:
        done = Month.of(unit.work_date)
        yield (
            f"Late work: done in {month_words(done)}, which was closed when it was recorded, and therefore shown in"
            f" {month_words(basis.month)}"
            " before its own work. It can use what its grants still have, and what they lost since"
            " (RULES 6.3)."
        )


# -- pieces and rounding --------------------------------------------------------------------------


def _pieces(basis: Basis, unit: UnitLine) -> Iterator[str]:
    yield "Worked (local time, cut at midnight; RULES 3.1):"
    for piece in unit_pieces(basis, unit):
        begins = basis.zone.local(piece.started_at)
        end = piece.started_at + piece.seconds
        ends = "24:00" if end == basis.zone.starts(day_after(piece.work_date)) else _clock(basis.zone, end)
        carried = ", carried over midnight" if piece.carried else ""
        day = "" if piece.work_date == unit.work_date else f"{day_words(piece.work_date)} "
        yield (
            f"  {piece.entry.key}, {piece.entry.agent}: {day}{begins:%H:%M}–{ends},"
            f" {spent_words(piece.seconds)}{carried}"
        )


def _clock(zone: Zone, instant: int) -> str:
    return f"{zone.local(instant):%H:%M}"


def unit_pieces(basis: Basis, unit: UnitLine) -> list[Piece]:
    """The pieces of which the unit consists, as far as their entries still exist, in time order (RULES 3.2)."""
    known = [basis.entries[key] for key in unit.entries if key in basis.entries]
    pieces = [piece for entry in known for piece in pieces_of(entry, basis.zone)]
    pieces.sort(key=lambda piece: (piece.started_at, piece.entry.key))
    if not _is_of_month(basis, unit):
        return [piece for piece in pieces if piece.work_date == unit.work_date]
    month, work_type = Month.of(unit.work_date), unit.work_type
    same = basis.terms.governing(unit.work_date, work_type)
    return [
        piece
        for piece in pieces
        if Month.of(piece.work_date) == month and basis.terms.governing(piece.work_date, work_type) == same
    ]


def _is_of_month(basis: Basis, unit: UnitLine) -> bool:
    rule = basis.terms.rounding(basis.contract(unit.contract))
    return unit.request is not None and rule.per == "request_month"


def _gathered(basis: Basis, unit: UnitLine) -> Iterator[str]:
    if len(unit.entries) > 1:
        total, per = spent_words(unit.spent_seconds), "day, type and scope"
        if _is_of_month(basis, unit):
            per = "month, type, scope and contract"
        yield f"  Together {total}: one request's work of a {per} is one unit (RULES 3.2)."


def _rounded(basis: Basis, unit: UnitLine) -> Iterator[str]:
    """The rounding with its arithmetic, and whose it is (RULES 3.2, 3.4)."""
    if unit.scope == "courtesy":
        yield "Courtesy: it is shown and costs nothing, so 0 min are accounted (RULES 3.2)."
        return
    contract = basis.contract(unit.contract)
    if contract is None:
        yield "No contract governs this work: the desk's own conditions for work on demand hold (RULES 2.7)."
    else:
        kind = KIND_WORDS[contract.kind]
        yield f"{basis.name(contract.key)} ({kind}) governs this work: its rounding and rate hold (RULES 3.4)."
    pieces = unit_pieces(basis, unit)
    known = minutes_of(pieces, basis.terms, contract) if pieces else None
    rule = basis.terms.rounding(contract) if known is None else known.rounding
    carried = known is not None and known.carried
    expected = accounted_minutes(unit.spent_seconds, rule, with_minimum=not carried)
    steps = (
        f"up to the next {minutes_words(rule.increment)}" if rule.increment > 1 else "up to a whole minute"
    )
    least = ""
    if rule.minimum and carried:
        least = "no minimum, as the call paid it before midnight; "
    elif rule.minimum:
        least = f"at least {minutes_words(rule.minimum)}, "
    if expected == unit.accounted:
        spent = spent_words(unit.spent_seconds)
        yield f"Rounding: {least}{steps}: {spent} → {minutes_words(expected)} (RULES 3.2)."
    else:
        yield f"Rounding: {minutes_words(unit.accounted)}, as frozen; the desk's rounding has changed since."


def _weights(basis: Basis, unit: UnitLine) -> Iterator[str]:
    contract = basis.contract(unit.contract)
    own = contract is not None and contract.bands is not None
    whose = basis.name(contract.key) if contract is not None and own else "the desk"
    yield from weight_lines(unit, unit_pieces(basis, unit), basis.terms, contract, whose)


# -- draws ----------------------------------------------------------------------------------------


def _drawn(basis: Basis, unit: UnitLine, steps: DrawSteps) -> Iterator[str]:
    if unit.scope != "support":
        if unit.scope == "additional":
            yield "Additional work lies outside the contract: it draws from nothing and is billed in full (RULES 1)."
        return
    if not steps.usable:
        yield "No grant had anything left for this work on this day (RULES 3.3)."
        return
    yield "Drawn, in the order of RULES 3.3:"
    for number, step in enumerate(steps.taken, 1):
        yield f"  {number}. {basis.grant_name(step.draw.identity)}: {step.words}"
        if step.reason is not None:
            yield f"     {step.reason}"
    for identity, why in steps.untouched:
        yield f"  Not touched: {basis.grant_name(identity)}: {why}."


# -- what no grant covered ------------------------------------------------------------------------


def _rest(basis: Basis, unit: UnitLine) -> Iterator[str]:
    contract = basis.contract(unit.contract)
    if unit.overage and contract is not None:
        kind = KIND_WORDS[contract.kind]
        yield (
            f"Left over: {minutes_words(unit.overage)}, overage, since a {kind} governs"
            f" ({basis.name(contract.key)}; RULES 3.5)."
        )
    if unit.on_demand:
        yield (
            f"Left over: {minutes_words(unit.on_demand)}, billed on demand, since neither a retainer nor a block"
            " governs (RULES 3.5)."
        )


def _billed(basis: Basis, unit: UnitLine) -> Iterator[str]:
    for kind in LINE_WORDS:
        if not unit.part(kind):
            continue
        for line in basis.document.lines:
            if line.kind == kind and bill_key(line) == bill_key(unit):
                yield ""
                yield from line_words(basis, line, unit.part(kind))
    if unit.counted and not any(unit.part(kind) for kind in LINE_WORDS):
        yield "Nothing is left to bill."


def bill_key(row: UnitLine | BillLine) -> tuple[bool, str | None, str | None, int | None]:
    """What the work that is billed on one line has in common: late, contract, work type, rate."""
    return row.late, row.contract, row.work_type, row.rate


def line_words(basis: Basis, line: BillLine, part: int | None = None) -> Iterator[str]:
    """A line of worked time: minutes × rate, rounded once; `part` minutes of it are those asked about."""
    late = "late " if line.late else ""
    under = f" under {basis.name(line.contract)}" if line.contract is not None else ""
    yield (
        f"Line: {late}{LINE_WORDS[line.kind]}, {line.work_type}{under}:"
        f" {line.minutes or 0:,} min × {basis.money(line.rate or 0)} / 60 = {basis.money(line.amount)},"
        " rounded once for the whole line"
        " (RULES 3.5)."
    )
    if part is not None and part != line.minutes:
        yield f"  Of its {line.minutes or 0:,} min, {part:,} come from here."
