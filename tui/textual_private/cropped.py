"""How much is written when a few cells change? Those cells, and not the line up to them.

Textual knows which cells of a line a widget asked to paint, yet writes the line from the widget's left edge to the
last of them: a minute that turns at the right end of the title costs the whole title. This takes the place of that
one method of a private class; where the class is not what it was, Textual's own way stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.control import Control

from tui.textual_private.colours import render_stretches

if TYPE_CHECKING:
    from rich.console import Console
    from textual.strip import Strip


def render_changed_cells(update: Any, console: Console) -> str:
    """What a terminal is sent for a partial update: each changed stretch of cells, with the move to it."""
    stretches: list[tuple[str, Strip]] = []
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x >= right or end <= left:
                continue
            first, last = max(x, left), min(end, right)
            if len(strip.text) != strip.cell_length:
                first = x  # between wide characters, whose halves cannot be written
            if (first, last) != (x, end):
                strip = strip.crop(first - x, last - x)
            stretches.append((Control.move_to(first, y).segment.text, strip))
    return render_stretches(stretches, console)


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
