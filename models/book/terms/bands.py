"""How are tables of weights written in the book? A list of `from` and `windows`, a row a weekday (RULES 3.9, 10)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from models.book.reading import Fields, parse_list
from models.book.terms.windows import parse_window, window_text
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_day, parse_whole
from models.domain.basics.text import parse_name, shown
from models.domain.contracts.checked_bands import checked_tables
from models.domain.values import WEEKDAYS, Band, BandTable, Window

_TABLE = frozenset(("from", "windows"))
_ROWS = frozenset((*WEEKDAYS, "holiday"))
_BAND = frozenset(("at", "weight", "name", "minimum"))
_WEIGHT = re.compile(r"\d{1,2}(?:\.\d{1,6})?", re.ASCII)


def parse_tables(value: object, path: str) -> tuple[BandTable, ...]:
    """Tables of weights, earliest first; an empty list is none. Raises InvalidValue."""
    return checked_tables(parse_list(value, path, _table), path)


def _table(document: object, path: str) -> BandTable:
    fields = Fields(document, path, _TABLE)
    since = fields.needed("from", parse_day)
    rows = fields.needed("windows", lambda value, at: Fields(value, at, _ROWS))
    return BandTable(
        since,
        tuple(rows.items(weekday, _band) for weekday in WEEKDAYS),
        rows.items("holiday", _band) if rows.has("holiday") else None,
    )


def _band(document: object, path: str) -> Band:
    fields = Fields(document, path, _BAND)
    window = fields.needed("at", parse_window)
    return Band(
        window.opens,
        window.closes,
        fields.needed("weight", parse_weight),
        fields.optional("name", parse_name),
        fields.value("minimum", parse_whole, 0),
    )


def parse_weight(value: object, path: str) -> Decimal:
    """A weight as a decimal string like "1.5"; how great it may be is checked with its table."""
    if isinstance(value, str) and _WEIGHT.fullmatch(value):
        return Decimal(value)
    raise InvalidValue(
        path,
        f"{shown(value)} is no weight; accepted is a decimal string above 0 and up to 10, with at most two decimals",
    )


def tables_document(tables: Sequence[BandTable]) -> list[dict[str, Any]]:
    """The tables as in the book: every weekday that has bands, and the holiday's row where there is one."""
    return [{"from": table.since.isoformat(), "windows": _windows(table)} for table in tables]


def _windows(table: BandTable) -> dict[str, Any]:
    rows = {
        weekday: [band_document(band) for band in row]
        for weekday, row in zip(WEEKDAYS, table.weekdays, strict=True)
        if row
    }
    if table.holiday is not None:
        rows["holiday"] = [band_document(band) for band in table.holiday]
    return rows


def band_document(band: Band) -> dict[str, Any]:
    """A band as in the book; its name and minimum only where it has them."""
    written: dict[str, Any] = {"at": window_text(Window(band.opens, band.closes)), "weight": str(band.weight)}
    if band.name is not None:
        written["name"] = band.name
    if band.minimum:
        written["minimum"] = band.minimum
    return written
