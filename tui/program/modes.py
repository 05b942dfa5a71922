"""Which screens are there, and which key opens each? A table; a screen is imported when it is opened."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.late import load
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


WARM_AFTER_SECONDS, STEP_SECONDS = 0.8, 0.15
DIALOGS = (
    "tui.program.palette.palette",
    "tui.dialogs.requests.one_line",
    "tui.dialogs.time.entry_form",
    "tui.dialogs.help",
)


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
    """The palette and frequent dialogs, the screens, and the commands of the shell, whose help the palette shows."""
    yield from DIALOGS
    yield from (mode.place.partition(":")[0] for mode in MODES)
    yield from load("tui.cli:COMMANDS")
