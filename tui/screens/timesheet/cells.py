"""How is a row of the timesheet written, and what do a day and a week come to in words?

What a colour says stands there as a word or a sign, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from models.domain.basics.months import MONTHS
from models.domain.basics.weeks import week_number
from models.domain.calendar import Shut
from models.queries.time.timesheet import AgentDay, SheetRow, Timesheet, totals
from tui.text.format import DAYS, hm, long_date, plural
from tui.widgets.bars.dayline import GAP, TWICE, DayLine
from tui.widgets.list.columns import Cell, Column
from tui.widgets.spans import Span, fit_spans

SHUT: dict[Shut, str] = {"no_hours": "day off", "closed_day": "day off", "holiday": "holiday"}
DAY = Column("day", minimum=6, sort=lambda row: row.day)
AGENT = Column("agent")
COLUMNS = (
    Column("time", minimum=11, sort=lambda row: row.entry.started_at),
    Column("spent", short="h:mm", align="right", sort=lambda row: row.seconds),
    Column("client", minimum=16),
    Column("request", drop=4, extra=True),
    Column("what", minimum=20, sort=lambda row: row.subject or row.entry.note),
    Column("work type", minimum=9, drop=5, extra=True),
    Column("scope", minimum=8, drop=2, extra=True),
    Column("note", minimum=24, drop=6, yields=1, extra=True),
    Column("", minimum=8, name="state"),
)


def columns(*, week: bool, everybody: bool) -> tuple[Column, ...]:
    """The columns of a day or a week, of one agent or of all."""
    return (*((DAY,) if week else ()), *((AGENT,) if everybody else ()), *COLUMNS)


def row_cells(row: SheetRow, *, week: bool, everybody: bool, shown: date | None = None) -> tuple[Cell, ...]:
    """The cells for `columns` of the same kind; on the sheet of the day `shown` of what began before, its day."""
    entry = row.entry
    tone = "accent" if row.running else "dim" if row.frozen else ""
    first: list[Cell] = []
    if week:
        first.append((day_label(row.day), "dim"))
    if everybody:
        first.append((row.agent_name, ""))
    client = row.client_name or ("internal" if entry.scope == "internal" else "no client")
    named = "" if row.client_name or entry.scope == "internal" else "warn"
    what = row.subject or entry.note or "no note"
    return (
        *first,
        (_time(row, None if week else shown), tone),
        (hm(row.seconds // 60), tone),
        (client, named or ("" if row.client_name else "dim")),
        (entry.request or "", "dim"),
        (what, "" if row.subject or entry.note else "dim"),
        (row.work_type_name, "dim"),
        (f"{entry.scope}, told" if entry.told else entry.scope, "dim" if entry.scope == "support" else ""),
        (entry.note if row.subject else "", "dim"),  # else it stands there already
        mark(row),
    )


def _time(row: SheetRow, shown: date | None) -> str:
    """`23:30–00:45 +1`; on the sheet of the next day `Wed 23:30–00:45`."""
    ended = row.ended or "now"
    if shown is None or row.day >= shown:
        return f"{row.started}–{ended}"
    if row.day == shown - timedelta(days=1):
        ended = ended.removesuffix(" +1")
    return f"{DAYS[row.day.weekday()]} {row.started}–{ended}"


def mark(row: SheetRow) -> Span:
    """What is particular about a row, in a word."""
    if row.running:
        return ("●", "accent")  # its time says “now”
    if row.overlaps:
        return (f"{TWICE} twice", "bad")
    late = row.entry.late_in
    if late is not None:
        return (f"late {MONTHS[late.month - 1]}", "warn")
    if row.entry.premium is not None:
        return (f"× {row.entry.premium}", "dim")
    return ("closed", "dim") if row.frozen else ("", "")


def search_text(row: SheetRow) -> str:
    """The words of an entry's row that the filter looks through."""
    entry = row.entry
    words = (entry.key, row.agent_name, row.client_name, entry.client, entry.request, row.subject)
    return " ".join(
        word for word in (*words, row.work_type_name, entry.scope, entry.premium, entry.note) if word
    )


def day_label(day: date) -> str:
    """A day as short weekday and number: `Mon 23`."""
    return f"{DAYS[day.weekday()]} {day.day:2}"


def heading(sheet: Timesheet, day: date, *, week: bool) -> str:
    """`Mon 23 Nov 2026 · Dana`, `Week 48, 23–29 Nov 2026 · all`."""
    who = next((agent.name for agent in sheet.agents if agent.key == sheet.agent), sheet.agent or "everybody")
    if not week:
        return f"{long_date(day)} · {who}"
    first, last = sheet.first, sheet.last
    begin = str(first.day) if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]}"
    return f"Week {week_number(first)}, {begin}–{last.day} {MONTHS[last.month - 1]} {last.year} · {who}"


def sum_spans(sheets: Iterable[AgentDay], count: int, *, words: bool = True) -> list[Span]:
    """`5:01 of 7:30   ╌ 2:37 gaps   ▚ 1 overlap   6 entries`."""
    found = tuple(sheets)
    seconds, usual, gaps, doubles = totals(found)
    spans: list[Span] = [(hm(seconds // 60), "strong")]
    if usual:
        spans.append((f" of {hm(usual)}", "dim"))
    elif len(found) == 1 and found[0].absent:
        spans.append(("  away", "dim"))
    elif len(found) == 1 and found[0].shut is not None:
        spans.append((f"  {SHUT[found[0].shut]}", "dim"))
    if gaps:
        spans.append((f"   {GAP} {hm(gaps)} in gaps" if words else f" {GAP} {hm(gaps)}", "warn"))
    if doubles:
        spans.append((f"   {TWICE} {plural(doubles, 'overlap')}" if words else f" {TWICE} {doubles}", "bad"))
    if words:
        spans.append((f"   {plural(count, 'entry', 'entries')}", "dim"))
    return spans


def day_lines(sheets: Sequence[AgentDay], names: dict[str, str]) -> list[DayLine]:
    """A day of several agents: a line each."""
    return [
        DayLine(
            sheet, ((names.get(sheet.agent, sheet.agent), ""),), tuple(sum_spans([sheet], 0, words=False))
        )
        for sheet in sheets
    ]


def week_lines(sheets: Sequence[AgentDay], chosen: date, today: date) -> list[DayLine]:
    """A week of one agent: a line a day, the chosen one pointed at."""
    lines = []
    for sheet in sheets:
        here = sheet.day == chosen
        label = (("▸" if here else " ", "accent"), (day_label(sheet.day), "strong" if here else "dim"))
        right = sum_spans([sheet], 0, words=False)
        if sheet.day > today and not sheet.blocks:
            right = [("", "")]
        lines.append(DayLine(sheet, label, tuple(right)))
    return lines


def grid_lines(sheet: Timesheet, chosen: date) -> list[list[Span]]:
    """A week of everybody: agents down, days across, totals at the right and below."""
    days = [sheet.first + timedelta(days=step) for step in range((sheet.last - sheet.first).days + 1)]
    head: list[Span] = [(" " * 10, "")]
    head += [(f"{day_label(day):>7}", "strong" if day == chosen else "dim") for day in days]
    lines = [[*head, ("   total", "dim")]]
    names = {agent.key: agent.name for agent in sheet.agents}
    for key in dict.fromkeys(one.agent for one in sheet.days):
        own = sheet.of(key)
        seconds, usual, _, _ = totals(own)
        line: list[Span] = [*fit_spans([(f" {names.get(key, key)}", "")], 9), (" ", "")]
        line += [_grid_cell(one) for one in own]
        lines.append([*line, (f"{hm(seconds // 60):>8}", "strong"), (f" of {hm(usual)}", "dim")])
    return lines


def _grid_cell(sheet: AgentDay) -> Span:
    if not sheet.seconds:
        word = "away" if sheet.absent else "–" if sheet.usual_minutes else "·"
        return (f"{word:>7}", "dim")
    sign = f"{TWICE} " if sheet.doubles else ""
    return (f"{sign + hm(sheet.seconds // 60):>7}", "bad" if sheet.doubles else "")
