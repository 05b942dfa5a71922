"""With whom should somebody talk, about what? The list of opportunities, and what was said (RULES 5.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from models.domain.basics.errors import DeskError
from models.domain.planning.opportunities import KIND_WORDS, Opportunity
from models.queries.planning.opportunities import OpportunityBoard, read_opportunity_board
from models.services.contracts.talks import talk_about
from tui.dialogs.base import Dialog
from tui.dialogs.form import Form
from tui.program.presence import who
from tui.text.format import hm, long_date, money, plural
from tui.widgets.form.fields import Date, TextField
from tui.widgets.line import Rule
from tui.widgets.list.columns import Cell, Column
from tui.widgets.list.rows import RowList
from tui.widgets.spans import Spans
from tui.widgets.textlines import TextLines

if TYPE_CHECKING:
    from tui.program.protocol import Program

QUIET_DAYS = 90
"""A talk is next on so many days later, unless another day is typed."""
COLUMNS = (
    Column("client", minimum=16),
    Column("reason", minimum=14),
    Column("amount", align="right", sort=lambda row: row.amount),
    Column("h:mm", align="right", name="time", sort=lambda row: row.minutes, drop=2),
    Column("since", drop=3, sort=lambda row: row.since),
    Column("next talk", drop=1, sort=lambda row: row.next_on),
)
WORDS: dict[str, str] = {
    "rework": "work on requests that are flagged as rework, at the client's rate",
    "outside_scope": "work on requests that are flagged as outside the scope, at the client's rate",
    "drift": "three full months against what the retainers give",
    "renewal": "a decision within 90 days; the amount is the price of a further term",
    "hourly": "three full months on demand; the amount is what the best plan would have saved",
    "unused": "two full months in which nothing was drawn; the amount is what was paid for them",
}


def show_opportunities(program: Program) -> None:
    """Read the list and open it."""
    program.run_worker(_show(program), group="opportunities", exclusive=True)


async def _show(program: Program) -> None:
    try:
        board = await program.data.fetch(read_opportunity_board, program.now())
    except DeskError as error:
        program.notify(str(error), severity="error")
        return
    await program.push_screen_wait(Opportunities(board))


class Opportunities(Dialog[None]):
    """The reasons to talk, and below them what the one under the cursor rests on."""

    AUTO_FOCUS = "RowList"
    DEFAULT_CSS = "Opportunities RowList { height: 1fr; } Opportunities #rests { height: 7; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "t",
            "note_talk",
            "Talked about",
            id="opportunities.talk",
            tooltip="Note what was said, and when next",
        ),
        Binding("z", "asleep", "Asleep", id="opportunities.asleep", tooltip="Those that sleep, too"),
    ]

    def __init__(self, board: OpportunityBoard) -> None:
        """What is awake of `board` is listed first; `z` shows what sleeps."""
        super().__init__("")
        self._board, self._asleep = board, False
        self.rows: RowList[Opportunity] = RowList(
            COLUMNS,
            key=lambda row: (row.client, row.kind, row.detail),
            cells=self._cells,
            search=lambda row: f"{row.client} {self._board.names[row.client]} {KIND_WORDS[row.kind]}",
            noun="reason",
            empty="Nothing to talk about: nobody drifts, nothing is flagged, no decision is near.",
        )
        self.rests = TextLines((), id="rests")

    def compose_body(self) -> Iterable[Widget]:
        """The list, and its reasons."""
        yield self.rows
        yield Rule()
        yield self.rests

    def on_mount(self) -> None:
        self._fill()

    def _fill(self) -> None:
        board = self._board
        shown = [row for row in board.rows if self._asleep or not row.sleeps(board.today)]
        hidden = len(board.rows) - len(shown)
        note = plural(len(shown), "reason") + (f", {hidden} asleep" if hidden else "")
        self.retitle("What is worth a talk", [(note, "dim")])
        self.rows.set_rows(shown)
        self._tell()
        self.set_hints(
            [("↑↓", "move"), ("t", "talked about"), ("z", "asleep too"), ("/", "filter"), ("esc", "close")]
        )

    def _cells(self, row: Opportunity) -> Sequence[Cell]:
        later = "" if row.next_on is None else long_date(row.next_on)
        return (
            (self._board.names[row.client], ""),
            (KIND_WORDS[row.kind], ""),
            (money(row.amount, self._board.currency), "strong" if row.amount else "dim"),
            (hm(row.minutes), "dim"),
            (long_date(row.since), "dim"),
            (later, "dim"),
        )

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Another row: another reason."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        row = self.rows.cursor_item
        self.rests.set_lines([] if row is None else self._reasons(row))

    def _reasons(self, row: Opportunity) -> list[Spans]:
        lines: list[Spans] = [[(f"{self._board.names[row.client]}: {WORDS[row.kind]}.", "")]]
        if row.detail:
            lines.append([(row.detail, "dim")])
        for talk in self._board.talks.get((row.client, row.kind), ())[:3]:
            when = "" if talk.next_on is None else f", next on {long_date(talk.next_on)}"
            lines.append([(f"talked about: {talk.result or 'no word of it'}{when}", "dim")])
        return lines

    def action_asleep(self) -> None:
        """Show those that sleep, or hide them."""
        self._asleep = not self._asleep
        self._fill()

    @work(group="note-talk", exclusive=True)
    async def action_note_talk(self) -> None:
        """Ask what was said and when to talk next; the row sleeps until then."""
        row = self.rows.cursor_item
        if row is None:
            return

        async def submit(values: Mapping[str, Any]) -> dict[str, str]:
            said, day = str(values.get("result") or ""), values.get("next_on")
            write = partial(talk_about, row, said, day, self.program.now(), who(self.program))
            return dict(await self.program.save(write))

        name = self._board.names[row.client]
        form = Form(
            f"Talked about {KIND_WORDS[row.kind]} · {name}",
            [
                TextField("result", "What came of it", hint="they take the bigger plan from January"),
                Date(
                    "next_on",
                    "Next talk on",
                    value=self._board.today + timedelta(days=QUIET_DAYS),
                    hint="empty: it stays on the list",
                    today=self._board.today,
                ),
            ],
            submit=submit,
        )
        if await self.program.push_screen_wait(form) is not None:
            self._board = await self.program.data.fetch(read_opportunity_board, self.program.now())
            self._fill()
