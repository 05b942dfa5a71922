"""What do a client's grants and units add up to in a month? The sums of RULES 3.7 and 10.1.

Guarantees (`test_sums_of_the_document_are_those_of_its_rows`): opening + granted - drawn - lapsed - forfeited +
reversed = closing, and the parts make what is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.basics.frozen import dataclass

if TYPE_CHECKING:
    # The sums of a month that is kept are read without what computes them.
    from models.domain.ledger.results import MonthLedger

FLOWS = ("opening", "granted", "drawn", "lapsed", "forfeited", "reversed", "closing")
SPLIT = ("covered", "unlimited", "by_sessions", "overage", "on_demand", "additional")


@dataclass(frozen=True, slots=True)
class MonthSums:
    """The flows of grants of minutes, then what the units add up to: minutes, seconds where the name says so."""

    opening: int = 0
    granted: int = 0
    drawn: int = 0
    lapsed: int = 0
    forfeited: int = 0
    reversed: int = 0
    closing: int = 0
    spent_seconds: int = 0
    accounted: int = 0
    counted: int = 0
    """Accounted minutes by their weights (RULES 3.9)."""
    covered: int = 0
    unlimited: int = 0
    by_sessions: int = 0
    overage: int = 0
    on_demand: int = 0
    additional: int = 0
    courtesy_seconds: int = 0
    late_accounted: int = 0

    @property
    def balance_holds(self) -> bool:
        """Opening + granted - drawn - lapsed - forfeited + reversed = closing (RULES 3.7)."""
        lost = self.lapsed + self.forfeited
        return self.opening + self.granted - self.drawn - lost + self.reversed == self.closing

    @property
    def split_holds(self) -> bool:
        """Covered + unlimited + by sessions + overage + on demand + additional = counted (RULES 3.7, 3.9)."""
        return sum(map(self.of, SPLIT)) == self.counted

    @property
    def is_weighed(self) -> bool:
        """Do the month's minutes count for more or less than they are accounted? (RULES 3.9)"""
        return self.counted != self.accounted

    def of(self, name: str) -> int:
        number: int = getattr(self, name)
        return number


NO_SUMS = MonthSums()
"""The sums of a month without anything."""
SUM_NAMES = (*FLOWS, "spent_seconds", "accounted", "counted", *SPLIT, "courtesy_seconds", "late_accounted")
"""The sums in the order of RULES 10.1, which is that of the fields."""


def sums_of(ledger: MonthLedger) -> MonthSums:
    """The sums of a computed month."""
    grants = [grant for grant in ledger.grants if grant.unit == "minutes"]
    units = [result.unit for result in ledger.units]
    return MonthSums(
        **{flow: sum(grant.flow(flow) for grant in grants) for flow in FLOWS},
        **{part: sum(getattr(result, part) for result in ledger.units) for part in SPLIT},
        spent_seconds=sum(unit.spent_seconds for unit in units),
        accounted=sum(unit.accounted for unit in units),
        counted=sum(unit.counted for unit in units),
        courtesy_seconds=sum(unit.spent_seconds for unit in units if unit.scope == "courtesy"),
        late_accounted=sum(unit.accounted for unit in units if unit.late),
    )
