"""Who keeps the lines of a dialog that is gone? Nobody: they are given back, where Textual lets us."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget


def forget_drawn_lines(widgets: Iterable[Widget]) -> None:
    """Textual keeps the caches of a thousand closed widgets."""
    for widget in widgets:
        cache = getattr(widget, "_styles_cache", None)
        if cache is not None:
            cache.clear()
