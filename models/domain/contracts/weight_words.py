"""What do tables of weights mean, in words and as a picture of the week? (RULES 3.9)

A person sees on which date a night counts, and is told where an increment times a weight is no whole minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from models.domain.basics.notation import format_duration
from models.domain.basics.phrases import day_words, weight_words
from models.domain.contracts.weights import NO_WEIGHT, premium_rule, tables_for
from models.domain.values import Band, BandTable, Contract, Desk, PremiumRule

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = 24 * 60
_CELL_MINUTES = 30
_SIGNS = "░▒▓█#@%&"
"""By rising weight; the last stands for all that are greater. A weight of 1 is a dot, less than 1 a minus."""
GRID_HEAD = "    0     3     6     9     12    15    18    21    24"
PREMIUM_WORDS: dict[PremiumRule, str] = {
    "always": "weights hold unless they are waived for a request or an entry",
    "agreed": "weights hold only where they were agreed for a request or an entry",
}


def week_grid(table: BandTable) -> tuple[str, ...]:
    """The week as a row of half hours a day, with what each sign means; a weight of 1 is a dot.

    A cell shows what the greater part of its half hour weighs.
    """
    rows = [(name[:3], row) for name, row in zip(DAY_NAMES, table.weekdays, strict=True)]
    if table.holiday is not None:
        rows.append(("hol", table.holiday))
    signs = _signs([band for _, row in rows for band in row])
    lines = [GRID_HEAD, *(f"{name} {_cells(row, signs)}" for name, row in rows)]
    legend = "   ".join(f"{sign} {words}" for words, sign in _legend(rows, signs))
    return (*lines, legend) if legend else tuple(lines)


def _signs(bands: Iterable[Band]) -> dict[Decimal, str]:
    above = sorted({band.weight.normalize() for band in bands if band.weight > NO_WEIGHT})
    signs = {weight: _SIGNS[min(place, len(_SIGNS) - 1)] for place, weight in enumerate(above)}
    return signs | {band.weight.normalize(): "-" for band in bands if band.weight < NO_WEIGHT}


def _cells(row: Sequence[Band], signs: dict[Decimal, str]) -> str:
    cells = []
    for opens in range(0, _DAY, _CELL_MINUTES):
        middle = opens + _CELL_MINUTES // 2
        inside = next((band for band in row if band.opens <= middle < band.closes), None)
        cells.append("·" if inside is None else signs.get(inside.weight.normalize(), "·"))
    return "".join(cells)


def _legend(
    rows: Sequence[tuple[str, Sequence[Band]]], signs: dict[Decimal, str]
) -> Iterator[tuple[str, str]]:
    named: dict[Decimal, dict[str, None]] = {}
    for _, row in rows:
        for band in row:
            if band.weight != NO_WEIGHT:
                named.setdefault(band.weight.normalize(), {})[band.name or ""] = None
    for weight in sorted(named):
        names = ", ".join(name for name in named[weight] if name)
        yield f"×{weight:f}" + (f" {names}" if names else ""), signs[weight]


def night_words(table: BandTable) -> tuple[str, ...]:
    """Which date each part of a night belongs to; a night that weighs the same before and after is said once.

    "the night after Friday: 22:00-24:00 night ×2 counts on that date, 0:00-8:00 weekend ×2 on the next".
    """
    found: dict[tuple[str, str], list[int]] = {}
    for day in range(7):
        row, following = table.weekdays[day], table.weekdays[(day + 1) % 7]
        late = row[-1] if row and row[-1].closes == _DAY and row[-1].opens else None
        early = following[0] if following and following[0].opens == 0 and following[0].closes < _DAY else None
        if late is not None:
            whole = following and following[0].opens == 0
            after = f"from 0:00 ×{following[0].weight}" if whole else "from 0:00 no weight"
            if early is not None:
                after = f"0:00-{_clock(early.closes)} {weight_words(early.name, early.weight)}"
            before = f"{_clock(late.opens)}-24:00 {weight_words(late.name, late.weight)}"
            found.setdefault((before, after), []).append(day)
    return tuple(
        f"the night after {_days(days)}: {before} counts on that date, {after} on the next"
        for (before, after), days in found.items()
    )


def _days(days: Sequence[int]) -> str:
    names = [DAY_NAMES[day] for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[0]} to {names[-1]}"
    return " and ".join(names) if len(names) < 3 else ", ".join(names)


def _clock(minutes: int) -> str:
    return format_duration(minutes)


def half_minute_warnings(table: BandTable, increments: Iterable[int]) -> tuple[str, ...]:
    """Where a step of the rounding times a weight is no whole minute: what counts is rounded half-up then.

    15 minutes at ×1.5 are 22.5.
    """
    bands = [band for row in (*table.weekdays, table.holiday or ()) for band in row]
    weights = {band.weight.normalize(): weight_words(band.name, band.weight) for band in bands}
    found = []
    for increment in dict.fromkeys(increments):
        for weight in sorted(weights):
            minutes = Fraction(weight) * increment
            if minutes.denominator != 1:
                exact = f"{(Decimal(minutes.numerator) / Decimal(minutes.denominator)).normalize():f}"
                step = f"{increment} min at {weights[weight]}"
                found.append(f"careful: {step} are {exact}, no whole minutes; what counts is rounded")
    return tuple(found)


def weights_summary(contract: Contract, desk: Desk) -> tuple[str, ...]:
    """Which weights hold under a contract, in a sentence; none where neither it nor the desk has any.

    "hours weigh evening ×1.5, night ×2, unless waived".
    """
    if contract.bands == () and desk.bands:
        return ("evenings and weekends count like any hour",)
    tables = tables_for(desk, contract)
    if not tables:
        return ()
    newest = tables[-1]
    bands = [
        band for row in (*newest.weekdays, newest.holiday or ()) for band in row if band.weight != NO_WEIGHT
    ]
    named = sorted(bands, key=lambda band: (band.weight, band.name or ""))
    words = list(dict.fromkeys(weight_words(band.name, band.weight) for band in named))
    if not words:
        return ()
    when = "only where agreed" if premium_rule(desk, contract) == "agreed" else "unless waived"
    return (f"hours weigh {', '.join(words)}, {when}",)


def table_words(table: BandTable, increments: Iterable[int]) -> tuple[str, ...]:
    """A table in sentences: an example, the nights, what holidays do, warnings."""
    bands = [
        (day, band) for day, row in enumerate(table.weekdays) for band in row if band.weight != NO_WEIGHT
    ]
    lines = []
    if bands:
        # An evening of a weekday says most: it has a name, begins late and weighs least.
        day, band = min(
            bands, key=lambda found: (not found[1].name, found[1].opens < _DAY // 2, found[1].weight)
        )
        hour = Fraction(band.weight) * 60
        counts = format_duration((2 * hour.numerator + hour.denominator) // (2 * hour.denominator))
        words = weight_words(band.name, band.weight)
        lines.append(f"{DAY_NAMES[day]} {_clock(band.opens)}, {words}: 1:00 counts {counts}")
    elif not table.holiday:
        lines.append(f"from {day_words(table.since)} on nothing weighs more or less")
    if table.holiday is None:
        lines.append("holidays and closed days weigh like their weekday")
    elif not table.holiday:
        lines.append("nothing weighs on holidays and closed days")
    return (*lines, *half_minute_warnings(table, increments), *night_words(table))
