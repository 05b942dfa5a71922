"""How is something written down from every screen? A request in one line, time that was worked, undo and redo.

Whatever is written can be taken back with one key, also after the program was closed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError
from tui.program import late
from tui.program.part import Host, Part, app_key, beside
from tui.program.sessions import Sessions
from tui.program.targets import TimerTarget

if TYPE_CHECKING:
    from models.domain.requests.one_line import Catalogue
    from models.queries.history.undo_questions import Undoable

QUICK_KEYS = (
    app_key("n", "new_request", "new request", "app.new-request", "Add a request in one line", show=True),
    app_key("a", "add_time", "add time", "app.add-time", "Record work that is already done", show=True),
    app_key("u", "undo", "undo", "app.undo", "Undo the last change"),
    app_key("U", "redo", "redo", "app.redo", "Redo what was undone"),
)


class QuickActions(Part):
    """The part of the program that writes things down."""

    _catalogue: Catalogue | None = None
    """What a line might name when it was read last."""
    _undo_asked: int | None = None
    """The change that was asked about last."""

    def __init__(self, program: Host, sessions: Sessions) -> None:
        """On the row under the cursor, in the name of whoever sits here."""
        super().__init__(program)
        self._sessions = sessions

    @beside(group="capture")
    async def action_new_request(self) -> None:
        """Capture a new request in one line over the screen."""
        target, catalogue = self._sessions.target(), await self._read_catalogue()
        if catalogue is None:
            return
        hours = target is not None and target.request is None and target.client is not None
        begun = f"{target.client} " if hours and target else ""
        draft = self.program.capture_draft
        await self.program.push_screen_wait(
            late.Captured(catalogue, draft or begun, kept=bool(draft or begun))
        )

    async def _read_catalogue(self) -> Catalogue | None:
        """What a line may name; while a server is away, what it was before: the line can be saved on its return."""
        try:
            self._catalogue = await self.program.data.fetch(late.read_capture_catalogue)
        except DeskError as error:
            if self._catalogue is None or self._sessions.hearing is None:
                self.program.notify(str(error), severity="error")
                return None
        return self._catalogue

    @beside(group="opening")
    async def be_ready(self) -> None:
        """Know what a line may name before a server is away."""
        if self._sessions.hearing is not None and self._catalogue is None and self.program.place.has_desk:
            with suppress(DeskError):
                self._catalogue = await self.program.data.fetch(late.read_capture_catalogue)

    @beside(group="timer-form")
    async def action_add_time(self) -> None:
        """The form for work that is already done, on the row under the cursor."""
        if self.program.base_screen is not None and await self.program.base_screen.add_time():
            return
        me, target = self._sessions.me(), self._sessions.target() or TimerTarget()
        if me is not None:
            start = self.program.now() // 300 * 300
            draft = late.draft_entry(
                agent=me,
                started_at=start,
                client=target.client,
                request=target.request,
                note=target.note,
            )
            await late.entry_form(self.program, None, draft=draft)

    async def edit_entry(self, key: str) -> None:
        """The form of one entry, over whatever is on the screen."""
        try:
            entry = await self.program.data.fetch(late.read_entry, key)
        except DeskError as error:
            self.program.notify(str(error), severity="error")
            return
        await late.entry_form(self.program, entry)

    @beside(group="undo")
    async def action_undo(self) -> None:
        """Take back the newest change of whoever sits here; a close, and much at once, is asked about."""
        if (me := self._sessions.me()) is None or not await self._meant(late.read_next_undo, me, "Undo"):
            return
        expected = self._undo_asked
        if (
            title := await self.program.submit(late.undo, self.program.now(), me, me, expected=expected)
        ) is not None:
            await self._tell_named("Undone", title)

    @beside(group="undo")
    async def action_redo(self) -> None:
        """Do the change again that was taken back last."""
        if (me := self._sessions.me()) is None or not await self._meant(late.read_next_redo, me, "Redo"):
            return
        if (title := await self.program.submit(late.redo, self.program.now(), me, me)) is not None:
            await self._tell_named("Redone", title)

    async def _tell_named(self, word: str, title: str) -> None:
        """Say what was undone or redone, by the names of clients, people and contracts."""
        with suppress(DeskError):  # it is done; else its title says it with keys
            title = await self.program.data.fetch(late.read_named_title, title)
        self.program.notify(f"{word}: {title}")

    async def _meant(self, read: Callable[[str], Undoable | None], me: str, word: str) -> bool:
        """Ask where what is taken back is heavy; True when it is light, or meant."""
        try:
            found: Undoable | None = await self.program.data.fetch(read, me)
        except DeskError as error:
            self.program.notify(str(error), severity="error")
            return False
        self._undo_asked = None if found is None else found.id
        if found is None or not found.asks:
            return True
        text = "\n".join([f"{word} “{found.title}”?", "", *found.asks])
        return await self.program.push_screen_wait(late.Confirm(word, text, (("y", word.lower()),))) == "y"
