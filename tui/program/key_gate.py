"""What happens to keys that come before their screen is there? They wait for it, in order, and lose nothing.

Keys typed ahead do what they do when they are typed one by one. An event of the keyboard, the mouse or the clipboard
is handed on only when all that the one before it began is done: its messages are worked off, its workers have ended
or ask the user something, and the screen on top has its focus and its layout. Below 40×10, where nothing can be seen,
only leaving is possible. The waiting ends when an action takes too long: its keys then go to what is there.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from time import monotonic
from typing import Any

from textual import events
from textual.app import App, ScreenError
from textual.binding import Binding
from textual.geometry import Size
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import NoActiveWorker, Worker, get_current_worker

from tui.textual_private.layout import is_layout_due
from tui.widgets.frame.toosmall import LEAST_HEIGHT, LEAST_WIDTH

MOST_HELD = 20_000
LONGEST_SECONDS = 10.0
"""An action that takes longer no longer holds the keys."""
QUIT_SECONDS = 1.0
"""After so long a wait the keys that leave no longer wait."""
POLL_SECONDS = 0.002
LEAVING = ("ctrl+q", "ctrl+c")
LEAVE_KEY = Binding(
    ",".join(LEAVING),
    "leave",
    "Quit",
    show=False,
    priority=True,
    id="app.leave",
    tooltip="Leave from wherever you are; what is typed and not saved is asked about once",
)
BESIDE = frozenset({"life", "poll", "presence", "opening", "progress", "forgotten", "idle", "preview"})
"""Groups of workers that go on beside the keys: nothing that a key does next depends on them."""


def too_small(size: Size) -> bool:
    """Whether a terminal shows nothing but a sentence."""
    return size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT


class Gate:
    """Holds input events while an earlier one is still being worked off."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._leaving: tuple[str, ...] = ()
        """What was not saved when somebody wanted to leave last."""
        self._held: deque[events.Event] = deque()
        self._passing: events.Event | None = None
        self._passed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._since = 0.0
        self._released = False
        self._light: object = None
        """The widget that the last event only moved about in or typed a letter into."""
        self._known: set[Worker[Any]] = set()
        """Workers that no key waits for: they were there before, or took too long."""
        self._dialogs: dict[Screen[Any], Worker[Any]] = {}
        """Which worker opened which dialog."""

    @property
    def busy(self) -> bool:
        """Whether something is held or under way."""
        return self._task is not None and not self._task.done()

    def lets(self, event: events.Event) -> bool:
        """Whether the app may see an event now: keys, mouse and pastes pass one at a time, all else at once."""
        typed = isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded
        return not typed or (self.takes(event) and not self._blind(event))

    def _blind(self, event: events.Event) -> bool:
        """Whether nobody could see what this does: on a screen too small, of all but the keys that leave."""
        keys = LEAVING if self._app.screen.is_modal else (*LEAVING, "q")
        return too_small(self._app.size) and not (isinstance(event, events.Key) and event.key in keys)

    def takes(self, event: events.Event) -> bool:
        """Whether an event may pass now; otherwise it is held, and passes later."""
        if event is self._passing:
            self._passing = None
            self._passed.set()
        elif (self.busy or self._held) and not self._must_leave(event):
            if len(self._held) < MOST_HELD:
                self._held.append(event)
            self._start()
            return False
        else:
            self._known |= {worker for worker in self._app.workers if not self._asks(worker)}
            self._began()
            self._start()
        self._light = self._app.focused if self._is_light(event) else None
        return True

    def action_leave(self) -> None:
        """Leave from wherever; what is typed and not saved is given up only on the second press."""
        stack = self._app.screen_stack
        unsaved = tuple(text for screen in stack if (text := getattr(screen, "unsaved", "")))
        if not unsaved or self._leaving == unsaved:
            self._app.exit()
            return
        self._leaving = unsaved
        self._app.notify("Not saved yet: the same key again leaves without it.", severity="warning")

    def opened(self, screen: Screen[Any]) -> None:
        """Where a worker opens a dialog, nobody waits for that worker until it is answered."""
        with suppress(NoActiveWorker):
            self._asked(get_current_worker(), screen)

    def _asked(self, worker: Worker[Any], screen: Screen[Any]) -> None:
        self._dialogs = {s: w for s, w in self._dialogs.items() if not w.is_finished}
        self._dialogs[screen] = worker

    def release(self) -> None:
        """What is under way takes long and opens nothing: let the keys go on."""
        self._released = True

    def _must_leave(self, event: events.Event) -> bool:
        waited = monotonic() - self._since > QUIT_SECONDS
        return waited and isinstance(event, events.Key) and event.key in LEAVING

    def _began(self) -> None:
        self._since, self._released = monotonic(), False

    def _start(self) -> None:
        if not self.busy:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        """Until nothing is held any more: wait, pass one, wait."""
        try:
            while self._app.is_running:
                await self._rest()
                if not self._held:
                    break
                self._began()
                self._passed.clear()
                self._passing = self._held.popleft()
                self._app.post_message(self._passing)
                await self._passed.wait()
        except ScreenError:
            return  # the program is ending
        self._known &= set(self._app.workers)

    async def _rest(self) -> None:
        """Wait until what the last event began is done."""
        if self._goes_on_lightly():
            await self._through(self._app.focused)
            return
        turns = 0
        while not self._late():
            await self._quiet()
            if not self._under_way() and not self._moves():
                return
            turns += 1
            await asyncio.sleep(0 if turns < 4 else POLL_SECONDS)
        self._known |= {worker for worker in self._app.workers if not self._asks(worker)}

    def _late(self) -> bool:
        late = monotonic() - self._since > LONGEST_SECONDS
        return late or self._released or not self._app.is_running

    def _asks(self, worker: Worker[Any]) -> bool:
        return any(
            screen.is_attached and not getattr(screen, "answered", False)
            for screen, asker in self._dialogs.items()
            if asker is worker
        )

    def _under_way(self) -> bool:
        waits = any(
            not worker.is_finished
            and worker not in self._known
            and worker.group not in BESIDE
            and not self._asks(worker)
            for worker in self._app.workers
        )
        return waits or bool(getattr(self._app.screen, "about_to_read", False))

    def _goes_on_lightly(self) -> bool:
        """A letter after a letter of the same line, a step after a step in the same list, wait for no reading."""
        if self._light is None or self._light is not self._app.focused:
            return False
        return not self._held or self._is_light(self._held[0])

    def _is_light(self, event: events.Event) -> bool:
        focused = self._app.focused
        if isinstance(event, events.MouseMove | events.MouseScrollDown | events.MouseScrollUp):
            return True
        if focused is None or not isinstance(event, events.Key):
            return False
        if event.is_printable and focused.check_consume_key(event.key, event.character):
            return True
        return event.key in getattr(focused, "steps", ())

    def _moves(self) -> bool:
        """Whether anybody still has messages to work off, or what was opened has no size yet."""
        screen = self._app.screen
        pumps = (self._app, screen, *screen.walk_children(Widget))
        return is_layout_due(screen) or any(pump.message_queue_size for pump in pumps)

    async def _quiet(self) -> None:
        """Let the focused widget, all around it and the app come to the end of what they have now."""
        app = self._app
        chain = [] if app.focused is None else list(app.focused.ancestors_with_self)
        for pump in dict.fromkeys((*chain, app.screen, app)):
            await self._through(pump)

    async def _through(self, pump: MessagePump | None) -> None:
        done = asyncio.Event()
        if pump is None or not pump.is_attached or not pump.call_later(done.set):
            return
        while not done.is_set() and pump.is_running and pump.is_attached and not self._late():
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), 0.05)
