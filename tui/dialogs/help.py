"""Which keys work here, and what do they do? What do the signs mean? Made from the active bindings, so it cannot drift.

The list is complete at 80 columns: what is longer wraps; letters filter at once.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.screen import Screen
from textual.widget import Widget

from tui.dialogs.base import Dialog
from tui.widgets.frame.keyline import NAMES
from tui.widgets.list.columns import Column
from tui.widgets.list.rows import RowList

GROUPS = ("This screen", "Lists", "Timer", "Everywhere", "Signs")
WRAP = 44
LEGEND = (
    ("!!  !  ↓", "urgent, high, low priority"),
    ("✗", "came by a channel that is not included"),
    ("↻", "a repeat of an earlier request"),
    ("↶", "rework, not maintenance"),
    ("≡", "work that a contract promised"),
    ("+", "outside the scope: quoted apart"),
    ("●  ○", "a timer runs, no timer runs"),
    ("✓", "marked"),
    ("▸  ›", "the row with the keys, the row of another panel"),
    ("█  ▌", "hours used, hours of the running timer"),
    ("░", "brought forward and still unused"),
    ("▚", "over what was allotted"),
    ("×", "evening weights agreed or waived"),
    ("┊", "75, 90 and 100 % of what may be used"),
    ("▓", "in the timesheet: the next entry"),
    ("╌  ·", "in the timesheet: working time without an entry, still to come"),
    ("▲  ▼", "more, less than before or than paid for"),
)
OPPOSITES = {"right": "left", "right_square_bracket": "left_square_bracket", "K": "J"}
"""Keys that stand behind another in the list, because they are its other half."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A line of the help: group, keys, sentence; `whole` is what the filter looks at."""

    number: int
    group: str
    keys: str
    words: str
    whole: str


def key_rows(screen: Screen[Any]) -> list[KeyRow]:
    """The keys that work on a screen now by group, those of the key line first, then the signs."""
    found: dict[str, tuple[int, bool, list[str], str]] = {}
    named: dict[str, str] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not active.enabled or not binding.description or binding.system:
            continue
        name = binding.id or binding.action
        words = active.tooltip or binding.description
        entry = found.setdefault(name, (_group(name, active.node, screen), not binding.show, [], words))
        entry[2].append(NAMES.get(key, key))
        named.setdefault(key, name)
    order = [name for name, _ in sorted(found.items(), key=lambda item: item[1][:2])]
    for key, other in OPPOSITES.items():
        here, there = named.get(key), named.get(other)
        if here != there and here in found and there in found and found[here][0] == found[there][0]:
            order.remove(here)
            order.insert(order.index(there) + 1, here)
    lines = [
        (GROUPS[group], " ".join(keys), words) for group, _, keys, words in map(found.__getitem__, order)
    ]
    return _rows([*lines, *((GROUPS[-1], signs, words) for signs, words in LEGEND)])


def _group(name: str, node: Any, screen: Screen[Any]) -> int:
    if name.startswith("timer."):
        return 2
    if name.startswith(("list.", "text.")):
        return 1
    return 3 if node is screen.app or name.startswith("screen.") else 0


def _rows(lines: Iterable[tuple[str, str, str]]) -> list[KeyRow]:
    rows: list[KeyRow] = []
    before = ""
    for group, keys, words in lines:
        whole = f"{group} {keys} {words}"
        for at, part in enumerate(textwrap.wrap(words, WRAP)):
            head = group if group != before and not at else ""
            rows.append(KeyRow(len(rows), head, "" if at else keys, part, whole))
            before = group
    return rows


class _Keys(RowList[KeyRow]):
    """The list; letters filter it, arrows move in it."""

    def on_key(self, event: events.Key) -> None:
        """A letter narrows, backspace widens; q leaves while nothing is typed."""
        text = self.filter
        if event.key == "backspace" and text:
            self.set_filter(text[:-1])
        elif event.is_printable and event.character and (text or event.character not in "q?"):
            self.set_filter(text + event.character)
        else:
            super().on_key(event)
            return
        self._refresh_note()
        event.stop()
        event.prevent_default()


class Help(Dialog[None]):
    """The keys of a screen, and the signs."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("letters", "filter"), ("↑↓", "move"), ("esc", "close"))
    DEFAULT_CSS = "Help RowList { height: 1fr; }"

    def __init__(self, screen: Screen[Any]) -> None:
        """Of this screen, as it is now."""
        super().__init__("Keys that work here, and signs", [("ctrl+p finds every command", "dim")])
        self._rows = key_rows(screen)
        self._list = _Keys(
            (Column("", width=11, name="where"), Column("key", width=16), Column("does", minimum=20)),
            key=lambda row: row.number,
            cells=lambda row: ((row.group, "strong"), (row.keys, "accent"), row.words),
            search=lambda row: row.whole,
            noun="line",
        )

    def compose_body(self) -> Iterable[Widget]:
        yield self._list

    def on_mount(self) -> None:
        self._list.set_rows(self._rows)
