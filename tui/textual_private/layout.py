"""Does a screen still have to give its widgets their places? Textual does that at the next tick of its clock."""

from __future__ import annotations

from typing import Any


def is_layout_due(screen: Any) -> bool:
    """Whether sizes on this screen are older than what was asked of it; False where Textual does not tell."""
    return bool(getattr(screen, "_layout_required", False))
