"""How does the timer answer to the keyboard? Start, stop, switch, continue, discard, from every screen (RULES 7).

Law: what the screen says is running is a committed row. Sleep, a clock that jumped and a forgotten timer are asked
about, never billed by default. Stop and switch never fail for a business rule.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual import work
from textual.binding import Binding

from models.domain.basics.errors import DeskError, Unusable
from tui.program.targets import TimerTarget
from tui.program.timer_questions import Doubts
from tui.text.format import hm
from tui.text.timer_phrases import bar_of, counted_words, stopped_words
from tui.widgets.frame.timerbar import Running

if TYPE_CHECKING:
    from textual.app import App

    from models.domain.values import Entry
    from models.queries.desk.session import RunningTimer, Session
    from tui.dialogs.confirm import Answers
    from tui.open import OpenedDesk

    Base = App[int]
else:
    Base = object

POLL_SECONDS = 3
SLIP_SECONDS = 60
"""A timer that was stopped sooner may have been started by a slip."""
FORGIVEN_SECONDS = 300
"""So long after its stop one key discards it."""


def app_key(keys: str, action: str, words: str, name: str, tooltip: str, *, show: bool = True) -> Binding:
    """A key that works on every screen."""
    return Binding(keys, action, words, show=show, id=name, tooltip=tooltip)


TIMER_KEYS = (
    app_key("space", "toggle_timer", "start/stop", "timer.toggle", "Start the timer on this row, or stop it"),
    app_key("s", "switch_timer", "switch", "timer.switch", "Stop the timer and start it on this row"),
    app_key(
        "c",
        "continue_timer",
        "continue",
        "timer.continue",
        "Start again on what you worked on last; while a timer runs, go back to the work before it",
    ),
    app_key("S", "start_on", "start on…", "timer.start-on", "Start on any client or request", show=False),
    app_key(
        "T",
        "stop_at",
        "stop at…",
        "timer.stop-at",
        "Stop at an earlier time, or say what was done",
        show=False,
    ),
    app_key("B", "began_earlier", "began…", "timer.began", "The running timer began earlier", show=False),
    app_key("D", "discard_timer", "discard timer", "timer.discard", "Discard the running timer", show=False),
)


class Timekeeping(Doubts):
    """The part of the program that owns the timer; mixed into the app."""

    place: OpenedDesk
    _stamp: tuple[int, int]
    _lost: bool
    """The file was gone or another one when it was looked at last."""
    _timer_writes: int
    _slip: tuple[str, int] | None = None
    """The entry that was stopped within a minute, and when."""

    def begin_timekeeping(self, place: OpenedDesk) -> None:
        """Before the first screen: nothing known yet."""
        self.place = place
        self.session = None
        self.begin_doubting()
        self._last_poll = 0
        self._stamp = (0, 0)
        self._lost = False
        self._timer_writes = 0

    # -- the session ----------------------------------------------------------------------------

    def set_session(self, session: Session) -> None:
        """Show who sits here and what runs."""
        from models.domain.basics.zone import zone

        self.session = session
        self.desk_name, self.zone = session.desk_name, zone(session.timezone).info
        self.agent = session.me.name if session.me else ""
        bar = None if session.running is None else bar_of(session.running, session.currency, self._clock_time)
        self.set_running(bar)
        if self.base_screen is not None:
            self.dress(self.base_screen)
        self._ask_if_forgotten(session)

    def nothing_since(self, now: int) -> str:
        """Since when nothing runs in the working hours, as a time of day; empty outside of them."""
        since = self.session.nothing_since(now) if self.session is not None else None
        if since is None or self.session is None or now - since < SLIP_SECONDS:
            return ""
        return self._clock_time(since)

    def _clock_time(self, instant: int) -> str:
        """`09:15`, with its day where that is not today."""
        local, now = datetime.fromtimestamp(instant, self.zone), datetime.fromtimestamp(self.now(), self.zone)
        return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%a %H:%M}"

    @work(exclusive=True, group="session")
    async def refresh_session(self) -> None:
        """Read who sits here and what runs again."""
        await self._read_session()

    async def _read_session(self) -> None:
        from models.queries.desk.session import read_session

        if not self.place.has_desk:
            return
        try:
            session = await self.data.fetch(read_session, self.place.user, self.now())
        except DeskError:
            return  # the screen's own read tells the user what is wrong
        self.set_session(session)

    def watch_time(self, now: int) -> None:
        """Once a second: who is there, and changes by somebody else."""
        self.watch_absence(now)
        if now - self._last_poll >= POLL_SECONDS or now < self._last_poll:
            self._last_poll = now
            self._poll()

    def _runs(self) -> bool:
        return self.session is not None and self.session.running is not None

    @work(exclusive=True, group="poll")
    async def _poll(self) -> None:
        """Has another program written? Costs one look at the file; the screen follows within seconds."""
        from models.queries.desk.session import read_revision
        from tui.open import file_stamp

        stamp = file_stamp(self.place.path)
        if stamp == self._stamp or self.session is None:
            return
        first = self._stamp == (0, 0)
        self._stamp = stamp
        try:
            revision = await self.data.fetch(read_revision)
        except Unusable:
            self._lost = True
            self.data_changed.publish(None)  # the screens say what is wrong with the file
            return
        except DeskError:
            return  # whoever holds the file will let go; the next poll looks again
        found, self._lost = self._lost, False
        if found or (not first and revision != self.session.revision):
            self.data_changed.publish(None)
        elif not first and self._runs():
            await self._read_session()  # `deskhours away` and `back` are no changes of the desk

    # -- keys -----------------------------------------------------------------------------------

    def _work(self) -> TimerTarget | None:
        """What the active screen's row stands for."""
        screen = self.base_screen
        return None if screen is None else screen.work_target()

    def _me(self) -> str | None:
        if self.session is None or self.session.me is None:
            self.notify("Who works here? There is no agent yet: make one first.", severity="warning")
            return None
        return self.session.me.key

    def action_toggle_timer(self) -> None:
        """Stop what runs; else start on the row under the cursor. A key held down waits for its own write."""
        if not self._timer_writes:
            self._toggle()

    @work(exclusive=True, group="timer")
    async def _toggle(self) -> None:
        if self._runs():
            await self._stop()
        else:
            await self._start(self._work(), switch=False)

    @work(exclusive=True, group="timer")
    async def action_switch_timer(self) -> None:
        """Stop what runs and start on the row, at one instant."""
        await self._start(self._work(), switch=True)

    @work(exclusive=True, group="timer")
    async def action_start_on(self) -> None:
        """Ask what to start on."""
        await self._start(None, switch=True)

    @work(exclusive=True, group="timer")
    async def action_continue_timer(self) -> None:
        """Start on what was worked on last; while a timer runs, switch back to what was before it."""
        from models.services.time.timer import continue_timer

        me, back = self._me(), self._runs()
        if me is None or not await self.may_end_timer():
            return
        entry = await self._write_timer(continue_timer, me, self.now())
        if entry is not None:
            running = self.session.running if self.session is not None else None
            name = (running.client_name if running else "") or "no client"
            words = " ".join(
                part for part in (name, entry.request, running.subject if running else "") if part
            )
            self.notify(f"Back to {words}" if back else f"Timer runs again: {words}")

    @work(exclusive=True, group="timer-form")
    async def action_discard_timer(self) -> None:
        """Throw the timer away, after a question; or the one that was stopped within a minute of its start."""
        from models.services.time.timer import discard_timer
        from tui.dialogs.confirm import Confirm

        me = self._me()
        if me is None:
            return
        if self.session is None or self.session.running is None:
            await self._discard_slip()
            return
        running = self.session.running

        def words() -> tuple[str, Answers]:
            elapsed = hm(max(0, self.now() - running.entry.started_at) // 60)
            where = running.client_name or "no client"
            return f"Discard {elapsed} on {where}? u undoes it.", (("y", "discard"),)

        if await self.push_screen_wait(Confirm("Discard the timer", *words(), again=words)) == "y":
            await self.submit(discard_timer, me, self.now(), running.entry.key)

    async def _discard_slip(self) -> None:
        from models.services.time.entries import delete_entries

        (key, at), self._slip = self._slip or (None, 0), None
        if key is None or self.now() - at > FORGIVEN_SECONDS or (me := self._me()) is None:
            self.notify("No timer is running.")
        elif await self.submit(delete_entries, (key,), self.now(), me) is not None:
            self.notify("Discarded. u undoes it.")

    def _tell_stopped(self, entry: Entry, running: RunningTimer | None) -> None:
        """What was stopped; of a timer that hardly ran also what it counts as, and the key that discards it."""
        seconds = (entry.ended_at or entry.started_at) - entry.started_at
        self._slip = (entry.key, self.now()) if seconds < SLIP_SECONDS else None
        if self._slip is None:
            self.notify(stopped_words(entry, running))
            return
        counts = running.minimum_after(seconds) if running is not None else None
        currency = self.session.currency if self.session is not None else ""
        words = f", {counted_words(counts, currency)}" if counts is not None else ""
        self.notify(f"{stopped_words(entry, running)}{words}. D discards it.", timeout=10)

    @work(exclusive=True, group="timer-form")
    async def action_stop_at(self) -> None:
        """Stop at a typed time, with a note."""
        from tui.dialogs.time.timer_forms import stop_form

        if (me := self._me()) is not None and self.session is not None and self.session.running is not None:
            await self.push_screen_wait(stop_form(self, me, self.session.running))
        elif me is not None:
            self.notify("No timer is running.")

    @work(exclusive=True, group="timer-form")
    async def action_began_earlier(self) -> None:
        """Move the start of the running timer."""
        from tui.dialogs.time.timer_forms import began_form

        if (me := self._me()) is not None and self.session is not None and self.session.running is not None:
            await self.push_screen_wait(began_form(self, me, self.session.running))
        elif me is not None:
            self.notify("No timer is running.")

    async def _stop(self) -> None:
        from models.services.time.timer import stop_timer

        me = self._me()
        if me is None:
            return
        running = self.session.running if self.session else None
        if running is not None and not await self._trusts_clock(running):
            return
        entry = await self._write_timer(stop_timer, me, self.now())
        if entry is not None:
            self._tell_stopped(entry, running)

    async def _start(self, target: TimerTarget | None, *, switch: bool) -> None:
        from models.services.time.timer import TimerStart, start_timer, switch_timer

        me = self._me()
        if me is None:
            return
        if target is None or target.client is None:
            target = await self._pick_work()
            if target is None:
                return
        if switch and not await self.may_end_timer():
            return
        start = TimerStart(me, target.client, target.request, note=target.note)
        service: Callable[..., Any] = switch_timer if switch else start_timer
        entry = await self._write_timer(service, start, self.now())
        if entry is not None:
            self.notify(f"Timer runs on {target.words or 'no client'}")

    async def _write_timer(self, service: Callable[..., Any], /, *args: Any) -> Any:
        """Write, and know what runs before the next key is heard."""
        return await self.finish(self._write_and_read(service, *args))

    async def _write_and_read(self, service: Callable[..., Any], /, *args: Any) -> Any:
        self._timer_writes += 1
        try:
            entry = await self.submit(service, *args)
            await self._read_session()
            self._last_life = 1  # long ago: the next tick gives a new timer its first sign of life
        finally:
            self._timer_writes -= 1
        return entry

    async def _pick_work(self) -> TimerTarget | None:
        """Any client or open request, found by typing."""
        from models.queries.time.works import read_works
        from tui.dialogs.pick import Option, Pick

        try:
            works = await self.data.fetch(read_works)
        except DeskError as error:
            self.notify(str(error), severity="error")
            return None
        options = [Option(i, w.title, w.hint, w.more) for i, w in enumerate(works)]
        empty = "No client matches."
        picked = await self.push_screen_wait(Pick("Start the timer on", options, empty=empty))
        if not isinstance(picked, int):
            return None
        found = works[picked]
        return TimerTarget(found.client, found.client_name, found.request, found.subject)

    # -- the app's side, for the type checker ------------------------------------------------------

    if TYPE_CHECKING:
        data: Any
        data_changed: Any
        desk_name: str
        agent: str
        zone: Any
        base_screen: Any

        def now(self) -> int: ...
        def dress(self, screen: Any) -> None: ...
        def set_running(self, running: Running | None) -> None: ...
        async def finish(self, work: Any) -> Any: ...
        async def submit(self, service: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any: ...
