"""May a command end the timer by the clock? After sleep, absence or a jump of the clock it asks (RULES 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError
from models.domain.basics.typed.typed_time import parse_clock_time, parse_when
from models.domain.basics.zone import zone
from models.queries.desk.absence import read_timer_question
from models.queries.time.overlaps import read_overlaps
from models.services.time.timer import running_entry
from models.storage.rows.reading import read_client_names, read_desk
from tui.commands.base import Context
from tui.printing import warn

if TYPE_CHECKING:
    from models.domain.basics.zone import Zone
    from models.domain.values import Entry
    from models.queries.desk.absence import QuestionedTimer

_SHOWN = 3


def ended_at(context: Context, agent: str) -> int | None:
    """When the agent's running timer ends: --at-time, None for now; raises DeskError where now is in question."""
    args, running = context.args, running_entry(agent)
    desk_zone = zone(read_desk().timezone)
    if args.at_time is not None:
        return _typed(args.at_time, context.now, desk_zone)
    asked = read_timer_question(running, context.now) if running is not None else None
    if asked is not None:
        if not args.keep:
            raise DeskError(_question(asked, context.now, desk_zone))
        warn(_facts(asked, context.now, desk_zone))
    return None


def _typed(text: str, now: int, desk_zone: Zone) -> int:
    """A time of today, or one with its day: after a night the end was yesterday."""
    named = any(letter.isspace() for letter in text.strip()) or "T" in text
    try:
        return parse_clock_time(text, now, desk_zone, "--at-time")
    except DeskError:
        if not named:
            raise
        return parse_when(text, now, desk_zone, "--at-time")


def _facts(asked: QuestionedTimer, now: int, desk_zone: Zone) -> str:
    """Why the timer's time is doubtful, as one sentence."""
    entry, question = asked.entry, asked.question
    began = _moment(entry.started_at, now, desk_zone)
    length = _hm(max(0, now - entry.started_at))
    if question.kind == "back":
        return (
            f"the clock went back by {_hm(max(60, question.seconds + 30))}: the timer on {asked.client_name} began at "
            f"{began}, now it is {_moment(now, now, desk_zone)}, which makes {length}"
        )
    text = f"the timer on {asked.client_name} has run for {length}, since {began}"
    if question.kind == "absent" and question.last_seen is not None:
        return f"{text}; deskhours was last seen at {_moment(question.last_seen, now, desk_zone)}"
    if question.kind == "asleep":
        return f"{text}; the computer slept for {_hm(question.seconds)} of it"
    return f"{text}, longer than the desk's limit"


def _question(asked: QuestionedTimer, now: int, desk_zone: Zone) -> str:
    seen = asked.question.last_seen
    keep = "stores that" if asked.question.kind == "back" else "counts all of it"
    if seen is None:
        end = "--at-time 18:05 (or whatever it was) says when it ended"
    else:
        at = _moment(seen, now, desk_zone)
        quoted = f'"{at}"' if " " in at else at
        end = f"--at-time {quoted} ends it then"
    return f"{_facts(asked, now, desk_zone)}. Nothing was changed: --keep {keep}, {end}"


def _moment(instant: int, now: int, desk_zone: Zone) -> str:
    """`19:20`, `yesterday 19:20`, or with its date: as --at-time reads it."""
    local, days = desk_zone.local(instant), (desk_zone.date_of(now) - desk_zone.date_of(instant)).days
    if days in (0, 1):
        return f"{'yesterday ' if days else ''}{local:%H:%M}"
    return f"{local:%Y-%m-%d %H:%M}"


def _hm(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}"


def warn_overlaps(entry: Entry, now: int) -> None:
    """Say on standard error which other work shares time with this entry."""
    found = read_overlaps(entry, now)
    if not found:
        return
    desk_zone, names = zone(read_desk().timezone), read_client_names()
    spans = []
    for other in found[:_SHOWN]:
        end = "now" if other.ended_at is None else f"{desk_zone.local(other.ended_at):%H:%M}"
        began = _moment(other.started_at, now, desk_zone)
        client = names.get(other.client or "", "no client")
        spans.append(f"{other.key} ({client}, {began} to {end})")
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    warn(f"{entry.key} overlaps {', '.join(spans)}{more}; if that is wrong: deskhours undo")
