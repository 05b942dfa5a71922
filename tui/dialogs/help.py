"""Which keys work here, and what do they do? Made from the bindings that are active, so it cannot drift."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from tui.dialogs.base import Dialog
from tui.widgets.columns import Column
from tui.widgets.keyline import NAMES
from tui.widgets.rows import RowList


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A line of the help: the keys, the short word, the sentence."""

    keys: str
    words: str
    tooltip: str


def key_rows(screen: Screen[Any]) -> list[KeyRow]:
    """The keys that work on a screen now, those of the key line first."""
    found: dict[str, tuple[list[str], bool, str, str]] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not active.enabled or not binding.description or binding.system:
            continue
        name = binding.id or binding.action
        entry = found.setdefault(name, ([], binding.show, binding.description, active.tooltip))
        entry[0].append(NAMES.get(key, key))
    ordered = sorted(found.values(), key=lambda entry: not entry[1])
    return [KeyRow(" ".join(keys), words, tooltip) for keys, _, words, tooltip in ordered]


class Help(Dialog[None]):
    """The keys of a screen."""

    DEFAULT_CSS = "Help RowList { height: 1fr; }"

    def __init__(self, screen: Screen[Any]) -> None:
        """Of this screen, as it is now."""
        super().__init__("Keys that work here")
        self._rows = key_rows(screen)
        self._list: RowList[KeyRow] = RowList(
            (Column("key", 16), Column("does", flex=2, minimum=12), Column("", flex=3, minimum=20, drop=1)),
            key=lambda row: row.keys,
            cells=lambda row: ((row.keys, "accent"), row.words, (row.tooltip, "dim")),
            noun="key",
        )

    def compose_body(self) -> Iterable[Widget]:
        """The list."""
        yield self._list

    def on_mount(self) -> None:
        """Fill it."""
        self._list.set_rows(self._rows)
