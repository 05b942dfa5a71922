"""What is loaded only when it is wanted? Whatever a table names as `module:name`; nothing else in `tui` is loaded late.

The tables stand in `tui.cli` (commands), `tui.program.start.modes` (screens) and `tui.records.open_form` (forms
of records); each says what it saves.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


def load(place: str) -> Any:
    """What stands at a place like `tui.screens.month.screen:MonthEnd`; the module alone without a name."""
    module, _, name = place.partition(":")
    found = import_module(module)
    return getattr(found, name) if name else found


class Late:
    """Stands for a module until something of it is asked for; the type checker sees the module itself.

    if TYPE_CHECKING:
        from tui.dialogs import textview
    else:
        textview = Late("tui.dialogs.textview")
    """

    def __init__(self, module: str) -> None:
        """Nothing is loaded yet."""
        self._module = module

    def __getattr__(self, name: str) -> Any:
        """What the module calls so; a module that others made known already is not loaded again."""
        return getattr(import_module(self._module), name)
