"""Can what the clock says be billed? Asks about sleep, a clock that went back and a forgotten timer (RULES 7).

Law: each of them is asked about once, never over a dialog in which somebody types, and nothing is billed by default.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import work

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from models.queries.session import RunningTimer, Session
    from tui.open import Desk

    Base = App[int]
else:
    Base = object

ASLEEP_SECONDS = 300
"""Ticks further apart than this mean that the machine slept, or the program was stopped."""
DIALOG_SECONDS = 0.2


class Doubts(Base):
    """The part of the program that asks about a timer; mixed into the app."""

    place: Desk
    session: Session | None = None
    _last_life = 0
    _asked: str | None = None
    """The timer that was asked about last."""
    _doubted: str | None = None
    """The timer during which the clock went back."""

    async def _trusts_clock(self, running: RunningTimer) -> bool:
        """Whether to end the timer now; asks when the clock went back while it ran."""
        from tui.dialogs.timer_forms import clock_question

        if running.entry.key != self._doubted and self.now() >= running.entry.started_at:
            return True
        answer = await self.push_screen_wait(clock_question(self, running))
        if answer == "b":
            self.action_began_earlier()
        return answer == "n"

    def _ask_if_forgotten(self, session: Session) -> None:
        """A timer past the desk's limit, or one that ran while nobody was here, is asked about once."""
        running = session.running
        if running is None or self._asked == running.entry.key or self.place.read_only:
            return
        now = self.now()
        alive = running.alive_at
        gone = alive is not None and now - alive > ASLEEP_SECONDS and not self._last_life
        if now - running.entry.started_at > session.pace_hours * 3600 or gone:
            self._asked = running.entry.key
            self.call_later(self._ask_about, running, alive if gone else None)

    def _after_sleep(self, last_seen: int) -> None:
        if self.session is not None and self.session.running is not None:
            running = replace(self.session.running, alive_at=last_seen)
            self._asked = running.entry.key
            self.call_later(self._ask_about, running, last_seen)

    @work(exclusive=True, group="forgotten")
    async def _ask_about(self, running: RunningTimer, last_seen: int | None) -> None:
        from models.services.timer import discard_timer, stop_timer
        from tui.dialogs.timer_forms import forgotten_question

        while self.screen is not self.base_screen:
            await asyncio.sleep(DIALOG_SECONDS)  # letters that are being typed elsewhere are no answers
        answer = await self.push_screen_wait(forgotten_question(self, running, last_seen))
        agent = running.entry.agent
        if answer == "l" and last_seen is not None:
            at = max(last_seen, running.entry.started_at)
            await self.submit(stop_timer, agent, self.now(), at)
        elif answer == "n":
            await self.submit(stop_timer, agent, self.now())
        elif answer == "a":
            self.action_stop_at()
        elif answer == "d":
            await self.submit(discard_timer, agent, self.now())

    # -- the app's side, for the type checker ------------------------------------------------------

    if TYPE_CHECKING:
        base_screen: Any

        def now(self) -> int: ...
        def action_stop_at(self) -> Any: ...
        def action_began_earlier(self) -> Any: ...
        async def submit(self, service: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any: ...
