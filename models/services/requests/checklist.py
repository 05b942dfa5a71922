"""How is a line of a request's checklist ticked? With who and when, as one step of undo (RULES 2.9)."""

from __future__ import annotations

from dataclasses import replace

from models.domain.basics.errors import DeskError
from models.domain.basics.zone import zone
from models.domain.requests.checklist import Item, items, toggled
from models.domain.values import Request
from models.services.core.changes import change
from models.services.requests.rows import read_request, update_request
from models.storage.rows.reading import read_desk

_TITLE = 60
"""Characters of a line that the history shows."""


def tick(key: str, item: Item, by: str, now: int, who: str) -> Request:
    """Tick a line as done by somebody, or open it again; `item` is the line as it was seen.

    Raises DeskError when a colleague changed the line meanwhile, NotFound.
    """
    verb = "Opened again" if item.done else "Ticked"
    with change(now, who, f"{verb} on {key}: {item.text[:_TITLE]}") as work:
        request = read_request(key)
        if item not in items(request.body):
            raise DeskError(f"{item.text}: was changed meanwhile; look at {key} again")
        at = f"{zone(read_desk().timezone).local(now):%Y-%m-%d %H:%M}"
        return update_request(work, replace(request, body=toggled(request.body, item.line, by, at)))
