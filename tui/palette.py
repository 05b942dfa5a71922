"""What can be done at all? Every key of this screen, every screen, and what the data offers, in one list.

Law: what a key can do the palette can do: the static part is made from the bindings, never written twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tui.dialogs.pick import Option, Pick
from tui.widgets.keyline import key_name

if TYPE_CHECKING:
    from tui.app import DeskApp

_NOT_LISTED = ("list.", "dialog.", "app.palette")


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the palette; `run` is called when it is taken (a coroutine function is awaited)."""

    title: str
    run: Callable[[], Any]
    hint: str = ""
    more: str = ""


def binding_items(app: DeskApp) -> list[Item]:
    """What the keys of the active screen do."""
    items: dict[str, Item] = {}
    for active in app.screen.active_bindings.values():
        binding, node = active.binding, active.node
        name = binding.id or binding.action
        if not active.enabled or not binding.description or name.startswith(_NOT_LISTED) or name in items:
            continue
        if binding.system or binding.action in {"app.focus_next", "app.focus_previous", "screen.copy_text"}:
            continue

        async def press(action: str = binding.action, target: Any = node) -> None:
            await app.run_action(action, target)

        title = binding.tooltip or binding.description
        items[name] = Item(title, press, key_name(binding), binding.description)
    return list(items.values())


def client_items(app: DeskApp) -> list[Item]:
    """What can be sold to the client under the cursor, on whatever screen."""
    from tui.dialogs.pricing import ask_price
    from tui.dialogs.replay import show_replay

    target = None if app.base_screen is None else app.base_screen.work_target()
    if target is None or target.client is None:
        return []
    client, name = target.client, target.client_name or target.client
    return [
        Item(f"Price guide for {name}", partial(ask_price, app, client), "price"),
        Item(f"Plan replay for {name}", partial(show_replay, app, client), "replay"),
    ]


def open_palette(app: DeskApp) -> None:
    """Ask, and do what was taken."""
    items = [*binding_items(app), *client_items(app)]
    for source in app.palette_sources:
        items += source()
    options = [Option(number, item.title, item.hint, item.more) for number, item in enumerate(items)]
    app.push_screen(
        Pick("Everything", options, chosen=lambda key: items[key].run() if isinstance(key, int) else None)
    )
