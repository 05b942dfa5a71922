"""Who are the people of each client? A contact's name finds the client wherever one is chosen (RULES 12)."""

from __future__ import annotations

import json

from models.storage import tables as t


def read_contact_names() -> dict[str, tuple[str, ...]]:
    """Names of the contacts of every client that has any, by the client's key."""
    rows = t.database.execute_sql("SELECT key, contacts FROM client WHERE NOT archived AND contacts != '[]'")
    found = {
        str(key): tuple(str(contact["name"]) for contact in json.loads(contacts) if contact.get("name"))
        for key, contacts in rows
    }
    return {key: names for key, names in found.items() if names}
