"""Who are the people of each client? A contact's name finds the client wherever one is chosen (RULES 12)."""

from __future__ import annotations

import json
from typing import Any

from peewee import AsIs

from models.storage import tables as t
from models.storage.compiled import compiled


def read_contact_names() -> dict[str, tuple[str, ...]]:
    """Names of the contacts of every client that has any, by the client's key."""
    found = {
        str(key): tuple(str(contact["name"]) for contact in json.loads(contacts) if contact.get("name"))
        for key, contacts in _contacts()
    }
    return {key: names for key, names in found.items() if names}


@compiled
def _contacts() -> Any:
    c = t.Client
    return c.select(c.key, c.contacts).where(~c.archived & (c.contacts != AsIs([])))
