"""Which requests are listed? The filter in words, over the queue; a word can be clicked like its key."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from models.domain.values import STATES
from models.queries.requests.board import RequestBoard
from models.queries.requests.filters import QueueFilter
from tui.widgets.line import Lines
from tui.widgets.spans import Span, Spans, spans_width

ON = "✓"


def filter_words(board: RequestBoard) -> list[str]:
    """What a filter asks for beyond the switches of the bar: `Acme Ltd`, `Gold`, `cause forms`, `“login”`."""
    wanted = board.wanted
    words = [name for name in (board.client_name, board.tier_name) if name]
    if wanted.cause is not None:
        words.append(f"cause {wanted.cause}")
    if board.person_name:
        words.append(f"{board.person_name}'s")
    if wanted.unassigned:
        words.append("unassigned")
    words += [word for word, on in (("rework", wanted.rework), ("outside scope", wanted.outside_scope)) if on]
    if wanted.states and wanted.states != STATES:
        words.append(" or ".join(wanted.states))
    if wanted.text:
        words.append(f"“{wanted.text}”")
    return words


class FilterBar(Lines):
    """The switches with their keys; those in force have a tick. The rest of the filter is in the title below."""

    def __init__(self) -> None:
        super().__init__(id="filterbar")
        self._wanted = QueueFilter()
        self._more = False
        self._places: list[tuple[int, int, str]] = []

    def show_board(self, board: RequestBoard) -> None:
        """Show the filter that the board was read with."""
        more = bool(filter_words(board))
        if (board.wanted, more) != (self._wanted, self._more):
            self._wanted, self._more = board.wanted, more
            self.refresh()

    def lines_for(self, width: int) -> Sequence[Spans]:
        """One line with the switches and their keys, in shorter words on a narrow screen."""
        wanted = self._wanted
        form = 0 if width >= 100 else 1 if width >= 66 else 2
        switches = (
            ("M", "mine", wanted.mine),
            ("W", ("waiting too long", "long waiting", "waiting")[form], wanted.waiting_too_long),
            ("Z", ("untouched 3 days", "untouched 3 d", "untouched")[form], wanted.untouched),
            ("O", "done too", wanted.states == STATES),
            ("f", "filter", self._more),
        )
        spans: list[Span] = [("  ", "")]
        self._places = []
        for key, word, on in switches:
            left = spans_width(spans)
            if left + len(key) + len(word) + 1 > width:
                continue
            spans += [
                (key, "accent"),
                (f" {word}", "strong" if on else "dim"),
                (f"{ON} " if on else "  ", "accent"),
            ]
            self._places.append((left, spans_width(spans) - 1, key))
        if wanted.active:
            spans += [("esc", "accent"), (" all open", "dim")]
        return (spans,)

    def on_click(self, event: events.Click) -> None:
        """Press the key under the pointer."""
        for left, right, key in self._places:
            if left <= event.x < right:
                self.app.simulate_key(key)
