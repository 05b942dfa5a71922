"""What does the database hold, as the domain's own values? The reading half of the crossing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from models.book import parse_agent, parse_contract, parse_desk, parse_tier, parse_work_type
from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month, parse_date
from models.domain.values import Agent, Charge, Contract, Desk, Entry, Tier, WorkType
from models.holiday_dates import remember, remembered
from models.storage import tables as t
from models.storage.fields import month_of

CONTRACTS_KEPT = 10_000
"""Contracts whose parsed form is kept: contracts grow in number with the years and hardly ever change."""
ENTRY_COLUMNS = "key, agent, work_type, started_at, ended_at, client, request, scope, note, late_in"


def read_desk() -> Desk:
    """The desk; raises NotFound when the database has none yet."""
    row = t.Desk.select(t.Desk.document).tuples().first()
    if row is None:
        raise NotFound("there is no desk in this database yet; load a book or open deskhours to set one up")
    desk = parse_desk(row[0])
    if desk.holidays is not None and not remembered(desk.holidays):
        recall_holidays(desk.holidays)
    return desk


def recall_holidays(code: str) -> None:
    """Take over the holidays that an earlier run worked out and kept in the settings."""
    row = t.Setting.select(t.Setting.value).where(t.Setting.name == f"holidays:{code}").tuples().first()
    if row is not None:
        remember(code, {int(block): [parse_date(day) for day in days] for block, days in row[0].items()})


def read_work_types(desk: Desk) -> dict[str, WorkType]:
    """Every work type by key, in the order of the book."""
    rows = (
        t.WorkType.select(t.WorkType.key, t.WorkType.name, t.WorkType.rates).order_by(t.WorkType.id).tuples()
    )
    return {key: stored_work_type(key, name, rates, desk) for key, name, rates in rows}


def stored_work_type(key: str, name: str, rates: object, desk: Desk) -> WorkType:
    """The work type of a row; `rates` are as in the book."""
    return parse_work_type({"key": key, "name": name, "rates": rates}, desk)


def read_tiers() -> dict[str, Tier]:
    """Every tier by key, in the order of the book."""
    rows = t.Tier.select(t.Tier.key, t.Tier.document).order_by(t.Tier.id).tuples()
    return {key: parse_tier(document) for key, document in rows}


def read_contracts(desk: Desk, client: str | None = None) -> tuple[Contract, ...]:
    """All contracts, or those of one client, in the order of the book."""
    rows = t.database.execute_sql(
        "SELECT document FROM contract WHERE ? IS NULL OR client = ? ORDER BY id", (client, client)
    )
    return tuple(stored_contract(document, desk.currency) for (document,) in rows)


@lru_cache(maxsize=CONTRACTS_KEPT)
def stored_contract(document: str, currency: str) -> Contract:
    """The contract of a stored document, amounts in `currency`; each text is read once."""
    return parse_contract(json.loads(document), Desk(name="", timezone="UTC", currency=currency))


def read_agents(*, archived: bool = False) -> tuple[Agent, ...]:
    """The agents, in the order of the book."""
    a = t.Agent
    query = a.select(a.key, a.name, a.weekly_minutes, a.weekly_hours).order_by(a.id)
    if not archived:
        query = query.where(~t.Agent.archived)
    return tuple(stored_agent(*row) for row in query.tuples())


def stored_agent(key: str, name: str, minutes: int, rows: object) -> Agent:
    """The agent of a row; `rows` are the weekly hours by date as in the book, None for none."""
    if rows is None:
        return Agent(key, name, minutes)
    return parse_agent({"key": key, "name": name, "weekly_hours": rows})


def read_closed_through() -> Month | None:
    """The newest closed month; every month up to it is closed (RULES 6.2)."""
    row = t.ClosedMonth.select(t.ClosedMonth.month).order_by(t.ClosedMonth.month.desc()).tuples().first()
    return row[0] if row else None


def entry_from(row: Sequence[Any]) -> Entry:
    """The entry of a row with ENTRY_COLUMNS."""
    key, agent, work_type, started_at, ended_at, client, request, scope, note, late_in = row
    return Entry(
        key,
        agent,
        work_type,
        started_at,
        ended_at,
        client,
        request,
        scope,
        note,
        month_of(late_in) if late_in else None,
    )


def read_entries(where: str, parameters: Iterable[object], order: str = "started_at, key") -> Iterator[Entry]:
    """Entries by a condition in plain SQL over the entry table; values go in as parameters only."""
    sql = f"SELECT {ENTRY_COLUMNS} FROM entry WHERE {where} ORDER BY {order}"
    for row in t.database.execute_sql(sql, tuple(parameters)):
        yield entry_from(row)


def read_entry(key: str) -> Entry:
    """The entry of that key; raises NotFound."""
    for entry in read_entries("key = ?", (key,)):
        return entry
    raise NotFound(f"entry: {key!r} is not known")


def charge_from(row: Sequence[Any]) -> Charge:
    """The charge of a row (key, client, date, description, quantity, unit_price)."""
    return Charge(*row)


def read_charges(first: str, last: str, clients: Sequence[str] | None = None) -> list[Charge]:
    """Charges dated from `first` to `last` (ISO dates, both inclusive), of all clients or of some."""
    c = t.Charge
    query = c.select(c.key, c.client, c.date, c.description, c.quantity, c.unit_price).where(
        c.date.between(first, last)
    )
    if clients is not None:
        query = query.where(c.client.in_(clients))
    return [charge_from(row) for row in query.order_by(c.date, c.key).tuples()]


def check_client(key: str) -> str:
    """The name of the client `key`; raises NotFound."""
    row = t.Client.select(t.Client.name).where(t.Client.key == key).tuples().first()
    if row is None:
        raise NotFound(f"client: {key!r} is not known")
    return str(row[0])
