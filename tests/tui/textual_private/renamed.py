"""A Textual in which private names are called something else, as after an update; run as a program of its own.

    python -m tests.tui.textual_private.renamed _driver,_styles_cache DESK.db

Opens a sample desk without a terminal, answers keys, opens and closes a dialog, and prints what it saw.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType, ModuleType

OTHER = "_renamed"


class Renaming(SourceFileLoader):
    """Loads a module of Textual with other names in it."""

    names: tuple[str, ...] = ()

    def get_code(self, fullname: str) -> CodeType | None:
        """Compiled from its changed source, never from a cache, where that has one of the names."""
        source = self.get_data(self.path).decode("utf-8")
        found = re.compile(rf"\b({'|'.join(self.names)})\b")
        if not self.names or not found.search(source):
            return super().get_code(fullname)
        return compile(found.sub(rf"\1{OTHER}", source), self.path, "exec")


class Finder(MetaPathFinder):
    """Finds Textual's modules, also under their other names."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """With our loader; a module whose name was changed is no longer found under the old one."""
        if fullname.partition(".")[0] != "textual":
            return None
        last = fullname.rpartition(".")[2]
        if last in Renaming.names:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        found = PathFinder.find_spec(fullname.removesuffix(OTHER), path)
        if found is None or found.origin is None or not isinstance(found.loader, SourceFileLoader):
            return found
        loader: Loader = Renaming(fullname, found.origin)
        places = found.submodule_search_locations
        return spec_from_file_location(
            fullname, found.origin, loader=loader, submodule_search_locations=places
        )


async def seen(desk: str) -> list[str]:
    """What the screen says after the start, after a key, after a dialog and after that is closed."""
    from models.demo import DEMO_NOW
    from tui.open import open_desk
    from tui.program.app import DeskApp
    from tui.textual_private.driver import driver_class

    place = open_desk(desk)
    app = DeskApp(place.data, clock=lambda: DEMO_NOW, demo=True, place=place)
    words = [app.screen_stack[0].__class__.__name__ if app.is_running else "not yet"]
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("2", "question_mark", "escape"):
            await pilot.press(key)
            await pilot.pause()
            words.append(type(app.screen).__name__)
        app.notify("Saved.")
        await pilot.pause()
        words.append(app.messages.told.text if app.messages.told is not None else "")
    return [*words[1:], "ours" if driver_class() else "stock"]


if __name__ == "__main__":
    Renaming.names = tuple(filter(None, sys.argv[1].split(",")))
    sys.meta_path.insert(0, Finder())
    print(*asyncio.run(seen(sys.argv[2])))
