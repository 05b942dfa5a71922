"""What does a start not need? Parts of the libraries that are loaded by habit and never used here are left out.

Law: nothing is replaced that this program could call; when Textual was loaded already, nothing is done at all.
Textual's own command palette (ours is tui/program/palette/palette.py) and TLS for asyncio (no connection leaves this
machine) together are a third of what Textual costs to load.
"""

from __future__ import annotations

import sys
from types import ModuleType

PALETTE = "textual.command"
PALETTE_NAMES = (
    "CommandListItem",
    "CommandPalette",
    "DiscoveryHit",
    "Hit",
    "Hits",
    "Provider",
    "SimpleProvider",
)
"""What Textual takes from its palette while it loads; a test compares it with the installed Textual."""


def load_textual() -> None:
    """Load Textual without its palette and asyncio without TLS; whoever asks for them later gets the real ones."""
    if "textual.app" in sys.modules:
        return
    hidden = [name for name in ("ssl", PALETTE) if name not in sys.modules]
    if "ssl" in hidden:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # asyncio runs without it, as on builds that lack it
    if PALETTE in hidden:
        stand_in = ModuleType(PALETTE)
        for name in PALETTE_NAMES:
            setattr(stand_in, name, type(name, (), {}))
        sys.modules[PALETTE] = stand_in
    try:
        import textual.app  # noqa: F401  # for what it leaves in sys.modules
    finally:
        for name in hidden:
            del sys.modules[name]
