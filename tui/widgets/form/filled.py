"""What stands in the fields of a form, which of them is active, and what is wrong? Without any widget.

Law: what was typed into a field is kept while the field is hidden; only shown fields are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tui.widgets.form.edit import Editor
from tui.widgets.form.fields import Date, Field, TextField, read_field


class FilledFields:
    """The fields of one form, a line of text for each, and the errors that are shown beside them."""

    def __init__(self, fields: Sequence[Field]) -> None:
        """Every field holds its own value; the first one is active."""
        self.fields = tuple(fields)
        self.editors = [Editor(field.shown(field.value), limit=field.limit) for field in self.fields]
        self.errors: dict[str, str] = {}
        """What is wrong, by the name of its field; "" for the whole."""
        self.hidden: frozenset[str] = frozenset()
        self.active = 0

    @property
    def field(self) -> Field:
        """The field that the keys go to."""
        return self.fields[self.active]

    @property
    def editor(self) -> Editor:
        """The line of the active field."""
        return self.editors[self.active]

    @property
    def texts(self) -> dict[str, str]:
        """What stands in every field."""
        return {field.name: editor.text for field, editor in zip(self.fields, self.editors, strict=True)}

    @property
    def shown(self) -> list[Field]:
        """The fields that are not hidden."""
        return [field for field in self.fields if field.name not in self.hidden]

    def first_text(self, name: str) -> str:
        """What stood in a field in the beginning."""
        field = next(field for field in self.fields if field.name == name)
        return Editor(field.shown(field.value), limit=field.limit).text

    @property
    def touched_names(self) -> set[str]:
        """The fields in which another text stands than in the beginning."""
        return {name for name, text in self.texts.items() if text != self.first_text(name)}

    def values(self) -> dict[str, Any]:
        """The values of the shown fields that can be read."""
        texts = self.texts
        found = {field.name: read_field(field, texts[field.name]) for field in self.shown}
        return {name: value for name, (value, error) in found.items() if not error}

    def refusals(self) -> dict[str, str]:
        """Why shown fields cannot be read, by name."""
        texts = self.texts
        errors = {field.name: read_field(field, texts[field.name])[1] for field in self.shown}
        return {name: error for name, error in errors.items() if error}

    @property
    def refusal(self) -> str:
        """Why the active field cannot be read; nothing when it can."""
        return read_field(self.field, self.editor.text)[1]

    def first_of(self, names: Mapping[str, Any]) -> int | None:
        """The number of the first shown field of these names."""
        numbers = (at for at, field in enumerate(self.fields) if field.name not in self.hidden)
        return next((at for at in numbers if self.fields[at].name in names), None)

    def next(self, step: int) -> int:
        """The number of the next field in a direction that is shown."""
        number = (self.active + step) % len(self.fields)
        while self.fields[number].name in self.hidden and number != self.active:
            number = (number + step) % len(self.fields)
        return number

    def activate(self, number: int) -> None:
        """Go to a field; what stands in a short one is selected, so that typing replaces it."""
        self.editor.whole = False
        self.active = number
        if not isinstance(self.field, TextField):
            self.editor.select()

    def begin_at(self, name: str) -> None:
        """Begin on this field instead of the first: what stands before it is known already."""
        self.active = next(at for at, field in enumerate(self.fields) if field.name == name)

    def set_text(self, name: str, text: str) -> None:
        """Put a text into a field; where the old one was selected, what is typed next still replaces it."""
        for field, editor in zip(self.fields, self.editors, strict=True):
            if field.name == name:
                whole = editor.whole
                editor.set(text)
                if whole:
                    editor.select()

    def toggle(self, key: str) -> bool:
        """Do what a key says to an active `Toggle`; False when it means nothing to it."""
        if key in {"space", "left", "right"}:
            self.editor.set("no" if self.editor.text == "yes" else "yes")
        elif key in {"y", "n"}:
            self.editor.set("yes" if key == "y" else "no")
        else:
            return False
        return True

    def begin_day(self, today: date) -> None:
        """Dates that count from today count from this day on."""
        self.fields = tuple(
            replace(field, today=today)
            if isinstance(field, Date) and field.today not in (date.min, today)
            else field
            for field in self.fields
        )
