"""Why was it not saved? The words that refuse a form, in one fixed place above the keys, at every size.

What is wrong is in sight whichever field is; the fields give the lines, nothing covers them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events

from tui.text.format import wrapped
from tui.widgets.line import Lines
from tui.widgets.spans import Spans

MOST_LINES = 4


class Refusal(Lines):
    """Up to four lines of words; none while all is well."""

    DEFAULT_CSS = "Refusal { height: 0; }"

    def __init__(self) -> None:
        super().__init__()
        self._sentences: tuple[str, ...] = ()
        self._tone = "bad"

    @property
    def words(self) -> str:
        """What is said, without its signs."""
        return "; ".join(self._sentences)

    def tell(self, errors: Mapping[str, str], labels: Mapping[str, str], tone: str = "bad") -> None:
        """Say what is wrong, each with the label of its field."""
        said = tuple(
            f"{label}: {words}" if label and not words.startswith(label) else words
            for label, words in ((labels.get(name), words) for name, words in errors.items())
        )
        if (said, tone) != (self._sentences, self._tone):
            self._sentences, self._tone = said, tone
            self._fit(self.size.width or self.app.size.width)
            self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap the sentences anew for the new width."""
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        height = len(self.lines_for(width))
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def lines_for(self, width: int) -> Sequence[Spans]:
        """The first sentences, the rest counted."""
        lines: list[Spans] = []
        sign = "✗ " if self._tone == "bad" else "· "
        for sentence in self._sentences:
            for number, part in enumerate(wrapped(sentence, max(20, width - 4))):
                lines.append([(" ", ""), (sign if number == 0 else "  ", self._tone), (part, self._tone)])
        if len(lines) > MOST_LINES:
            rest = len(self._sentences) - 1
            more = f"✗ and {rest} more, each beside its field" if rest else ""
            lines = [*lines[: MOST_LINES - bool(more)], *([[(" ", ""), (more, self._tone)]] if more else [])]
        return lines
