"""Was this given for nothing before, and is it now? Said when a timer starts and stops (RULES 3.10).

Nothing is given away by itself: what stops is stored as it was, and one key takes it as courtesy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError
from tui.program import late
from tui.program.actions.timer import FORGIVEN_SECONDS
from tui.program.part import Part, beside
from tui.program.presence import who

if TYPE_CHECKING:
    from models.domain.values import Entry


class Courtesy(Part):
    """The part of the program that proposes courtesy."""

    _proposed: tuple[str, int] | None = None
    """The entry that was proposed, and when."""

    async def given(self, client: str | None) -> str:
        """What that client was given in twelve months, in words behind a stop; empty for nothing."""
        if client is None:
            return ""
        try:
            words = await self.program.data.fetch(late.read_given_words, client, self.program.now())
        except DeskError:
            return ""  # the timer runs; the sentence is no reason for a refusal
        return f". {words}" if words else ""

    async def proposal(self, entry: Entry) -> str:
        """Why what just stopped might be courtesy, and the key for it; empty where no rule fits."""
        self._proposed = None
        if entry.request is None or entry.ended_at is None or entry.scope != "support":
            return ""
        minutes = -(-(entry.ended_at - entry.started_at) // 60)
        try:
            rule = await self.program.data.fetch(late.read_proposal, entry.request, minutes, entry.started_at)
        except DeskError:
            return ""  # the time is stored; the form of the entry proposes it again
        if rule is None:
            return ""
        self._proposed = (entry.key, self.program.now())
        return f". {late.rule_words(rule)}: courtesy? Y takes it as courtesy"

    @beside(group="courtesy")
    async def give_away(self) -> None:
        """Take what was proposed last as courtesy, one step of undo."""
        (key, at), self._proposed = self._proposed or ("", 0), None
        now = self.program.now()
        if not key or now - at > FORGIVEN_SECONDS:
            self.program.notify("Nothing is proposed as courtesy; the form of an entry has its scope.")
            return
        title = f"Took {key} as courtesy"
        values = {"scope": "courtesy"}
        if await self.program.submit(late.alter_entries, (key,), values, now, who(self.program), title):
            self.program.notify(f"{key} is courtesy. u undoes it.")
