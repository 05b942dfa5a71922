"""What stands in a form that edits a record? Each record's document, as the services take it back (RULES 10).

A form that is saved untouched changes nothing.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any, cast

from models.book import charge_document, desk_document, entry_document, request_document
from models.domain.basics.errors import NotFound
from models.domain.basics.notation import format_duration
from models.queries.desk.books import read_requests
from models.storage import tables as t
from models.storage.reading import charge_from, read_desk, read_entry

Form = dict[str, Any]


def _row(table: str, key: object, columns: str, noun: str, by: str = "key") -> tuple[Any, ...]:
    row = t.database.execute_sql(f'SELECT {columns} FROM "{table}" WHERE {by} = ?', (key,)).fetchone()
    if row is None:
        raise NotFound(f"{noun}: {key!r} is not known")
    return cast("tuple[Any, ...]", row)


def agent_form(key: str) -> Form:
    """An agent's document; raises NotFound, as every form here."""
    name, minutes = _row("agent", key, "name, weekly_minutes", "agent")
    return {"key": key, "name": name, "weekly_hours": format_duration(minutes)}


def work_type_form(key: str) -> Form:
    """A work type's document, its rates earliest first."""
    name, rates = _row("work_type", key, "name, rates", "work type")
    return {"key": key, "name": name, "rates": json.loads(rates)}


def tier_form(key: str) -> Form:
    """A tier's document, as `edit_tier` takes it back."""
    return _loaded(_row("tier", key, "document", "tier")[0])


def client_form(key: str) -> Form:
    """A client's document, with notes and language."""
    columns = "name, tier, contacts, domains, since, notes, language"
    name, tier, contacts, domains, since, notes, language = _row("client", key, columns, "client")
    return {
        "key": key,
        "name": name,
        "tier": tier,
        "contacts": json.loads(contacts),
        "domains": json.loads(domains),
        "since": since,
        "notes": notes,
        "language": language,
    }


def contract_form(key: str) -> Form:
    """A contract's document; the form makes a contract of it."""
    return _loaded(_row("contract", key, "document", "contract")[0])


def plan_form(key: str) -> Form:
    """A plan's document, with key and name."""
    name, document = _row("plan", key, "name, document", "plan")
    return {"key": key, "name": name} | _loaded(document)


def desk_form() -> Form:
    """The desk's document, as `edit_desk` takes it back."""
    return desk_document(read_desk())


def entry_form(key: str) -> Form:
    """A time entry's document, instants as UTC text."""
    return entry_document(read_entry(key))


def request_form(key: str) -> Form:
    """A request's document with its flag `rework`; its events are no field of a form."""
    found = next(iter(read_requests("key = ?", (key,))), None)
    if found is None:
        raise NotFound(f"request: {key!r} is not known")
    document = request_document(found)
    document.pop("events", None)
    return {**document, "rework": bool(_row("request", key, "rework", "request")[0])}


def note_form(note: int) -> Form:
    """The text of a note on a request."""
    return {"text": _row("request_note", note, "text", "note", "id")[0]}


def charge_form(key: str) -> Form:
    """A charge's document, its price in the desk's currency."""

    columns = "key, client, date, description, quantity, unit_price"
    row = _row("charge", key, columns, "charge")
    charge = charge_from((*row[:2], date.fromisoformat(row[2]), *row[3:]))
    return charge_document(charge, read_desk())


def absence_form(absence: int) -> Form:
    """An absence's document, by the number of its row."""
    agent, first, last, reason = _row("absence", absence, "agent, first, last, reason", "absence", "id")
    return {"agent": agent, "first": first, "last": last, "reason": reason}


def _loaded(text: str) -> Form:
    return cast("Form", json.loads(text))
