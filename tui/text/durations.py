"""How long is that, in figures? Minutes as `h:mm` and seconds as `h:mm:ss`; loads nothing, for commands and bars."""

from __future__ import annotations


def hm(minutes: int) -> str:
    """Minutes as `h:mm`: 65 → `1:05`, -30 → `-0:30`."""
    sign = "-" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), 60)
    return f"{sign}{hours}:{rest:02d}"


def hms(seconds: int) -> str:
    """Seconds as `h:mm:ss`: 2832 → `0:47:12`; a clock that jumped back shows zero, never a negative time."""
    minutes, secs = divmod(max(0, seconds), 60)
    hours, mins = divmod(minutes, 60)
    return f"{hours}:{mins:02d}:{secs:02d}"
