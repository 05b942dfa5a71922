"""What would a change do to a client's ledger? Months before and after, number by number (RULES 3.7).

Guarantees (`test_shifts_are_exactly_what_differs`): every shift names a number that differs; there is none exactly
when totals, sums and grants are the same (an opening differs only with the closing before it, covered minutes only
with a draw). A comparison writes nothing: it needs the ledgers of the same months, computed twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.domain.basics.months import MONTH_NAMES, Month
from models.domain.basics.notation import format_duration
from models.domain.basics.phrases import money_words
from models.domain.ledger.balances import Identity
from models.domain.ledger.results import GrantLine, MonthLedger
from models.domain.ledger.sums import sums_of

Measure = Literal["money", "minutes", "seconds", "sessions"]

SUMS: tuple[tuple[str, str, Measure], ...] = (
    ("overage", "overage", "minutes"),
    ("on_demand", "on demand", "minutes"),
    ("additional", "additional", "minutes"),
    ("accounted", "accounted", "minutes"),
    ("counted", "counted", "minutes"),
    ("late_accounted", "late", "minutes"),
    ("unlimited", "unlimited", "minutes"),
    ("by_sessions", "by sessions", "minutes"),
    ("courtesy_seconds", "courtesy", "seconds"),
    ("spent_seconds", "spent", "seconds"),
)
"""Sums of the month in the order in which they matter: field, word, what it counts."""
FLOWS = (
    ("lapsed", "lapsing"),
    ("forfeited", "over the carry limit"),
    ("drawn", "drawn"),
    ("reversed", "restored"),
    ("closing", "carried forward"),
)
"""Numbers of one grant that entries can move; what it opens with is what it kept the month before."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One number of one month that would differ; `grant` names the grant whose number it is."""

    client: str
    month: Month
    word: str
    measure: Measure
    before: int
    after: int
    grant: Identity | None = None


def shifts(before: Sequence[MonthLedger], after: Sequence[MonthLedger]) -> tuple[Shift, ...]:
    """Every number that differs between two lists of ledgers of the same client and months, in order.

    47 minutes less on 0:20 left: `overage 0:40 → 0:00`, `total 410.00 → 350.00`.
    """
    return tuple(shift for old, new in zip(before, after, strict=True) for shift in _month_shifts(old, new))


def _month_shifts(old: MonthLedger, new: MonthLedger) -> Iterator[Shift]:
    client, month = old.client, old.month
    if old.total != new.total:
        yield Shift(client, month, "total", "money", old.total, new.total)
    was, will = sums_of(old), sums_of(new)
    for field, word, measure in SUMS:
        if field == "counted" and not (was.is_weighed or will.is_weighed):
            continue  # it is what is accounted, and said already
        if was.of(field) != will.of(field):
            yield Shift(client, month, word, measure, was.of(field), will.of(field))
    yield from _grant_shifts(old, new)


def _grant_shifts(old: MonthLedger, new: MonthLedger) -> Iterator[Shift]:
    was, will = _by_identity(old.grants), _by_identity(new.grants)
    for identity in sorted(was.keys() | will.keys(), key=_identity_order):
        rows = was.get(identity), will.get(identity)
        measure: Measure = "minutes"
        if any(row is not None and row.unit == "sessions" for row in rows):
            measure = "sessions"
        for field, word in FLOWS:
            one, two = (0 if row is None else row.flow(field) for row in rows)
            if one != two:
                yield Shift(old.client, old.month, word, measure, one, two, identity)


def _by_identity(rows: Iterable[GrantLine]) -> dict[Identity, GrantLine]:
    return {row.identity: row for row in rows}


def _identity_order(identity: Identity) -> tuple[date, str, int]:
    contract, allowance, valid_from = identity
    return valid_from, contract, -1 if allowance is None else allowance


def shift_lines(
    found: Sequence[Shift], currency: str, today: date, names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """The shifts in words: `overage in March 0:40 → 0:00`, `February grant lapsing in March 1:10 → 0:55`.

    A grant's own month is not said twice. Months of another year than that of `today` say their year. `names`
    are the clients' names, said where more than one client is touched.
    """
    clients = {shift.client for shift in found}
    labels = _grant_labels([shift for shift in found if shift.grant is not None], today.year)
    lines = []
    for shift in found:
        prefix = f"{(names or {}).get(shift.client, shift.client)}: " if len(clients) > 1 else ""
        month = month_words(shift.month, today.year)
        numbers = f"{_number(shift.before, shift, currency)} → {_number(shift.after, shift, currency)}"
        when = "" if shift.grant is not None and Month.of(shift.grant[2]) == shift.month else f" in {month}"
        label = "" if shift.grant is None else f"{labels[shift.client, shift.grant]} "
        lines.append(f"{prefix}{label}{shift.word}{when} {numbers}")
    return tuple(lines)


def month_words(month: Month, year: int) -> str:
    """`March`, or `March 2025` when it is not of `year`."""
    name = MONTH_NAMES[month.month - 1]
    return name if month.year == year else f"{name} {month.year}"


def _grant_labels(found: Sequence[Shift], year: int) -> dict[tuple[str, Identity], str]:
    """`March grant`; where two of a client began in one month, each with its contract."""
    known = {(shift.client, shift.grant): shift.grant for shift in found if shift.grant is not None}
    months = [(client, Month.of(grant[2])) for (client, _), grant in known.items()]
    labels = {}
    for (client, _), grant in known.items():
        month = Month.of(grant[2])
        label = f"{month_words(month, year)} grant"
        if months.count((client, month)) > 1:
            part = "" if grant[1] is None else f", allowance {grant[1] + 1}"
            label += f" ({grant[0]}{part})"
        labels[client, grant] = label
    return labels


def _number(value: int, shift: Shift, currency: str) -> str:
    if shift.measure == "money":
        return money_words(value, currency)
    if shift.measure == "sessions":
        return f"{value} session" + ("" if value == 1 else "s")
    return format_duration(value // 60 if shift.measure == "seconds" else value)
