"""How do the desk's values cross into SQL? Dates and months as ISO text, plain structures as JSON text.

Instants (`…_at`) are integer seconds of UTC, minutes and money plain integers: the engine compares and sums them
itself. Nothing else in the program converts values for the database.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from peewee import TextField

from models.domain.basics.months import Month
from models.storage.packing import unpack
from models.storage.plain_text import month_of as month_of
from models.storage.plain_text import to_json as to_json


class Text(str):
    """The text of a column, to be written as it is."""

    __slots__ = ()


class DayField(TextField):
    """A date of the desk, stored as `2026-03-31`."""

    def db_value(self, value: Any) -> str | None:
        """Accepts a date or its text."""
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: Any) -> date | None:
        """A date, never a datetime."""
        return date.fromisoformat(value) if isinstance(value, str) else value


class MonthField(TextField):
    """A calendar month, stored as `2026-03`, which sorts as time does."""

    def db_value(self, value: Any) -> str | None:
        """Accepts a Month or its text."""
        return str(value) if isinstance(value, Month) else value

    def python_value(self, value: Any) -> Month | None:
        """The Month of a stored text."""
        return month_of(value) if isinstance(value, str) else value


class JsonField(TextField):
    """A small structure that is always read and written whole, stored as JSON text."""

    def db_value(self, value: Any) -> str | None:
        """The structure as JSON text; None stays NULL, and a text of the column is one already."""
        if isinstance(value, Text):
            return str(value)
        return None if value is None else to_json(value)

    def python_value(self, value: Any) -> Any:
        """The structure: lists, dicts, texts, numbers."""
        return None if value is None else json.loads(value)


class JsonTextField(JsonField):
    """A structure that values of the domain are made of: it goes in and out as the text of their codec."""

    def db_value(self, value: Any) -> str | None:
        """The text as it is."""
        return None if value is None else str(value)

    def python_value(self, value: Any) -> Any:
        """The text as it is."""
        return value


class PackedJsonField(JsonField):
    """A large structure that hardly anybody reads; in a file its text is packed (`models.storage.packing`)."""

    def db_value(self, value: Any) -> Any:
        """The structure as JSON text, as the database keeps long texts."""
        return packed(self, super().db_value(value))

    def python_value(self, value: Any) -> Any:
        """The structure: lists, dicts, texts, numbers."""
        return super().python_value(unpack(value))


class PackedTextField(JsonTextField):
    """The same for a structure that goes in and out as text."""

    def db_value(self, value: Any) -> Any:
        """The text, as the database keeps long texts."""
        return packed(self, super().db_value(value))

    def python_value(self, value: Any) -> Any:
        """The text as it was written."""
        return unpack(value)


PACKED = PackedJsonField, PackedTextField


def packed(field: Any, text: str | None) -> Any:
    """The text of a column as its database keeps it."""
    return None if text is None else field.model._meta.database.packed(text)
