"""How long, how late, how much is left? `1:05 late`, `5:23 left`: one manner wherever the desk speaks of time.

A time that is late never reads as time left, and less than a minute of either is said without a number.
"""

from __future__ import annotations

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def length_words(seconds: int, *, days: bool = True) -> str:
    """A length as `h:mm`: `0:35`, `1:20`, `47:59`; from two days on `2 d 3 h`, unless `days` are not to be counted."""
    if days and seconds >= 2 * _DAY:
        whole, hours = seconds // _DAY, seconds % _DAY // _HOUR
        return f"{whole} d {hours} h" if hours else f"{whole} d"
    return f"{seconds // _HOUR}:{seconds % _HOUR // _MINUTE:02d}"


def late_words(seconds: int) -> str:
    """So many seconds too late: 3,900 is `1:05 late`; the first minute is `just late`."""
    return "just late" if seconds < _MINUTE else f"{length_words(seconds)} late"


def rest_words(seconds: int) -> str:
    """So many seconds to go: 19,380 is `5:23 left`; the last minute is `due now`."""
    return "due now" if seconds < _MINUTE else f"{length_words(seconds)} left"


def left_words(seconds: int | None, clock: str, *, late: bool | None = None) -> str:
    """What a clock says: `1:20 left`, `0:35 late, working time`; working time is named when it is late.

    `late` overrules the sign, since a clock that stands at its due time may be breached with nothing left.
    Working time is given in hours: a working day is not 24 of them.
    """
    if seconds is None:
        return ""
    behind, length = seconds < 0 if late is None else late, abs(seconds)
    if clock != "working" or length < _MINUTE:
        return late_words(length) if behind else rest_words(length)
    hours = length_words(length, days=False)
    return f"{hours} late, working time" if behind else f"{hours} left"


def call_words(minutes: int) -> str:
    """A call of so many minutes: 5 is `a 5-minute call`, 180 `a 3-hour call`, 90 `a 1:30 call`."""
    if minutes < 60:
        return f"a {minutes}-minute call"
    hours, rest = divmod(minutes, 60)
    return f"a {hours}:{rest:02d} call" if rest else f"a {hours}-hour call"
