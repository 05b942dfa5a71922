"""Why does this work count for more or less than it took? The weights of a unit in words (RULES 3.9).

The numbers are those of the unit itself, so that a closed month explains what was frozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from models.domain.basics.phrases import day_words, weight_words
from models.domain.contracts.terms import ClientTerms
from models.domain.contracts.weights import NO_WEIGHT, Weighing, premium_word
from models.domain.ledger.bands import cut_piece
from models.domain.ledger.document import UnitLine
from models.domain.ledger.pieces import Piece
from models.domain.ledger.results import Slice
from models.domain.values import Contract


def weight_lines(
    unit: UnitLine, pieces: Sequence[Piece], terms: ClientTerms, contract: Contract | None, whose: str
) -> Iterator[str]:
    """How the accounted minutes of a unit were shared out and weighed, or why no weight holds; nothing without any.

    12 of 30 minutes in the day and 18 in an evening of 1.5: "12 × 1 + 18 × 1.5 = 39 min counted".
    """
    weighing = terms.weighing(contract, unit.work_date)
    if unit.slices:
        since = "" if weighing is None else f" from {day_words(weighing.table.since)}"
        yield f"Weights: the table of {whose}{since} holds (RULES 3.9)."
        for part in unit.slices:
            yield f"  {slice_words(part)}: {_clock(part.seconds)} worked, {part.accounted} min its share"
        if unit.scope != "courtesy":
            yield f"  {product_words(unit.slices)} counted, rounded once"
    if weighing is not None:
        yield from _not_held(pieces, weighing, terms)


def slice_words(part: Slice) -> str:
    """A slice by name and weight: "evening ×1.5", "outside ×1"."""
    plain = part.name is None and part.weight == NO_WEIGHT
    return "outside ×1" if plain else weight_words(part.name, part.weight)


def product_words(slices: Iterable[Slice]) -> str:
    """The weighing as it is reckoned: "45 × 1.5 + 45 × 2 = 157.5 → 158 min"."""
    parts = list(slices)
    exact = sum((part.accounted * Fraction(part.weight) for part in parts), Fraction(0))
    whole = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    terms = " + ".join(f"{part.accounted} × {part.weight}" for part in parts)
    rounded = f"{whole} min" if exact == whole else f"{_decimal(exact)} → {whole} min"
    return f"{terms} = {rounded}"


def _decimal(number: Fraction) -> str:
    return f"{(Decimal(number.numerator) / Decimal(number.denominator)).normalize():f}"


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes:,} min {rest} s" if rest else f"{minutes:,} min"


def _not_held(pieces: Sequence[Piece], weighing: Weighing, terms: ClientTerms) -> Iterator[str]:
    """Work in a band with a weight that was waived, or not agreed to."""
    for piece in pieces:
        cuts = cut_piece(piece, weighing.bands(piece.work_date), terms.zone)
        words = dict.fromkeys(weight_words(cut.name, cut.weight) for cut in cuts if cut.weight != NO_WEIGHT)
        if not words or weighing.holds_for(piece.entry):
            continue
        said = premium_word(piece.entry, weighing.facts)
        why = "was waived for it" if said == "waived" else "holds only where it was agreed, and it was not"
        yield f"Weights: {piece.entry.key} lies in {', '.join(words)}, which {why} (RULES 3.9)."
