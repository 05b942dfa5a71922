"""How far is the month? Checks to mend, clients to review, what closing will freeze (RULES 6.1, 6.2, 12.6).

The review is one frozen view in a fixed number of statements, whatever the number of clients; its sums are those of
the month's ledgers, and what a closed month shows is what was frozen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from peewee import Select, fn

from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month, months_between, parse_date
from models.domain.ledger.lines import LINE_KINDS
from models.domain.ledger.pieces import pieces_of
from models.domain.month_end.checks import Check
from models.domain.values import Entry
from models.queries.desk.talks import read_last_talks
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.clients import ClientRow, read_month_clients
from models.queries.month_end.months import entries_touching, read_checks
from models.queries.month_end.todo import Todo, todos_of
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.expressions import statements_of
from models.storage.fields import month_of
from models.storage.rights import rights_here
from models.storage.rows.reading import read_agents, read_client_names, read_texts


@dataclass(frozen=True, slots=True)
class Totals:
    """The desk's month: money in minor units, time in seconds."""

    total: int
    last_total: int
    amounts: tuple[tuple[str, int], ...]
    """Minor units by kind of line, in the order of RULES 10.1."""
    courtesy_seconds: int
    courtesy_worth: int
    """What the given time would have cost at the rates of its day."""
    spent_seconds: int
    """Time worked for clients, courtesy included."""
    hourly: int | None
    """Fees and time billed for each hour worked for clients, courtesy included; None without work."""


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """Everything that the month-end screen shows."""

    month: Month
    months: tuple[Month, ...]
    currency: str
    closed: bool
    closed_by: str
    closed_at: int | None
    closed_through: Month | None
    next_to_close: Month | None
    """Months are closed in order: the one whose turn it is; None when any may be the first."""
    is_over: bool
    """Whether the month has ended by the desk's date."""
    todos: tuple[Todo, ...]
    clients: tuple[ClientRow, ...]
    totals: Totals
    entry_count: int
    next_number: int
    issued: int
    """Clients whose statement of the month was issued already: they keep their numbers (RULES 6.5)."""
    timezone: str
    talks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    may_close: bool = True
    """Whether whoever looks reviews and closes (RULES 13)."""
    """What was talked about with each client, in words (RULES 5.9)."""

    @property
    def blocking(self) -> int:
        """The number of checks that must be settled before the month can be closed."""
        return sum(todo.level == "blocking" for todo in self.todos)

    @property
    def reviewed(self) -> int:
        """Clients that were reviewed."""
        return sum(row.reviewed_by is not None for row in self.clients)

    @property
    def reopenable(self) -> bool:
        """Only the newest closed month can be opened again (RULES 6.4)."""
        return self.closed and self.closed_through == self.month


def read_month_end(month: Month | None, now: int) -> MonthEnd:
    """The review of a month; None chooses the one whose turn it is. Raises NotFound without a desk."""
    ledgers = Ledgers()
    today = ledgers.zone.date_of(now)
    first, months = _months(ledgers, Month.of(today))
    chosen = month or _turn(ledgers, first, Month.of(today))
    closed = ledgers.is_closed(chosen)
    close_row = _closed_row(chosen)
    entries = entries_touching(chosen, ledgers.zone)
    checks = _stored_checks(close_row) if closed else _checks_now(chosen, ledgers, today)
    clients = read_month_clients(ledgers, chosen)
    names = read_client_names()
    agents = {agent.key: agent.name for agent in read_agents(archived=True)}
    newest, issued = _numbers.one(chosen)
    return MonthEnd(
        month=chosen,
        months=months,
        currency=ledgers.desk.currency,
        closed=closed,
        closed_by=agents.get(close_row[1], close_row[1]) if close_row else "",
        closed_at=close_row[0] if close_row else None,
        closed_through=ledgers.closed_through,
        next_to_close=None if ledgers.closed_through is None else ledgers.closed_through.plus(1),
        is_over=today > chosen.last_day,
        todos=todos_of(checks, entries, _subjects(checks), names, agents, ledgers.zone),
        clients=clients,
        totals=_totals(clients, _courtesy_worth(ledgers, chosen, entries)),
        entry_count=sum(Month.of(ledgers.zone.date_of(entry.started_at)) == chosen for entry in entries),
        next_number=(newest or 0) + 1,
        issued=issued,
        timezone=ledgers.desk.timezone,
        talks=read_last_talks(),
        may_close=rights_here().leads,
    )


@compiled
def _numbers(month: Month) -> Any:
    """The highest number of all, and how many clients have a statement of the month."""
    s = t.Statement
    issued = s.select(fn.count(s.client.distinct())).where(statements_of(month))
    return Select(columns=[s.select(fn.max(s.number)), issued])


# -- which month ----------------------------------------------------------------------------------


def _months(ledgers: Ledgers, current: Month) -> tuple[Month | None, tuple[Month, ...]]:
    """The first month with a record or an entry, and all that can be looked at: to the current one at least."""
    recorded, started_at, newest = _ends.one()
    begun = [] if recorded is None else [month_of(recorded)]
    if started_at is not None:
        begun.append(Month.of(ledgers.zone.date_of(started_at)))
    last = current if newest is None else max(current, Month.of(ledgers.zone.date_of(newest)))
    months = months_between(min([*begun, current.plus(-1)]), max(last, ledgers.closed_through or last))
    return min(begun, default=None), tuple(months)


@compiled
def _ends() -> Any:
    """The first month with a record, the first start, the last: each from the end of an index."""
    r, e = t.MonthRecord, t.Entry
    return Select(
        columns=[r.select(fn.min(r.month)), e.select(fn.min(e.started_at)), e.select(fn.max(e.started_at))]
    )


def month_under_review(ledgers: Ledgers, month: Month | None, today: date) -> Month:
    """The month that was named, else the one whose turn it is."""
    return month or _turn(ledgers, _months(ledgers, Month.of(today))[0], Month.of(today))


def _turn(ledgers: Ledgers, first: Month | None, current: Month) -> Month:
    """The month to close next, the current one when all before it are closed or have nothing in them."""
    if ledgers.closed_through is not None:
        return min(ledgers.closed_through.plus(1), current)
    return current if first is None else min(current, max(first, current.plus(-1)))


def _closed_row(month: Month) -> tuple[int, str, list[dict[str, Any]]] | None:
    """When and by whom; a month that was closed along with the first has the row of that one."""
    m = t.ClosedMonth
    found = m.select(m.closed_at, m.closed_by, m.month, m.checks).where(m.month >= month).order_by(m.month)
    row = found.tuples().first()
    return None if row is None else (row[0], row[1], row[3] if row[2] == month else [])


def _stored_checks(row: tuple[int, str, list[dict[str, Any]]] | None) -> list[Check]:
    found = row[2] if row is not None else []
    return [
        Check(**{**check, "day": None if check.get("day") is None else parse_date(check["day"])})
        for check in found
    ]


def _checks_now(month: Month, ledgers: Ledgers, today: date) -> list[Check]:
    """The checks of an open month; today is not over, so it is not short yet."""
    return [check for check in read_checks(month, ledgers, today) if check.day != today]


def _subjects(checks: Sequence[Check]) -> dict[str, str]:
    if not any(check.request for check in checks):
        return {}
    wanted = [check.request for check in checks if check.request is not None][:900]
    return read_texts(t.Request.subject, wanted)


# -- the desk -------------------------------------------------------------------------------------


def _courtesy_worth(ledgers: Ledgers, month: Month, entries: Sequence[Entry]) -> Fraction:
    """What the courtesy time would have cost at the governing rates of its days, in minor units."""
    worth = Fraction(0)
    for entry in entries:
        if entry.scope != "courtesy" or entry.client is None or entry.ended_at is None:
            continue
        terms = ledgers.terms(entry.client, month, month)
        for piece in pieces_of(entry, ledgers.zone, month.last_day):
            late = entry.late_in == month and piece.work_date < month.first_day
            if late or (Month.of(piece.work_date) == month and entry.late_in in {None, month}):
                contract = terms.governing(piece.work_date, entry.work_type)
                rate = terms.rate(contract, entry.work_type, piece.work_date)
                worth += Fraction(piece.seconds * rate, 3600)
    return worth


def _totals(clients: Sequence[ClientRow], worth: Fraction) -> Totals:
    amounts = dict.fromkeys(LINE_KINDS, 0)
    for row in clients:
        for line in row.lines:
            amounts[line.kind] += line.amount
    total = sum(amounts.values())
    spent = sum(row.spent_seconds for row in clients)
    earned = total - amounts["charge"]
    return Totals(
        total=total,
        last_total=sum(row.last_amount or 0 for row in clients),
        amounts=tuple(amounts.items()),
        courtesy_seconds=sum(row.courtesy_seconds for row in clients),
        courtesy_worth=round_half_up(worth),
        spent_seconds=spent,
        hourly=round_half_up(Fraction(earned * 3600, spent)) if spent else None,
    )


__all__ = ["ClientRow", "MonthEnd", "Todo", "Totals", "read_month_end"]
