"""Which days are public holidays? The one user of the `holidays` library, loaded when a desk names a region.

A code gives the dates of its country and region or is refused with a message; it is never passed over.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from models.domain.basics.errors import InvalidValue
from models.domain.calendar import Calendar
from models.domain.values import Desk

_CODE = re.compile(r"[A-Z]{2,3}(-[A-Za-z0-9]+)?")
_BLOCK = 10
"""Years asked for at once: one question to the library costs about as much for ten as for one."""


_remembered: dict[tuple[str, int], frozenset[date]] = {}
"""Decades of a code that were worked out before, here or in an earlier run: the library is slow to load."""


def _library() -> Any:
    """The library `holidays`; loaded here, as it takes long and most runs know the decades already."""
    import holidays

    return holidays


def check_code(code: str, path: str = "desk.holidays") -> None:
    """Refuse a `code` that names no known country or region; "GB-ENG", "DE", "DE-BY" are known (RULES 4.1).

    Raises InvalidValue at `path`.
    """
    holidays = _library()
    country, _, region = code.partition("-")
    if _CODE.fullmatch(code):
        # Loads one country; the list of all countries loads them all.
        with suppress(NotImplementedError):
            holidays.country_holidays(country, subdiv=region or None, expand=False)
            return
    regions = holidays.list_supported_countries().get(country)
    if regions is None:
        raise InvalidValue(
            path, f"{code!r} is no known country; accepted are codes like DE, or GB-ENG with a region"
        )
    known = ", ".join(f"{country}-{name}" for name in regions)
    raise InvalidValue(
        path, f"{code!r} is no known region; accepted are {country}{' and ' if known else ''}{known}"
    )


@lru_cache(maxsize=256)
def holiday_dates(code: str, first_year: int, last_year: int) -> frozenset[date]:
    """The public holidays from 1 January of `first_year` to 31 December of `last_year` (RULES 4.1).

    GB-ENG has Good Friday 3 Apr 2026 among nine. Raises InvalidValue for an unknown code.
    """
    holidays = _library()
    check_code(code)
    country, _, region = code.partition("-")
    with warnings.catch_warnings():
        # Some countries are announced for a few years only; a warning would be printed over the screen.
        warnings.simplefilter("ignore", UserWarning)
        # A holiday may be kept on a day of the year before or after its own, so look one year around.
        years = range(first_year - 1, last_year + 2)
        days = holidays.country_holidays(country, subdiv=region or None, years=years, expand=False)
    return frozenset(day for day in days if first_year <= day.year <= last_year)


def holiday_test(code: str | None) -> Callable[[date], bool]:
    """A test whether a date is a holiday under `code` (none is without one); asks for decades as they are needed."""
    if code is None:
        return lambda day: False

    def is_holiday(day: date) -> bool:
        block = day.year // _BLOCK
        known = _remembered.get((code, block))
        if known is None:
            known = _remembered[code, block] = holiday_dates(
                code, block * _BLOCK, block * _BLOCK + _BLOCK - 1
            )
        return day in known

    return is_holiday


def remember(code: str, decades: Mapping[int, Iterable[date]]) -> None:
    """Take over decades (the year divided by ten) that were worked out in an earlier run."""
    for block, days in decades.items():
        _remembered.setdefault((code, block), frozenset(days))


def remembered(code: str) -> dict[int, list[date]]:
    """The decades known by now, to be kept for the next run."""
    return {block: sorted(days) for (known, block), days in _remembered.items() if known == code}


@lru_cache(maxsize=8)
def calendar_of(desk: Desk) -> Calendar:
    """The shared working calendar of `desk` with its holidays; it keeps its sums (RULES 4.1).

    The desk's code was checked when it came in, so the library is loaded only for a decade not yet known.
    """
    return Calendar(desk, holiday_test(desk.holidays))
