"""What stands in a form that edits a record? Each record's document, as the services take it back (RULES 10).

A form that is saved untouched changes nothing.
"""

from __future__ import annotations

from typing import Any, cast

from models.book.terms.papers import client_paper_document
from models.book.writing import charge_document, desk_document, entry_document, request_document
from models.domain.basics.errors import NotFound
from models.domain.basics.notation import format_duration
from models.domain.papers import NO_CLIENT_PAPER
from models.queries.desk.request_rows import find_request
from models.storage import tables as t
from models.storage.rows.reading import charge_from, read_desk, read_entry
from models.storage.rows.unknown import not_known
from models.storage.rows.whole import price_of, whole

Form = dict[str, Any]


def _row(noun: str, by: Any, key: object, *columns: Any) -> tuple[Any, ...]:
    """The columns of the record that `by` names; raises NotFound."""
    row = by.model.select(*columns).where(by == key).tuples().first()
    if row is None:
        if hasattr(by.model, "key"):
            raise not_known(by.model, str(key), noun)
        raise NotFound(f"{noun}: {key!r} is not known")
    return cast("tuple[Any, ...]", row)


def agent_form(key: str) -> Form:
    """An agent's document; raises NotFound, as every form here."""
    a = t.Agent
    name, minutes, rows = _row("agent", a.key, key, a.name, a.weekly_minutes, a.weekly_hours)
    return {"key": key, "name": name, "weekly_hours": rows or format_duration(minutes)}


def work_type_form(key: str) -> Form:
    """A work type's document, its rates earliest first."""
    name, rates = _row("work type", t.WorkType.key, key, t.WorkType.name, whole(t.WorkType.rates))
    return {"key": key, "name": name, "rates": rates}


def tier_form(key: str) -> Form:
    """A tier's document, as `edit_tier` takes it back."""
    return cast("Form", _row("tier", t.Tier.key, key, t.Tier.document)[0])


def client_form(key: str) -> Form:
    """A client's document, as `edit_client` takes it back."""
    c = t.Client
    columns = (c.name, c.tier, c.tiers, c.contacts, c.domains, c.since, c.notes, c.language, c.paper)
    name, tier, tiers, contacts, domains, since, notes, language, paper = _row("client", c.key, key, *columns)
    return {
        "key": key,
        "name": name,
        "tier": tiers or tier,
        "contacts": contacts,
        "domains": domains,
        "since": None if since is None else since.isoformat(),
        "notes": notes,
        "language": language,
        **(client_paper_document(NO_CLIENT_PAPER) if paper is None else paper),
    }


def contract_form(key: str) -> Form:
    """A contract's document; the form makes a contract of it."""
    return cast("Form", _row("contract", t.Contract.key, key, whole(t.Contract.document))[0])


def plan_form(key: str) -> Form:
    """A plan's document, with key and name."""
    name, document = _row("plan", t.Plan.key, key, t.Plan.name, whole(t.Plan.document))
    return {"key": key, "name": name, **document}


def desk_form() -> Form:
    """The desk's document, as `edit_desk` takes it back."""
    return desk_document(read_desk())


def entry_form(key: str) -> Form:
    """A time entry's document, instants as UTC text."""
    return entry_document(read_entry(key))


def request_form(key: str) -> Form:
    """A request's document; its events and notes are no fields of a form."""
    found = find_request(key)
    if found is None:
        raise not_known(t.Request, key, "request")
    document = request_document(found)
    return {name: value for name, value in document.items() if name not in {"events", "notes", "touched_at"}}


def note_form(note: int) -> Form:
    """The text of a note on a request."""
    return {"text": _row("note", t.RequestNote.id, note, t.RequestNote.text)[0]}


def charge_form(key: str) -> Form:
    """A charge's document, its price in the desk's currency."""
    c = t.Charge
    columns = (c.key, c.client, c.date, c.description, c.quantity, price_of(c), c.contract)
    return charge_document(charge_from(_row("charge", c.key, key, *columns)), read_desk())


def absence_form(absence: int) -> Form:
    """An absence's document, by the number of its row."""
    a = t.Absence
    agent, first, last, reason = _row("absence", a.id, absence, a.agent, a.first, a.last, a.reason)
    return {"agent": agent, "first": first.isoformat(), "last": last.isoformat(), "reason": reason}
