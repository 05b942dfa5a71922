"""What happens at the start, and only there? The ways to be told to leave, and what waits for the first frame."""

from __future__ import annotations

import asyncio
import gc
import signal
from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual.app import App

from tui.program import late
from tui.program.part import Host
from tui.program.start.modes import warm_up

if TYPE_CHECKING:
    from tui.program.actions.quick import QuickActions
    from tui.program.actions.records import RecordActions
    from tui.program.start.duties import Duties
    from tui.program.telling.announcing import Announcer

COLLECT_SECONDS = 0.2
OPENING_SECONDS = 1.5
"""After the first frame: long enough for the first keys not to wait."""
EXIT_CODES = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130}


class Starting(Host, Protocol):
    """The program as it is when it starts: with what begins then."""

    records: RecordActions
    quick: QuickActions

    @property
    def duties(self) -> Duties:
        """What is due without being asked."""

    @property
    def announcer(self) -> Announcer:
        """What tells of clocks, marks and hours that need somebody now."""


def leave_when_told(app: App[int]) -> None:
    """Leave on SIGTERM, SIGHUP and SIGINT, each with its exit status."""
    for number, code in EXIT_CODES.items():
        try:
            asyncio.get_running_loop().add_signal_handler(number, partial(app.exit, code, code))
        except (NotImplementedError, RuntimeError, ValueError):
            return  # not the main thread, or no such signal on this platform: the default stays


def after_first_frame(app: Starting) -> None:
    """Turn the collector on, load what may be opened next, say the first messages, do the duties."""
    app.set_timer(COLLECT_SECONDS, _collect_again)
    if not app.is_headless:
        warm_up(app)
    app.records.greet()
    app.duties.watch()
    app.announcer.watch()
    app.set_timer(OPENING_SECONDS, app.duties.do)
    app.set_timer(OPENING_SECONDS, app.announcer.look)
    app.set_timer(OPENING_SECONDS, app.quick.be_ready)
    _say_what_is_odd(app)


def _collect_again() -> None:
    """The collector goes on where the start had stopped it; what was made until then is never garbage."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _say_what_is_odd(app: Starting) -> None:
    place = app.place
    if place.warning:
        app.notify(place.warning, severity="warning", timeout=10)
    if place.read_only:
        app.notify("This desk can only be read: nothing can be saved.", severity="warning", timeout=10)
    session, screen = app.session, app.base_screen
    if not place.machine_zone or session is None or screen is None:
        return
    if words := late.odd_clock(place.machine_zone, session.timezone, app.now()):
        screen.show_banner(words)
