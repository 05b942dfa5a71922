"""How are the sums of a month written and read? By their names (RULES 3.7, 10.1); apart, as a start reads no more."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter, itemgetter
from typing import Any

from models.domain.ledger.sums import SUM_NAMES, MonthSums

_SUMS, _SUM_KEYS = attrgetter(*SUM_NAMES), itemgetter(*SUM_NAMES)


def sums_json(sums: MonthSums, *, frozen: bool = False) -> dict[str, int]:
    """The sums by name, in the order of RULES 10.1; `frozen` leaves out a `counted` that is what is accounted."""
    written = dict(zip(SUM_NAMES, _SUMS(sums), strict=True))
    if frozen and sums.counted == sums.accounted:
        del written["counted"]
    return written


def sums_from(written: Mapping[str, Any]) -> MonthSums:
    """The sums among the values of a mapping by their names; without `counted` that is what is accounted."""
    if "counted" not in written:
        written = {**written, "counted": written["accounted"]}
    return MonthSums(*_SUM_KEYS(written))
