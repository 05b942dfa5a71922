"""Which grants can be drawn from on a day? Read from a month's summary (RULES 3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Usable = tuple[str, int | None, str, str | None, int, int]
"""Contract, allowance, valid from, expires on (ISO dates), minutes each, left."""


def usable_on(day: str, grants: Iterable[Any]) -> list[Usable]:
    """The grants of a summary that hold something on that ISO date, first and last day included."""
    return [
        (contract, allowance, valid_from, expires_on, each, left)
        for contract, allowance, valid_from, expires_on, each, _, _, left in grants
        if left and valid_from <= day and (expires_on is None or expires_on >= day)
    ]
