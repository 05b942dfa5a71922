"""When is a program at rest? When nothing more can come by itself: told by its state, never by the clock on the wall.

A pause of so many milliseconds says nothing on a machine that is busy with other things.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any
from weakref import WeakSet

from textual import app as textual_app
from textual import pilot as textual_pilot
from textual._context import active_app
from textual._wait import wait_for_idle
from textual.app import App
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from tui.program.app import DeskApp
from tui.program.key_gate import BESIDE

PAUSE_SECONDS = 0.001
"""Threads that read need the processor, too."""
AT_ONCE = 6
"""So many turns of the loop go by before somebody pauses: most of what is to come needs no thread."""
LITTLE_WHILE_SECONDS, AGAIN_SECONDS = 1.0, 0.02
"""How long a pilot waits for a program that may never come to rest, as when a test holds a worker: once, and then."""
_held: WeakSet[DeskApp] = WeakSet()
"""What did not come to rest when a pilot waited last."""
PATIENCE_SECONDS = 120
"""A program that never comes to rest is told of, instead of waited for all night."""
TURNS = 4
"""So often in succession nothing may be left to do: what is done in one turn may begin something else."""


async def at_rest(app: DeskApp) -> None:
    """Wait until all is worked off, read, laid out and shown, or the program has ended."""
    assert await _rests(app, PATIENCE_SECONDS), f"never at rest: {[*to_come(app)]}"


async def _rests(app: DeskApp, patience: float) -> bool:
    """Whether it comes to rest within so many seconds."""
    quiet, waited, given_up = 0, 0, monotonic() + patience
    while quiet < TURNS and not app._exit:
        # What threads hand over comes in a pause, what a turn of the loop begins in the next ones.
        await asyncio.sleep(PAUSE_SECONDS if waited > AT_ONCE or quiet == 1 else 0)
        await asyncio.sleep(0)
        if next(to_come(app), None) is None:
            quiet, waited = quiet + 1, 0
        elif monotonic() > given_up:
            return False
        else:
            quiet, waited = 0, waited + 1
    return True


async def _little_while(app: DeskApp) -> bool:
    """Whether it comes to rest while a pilot waits."""
    rests = await _rests(app, AGAIN_SECONDS if app in _held else LITTLE_WHILE_SECONDS)
    (_held.discard if rests else _held.add)(app)
    return rests


def pilots_look_at_the_state() -> None:
    """From now on the pilot waits for what is left to do in a program of ours, not for the processor's time.

    Its own way sends a message to every widget and then looks whether the process sleeps.
    """

    async def idle(min_sleep: float = 0, max_sleep: float = 1) -> None:
        app = active_app.get()
        if isinstance(app, DeskApp):
            await _little_while(app)
        else:
            await wait_for_idle(min_sleep, max_sleep)

    async def press_keys(self: App[Any], keys: Iterable[str]) -> None:
        with self._context():  # where a test plays two programs, the other one may be the active one
            await pressed(self, keys)

    async def wait_for_screen(self: Pilot[Any], timeout: float = 30.0) -> bool:
        if isinstance(self.app, DeskApp):
            return await _little_while(self.app)
        return await waited(self, timeout)

    async def pause(self: Pilot[Any], delay: float | None = None) -> None:
        if not isinstance(self.app, DeskApp):
            await paused(self, delay)
            return
        if delay is not None:
            await asyncio.sleep(delay)
        await _little_while(self.app)
        self.app.screen._on_timer_update()

    pressed, paused, waited = App._press_keys, Pilot.pause, Pilot._wait_for_screen
    App._press_keys = press_keys  # type: ignore[method-assign]
    Pilot.pause, Pilot._wait_for_screen = pause, wait_for_screen  # type: ignore[method-assign]
    textual_app.wait_for_idle = textual_pilot.wait_for_idle = idle  # type: ignore[attr-defined]


def to_come(app: DeskApp) -> Iterator[object]:
    """What is not done yet: keys that are held, workers that ask nobody, pauses, messages, what is to be drawn."""
    if app.gate.busy:
        yield app.gate
    for worker in app.workers:
        if not worker.is_finished and worker.group not in BESIDE - {"preview"} and not app.gate._asks(worker):
            yield worker
    if app.message_queue_size or app._next_callbacks or app._resize_timer is not None:
        yield app
    seen = {app.screen, *app._background_screens}
    for screen in app.screen_stack:
        for node in screen.walk_children(Widget, with_self=True):
            if _waits(node) or (screen in seen and _undrawn(node, app.screen)):
                yield node


def _waits(node: DOMNode) -> bool:
    """Whether a message or a single call after a pause is to come."""
    pauses = [
        timer
        for timer in node._timers
        if timer._repeat is not None and timer._task is not None and timer._interval < PATIENCE_SECONDS
    ]
    return bool(node.message_queue_size or node._next_callbacks) or any(
        not timer._task.done() for timer in pauses if timer._task is not None
    )


def _undrawn(node: DOMNode, top: Screen[object]) -> bool:
    """Whether a node is to be laid out or drawn again; a screen behind another one may keep such a wish for good."""
    if isinstance(node, Screen):
        drawing = node._update_timer._active.is_set()
        return drawing or (
            node is top and bool(node._layout_required or node._dirty_widgets or node._callbacks)
        )
    return isinstance(node, Widget) and (
        node._layout_required
        or node._scroll_required
        or node._repaint_required
        or node._recompose_required
        or node._refresh_styles_required
    )
