"""Can the desk work what it sold, and where did its hours go? Hours sold and hours available, and causes (RULES 12.7).

The months stay on the screen; on a small one `tab` turns the panels below them. What is only thought of (a block that
might be sold) is never written down and always said to be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from models.queries.planning.capacity_board import (
    LAPSING_DAYS,
    SPANS,
    Absence,
    CapacityBoard,
    Span,
    read_capacity_board,
)
from tui.dialogs.textview import TextView
from tui.program.part import answered_by
from tui.program.targets import TimerTarget
from tui.screens.base import DeskScreen, Query
from tui.screens.capacity.actions import CapacityActions
from tui.screens.capacity.cause_cells import BYS, COLUMNS, cause_lines, total_note
from tui.screens.capacity.drift_cells import absence_cells, evidence
from tui.screens.capacity.panels import (
    CausesPanel,
    Verdict,
    absences_panel,
    causes_panel,
    drift_panel,
    lapsing_panel,
    months_panel,
)
from tui.text.format import hm
from tui.widgets.cells.capacity import WhatIf, month_rows, month_words, short_month
from tui.widgets.frame.paneltitle import Other
from tui.widgets.list.rows import RowList

WIDE, HIGH, TALL = 140, 32, 40
"""Columns and lines from which on two columns of panels have room; lines for all of them in one column."""
PANELS = ("causes", "lapsing", "drift", "absences")
SHORT_TITLES = {"causes": "Causes", "lapsing": "Lapsing", "drift": "Drift", "absences": "Away"}


def _key(keys: str, action: str, words: str, name: str, tooltip: str, *, show: bool = True) -> Binding:
    return Binding(keys, action, words, show=show, id=f"capacity.{name}", tooltip=tooltip)


@answered_by(actions=CapacityActions)
class Capacity(DeskScreen[CapacityBoard]):
    """The months above; causes, minutes about to lapse, drift and absences below."""

    TITLE = "Capacity and causes"
    AUTO_FOCUS = "#months"
    DEFAULT_CSS = """
    Capacity #months { height: 9; }
    Capacity #verdict { height: 2; }
    Capacity > #body { height: 1fr; layout: horizontal; }
    Capacity #left { width: 1fr; height: 1fr; }
    Capacity #right { width: 1fr; height: 1fr; padding: 0 0 0 1; border-left: solid $panel; }
    Capacity #lapsing, Capacity #drift { height: auto; max-height: 40%; margin: 0 0 1 0; }
    Capacity #absences { height: 1fr; }
    Capacity.stack > #body { layout: vertical; }
    Capacity.stack #left, Capacity.stack #right { width: 1fr; padding: 0; border-left: none; }
    Capacity.stack #right { height: auto; margin: 1 0 0 0; }
    Capacity.stack #lapsing, Capacity.stack #drift, Capacity.stack #absences { height: auto; max-height: 6; }
    Capacity.one #lapsing, Capacity.one #drift { margin: 0; height: 1fr; max-height: 100%; }
    Capacity.one > #body { layout: vertical; }
    Capacity.one #left, Capacity.one #right { width: 1fr; padding: 0; border-left: none; }
    Capacity.one #right > RowList { display: none; height: 1fr; }
    Capacity.one.on-causes #right { display: none; }
    Capacity.one.on-lapsing #left, Capacity.one.on-drift #left, Capacity.one.on-absences #left { display: none; }
    Capacity.one.on-lapsing #lapsing, Capacity.one.on-drift #drift, Capacity.one.on-absences #absences {
        display: block;
    }
    """
    CLOCK = (
        "minute"  # requests that are resolved by now; all else by the day: months, lapses, drift, absences
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        _key("tab", "turn(1)", "next panel", "turn", "Go to the next panel", show=False),
        _key("shift+tab", "turn(-1)", "previous panel", "turn-back", "Go to the panel before", show=False),
        _key("w", "what_if", "what if", "what-if", "What if one more block of hours were sold?"),
        _key("e", "edit", "edit", "edit", "Change the absence under the cursor"),
        _key("d", "delete", "delete", "delete", "Delete the absence under the cursor"),
        _key("escape", "without", "without it", "without", "Forget the block that was only thought of"),
        _key("v", "price", "price", "price", "What the client under the cursor should pay a month"),
        _key("V", "replay", "replay", "replay", "The client's work under every plan, side by side"),
        _key("left_square_bracket", "span(-1)", "span", "span-shorter", "Causes of a shorter span"),
        _key("right_square_bracket", "span(1)", "span", "span-longer", "Causes of a longer span", show=False),
        _key("b", "by", "group", "by", "Count causes by cause, by client, or both"),
        _key("p", "staffing", "staffing", "staffing", "How many people the expected work takes"),
        _key("O", "talks", "talks", "talks", "What is worth a talk with a client"),
        _key("A", "absence", "absence", "absence", "Add who is away"),
    ]

    def __init__(self) -> None:
        """The panels are made once and keep their rows."""
        super().__init__()
        self.span: Span = "3 months"
        self.by = BYS[0]
        self.what_if: WhatIf | None = None
        self._target: TimerTarget | None = None
        self._heights: list[int] = []
        self.actions = CapacityActions(self)
        self.verdict = Verdict()
        self.months = months_panel()
        self.causes = causes_panel()
        self.lapsing = lapsing_panel()
        self.drift = drift_panel()
        self.absences = absences_panel(self._absence_cells)

    # -- layout ---------------------------------------------------------------------------------

    def compose_body(self) -> Iterable[Widget]:
        """Months, the verdict, and the panels."""
        self._say_manner(*self.app.size)
        yield self.months
        yield self.verdict
        left = Container(self.causes, id="left")
        right = Container(self.lapsing, self.drift, self.absences, id="right")
        yield Container(left, right, id="body")

    def on_resize(self, event: events.Resize) -> None:
        """All panels where there is room, side by side or in one column; else one under the months."""
        super().on_resize(event)
        width, height = event.size
        self._say_manner(width, height)
        self._name_others()
        self.call_after_refresh(self._retitle)

    @on(CausesPanel.Widened)
    def _retitle(self) -> None:
        """The note of the causes says as much as there is room for."""
        if self.view is not None:
            self._note_causes(self.view, self.causes.size.width)

    def _say_manner(self, width: int, height: int) -> None:
        both = width >= WIDE and height >= HIGH
        classes = {"stack": not both and height >= TALL, "one": not both and height < TALL}
        if not any(self.has_class(f"on-{name}") for name in PANELS):
            classes[f"on-{PANELS[0]}"] = True
        self.update_classes(classes, update=self.is_mounted)

    def _show_panel(self, name: str) -> None:
        self.update_classes({f"on-{panel}": panel == name for panel in PANELS})
        self._name_others()

    def _name_others(self) -> None:
        """The panel in front names those behind it, and how much is in them."""
        one = self.has_class("one")
        for name, rows in self._panels.items():
            behind = (
                [panel for panel in PANELS if panel != name] if one and self.has_class(f"on-{name}") else []
            )
            counts = [(panel, f"{self._panels[panel].count}") for panel in behind]
            rows.title.put_before(
                [Other(panel, SHORT_TITLES[panel], (count, "dim")) for panel, count in counts]
            )

    @property
    def _panels(self) -> dict[str, RowList[Any]]:
        lists = (self.causes, self.lapsing, self.drift, self.absences)
        return dict(zip(PANELS, lists, strict=True))

    def on_click(self, event: events.Click) -> None:
        """A click on the name of a panel that is hidden brings it forward."""
        for rows in self._panels.values():
            if rows.region.contains(event.screen_x, event.screen_y) and event.screen_y == rows.region.y:
                name = rows.title.other_at(event.screen_x - rows.region.x)
                if name is not None:
                    self._show_panel(name)
                    self._panels[name].focus(scroll_visible=False)
                    return

    def action_turn(self, step: int) -> None:
        """The next panel gets the cursor; on a small screen it takes the place of the others."""
        names = ("months", *PANELS)
        lists: list[RowList[Any]] = [self.months, self.causes, self.lapsing, self.drift, self.absences]
        at = next((index for index, rows in enumerate(lists) if rows.has_focus), 0)
        to = (at + step) % len(lists)
        if names[to] in PANELS:
            self._show_panel(names[to])
        lists[to].focus(scroll_visible=False)

    # -- data -----------------------------------------------------------------------------------

    def read(self) -> Query[CapacityBoard] | None:
        """All panels in one go; nothing without a desk."""
        return (
            partial(read_capacity_board, self.program.now(), self.span)
            if self.program.place.has_desk
            else None
        )

    def show_view(self, view: CapacityBoard) -> None:
        """Hand the rows to their panels; cursors stay where they are."""
        self._show_months(view)
        self._show_causes(view)
        self.lapsing.set_rows(view.lapsing)
        total = hm(sum(call.lapsing.minutes for call in view.lapsing))
        self.lapsing.set_title("About to lapse: ring them", [(f"{total} in {LAPSING_DAYS} days", "dim")])
        self.drift.set_rows(view.drift)
        self.absences.set_rows(view.absences)
        self._follow_rows()
        self._look_at_target()

    def _follow_rows(self) -> None:
        """The heights of the panels follow their rows; the titles name how many are behind."""
        lists = (self.lapsing, self.drift, self.absences)
        heights = [rows.whole_height for rows in lists]
        if heights != self._heights:
            self._heights = heights
            for rows in lists:
                rows.refresh(layout=True)
        self._name_others()

    def _show_months(self, view: CapacityBoard) -> None:
        rows = month_rows([outlook.present for outlook in view.months], self.what_if)
        self.months.set_rows(rows)
        note = "less holidays and absences" if self.what_if is None else f"what if: {self.what_if.words}"
        self.months.set_title(
            "Hours sold and hours available", [(note, "dim" if self.what_if is None else "accent")]
        )
        self.verdict.tell(rows, self.what_if)

    def _show_causes(self, view: CapacityBoard) -> None:
        self.causes.set_rows(cause_lines(view.causes, self.by))
        self._note_causes(view, self.causes.size.width)

    def _note_causes(self, view: CapacityBoard, width: int) -> None:
        one = self.has_class("one")  # then the names of the other panels stand in the title, too
        note = total_note(view.causes, self.by, view.span, 0 if one else width)
        self.causes.set_title("Causes" if one else "What costs the time", [(note, "dim")])

    def _absence_cells(self, absence: Absence) -> Sequence[Any]:
        return () if self.view is None else absence_cells(absence, self.view.today)

    # -- the client under the cursor --------------------------------------------------------------

    def work_target(self) -> TimerTarget | None:
        """The client of the row, where it has one."""
        if self.lapsing.has_focus and (call := self.lapsing.cursor_item) is not None:
            return TimerTarget(call.lapsing.client, call.client_name)
        if self.drift.has_focus and (case := self.drift.cursor_item) is not None:
            return TimerTarget(case.row.client, case.row.client_name)
        if self.causes.has_focus and (line := self.causes.cursor_item) is not None and line.client:
            return TimerTarget(line.client, line.client_name)
        return None

    @on(RowList.Highlighted)
    def _moved(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._look_at_target()

    def on_descendant_focus(self) -> None:
        """Refresh the keys of the footer for the panel that got the focus."""
        self._target = self.work_target()
        self.refresh_bindings()

    def _look_at_target(self) -> None:
        """The keys change only when there is a client now and was none before, or the other way."""
        target = self.work_target()
        if (target is None) != (self._target is None):
            self.refresh_bindings()
        self._target = target

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for a client where there is one, for an absence on its row, esc while something is thought of."""
        if not self.offered(action):
            return False
        if action in {"price", "replay"}:
            return self.work_target() is not None
        if action in {"edit", "delete"}:
            return self.absences.has_focus and self.absences.cursor_item is not None
        if action == "without":
            return self.what_if is not None
        return True

    # -- keys -----------------------------------------------------------------------------------

    def suppose(self, what_if: WhatIf | None) -> None:
        """Show the months with a block that is only thought of, or as they are."""
        self.what_if = what_if
        if self.view is not None:
            self._show_months(self.view)
        self.refresh_bindings()

    def action_span(self, step: int) -> None:
        """Count the causes over the next longer or shorter span."""
        at = max(0, min(SPANS.index(self.span) + step, len(SPANS) - 1))
        if SPANS[at] != self.span:
            self.span = SPANS[at]
            self.reload()

    def action_by(self) -> None:
        """Count by cause, by client, or both."""
        self.by = BYS[(BYS.index(self.by) + 1) % len(BYS)]
        self.causes.set_columns(COLUMNS[self.by])
        if self.view is not None:
            self._show_causes(self.view)
        self._look_at_target()

    @on(RowList.Opened, "#lapsing")
    def _open_client(self, event: RowList.Opened) -> None:
        event.stop()
        if (call := self.lapsing.cursor_item) is not None:
            self.program.everywhere.open_record("client", call.lapsing.client)

    @on(RowList.Opened, "#drift")
    def _open_evidence(self, event: RowList.Opened) -> None:
        event.stop()
        if (case := self.drift.cursor_item) is not None:
            self.app.push_screen(TextView(f"Evidence · {case.row.client_name}", evidence(case)))

    @on(RowList.Opened, "#months")
    def _open_month(self, event: RowList.Opened) -> None:
        event.stop()
        if self.view is not None:
            outlook = self.view.months[self.months.cursor]
            lines = month_words(outlook, self.view.agents, self.view.desk.support_share)
            self.app.push_screen(TextView(f"Capacity · {short_month(outlook.capacity.month)}", lines))

    @on(RowList.Opened, "#causes")
    def _open_cause(self, event: RowList.Opened) -> None:
        event.stop()
        self.actions.show_requests()

    @on(RowList.Opened, "#absences")
    def _open_absence(self, event: RowList.Opened) -> None:
        event.stop()
        self.actions.action_edit()
