"""How does a client's month look in one line? Name, bar, numbers, one word on what is going to happen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from tui.text.format import hm, money
from tui.widgets.bars.hours import hours_bar
from tui.widgets.list.columns import Cell, Column
from tui.widgets.spans import Span, Spans

if TYPE_CHECKING:
    from models.queries.clients.hours import HoursRow


def used_order(row: HoursRow) -> int:
    """What the numbers are sorted by: the minutes that stand there first."""
    return row.used


def share_order(row: HoursRow) -> float | None:
    """What the bars are sorted by: the share of the hours that is used; None where nothing is counted."""
    counted = row.manner in ("retainer", "block") and row.usable
    return row.used / row.usable if counted else None


HOURS_COLUMNS = (
    Column("client", minimum=13),
    Column("", bar=True, minimum=10, maximum=30, name="share", always=True, sort=share_order),
    Column("used / allotted", short="used", minimum=15, sort=used_order),
    Column("", minimum=11, name="state"),
)


def hours_cells(row: HoursRow, currency: str) -> Sequence[Cell]:
    """The cells of HOURS_COLUMNS."""
    return row.name, _bar(row), _numbers(row), _word(row, currency)


def _bar(row: HoursRow) -> Cell:
    if row.manner == "unlimited":
        return ("unlimited", "dim")
    if row.manner == "on_demand":
        return ("on demand", "dim")
    return partial(_drawn, row)


def _drawn(row: HoursRow, width: int) -> Spans:
    return hours_bar(
        width, used=row.used, allotted=row.usable, carried=row.carried, running=row.running_seconds // 60
    )


def _numbers(row: HoursRow) -> Cell:
    if row.manner in ("on_demand", "unlimited"):
        return ((f"{hm(row.used):>6}", "strong"),)
    return ((f"{hm(row.used):>6}", "strong"), (" / ", "faint"), (hm(row.usable), "dim"))


def _word(row: HoursRow, currency: str) -> Cell:
    """The one thing worth saying: over, nearly over, lapsing, running out, or the pace."""
    if row.over and row.manner != "on_demand":
        return (f"+{hm(row.over)} over", "bad")
    if row.manner not in ("retainer", "block"):
        return (money(row.amount, currency, code=True) if row.amount else "", "dim")
    if row.mark >= 90:
        return _rest(row)
    if row.manner == "block":
        return (f"until {row.until.day} {row.until:%b}" if row.until else "", "dim")
    if row.run_rate_percent is not None and row.run_rate_percent > 100:
        return (f"pace {row.run_rate_percent} %", "warn")
    return _lapse(row)


def _rest(row: HoursRow) -> Span:
    """What is left; with the sign of the running part of the bar where a timer takes of it: not recorded yet."""
    running = -(-row.running_seconds // 60)  # as the timer line counts it
    sign, left = (" ▌" if running else ""), row.left - running
    return (f"+{hm(-left)} over{sign}", "bad") if left < 0 else (f"{hm(left)} left{sign}", "warn")


def _lapse(row: HoursRow) -> Span:
    if row.lapsing and row.lapses_on is not None:
        return (f"lapses {hm(row.lapsing)}", "dim")
    return ("", "")
