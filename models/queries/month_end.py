"""How far is the month? Checks to mend, clients to review, what closing will freeze (RULES 6.1, 6.2, 12.6).

Law: one frozen view in a fixed number of statements, whatever the number of clients; its sums are those of
the month's ledgers, and what a closed month shows is what was frozen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from models import tables as t
from models.domain.ledger_document import ledger_document, summary_of
from models.domain.lines import LINE_KINDS
from models.domain.money import round_half_up
from models.domain.months import Month, months_between, parse_date
from models.domain.notation import parse_money
from models.domain.review import Check
from models.domain.units import pieces_of
from models.domain.values import Contract, Entry
from models.fields import month_of
from models.queries.ledgers import Ledgers
from models.queries.month_todo import Todo, todos_of
from models.queries.months import entries_touching, read_checks
from models.queries.values import read_agents

HISTORY = 6
"""Months in a client's small chart, the shown one included."""
OVER_MONTHS = 3
LITTLE_PERCENT = 25
"""A client who used no more of what was usable should be rung."""
USUAL_MONTHS, MUCH_PERCENT = 3, 150
"""Much more work than the mean of the months before deserves a word."""


@dataclass(frozen=True, slots=True)
class BillRow:
    """A line of a client's month, for the detail; money in minor units."""

    kind: str
    words: str
    minutes: int | None
    rate: int | None
    amount: int
    late: bool


@dataclass(frozen=True, slots=True)
class GrantState:
    """A grant of a client's month, for the detail; minutes, or sessions."""

    words: str
    unit: str
    expires_on: date | None
    opening: int
    granted: int
    drawn: int
    lapsed: int
    closing: int


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client's month; minutes, money in minor units."""

    key: str
    name: str
    manner: str
    """`hours`, `unlimited`, `sessions`, `on demand` or nothing: words for where no hours are counted."""
    carried: int
    granted: int
    used: int
    """Accounted minutes."""
    covered: int
    lapses: int
    forfeited: int
    closing: int
    overage: int
    other: int
    """On demand and additional minutes."""
    spent_seconds: int
    courtesy_seconds: int
    late: int
    amount: int
    last_amount: int | None
    """The month before; None when the client had nothing then."""
    spark: tuple[int, ...]
    """Accounted minutes of the last six months, oldest first, this one last."""
    warnings: tuple[str, ...]
    lines: tuple[BillRow, ...]
    grants: tuple[GrantState, ...]
    reviewed_by: str | None = None
    reviewed_at: int | None = None
    statement: tuple[int, int] | None = None
    """Number and version of the newest statement of a closed month."""

    @property
    def usable(self) -> int:
        """What the month opened with and was granted."""
        return self.carried + self.granted


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
    timezone: str

    @property
    def blocking(self) -> int:
        """Checks that forbid a close."""
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
    months = _months(ledgers, Month.of(today))
    chosen = month or _turn(ledgers, months, Month.of(today))
    closed = ledgers.is_closed(chosen)
    close_row = _closed_row(chosen)
    entries = entries_touching(chosen, ledgers.zone)
    checks = _stored_checks(close_row) if closed else _checks_now(chosen, ledgers, today)
    clients, given = _clients(ledgers, chosen, entries)
    names = {row.key: row.name for row in clients} | _client_names()
    agents = {agent.key: agent.name for agent in read_agents(archived=True)}
    number = t.database.execute_sql("SELECT coalesce(max(number), 0) + 1 FROM statement").fetchone()[0]
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
        totals=_totals(clients, given),
        entry_count=sum(Month.of(ledgers.zone.date_of(entry.started_at)) == chosen for entry in entries),
        next_number=number,
        timezone=ledgers.desk.timezone,
    )


# -- which month ----------------------------------------------------------------------------------


def _months(ledgers: Ledgers, current: Month) -> tuple[Month, ...]:
    """Every month that can be looked at: from the first with a record or an entry to the current one."""
    recorded, started_at, newest = t.database.execute_sql(
        "SELECT (SELECT min(month) FROM month_record), (SELECT min(started_at) FROM entry),"
        " (SELECT max(started_at) FROM entry)"
    ).fetchone()
    first = current.plus(-1)
    if recorded is not None:
        first = min(first, month_of(recorded))
    if started_at is not None:
        first = min(first, Month.of(ledgers.zone.date_of(started_at)))
    last = current if newest is None else max(current, Month.of(ledgers.zone.date_of(newest)))
    return tuple(months_between(first, max(last, ledgers.closed_through or last)))


def _turn(ledgers: Ledgers, months: Sequence[Month], current: Month) -> Month:
    """The month to close next, the current one when all before it are closed."""
    if ledgers.closed_through is not None:
        return min(ledgers.closed_through.plus(1), current)
    return current.plus(-1) if months and months[0] < current else current


def _closed_row(month: Month) -> tuple[int, str, list[dict[str, Any]]] | None:
    """When and by whom; a month that was closed along with the first has the row of that one."""
    row = t.database.execute_sql(
        "SELECT closed_at, closed_by, month, checks FROM closed_month WHERE month >= ? ORDER BY month LIMIT 1",
        (str(month),),
    ).fetchone()
    return None if row is None else (row[0], row[1], json.loads(row[3]) if row[2] == str(month) else [])


def _stored_checks(row: tuple[int, str, list[dict[str, Any]]] | None) -> list[Check]:
    found = row[2] if row is not None else []
    return [
        Check(**{**check, "day": None if check.get("day") is None else parse_date(check["day"])})
        for check in found
    ]


def _checks_now(month: Month, ledgers: Ledgers, today: date) -> list[Check]:
    """The checks of an open month; today is not over, so it is not short yet."""
    return [check for check in read_checks(month, ledgers.desk, today) if check.day != today]


def _client_names() -> dict[str, str]:
    return dict(t.database.execute_sql("SELECT key, name FROM client").fetchall())


def _subjects(checks: Sequence[Check]) -> dict[str, str]:
    if not any(check.request for check in checks):
        return {}
    wanted = [check.request for check in checks if check.request is not None][:900]
    marks = ",".join("?" * len(wanted))
    sql = f"SELECT key, subject FROM request WHERE key IN ({marks})"
    return dict(t.database.execute_sql(sql, tuple(wanted)).fetchall())


# -- clients --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Names:
    """What keys are called, and the money they are counted in."""

    currency: str
    contracts: Mapping[str, str]
    work_types: Mapping[str, str]

    def __call__(self, line: Mapping[str, Any]) -> str:
        """Work type, contract and charge of a line."""
        work_type, contract = line["work_type"] or "", line["contract"] or ""
        words = (self.work_types.get(work_type, work_type), self.contracts.get(contract, contract))
        return " · ".join(name for name in (*words, line["charge"]) if name)


@dataclass(frozen=True, slots=True)
class _Source:
    """A client's month as summary and document."""

    summary: Mapping[str, Any]
    document: Mapping[str, Any]


def _clients(
    ledgers: Ledgers, month: Month, entries: Sequence[Entry]
) -> tuple[tuple[ClientRow, ...], Fraction]:
    """A row for every client who has anything in the month, by name; and the worth of what was given away."""
    sources = _sources(ledgers, month)
    history = _history(ledgers, month)
    names, reviews, statements = _client_names(), _reviews(month), _statements(month)
    contracts = {one.key: one.name for group in ledgers.contracts.values() for one in group}
    words = _Names(ledgers.desk.currency, contracts, {k: w.name for k, w in ledgers.work_types.items()})
    rows = []
    for key, source in sources.items():
        if not (source.document["grants"] or source.document["lines"] or source.summary["spent_seconds"]):
            continue
        before = history.get(key, {})
        warnings = _warnings(ledgers.contracts.get(key, []), month, source.summary, before)
        row = _row(words, key, names.get(key, key), month, source, before, warnings)
        who, at = reviews.get(key, (None, None))
        rows.append(replace(row, reviewed_by=who, reviewed_at=at, statement=statements.get(key)))
    worth = _courtesy_worth(ledgers, month, entries)
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.key))), worth


def _sources(ledgers: Ledgers, month: Month) -> dict[str, _Source]:
    if ledgers.is_closed(month):
        documents = ledgers.documents(ledgers.clients, month)
        records = {record.client: record.summary for record in ledgers.records(month)}
        return {key: _Source(records[key], documents[key]) for key in ledgers.clients}
    currency = ledgers.desk.currency
    return {
        key: _Source(
            summary_of(ledger, ledgers.terms(key, month)),
            ledger_document(ledger, currency, closed=False, with_units=False),
        )
        for key, ledger in ledgers.ledgers(ledgers.clients, month).items()
    }


def _history(ledgers: Ledgers, month: Month) -> dict[str, dict[Month, Mapping[str, Any]]]:
    """Summaries of the months before; those not stored were derived for the month's opening."""
    first, last = month.plus(1 - HISTORY), month.plus(-1)
    rows = t.database.execute_sql(
        "SELECT client, month, summary FROM month_record WHERE month >= ? AND month <= ?",
        (str(first), str(last)),
    )
    found: dict[str, dict[Month, Mapping[str, Any]]] = {}
    for client, text, summary in rows:
        found.setdefault(client, {})[month_of(text)] = json.loads(summary)
    for record in ledgers.derived:
        if first <= record.month <= last:
            found.setdefault(record.client, {})[record.month] = record.summary
    return found


def _reviews(month: Month) -> dict[str, tuple[str, int]]:
    rows = t.database.execute_sql(
        "SELECT client, reviewed_by, reviewed_at FROM review WHERE month = ?", (str(month),)
    )
    return {client: (who, at) for client, who, at in rows}


def _statements(month: Month) -> dict[str, tuple[int, int]]:
    rows = t.database.execute_sql(
        "SELECT client, number, version FROM statement WHERE month = ? ORDER BY version", (str(month),)
    )
    return {client: (number, version) for client, number, version in rows}


def _row(
    names: _Names,
    key: str,
    name: str,
    month: Month,
    source: _Source,
    before: Mapping[Month, Mapping[str, Any]],
    warnings: tuple[str, ...],
) -> ClientRow:
    sums = source.document["minutes"]
    last = before.get(month.plus(-1))
    return ClientRow(
        key=key,
        name=name,
        manner=_manner(sums),
        carried=sums["opening"],
        granted=sums["granted"],
        used=sums["accounted"],
        covered=sums["covered"] + sums["unlimited"] + sums["by_sessions"],
        lapses=sums["lapsed"],
        forfeited=sums["forfeited"],
        closing=sums["closing"],
        overage=sums["overage"],
        other=sums["on_demand"] + sums["additional"],
        spent_seconds=sums["spent_seconds"],
        courtesy_seconds=sums["courtesy_seconds"],
        late=sums["late_accounted"],
        amount=parse_money(source.document["total"], "total", names.currency, signed=True),
        last_amount=last["total"] if last else None,
        spark=(*_accounted(before, month, HISTORY - 1), sums["accounted"]),
        warnings=warnings,
        lines=tuple(_bill_row(line, names) for line in source.document["lines"]),
        grants=tuple(_grant_state(grant, names) for grant in source.document["grants"]),
    )


def _accounted(before: Mapping[Month, Mapping[str, Any]], month: Month, count: int) -> tuple[int, ...]:
    """Accounted minutes of the months before, oldest first."""
    return tuple(before.get(month.plus(step), {}).get("accounted", 0) for step in range(-count, 0))


def _manner(sums: Mapping[str, int]) -> str:
    if sums["opening"] or sums["granted"] or sums["drawn"]:
        return "hours"
    if sums["unlimited"]:
        return "unlimited"
    if sums["by_sessions"]:
        return "sessions"
    return "on demand" if sums["on_demand"] else ""


def _bill_row(line: Mapping[str, Any], names: _Names) -> BillRow:
    currency = names.currency
    return BillRow(
        kind=line["kind"],
        words=names(line),
        minutes=line["minutes"],
        rate=None if line["rate"] is None else parse_money(line["rate"], "rate", currency),
        amount=parse_money(line["amount"], "amount", currency, signed=True),
        late=line["late"],
    )


def _grant_state(grant: Mapping[str, Any], names: _Names) -> GrantState:
    return GrantState(
        words=names.contracts.get(grant["contract"], grant["contract"]),
        unit=grant["unit"],
        expires_on=None if grant["expires_on"] is None else parse_date(grant["expires_on"]),
        opening=grant["opening"],
        granted=grant["granted"],
        drawn=grant["drawn"],
        lapsed=grant["lapsed"] + grant["forfeited"],
        closing=grant["closing"],
    )


def _warnings(
    contracts: Sequence[Contract],
    month: Month,
    summary: Mapping[str, Any],
    before: Mapping[Month, Mapping[str, Any]],
) -> tuple[str, ...]:
    """What somebody should look at before the client does, the gravest first."""
    found = []
    months = [before.get(month.plus(-step), {}) for step in range(1, OVER_MONTHS)]
    if all(one.get("overage", 0) > 0 for one in (summary, *months)):
        found.append(f"{OVER_MONTHS} months over: bigger plan?")
    ended = [contract.last_day for contract in contracts if contract.last_day is not None]
    if contracts and len(ended) == len(contracts) and max(ended) < month.first_day and summary["on_demand"]:
        found.append("contract has ended: on demand")
    usable, used = summary["usable"], summary["covered"] + summary["by_sessions"]
    if usable and used * 100 <= LITTLE_PERCENT * usable and not summary["overage"]:
        found.append(f"uses {used * 100 // usable} %: ring them")
    earlier = _accounted(before, month, USUAL_MONTHS)
    usual = sum(earlier)
    if not found and all(earlier) and summary["accounted"] * USUAL_MONTHS * 100 >= MUCH_PERCENT * usual:
        found.append(f"{summary['accounted'] * USUAL_MONTHS * 100 // usual} % of the usual work")
    if summary["late_accounted"]:
        found.append("holds late work")
    return tuple(found)


# -- the desk -------------------------------------------------------------------------------------


def _courtesy_worth(ledgers: Ledgers, month: Month, entries: Sequence[Entry]) -> Fraction:
    """What the courtesy time would have cost at the governing rates of its days, in minor units."""
    worth = Fraction(0)
    for entry in entries:
        if entry.scope != "courtesy" or entry.client is None or entry.ended_at is None:
            continue
        terms = ledgers.terms(entry.client, month)
        for piece in pieces_of(entry, ledgers.zone):
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
