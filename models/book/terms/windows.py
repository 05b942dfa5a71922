"""How is a stretch of a day written? As HH:MM-HH:MM in the desk's local time, up to 24:00 (RULES 4.1)."""

from __future__ import annotations

import re

from models.domain.basics.errors import InvalidValue
from models.domain.basics.text import shown
from models.domain.values import Window

_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)", re.ASCII)


def parse_window(value: object, path: str) -> Window:
    """The window of "19:00-22:00", the end later than the begin; raises InvalidValue."""
    match = _WINDOW.fullmatch(value) if isinstance(value, str) else None
    if match:
        opens = int(match[1]) * 60 + int(match[2])
        closes = int(match[3]) * 60 + int(match[4]) if match[3] else 24 * 60
        if opens < closes:
            return Window(opens, closes)
    raise InvalidValue(
        path, f"{shown(value)} is no window; accepted is HH:MM-HH:MM, the end later and up to 24:00"
    )


def clock_text(minutes: int) -> str:
    """Minutes after midnight as HH:MM: 1440 is "24:00"."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def window_text(window: Window) -> str:
    """A window as the book writes it: "09:00-17:30"."""
    return f"{clock_text(window.opens)}-{clock_text(window.closes)}"
