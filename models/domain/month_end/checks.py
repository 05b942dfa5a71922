"""What stands in the way of closing a month? Small named checkers over plain values (RULES 6.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from models.domain.basics.months import Month
from models.domain.basics.zone import Zone
from models.domain.calendar import Calendar
from models.domain.ledger.pieces import pieces_of
from models.domain.values import Agent, Entry

LONG_SECONDS = 10 * 3600


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; `entry`, `request` and `client` lead to what is to be mended, `agent` and `day` to a short day."""

    level: Literal["blocking", "warning"]
    code: str
    message: str
    entry: str | None = None
    request: str | None = None
    agent: str | None = None
    day: date | None = None
    client: str | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """What is known of a close: its instant, who did it, and what the checks said then (None: not known).

    No statement is issued of a month that was closed along with the next one, also when that is open again.
    """

    closed_at: int
    closed_by: str
    checks: tuple[Check, ...] | None = None
    is_issued: bool = True


@dataclass(frozen=True, slots=True)
class MissedWork:
    """Promised work whose due day is over and that was not done; `request` is what was opened for it."""

    client: str
    client_name: str
    name: str
    due: date
    request: str | None


@dataclass(frozen=True, slots=True)
class ResolvedRequest:
    """A request that was resolved in the month: its cause, and whether any entry names it."""

    key: str
    subject: str
    cause: str | None
    has_time: bool


def promise_checks(missed: Iterable[MissedWork]) -> list[Check]:
    """A warning for each time of promised work that was missed (RULES 2.9, 6.1)."""
    return [
        Check(
            "warning",
            "recurring_missed",
            f"{each.client_name}: {each.name}, promised for {each.due}, was not done",
            request=each.request,
            client=each.client,
            day=each.due,
        )
        for each in missed
    ]


def overlaps(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Pairs (earlier, later) of one agent's entries that overlap; touching is none (RULES 6.1).

    Each later entry is named once, with the earlier one that reaches furthest. A running timer has no end yet and
    overlaps nothing; zero-length entries neither.
    """
    furthest: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda e: (e.agent, e.started_at, e.key)):
        if entry.ended_at is None:
            continue
        reach = furthest.get(entry.agent)
        begins_inside = reach is not None and reach.ended_at is not None and entry.started_at < reach.ended_at
        if reach is not None and begins_inside and entry.ended_at > entry.started_at:
            yield reach, entry
        if reach is None or reach.ended_at is None or entry.ended_at > reach.ended_at:
            furthest[entry.agent] = entry


def entry_checks(month: Month, entries: Sequence[Entry], zone: Zone) -> list[Check]:
    """The checks on entries that began in the month or are shown late in it.

    `entries` must hold all that touch the month, so that an overlap with an earlier one is seen.
    """
    first, end = zone.span(month)
    own = [e for e in entries if first <= e.started_at < end or e.late_in == month]
    own_keys = {entry.key for entry in own}
    checks = [_running(entry, zone) for entry in own if entry.ended_at is None]
    for entry in own:
        if entry.client is None and entry.scope != "internal":
            checks.append(Check("blocking", "no_client", f"{entry.key} has no client", entry.key))
    for earlier, later in overlaps(entries):
        if later.key in own_keys:
            text = f"{later.key} overlaps {earlier.key} of the same agent ({later.agent})"
            checks.append(Check("blocking", "overlap", text, later.key))
    for entry in own:
        checks.extend(_warnings(entry))
    return checks


def _running(entry: Entry, zone: Zone) -> Check:
    since = zone.local(entry.started_at).strftime("%d %b %H:%M")
    text = f"a timer is running since {since} ({entry.agent}, {entry.client or 'no client'})"
    return Check("blocking", "running", text, entry.key)


def _warnings(entry: Entry) -> Iterator[Check]:
    if not entry.note.strip():
        yield Check("warning", "no_note", f"{entry.key} has no note", entry.key)
    if entry.ended_at is not None and entry.ended_at - entry.started_at > LONG_SECONDS:
        yield Check("warning", "long", f"{entry.key} is longer than 10 hours", entry.key)
    if entry.request is None and entry.scope != "internal":
        yield Check("warning", "no_request", f"{entry.key} belongs to no request", entry.key)


def request_checks(requests: Iterable[ResolvedRequest]) -> list[Check]:
    """Requests resolved in the month without any time, or without a cause."""
    checks = []
    for request in requests:
        if not request.has_time:
            text = f"{request.key} resolved, no time logged"
            checks.append(Check("warning", "no_time", text, request=request.key))
        if not request.cause:
            checks.append(
                Check(
                    "warning", "no_cause", f"{request.key} was resolved without a cause", request=request.key
                )
            )
    return checks


def short_days(
    month: Month,
    agents: Sequence[Agent],
    entries: Iterable[Entry],
    calendar: Calendar,
    zone: Zone,
    until: date,
    absent: Mapping[str, frozenset[date]] | None = None,
) -> list[Check]:
    """Open days up to `until` on which an agent logged under half of weekly hours / working weekdays (RULES 6.1)."""
    spent: dict[tuple[str, date], int] = {}
    for entry in entries:
        for piece in pieces_of(entry, zone, month.last_day):
            key = (entry.agent, piece.work_date)
            spent[key] = spent.get(key, 0) + piece.seconds
    checks = []
    day = month.first_day
    while day <= min(month.last_day, until):
        if calendar.is_open_day(day):
            for agent in agents:
                usual = Fraction(agent.weekly_on(day), calendar.working_weekdays(day))
                logged = spent.get((agent.key, day), 0)
                away = absent is not None and day in absent.get(agent.key, frozenset())
                if not away and Fraction(logged, 60) * 2 < usual:
                    text = f"{agent.name}, {day:%a %d %b}: {_hm(logged // 60)} of {_hm(int(usual))} logged"
                    checks.append(Check("warning", "short_day", text, agent=agent.key, day=day))
        day += timedelta(days=1)
    return checks


def _hm(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
