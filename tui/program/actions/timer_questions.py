"""Can what the clock says be billed? Asks about sleep, absence, a clock that went back, a forgotten timer (RULES 7).

Each of them is asked about once, never over a dialog in which somebody types, and nothing is billed by default; a
question that nobody answered is kept with its timer and asked again by the next start.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from models.domain.absence import ASLEEP_SECONDS, BACK_SECONDS, Absence, Why, seconds_back
from models.domain.basics.errors import DeskError
from models.storage.machine.clock import slept_seconds
from tui.program import late
from tui.program.part import Host, Part, beside
from tui.program.sessions import Sessions
from tui.text.format import hm

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.queries.desk.session import RunningTimer, Session

DIALOG_SECONDS = 0.2
SIGN_OF_LIFE_SECONDS = 60


class TimerQuestions(Part):
    """The part of the program that asks about a timer."""

    _last_tick = _last_life = 0
    _last_key = 0
    """When a key or a click came last."""
    _doubted: str | None = None
    """The timer during which the clock went back."""
    _asking = False

    def __init__(self, program: Host, sessions: Sessions, began_earlier: Callable[[], Any]) -> None:
        """Nothing asked yet; `began_earlier` opens the form that moves the start of the timer."""
        super().__init__(program)
        self._sessions, self._began_earlier = sessions, began_earlier
        self._asked: set[tuple[str, int | None]] = set()
        """Timers that were asked about, each with the last sign of life it was asked with."""
        self._last_slept = slept_seconds()
        self._lives = asyncio.Lock()

    def noticed_somebody(self) -> None:
        """A key or a click: somebody is there."""
        self._last_key = self.program.now()

    def began_now(self) -> None:
        """A timer was just written: the next tick gives it its first sign of life."""
        self._last_life = 1  # long ago

    # -- what the clocks say ----------------------------------------------------------------------

    def watch(self, now: int) -> None:
        """Once a second: sleep, a gap in the clock, a clock that went back, no keys, the sign of life."""
        last, self._last_tick = self._last_tick, now
        slept, before = slept_seconds(), self._last_slept
        self._last_slept = slept
        asleep = slept is not None and before is not None and slept - before > ASLEEP_SECONDS
        if last and last - now > BACK_SECONDS:
            self.program.notify(f"The clock went back by {hm((last - now) // 60)}.", severity="warning")
            running = self._sessions.running
            self._doubted = running.entry.key if running is not None else None
        if not self._watched():
            return
        if last and (asleep or abs(now - last) > ASLEEP_SECONDS or self._last_life > now):
            if not self._asking:
                self._asked.clear()  # whoever left a question undecided is asked again after the next absence
            self._show_life(now, last, "asleep" if asleep else "gone")
            return
        running = self._sessions.running
        fresh = running is not None and running.entry.started_at == now
        due = not self._last_life or now - self._last_life >= SIGN_OF_LIFE_SECONDS
        if due and not fresh:  # the start itself says as much as a sign in the same second
            self._show_life(now, None, "gone")
        self._watch_keys(now)

    def _watched(self) -> bool:
        """Is there a timer of this person to watch, in a file that can be written?"""
        session = self.program.session
        return (
            session is not None
            and session.me is not None
            and session.running is not None
            and not self.program.place.read_only
        )

    def _show_life(self, now: int, seen: int | None, why: Why) -> None:
        self._last_life = now
        session = self.program.session
        if session is not None and session.me is not None:
            self._sign_of_life(session.me.key, now, seen, why)

    @beside(group="life", exclusive=False)
    async def _sign_of_life(self, agent: str, now: int, seen: int | None, why: Why) -> None:
        absence = await self._write_life(agent, now, seen, why)
        if seen is not None:
            await self._sessions.read()
        else:
            await self._heard_of(absence)

    async def _write_life(self, agent: str, now: int, seen: int | None, why: Why) -> Absence | None:
        """A sign of life; returns the question that stands. An older sign never comes after a newer one."""
        try:
            async with self._lives:
                absence: Absence | None = await self.program.data.submit(
                    late.sign_of_life, agent, now, seen, why
                )
        except DeskError:
            return None  # the next minute tries again; the entry itself is safe
        return absence

    def _watch_keys(self, now: int) -> None:
        """No key for as long as the setting says, while a timer runs: the question of an absence."""
        session, self._last_key = self.program.session, min(self._last_key or now, now)
        if session is None or session.running is None or session.me is None or not session.idle_minutes:
            return
        since = max(self._last_key, session.running.entry.started_at)
        standing = session.running.absence is not None or (session.running.entry.key, since) in self._asked
        if now - since >= session.idle_minutes * 60 and not standing and not self._asking:
            self._note_idle(session.me.key, since)

    @beside(group="idle")
    async def _note_idle(self, agent: str, since: int) -> None:
        try:
            async with self._lives:
                absence = await self.program.data.submit(late.note_idle, agent, since)
        except DeskError:
            return  # the next second tries again
        await self._heard_of(absence)

    async def _heard_of(self, absence: Absence | None) -> None:
        """What is kept about the timer: read it, where it is news, and ask."""
        running = self._sessions.running
        if absence is not None and running is not None and running.absence != absence:
            await self._sessions.read()

    # -- the question -----------------------------------------------------------------------------

    async def trusts_clock(self, running: RunningTimer) -> bool:
        """Whether to end the timer now; asks when something speaks against it."""
        absence, now = running.absence, self.program.now()
        if absence is not None and absence.why not in ("back", "idle"):
            await self._ask(running, absence)
            return False
        back = seconds_back(running.entry.started_at, None, now, absence)
        if running.entry.key != self._doubted and not back:
            return True
        answer = await self.program.push_screen_wait(late.clock_question(self.program, running))
        if answer == "b":
            self._began_earlier()
        return answer == "n"

    async def may_end_timer(self) -> bool:
        """Whether another timer may start now: none runs, or its time is beyond doubt or decided."""
        running = self._sessions.running
        return running is None or await self.trusts_clock(running) or self._ended(running)

    def _ended(self, running: RunningTimer) -> bool:
        now_running = self._sessions.running
        return now_running is None or now_running.entry.key != running.entry.key

    def ask_if_forgotten(self, session: Session) -> None:
        """A timer past the desk's limit, or one that ran while nobody was here, is asked about once."""
        running = session.running
        if running is None or self.program.place.read_only:
            return
        absence = running.absence if running.absence is not None and running.absence.why != "back" else None
        if absence is not None and absence.why == "away" and absence.until is None:
            return  # the screen locker will say when somebody is back
        long = self.program.now() - running.entry.started_at > session.pace_hours * 3600
        key = (running.entry.key, absence.last_seen if absence is not None else None)
        if (
            self._asking
            or key in self._asked
            or not (absence is not None or (long and not self._was_asked(running)))
        ):
            return
        self._asked.add(key)
        self._asking = True
        self.program.call_later(self._ask_about, running)

    def _typed_over(self) -> bool:
        """Whether a dialog stands over the screen."""
        top: object = self.program.screen
        return top is not self.program.base_screen

    def _was_asked(self, running: RunningTimer) -> bool:
        return any(entry == running.entry.key for entry, _ in self._asked)

    @beside(group="forgotten")
    async def _ask_about(self, running: RunningTimer) -> None:
        try:
            # What is asked is what stands by now: a gap that the next sign of life would find belongs to it.
            await self._write_life(running.entry.agent, self.program.now(), None, "gone")
            await self._sessions.read()
            while self._typed_over():
                await asyncio.sleep(DIALOG_SECONDS)  # letters that are being typed elsewhere are no answers
            now_running = self._sessions.running
            if now_running is not None and not self._ended(running):
                if now_running.absence is not None:
                    self._asked.add((now_running.entry.key, now_running.absence.last_seen))
                await self._ask(now_running, now_running.absence)
        finally:
            self._asking = False

    async def _ask(self, running: RunningTimer, absence: Absence | None) -> None:
        """The question itself; escape leaves it undecided, and the bar says so."""
        answer = await self.program.push_screen_wait(late.forgotten_question(self.program, running, absence))
        agent, now, key = running.entry.agent, self.program.now(), running.entry.key
        seen = max(absence.last_seen, running.entry.started_at) if absence is not None else now
        if answer == "k":
            await self.program.submit(late.settle_absence, agent)
        elif answer == "l":
            await self.program.submit(late.stop_timer, agent, now, min(seen, now), None, key)
        elif answer == "s" and absence is not None:
            back = min(absence.until or now, now)
            await self.program.submit(late.split_timer, agent, now, min(seen, now), back, key)
        elif answer == "n":
            await self.program.submit(late.stop_timer, agent, now, None, None, key)
        elif answer == "a":
            await self.program.push_screen_wait(late.stop_form(self.program, agent, running))
        elif answer == "d":
            await self.program.submit(late.discard_timer, agent, now, key)
        await self._sessions.read()
