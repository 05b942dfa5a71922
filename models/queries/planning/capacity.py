"""Can the desk work what it sold, month by month? (RULES 5.6)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month
from models.domain.calendar import Calendar
from models.domain.contracts.recurring import promised_minutes
from models.domain.planning.capacity import Capacity, OpenDays, stretches, supply_minutes
from models.domain.planning.workload import Worked, full_months, mean
from models.domain.values import Agent
from models.holiday_dates import calendar_of
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.worked import read_beginnings, read_summaries, read_worked
from models.queries.month_end.months import read_absences
from models.storage.rows.reading import read_agents

PAST = 3
"""Full months that the expected work is the mean of."""


@dataclass(frozen=True, slots=True)
class MonthOutlook:
    """A month's capacity, and the supply that is left of it when absences are taken off."""

    capacity: Capacity
    present_supply: Fraction
    open_days: int

    @property
    def present(self) -> Capacity:
        """The month measured against what is left of its supply."""
        return replace(self.capacity, supply=self.present_supply)


def capacity_document(month: Month, now: int) -> dict[str, Any]:
    """The answer of `capacity` (RULES 11): whole minutes half-up, loads in whole per cent."""
    capacity = read_outlook(month, 1, now)[0].capacity
    return {
        "month": str(month),
        "supply": round_half_up(capacity.supply),
        "callable": capacity.callable,
        "must_use": capacity.must_use,
        "expected": round_half_up(capacity.expected),
        "recurring": capacity.recurring,
        "callable_percent": capacity.percent(capacity.callable),
        "must_use_percent": capacity.percent(capacity.must_use),
        "expected_percent": capacity.percent(capacity.expected),
        "recurring_percent": capacity.percent(capacity.recurring),
    }


def read_outlook(
    first: Month, count: int, now: int, ledgers: Ledgers | None = None
) -> tuple[MonthOutlook, ...]:
    """The capacity of `count` months from `first` on (RULES 5.6)."""
    ledgers = ledgers or Ledgers()
    calendar = calendar_of(ledgers.desk)
    agents = read_agents()
    months = [first.plus(step) for step in range(count)]
    absent = read_absences(first.first_day, months[-1].last_day)
    expected = _Expected(ledgers, months, now)
    contracts = list(ledgers.contracts.all_reaching(first.first_day))
    # All months at once: each of them asked for alone would be computed from the last stored one again.
    known = read_summaries(ledgers, first, months[-1], ledgers.clients)
    found = []
    for month in months:
        share = ledgers.desk.support_share
        days = _open_days(month, agents, calendar, absent)
        summaries = [months_of[month] for months_of in known.values() if month in months_of]
        capacity = Capacity(
            month=month,
            supply=supply_minutes(agents, [replace(part, away={}) for part in days], share),
            callable=sum(summary.usable for summary in summaries),
            must_use=sum(summary.expiring for summary in summaries),
            expected=expected.of(month),
            recurring=promised_minutes(contracts, month.first_day, month.last_day),
        )
        present = supply_minutes(agents, days, share)
        found.append(MonthOutlook(capacity, present, sum(part.open_days for part in days)))
    return tuple(found)


def _open_days(
    month: Month, agents: Sequence[Agent], calendar: Calendar, absent: Mapping[str, frozenset[date]]
) -> list[OpenDays]:
    """The month in stretches of one setting each, with the open days on which agents are absent."""
    changes = [*calendar.changes_on, *(row.since for agent in agents for row in agent.dated_minutes)]
    return [
        OpenDays(
            first,
            calendar.open_days(first, last),
            calendar.working_weekdays(first),
            {
                agent: sum(1 for day in days if first <= day <= last and calendar.is_open_day(day))
                for agent, days in absent.items()
            },
        )
        for first, last in stretches(month, changes)
    ]


class _Expected:
    """The mean work of each client, read once for several months."""

    def __init__(self, ledgers: Ledgers, months: Sequence[Month], now: int) -> None:
        self._today: date = ledgers.zone.date_of(now)
        self._beginnings = read_beginnings(ledgers, ledgers.clients)
        wanted = [
            month for target in months for began in self._began() for month in self._full(began, target)
        ]
        self._worked: dict[str, dict[Month, Worked]] = {}
        if wanted:
            self._worked = read_worked(ledgers, min(wanted), max(wanted), ledgers.clients)

    def _began(self) -> set[date | None]:
        return set(self._beginnings.values())

    def _full(self, began: date | None, month: Month) -> tuple[Month, ...]:
        return full_months(began, self._today, PAST, before=month)

    def of(self, month: Month) -> Fraction:
        """Σ over the clients of their mean accounted minutes in the last 3 full months before `month`."""
        total = Fraction(0)
        for client, began in self._beginnings.items():
            past = self._worked.get(client, {})
            total += mean([past.get(full, Worked()).accounted for full in self._full(began, month)])
        return total
