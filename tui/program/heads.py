"""What does the head of a screen say? The desk, who sits here, the date, the screens there are, and the timer.

Screens keep their heads; which of them is seen is told what changed, the others when they come back.
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, Any

from tui.program.part import Host, Part
from tui.program.sessions import Sessions
from tui.program.start.modes import MODES, tabs
from tui.widgets.frame.titlebar import Where

if TYPE_CHECKING:
    from tui.screens.base import DeskScreen
    from tui.widgets.frame.timerbar import Running


class Heads(Part):
    """The part of the program that keeps the heads of the screens right."""

    def __init__(self, program: Host, sessions: Sessions, there: Container[str]) -> None:
        """`there` are the names of the screens there are."""
        super().__init__(program)
        self._sessions, self._there = sessions, there
        self.running: Running | None = None
        """The timer that is shown."""

    def tick(self, screen: DeskScreen[Any], now: int) -> None:
        """Another second on the line of the timer."""
        screen.head.tick(self.running, now, self._sessions.nothing_since(now))

    def turn(self, screen: DeskScreen[Any]) -> None:
        """Another minute, date, desk or agent."""
        screen.head.set_where(self._where(screen))

    def update(self, screen: Any) -> None:
        """All of it, on a screen that is new or comes back."""
        screen.head.set_where(self._where(screen), tabs(self._there))
        self.tick(screen, self.program.now())

    def _where(self, screen: DeskScreen[Any]) -> Where:
        """What the strip says beside the names of the screens."""
        program = self.program
        active = next((mode.name for mode in MODES if mode.title == screen.TITLE), "")
        moment, place = program.clock.local(), program.place
        return Where(
            *(program.desk_name, active, program.agent, moment, program.demo, place.read_only),
            self._sessions.line,
            looks_on=place.rights().role == "viewer",
        )
