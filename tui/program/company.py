"""Who else is at work, and at what? Told to the others, read again when it changes, asked about before one acts.

Two people never answer the same request unknowingly: what is done to a request that somebody else has open, or on
which another's timer runs, is done after a question, once for each of them (RULES 13).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError
from tui.program import late
from tui.program.part import Host, Part, beside
from tui.text.format import hm, listed

if TYPE_CHECKING:
    from models.queries.desk.colleagues import Colleague

SAID_SECONDS = 15
"""So often the others are told that a page still stands open here."""


class Company(Part):
    """The part of the program that knows who else is at work."""

    colleagues: tuple[Colleague, ...] = ()
    """What the others work on, as it was read last."""

    def __init__(self, program: Host) -> None:
        super().__init__(program)
        self._open_here: str | None = None
        """The request whose page or question stands open here, as others were told."""
        self._said_at = 0
        self._agreed: set[tuple[str, str | None, int]] = set()
        """Whose being there was agreed to: asked about once."""

    # -- what stands open here --------------------------------------------------------------------

    def look_at(self, request: str | None) -> None:
        """Let others know that a request stands open here; None when it is left."""
        if request != self._open_here:
            self._open_here = request
            if self.program.place.shared:
                self._say()
            self._greet(())

    @asynccontextmanager
    async def looking_at(self, request: str) -> AsyncIterator[None]:
        """Let others know so for as long as a question about the request is asked; then as before."""
        before = self._open_here
        self.look_at(request)
        try:
            yield
        finally:
            if self._open_here == request:
                self.look_at(before)

    def watch(self, now: int) -> None:
        """Once a second: what is open here still is; not so on another screen without a question over it."""
        if self._open_here is None:
            return
        program = self.program
        top: object = program.screen
        if program.current_mode != "requests" and top is program.base_screen:
            self.look_at(None)
        elif program.place.shared and not 0 <= now - self._said_at < SAID_SECONDS:
            self._say()

    @beside(group="presence")
    async def _say(self) -> None:
        program = self.program
        self._said_at = program.now()
        with suppress(DeskError):  # what cannot be said now is said in a while
            await program.data.submit(program.place.show_presence, self._open_here, program.now())

    def leave(self) -> None:
        """The program ends: nothing is open here any more."""
        if self._open_here is not None and self.program.place.shared:
            with suppress(DeskError):
                self.program.data.write_now(self.program.place.show_presence, None, self.program.now())

    # -- the others -------------------------------------------------------------------------------

    async def read(self) -> bool:
        """Read what the others do; says whether that is something new."""
        program = self.program
        session, before = program.session, self.colleagues
        if session is None:
            return False
        me = session.me.key if session.me is not None else None
        with suppress(DeskError):
            self.colleagues = await program.data.fetch(
                late.read_colleagues, me, program.place.present, program.now()
            )
        self._greet(before)
        return self.colleagues != before

    def _greet(self, before: Sequence[Colleague]) -> None:
        """Say who came to the request that stands open here."""
        here = [each for each in self.colleagues if each.request and each.request == self._open_here]
        known = {(each.agent, each.timing) for each in before if each.request == self._open_here}
        for each in here:
            if (each.agent, each.timing) not in known and self._key(each) not in self._agreed:
                timer, page = (
                    f"{each.name}'s timer runs on {each.request}.",
                    f"{each.name} has {each.request} open, too.",
                )
                self.program.notify(timer if each.timing else page, severity="warning")

    @staticmethod
    def _key(each: Colleague) -> tuple[str, str | None, int]:
        return each.agent, each.request, each.since

    async def meant(self, requests: Sequence[str], doing: str) -> bool:
        """Is it meant, although others are at it? Asks what they do by now; to be awaited in a worker."""
        await self.read()
        there = [each for each in self.colleagues if each.request in requests]
        unasked = [each for each in there if self._key(each) not in self._agreed]
        if not unasked:
            return True
        names = listed(dict.fromkeys(each.name for each in unasked))
        verb = "is" if len({each.agent for each in unasked}) == 1 else "are"
        text = "\n".join([*(self._words(each) for each in unasked), "", f"{doing} all the same?"])
        title = f"{names} {verb} at {'it' if len(requests) == 1 else 'some of them'}"
        if await self.program.push_screen_wait(late.Confirm(title, text, (("y", "go on"),))) != "y":
            return False
        self._agreed |= {self._key(each) for each in unasked}
        return True

    def _words(self, each: Colleague) -> str:
        if each.timing:
            length = hm(max(0, self.program.now() - each.since) // 60)
            return f"{each.name}'s timer runs on {each.request}, {length}."
        return f"{each.name} has {each.request} open."
