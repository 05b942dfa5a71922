"""What can be done at all? Every key of every screen, every command, every record, in one list.

What a key can do the palette can do: that part is made from the bindings, never written twice. What only a command of
the shell can do is listed, too, and shows how it is called. Records that hold the words typed (done requests, notes,
entries, contacts) are looked for in another thread and stand before what is only scattered letters.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import work
from textual.binding import Binding

from tui.dialogs.pick import Option, Pick
from tui.dialogs.textview import TextView
from tui.late import load
from tui.program import late
from tui.program.palette.command_help import command_helps
from tui.program.palette.item import Item, PaletteHost
from tui.program.palette.record_items import read_records, record_items
from tui.program.palette.search import PAUSE_SECONDS, PaletteList, found_options, open_found
from tui.program.start.modes import MODES, Mode
from tui.widgets.frame.keyline import key_name
from tui.widgets.list.rows import RowList
from tui.widgets.list.sorting import Order, column_name, sortable

if TYPE_CHECKING:
    from models.queries.time.works import WorkChoice
    from tui.program.palette.command_help import CommandHelp
    from tui.screens.base import DeskScreen

_NOT_LISTED = ("dialog.", "app.palette")
_MOVES = {f"list.{name}" for name in ("down", "up", "page-down", "page-up", "top", "bottom", "open")}
"""What the arrows do in every list: nobody asks a palette for it."""
_FOCUS = {"app.focus_next", "app.focus_previous", "screen.copy_text"}


def listed(binding: Binding) -> bool:
    """Is this something to ask a palette for?"""
    name = binding.id or binding.action
    plain = not name.startswith(_NOT_LISTED) and name not in _MOVES and binding.action not in _FOCUS
    return plain and bool(binding.description) and not binding.system


def binding_items(program: PaletteHost) -> list[Item]:
    """What the keys of the active screen do."""
    items: dict[str, Item] = {}
    for active in program.screen.active_bindings.values():
        binding, node = active.binding, active.node
        name = binding.id or binding.action
        if not active.enabled or not listed(binding) or name in items:
            continue

        async def press(action: str = binding.action, target: Any = node) -> None:
            await program.run_action(action, target)

        items[name] = Item(_title(binding), press, key_name(binding), binding.description)
    # What every list can do comes after what this screen is for.
    return [items[name] for name in sorted(items, key=lambda name: name.startswith("list."))]


def _title(binding: Binding) -> str:
    return binding.tooltip or binding.description


def bindings_of(mode: Mode) -> Iterator[Binding]:
    """The keys that a screen has for itself, whether it was opened yet or not."""
    screen: type[DeskScreen[Any]] = load(mode.place)
    for kind in screen.__mro__:
        if kind.__module__.startswith("tui.") and kind.__name__ != "DeskScreen":
            for binding in vars(kind).get("BINDINGS", ()):
                if isinstance(binding, Binding) and listed(binding):
                    yield binding


def screen_items(program: PaletteHost) -> list[Item]:
    """What the keys of the other screens do: the screen is opened, then the key is pressed."""
    items: dict[str, Item] = {}
    for mode in MODES:
        if mode.name != program.current_mode:
            for binding in bindings_of(mode):
                name = binding.id or f"{mode.name}.{binding.action}"
                run = partial(_press_on, program, mode.name, binding)
                items.setdefault(
                    name, Item(_title(binding), run, f"{mode.title} {key_name(binding)}", binding.description)
                )
    return list(items.values())


def _press_on(program: PaletteHost, mode: str, binding: Binding) -> None:
    program.run_worker(_open_and_press(program, mode, binding), group="palette", exclusive=True)


async def _open_and_press(program: PaletteHost, mode: str, binding: Binding) -> None:
    await program.switch_mode(mode)
    for _ in range(500):  # until the screen has read what its keys act on
        screen = program.base_screen
        if screen is None or screen is not program.screen:
            return
        if screen.view is not None and not screen.stale:
            break
        await asyncio.sleep(0.02)
    if screen is not None and not await program.run_action(binding.action, screen):
        program.notify(f"{_title(binding)}: there is nothing here for it now.", severity="warning")


def sort_items(program: PaletteHost) -> list[Item]:
    """The columns that the list with the cursor can be sorted by."""
    rows = program.focused
    if not isinstance(rows, RowList):
        return []
    columns = rows._columns
    return [
        Item(
            f"Sort by {column_name(columns, index)}",
            partial(rows.sort_by, Order(index)),
            "> <",
            "order column",
        )
        for index in sortable(columns)
    ]


def client_items(program: PaletteHost) -> list[Item]:
    """What can be sold to the client under the cursor, on whatever screen."""
    target = None if program.base_screen is None else program.base_screen.work_target()
    if target is None or target.client is None:
        return []
    client, name = target.client, target.client_name or target.client
    return [
        Item(f"Price guide for {name}", lambda: late.ask_price(program, client), "price"),
        Item(f"Plan replay for {name}", lambda: late.show_replay(program, client), "replay"),
    ]


def command_items(program: PaletteHost) -> list[Item]:
    """The commands of the shell: how each is called; a backup is made at once."""
    items = (
        [
            Item("Make a backup now", program.records.make_backup, "backup", "copy of the database"),
            Item(
                "Import history from another tool",
                partial(late.import_history, program),
                "import",
                "toggl timewarrior clockify harvest kimai solidtime watson klog timeclock superproductivity csv file",
                first=True,
            ),
        ]
        if program.place.has_desk
        else []
    )
    for found in command_helps():
        show = partial(_show_command, program, found)
        items.append(Item(found.title, show, f"deskhours {found.name}", found.words))
    return items


def _show_command(program: PaletteHost, found: CommandHelp) -> None:
    program.push_screen(TextView(f"In a shell: deskhours {found.name}", found.usage.splitlines()))


class Palette(Pick):
    """The list, and the search in what the desk wrote down."""

    PAGE = True

    DEFAULT_CSS = "Palette #query { height: 1; } Palette PickList { height: 1fr; }"

    def __init__(self, items: Mapping[int, Item]) -> None:
        """What can be done; records are looked for while somebody types."""
        options = [
            Option(number, item.title, item.hint, item.more, item.first) for number, item in items.items()
        ]
        super().__init__("Everything", options)
        self._items = items
        self._list = self._matches = PaletteList(options, "Nothing matches.")
        self._wanted = self._found_for = ""
        self._searching = False
        self._chosen = self._take

    def on_palette_list_typed(self, event: PaletteList.Typed) -> None:
        """Look for it, after the look under way."""
        self._wanted = event.query
        if not self._searching and self.program.place.has_desk:
            self._searching = True
            self._search()

    @work(group="search")
    async def _search(self) -> None:
        try:
            while self._wanted != self._found_for:
                query = self._wanted
                await asyncio.sleep(PAUSE_SECONDS)
                if query == self._wanted:
                    options = await found_options(self.program, query)
                    self._found_for = query
                    if query == self._wanted:
                        self._matches.show_found(options)
        finally:
            self._searching = False

    def _take(self, key: Any) -> Any:
        return self._items[key].run() if isinstance(key, int) else open_found(self.program, key)


def palette_items(program: PaletteHost, works: Sequence[WorkChoice] = ()) -> list[Item]:
    """Everything that can be done or opened now, without what is only found by searching."""
    here = [*binding_items(program), *client_items(program), *sort_items(program)]
    return [*here, *record_items(program, works), *screen_items(program), *command_items(program)]


async def open_palette(program: PaletteHost) -> None:
    """Read what can be opened, ask, and do what was taken."""
    works = await read_records(program)
    program.push_screen(Palette(dict(enumerate(palette_items(program, works)))))
