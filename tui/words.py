"""How is a clock said in words? `1 h 20 left`, `late by 35 min, working time`: everywhere alike.

Law: a time that is late never reads as time left, and less than a minute of either is `under a minute`.
"""

from __future__ import annotations

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def span_words(seconds: int) -> str:
    """A length in the two units that matter: `35 min`, `1 h 20`, `2 d 3 h`; hours up to two days."""
    if seconds < _MINUTE:
        return "under a minute"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    if seconds < 2 * _DAY:
        hours, minutes = seconds // _HOUR, seconds % _HOUR // _MINUTE
        return f"{hours} h {minutes:02d}" if minutes else f"{hours} h"
    days, hours = seconds // _DAY, seconds % _DAY // _HOUR
    return f"{days} d {hours} h" if hours else f"{days} d"


def left_words(seconds: int | None, clock: str, *, late: bool | None = None) -> str:
    """What is left of a clock: `1 h 20 left`, `late by 35 min`; working time is named when it is late.

    `late` overrules the sign, since a clock that stands at its due time may be breached with nothing left.
    Working time is given in hours: a working day is not 24 of them.
    """
    if seconds is None:
        return ""
    behind = seconds < 0 if late is None else late
    length = _hours(abs(seconds)) if clock == "working" else span_words(abs(seconds))
    if not behind:
        return f"{length} left"
    return f"late by {length}, working time" if clock == "working" else f"late by {length}"


def _hours(seconds: int) -> str:
    if seconds < 2 * _DAY:
        return span_words(seconds)
    return f"{seconds // _HOUR} h"
