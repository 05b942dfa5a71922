"""What is a line of the palette, and what does the palette ask of the program?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tui.program.part import Host

if TYPE_CHECKING:
    from textual.widget import Widget

    from tui.program.actions.records import RecordActions
    from tui.program.remembered import Remembered
    from tui.screens.base import AnyScreen


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the palette; `run` is called when it is taken (a coroutine function is awaited)."""

    title: str
    run: Callable[[], Any]
    hint: str = ""
    more: str = ""
    first: bool = False
    """Before others that match as well."""


class PaletteHost(Host, Protocol):
    """The program as the palette knows it: with everything that can be done."""

    records: RecordActions
    remembered: Remembered

    @property
    def base_screen(self) -> AnyScreen | None:
        """The full screen of the active mode."""

    @property
    def focused(self) -> Widget | None:
        """The widget that has the focus."""

    async def run_action(
        self, action: str, default_namespace: Any = None, namespaces: Mapping[str, Any] | None = None
    ) -> bool:
        """Do what a key does; False where it is not possible now."""
