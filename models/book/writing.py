"""How is a book written? Every key of the format in one order: equal books are equal texts (RULES 10)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import cast

from models.book.kept import absence_document, review_document, statement_document, talk_document
from models.book.terms.bands import tables_document
from models.book.terms.contracts import (
    Document,
    contract_document,
    day_text,
    plan_document,
    rounding_document,
)
from models.book.terms.courtesy import free_document
from models.book.terms.papers import client_paper_document, desk_paper_document
from models.book.terms.windows import window_text
from models.book.versions import NEWEST
from models.domain.basics.notation import format_duration, format_money, format_share
from models.domain.basics.text import json_safe
from models.domain.basics.zone import to_iso
from models.domain.values import (
    WEEKDAYS,
    Agent,
    Book,
    Charge,
    Client,
    DatedTargets,
    Desk,
    Entry,
    Imported,
    OccurrenceKey,
    Request,
    Target,
    Tier,
    Week,
    WorkType,
)


def _instant(at: int | None) -> str | None:
    return None if at is None else to_iso(at)


def week_document(week: Week) -> Document:
    """The working hours of a week, by weekday."""
    return {
        weekday: [window_text(window) for window in windows]
        for weekday, windows in zip(WEEKDAYS, week, strict=True)
    }


def desk_document(desk: Desk) -> Document:
    """The desk as in the book."""
    cost = desk.hourly_cost
    return {
        "name": desk.name,
        "timezone": desk.timezone,
        "currency": desk.currency,
        "hours": [{"from": row.since.isoformat()} | week_document(row.hours) for row in desk.dated_hours]
        or week_document(desk.hours),
        "holidays": desk.holidays,
        "closed_days": [day.isoformat() for day in desk.closed_days],
        "rounding": rounding_document(desk.rounding),
        "on_demand_rounding": rounding_document(desk.on_demand_rounding),
        "hourly_cost": None if cost is None else format_money(cost, desk.currency),
        "support_share": format_share(desk.support_share),
        "bands": tables_document(desk.bands),
        "premium": desk.premium,
        "free": free_document(desk.free),
        "agents_see_money": desk.agents_see_money,
        **desk_paper_document(desk.paper),
    }


def agent_document(agent: Agent) -> Document:
    """An agent as in the book."""
    return {
        "key": agent.key,
        "name": agent.name,
        "weekly_hours": weekly_hours_value(agent),
        "archived": agent.archived,
    }


def weekly_hours_value(agent: Agent) -> object:
    """Weekly hours as the book writes them: "40:00", or rows by date."""
    rows = [
        {"from": row.since.isoformat(), "hours": format_duration(row.minutes)} for row in agent.dated_minutes
    ]
    return rows or format_duration(agent.weekly_minutes)


def work_type_document(work_type: WorkType, desk: Desk) -> Document:
    """A work type as in the book."""
    return {
        "key": work_type.key,
        "name": work_type.name,
        "rates": [
            {"from": rate.since.isoformat(), "rate": format_money(rate.rate, desk.currency)}
            for rate in work_type.rates
        ],
        "archived": work_type.archived,
    }


def target_text(target: Target | None) -> str | None:
    """A service-level target as "4h", "2d" or "same_day"."""
    if target is None:
        return None
    return "same_day" if target.unit == "same_day" else f"{target.count}{target.unit}"


def tier_document(tier: Tier) -> Document:
    """A tier as in the book."""
    named: Document = {"key": tier.key, "name": tier.name}
    if tier.targets:
        return named | {"targets": [{"from": row.since.isoformat()} | _promises(row) for row in tier.targets]}
    return named | _promises(tier)


def _promises(tier: Tier | DatedTargets) -> Document:
    return {
        "first_response": target_text(tier.first_response),
        "resolution": target_text(tier.resolution),
        "clock": tier.clock,
        "channels": list(tier.channels),
    }


def tier_value(client: Client) -> object:
    """A client's tier as the book writes it: a key, null, or rows by date."""
    return [{"from": row.since.isoformat(), "tier": row.tier} for row in client.dated_tiers] or client.tier


def client_document(client: Client) -> Document:
    """A client as in the book."""
    return {
        "key": client.key,
        "name": client.name,
        "tier": tier_value(client),
        "contacts": [
            {"name": contact.name, "email": contact.email, "phone": contact.phone}
            for contact in client.contacts
        ],
        "domains": list(client.domains),
        "since": day_text(client.since),
        "language": client.language,
        "notes": client.notes,
        "archived": client.archived,
        **client_paper_document(client.paper),
    }


def _occurrence(named: OccurrenceKey | None) -> Document | None:
    if named is None:
        return None
    return {"contract": named.contract, "key": named.key, "starts": named.starts.isoformat()}


def request_document(request: Request) -> Document:
    """A request as in the book."""
    return {
        "key": request.key,
        "client": request.client,
        "subject": request.subject,
        "body": request.body,
        "channel": request.channel,
        "priority": request.priority,
        "state": request.state,
        "assignee": request.assignee,
        "cause": request.cause,
        "work_type": request.work_type,
        "reported_at": to_iso(request.reported_at),
        "first_response_at": _instant(request.first_response_at),
        "repeat_of": request.repeat_of,
        "outside_scope": request.outside_scope,
        "events": [{"at": to_iso(event.at), "state": event.state} for event in request.events],
        "recurring": _occurrence(request.recurring),
        "premium": request.premium,
        "rework": request.rework,
        "notes": [{"at": to_iso(note.at), "by": note.by, "text": note.text} for note in request.notes],
        "touched_at": _instant(request.touched_at),
    }


def entry_document(entry: Entry) -> Document:
    """A time entry as in the book."""
    imported = entry.imported
    return {
        "key": entry.key,
        "agent": entry.agent,
        "client": entry.client,
        "request": entry.request,
        "work_type": entry.work_type,
        "scope": entry.scope,
        "started_at": to_iso(entry.started_at),
        "ended_at": _instant(entry.ended_at),
        "note": entry.note,
        "late_in": None if entry.late_in is None else str(entry.late_in),
        "premium": entry.premium,
        "told": entry.told,
        "imported": None if imported is None else _imported(imported),
    }


def _imported(imported: Imported) -> Document:
    named: Document = {"tool": imported.tool, "id": imported.id}
    return named if imported.print is None else named | {"print": imported.print}


def charge_document(charge: Charge, desk: Desk) -> Document:
    """A charge as in the book."""
    return {
        "key": charge.key,
        "client": charge.client,
        "date": charge.date.isoformat(),
        "description": charge.description,
        "quantity": charge.quantity,
        "unit_price": format_money(charge.unit_price, desk.currency),
        "contract": charge.contract,
    }


def head_document(book: Book) -> Document:
    """The book as a JSON document of the newest version, every section, but requests and entries are empty."""
    desk = book.desk
    return {
        "deskhours_book": NEWEST,
        "desk": desk_document(desk) | {"settings": dict(book.settings)},
        "agents": [agent_document(agent) for agent in book.agents],
        "work_types": [work_type_document(work_type, desk) for work_type in book.work_types],
        "tiers": [tier_document(tier) for tier in book.tiers],
        "clients": [client_document(client) for client in book.clients],
        "contracts": [contract_document(contract, desk) for contract in book.contracts],
        "requests": [],
        "entries": [],
        "charges": [charge_document(charge, desk) for charge in book.charges],
        "plans": [plan_document(plan) for plan in book.plans],
        "absences": [absence_document(absence) for absence in book.absences],
        "statements": [statement_document(statement) for statement in book.statements],
        "reviews": [review_document(review) for review in book.reviews],
        "opportunities": [talk_document(talk) for talk in book.opportunities],
        "closed_months": [str(month) for month in book.closed_months],
    }


def dump_lines(head: Book, requests: Iterable[Request], entries: Iterable[Entry]) -> Iterator[str]:
    """The text of a book in pieces, one line for each record, so that dumps compare well.

    `head` has everything but requests and entries, which may be more than memory holds.
    """
    long: dict[str, Iterable[Document]] = {
        "requests": map(request_document, requests),
        "entries": map(entry_document, entries),
    }
    yield "{\n"
    for number, (key, value) in enumerate(head_document(head).items()):
        yield f'{"," + chr(10) if number else ""} "{key}": '
        yield from _section(long.get(key, value))
    yield "\n}\n"


def _section(value: object) -> Iterator[str]:
    if isinstance(value, dict | str | int):
        yield _json(value)
        return
    begun = False
    for item in cast("Iterable[object]", value):
        yield f",\n  {_json(item)}" if begun else f"[\n  {_json(item)}"
        begun = True
    yield "\n ]" if begun else "[]"


def _json(value: object) -> str:
    return json_safe(json.dumps(value, ensure_ascii=False))
