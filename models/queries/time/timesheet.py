"""What did an agent do on these days, what is missing and what stands twice? The sheet of a day or a week.

An entry is one row, whatever midnight it passes; a day's sums are those of its pieces (RULES 3.1), so the days add up
to the week to the second. The number of statements is fixed, and each is a range on the start of the entries: a week
costs the same beside three million others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models.domain.basics.months import Month
from models.domain.basics.weeks import week_of
from models.domain.basics.zone import Zone, zone
from models.domain.calendar import Calendar, Shut, Span
from models.domain.month_end.checks import overlaps
from models.domain.month_end.closed_months import first_shown
from models.domain.values import Agent, Entry
from models.holiday_dates import calendar_of
from models.queries.month_end.months import read_absences
from models.queries.time.day import COLUMNS, named_between, part_between
from models.storage.rows.reading import entry_from, read_agents, read_closed_through, read_desk

WEEK = 7


@dataclass(frozen=True, slots=True)
class SheetRow:
    """An entry with its names and local times."""

    entry: Entry
    day: date
    """The date on which it starts."""
    started: str
    """`09:05`."""
    ended: str
    """`09:40`, `00:10 +1` on the next day, empty while it runs."""
    seconds: int
    """Spent; of a running timer, until now."""
    agent_name: str
    client_name: str
    subject: str
    work_type_name: str
    frozen: bool
    """It stands in a closed month: no edit, move or delete (RULES 6.2)."""
    overlaps: tuple[str, ...]
    """Keys of entries of the same agent that it overlaps."""

    @property
    def key(self) -> str:
        """The key of the entry, by which a list knows the row."""
        return self.entry.key

    @property
    def running(self) -> bool:
        """Is it a timer that runs?"""
        return self.entry.ended_at is None


@dataclass(frozen=True, slots=True)
class Block:
    """The part of an entry on one day, as instants."""

    key: str
    start: int
    end: int
    running: bool = False


@dataclass(frozen=True, slots=True)
class AgentDay:
    """One agent's day: what the desk's hours are, what was done, what is missing between."""

    agent: str
    day: date
    starts: int
    """The first instant of the day."""
    ends: int
    """The first instant of the next."""
    windows: tuple[Span, ...]
    shut: Shut | None
    absent: bool
    usual_minutes: int
    """Weekly minutes / working weekdays, rounded down; 0 on a day that is not worked."""
    blocks: tuple[Block, ...]
    gaps: tuple[Span, ...]
    """Working hours without an entry between the first and the last entry of the day."""
    doubles: tuple[Span, ...]
    """Stretches that more than one entry claims."""

    @property
    def seconds(self) -> int:
        """Spent on the day, a running timer until now."""
        return sum(block.end - block.start for block in self.blocks)

    @property
    def gap_minutes(self) -> int:
        """Whole minutes of all gaps."""
        return sum(end - start for start, end in self.gaps) // 60


@dataclass(frozen=True, slots=True)
class Timesheet:
    """The days from `first` to `last` of one agent or of all."""

    now: int
    today: date
    timezone: str
    currency: str
    closed_through: Month | None
    agents: tuple[Agent, ...]
    """All agents that may be chosen."""
    agent: str | None
    """Whose sheet it is; None for all."""
    first: date
    last: date
    days: tuple[AgentDay, ...]
    """Day by day, and within a day agent by agent."""
    rows: tuple[SheetRow, ...]
    """By start."""

    @property
    def zone(self) -> Zone:
        """The zone in which the days of the sheet begin."""
        return zone(self.timezone)

    def on(self, day: date) -> tuple[AgentDay, ...]:
        """The agents' sheets of one day."""
        return tuple(sheet for sheet in self.days if sheet.day == day)

    def of(self, agent: str) -> tuple[AgentDay, ...]:
        """The days of one agent, in order."""
        return tuple(sheet for sheet in self.days if sheet.agent == agent)

    def rows_on(self, day: date) -> tuple[SheetRow, ...]:
        """Entries with any part on the day; one without length counts on the day of its start."""
        keys = {block.key for sheet in self.on(day) for block in sheet.blocks}
        return tuple(row for row in self.rows if row.key in keys)


def totals(sheets: Iterable[AgentDay]) -> tuple[int, int, int, int]:
    """Spent seconds, usual minutes, gap minutes and number of doubles of some sheets."""
    found = tuple(sheets)
    return (
        sum(sheet.seconds for sheet in found),
        sum(sheet.usual_minutes for sheet in found),
        sum(sheet.gap_minutes for sheet in found),
        sum(len(sheet.doubles) for sheet in found),
    )


def read_timesheet(
    now: int, *, day: date | None = None, agent: str | None = None, days: int = WEEK
) -> Timesheet:
    """The week (Monday first) that holds `day`, or with `days=1` that day; `day` None is today.

    `agent` None means every agent. Raises NotFound without a desk.
    """
    desk = read_desk()
    desk_zone = zone(desk.timezone)
    today = desk_zone.date_of(now)
    first = day or today
    if days == WEEK:
        first, _ = week_of(first)
    last = first + timedelta(days=days - 1)
    closed = read_closed_through()
    agents = read_agents()
    found = named_between(desk_zone.starts(first), desk_zone.starts(last + timedelta(days=1)), agent)
    rows = _rows(found, desk_zone, closed, now)
    calendar, absences = calendar_of(desk), read_absences(first, last)
    shown = _shown_agents(agents, agent, rows)
    sheets = tuple(
        _sheet(one, first + timedelta(days=step), rows, calendar, absences, now)
        for step in range(days)
        for one in shown
    )
    return Timesheet(
        now, today, desk.timezone, desk.currency, closed, agents, agent, first, last, sheets, rows
    )


def _shown_agents(agents: Sequence[Agent], wanted: str | None, rows: Sequence[SheetRow]) -> tuple[Agent, ...]:
    """Whose days are shown; somebody who left is shown where they worked."""
    known = {one.key: one for one in agents}
    for row in rows:
        known.setdefault(row.entry.agent, Agent(row.entry.agent, row.agent_name))
    if wanted is not None:
        return (known.get(wanted, Agent(wanted, wanted)),)
    return tuple(known.values())


def _rows(
    found: Sequence[Sequence[Any]], desk_zone: Zone, closed: Month | None, now: int
) -> tuple[SheetRow, ...]:
    entries = [entry_from(row[: len(COLUMNS)]) for row in found]
    pairs: dict[str, list[str]] = {}
    for earlier, later in overlaps(entries):
        pairs.setdefault(later.key, []).append(earlier.key)
        pairs.setdefault(earlier.key, []).append(later.key)
    return tuple(
        _row(entry, row[len(COLUMNS) :], desk_zone, closed, now, tuple(pairs.get(entry.key, ())))
        for entry, row in zip(entries, found, strict=True)
    )


def _row(
    entry: Entry,
    names: Sequence[str | None],
    desk_zone: Zone,
    closed: Month | None,
    now: int,
    doubled: tuple[str, ...],
) -> SheetRow:
    agent, client, subject, work_type = names
    started = desk_zone.local(entry.started_at)
    frozen = closed is not None and entry.ended_at is not None and first_shown(entry, desk_zone) <= closed
    return SheetRow(
        entry=entry,
        day=started.date(),
        started=f"{started:%H:%M}",
        ended=_end_text(entry, desk_zone),
        seconds=max(0, (now if entry.ended_at is None else entry.ended_at) - entry.started_at),
        agent_name=agent or entry.agent,
        client_name=client or "",
        subject=subject or "",
        work_type_name=work_type or entry.work_type,
        frozen=frozen,
        overlaps=doubled,
    )


def _end_text(entry: Entry, desk_zone: Zone) -> str:
    if entry.ended_at is None:
        return ""
    start, end = desk_zone.local(entry.started_at), desk_zone.local(entry.ended_at)
    later = (end.date() - start.date()).days
    return f"{end:%H:%M}" + (f" +{later}" if later else "")


def _sheet(
    agent: Agent,
    day: date,
    rows: Sequence[SheetRow],
    calendar: Calendar,
    absences: dict[str, frozenset[date]],
    now: int,
) -> AgentDay:
    starts, ends = calendar.zone.starts(day), calendar.zone.starts(day + timedelta(days=1))
    blocks = tuple(_blocks((row.entry for row in rows if row.entry.agent == agent.key), starts, ends, now))
    absent = day in absences.get(agent.key, frozenset())
    shut = calendar.shut(day)
    weekdays = calendar.working_weekdays(day)
    worked = shut is None and not absent and weekdays
    windows = calendar.windows(day)
    return AgentDay(
        agent=agent.key,
        day=day,
        starts=starts,
        ends=ends,
        windows=windows,
        shut=shut,
        absent=absent,
        usual_minutes=agent.weekly_on(day) // weekdays if worked else 0,
        blocks=blocks,
        gaps=_gaps(blocks, windows),
        doubles=_doubles(blocks),
    )


def _blocks(entries: Iterable[Entry], starts: int, ends: int, now: int) -> Iterable[Block]:
    for entry in entries:
        part = part_between(entry, starts, ends, now)
        if part is not None:
            yield Block(entry.key, *part, entry.ended_at is None)


def _gaps(blocks: Sequence[Block], windows: Sequence[Span]) -> tuple[Span, ...]:
    gaps: list[Span] = []
    reach = blocks[0].end if blocks else 0
    for block in blocks[1:]:
        if block.start > reach:
            gaps += [
                (max(reach, opens), min(block.start, closes))
                for opens, closes in windows
                if max(reach, opens) < min(block.start, closes)
            ]
        reach = max(reach, block.end)
    return tuple(gaps)


def _doubles(blocks: Sequence[Block]) -> tuple[Span, ...]:
    """Where finished entries overlap; touching is none, a running timer overlaps nothing (RULES 6.1)."""
    doubles: list[Span] = []
    reach = 0
    for block in blocks:
        if block.running:
            continue
        end = min(reach, block.end)
        if block.start < end:
            if doubles and block.start <= doubles[-1][1]:
                doubles[-1] = (doubles[-1][0], max(doubles[-1][1], end))
            else:
                doubles.append((block.start, end))
        reach = max(reach, block.end)
    return tuple(doubles)
