"""How much does a minute count? Work is cut at the edges of the bands, its rounded minutes shared out and weighed.

RULES 3.9. Guarantees (`test_shares_sum_to_what_was_rounded`): the shares of a unit's slices add up to its accounted
minutes exactly, since the running sum is rounded and not each share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from models.domain.basics.money import round_half_up
from models.domain.basics.zone import Zone
from models.domain.contracts.weights import NO_WEIGHT, Weighing
from models.domain.ledger.pieces import Piece
from models.domain.ledger.results import Slice
from models.domain.values import Band


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a piece within one band, or outside all that hold (`band` None)."""

    started_at: int
    key: str
    """Of the entry."""
    seconds: int
    band: Band | None

    @property
    def weight(self) -> Decimal:
        """What a minute of it counts."""
        return NO_WEIGHT if self.band is None else self.band.weight

    @property
    def name(self) -> str | None:
        """What a statement calls the band; None where the contract has none for this time."""
        return None if self.band is None else self.band.name


def cuts_of(pieces: Sequence[Piece], weighing: Weighing, zone: Zone) -> list[Cut]:
    """The pieces of a unit cut at the edges of the bands of their dates, in time order (RULES 3.9).

    Tuesday 18:30 to 20:00 with a band from 19:00: 30 minutes outside, 60 within. Pieces of no length have none.
    """
    found: list[Cut] = []
    for piece in pieces:
        held = weighing.bands(piece.work_date) if weighing.holds_for(piece.entry) else ()
        found.extend(cut_piece(piece, held, zone))
    return sorted(found, key=lambda cut: (cut.started_at, cut.key))


def cut_piece(piece: Piece, bands: Sequence[Band], zone: Zone) -> Iterator[Cut]:
    """One piece cut at the edges of these bands."""
    at, end, day, key = piece.started_at, piece.started_at + piece.seconds, piece.work_date, piece.entry.key
    for band in bands:
        opens, closes = zone.instant(day, band.opens), zone.instant(day, band.closes)
        first, last = max(at, opens), min(end, closes)
        if first >= last:
            continue
        if at < first:
            yield Cut(at, key, first - at, None)
        yield Cut(first, key, last - first, band)
        at = last
    if at < end:
        yield Cut(at, key, end - at, None)


def least_minutes(cuts: Sequence[Cut]) -> int:
    """The greatest minimum of the bands that the work touches, 0 without any (RULES 3.9)."""
    return max((cut.band.minimum for cut in cuts if cut.band is not None), default=0)


def shares(accounted: int, seconds: Sequence[int]) -> list[int]:
    """`accounted` minutes shared out over stretches of time; the shares add up to it (RULES 3.9).

    30 minutes over 7 and 10 minutes of clock time: 12 and 18. Nothing over nothing is nothing.
    """
    whole = sum(seconds)
    found, ran, given = [], 0, 0
    for part in seconds:
        ran += part
        upto = round_half_up(Fraction(accounted * ran, whole))
        found.append(upto - given)
        given = upto
    return found


def counted_minutes(parts: Sequence[tuple[int, Decimal]]) -> int:
    """Σ share × weight, rounded half-up once (RULES 3.9): 45 × 1.5 + 45 × 2 = 157.5 counts 158."""
    return round_half_up(sum((share * Fraction(weight) for share, weight in parts), Fraction(0)))


def weighed(cuts: Sequence[Cut], accounted: int) -> tuple[int, tuple[Slice, ...]]:
    """What a unit of so many accounted minutes counts, and its slices; none where every weight is 1 (RULES 3.9).

    Tuesday 18:53 to 19:10 with an evening of 1.5 from 19:00, accounted 30: 12 + 18 × 1.5 = 39.
    """
    if all(cut.weight == NO_WEIGHT for cut in cuts):
        return accounted, ()
    parts = shares(accounted, [cut.seconds for cut in cuts])
    counted = counted_minutes([(share, cut.weight) for share, cut in zip(parts, cuts, strict=True)])
    slices = []
    for _, run in groupby(zip(cuts, parts, strict=True), key=lambda pair: (pair[0].name, pair[0].weight)):
        joined = list(run)
        slices.append(
            Slice(
                joined[0][0].name,
                joined[0][0].weight,
                sum(cut.seconds for cut, _ in joined),
                sum(share for _, share in joined),
            )
        )
    return counted, tuple(slices)
