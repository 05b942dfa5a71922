"""What would the same work have cost under other plans? The offers side by side, marked in words (RULES 5.4).

Nothing is written; a fee that is paid in advance is counted by the month, so that the offers compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.queries.planning.replay_board import Offer, ReplayBoard, read_replay_board
from tui.dialogs.base import Dialog
from tui.dialogs.contracts.pricing import ask_price
from tui.text.format import fit, hm, money, plural
from tui.widgets.cells.capacity import short_month
from tui.widgets.line import Lines
from tui.widgets.list.columns import Cell, Column
from tui.widgets.list.rows import RowList
from tui.widgets.spans import Span

if TYPE_CHECKING:
    from tui.program.protocol import Program

SPANS = (3, 6, 12, 24)
COLUMNS = (
    Column("plan", minimum=13, sort=lambda offer: offer.name),
    Column("used", align="right", sort=lambda offer: offer.replay.covered),
    Column("overage", align="right", sort=lambda offer: offer.replay.overage),
    Column("lapsed", align="right", sort=lambda offer: offer.replay.lapsed),
    Column("fees", align="right", drop=1, sort=lambda offer: offer.replay.fees),
    Column("total", align="right", sort=lambda offer: offer.replay.total),
    Column("an hour", align="right", sort=lambda offer: offer.hourly),
    Column("", minimum=13, name="mark", sort=lambda offer: mark_words(offer)),
)
TODAY = "●"


def show_replay(program: Program, client: str) -> None:
    """Open the replay of a client's work under all plans, from any screen."""
    program.run_worker(_show(program, client), group="selling", exclusive=True)


async def _show(program: Program, client: str) -> None:
    try:
        board = await program.data.fetch(read_replay_board, client, SPANS[1], program.now())
    except DeskError as error:
        program.notify(str(error), severity="error")
        return
    await program.push_screen_wait(Replay(board, SPANS[1]))


class Replay(Dialog[None]):
    """The offers; `[` and `]` choose over how many months."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("[ ]", "months"),
        ("v", "price guide"),
        ("y", "copy"),
        ("esc", "close"),
    )
    AUTO_FOCUS = "RowList"
    DEFAULT_CSS = "Replay RowList { height: 1fr; } Replay #said { height: 5; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "span(-1)", "Fewer months", show=False, id="replay.fewer"),
        Binding("right_square_bracket", "span(1)", "More months", show=False, id="replay.more"),
        Binding("v", "price", "Price guide", show=False, id="replay.price"),
        Binding("y", "copy", "Copy", show=False, id="replay.copy", tooltip="Copy the table as text"),
    ]

    def __init__(self, board: ReplayBoard, months: int) -> None:
        """Show this board, over so many months."""
        super().__init__(f"Plan replay · {board.client_name}")
        self.board, self.months = board, months
        self.offers: RowList[Offer] = RowList(
            COLUMNS,
            key=lambda offer: offer.key,
            cells=self._cells,
            footer=False,
            noun="offer",
            empty="No plan to compare with.",
        )
        self.said = Lines(id="said")

    def compose_body(self) -> Iterable[Widget]:
        """The table, and what it says."""
        yield self.offers
        yield self.said

    def on_mount(self) -> None:
        self._show_board()

    def _show_board(self) -> None:
        board = self.board
        span = f"{plural(self.months, 'month')}, {_months(board)}"
        self.retitle(f"Plan replay · {board.client_name}", [(span, "dim")])
        self.offers.set_rows(board.offers)
        self.said.show(*_said(board))

    def _cells(self, offer: Offer) -> Sequence[Cell]:
        replay, currency = offer.replay, self.board.currency
        return (
            ((f"{TODAY} " if offer.mine else "", "dim"), (offer.name, "strong" if offer.mine else "")),
            _minutes(replay.covered),
            _minutes(replay.overage, "warn"),
            _minutes(replay.lapsed, "dim"),
            (money(replay.fees, currency), "dim"),
            (money(replay.total, currency), "strong"),
            "–" if offer.hourly is None else money(offer.hourly, currency),
            (mark_words(offer), "accent" if offer.cheapest or offer.best else "dim"),
        )

    @work(exclusive=True, group="replay")
    async def action_span(self, step: int) -> None:
        """Compare over the next of the offered numbers of months."""
        at = max(0, min(SPANS.index(self.months) + step, len(SPANS) - 1))
        if SPANS[at] == self.months:
            return
        try:
            board = await self.program.data.fetch(
                read_replay_board, self.board.client, SPANS[at], self.program.now()
            )
        except DeskError as error:
            self.program.notify(str(error), severity="error")
            return
        self.board, self.months = board, SPANS[at]
        self._show_board()

    def action_price(self) -> None:
        """Close the comparison and open the price guide of the same client."""
        self.dismiss(None)
        ask_price(self.program, self.board.client)

    def action_copy(self) -> None:
        """Copy the text to the clipboard of the terminal."""
        self.app.copy_to_clipboard("\n".join(replay_text(self.board)) + "\n")
        self.program.notify("Copied.", timeout=2)


def mark_words(offer: Offer) -> str:
    """`cheapest`, `best for desk`, or nothing."""
    marks = (("cheapest", offer.cheapest), ("best for desk", offer.best))
    return ", ".join(word for word, holds in marks if holds)


def _months(board: ReplayBoard) -> str:
    return f"{short_month(Month.of(board.first))} to {short_month(Month.of(board.last))}"


def _minutes(minutes: int, tone: str = "") -> Span:
    return (hm(minutes), tone) if minutes else ("–", "dim")


def _said(board: ReplayBoard) -> list[list[Span]]:
    """In sentences: who is cheapest, what is best, and what is counted how."""
    lines: list[list[Span]] = [[]]
    if not board.plans:
        lines.append([("  The catalogue has no plans yet: there is nothing to compare with.", "warn")])
    for words, offer in (
        ("Cheapest for the client: ", next((o for o in board.offers if o.cheapest), None)),
        ("Best for the desk: ", next((o for o in board.offers if o.best), None)),
    ):
        if offer is not None:
            total = money(offer.replay.total, board.currency)
            lines.append([(f"  {words}", "dim"), (offer.name, "strong"), (f", {total}", "")])
    mine = [offer for offer in board.offers if offer.mine]
    if mine:
        moved = ", as if begun on the first day" if any(offer.moved for offer in mine) else ""
        lines.append([(f"  {TODAY} what they have today{moved}", "dim")])
    return [*lines, [("  The same entries under each offer alone; fees by the month.", "dim")]]


def replay_text(board: ReplayBoard) -> list[str]:
    """The table as plain text, for a letter."""
    lines = [
        f"{board.client_name}, {_months(board)}, {board.currency}",
        f"{'plan':<36}{'used':>9}{'overage':>9}{'lapsed':>9}{'fees':>12}{'total':>12}{'an hour':>10}",
    ]
    for offer in board.offers:
        replay = offer.replay
        amounts = [money(minor, board.currency) for minor in (replay.fees, replay.total)]
        hourly = "–" if offer.hourly is None else money(offer.hourly, board.currency)
        name = fit(f"{TODAY} {offer.name}" if offer.mine else offer.name, 36)
        lines.append(
            f"{name}{hm(replay.covered):>9}{hm(replay.overage):>9}{hm(replay.lapsed):>9}"
            f"{amounts[0]:>12}{amounts[1]:>12}{hourly:>10}  {mark_words(offer)}".rstrip()
        )
    return lines
