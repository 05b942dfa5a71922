"""When is a program at rest? When nothing more can come by itself: told by its state, never by the clock on the wall.

A pause of so many milliseconds says nothing on a machine that is busy with other things.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from time import monotonic

from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from tui.program.app import DeskApp
from tui.program.key_gate import BESIDE

PAUSE_SECONDS = 0.001
"""Threads that read need the processor, too."""
PATIENCE_SECONDS = 120
"""A program that never comes to rest is told of, instead of waited for all night."""
TURNS = 4
"""So often in succession nothing may be left to do: what is done in one turn may begin something else."""


async def at_rest(app: DeskApp) -> None:
    """Wait until all is worked off, read, laid out and shown, or the program has ended."""
    turns, given_up = 0, monotonic() + PATIENCE_SECONDS
    while turns < TURNS and not app._exit:
        await asyncio.sleep(PAUSE_SECONDS)
        turns = turns + 1 if next(to_come(app), None) is None else 0
        assert monotonic() < given_up, f"never at rest: {[*to_come(app)]}"


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
    pauses = [timer for timer in node._timers if timer._repeat is not None and timer._task is not None]
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
