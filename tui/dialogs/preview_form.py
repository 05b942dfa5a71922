"""What does it do before it is done? A form that shows the ledger's answer while it is filled in.

A change of the past is never saved before what it does was on the screen; what is doubtful is asked once, beside its
field, and saved on the second enter. A refusal keeps every text.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from textual import on, work
from textual.timer import Timer
from textual.widget import Widget

from models.domain.basics.errors import DatabaseProblem, DeskError
from models.queries.time.entry_preview import Change, Preview, read_preview
from tui.dialogs.base import AROUND
from tui.dialogs.form import BOX_CELLS, Errors, Form, Values
from tui.widgets.form.fields import Field
from tui.widgets.form.formview import FormView
from tui.widgets.form.previewbox import PreviewBox

LEAST_LINES = 8
"""Lines of the preview where fields need the rest."""
PAUSE = 0.15
"""Seconds without a key before the preview is computed."""
AGAIN = "enter again saves it"
ChangeOf = Callable[[Values], Change | None]
Doubts = Callable[[Values], Mapping[str, str]]
Save = Callable[[Values], Awaitable[Errors]]


class PreviewForm(Form):
    """A form over a preview of its change.

    `change` makes of the values what would be written, None while they are incomplete; `doubts` are questions
    by the name of their field; `save` writes and returns what is wrong.
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        change: ChangeOf,
        save: Save,
        doubts: Doubts | None = None,
    ) -> None:
        super().__init__(title, fields, submit=self._asked_first)
        self._change, self._write, self._doubts = change, save, doubts
        self._confirmed: dict[str, str] | None = None
        self._shown_for: dict[str, str] | None = None
        self._pause: Timer | None = None
        self.preview_box = PreviewBox()
        self.box = self.preview_box

    def compose_body(self) -> Iterable[Widget]:
        """The fields, and below them the preview."""
        yield self.view
        yield self.preview_box

    def on_mount(self) -> None:
        self._look()

    def fit_box(self, width: int, most: int) -> int | None:
        """A page: the preview follows the fields and has the rest, eight lines where the fields need more."""
        height = self.app.size.height - AROUND
        fields = self.view.lines.fit(min(width, BOX_CELLS), height - LEAST_LINES)
        self.view.styles.height = "1fr" if fields is None else fields + 1
        self.preview_box.styles.height = max(4, min(LEAST_LINES, height - 7)) if fields is None else "1fr"
        return None

    def tick(self) -> None:
        """What the change would do now: `now` in a field is this minute."""
        super().tick()
        self._look()

    @on(FormView.Changed)
    def _typed(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._look)

    @work(exclusive=True, group="preview")
    async def _look(self) -> None:
        texts = self.view.texts
        preview = await self._read(self.view.values())
        if preview is None or self.view.texts == texts:
            self._tell(preview, texts)

    def _tell(self, preview: Preview | None, texts: dict[str, str]) -> None:
        self._shown_for = None if preview is None else texts
        self.preview_box.tell(preview)

    async def _read(self, values: Values) -> Preview | None:
        """What the values would do; None while nothing can be said."""
        try:
            change = self._change(values)
            if change is None or change.before == change.after:
                return None
            found: Preview = await self.program.data.fetch(read_preview, change, self.program.now())
            return found
        except DatabaseProblem as error:
            return Preview(warnings=(str(error),))
        except DeskError as error:
            return Preview(refused=str(error))

    async def _asked_first(self, values: Values) -> Errors:
        texts, seen = self.view.texts, self._shown_for
        preview = await self._read(values)
        self._tell(preview, texts)
        if preview is not None and preview.refused is not None:
            return {"": preview.refused}
        asked: dict[str, Any] = dict(self._doubts(values)) if self._doubts is not None else {}
        if preview is not None and seen != texts and (preview.past or self._edits(values)) and preview.ledger:
            asked.setdefault("", "this changes the ledger as shown below")
        if asked and self._confirmed != texts:
            self._confirmed = texts
            return {name: f"{sentence}; {AGAIN}" for name, sentence in asked.items()}
        return await self._write(values)

    def _edits(self, values: Values) -> bool:
        change = self._change(values)
        return change is not None and bool(change.before)
