"""Is this really meant? A question in words, with a key for each answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual import events
from textual.widget import Widget

from tui.dialogs.base import Dialog
from tui.widgets.textlines import TextLines

Answers = Sequence[tuple[str, str]]
"""Pairs of a key and what it does: `(("y", "delete it"), ("n", "keep it"))`."""


class Confirm(Dialog[str]):
    """A question; returns the key that was pressed, None for escape."""

    AUTO_FOCUS = "TextLines"
    DEFAULT_CSS = """
    Confirm TextLines { height: auto; }
    """

    def __init__(
        self,
        title: str,
        text: str,
        answers: Answers = (("y", "yes"),),
        *,
        away: str = "cancel",
        again: Callable[[], tuple[str, Answers]] | None = None,
    ) -> None:
        """Ask; `away` is what escape is called, `again` gives text and answers anew where they name the time."""
        super().__init__(title)
        self._answers, self._again = tuple(answers), again
        self._body = TextLines(_question_lines(text, answers))
        self._away = away
        self._say_keys()

    def tick(self) -> None:
        """The same question in the words of this minute."""
        if self._again is None:
            return
        text, answers = self._again()
        self._answers = tuple(answers)
        self._body.set_lines(_question_lines(text, answers), same=True)
        self._body.refresh(layout=True)
        self._say_keys()

    def _say_keys(self) -> None:
        more = [("pgdn", "more")] if self._body.is_long else []
        self.set_hints([*self._answers, *more, ("esc", self._away)])

    def on_resize(self, event: events.Resize) -> None:
        """What does not fit is turned by page keys, and the keys say so."""
        super().on_resize(event)
        self.call_after_refresh(self._say_keys)

    def fit_box(self, width: int, most: int) -> int | None:
        """As many lines as the words have."""
        return self._body.lines_at(width)

    def compose_body(self) -> Iterable[Widget]:
        yield self._body

    def on_key(self, event: events.Key) -> None:
        """Close the dialog on the key of an answer."""
        if event.key in {key for key, _ in self._answers}:
            event.stop()
            self.dismiss(event.key)


def _question_lines(text: str, answers: Answers) -> list[str]:
    return [*text.split("\n"), "", *(f"  {key}   {words}" for key, words in answers)]
