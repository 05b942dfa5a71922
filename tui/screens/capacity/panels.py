"""Which lists stand on the screen of capacity? One function a panel, so that the screen holds the keys only.

An empty panel says what its emptiness means, or which key fills it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual import events
from textual.message import Message

from models.queries.planning.capacity_board import LAPSING_DAYS, Absence, DriftCase, LapsingCall
from tui.screens.capacity.cause_cells import COLUMNS, CauseLine, cause_cells
from tui.screens.capacity.drift_cells import (
    ABSENCE_COLUMNS,
    DRIFT_COLUMNS,
    LAPSING_COLUMNS,
    drift_cells,
    lapsing_cells,
)
from tui.widgets.cells.capacity import MONTH_COLUMNS, MonthRow, WhatIf, month_cells, verdict_line
from tui.widgets.line import Lines
from tui.widgets.list.columns import Cell
from tui.widgets.list.rows import RowList
from tui.widgets.spans import Spans


class Verdict(Lines):
    """What the fullest month says, at any width."""

    def __init__(self) -> None:
        super().__init__(id="verdict")
        self._rows: Sequence[MonthRow] = ()
        self._what_if: WhatIf | None = None

    def tell(self, rows: Sequence[MonthRow], what_if: WhatIf | None) -> None:
        """Show the verdict on these months; `what_if` adds the hours that are only thought of."""
        self._rows, self._what_if = rows, what_if
        self.repaint()

    def lines_for(self, width: int) -> Sequence[Spans]:
        """The verdict as one line, or nothing before the months are read."""
        return (verdict_line(self._rows, self._what_if, width),) if self._rows else ()


def months_panel() -> RowList[MonthRow]:
    """This month and the six to come."""
    return RowList(
        MONTH_COLUMNS,
        key=lambda row: row.after.month,
        cells=month_cells,
        title="Hours sold and hours available",
        noun="month",
        id="months",
    )


class CausesPanel(RowList[Any]):
    """The causes; the note in its title says as much as the panel has room for."""

    class Widened(Message):
        """Sent when the panel's width has changed, so that its cells are made anew."""

    def on_resize(self, event: events.Resize) -> None:
        """Tell the screen, which makes the cells for the new width."""
        self.post_message(self.Widened())


def causes_panel() -> RowList[CauseLine]:
    """The list of causes, those with the most minutes first."""
    return CausesPanel(
        COLUMNS["cause"],
        key=lambda line: line.key,
        cells=cause_cells,
        search=lambda line: line.name,
        title="What costs the time",
        noun="cause",
        empty="No resolved request in this span. ] looks further back.",
        id="causes",
    )


def lapsing_panel() -> RowList[LapsingCall]:
    """The calendar of minutes about to lapse."""
    return RowList(
        LAPSING_COLUMNS,
        key=lambda call: call.key,
        cells=lapsing_cells,
        title="About to lapse: ring them",
        noun="client",
        header=False,
        empty=f"Nothing lapses within {LAPSING_DAYS} days.",
        id="lapsing",
    )


def drift_panel() -> RowList[DriftCase]:
    """Who uses far more or far less than they pay for."""
    return RowList(
        DRIFT_COLUMNS,
        key=lambda case: case.row.client,
        cells=drift_cells,
        title="Use far more or less than they pay for",
        noun="client",
        header=False,
        empty="Everybody uses about what they pay for.",
        id="drift",
    )


def absences_panel(cells: Callable[[Absence], Sequence[Cell]]) -> RowList[Absence]:
    """The list of absences, one row each, in the cells that `cells` makes."""
    return RowList(
        ABSENCE_COLUMNS,
        key=lambda absence: absence.row.id,
        cells=cells,
        title="Away",
        noun="absence",
        header=False,
        empty="Nobody is away. A adds an absence.",
        id="absences",
    )
