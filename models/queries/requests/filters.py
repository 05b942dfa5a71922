"""Which requests does somebody want to see? The filters of the queue, and how they are kept under a name.

`filter_from(filter_document(x)) == x`; a stored filter that makes no sense is read as far as it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from models.domain.basics.frozen import dataclass
from models.domain.values import STATES, State
from models.queries.desk.settings import setting

SAVED_FILTERS = "queue-filters"
"""The setting that holds saved filters: {name: document}."""
WAITING_SECONDS = 3 * 86_400
"""Waiting for longer than three days is too long."""
UNTOUCHED_SECONDS = 3 * 86_400
"""Nothing done for three days or more is untouched."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What a request must be to be listed; a field at its default asks for nothing.

    Without `states` those that are not resolved or closed. `person` is an agent's key, `mine` whoever asks.
    """

    client: str | None = None
    states: tuple[State, ...] = ()
    tier: str | None = None
    cause: str | None = None
    person: str | None = None
    mine: bool = False
    unassigned: bool = False
    waiting_too_long: bool = False
    untouched: bool = False
    rework: bool = False
    outside_scope: bool = False
    text: str = ""

    @property
    def active(self) -> bool:
        """Whether the filter differs from the default, which shows every open request."""
        return self != QueueFilter()


def filter_document(wanted: QueueFilter) -> dict[str, Any]:
    """A filter as JSON: only what it asks for."""
    values = {field.name: getattr(wanted, field.name) for field in fields(QueueFilter)}
    asked = {name: value for name, value in values.items() if value not in (None, False, "", ())}
    return asked | ({"states": list(wanted.states)} if wanted.states else {})


def filter_from(document: object) -> QueueFilter:
    """The filter of a stored document; what it does not understand is left out."""
    if not isinstance(document, Mapping):
        return QueueFilter()
    known: dict[str, Any] = {}
    for field in fields(QueueFilter):
        value = document.get(field.name)
        if field.name == "states" and isinstance(value, list):
            known["states"] = tuple(state for state in STATES if state in value)
        elif type(value) is (bool if field.default is False else str):
            known[field.name] = value
    return QueueFilter(**known)


def read_saved_filters() -> dict[str, QueueFilter]:
    """The saved filters by name, in the order in which they were saved."""
    stored = setting(SAVED_FILTERS)
    if not isinstance(stored, Mapping):
        return {}
    return {str(name): filter_from(document) for name, document in stored.items()}
