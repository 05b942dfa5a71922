"""How many people does the expected work take, by kind of work and by agent? (RULES 5.6)

The months are those that `expected` is the mean of; late work counts in the month it was done (RULES 6.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from models.domain.basics.months import Month, months_between
from models.domain.calendar import Calendar
from models.domain.ledger.document import UnitLine
from models.domain.planning.staffing import Done, Staffing, add_done
from models.domain.planning.workload import full_months
from models.holiday_dates import calendar_of
from models.queries.desk.catalogue import read_agent_rows
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.worked import horizon, read_beginnings
from models.queries.planning.capacity import PAST
from models.storage import tables as t
from models.storage.expressions import is_long, unindexed_text

Times = dict[str, tuple[str, int]]
"""Agent and seconds of each entry."""


@dataclass(frozen=True, slots=True)
class StaffingBoard:
    """The staffing of a month, with the names of its parts by key."""

    staffing: Staffing
    work_types: dict[str, str]
    agents: dict[str, str]


def read_staffing_board(month: Month, now: int) -> StaffingBoard:
    """The staffing with its names."""
    w = t.WorkType
    names = {row.key: row.name for row in read_agent_rows(archived=True)}
    work_types = dict(w.select(w.key, w.name).tuples())
    return StaffingBoard(read_staffing(month, now), work_types, names)


def read_staffing(month: Month, now: int, ledgers: Ledgers | None = None) -> Staffing:
    """What is expected in `month` by work type and agent; the statements do not grow with clients or entries."""
    ledgers = ledgers or Ledgers()
    today = ledgers.zone.date_of(now)
    beginnings = read_beginnings(ledgers, ledgers.clients)
    full = {client: full_months(began, today, PAST, before=month) for client, began in beginnings.items()}
    past = tuple(sorted({each for months in full.values() for each in months}))
    staffing = Staffing(month, past, open_minutes(calendar_of(ledgers.desk), month))
    if not past:
        return staffing
    times = _times(ledgers, past[0], past[-1])
    for client, unit in _units(ledgers, past[0], past[-1]):
        months = full[client]
        if Month.of(unit.work_date) in months:
            add_done(staffing, _done(unit, times), len(months))
    return staffing


def open_minutes(calendar: Calendar, month: Month) -> int:
    """Working minutes of the desk in a month, holidays and closed days taken off."""
    days = (month.last_day - month.first_day).days + 1
    dates = (month.first_day + timedelta(days=step) for step in range(days))
    return sum(end - start for day in dates for start, end in calendar.windows(day)) // 60


def _units(ledgers: Ledgers, first: Month, last: Month) -> Iterator[tuple[str, UnitLine]]:
    """Every unit that was worked in these months, with its client."""
    for month in months_between(first, horizon(ledgers, last)):
        for client, document in ledgers.documents(ledgers.clients, month).items():
            for unit in document.units:
                if unit.accounted:
                    yield client, unit


def _times(ledgers: Ledgers, first: Month, last: Month) -> Times:
    """Who did the entries of these months, and how long they are."""
    e = t.Entry
    begins, ends = ledgers.zone.starts(first.first_day), ledgers.zone.starts(last.plus(1).first_day)
    every = e.select(e.key, e.agent, e.started_at, e.ended_at)
    near = (e.started_at >= begins - t.LONG_SECONDS) & (e.started_at < ends) & (e.ended_at >= begins)
    long = is_long() & (e.started_at < begins - t.LONG_SECONDS) & (e.ended_at >= begins)
    rows = every.where(unindexed_text(e.client) != "", near) | every.where(
        unindexed_text(e.client) != "", long
    )
    return {key: (agent, ended_at - started_at) for key, agent, started_at, ended_at in rows.tuples()}


def _done(unit: UnitLine, times: Times) -> Done:
    seconds: dict[str, int] = {}
    for agent, length in (times[key] for key in unit.entries if key in times):
        seconds[agent] = seconds.get(agent, 0) + length
    return Done(unit.work_type, unit.accounted, seconds)
