"""How many people does the expected work take? By kind of work and by agent, as a text to be copied (RULES 5.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month
from models.domain.planning.staffing import Staffing
from models.queries.planning.staffing import StaffingBoard, read_staffing_board
from tui.dialogs.textview import TextView
from tui.program.protocol import Program
from tui.text.format import cut, hm
from tui.widgets.cells.capacity import short_month

NAME = 28
"""Cells of the longest name."""


async def show_staffing(program: Program, month: Month, share: Decimal) -> None:
    """Read the staffing of a month and show it; raises DeskError."""
    board: StaffingBoard = await program.data.fetch(read_staffing_board, month, program.now())
    title = f"Staffing · {short_month(month)}"
    await program.push_screen_wait(TextView(title, staffing_lines(board, share)))


def staffing_lines(board: StaffingBoard, share: Decimal) -> list[str]:
    """What is expected, in persons, split twice; minutes and per cent beside them."""
    staffing = board.staffing
    if not staffing.expected:
        return [f"Nothing is expected in {short_month(staffing.month)}: no work in a full month before it."]
    first, last = staffing.past[0], staffing.past[-1]
    span = short_month(first) if first == last else f"{short_month(first)} to {short_month(last)}"
    return [
        f"{_persons(staffing, staffing.expected).strip()} persons are expected to be needed: the mean of {span}.",
        "",
        *_table("work type", staffing, staffing.by_work_type, board.work_types),
        "",
        *_table("agent", staffing, staffing.by_agent, board.agents),
        "",
        f"One person is {hm(staffing.full_time)}: all working hours of the desk in {short_month(staffing.month)}.",
        f"Of an agent's hours {(share * 100).normalize():f} % are for support.",
    ]


def _table(
    title: str, staffing: Staffing, split: Mapping[str, Fraction], names: Mapping[str, str]
) -> Iterator[str]:
    yield f"  {title:<{NAME}}{'persons':>9}{'time':>10}{'part':>8}"
    for key in sorted(split, key=lambda key: (-split[key], names.get(key, key))):
        yield _row(names.get(key, key), staffing, split[key])
    yield _row("together", staffing, staffing.expected)


def _row(name: str, staffing: Staffing, minutes: Fraction) -> str:
    part = round_half_up(minutes * 100 / staffing.expected)
    time = hm(round_half_up(minutes))
    return f"  {cut(name, NAME - 1):<{NAME}}{_persons(staffing, minutes):>9}{time:>10}{part:>6} %"


def _persons(staffing: Staffing, minutes: Fraction) -> str:
    hundredths = staffing.hundredths(minutes)
    return "–" if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02d}"
