"""What does the database hold, as the domain's own values? The reading half of the crossing."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from peewee import fn

from models.book.contracts import parse_contract
from models.book.sections import parse_agent, parse_desk, parse_tier, parse_work_type
from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month, parse_date
from models.domain.values import Agent, Charge, Contract, Desk, Entry, Imported, PremiumWord, Tier, WorkType
from models.holiday_dates import remember, remembered
from models.storage import tables as t
from models.storage.compiled import Compiled, compiled, plain_rows
from models.storage.fields import month_of
from models.storage.rows.unknown import not_known
from models.storage.rows.whole import price_of, whole

CONTRACTS_KEPT = 10_000
"""Contracts whose parsed form is kept: contracts grow in number with the years and hardly ever change."""


def entry_columns(entry: Any = t.Entry) -> tuple[Any, ...]:
    """The columns of which `entry_from` makes an entry, of the table or of an alias."""
    names = [
        "key",
        "agent",
        "work_type",
        "started_at",
        "ended_at",
        "client",
        "request",
        "scope",
        "note",
        "late_in",
        "premium",
        "told",
        "imported_tool",
        "imported_id",
        "imported_print",
    ]
    return tuple(getattr(entry, name) for name in names)


ENTRY_COLUMNS = entry_columns()


def read_desk() -> Desk:
    """The desk; raises NotFound when the database has none yet."""
    row = _desk.first()
    if row is None:
        raise NotFound("there is no desk in this database yet; load a book or open deskhours to set one up")
    desk = parse_desk(json.loads(row[0]))
    if desk.holidays is not None and not remembered(desk.holidays):
        recall_holidays(desk.holidays)
    return desk


@compiled
def _desk() -> Any:
    return t.Desk.select(whole(t.Desk.document))


@compiled
def _setting(name: str) -> Any:
    return t.Setting.select(t.Setting.value).where(t.Setting.name == name)


def setting(name: str, default: Any = None) -> Any:
    """The stored value of that name."""
    row = _setting.first(name)
    return default if row is None else json.loads(row[0])


def recall_holidays(code: str) -> None:
    """Take over the holidays that an earlier run worked out and kept in the settings."""
    known = setting(f"holidays:{code}", {})
    if known:
        remember(code, {int(block): [parse_date(day) for day in days] for block, days in known.items()})


def read_work_types(desk: Desk) -> dict[str, WorkType]:
    """Every work type by key, in the order of the book."""
    return {
        key: stored_work_type(key, name, json.loads(rates), desk, archived=bool(archived))
        for key, name, rates, archived in _work_types()
    }


@compiled
def _work_types() -> Any:
    w = t.WorkType
    return w.select(w.key, w.name, whole(w.rates), w.archived).order_by(w.id)


def stored_work_type(key: str, name: str, rates: object, desk: Desk, *, archived: bool = False) -> WorkType:
    """The work type of a row; `rates` are as in the book."""
    return parse_work_type({"key": key, "name": name, "rates": rates, "archived": archived}, desk)


def read_tiers() -> dict[str, Tier]:
    """Every tier by key, in the order of the book."""
    return {key: parse_tier(json.loads(document)) for key, document in _tiers()}


@compiled
def _tiers() -> Any:
    return t.Tier.select(t.Tier.key, t.Tier.document).order_by(t.Tier.id)


def read_contracts(desk: Desk, client: str | None = None) -> tuple[Contract, ...]:
    """All contracts, or those of one client, in the order of the book."""
    rows = _contracts() if client is None else _contracts_of(client)
    return tuple(stored_contract(document, desk.currency) for (document,) in rows)


@compiled
def _contracts() -> Any:
    return t.Contract.select(whole(t.Contract.document)).order_by(t.Contract.id)


@compiled
def _contracts_of(client: str) -> Any:
    return (
        t.Contract.select(whole(t.Contract.document))
        .where(t.Contract.client == client)
        .order_by(t.Contract.id)
    )


@lru_cache(maxsize=CONTRACTS_KEPT)
def stored_contract(document: str, currency: str) -> Contract:
    """The contract of a stored document, amounts in `currency`; each text is read once."""
    return parse_contract(json.loads(document), Desk(name="", timezone="UTC", currency=currency))


def read_premium_words() -> dict[str, PremiumWord]:
    """What was said on requests about weights, by their keys (RULES 3.9)."""
    r = t.Request
    return dict(r.select(r.key, r.premium).where(r.premium.is_null(False)).tuples())


def read_agents(*, archived: bool = False) -> tuple[Agent, ...]:
    """The agents, in the order of the book."""
    return tuple(
        stored_agent(key, name, minutes, None if dated is None else json.loads(dated), bool(gone))
        for key, name, minutes, dated, gone in _agents()
        if archived or not gone
    )


@compiled
def _agents() -> Any:
    a = t.Agent
    return a.select(a.key, a.name, a.weekly_minutes, a.weekly_hours, a.archived).order_by(a.id)


def stored_agent(key: str, name: str, minutes: int, rows: object, archived: bool) -> Agent:
    """The agent of a row; `rows` are the weekly hours by date as in the book, None for none."""
    if rows is None:
        return Agent(key, name, minutes, archived=archived)
    return parse_agent({"key": key, "name": name, "weekly_hours": rows, "archived": archived})


def read_closed_through() -> Month | None:
    """The newest closed month; every month up to it is closed (RULES 6.2)."""
    (newest,) = _closed_through.one()
    return None if newest is None else month_of(newest)


@compiled
def _closed_through() -> Any:
    return t.ClosedMonth.select(fn.max(t.ClosedMonth.month))


def entry_from(row: Sequence[Any]) -> Entry:
    """The entry of a row with ENTRY_COLUMNS."""
    key, agent, work_type, started_at, ended_at, client, request, scope, note, late_in, *more = row
    premium, told, *source = more
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
        premium,
        Imported(*source) if source[0] else None,
        bool(told),
    )


def read_entries(*conditions: Any, order: Sequence[Any] = (), limit: int | None = None) -> Iterator[Entry]:
    """Entries that meet all conditions, in that order (by start, then key), read as they are asked for."""
    query = t.Entry.select(*ENTRY_COLUMNS).order_by(*(order or (t.Entry.started_at, t.Entry.key)))
    if conditions:
        query = query.where(*conditions)
    return map(entry_from, plain_rows(query.limit(limit)))


@compiled
def _entry(key: str) -> Any:
    return t.Entry.select(*ENTRY_COLUMNS).where(t.Entry.key == key)


@compiled
def _running(agent: str) -> Any:
    return t.Entry.select(*ENTRY_COLUMNS).where((t.Entry.agent == agent) & t.Entry.ended_at.is_null())


def read_entry(key: str) -> Entry:
    """The entry of that key; raises NotFound."""
    row = _entry.first(key)
    if row is None:
        raise not_known(t.Entry, key, "entry")
    return entry_from(row)


def read_running_entry(agent: str) -> Entry | None:
    """The timer of the agent, None where none runs."""
    row = _running.first(agent)
    return None if row is None else entry_from(row)


def read_running_agents() -> list[str]:
    """Keys of the agents who have a timer running, sorted."""
    rows = t.Entry.select(t.Entry.agent).where(t.Entry.ended_at.is_null()).order_by(t.Entry.agent)
    return [agent for (agent,) in rows.tuples()]


def charge_from(row: Sequence[Any]) -> Charge:
    """The charge of a row (key, client, date, description, quantity, unit_price, contract)."""
    return Charge(*row)


def read_charges(first: str, last: str, clients: Sequence[str] | None = None) -> list[Charge]:
    """Charges dated from `first` to `last` (ISO dates, both inclusive), of all clients or of some."""
    rows = _charges(first, last) if clients is None else _charges_of(first, last, clients)
    return [charge_from((key, client, parse_date(day), *rest)) for key, client, day, *rest in rows]


@compiled
def _charges(first: str, last: str) -> Any:
    c = t.Charge
    columns = (c.key, c.client, c.date, c.description, c.quantity, price_of(c), c.contract)
    return c.select(*columns).where((c.date >= first) & (c.date <= last)).order_by(c.date, c.key)


@compiled
def _charges_of(first: str, last: str, clients: Sequence[str]) -> Any:
    c = t.Charge
    columns = (c.key, c.client, c.date, c.description, c.quantity, price_of(c), c.contract)
    dated = (c.date >= first) & (c.date <= last) & c.client.in_(clients)
    return c.select(*columns).where(dated).order_by(c.date, c.key)


def check_client(key: str) -> str:
    """The name of the client `key`; raises NotFound."""
    row = _client_name.first(key)
    if row is None:
        raise not_known(t.Client, key, "client")
    return str(row[0])


@compiled
def _client_name(key: str) -> Any:
    return t.Client.select(t.Client.name).where(t.Client.key == key)


def read_client_names() -> dict[str, str]:
    """The name of every client by key."""
    return dict(_client_names())


@compiled
def _client_names() -> Any:
    return t.Client.select(t.Client.key, t.Client.name)


def read_texts(column: Any, keys: Collection[str]) -> dict[str, str]:
    """One column by the keys of its table: `read_texts(t.Request.subject, keys)`; unknown keys are left out."""
    if not keys:
        return {}
    return dict(_texts_of(column.model, column.name)(list(keys)))


@cache
def _texts_of(table: Any, name: str) -> Compiled[[list[str]]]:
    def texts(keys: list[str]) -> Any:
        return table.select(table.key, getattr(table, name)).where(table.key.in_(keys))

    return compiled(texts)
