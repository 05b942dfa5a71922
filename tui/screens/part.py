"""How does a screen have its actions? Each part is an object with one subject; the screen hands it its keys.

A part does slow work with `@beside` of `tui.program.part`, by workers of its screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.program.protocol import Program
    from tui.screens.base import DeskScreen


class ScreenPart:
    """What a screen has for one subject."""

    def __init__(self, screen: DeskScreen[Any]) -> None:
        self.screen = screen

    @property
    def node(self) -> DeskScreen[Any]:
        """The screen: its workers do what is slow."""
        return self.screen

    @property
    def program(self) -> Program:
        """The program, with its clock, data and settings."""
        return self.screen.program
