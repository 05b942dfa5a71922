"""How is a request's clock said in a list? Words first, then a tone that says the same.

Late and soon are words before they are colours.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from tui.text.clock_phrases import late_words, length_words, rest_words

if TYPE_CHECKING:
    from models.queries.requests.queue import QueueRow

SOON_SECONDS = 4 * 3600


def due_words(row: QueueRow, now: int, zone: tzinfo | None) -> str:
    """`1:05 late`, `0:40 left`, `today 17:30`, `Mon 10:00`, `waiting 3 d`, `open 2 d`."""
    if row.waiting_since is not None:
        return f"waiting {coarse(now - row.waiting_since)}"
    if row.due is None or row.left_seconds is None:
        return f"{row.state} {coarse(now - row.state_since)}"
    if row.left_seconds < 0:
        return late_words(-row.left_seconds)
    if row.left_seconds < SOON_SECONDS:
        return rest_words(row.left_seconds)
    due, today = datetime.fromtimestamp(row.due, zone), datetime.fromtimestamp(now, zone)
    days = (due.date() - today.date()).days
    if days == 0:
        return f"today {due:%H:%M}"
    return f"{due:%a %H:%M}" if days < 7 else f"{due.day} {due:%b %H:%M}"


def queue_tone(row: QueueRow) -> str:
    """The tone that goes with the words."""
    if row.waiting_since is not None:
        return "dim"
    return {"breached": "bad", "due_soon": "warn"}.get(row.due_state or "", "")


def coarse(seconds: int) -> str:
    """A time gone by: whole days, or hours and minutes of the first one."""
    days = seconds // 86_400
    return f"{days} d" if days > 0 else length_words(max(0, seconds))
