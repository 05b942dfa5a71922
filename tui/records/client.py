"""Who is supported? Name, service level, people, mail domains, notes and the language of the statements."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import parse_date
from models.queries.clients.alike import read_twin
from models.queries.desk.forms import client_form
from models.queries.desk.record_choices import RecordChoices
from models.services.desk.catalogue import create_client, edit_client
from tui.dialogs.form import Values
from tui.program.presence import who
from tui.records import dated
from tui.records.base import Document, RecordForm, base_of, chosen, kept, record_choices
from tui.records.paper import PAPER_PLACES, client_paper_fields, client_paper_written
from tui.widgets.form.fields import Choice, Date, Field, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program

LANGUAGES = (("en", "English"), ("de", "German"), ("ru", "Russian"))
_PHONE = re.compile(r"[+\d][\d\s()./-]{3,}", re.ASCII)


async def make(program: Program, key: str | None, defaults: Mapping[str, Any]) -> RecordForm:
    """The form of a new client (`key` None) or of this one; a name like another client's is asked about once."""
    choices, me = await record_choices(program), who(program)
    document: Document = {"name": "", "since": choices.today.isoformat(), **defaults}
    if key is not None:
        document = await program.data.fetch(client_form, key)
    asked: set[str] = set()

    def save(given: Document) -> Any:
        now, name = program.now(), str(given["name"] or "")
        twin = read_twin(name, None if key is None else str(key)) if name not in asked else None
        if twin is not None and name != document["name"]:
            asked.add(name)
            raise InvalidValue(
                "name", f"looks the same as the client {twin[1]} ({twin[0]}); enter again saves it"
            )
        return create_client(given, now, me) if key is None else edit_client(key, given, now, me)

    def written(values: Values) -> Document:
        given = {**document, **_written(values), **client_paper_written(values, document)}
        return given | {"tier": dated.written(document, "tier", values, given["tier"], "tier")}

    title = "New client" if key is None else f"Client {document['name']}"
    shown = document | {"tier": dated.shown_on(document, "tier", choices.today, "tier")}
    return RecordForm(
        title,
        _fields(shown, choices, new=key is None),
        document=written,
        since=dated.since,
        hidden=dated.until_changed("tier"),
        save=save,
        places=PAPER_PLACES,
        bases=base_of("client", key, str(document["name"]), document, client_form),
        done="Saved {0}." if key else "Saved {0}. Its contract is next: C makes one, p sells a plan.",
    )


def _fields(document: Document, choices: RecordChoices, *, new: bool) -> list[Field]:
    contacts, domains = document.get("contacts") or [], document.get("domains") or []
    notes, since = document.get("notes") or "", document.get("since")
    return [
        TextField("name", "Name", value=document["name"], required=True),
        chosen("tier", "Service level", document.get("tier"), choices.tiers, hint="empty: no targets"),
        *([] if new else [dated.from_field(choices.today, "the level")]),
        kept(
            "contacts",
            "People",
            contacts,
            "; ".join(contact_text(contact) for contact in contacts),
            read_contacts,
            hint="Ann Ek, ann@acme.org, +44 20 1; …",
            limit=4000,
        ),
        kept("domains", "Mail domains", domains, ", ".join(domains), _split, hint="acme.org, acme.com"),
        Date(
            "since",
            "Client since",
            value=parse_date(since) if since else None,
            today=choices.today,
        ),
        Choice(
            "language",
            "Statements in",
            value=document.get("language"),
            choices=LANGUAGES,
            other=True,
            hint="empty: as the desk",
        ),
        kept("notes", "Notes", notes, notes, str, limit=20_000),
        *client_paper_fields(document),
    ]


def _written(values: Values) -> Document:
    """The document of a client, as the services take it, from the values of the form."""
    day = values.get("since")
    return {
        **{name: values.get(name) for name in ("name", "tier", "language")},
        "contacts": values.get("contacts") or [],
        "domains": values.get("domains") or [],
        "since": None if day is None else day.isoformat(),
        "notes": values.get("notes") or "",
    }


def contact_text(contact: Mapping[str, Any]) -> str:
    """A person in one line: `Ann Ek, ann@acme.org, +44 20 1`."""
    return ", ".join(str(contact[name]) for name in ("name", "email", "phone") if contact.get(name))


def read_contacts(text: str) -> Sequence[dict[str, str]]:
    """People separated by semicolons: the part with @ is the mail, one of digits the phone, the rest the name."""
    found = []
    for person in filter(None, (part.strip() for part in text.split(";"))):
        contact: dict[str, str] = {}
        names = []
        for part in filter(None, (part.strip() for part in person.split(","))):
            if "@" in part and "email" not in contact:
                contact["email"] = part
            elif _PHONE.fullmatch(part) and "phone" not in contact:
                contact["phone"] = part
            else:
                names.append(part)
        if not names:
            raise InvalidValue("", f"“{person}” has no name; accepted is name, mail, phone; next name, …")
        found.append({"name": ", ".join(names), **contact})
    return found


def _split(text: str) -> list[str]:
    return [part for part in (part.strip() for part in re.split(r"[,;\s]+", text)) if part]
