"""What does a start not need? Parts of the libraries that are loaded by habit and never used here are left out.

Nothing is replaced that this program could call; when Textual was loaded already, nothing is done at all. Textual's
own command palette (ours is tui/program/palette/palette.py) is loaded by nobody else.
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
    """Load Textual without its palette; whoever asks for that later gets the real one."""
    if "textual.app" in sys.modules or PALETTE in sys.modules:
        return
    stand_in = ModuleType(PALETTE)
    for name in PALETTE_NAMES:
        setattr(stand_in, name, type(name, (), {}))
    sys.modules[PALETTE] = stand_in
    try:
        import textual.app  # noqa: F401  # for what it leaves in sys.modules
    finally:
        del sys.modules[PALETTE]
