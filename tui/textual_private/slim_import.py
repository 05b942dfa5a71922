"""What does a start not need? Parts of the libraries that are loaded by habit and never used here are left out.

Nothing is replaced that this program calls, and whoever asks for a part later gets the real one; when Textual was
loaded already, nothing is done at all. Together 14 ms of a start.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

STAND_INS = {
    "textual.command": (
        "CommandListItem",
        "CommandPalette",
        "DiscoveryHit",
        "Hit",
        "Hits",
        "Provider",
        "SimpleProvider",
    ),
    "textual.widgets._toast": ("ToastRack",),
    "rich.table": ("Table",),
}
"""Textual's palette (ours is tui/program/palette/palette.py), its toasts (ours is a line), tables on paper; with what
is taken from each while Textual loads. A test compares them with the installed Textual."""
TLS = "ssl"
"""asyncio alone does without it: no connection is made by it. Mail and servers load it themselves, and get it."""


def load_textual() -> None:
    """Load Textual without what is never used of it."""
    if "textual.app" in sys.modules or STAND_INS.keys() & sys.modules.keys():
        return
    with _absent(TLS):
        import asyncio  # noqa: F401  # for what it leaves in sys.modules
    sys.modules.update({place: _stand_in(place, names) for place, names in STAND_INS.items()})
    try:
        import textual.app  # noqa: F401  # the same
    finally:
        for place in STAND_INS:
            del sys.modules[place]


@contextmanager
def _absent(module: str) -> Iterator[None]:
    """Let a module that nobody loaded yet not be found for a moment."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


def _stand_in(place: str, names: tuple[str, ...]) -> ModuleType:
    """A module of empty classes; should one be called after all, it gives what the real one gives."""
    module = ModuleType(place)
    for name in names:
        setattr(module, name, type(name, (), {"__new__": _of_the_real_one(place, name)}))
    return module


def _of_the_real_one(place: str, name: str) -> Any:
    def make(_: type, *args: Any, **kwargs: Any) -> Any:
        return getattr(import_module(place), name)(*args, **kwargs)

    return make
