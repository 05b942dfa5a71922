"""Who changed this, when, from what to what? The changes of one record, or of the whole desk, newest first.

Only what the audit trail says is shown, by windows: `o` reads older changes; of a change of thousands of records the
first are listed and all are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from models.domain.basics.errors import DeskError
from models.queries.history.titles import with_names
from models.queries.history.trail import RowChange, Step, read_history, read_record_history
from tui.dialogs.base import Dialog
from tui.program.targets import RecordRef
from tui.text.format import plural
from tui.widgets.line import Rule
from tui.widgets.list.columns import Cell, Column
from tui.widgets.list.rows import RowList
from tui.widgets.spans import Spans
from tui.widgets.textlines import TextLines

if TYPE_CHECKING:
    from tui.program.protocol import Program

WINDOW = 100
"""Changes that are read at once."""
COLUMNS = (
    Column("when", minimum=12, sort=lambda step: step.at),
    Column("who"),
    Column("what", minimum=24),
    Column("", drop=1, name="undone", sort=lambda step: "undone" if step.undone else None),
)


def show_history(program: Program, record: RecordRef | None) -> None:
    """Open the history of a record, of the whole desk without one."""
    program.run_worker(_show(program, record), group="history", exclusive=True)


async def _show(program: Program, record: RecordRef | None) -> None:
    try:
        steps = await program.data.fetch(read_window, record, None)
    except DeskError as error:
        program.notify(str(error), severity="error")
        return
    await program.push_screen_wait(History(record, steps))


def read_window(record: RecordRef | None, before: int | None) -> tuple[Step, ...]:
    """The newest changes of a record or of the desk, or those before the id `before`."""
    if record is None:
        return with_names(read_history(WINDOW, before))
    return with_names(read_record_history(record.key, record.table, WINDOW, before))


class History(Dialog[None]):
    """The list of changes, and below it what the one under the cursor did."""

    AUTO_FOCUS = "RowList"
    DEFAULT_CSS = "History RowList { height: 1fr; } History #did { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "all", "All changes", show=False, id="history.all", tooltip="Of this record, or of all"),
        Binding("o", "older", "Older", show=False, id="history.older", tooltip="Read older changes"),
        Binding("y", "copy", "Copy", show=False, id="history.copy", tooltip="Copy the change as text"),
    ]

    def __init__(self, record: RecordRef | None, steps: Sequence[Step]) -> None:
        """Show these changes, of the record or of the whole desk."""
        super().__init__("")
        self._record, self._shown = record, record
        self._steps: tuple[Step, ...] = tuple(steps)
        self.changes: RowList[Step] = RowList(
            COLUMNS,
            key=lambda step: step.id,
            cells=self._cells,
            search=lambda step: f"{step.who} {step.title} {self._when(step)}",
            noun="change",
            empty="Nothing was changed since it came in. a shows the changes of the whole desk.",
        )
        self.did = TextLines((), id="did")

    def compose_body(self) -> Iterable[Widget]:
        """The changes, and what one of them did."""
        yield self.changes
        yield Rule()
        yield self.did

    def on_mount(self) -> None:
        self._show_steps()

    def _show_steps(self) -> None:
        words = "History of the desk" if self._shown is None else f"History of {self._shown.words}"
        self.retitle(words, [(plural(len(self._steps), "change") + ("+" if self._more else ""), "dim")])
        self.changes.set_rows(self._steps)
        self._show_did()
        other = ("a", "whole desk" if self._shown is not None else "this record")
        keys = [("↑↓", "move"), ("tab", "read on"), ("/", "filter")]
        keys += [other] if self._record is not None else []
        keys += [("o", "older")] if self._more else []
        self.set_hints([*keys, ("y", "copy"), ("esc", "close")])

    @property
    def _more(self) -> bool:
        return bool(self._steps) and len(self._steps) % WINDOW == 0

    def _when(self, step: Step) -> str:
        return f"{datetime.fromtimestamp(step.at, self.program.zone):%Y-%m-%d %H:%M}"

    def _cells(self, step: Step) -> Sequence[Cell]:
        tone = "dim" if step.undone or step.undoes is not None else ""
        word: Cell = ("undone", "warn") if step.undone else ("", "")
        return (self._when(step), "dim"), (step.who, "dim"), (step.title, tone), word

    @on(RowList.Highlighted)
    def _moved(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_did()

    def _show_did(self) -> None:
        step = self.changes.cursor_item
        self.did.set_lines([] if step is None else step_lines(step, self._when(step)))

    def action_all(self) -> None:
        """Show the whole desk's history instead of the record's, or go back."""
        if self._record is not None:
            self._shown = self._record if self._shown is None else None
            self._read((), None)

    def action_older(self) -> None:
        """Read the changes before the oldest that is shown."""
        if self._more:
            self._read(self._steps, self._steps[-1].id)

    @work(exclusive=True, group="page")
    async def _read(self, known: tuple[Step, ...], before: int | None) -> None:
        try:
            steps = await self.program.data.fetch(read_window, self._shown, before)
        except DeskError as error:
            self.program.notify(str(error), severity="error")
            return
        self._steps = (*known, *steps)
        self._show_steps()

    def action_copy(self) -> None:
        """Copy the change under the cursor to the clipboard of the terminal."""
        step = self.changes.cursor_item
        if step is not None:
            lines = step_lines(step, self._when(step))
            self.app.copy_to_clipboard("\n".join(map(_plain, lines)) + "\n")
            self.program.notify("Copied.", timeout=2)


def step_lines(step: Step, when: str) -> list[str | Spans]:
    """What a change did: each record with its fields before and after; a large change is summed up first."""
    undone = ", undone since" if step.undone else ""
    lines: list[str | Spans] = [[(step.title, "strong")], [(f"{when}, {step.who}{undone}", "dim")]]
    if step.count > len(step.rows):
        lines += [step.summary, [(f"the first {len(step.rows)} of them:", "dim")]]
    for row in step.rows:
        lines += ["", *_row_lines(row)]
    if not step.rows:
        lines += ["", [("No record of its own is kept of this.", "dim")]]
    return lines


def _row_lines(row: RowChange) -> list[str | Spans]:
    head: Spans = [(f"{row.table} {row.key}", "strong"), (f"  {row.what}", "dim")]
    return [head, *(f"  {_field(row, field.field, field.before, field.after)}" for field in row.fields)]


def _field(row: RowChange, name: str, before: str | None, after: str | None) -> str:
    if row.what == "changed":
        return f"{name}: {before or 'nothing'} → {after or 'nothing'}"
    return f"{name}: {after if row.what == 'added' else before}"


def _plain(line: str | Spans) -> str:
    return line if isinstance(line, str) else "".join(text for text, _ in line)
