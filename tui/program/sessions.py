"""Who sits here, what runs, and has somebody else changed the desk? Read at the start, after every write, and polled.

Guarantees: what the screen says is running is a committed row.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError, Unusable
from models.domain.basics.zone import zone
from models.queries.desk.session import read_revision, read_session
from models.storage.location import NO_STAMP
from tui.late import Late
from tui.program.part import Part, beside
from tui.text.privacy import hide_money
from tui.text.timer_phrases import bar_of

if TYPE_CHECKING:
    from models.domain.basics.rights import Rights
    from models.queries.desk.colleagues import Colleague
    from models.queries.desk.session import RunningTimer, Session
    from models.storage.engine import Hearing
    from models.storage.location import Stamp
    from tui.program import company
    from tui.program.targets import TimerTarget
else:
    company = Late("tui.program.company")

POLL_SECONDS = 3
LINE_WORDS = {"asked": "asks every 5 s", "lost": "server away"}
SLOW_SECONDS = 5
"""An answer that takes longer than this from a server is said to be slow."""
ROLE_WORDS = {
    "owner": "you may do everything",
    "lead": "you may do everything",
    "agent": "you write your own time, requests and notes",
    "viewer": "who only looks changes nothing",
}
TOLD_SECONDS, OPEN_SECONDS = 60, 15
"""How often to look where the server tells of changes: nothing but a page of somebody who is gone goes untold."""
SLIP_SECONDS = 60
"""A timer that was stopped sooner may have been started by a slip."""


class Sessions(Part):
    """The part of the program that knows who sits here and what runs."""

    @cached_property
    def company(self) -> company.Company:
        """Who else is at work; loaded once that is asked."""
        return company.Company(self.program)

    @property
    def colleagues(self) -> tuple[Colleague, ...]:
        """What the others work on, as it was read last; nothing before that."""
        return self.company.colleagues if "company" in vars(self) else ()

    @property
    def alone(self) -> bool:
        """Does nobody else work at this desk?"""
        session = self.program.session
        return session is None or len(session.agents) < 2

    def leave(self) -> None:
        """The program ends: nobody has anything open here any more."""
        if "company" in vars(self):
            self.company.leave()

    stamp = NO_STAMP
    """Of what keeps the desk, as it was looked at last."""
    hearing: Hearing | None = None
    """Who tells of changes; None for a file, which is looked at."""
    _line_shown = ""
    _last_poll = 0
    _glancing: asyncio.Future[Stamp] | None = None
    """A look at the file that is under way."""
    _lost = False
    """The file was gone or another one, or the server away, when it was looked at last."""
    _cut = False
    """The line to the server was cut since everything was read."""
    _shut_out = False
    """Whoever sits here is no member of the team any more."""
    _rights: Rights | None = None
    """What whoever sits here might do when it was looked at last."""

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
        program.heads.running = bar
        program.tick()
        if program.base_screen is not None:
            program.heads.update(program.base_screen)

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
        if self.hearing is None:
            return ""
        slow = self.program.data.waited() > SLOW_SECONDS
        return LINE_WORDS.get(self.hearing.state, "") or ("server slow" if slow else "")

    def hear(self) -> None:
        """Let the server tell of changes, where there is one."""
        loop = asyncio.get_running_loop()

        def tell() -> None:
            with suppress(RuntimeError):  # the program ended while the server told it something
                loop.call_soon_threadsafe(self._poll)

        self.hearing = self.program.place.listen(tell)

    def watch(self, now: int) -> None:
        """Once a second: look every three seconds whether another program has written, if nobody tells."""
        pause = POLL_SECONDS if self.hearing is None else self._pause()
        if now - self._last_poll >= pause or now < self._last_poll:
            self._last_poll = now
            self._glance()
        if "company" in vars(self):
            self.company.watch(now)
        if self.line != self._line_shown:
            self._show_line()

    def _glance(self) -> None:
        """Poll where there is something to be told; a file that nobody wrote to costs one look and no worker."""
        if self.hearing is not None or self.stamp == NO_STAMP or self._lost or self._cut or self._shut_out:
            self._poll()
        elif self._glancing is None:
            look = partial(self.program.place.changed_since, self.stamp)
            self._glancing = asyncio.get_running_loop().run_in_executor(None, look)
            self._glancing.add_done_callback(self._glanced)

    def _glanced(self, look: asyncio.Future[Stamp]) -> None:
        self._glancing = None
        if look.cancelled() or not self.node.is_running:
            return
        if look.exception() is not None or look.result() != self.stamp:
            self._poll()

    def _pause(self) -> int:
        """Seconds between two looks where the server tells of changes."""
        others = self.company.colleagues if "company" in vars(self) else ()
        return TOLD_SECONDS if all(each.timing for each in others) else OPEN_SECONDS

    @beside(group="poll")
    async def _poll(self) -> None:
        """Has another program written? Costs one look at what keeps the desk; the screen follows within seconds."""
        program = self.program
        self._show_line()
        if self._lost and self._line_shown == LINE_WORDS["lost"]:
            return  # it was said; whoever hears of changes tries the line
        stamp = await self._look()
        if stamp is None:
            return
        first, news = self.stamp == NO_STAMP, stamp != self.stamp
        heard = (self.hearing is not None or news) and not self.alone and await self.company.read()
        if heard and (first or not news):
            program.data_changed.publish(None)
        if program.session is None or not (news or self._lost or self._cut):
            return
        self.stamp = stamp
        try:
            revision = await program.data.fetch(read_revision)
        except Unusable:
            known, self._lost = self._lost, True
            if not known:
                program.data_changed.publish(None)  # the screens say what is wrong with the file
            return
        except DeskError:
            return  # whoever holds the file will let go; the next poll looks again
        found, self._lost, self._cut = self._lost or self._cut, False, False
        # Who signed in as an agent sees own changes only: what others did shows in the stamp alone.
        others = self.hearing is not None and not first
        if found or others or (not first and revision != program.session.revision):
            program.data_changed.publish(None)
        elif not first and self.running is not None:
            await self.read()  # `deskhours away` and `back` are no changes of the desk

    def _show_line(self) -> None:
        """Say in the header how it stands with the line to the server; what was lost is read again on return."""
        program, line = self.program, self.line
        self._cut = self._cut or line == LINE_WORDS["lost"]
        if line != self._line_shown and program.base_screen is not None:
            self._line_shown = line
            program.heads.update(program.base_screen)

    async def _look(self) -> Stamp | None:
        """The stamp of what keeps the desk; None, said on every screen, for who may not look any more."""
        program = self.program
        try:
            stamp = await asyncio.to_thread(program.place.changed_since, self.stamp)
        except DeskError as error:
            if program.trouble != str(error):
                program.say_trouble(str(error))
            self._shut_out = True
            return None
        if self._shut_out:
            self._shut_out, self._cut = False, True
            program.say_trouble("")
        self._tell_rights()
        return stamp

    def _tell_rights(self) -> None:
        """A lead made somebody else of whoever sits here: say so once, offer what they may do now."""
        program, rights = self.program, self.program.place.rights()
        before, self._rights = self._rights, rights
        if before is None or before == rights:
            return
        hide_money(not rights.sees_money)
        role = "an agent" if rights.role == "agent" else f"a {rights.role}"
        said = f"You are {role} now" if before.role != rights.role else "What you may see has changed"
        program.notify(f"{said}: {ROLE_WORDS[rights.role]}.", severity="warning", timeout=10)
        program.screen.refresh_bindings()
        if program.base_screen is not None:
            program.heads.update(program.base_screen)
        program.data_changed.publish(None)
