"""How far ahead may a screen go? As far as the horizon, which is said in words there (RULES 1)."""

from __future__ import annotations

from datetime import date

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month, month_within_horizon, within_horizon
from tui.program.protocol import Program


def is_in_reach(program: Program, wanted: date | Month) -> bool:
    """May this day or month be shown? What lies too far ahead is said, with the last one that does not."""
    today = program.clock.local().date()
    try:
        if isinstance(wanted, Month):
            month_within_horizon(wanted, today, "")
        else:
            within_horizon(wanted, today, "")
    except InvalidValue as error:
        program.notify(error.message, severity="warning")
        return False
    return True
