"""How is something written down from every screen? A request in one line, time that was worked, undo and redo.

Law: whatever is written can be taken back with one key, also after the program was closed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import work

from models.domain.basics.errors import DeskError
from tui.program.targets import TimerTarget
from tui.program.timer_control import app_key

if TYPE_CHECKING:
    from textual.app import App

    from models.queries.history.undo_questions import Undoable

    Base = App[int]
else:
    Base = object

WRITING_KEYS = (
    app_key("n", "new_request", "new request", "app.new-request", "Add a request in one line"),
    app_key("a", "add_time", "add time", "app.add-time", "Record work that is already done"),
    app_key("u", "undo", "undo", "app.undo", "Undo the last change", show=False),
    app_key("U", "redo", "redo", "app.redo", "Redo what was undone", show=False),
)


class Writing(Base):
    """The part of the program that writes things down; mixed into the app."""

    capture_draft = ""
    """What was typed for a new request and neither saved nor emptied: the line begins with it again."""

    @work(exclusive=True, group="capture")
    async def action_new_request(self) -> None:
        """One line over the screen."""
        from models.queries.requests.one_line import read_capture_catalogue
        from tui.dialogs.requests.one_line import Captured

        target = self._work()
        try:
            catalogue = await self.data.fetch(read_capture_catalogue)
        except DeskError as error:
            self.notify(str(error), severity="error")
            return
        hours = target is not None and target.request is None and target.client is not None
        begun = f"{target.client} " if hours and target else ""
        await self.push_screen_wait(Captured(catalogue, self.capture_draft or begun))

    @work(exclusive=True, group="timer-form")
    async def action_add_time(self) -> None:
        """The form for work that is already done, on the row under the cursor."""
        from tui.dialogs.time.entry_form import draft_entry, entry_form

        if self.base_screen is not None and await self.base_screen.add_time():
            return
        me, target = self._me(), self._work() or TimerTarget()
        if me is not None:
            start = self.now() // 300 * 300
            draft = draft_entry(
                agent=me,
                started_at=start,
                client=target.client,
                request=target.request,
                note=target.note,
            )
            await entry_form(self, None, draft=draft)  # type: ignore[arg-type]  # mixed into DeskApp

    async def edit_entry(self, key: str) -> None:
        """The form of one entry, over whatever is on the screen."""
        from models.storage.reading import read_entry
        from tui.dialogs.time.entry_form import entry_form

        try:
            entry = await self.data.fetch(read_entry, key)
        except DeskError as error:
            self.notify(str(error), severity="error")
            return
        await entry_form(self, entry)  # type: ignore[arg-type]  # mixed into DeskApp

    @work(exclusive=True, group="undo")
    async def action_undo(self) -> None:
        """Take back the newest change of whoever sits here; a close, and much at once, is asked about."""
        from models.queries.history.undo_questions import read_next_undo
        from models.services.history.undo import undo

        if (me := self._me()) is None or not await self._meant(read_next_undo, me, "Undo"):
            return
        expected = self._undo_asked
        if (title := await self.submit(undo, self.now(), me, me, expected=expected)) is not None:
            await self._tell_named("Undone", title)

    @work(exclusive=True, group="undo")
    async def action_redo(self) -> None:
        """Do the change again that was taken back last."""
        from models.queries.history.undo_questions import read_next_redo
        from models.services.history.undo import redo

        if (me := self._me()) is None or not await self._meant(read_next_redo, me, "Redo"):
            return
        if (title := await self.submit(redo, self.now(), me, me)) is not None:
            await self._tell_named("Redone", title)

    async def _tell_named(self, word: str, title: str) -> None:
        """Say what was undone or redone, by the names of clients, people and contracts."""
        from models.queries.history.titles import read_named_title

        with suppress(DeskError):  # it is done; else its title says it with keys
            title = await self.data.fetch(read_named_title, title)
        self.notify(f"{word}: {title}")

    async def _meant(self, read: Callable[[str], Undoable | None], me: str, word: str) -> bool:
        """Ask where what is taken back is heavy; True when it is light, or meant."""
        from tui.dialogs.confirm import Confirm

        try:
            found: Undoable | None = await self.data.fetch(read, me)
        except DeskError as error:
            self.notify(str(error), severity="error")
            return False
        self._undo_asked = None if found is None else found.id
        if found is None or not found.asks:
            return True
        text = "\n".join([f"{word} “{found.title}”?", "", *found.asks])
        return await self.push_screen_wait(Confirm(word, text, (("y", word.lower()),))) == "y"

    # -- the app's side, for the type checker ------------------------------------------------------

    _undo_asked: int | None = None
    """The change that was asked about last."""

    if TYPE_CHECKING:
        data: Any
        base_screen: Any

        def now(self) -> int: ...
        def _work(self) -> TimerTarget | None: ...
        def _me(self) -> str | None: ...
        async def submit(self, service: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any: ...
