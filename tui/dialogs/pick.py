"""Which one of these? Type a few letters, enter takes the best match.

Every word typed must occur in the folded text (whole, or its letters in order); better matches stand higher; equal
ones keep the order in which they came, a client itself before its requests. What was found by scattered letters alone
is never taken unasked: enter begins to work once an arrow chose it (RULES 12).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events, on
from textual.widget import Widget

from models.domain.basics.folding import SCATTERED, distance, fold
from tui.dialogs.base import Dialog
from tui.widgets.form.edit import Editor
from tui.widgets.line import Lines
from tui.widgets.list.columns import Column
from tui.widgets.list.rows import RowList

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Option:
    """A thing to pick: its key (the answer), what it is called, a word beside it, more text to find it by."""

    key: Hashable
    title: str
    hint: str = ""
    more: str = ""
    first: bool = False
    """Stands before others that match as well: the client itself before its requests."""


class Ranked:
    """Options that are folded once, however often somebody asks for the best of them."""

    def __init__(self, options: Iterable[Option]) -> None:
        """In the order in which equal matches stand."""
        self._options = tuple(options)
        self._folded: list[tuple[str, int]] | None = None

    def __len__(self) -> int:
        """The number of options, whatever the typed text leaves of them."""
        return len(self._options)

    @property
    def folded(self) -> Sequence[tuple[str, int]]:
        """Every option's folded text, and how much of it is its title; worked out once, at the latest when asked."""
        if self._folded is None:
            self._folded = [_folded(option) for option in self._options]
        return self._folded

    def best(self, query: str) -> list[tuple[int, Option]]:
        """How far from perfect each match is (see `distance`) and the option, best first."""
        words = fold(query).split()
        if not words:
            return [(0, option) for option in self._options]
        found = []
        for number, (text, title_length) in enumerate(self.folded):
            value = distance(words, text, title_length)
            if value is not None:
                found.append((value, not self._options[number].first, number))
        return [(value, self._options[number]) for value, _, number in sorted(found)]


def _folded(option: Option) -> tuple[str, int]:
    title = fold(option.title)
    return f"{title} {fold(option.hint)} {fold(option.more)}", len(title)


def rank(query: str, options: Iterable[Option]) -> list[Option]:
    """The options that match, best first."""
    return [option for _, option in Ranked(options).best(query)]


class PickList(RowList[Option]):
    """A list under a line of typing: letters narrow it, arrows move, enter opens."""

    def __init__(
        self, options: Sequence[Option], empty: str, typed: Callable[[str], Option | None] | None = None
    ) -> None:
        """All options, shown as they came until something is typed; `typed` makes one of the text itself."""
        super().__init__(
            (
                Column("", minimum=24),
                Column("", drop=1),
            ),
            key=lambda option: option.key,
            cells=lambda option: (option.title, (option.hint, "dim")),
            header=False,
            footer=True,
            noun="match",
            nouns="matches",
            empty=empty,
        )
        self._ranked, self._typed = Ranked(options), typed
        self.editor = Editor(limit=1000)
        self.line = Lines(id="query")

    @property
    def most_lines(self) -> int:
        """Lines in which all options and their count stand."""
        return len(self._ranked) + 1

    def on_mount(self) -> None:
        """Show everything; what the first letter needs is made while nothing happens."""
        self._narrow()
        self.call_after_refresh(lambda: self._ranked.folded)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Take every letter for the typed text, so that it is no key of the dialog."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Give letters to the text and arrows to the list."""
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
        """Insert pasted text as though it had been typed."""
        self.editor.insert(event.text)
        event.stop()
        self._narrow()

    def reword(self, options: Sequence[Option]) -> None:
        """Other words for the same options: what is typed and where the cursor is stay."""
        self._ranked = Ranked(options)
        self.set_rows([option for _, option in self.best()[:MOST_SHOWN]])

    def _narrow(self) -> None:
        self._show_query()
        best = self.best()[:MOST_SHOWN]
        self.set_rows([option for _, option in best])
        self.settle(best)

    def best(self) -> list[tuple[int, Option]]:
        """What matches the typed words, with its distance, best first; what the text itself stands for before all."""
        own = self._typed(self.editor.text) if self._typed is not None else None
        found = self._ranked.best(self.editor.text)
        return found if own is None else [(0, own), *found]

    def settle(self, best: Sequence[tuple[int, Option]]) -> None:
        """The cursor on the best match; none is chosen where scattered letters alone were found."""
        self.move_to(0)
        self.unchosen = bool(best) and best[0][0] >= SCATTERED
        self._show_query()

    def _show_query(self) -> None:
        loose = [("   nothing has these words: ↓ chooses what is like them", "warn")] if self.unchosen else []
        self.line.show([(" › ", "accent"), *self.editor.spans(80), *loose])


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
    PAGE: ClassVar[bool] = False
    """Whether it takes the whole screen."""

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        *,
        empty: str = "Nothing matches.",
        chosen: Callable[[Hashable], Any] | None = None,
        again: Callable[[], Sequence[Option]] | None = None,
        typed: Callable[[str], Option | None] | None = None,
    ) -> None:
        """`chosen` is called with the key after the dialog has closed; `again` gives the options of a later minute.

        `typed` makes an option of the text, where that says something by itself, as a path does.
        """
        super().__init__(title, ((f"{len(options):,}", "dim"),))
        self._list = PickList(options, empty, typed)
        self._chosen, self._again = chosen, again

    def tick(self) -> None:
        """The same options in the words of this minute."""
        if self._again is not None:
            self._list.reword(self._again())

    def fit_box(self, width: int, most: int) -> int | None:
        """The line of typing, the options as far as there is room, and their count."""
        if self.PAGE:
            return None
        lines = max(4, min(most - 1, self._list.most_lines))
        self._list.styles.height = lines
        return lines + 1

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
