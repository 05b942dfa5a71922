"""Who calls when something urgent happens? Announcements, each made once, by toast and as the user set it (RULES 8).

What stood when the program began is on the screen already and is not announced; nothing is announced twice.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError
from tui.program import late
from tui.program.part import Host, Part
from tui.text.format import plural

if TYPE_CHECKING:
    from models.queries.overview.announcements import Announcement, Announcements

MOST_TOLD = 2
"""Announcements that one toast spells out; the others are counted."""
COMMAND_SECONDS = 10
"""A `notify` command that takes longer is stopped."""


class Announcer(Part):
    """Announces urgent requests, clocks and marks by toast, bell or command (RULES 8)."""

    def __init__(self, program: Host) -> None:
        super().__init__(program)
        self._known: set[tuple[str, ...]] | None = None
        self._own: set[tuple[str, ...]] = set()
        self._commands: set[asyncio.Task[None]] = set()

    def own(self, request: str) -> None:
        """A request was written down here: whoever did that need not be told how urgent it is."""
        self._own.add(("urgent", request))

    def watch(self) -> None:
        """Look with every minute, and after every change by anybody."""
        program = self.program
        self.listen(program.minute, lambda _: self.look())
        self.listen(program.data_changed, lambda _: self.look())

    def look(self) -> None:
        """Look in another thread for what is new."""
        program = self.program
        if program.place.has_desk and program.painted:
            # as a callable: a program that ends before the worker begins must not leave a coroutine behind
            program.run_worker(self._look, group="announce", exclusive=True)  # type: ignore[arg-type]  # as in duties

    async def _look(self) -> None:
        program = self.program
        try:
            found = await program.data.fetch(late.read_announcements, program.place.user, program.now())
        except DeskError:
            return  # the next minute looks again
        self.hear(found)

    def hear(self, found: Announcements) -> None:
        """Announce what was never heard of; the first time nothing."""
        known, names = self._known, {one.name for one in found.standing}
        self._known = names | (known or set())
        fresh = [one for one in found.standing if known is not None and one.name not in known | self._own]
        if fresh:
            self.announce(fresh, found.way, found.command)

    def announce(self, fresh: list[Announcement], way: str, command: str) -> None:
        """One toast and one call for all that came together."""
        words = "  ·  ".join(one.text for one in fresh[:MOST_TOLD])
        if len(fresh) > MOST_TOLD:
            words += f"  ·  and {plural(len(fresh) - MOST_TOLD, 'more', 'more')}"
        self.program.notify(words, severity="warning", timeout=15)
        if way == "command":
            task = asyncio.ensure_future(self._run(command, words))
            self._commands.add(task)
            task.add_done_callback(self._commands.discard)
            return
        self.program.write_to_terminal(late.sequence_for(way, words, tmux="TMUX" in os.environ))

    async def _run(self, command: str, text: str) -> None:
        nowhere = asyncio.subprocess.DEVNULL
        try:
            words = late.notice_command(command, text)
            if not words:
                return
            started = await asyncio.create_subprocess_exec(
                *words, stdin=nowhere, stdout=nowhere, stderr=nowhere
            )
        except (OSError, ValueError) as error:
            self.program.notify(f"The notify command cannot be run: {error}", severity="error", timeout=10)
            return
        try:
            await asyncio.wait_for(started.wait(), COMMAND_SECONDS)
        except TimeoutError:
            with suppress(ProcessLookupError):
                started.kill()
            await started.wait()
