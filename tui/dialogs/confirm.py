"""Is this really meant? A question in words, with a key for each answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events
from textual.widget import Widget

from tui.dialogs.base import Dialog
from tui.widgets.textlines import TextLines


class Confirm(Dialog[str]):
    """A question; returns the key that was pressed, None for escape.

    `answers` are pairs of a key and what it does: `(("y", "delete it"), ("n", "keep it"))`.
    """

    AUTO_FOCUS = "TextLines"
    DEFAULT_CSS = """
    Confirm TextLines { height: auto; }
    """

    def __init__(
        self,
        title: str,
        text: str,
        answers: Sequence[tuple[str, str]] = (("y", "yes"),),
        *,
        away: str = "cancel",
    ) -> None:
        """Ask; `away` is what escape is called."""
        super().__init__(title)
        self._answers = tuple(answers)
        lines = text.split("\n")
        self._body = TextLines([*lines, "", *(f"  {key}   {words}" for key, words in answers)])
        self._away = away
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
        """The words."""
        yield self._body

    def on_key(self, event: events.Key) -> None:
        """An answer closes the question."""
        if event.key in {key for key, _ in self._answers}:
            event.stop()
            self.dismiss(event.key)
