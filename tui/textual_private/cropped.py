"""How much is drawn and written when a few cells change? Their widgets, those cells, and not the line up to them.

Textual knows which cells of a line a widget asked to paint, yet writes the line from the widget's left edge to the
last of them: a minute that turns at the right end of the title costs the whole title. This takes the place of that
one method of a private class; where the class is not what it was, Textual's own way stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.control import Control
from textual.geometry import Region

from tui.textual_private.colours import render_stretches
from tui.textual_private.names import spoken_of

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def draw_what_is_near(
    compositor: Any, crop: Region | None = None
) -> Iterable[tuple[Region, Region, list[Strip]]]:
    """The lines of each widget that shows something within `crop`, front to back, with its place and its clip.

    Textual asks whether the container of a widget is near, so that all of a screen are asked for all their lines.
    """
    for widget, (region, clip) in compositor.visible_widgets.items():
        shown = region.intersection(clip)
        if shown and (crop is None or crop.overlaps(shown)):
            yield region, clip, widget.render_lines(shown.translate(-region.offset))


def write_changed_cells_only() -> None:
    """Let Textual draw and write so from now on, if it still has the classes and their parts."""
    try:
        from textual import _compositor
    except ImportError:
        return
    update = getattr(_compositor, "ChopsUpdate", None)
    parts = {"chops", "spans", "chop_ends"}
    if update is not None and parts <= set(update.__init__.__code__.co_varnames):
        update.render_segments = render_changed_cells
    compositor = getattr(_compositor, "Compositor", None)
    if compositor is not None and spoken_of(compositor, "_get_renders", "visible_widgets"):
        compositor._get_renders = draw_what_is_near
