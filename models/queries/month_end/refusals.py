"""Why is a closed month refused, and how does one go on? The same words for a write and for its preview (RULES 6.2)."""

from __future__ import annotations

from models.domain.basics.errors import MonthClosed
from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.storage import tables as t
from models.storage.rows.reading import read_closed_through, read_desk


def closed_error(month: Month, what: str, *, late: bool = True) -> MonthClosed:
    """The refusal that says which month, who closed it, and how to go on (RULES 6.2)."""
    row = (
        t.ClosedMonth.select(t.ClosedMonth.month, t.ClosedMonth.closed_by, t.ClosedMonth.closed_at)
        .where(t.ClosedMonth.month >= month)
        .order_by(t.ClosedMonth.month)
        .tuples()
        .first()
    )
    by = f" by {row[1]} on {zone(read_desk().timezone).date_of(row[2])}" if row else ""
    newest = read_closed_through() or month
    # Months are reopened from the newest back.
    which = "it" if newest <= month else f"every month back to it, the newest first, that is {newest}"
    ways = f"reopen {which} (deskhours reopen {newest} --reason TEXT)"
    if late:
        ways = f"record the work late as a new entry, or {ways}"
    return MonthClosed(f"{what}: {month} is closed{by}; {ways}")
