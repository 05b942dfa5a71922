"""How are several things changed that are part of one record? A list, a form for each, written with the record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.dialogs.base import Dialog
from tui.records.base import Document, RecordForm
from tui.text.format import safe
from tui.widgets.list.columns import Column
from tui.widgets.list.rows import RowList


class DocumentList(Dialog[list[Document]]):
    """Documents in a list; returns all of them when it closes, and writes nothing."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("n", "new"),
        ("enter", "change"),
        ("d", "take away"),
        ("esc", "back to the terms"),
    )
    DEFAULT_CSS = "DocumentList RowList { height: 1fr; }"
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new", show=False, id="documents.new"),
        Binding("e", "edit", "change", show=False, id="documents.edit"),
        Binding("d,delete", "remove", "take away", show=False, id="documents.remove"),
    ]

    def __init__(self, title: str, given: Iterable[Document], *, noun: str, empty: str) -> None:
        """`noun` and `empty` as in every list."""
        super().__init__(title)
        self.given = list(given)
        self._list: RowList[tuple[int, Document]] = RowList(
            (Column(noun, minimum=20),),
            key=lambda row: row[0],
            cells=lambda row: (safe(self.words(row[1])),),
            noun=noun,
            empty=empty,
            header=False,
        )

    def words(self, document: Document) -> str:
        """One of them in a few words."""
        raise NotImplementedError

    def form(self, number: int | None) -> RecordForm:
        """The form of one of them, or of a new one; its `saved` is the document."""
        raise NotImplementedError

    def compose_body(self) -> Iterable[Widget]:
        """The documents, a row each, over the whole dialog."""
        yield self._list

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()

    def _show(self) -> None:
        self._list.set_rows(list(enumerate(self.given)))

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_edit()

    @work(exclusive=True, group="record")
    async def action_new(self) -> None:
        """Ask for one more and add it to the list."""
        form = self.form(None)
        if await self.app.push_screen_wait(form) is not None:
            self.given.append(form.saved)
            self._show()

    @work(exclusive=True, group="record")
    async def action_edit(self) -> None:
        """Edit what is under the cursor."""
        if (row := self._list.cursor_item) is None:
            return
        form = self.form(row[0])
        if await self.app.push_screen_wait(form) is not None:
            self.given[row[0]] = form.saved
            self._show()

    def action_remove(self) -> None:
        """Take away what is under the cursor."""
        if (row := self._list.cursor_item) is not None:
            del self.given[row[0]]
            self._show()

    def action_close(self) -> None:
        """Close the list and return all that is in it."""
        self.dismiss(self.given)
