"""How is a filter of the queue kept under a name? As a choice of the program: there is nothing to undo."""

from __future__ import annotations

from models.domain.basics.text import parse_name
from models.queries.requests.filters import SAVED_FILTERS, QueueFilter, filter_document, read_saved_filters
from models.services.core.settings import set_setting


def save_filter(name: str, wanted: QueueFilter) -> None:
    """Keep a filter under a name, in place of one that had it; raises InvalidValue for no name."""
    saved = {**read_saved_filters(), parse_name(name, "name"): wanted}
    set_setting(SAVED_FILTERS, {key: filter_document(value) for key, value in saved.items()})


def forget_filter(name: str) -> None:
    """Forget the filter of that name, if there is one."""
    saved = {key: value for key, value in read_saved_filters().items() if key != name}
    set_setting(SAVED_FILTERS, {key: filter_document(value) for key, value in saved.items()})
