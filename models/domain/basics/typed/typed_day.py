"""Which day did somebody mean who typed `30 Nov`, `mon`, `+2w` or `end of month`?

Nothing is guessed: a text has one reading or is refused with what is accepted.
"""

from __future__ import annotations

from datetime import date

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import day_after, day_before, parse_date
from models.domain.basics.text import shown

DAYS = "accepted is 2026-11-30, 30 Nov, today, mon, next mon, +7, +2w, +3m, -1y or end of month"


def parse_day(text: str, today: date, path: str = "date") -> date:
    """Read a typed day; `today` is the day that a form counts from. Raises InvalidValue with `path`.

    `mon` is the latest Monday, `today` included, `next mon` the one after today; `30 Nov` lies in the year of `today`;
    `+3m` is the same day three months later, or the last of a shorter month.
    """
    words = " ".join(text.replace("\N{MINUS SIGN}", "-").replace(",", " ").casefold().split())
    known = {"today": today, "yesterday": day_before(today), "tomorrow": day_after(today)}
    if words in known:
        return known[words]
    if words[:4].isdecimal():
        return parse_date(words, path)
    # Loaded here: most days that are typed name no month and count no weeks, and pendulum would slow every form.
    from models.domain.basics.typed.named_days import day_in_words

    found = day_in_words(words, today, path)
    if found is None:
        raise InvalidValue(path, f"{shown(text)} is no date; {DAYS}")
    return found


def day_said(day: date, today: date) -> str:
    """What was read, in words: "Mon 30 Nov, in 4 days"."""
    # Loaded here: only who types a day is told what it means.
    from models.domain.basics.typed.named_days import spoken_day

    return spoken_day(day, today)
