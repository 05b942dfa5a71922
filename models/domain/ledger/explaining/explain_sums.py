"""What is behind a grant, a line or a sum of the month? The parts that add up to it (RULES 3.7, 3.8).

The parts listed always sum to the number explained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from models.domain.basics.phrases import FLOW_WORDS, PART_WORDS, count_words, day_words
from models.domain.ledger.document import UnitLine
from models.domain.ledger.explaining.explain_basis import Basis, minutes_words, month_words, spent_words
from models.domain.ledger.explaining.explain_unit import LINE_WORDS, bill_key, line_words
from models.domain.ledger.results import BillLine, GrantLine
from models.domain.ledger.sums import FLOWS, SPLIT, MonthSums
from models.domain.values import Charge

_SIGNS = {"opening": "", "granted": "+ ", "reversed": "+ ", "closing": "= "}
_SUMS = {
    "opening": "usable from earlier months",
    "granted": "granted in the month",
    "drawn": "drawn from grants of minutes",
    "lapsed": "unused when their time was over",
    "forfeited": "lost because more was carried forward than the cap allows",
    "reversed": "lost before, and restored for late work",
    "closing": "usable at the end of the month",
    "accounted": "time after minimum and increment",
    "counted": "accounted time by its weights",
    "covered": "used from grants of minutes",
    "unlimited": "used under an unlimited contract",
    "by_sessions": "used from sessions",
    "overage": "under a retainer or block, beyond its hours",
    "on_demand": "under neither retainer nor block",
    "additional": "outside the contract",
    "late_accounted": "done in closed months and shown in this one",
}


def explain_grant(basis: Basis, position: int) -> tuple[str, ...]:
    """One grant of the month: what it had, each draw, what it lost and why, what it keeps (RULES 2.4, 3.7).

    600 granted − 480 drawn − 120 lapsed = 0 left, with the work that drew them.
    """
    row = basis.document.grants[position]
    identity = row.identity
    first = day_words(identity[2])
    last = "for ever" if row.expires_on is None else f"to {day_words(row.expires_on)}"
    return (
        f"{basis.grant_name(identity)}: {_count(row, row.closing)} carried forward from {month_words(basis.month)}",
        f"It can be drawn from {first} {last}, both days included.",
        "",
        *_flows(row.flow, lambda number: _count(row, number)),
        "",
        *_draws(basis, row),
        *_losses(basis, row),
    )


def _count(row: GrantLine, number: int) -> str:
    return count_words(number, "session") if row.unit == "sessions" else minutes_words(number)


def _flows(number: Callable[[str], int], words: Callable[[int], str]) -> Iterator[str]:
    for flow in FLOWS:
        if number(flow) or flow in ("opening", "closing"):
            yield f"  {_SIGNS.get(flow, '− ')}{FLOW_WORDS[flow]} {words(number(flow))}"


def _draws(basis: Basis, row: GrantLine) -> Iterator[str]:
    drawn = [
        (unit, draw) for unit in basis.document.units for draw in unit.draws if draw.identity == row.identity
    ]
    if drawn:
        yield "Drawn by, in order:"
    for unit, draw in drawn:
        yield f"  {_unit_words(unit)}: {minutes_words(draw.amount)}"


def _unit_words(unit: UnitLine) -> str:
    late = ", late" if unit.late else ""
    request = f", request {unit.request}" if unit.request else ""
    return f"{day_words(unit.work_date)} {', '.join(unit.entries)}{request}{late}"


def _losses(basis: Basis, row: GrantLine) -> Iterator[str]:
    if row.lapsed:
        day = day_words(row.expires_on or date.max)
        yield f"Lapsed: {_count(row, row.lapsed)} were unused at the end of {day} (RULES 2.4)."
    if row.forfeited:
        caps = [
            cap
            for cap in basis.terms.caps.get(basis.month, ())
            if (cap.contract, cap.allowance) == (row.contract, row.allowance)
        ]
        held = f" of {minutes_words(caps[-1].minutes)} on {day_words(caps[-1].day)}" if caps else ""
        yield (
            f"Over the carry limit: {_count(row, row.forfeited)}, as more was left of the allowance than"
            f" the cap{held} allows; what expires soonest goes first (RULES 2.4)."
        )
    if row.reversed:
        yield f"Restored: {_count(row, row.reversed)} that had been lost, for late work (RULES 6.3)."


def explain_line(basis: Basis, position: int, charges: Mapping[str, Charge] | None = None) -> tuple[str, ...]:
    """One line of the month: what was multiplied, the single rounding, and the work in it (RULES 3.5, 3.6).

    Three times 10 min at 100.00: 30 min × 100.00 / 60 = 50.00, not 3 × 16.67.
    """
    line = basis.document.lines[position]
    if line.kind == "fee":
        name = basis.name(line.contract or "")
        return (
            f"Line: the fee of {name} that falls due in {month_words(basis.month)}:"
            f" {basis.money(line.amount)} (RULES 2.8).",
        )
    if line.kind == "charge":
        return (_charge_words(basis, line, (charges or {}).get(line.charge or "")),)
    parts = [
        f"  {_unit_words(unit)}: {minutes_words(unit.part(line.kind))}"
        for unit in basis.document.units
        if unit.part(line.kind) and bill_key(unit) == bill_key(line)
    ]
    return (*line_words(basis, line), "Its minutes:", *parts)


def _charge_words(basis: Basis, line: BillLine, charge: Charge | None) -> str:
    if charge is None:
        return f"Line: charge {line.charge}: {basis.money(line.amount)} (RULES 3.6)."
    count = count_words(charge.quantity, "piece")
    what = f"{charge.description}, {day_words(charge.date)}: {count}"
    return f"Line: {what}, together {basis.money(line.amount)} (RULES 3.6)."


def explain_sum(basis: Basis, name: str) -> tuple[str, ...]:
    """One of the month's sums: what it counts, and the parts that add up to it (RULES 3.7).

    `overage` 40: "10 Mar 2026 E-1: 40 min". The two times in seconds are `spent_seconds` and `courtesy_seconds`.
    """
    minutes = basis.document.sums
    if name in FLOWS:
        total = (
            f"{FLOW_WORDS[name]} {minutes_words(minutes.of(name))}: {_SUMS[name]}, minutes only (RULES 3.7)"
        )
        rows = (row for row in basis.document.grants if row.unit == "minutes" and row.flow(name))
        return (
            total,
            *_flows(minutes.of, minutes_words),
            "Its parts:",
            *(f"  {basis.grant_name(row.identity)}: {minutes_words(row.flow(name))}" for row in rows),
        )
    if name in ("spent_seconds", "courtesy_seconds"):
        what = "spent on the clock" if name == "spent_seconds" else "given as courtesy"
        counted = [
            unit for unit in basis.document.units if name == "spent_seconds" or unit.scope == "courtesy"
        ]
        parts = [f"  {_unit_words(unit)}: {spent_words(unit.spent_seconds)}" for unit in counted]
        return (f"{spent_words(minutes.of(name))} {what} (RULES 3.2)", "Its parts:", *parts)
    field = "accounted" if name == "late_accounted" else name
    units = (unit for unit in basis.document.units if unit.part(field) and (name == field or unit.late))
    return (
        f"{LINE_WORDS.get(name, PART_WORDS[name])} {minutes_words(minutes.of(name))}: {_SUMS[name]} (RULES 3.7)",
        *_split(minutes, name),
        "Its parts:",
        *(f"  {_unit_words(unit)}: {minutes_words(unit.part(field))}" for unit in units),
    )


def _split(minutes: MonthSums, name: str) -> Iterator[str]:
    if name == "counted" or (name == "accounted" and not minutes.is_weighed):
        parts = " + ".join(f"{minutes.of(part):,} {PART_WORDS[part]}" for part in SPLIT if minutes.of(part))
        yield f"  {minutes.counted:,} = {parts or 0}"
