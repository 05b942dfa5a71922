"""Where does this number come from? Any minute of a month's ledger, traced in words (RULES 3.8).

The words are made from the ledger's own document (RULES 10.1), so that they cannot say another number than the screen
or the statement, and a closed month explains what was frozen. Plain text, to be pasted as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.domain.basics.months import MONTH_NAMES, Month, day_after
from models.domain.basics.phrases import count_words, day_words, duration_words, money_words
from models.domain.basics.zone import Zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.balances import Identity, State
from models.domain.ledger.document import DrawLine, LedgerDocument, UnitLine
from models.domain.ledger.draws import Account
from models.domain.ledger.explain_order import (
    Place,
    accounts_before,
    places,
    since,
    take,
    why_before,
)
from models.domain.ledger.explain_weights import weight_lines
from models.domain.ledger.pieces import Piece, pieces_of
from models.domain.ledger.results import BillLine
from models.domain.ledger.units import accounted_minutes, minutes_of
from models.domain.values import Contract, Entry

KIND_WORDS = {
    "retainer": "retainer",
    "block": "block of hours",
    "unlimited": "unlimited",
    "on_demand": "on demand",
}
LINE_WORDS = {"overage": "overage", "on_demand": "on demand", "additional": "additional work"}


@dataclass(frozen=True, slots=True)
class Basis:
    """What an explanation stands on: the month's document, and what it was made from."""

    document: LedgerDocument
    entries: Mapping[str, Entry]
    terms: ClientTerms
    zone: Zone
    opening: State
    """What the month before left of each grant, and what it had lost by then."""

    @property
    def month(self) -> Month:
        """The month of the ledger."""
        return self.document.month

    def money(self, minor: int) -> str:
        """An amount as it stands in a sentence: 331800 is "3,318.00"."""
        return money_words(minor, self.document.currency)

    def contract(self, key: str | None) -> Contract | None:
        """The client's contract of that key."""
        return next((found for found in self.terms.contracts if found.key == key), None)

    def name(self, key: str) -> str:
        """A contract's name as the client knows it, with its key where two share the name."""
        names = [contract.name for contract in self.terms.contracts]
        found = self.contract(key)
        if found is None or found.name == key:
            return key
        return found.name if names.count(found.name) == 1 else f"{found.name} ({key})"

    def grant_name(self, identity: Identity) -> str:
        """A grant by its contract and, where that grants more than one at a time, its first day and place."""
        contract, allowance, valid_from = identity
        found = self.contract(contract)
        if found is None or found.kind != "retainer":
            return self.name(contract)
        place = f", allowance {(allowance or 0) + 1}" if len(found.allowances) > 1 else ""
        return f"{self.name(contract)} from {day_words(valid_from)}{place}"


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
        *_drawn(basis, position),
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
    for piece in _pieces_of(basis, unit):
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


def _pieces_of(basis: Basis, unit: UnitLine) -> list[Piece]:
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
    pieces = _pieces_of(basis, unit)
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
    yield from weight_lines(unit, _pieces_of(basis, unit), basis.terms, contract, whose)


# -- draws ----------------------------------------------------------------------------------------


def _drawn(basis: Basis, position: int) -> Iterator[str]:
    unit = basis.document.units[position]
    if unit.scope != "support":
        if unit.scope == "additional":
            yield "Additional work lies outside the contract: it draws from nothing and is billed in full (RULES 1)."
        return
    eligible = places(basis.document, basis.terms, unit.work_date, unit.work_type)
    accounts = accounts_before(basis.document, position, basis.terms, basis.opening)
    day = since(unit)
    usable = [p for p in eligible if p.kind == "unlimited" or accounts[p.identity].available(day) > 0]
    if not usable:
        yield "No grant had anything left for this work on this day (RULES 3.3)."
        return
    yield "Drawn, in the order of RULES 3.3:"
    waiting = {place.identity: place for place in usable}
    need = unit.counted
    for number, draw in enumerate(unit.draws, 1):
        place = waiting.pop(draw.identity, None)
        had = _available(accounts, draw, day)
        back = take(accounts, draw, day)
        yield f"  {number}. {basis.grant_name(draw.identity)}: {_draw(draw, place, need, had, back)}"
        if place is not None:
            yield from _why(basis, place, usable)
        need -= draw.amount
    for place in waiting.values():
        yield f"  Not touched: {basis.grant_name(place.identity)}: {_untouched(place, need)}."


def _available(accounts: Mapping[Identity, Account], draw: DrawLine, day: date | None) -> int:
    account = accounts.get(draw.identity)
    return 0 if account is None else account.available(day)


def _draw(draw: DrawLine, place: Place | None, need: int, had: int, back: int) -> str:
    amount = minutes_words(draw.amount)
    if place is None:
        return f"{amount}, by terms that have changed since"
    if place.kind == "unlimited":
        return f"unlimited, covers all {amount}"
    covers = f"{amount} of the {minutes_words(need)} to cover"
    if place.kind == "sessions":
        again = ", one that had lapsed" if back else ""
        each = minutes_words(place.session_minutes)
        return f"{covers}; {count_words(had, 'session')} of {each} left, one is used{again}, {had - 1} stay"
    again = f", {minutes_words(back)} of it restored from what had lapsed or been lost" if back else ""
    return f"{covers}{again}; {minutes_words(had)} left before, {minutes_words(had - draw.amount)} after"


def _why(basis: Basis, place: Place, usable: list[Place]) -> Iterator[str]:
    following = usable[usable.index(place) + 1 :]
    if following:
        yield f"     before the next: {why_before(place, following[0], basis.grant_name(following[0].identity))}"
    elif len(usable) > 1:
        yield "     the last that had anything left"
    else:
        yield "     the only one that had anything left"


def _untouched(place: Place, need: int) -> str:
    if need and place.kind == "sessions":
        return "a unit uses one session at most"
    return "everything was drawn before its turn"


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


# -- words ----------------------------------------------------------------------------------------


def minutes_words(minutes: int) -> str:
    """Minutes, from an hour on with the hours too: 47 is "47 min", 90 is "90 min (1 h 30 min)"."""
    return f"{minutes} min" if minutes < 60 else f"{minutes:,} min ({duration_words(minutes)})"


def month_words(month: Month) -> str:
    """A month as "March 2026"."""
    return f"{MONTH_NAMES[month.month - 1]} {month.year}"


def spent_words(seconds: int) -> str:
    """Clock time to the second: 2820 is "47 min", 61 is "1 min 1 s"."""
    minutes, rest = divmod(seconds, 60)
    if not rest:
        return minutes_words(minutes)
    return f"{minutes:,} min {rest} s" if minutes else f"{rest} s"
