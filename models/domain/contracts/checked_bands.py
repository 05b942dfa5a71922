"""Are these tables of weights possible? Dates rise, bands follow each other, weights are small (RULES 3.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from models.domain.basics.dated import check_dates_rise
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_whole
from models.domain.basics.text import parse_name
from models.domain.values import WEEKDAYS, Band, BandTable

MOST_WEIGHT = Decimal(10)
_MOST_MINIMUM = 24 * 60
_DECIMALS = 2


def checked_tables(tables: Sequence[BandTable], path: str) -> tuple[BandTable, ...]:
    """The tables with the names of their bands cleaned; raises InvalidValue like `desk.bands[0].windows.mon[1]`."""
    if tables:
        check_dates_rise(tables, path)
    return tuple(
        _checked_table(table, f"{path}[{position}].windows") for position, table in enumerate(tables)
    )


def _checked_table(table: BandTable, path: str) -> BandTable:
    return replace(
        table,
        weekdays=tuple(
            checked_row(row, f"{path}.{weekday}")
            for row, weekday in zip(table.weekdays, WEEKDAYS, strict=True)
        ),
        holiday=None if table.holiday is None else checked_row(table.holiday, f"{path}.holiday"),
    )


def checked_row(row: Sequence[Band], path: str) -> tuple[Band, ...]:
    """The bands of a day, in order and without overlap; raises InvalidValue."""
    checked = tuple(_checked_band(band, f"{path}[{position}]") for position, band in enumerate(row))
    for position in range(1, len(checked)):
        if checked[position].opens < checked[position - 1].closes:
            raise InvalidValue(
                f"{path}[{position}]",
                f"{_clock(checked[position].opens)} lies before {_clock(checked[position - 1].closes)};"
                " accepted are windows in the order of the day that do not overlap",
            )
    return checked


def _checked_band(band: Band, path: str) -> Band:
    if not 0 <= band.opens < band.closes <= 24 * 60:
        raise InvalidValue(
            f"{path}.at",
            f"{_clock(band.opens)}-{_clock(band.closes)} is no window; accepted is HH:MM-HH:MM, the end later and up"
            " to 24:00: a night belongs to two dates",
        )
    check_weight(band.weight, f"{path}.weight")
    parse_whole(band.minimum, f"{path}.minimum", 0, _MOST_MINIMUM)
    return band if band.name is None else replace(band, name=parse_name(band.name, f"{path}.name"))


def check_weight(weight: Decimal, path: str) -> None:
    """Refuses a weight of 0 or less, above 10, or with more than two decimals (RULES 3.9)."""
    decimals = -int(weight.as_tuple().exponent)
    if not 0 < weight <= MOST_WEIGHT or decimals > _DECIMALS:
        raise InvalidValue(
            path,
            f"'{weight}' is no weight; accepted is a decimal string above 0 and up to 10, with at most two decimals",
        )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
