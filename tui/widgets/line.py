"""How is a line of our own drawn without layout? Small widgets of fixed size on the line API.

A line is repainted only when its spans changed; nothing here ever asks for a new layout.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.text.theme import tones
from tui.widgets.spans import Span, Spans, changed_cells, spread, strip

RULE = "─"


class Lines(Widget):
    """A block of lines set by `show`; subclasses may compute them from the width in `lines_for`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Lines { height: 1; width: 1fr; }"

    def __init__(
        self, lines: Sequence[Spans] = (), *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._shown: tuple[tuple[Span, ...], ...] = _frozen(lines)
        self._drawn: dict[int, Spans] = {}

    def show(self, *lines: Spans) -> None:
        """Put these lines on the screen; only the cells that differ are painted."""
        self._shown = _frozen(lines)
        self.repaint()

    def repaint(self) -> None:
        """Paint the cells that look different from what was painted last."""
        width, height = self.size
        lines = self.lines_for(width) if width else ()
        for y in range(height if width else 0):
            old = self._drawn.get(y)
            fresh = lines[y] if y < len(lines) else ()
            cells = (0, width) if old is None else changed_cells(old, fresh, width)
            if cells is not None:
                self.refresh(Region(cells[0], y, cells[1] - cells[0], 1))

    def lines_for(self, width: int) -> Sequence[Spans]:
        """The lines at this width; by default what `show` was given."""
        return self._shown

    def render_line(self, y: int) -> Strip:
        """One line for the compositor."""
        styles = tones(self.app.theme)
        width = self.size.width
        lines = self.lines_for(width)
        self._drawn[y] = lines[y] if y < len(lines) else ()
        if y < len(lines):
            return strip(lines[y], width, styles)
        return Strip.blank(width, styles[""])


def _frozen(lines: Sequence[Spans]) -> tuple[tuple[Span, ...], ...]:
    return tuple(tuple(spans) for spans in lines)


class PanelTitle(Lines):
    """A thin title: the name at the left, a count or a hint at the right."""

    def __init__(self, title: str, right: Spans = (), *, id: str | None = None) -> None:
        """A title with an optional right side."""
        super().__init__(id=id)
        self._title = title
        self._right = tuple(right)

    def retitle(self, title: str, right: Spans = ()) -> None:
        """Change the words; painted only when they differ."""
        if (title, tuple(right)) != (self._title, self._right):
            self._title, self._right = title, tuple(right)
            self.repaint()

    def lines_for(self, width: int) -> Sequence[Spans]:
        """The title spread over the width."""
        return (title_line(self._title, self._right, width),)


def title_line(title: str, right: Spans, width: int) -> list[Span]:
    """` Open requests          14 `: one space at both ends, the title strong, the rest dim."""
    return spread([(" ", ""), (title, "title")], [*right, (" ", "")] if right else (), width)


def rule(width: int) -> list[Span]:
    """A faint line across, with a space at both ends."""
    return [(" ", ""), (RULE * max(0, width - 2), "faint"), (" ", "")]


class Rule(Lines):
    """A faint line across the screen."""

    def lines_for(self, width: int) -> Sequence[Spans]:
        return (rule(width),)
