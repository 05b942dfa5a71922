"""Which screens are there, and which key opens each? A table; a screen is imported when it is opened."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from models.domain.basics.frozen import dataclass
from tui.late import load
from tui.textual_private.app import take_sheets_as_they_stand
from tui.widgets.frame.titlebar import Tab

if TYPE_CHECKING:
    from tui.program.part import Host
    from tui.screens.base import DeskScreen


@dataclass(frozen=True, slots=True)
class Mode:
    """A screen of the program: its name, key, title, where its class stands (`module:Class`), a shorter title."""

    name: str
    key: str
    title: str
    place: str
    short: str = ""

    def make(self) -> DeskScreen[object]:
        """Import the module and build the screen."""
        screen: DeskScreen[object] = load(self.place)()
        take_sheets_as_they_stand(screen)
        return screen


MODES: tuple[Mode, ...] = (
    Mode("dashboard", "1", "Dashboard", "tui.screens.dashboard.screen:Dashboard"),
    Mode("requests", "2", "Requests", "tui.screens.requests.screen:Requests"),
    Mode("clients", "3", "Clients", "tui.screens.clients.screen:Clients"),
    Mode("renewals", "4", "Renewals", "tui.screens.renewals.screen:Renewals"),
    Mode("timesheet", "5", "Timesheet", "tui.screens.timesheet.screen:Timesheet"),
    Mode("month", "6", "Month end", "tui.screens.month.screen:MonthEnd"),
    Mode("capacity", "7", "Capacity and causes", "tui.screens.capacity.screen:Capacity", "Capacity"),
)


def tabs(there: Container[str]) -> tuple[Tab, ...]:
    """The strip at the top of every screen: the modes that are there."""
    return tuple(
        Tab(mode.name, mode.key, mode.title, mode.short or mode.title) for mode in MODES if mode.name in there
    )


WARM_AFTER_SECONDS, STEP_SECONDS = 0.6, 0.1
DIALOGS = (
    "tui.widgets.form.fields",
    "tui.dialogs.form",
    "tui.dialogs.help",
    "tui.program.palette.palette",
    "models.queries.requests.board",
    "textual.widgets._text_area",
    "tui.dialogs.requests.one_line",
    "tui.dialogs.time.entry_form",
)
"""Frequent dialogs, and before them in pieces what they have in common: no step takes longer than a frame or two."""
LATER = (
    "tui.screens.requests.changes",
    "tui.screens.requests.request_form",
    "tui.screens.requests.filter_forms",
    "tui.screens.requests.page_places",
    "tui.screens.timesheet.entry_changes",
    "tui.screens.month.exports",
    "tui.screens.month.statements",
    "tui.screens.clients.explaining",
    "tui.dialogs.contracts.leaving",
    "tui.dialogs.contracts.pricing",
    "tui.dialogs.contracts.replay",
    "tui.screens.capacity.absence_form",
    "tui.screens.capacity.what_if",
)
"""What the keys of those screens open."""


def warm_up(app: Host) -> None:
    """Import what may be opened next, one module a step, once the first screen has come to rest."""
    modules = _likely_next()

    def step() -> None:
        name = next(modules, None)
        if name is not None:
            load(name)
            app.set_timer(STEP_SECONDS, step)

    app.set_timer(WARM_AFTER_SECONDS, step)


def _likely_next() -> Iterator[str]:
    """Frequent dialogs, the screens and what their keys open, the commands of the shell that the palette explains."""
    yield from DIALOGS
    yield from (mode.place.partition(":")[0] for mode in MODES)
    yield from LATER
    yield from load("tui.cli:COMMANDS")
