"""Which keys change only what is looked at? Screens by name, another theme, help, the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.late import load
from tui.program import late
from tui.program.part import Host, Part, beside
from tui.text.theme import themes

if TYPE_CHECKING:
    from collections.abc import Callable


class ViewActions(Part):
    """The part of the program that leads from one view to another."""

    _wanted_theme = ""

    def __init__(self, program: Host, keep_theme: Callable[[str], None]) -> None:
        """`keep_theme` has the program begin with a theme the next time."""
        super().__init__(program)
        self._keep_theme = keep_theme

    async def action_mode(self, name: str) -> None:
        """Open a screen by name."""
        await self.program.switch_mode(name)

    def action_reload(self) -> None:
        """Read the screen again."""
        if (screen := self.program.base_screen) is not None:
            screen.reload()

    def action_theme(self) -> None:
        """Switch to the next theme: dark, light, the terminal's own."""
        names = [theme.name for theme in themes()]
        at = names.index(self._wanted_theme or self.node.theme)
        if not self._wanted_theme:
            self.program.call_later(self._wear_theme)  # behind the keys that wait: a held key is one change
        self._wanted_theme = names[(at + 1) % len(names)]

    def _wear_theme(self) -> None:
        self.node.theme, self._wanted_theme = self._wanted_theme, ""
        self._keep_theme(self.node.theme)

    def action_help(self) -> None:
        """Open the list of keys that work here."""
        self.program.push_screen(late.Help(self.program.screen))

    @beside(group="open-palette")
    async def action_palette(self) -> None:
        """Open the palette of keys, commands and records."""
        await load("tui.program.palette.palette:open_palette")(self.program)
