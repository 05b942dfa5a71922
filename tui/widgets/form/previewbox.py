"""What will this do? The lines of a preview below a form, wrapped, the refusal and the warnings first.

The box has a fixed height, so that nothing jumps while a person types; page keys turn what does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.queries.time.entry_preview import NOTHING, Preview
from tui.text.format import wrapped
from tui.widgets.list.paged import PagedLines
from tui.widgets.spans import Span, Spans

WAITING = "nothing is changed yet"


class PreviewBox(PagedLines):
    """A rule with a title, and below it what a change would do."""

    DEFAULT_CSS = "PreviewBox { height: 8; width: 1fr; }"

    def __init__(self, title: str = "What it does") -> None:
        super().__init__(title)
        self._preview: Preview | None = None
        self._note = ""

    @property
    def preview(self) -> Preview | None:
        """The preview that the box shows, None before the first."""
        return self._preview

    def tell(self, preview: Preview | None, note: str = "") -> None:
        """Show another preview; `note` stands at the right of the title."""
        if (preview, note) != (self._preview, self._note):
            self._preview, self._note = preview, note
            self.refresh()

    def note(self) -> str:
        """What was said with the preview."""
        return self._note

    def all_lines(self, width: int) -> Sequence[Spans]:
        """The sentences of the preview."""
        waiting: list[Spans] = [[("   ", ""), (WAITING, "faint")]]
        return preview_spans(self._preview, max(20, width - 6)) if self._preview else waiting


def preview_spans(preview: Preview, width: int) -> list[Spans]:
    """The sentences of a preview as lines of at most `width` cells behind a sign."""
    lines: list[Spans] = []
    if preview.refused is not None:
        return _wrapped("✗ ", preview.refused, "bad", width)
    for sentence in preview.warnings:
        lines += _wrapped("! ", sentence, "warn", width)
    if not preview.ledger:
        lines += _wrapped("  ", NOTHING, "dim", width)
    for sentence in preview.ledger:
        lines.append([("   ", ""), *_number_spans(sentence)])
    return lines


def _wrapped(sign: str, sentence: str, tone: str, width: int) -> list[Spans]:
    parts = wrapped(sentence, width) or [""]
    return [
        [(" ", ""), (sign if number == 0 else "  ", tone), (part, tone)] for number, part in enumerate(parts)
    ]


def _number_spans(sentence: str) -> list[Span]:
    """`overage in March 0:40 → 0:00`: the new number stands out."""
    words, arrow, after = sentence.rpartition(" → ")
    if not arrow:
        return [(sentence, "")]
    return [(words, ""), (arrow, "dim"), (after, "strong")]
