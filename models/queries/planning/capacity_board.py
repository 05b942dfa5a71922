"""Was more promised than can be worked, what lapses soon, who drifts, and what costs the time? (RULES 12.7)

It is one read model in a number of statements that does not grow with clients or requests; what the screen calls
supply has holidays and absences taken off, the rest is as RULES 5.6 has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from models.domain.basics.months import Month, day_before
from models.domain.calendar import Calendar
from models.domain.values import Desk
from models.holiday_dates import calendar_of
from models.queries.desk.catalogue import AbsenceRow, AgentRow, read_absence_rows, read_agent_rows
from models.queries.desk.talks import read_last_talks
from models.queries.ledger.lapsing import Lapsing, read_lapsing
from models.queries.ledger.ledgers import Ledgers
from models.queries.planning.capacity import MonthOutlook, read_outlook
from models.queries.planning.causes import CausesPage, read_causes
from models.queries.planning.drift import DriftRow, read_drift
from models.storage import tables as t
from models.storage.rows.reading import read_texts

Span = Literal["this month", "last month", "3 months", "12 months"]
SPANS: tuple[Span, ...] = ("this month", "last month", "3 months", "12 months")

MONTHS_AHEAD = 6
LAPSING_DAYS = 45
"""How far the calendar of minutes about to lapse looks ahead."""


@dataclass(frozen=True, slots=True)
class LapsingCall:
    """Minutes about to lapse, and whom to ring about them; `phone` and `contact` are "" when not known."""

    lapsing: Lapsing
    days: int
    client_name: str
    contract_name: str
    contact: str
    phone: str

    @property
    def key(self) -> tuple[str, str, date]:
        """What tells this row from the others."""
        return self.lapsing.client, self.lapsing.contract, self.lapsing.expires_on


@dataclass(frozen=True, slots=True)
class DriftCase:
    """A client that drifts; `requests` are (key, subject, minutes), most minutes first."""

    row: DriftRow
    requests: tuple[tuple[str, str, int], ...]
    talks: tuple[str, ...] = ()
    """What was talked about with the client, in words, the newest first (RULES 5.9)."""


@dataclass(frozen=True, slots=True)
class Absence:
    """An absence with the name of the agent and how many open days it takes."""

    row: AbsenceRow
    agent_name: str
    open_days: int


@dataclass(frozen=True, slots=True)
class CapacityBoard:
    """The whole screen; `months` are this one and the six to come."""

    today: date
    desk: Desk
    span: Span
    months: tuple[MonthOutlook, ...]
    lapsing: tuple[LapsingCall, ...]
    drift: tuple[DriftCase, ...]
    causes: CausesPage
    absences: tuple[Absence, ...]
    agents: tuple[AgentRow, ...]


def span_days(span: Span, today: date) -> tuple[date, date]:
    """The first and the last day of a span; those that reach to today hold the running month so far.

    On 24 Nov 2026 `3 months` are 1 Sep to 24 Nov, `last month` is 1 to 31 Oct.
    """
    first = Month.of(today).first_day
    if span == "last month":
        return Month.of(today).plus(-1).first_day, day_before(first)
    back = {"this month": 0, "3 months": -2, "12 months": -11}[span]
    return Month.of(today).plus(back).first_day, today


def read_capacity_board(now: int, span: Span = "3 months") -> CapacityBoard:
    """Everything on the screen of capacity and causes at `now`."""
    ledgers = Ledgers()
    today = ledgers.zone.date_of(now)
    agents = read_agent_rows(archived=True)
    return CapacityBoard(
        today=today,
        desk=ledgers.desk,
        span=span,
        months=read_outlook(Month.of(today), MONTHS_AHEAD + 1, now, ledgers),
        lapsing=_calls(ledgers, now, today),
        drift=_cases(read_drift(now, None, ledgers)),
        causes=read_causes(*span_days(span, today), now, ledgers),
        absences=_absences(read_absence_rows(today), agents, calendar_of(ledgers.desk)),
        agents=tuple(agent for agent in agents if not agent.archived),
    )


def _calls(ledgers: Ledgers, now: int, today: date) -> tuple[LapsingCall, ...]:
    rows = t.Client.select(t.Client.key, t.Client.name, t.Client.contacts).tuples()
    clients = {key: (name, *_whom(contacts)) for key, name, contacts in rows}
    contracts = ledgers.contracts.names()
    calls = []
    for row in read_lapsing(now, LAPSING_DAYS, ledgers):
        name, contact, phone = clients[row.client]
        days = (row.expires_on - today).days
        calls.append(LapsingCall(row, days, name, contracts[row.contract], contact, phone))
    return tuple(calls)


def _whom(known: Sequence[dict[str, Any]]) -> tuple[str, str]:
    """Name and phone of the first contact with a phone, else of the first."""
    best = next((contact for contact in known if contact.get("phone")), known[0] if known else {})
    return best.get("name") or "", best.get("phone") or ""


def _cases(rows: Sequence[DriftRow]) -> tuple[DriftCase, ...]:
    keys = tuple({request for row in rows for request, _ in row.requests})
    subjects = read_texts(t.Request.subject, keys)
    talks = read_last_talks()
    return tuple(
        DriftCase(
            row,
            tuple((request, subjects[request], minutes) for request, minutes in row.requests),
            talks.get(row.client, ()),
        )
        for row in rows
    )


def _absences(
    rows: Iterable[AbsenceRow], agents: Iterable[AgentRow], calendar: Calendar
) -> tuple[Absence, ...]:
    names = {agent.key: agent.name for agent in agents}
    return tuple(Absence(row, names[row.agent], calendar.open_days(row.first, row.last)) for row in rows)
