"""Who sits here, what runs, and has somebody else changed the desk? Read at the start, after every write, and polled.

Guarantees: what the screen says is running is a committed row.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError, Unusable
from models.domain.basics.zone import zone
from models.queries.desk.session import read_revision, read_session
from models.storage.location import NO_STAMP
from tui.program.part import Part, beside
from tui.text.timer_phrases import bar_of

if TYPE_CHECKING:
    from models.domain.basics.rights import Present
    from models.queries.desk.session import RunningTimer, Session
    from models.storage.engine import Hearing
    from tui.program.targets import TimerTarget

POLL_SECONDS = 3
LINE_WORDS = {"asked": "asks every 5 s", "lost": "server away"}
TOLD_SECONDS = 30
"""How often to look where the server tells of changes."""
SLIP_SECONDS = 60
"""A timer that was stopped sooner may have been started by a slip."""


class Sessions(Part):
    """The part of the program that knows who sits here and what runs."""

    stamp = NO_STAMP
    """Of what keeps the desk, as it was looked at last."""
    present: tuple[Present, ...] = ()
    """Which requests others have open."""
    _open_here: str | None = None
    """The request whose page stands open here, as others were told."""
    hearing: Hearing | None = None
    """Who tells of changes; None for a file, which is looked at."""
    _line_shown = ""
    _last_poll = 0
    _lost = False
    """The file was gone or another one when it was looked at last."""

    @property
    def running(self) -> RunningTimer | None:
        """The timer of whoever sits here."""
        session = self.program.session
        return session.running if session is not None else None

    def me(self) -> str | None:
        """The key of whoever sits here; says so when there is nobody."""
        session = self.program.session
        if session is None or session.me is None:
            self.program.notify("Who works here? There is no agent yet: make one first.", severity="warning")
            return None
        return session.me.key

    def target(self) -> TimerTarget | None:
        """What the row under the cursor of the active screen stands for."""
        screen = self.program.base_screen
        return None if screen is None else screen.work_target()

    def show(self, session: Session) -> None:
        """Show who sits here and what runs."""
        program = self.program
        program.session = session
        program.desk_name, program.zone = session.desk_name, zone(session.timezone).info
        program.agent = session.me.name if session.me else ""
        bar = None if session.running is None else bar_of(session.running, session.currency, self._clock_time)
        program.set_running(bar)
        if program.base_screen is not None:
            program.update_header(program.base_screen)

    def nothing_since(self, now: int) -> str:
        """Since when nothing runs in the working hours, as a time of day; empty outside of them."""
        session = self.program.session
        since = session.nothing_since(now) if session is not None else None
        if since is None or now - since < SLIP_SECONDS:
            return ""
        return self._clock_time(since)

    def _clock_time(self, instant: int) -> str:
        """`09:15`, with its day where that is not today."""
        zone = self.program.zone
        local, now = datetime.fromtimestamp(instant, zone), datetime.fromtimestamp(self.program.now(), zone)
        return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%a %H:%M}"

    @beside(group="session")
    async def refresh(self) -> None:
        """Read who sits here and what runs again."""
        await self.read()

    async def read(self) -> None:
        """Read and show the session; a read that fails keeps the old one, as the screen's own says what is wrong."""
        program = self.program
        if not program.place.has_desk:
            return
        try:
            session = await program.data.fetch(read_session, program.place.user, program.now())
        except DeskError:
            return
        program.set_session(session)

    @property
    def line(self) -> str:
        """What the header says of the line to the server, empty while it tells of every change."""
        return LINE_WORDS.get(self.hearing.state, "") if self.hearing is not None else ""

    def hear(self) -> None:
        """Let the server tell of changes, where there is one."""
        loop = asyncio.get_running_loop()

        def tell() -> None:
            with suppress(RuntimeError):  # the program ended while the server told it something
                loop.call_soon_threadsafe(self._poll)

        self.hearing = self.program.place.listen(tell)

    def watch(self, now: int) -> None:
        """Once a second: look every three seconds whether another program has written, if nobody tells."""
        pause = POLL_SECONDS if self.hearing is None else TOLD_SECONDS
        if now - self._last_poll >= pause or now < self._last_poll:
            self._last_poll = now
            self._poll()

    def look_at(self, request: str | None) -> None:
        """Let others know that the page of a request stands open here; None when it is left."""
        if self.hearing is not None and request != self._open_here:
            self._open_here = request
            self._say_presence()

    def still_here(self) -> None:
        """Once a minute: what is open here still is."""
        if self._open_here is not None and self.program.current_mode != "requests":
            self.look_at(None)
        elif self._open_here is not None:
            self._say_presence()

    @beside(group="presence")
    async def _say_presence(self) -> None:
        program = self.program
        with suppress(DeskError):  # what cannot be said now is said with the next minute
            await program.data.submit(program.place.show_presence, self._open_here, program.now())

    async def _read_present(self) -> bool:
        """Who has what open; says whether that is something new."""
        program = self.program
        if self.hearing is None:
            return False
        before = self.present
        with suppress(DeskError):
            self.present = await program.data.fetch(program.place.present, program.now())
        return self.present != before

    @beside(group="poll")
    async def _poll(self) -> None:
        """Has another program written? Costs one look at what keeps the desk; the screen follows within seconds."""
        program = self.program
        if self.line != self._line_shown and program.base_screen is not None:
            self._line_shown = self.line
            program.update_header(program.base_screen)
        stamp = await asyncio.to_thread(program.place.changed_since, self.stamp)
        if await self._read_present() and stamp == self.stamp:
            program.data_changed.publish(None)
        if stamp == self.stamp or program.session is None:
            return
        first = self.stamp == NO_STAMP
        self.stamp = stamp
        try:
            revision = await program.data.fetch(read_revision)
        except Unusable:
            self._lost = True
            program.data_changed.publish(None)  # the screens say what is wrong with the file
            return
        except DeskError:
            return  # whoever holds the file will let go; the next poll looks again
        found, self._lost = self._lost, False
        # Who signed in as an agent sees own changes only: what others did shows in the stamp alone.
        others = self.hearing is not None and not first
        if found or others or (not first and revision != program.session.revision):
            program.data_changed.publish(None)
        elif not first and self.running is not None:
            await self.read()  # `deskhours away` and `back` are no changes of the desk
