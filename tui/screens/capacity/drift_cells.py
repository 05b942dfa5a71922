"""How are the other panels of capacity shown: minutes about to lapse, clients that drift, people away?

Words say what a colour says; a number that is evidence can be opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.domain.basics.money import round_half_up
from models.domain.basics.months import MONTHS, Month
from models.domain.planning.workload import mean
from models.queries.planning.capacity_board import Absence, DriftCase, LapsingCall
from models.queries.planning.drift import DriftRow
from tui.text.format import hm, plural, short_date
from tui.widgets.bars.hours import spark
from tui.widgets.list.columns import Cell, Column

LAPSING_COLUMNS = (
    Column("lapses", sort=lambda call: call.lapsing.expires_on),
    Column("in", align="right", sort=lambda call: call.days),
    Column("time", align="right", sort=lambda call: call.lapsing.minutes),
    Column("client", minimum=16),
    Column("phone", minimum=12),
    Column("contact", minimum=10, drop=1, sort=lambda call: call.contact),
)
DRIFT_COLUMNS = (
    Column("uses"),
    Column("client", minimum=16),
    Column("used / allotted", align="right", sort=lambda case: mean(case.row.used)),
    Column("", align="right", name="percent", sort=lambda case: drift_numbers(case.row)[2]),
    Column("", drop=2, name="months"),
    Column(
        "",
        minimum=12,
        drop=1,
        name="months over",
        sort=lambda case: months_over(case.row),
    ),
)
ABSENCE_COLUMNS = (
    Column("who", minimum=8),
    Column("from", minimum=10, sort=lambda absence: absence.row.first),
    Column("to", minimum=10, sort=lambda absence: absence.row.last),
    Column("days", align="right", sort=lambda absence: absence.open_days),
    Column("reason", minimum=8, drop=1, sort=lambda absence: absence.row.reason),
)
SOON_DAYS = 7


def lapsing_cells(call: LapsingCall) -> Sequence[Cell]:
    """The cells of LAPSING_COLUMNS."""
    day = call.lapsing.expires_on
    soon = call.days <= SOON_DAYS
    return (
        (f"{day.day} {MONTHS[day.month - 1]}", "warn" if soon else ""),
        (f"{call.days} d" if call.days else "now", "warn" if soon else "dim"),
        (hm(call.lapsing.minutes), "strong"),
        call.client_name,
        (call.phone or "no phone", "" if call.phone else "dim"),
        (call.contact, "dim"),
    )


def drift_cells(case: DriftCase) -> Sequence[Cell]:
    """The cells of DRIFT_COLUMNS."""
    row = case.row
    used, allowance, percent = drift_numbers(row)
    over = row.direction == "over"
    months = months_over(row)
    words = f"{plural(months, 'month')} over" if months else ""
    return (
        ("▲ more" if over else "▼ less", "warn" if over else ""),
        row.client_name,
        ((hm(used), "strong"), (f" of {hm(allowance):>5}", "dim")),
        ("" if percent is None else f"{percent} %", ""),
        (spark(row.used, top=allowance), "dim"),
        (words, "dim"),
    )


def months_over(row: DriftRow) -> int:
    """In how many of the months more was used than there was."""
    return sum(minutes > 0 for minutes in row.overage)


def drift_numbers(row: DriftRow) -> tuple[int, int, int | None]:
    """Mean used minutes, allowance of a month, and the one in per cent of the other."""
    used, allowance = mean(row.used), row.monthly_allowance
    percent = round_half_up(used * 100 / allowance) if allowance else None
    return round_half_up(used), round_half_up(allowance), percent


def absence_cells(absence: Absence, today: date) -> Sequence[Cell]:
    """The cells of ABSENCE_COLUMNS."""
    row = absence.row
    now = row.first <= today <= row.last
    return (
        absence.agent_name,
        (short_date(row.first), "accent" if now else ""),
        ("" if row.last == row.first else short_date(row.last), ""),
        (plural(absence.open_days, "day"), "dim"),
        ((("away now  ", "accent") if now else ("", "")), (row.reason, "dim")),
    )


def evidence(case: DriftCase) -> list[str]:
    """What the talk with the client stands on, as plain text: months, requests, causes."""
    row = case.row
    used, allowance, percent = drift_numbers(row)
    share = "" if percent is None else f", {percent} %"
    more = "far more" if row.direction == "over" else "far less"
    lines = [
        f"{row.client_name} uses {more} than it pays for: {hm(used)} of {hm(allowance)} a month{share}.",
        "",
        *(f"Talked about {talk}." for talk in case.talks),
        *([""] if case.talks else []),
        f"  {'month':<16}{'used':>8}{'of':>8}{'over':>8}",
    ]
    for month, minutes, over in zip(row.months, row.used, row.overage, strict=True):
        lines.append(f"  {_name(month):<16}{hm(minutes):>8}{hm(allowance):>8}{hm(over) if over else '–':>8}")
    lines += ["", f"  {'cause':<24}{'time':>8}{'requests':>10}"]
    for cause in row.causes:
        lines.append(f"  {cause.cause or 'no cause':<24}{hm(cause.minutes):>8}{cause.requests or '–':>10}")
    lines += ["", f"  {'request':<10}{'time':>6}  subject"]
    lines += [f"  {key:<10}{hm(minutes):>6}  {subject}" for key, subject, minutes in case.requests]
    return lines


def _name(month: Month) -> str:
    return f"{month.first_day:%B %Y}"
