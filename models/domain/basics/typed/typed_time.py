"""What did the person mean who typed `1h30`, `9:15`, `-20m` or `yesterday 16:00`?

Guarantees (`test_any_text_is_read_or_refused`): nothing is guessed. A text has one reading or is refused with what is
accepted; a local time that a change of the clock skips or repeats is explained; a repeated one is asked for as `02:30
first` or `second`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import day_after, day_before, parse_date
from models.domain.basics.text import shown
from models.domain.basics.typed.wallclock import gap_around, instants_of
from models.domain.basics.zone import Zone, to_iso

MAX_DURATION = 9_999 * 60 + 59
"""The longest duration accepted, in minutes: 9999:59."""
DURATIONS = "accepted is 1h30, 1:30, 1.5h, 90m or 90 (minutes), up to 9999:59"
TIMES = (
    "accepted is 9:15, 0915, 9, 9.15, 2pm, -20m (20 minutes ago), now, yesterday 16:00, mon 9:00, "
    "30 Jan 10:00, 2026-01-30 10:00 or 2026-01-30T09:00:00Z"
)
CLOCKS = "accepted is a time of today like 12:30, 1230, 12.30, 12 or 2pm"

_H, _M = r"\s*(?:h|hrs?|hours?)", r"\s*(?:m|mins?|minutes?)"
_COLON = re.compile(r"(?P<h>\d{1,4}):(?P<m>[0-5]\d)", re.ASCII)
_UNITS = re.compile(rf"(?P<h>\d{{1,4}}){_H}(?:\s*(?P<m>[0-5]?\d)(?:{_M})?)?", re.ASCII)
_MINUTES = re.compile(rf"(?P<m>\d{{1,6}})(?:{_M})?(?P<h>)", re.ASCII)
_FRACTION = re.compile(rf"(\d{{0,4}})[.,](\d{{1,4}}){_H}", re.ASCII)
_WHEN = re.compile(
    r"(?:(?P<day>.+?)(?P<sep>(?<=\d)t|\s))?"
    r"(?P<clock>(?P<packed>\d{3,4})|(?P<h>\d{1,2})(?:[:.](?P<m>\d\d)(?::(?P<s>\d\d))?)?)"
    r"(?:\s?(?P<half>am|pm))?(?:\s?(?P<which>first|second|z|[+-](?:0\d|1[0-4]):?[0-5]\d))?",
    re.ASCII,
)


class _Clock(NamedTuple):
    """A wall clock as typed; hour 24 is the midnight that ends the day."""

    hour: int
    minute: int
    second: int


def parse_duration(text: str, path: str = "duration", *, allow_negative: bool = False) -> int:
    """Read a typed duration in whole minutes, fractions of an hour rounded half-up to the minute.

    `1h30`, `1:30`, `1.5h`, `1,5h`, `90m`, `90` and `1 h 30 min` are all 90. `1,5` without a unit could mean
    hours or minutes and is refused, as is a minus unless `allow_negative` (a correction). Raises
    InvalidValue with `path`.
    """
    words = _normal(text)
    negative = words.startswith("-")
    if negative and not allow_negative:
        raise InvalidValue(path, f"{shown(text)} is negative; {DURATIONS}")
    minutes = _minutes(words.removeprefix("-").lstrip())
    if minutes is None or minutes > MAX_DURATION:
        raise InvalidValue(path, f"{shown(text)} is no duration; {DURATIONS}")
    return -minutes if negative else minutes


def parse_ago(text: str, path: str = "ago") -> int:
    """Read how long ago, in seconds: `10m` and `10m ago` are 600. Raises InvalidValue with `path`."""
    return parse_duration(_normal(text).removesuffix("ago"), path) * 60


def parse_clock_time(text: str, now: int, zone: Zone, path: str = "time") -> int:
    """The instant at which the clock of `zone` shows `text` on the date of `now`; it may lie ahead of `now`.

    `12:30`, `1230`, `12.30`, `12`, `2pm`, `02:30 second`. Raises InvalidValue, also for a day or `now`.
    """
    match = _WHEN.fullmatch(_normal(text))
    clock = _clock(match) if match else None
    if match is None or clock is None or match["day"] is not None:
        raise InvalidValue(path, f"{shown(text)} is no time of day; {CLOCKS}")
    return _instant(zone.date_of(now), clock, match, zone, path)


def parse_when(text: str, now: int, zone: Zone, path: str = "time", today: date | None = None) -> int:
    """Read a typed moment as epoch seconds: TIMES has the forms; `first`, `second` or an offset may follow.

    A bare time and the words today, yesterday, tomorrow, mon … sun count from `today` (the day that a form
    shows; default: the date of `now`). A weekday is the latest one, `today` included; a date without year the
    latest that is at most 31 days ahead; `-20m` counts from `now`. Moments ahead of `now` are not refused.
    Raises InvalidValue with `path`.
    """
    words = _normal(text)
    if words == "now":
        return now
    if words.startswith("-") or words.endswith(" ago"):
        return now - parse_duration(words.removeprefix("-").removesuffix(" ago"), path) * 60
    match = _WHEN.fullmatch(words)
    clock = _clock(match) if match else None
    day = _day(match, today or zone.date_of(now), path) if match and clock else None
    if match is None or clock is None or day is None:
        raise InvalidValue(path, f"{shown(text)} is no time; {TIMES}")
    return _instant(day, clock, match, zone, path)


def _normal(text: str) -> str:
    return " ".join(text.replace("\N{MINUS SIGN}", "-").casefold().split())


def _minutes(words: str) -> int | None:
    if match := _COLON.fullmatch(words) or _UNITS.fullmatch(words) or _MINUTES.fullmatch(words):
        return int(match["h"] or 0) * 60 + int(match["m"] or 0)
    if match := _FRACTION.fullmatch(words):
        hours = Decimal(f"{match[1] or 0}.{match[2]}")
        return int((hours * 60).quantize(Decimal(1), ROUND_HALF_UP))
    return None


def _clock(match: re.Match[str]) -> _Clock | None:
    packed = match["packed"]
    hour = int(packed[:-2] if packed else match["h"])
    clock = _Clock(hour, int((packed[-2:] if packed else match["m"]) or 0), int(match["s"] or 0))
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        clock = clock._replace(hour=hour % 12 + (12 if match["half"] == "pm" else 0))
    fits = clock.hour <= 23 and clock.minute <= 59 and clock.second <= 59
    return clock if fits or clock == (24, 0, 0) else None


def _day(match: re.Match[str], today: date, path: str) -> date | None:
    words = match["day"]
    known = {None: today, "today": today, "yesterday": day_before(today), "tomorrow": day_after(today)}
    if words in known:
        return known[words]
    if words[0].isdigit() and "-" in words:
        return parse_date(words, path)
    # Loaded here: most times that are typed name no day, and pendulum would slow every command.
    from models.domain.basics.typed.named_days import latest_weekday, named_date

    weekday = latest_weekday(words, today)
    if weekday is not None:
        return weekday
    # `30 jan 2026` is a date without a time, not 20:26: after a month's name the time must look like one.
    if match["sep"] == "t" or (match["clock"].isdigit() and not match["half"]):
        return None
    return named_date(words, today)


def _instant(day: date, clock: _Clock, match: re.Match[str], zone: Zone, path: str) -> int:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a wall clock, resolved by its zone below
    local = midnight + timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    which = match["which"]
    if which == "z" or (which and match["sep"] == "t" and which[0] in "+-"):
        return int((local.replace(tzinfo=UTC) - _offset(which)).timestamp())
    instants = instants_of(local, zone)
    if not instants:
        raise InvalidValue(path, _explain_gap(local, zone))
    if which in ("first", "second"):
        return instants[0 if which == "first" else -1]
    if which:
        instants = _with_offset(local, which, instants, zone, path)
    if len(instants) > 1:
        raise InvalidValue(path, _explain_twice(local, instants, zone))
    return instants[0]


def _offset(which: str) -> timedelta:
    if which == "z":
        return timedelta(0)
    size = timedelta(hours=int(which[1:3]), minutes=int(which[-2:]))
    return -size if which[0] == "-" else size


def _with_offset(
    local: datetime, which: str, instants: tuple[int, ...], zone: Zone, path: str
) -> tuple[int, ...]:
    """The instant that has the offset; any other is refused, since `9:15 -10:00` may be meant as a range."""
    wanted = local.replace(tzinfo=UTC) - _offset(which)
    found = tuple(at for at in instants if at == int(wanted.timestamp()))
    if not found:
        accepted = " or ".join(_offset_text(at, zone) for at in instants)
        message = f"{which} is not the offset of {zone.name} at {_wall(local)}; accepted is {accepted}"
        raise InvalidValue(path, message)
    return found


def _offset_text(instant: int, zone: Zone) -> str:
    return zone.local(instant).isoformat()[19:]


def _wall(local: datetime) -> str:
    return local.isoformat(sep=" ", timespec="seconds" if local.second else "minutes")


def _explain_gap(local: datetime, zone: Zone) -> str:
    leaves, lands = gap_around(local, zone)
    return (
        f"{_wall(local)} does not exist in {zone.name}: the clock goes from {leaves:%H:%M} to {lands:%H:%M}; "
        f"accepted is a time before {leaves:%H:%M} or from {lands:%H:%M} on"
    )


def _explain_twice(local: datetime, instants: tuple[int, ...], zone: Zone) -> str:
    one, two = (f"{_offset_text(at, zone)}, {to_iso(at)}" for at in instants)
    time = _wall(local)[11:]
    return f"{_wall(local)} comes twice in {zone.name}; accepted is {time} first ({one}) or second ({two})"
