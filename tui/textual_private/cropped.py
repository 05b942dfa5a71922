"""How much is written when a few cells change? Those cells, and not the line up to them.

Textual knows which cells of a line a widget asked to paint, yet writes the line from the widget's left edge to the
last of them: a minute that turns at the right end of the title costs the whole title. This takes the place of that
one method of a private class; where the class is not what it was, Textual's own way stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.control import Control

if TYPE_CHECKING:
    from rich.console import Console


def render_changed_cells(update: Any, console: Console) -> str:
    """What a terminal is sent for a partial update: each changed stretch of cells, with the move to it."""
    sequences: list[str] = []
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x >= right or end <= left:
                continue
            first, last = max(x, left), min(end, right)
            if len(strip.text) != strip.cell_length:
                first = x  # between wide characters, whose halves cannot be written
            if (first, last) != (x, end):
                strip = strip.crop(first - x, last - x)
            sequences += (Control.move_to(first, y).segment.text, strip.render(console))
    return "".join(sequences)


def write_changed_cells_only() -> None:
    """Let Textual write so from now on, if it still has the class and its three parts."""
    try:
        from textual import _compositor
    except ImportError:
        return
    update = getattr(_compositor, "ChopsUpdate", None)
    parts = {"chops", "spans", "chop_ends"}
    if update is not None and parts <= set(update.__init__.__code__.co_varnames):
        update.render_segments = render_changed_cells
