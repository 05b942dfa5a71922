"""What tests do to a desk in few words: a further rate, a file written whole, the title that undo would take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.domain.values import Entry, WorkType
from models.queries.desk.forms import work_type_form
from models.services.desk.catalogue import edit_work_type
from models.services.time.entries import edit_entry
from models.services.time.timer import running_entry
from models.storage import tables as t
from models.storage.files.whole import refused, replacing


def add_rate(key: str, rate: Mapping[str, Any], now: int, who: str) -> WorkType:
    """Save the form of a work type with one rate more."""
    form = work_type_form(key)
    return edit_work_type(key, form | {"rates": [*form["rates"], rate]}, now, who)


def describe_running(agent: str, now: int, note: str) -> Entry:
    """Save the form of the running timer with another note."""
    running = running_entry(agent)
    assert running is not None
    return edit_entry(replace(running, note=note), now, agent)


def write_file(path: Path, data: bytes) -> Path:
    """Make `data` the whole content of a file, as every export does."""
    with refused(path), replacing(path) as part, part.open("r+b") as file:
        file.write(data)
    return path


def undoable(whose: str | None = None) -> str | None:
    """The title of what undo would take back next; None for nothing."""
    c = t.Change
    standing = c.select(c.title).where(c.undoes.is_null() & c.undone_at.is_null()).order_by(c.id.desc())
    return (standing if whose is None else standing.where(c.who == whose)).scalar()  # type: ignore[no-any-return]
