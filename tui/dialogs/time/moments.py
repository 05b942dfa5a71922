"""How are the times of an entry typed and shown? Start, and end or length, counted from the day of a form.

Guarantees (`test_what_is_shown_is_read_back`): what is shown is read back as the same instant, seconds and the
repeated autumn hour included; a text with two readings is refused with both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from models.domain.basics.errors import InvalidValue
from models.domain.basics.typed.typed_time import parse_duration, parse_when
from models.domain.basics.typed.wallclock import instants_of
from models.domain.basics.zone import Zone
from tui.text.format import hm

LENGTHS = "for a length type 1h30, 45m or +1:30"


def moment_text(instant: int, day: date, zone: Zone) -> str:
    """`09:15`, `09:15:30`, `tomorrow 00:10`, `02:30 second`, or with a date when it is further from `day`."""
    local = zone.local(instant)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    twice = instants_of(local.replace(tzinfo=None, fold=0), zone)
    if len(twice) > 1:
        clock += " first" if instant == twice[0] else " second"
    near = {0: "", 1: "tomorrow ", -1: "yesterday "}
    distance = (local.date() - day).days
    return f"{near[distance]}{clock}" if distance in near else f"{local:%Y-%m-%d} {clock}"


def read_until(text: str, start: int, now: int, zone: Zone, day: date) -> int:
    """The end of what began at `start`: a time, or a length with its unit or a plus; raises InvalidValue."""
    words = " ".join(text.casefold().split())
    if words.startswith("+"):
        return start + parse_duration(words[1:], "") * 60
    if not words.startswith(("-", "\N{MINUS SIGN}")) and any(char.isalpha() for char in words):
        try:
            return start + parse_duration(words, "") * 60
        except InvalidValue:
            pass  # no length: it may be a time such as `2pm` or `tomorrow 0:10`
    try:
        return parse_when(words, now, zone, "", day)
    except InvalidValue as error:
        raise InvalidValue("", f"{error.message}; {LENGTHS}") from error


def split_span(text: str, readable: Callable[[str], bool]) -> tuple[str, str] | None:
    """The two sides of `9:15-10`, `9:15 to 10` or `mon 9:15 – 10:00`; None for a text that is no such span.

    `readable` tells whether a side is a time; a text that is one as a whole is left alone.
    """
    if readable(text):
        return None
    for match in re.finditer(r"\s*[-\u2013\u2014]\s*|\s+to\s+", text):
        first, last = text[: match.start()].strip(), text[match.end() :].strip()
        if first and last and readable(first) and readable(last):
            return first, last
    return None


class Moments:
    """What the typed times of one form count from; the form tells which day it shows."""

    def __init__(self, zone: Zone, now: Callable[[], int], day: date) -> None:
        """`day` is used until the form has one."""
        self.zone = zone
        self.now = now
        self.day: Callable[[], date] = lambda: day
        self.start: Callable[[], int | None] = lambda: None

    def read_start(self, text: str) -> int:
        """The typed start as an instant."""
        return parse_when(text, self.now(), self.zone, "", self.day())

    def read_end(self, text: str) -> int:
        """The typed end or length as an instant, not before the start when that is known."""
        start = self.start()
        if start is None:
            return read_until(text, self.now(), self.now(), self.zone, self.day())
        end = read_until(text, start, self.now(), self.zone, self.day())
        if end < start:
            shown = moment_text(start, self.day(), self.zone)
            raise InvalidValue(
                "",
                f"is {hm((start - end + 59) // 60)} before the start {shown}; "
                f"accepted is a later time, also tomorrow 0:10; {LENGTHS}",
            )
        return end
