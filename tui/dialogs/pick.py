"""Which one of these? Type a few letters, enter takes the best match.

Law: every word typed must occur in the text (whole, or its letters in order); better matches stand higher;
equal ones keep the order in which they came.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.widget import Widget

from tui.dialogs.base import Dialog
from tui.widgets.columns import Column
from tui.widgets.edit import Editor
from tui.widgets.line import Lines
from tui.widgets.rows import RowList

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Option:
    """A thing to pick: its key (the answer), what it is called, a word beside it, more text to find it by."""

    key: Hashable
    title: str
    hint: str = ""
    more: str = ""


def rank(query: str, options: Iterable[Option]) -> list[Option]:
    """The options that match, best first."""
    words = query.casefold().split()
    if not words:
        return list(options)
    scored = ((score(words, option), option) for option in options)
    found = [(value, number, option) for number, (value, option) in enumerate(scored) if value is not None]
    return [option for _, _, option in sorted(found, key=lambda entry: entry[:2])]


def score(words: Sequence[str], option: Option) -> int | None:
    """How far from perfect a match is, 0 being best; None when a word is missing."""
    text = f"{option.title} {option.hint} {option.more}".casefold()
    total = 0
    for word in words:
        place = text.find(word)
        if place == 0:
            continue
        if place > 0:
            total += 1 if not text[place - 1].isalnum() else 3
        elif _letters_in_order(word, option.title.casefold()):
            total += 10
        else:
            return None
    return total


def _letters_in_order(word: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in word)


class PickList(RowList[Option]):
    """A list under a line of typing: letters narrow it, arrows move, enter opens."""

    def __init__(self, options: Sequence[Option], empty: str) -> None:
        """All options, shown as they came until something is typed."""
        super().__init__(
            (
                Column("", flex=3, minimum=12),
                Column("", flex=1, minimum=6, maximum=30, align="right", drop=1),
            ),
            key=lambda option: option.key,
            cells=lambda option: (option.title, (option.hint, "dim")),
            header=False,
            footer=True,
            noun="match",
            nouns="matches",
            empty=empty,
        )
        self._options = tuple(options)
        self.editor = Editor(limit=200)
        self.line = Lines(id="query")

    def on_mount(self) -> None:
        """Show everything."""
        self._narrow()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every letter belongs to the line of typing."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Typing first, then movement."""
        before = self.editor.text
        if event.key in {"down", "up", "pagedown", "pageup", "enter", "escape", "tab", "shift+tab"}:
            if event.key in {"down", "up", "pagedown", "pageup"}:
                super().on_key(event)
            return
        if self.editor.key(event):
            event.stop()
            event.prevent_default()
            if self.editor.text != before:
                self._narrow()
            else:
                self._show_query()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is typed text."""
        self.editor.insert(event.text)
        event.stop()
        self._narrow()

    def _narrow(self) -> None:
        self._show_query()
        self.set_rows(rank(self.editor.text, self._options)[:MOST_SHOWN])
        self.move_to(0)

    def _show_query(self) -> None:
        self.line.show([(" › ", "accent"), *self.editor.spans(80)])


class Pick(Dialog[Hashable]):
    """Pick one of many; returns its key, or what `create` makes of the typed text with ctrl+n."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("type", "to narrow"),
        ("↑↓", "move"),
        ("enter", "take"),
        ("esc", "close"),
    )
    DEFAULT_CSS = "Pick #query { height: 1; } Pick PickList { height: 1fr; }"
    AUTO_FOCUS = "PickList"

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        empty: str = "Nothing matches.",
        chosen: Callable[[Hashable], Any] | None = None,
    ) -> None:
        """`chosen`, when given, is called with the key after the dialog has closed."""
        super().__init__(title, ((f"{len(options):,}", "dim"),))
        self._list = PickList(options, empty)
        self._chosen = chosen

    def compose_body(self) -> Iterable[Widget]:
        """The line of typing and the list."""
        yield self._list.line
        yield self._list

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.dismiss(event.key)
        if self._chosen is not None:
            self.app.call_next(self._chosen, event.key)
