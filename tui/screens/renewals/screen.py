"""Which contracts end, and what is to be done about each? The timeline by decision date (RULES 5.1, 5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from models.domain.basics.errors import DeskError
from models.domain.basics.phrases import day_words
from models.domain.contracts.contract_words import seam_words
from models.domain.contracts.renewals import ADVICE, successor
from models.queries.contracts.renewal_board import RenewalBoard, RenewalCard, read_renewal_board
from models.services.contracts.contracts import decline_contract, renew_contract, snooze_renewal
from tui.dialogs.ahead import meant
from tui.dialogs.contracts.leaving import ask_cancel, ask_quote
from tui.late import Late
from tui.program.presence import who
from tui.program.targets import RecordRef, TimerTarget
from tui.records.open_form import open_form
from tui.screens.base import Query
from tui.screens.split import SplitScreen
from tui.text.format import hm, in_days, money, plural
from tui.widgets.bars.hours import hours_bar
from tui.widgets.list.columns import Cell, Column
from tui.widgets.list.rows import RowList
from tui.widgets.spans import Span, Spans
from tui.widgets.textlines import TextLines

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tui.dialogs.contracts import opportunities
else:
    opportunities = Late("tui.dialogs.contracts.opportunities")

COLUMNS = (
    Column("decide in", minimum=9, sort=lambda card: card.row.days_to_decision),
    Column("client", minimum=16),
    Column("plan", minimum=14, drop=2),
    Column("ends", minimum=11, sort=lambda card: card.row.ends),
    Column("uses", align="right", sort=lambda card: card.used_percent),
    Column("proposal", minimum=12),
    Column("mode", drop=3, extra=True),
)
SNOOZE_DAYS = 14


class Renewals(SplitScreen[RenewalBoard]):
    """The timeline, and the contract under the cursor beside or below it."""

    TITLE = "Renewals"
    DEFAULT_CSS = """
    Renewals > #body { layout: horizontal; height: 1fr; }
    Renewals #card { width: 1fr; height: 1fr; padding: 0 0 0 1; border-left: solid $panel; }
    Renewals.below > #body { layout: vertical; }
    Renewals.below #card { border-left: none; border-top: solid $panel; padding: 0; }
    """
    # Minute: what is used by work that is done. Day: the days to a decision, overdue, asleep, granted so far.
    CLOCK = "minute"
    LIST_CELLS, DETAIL_CELLS, DETAIL_LINES, TALL, LOW = 110, 44, 9, 0, 0
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "r", "renew", "renew", id="renewals.renew", tooltip="Make the successor, with the same terms"
        ),
        Binding("m", "change", "change plan", id="renewals.change", tooltip="Go on with other terms"),
        Binding("d", "decline", "decline", id="renewals.decline", tooltip="Let it end without a successor"),
        Binding(
            "z", "snooze", "snooze", id="renewals.snooze", tooltip="Keep it quiet for two weeks, or wake it"
        ),
        Binding("O", "talks", "talks", id="renewals.talks", tooltip="What is worth a talk with a client"),
        Binding("Q", "quote", "quote", id="renewals.quote", tooltip="What leaving early would pay back"),
        Binding("X", "cancel", "cancel…", show=False, id="renewals.cancel", tooltip="End the contract early"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.timeline: RowList[RenewalCard] = RowList(
            COLUMNS,
            key=lambda card: card.row.contract,
            cells=self._cells,
            search=lambda card: (
                f"{card.row.contract} {card.row.client_name} {card.row.name} {card.row.bucket}"
            ),
            title="Renewals",
            noun="contract",
            empty="No contract comes to an end. 3 shows the clients and their contracts.",
            id="timeline",
        )
        self.card = TextLines((), id="card")
        self._wanted: str | None = None
        self._carded: str | None = None
        """The contract on the card."""

    def compose_body(self) -> Iterable[Widget]:
        """The timeline, and the card of the contract under its cursor."""
        yield Container(self.timeline, self.card, id="body")

    def split_parts(self) -> tuple[Widget, RowList[Any]]:
        """The timeline is both the list and what takes the focus."""
        return self.timeline, self.timeline

    def read(self) -> Query[RenewalBoard] | None:
        """Every contract with an end and no successor."""
        return partial(read_renewal_board, self.program.now()) if self.program.place.has_desk else None

    def show_view(self, view: RenewalBoard) -> None:
        """Rows, count, and the card of the row under the cursor."""
        self.timeline.set_rows(view.cards)
        self.share_room()
        note: Sequence[Span] = [(f"{len(view.cards)}", "dim"), (" ", "")]
        if view.overdue:
            note = [(f"{view.overdue} overdue", "bad"), (" · ", "faint"), *note]
        self.timeline.set_title("Renewals", note)
        if self._wanted is not None and self.timeline.move_to_key(self._wanted):
            self._wanted = None
        self._show_card()

    def show_record(self, kind: str, key: str) -> None:
        """Move the cursor to the contract with this key."""
        self._wanted = key
        if self.view is not None and self.timeline.move_to_key(key):
            self._wanted = None

    def work_target(self) -> TimerTarget | None:
        """The client of the contract."""
        card = self.timeline.cursor_item
        return None if card is None else TimerTarget(card.row.client, card.row.client_name)

    def record_target(self) -> RecordRef | None:
        """The contract under the cursor."""
        card = self.timeline.cursor_item
        return None if card is None else RecordRef("contract", card.row.contract, card.row.name)

    # -- drawing --------------------------------------------------------------------------------

    def _cells(self, card: RenewalCard) -> Sequence[Cell]:
        row = card.row
        asleep = (
            row.snoozed_until is not None and self.view is not None and row.snoozed_until > self.view.today
        )
        tone = "dim" if asleep else {"overdue": "bad", "0-30": "warn"}.get(row.bucket, "")
        when = "overdue" if row.bucket == "overdue" else in_days(row.days_to_decision).removeprefix("in ")
        percent = card.used_percent
        ended: Span = (f"{row.ends.day} {row.ends:%b %Y}", "dim")
        if row.lapsed:
            ended = (f"{row.ends.day} {row.ends:%b} ended", "bad")
        return (
            (when + (" z" if asleep else ""), tone),
            row.client_name,
            (row.name, "dim"),
            ended,
            ("–" if percent is None else f"{percent} %", "strong"),
            (ADVICE[row.proposal], "" if row.proposal == "renew" else "warn"),
            (row.mode, "dim"),
        )

    @on(RowList.Highlighted)
    def _moved(self, event: RowList.Highlighted) -> None:
        event.stop()
        self._show_card()

    def _show_card(self) -> None:
        card = self.timeline.cursor_item
        lines = [] if card is None or self.view is None else self._card_lines(card, self.view)
        shown, self._carded = self._carded, None if card is None else card.row.contract
        self.card.set_lines(lines, same=shown == self._carded)

    def _card_lines(self, card: RenewalCard, view: RenewalBoard) -> list[str | Spans]:
        row, currency = card.row, view.desk.currency
        lines: list[str | Spans] = [
            [(row.client_name, "strong"), (f"  {row.name}", ""), (f"  {row.contract}", "dim")],
            *_what_to_do(card),
        ]
        if row.lapsed:
            lines.append([("The term is over and nothing follows: the client is on demand.", "bad")])
        if row.snoozed_until is not None and row.snoozed_until > view.today:
            lines.append(f"quiet until {row.snoozed_until.day} {row.snoozed_until:%b}")
        granted = row.granted_minutes
        if granted:
            bar = hours_bar(20, used=row.used_minutes, allotted=granted)
            lines.append([*bar, (f"  {hm(row.used_minutes)} of {hm(granted)} so far", "")])
        elif granted is None:
            lines.append(f"{hm(row.used_minutes)} used, unlimited")
        if card.price is not None:
            lines.append(f"{money(card.price, currency, code=True)} for the term")
        return [*lines, "", *card.words]

    # -- keys -----------------------------------------------------------------------------------

    def _chosen(self) -> RenewalCard | None:
        return self.timeline.cursor_item

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        if (card := self._chosen()) is not None:
            self.program.everywhere.open_record("client", card.row.client)

    @work(exclusive=True, group="decide")
    async def action_renew(self) -> None:
        """Renew the contract with the same terms, after its dates were shown."""
        card = self._chosen()
        if card is None:
            return
        text = f"Renew {card.row.name} of {card.row.client_name} after {day_words(card.row.ends)}, on the same terms?"
        lines = self._seam(card)
        if await meant(
            self.program, "Renew", text, self._writing(renew_contract, card), "renew", lines=lines
        ):
            await self._write(renew_contract, card, "Renewed: {0.name} of {1}, until {2}. u undoes it.")

    def _seam(self, card: RenewalCard) -> tuple[str, ...]:
        """Why the month of the change grants its hours twice, where it does."""
        if self.view is None:
            return ()
        try:
            words = seam_words(card.contract, successor(card.contract, ()), self.view.desk)
        except DeskError:
            return ()  # it cannot be renewed: the question says why
        return ("", f"{words[:1].upper()}{words[1:]}.") if words else ()

    @work(exclusive=True, group="decide")
    async def action_decline(self) -> None:
        """Let the chosen contract end without a successor, after a question."""
        card = self._chosen()
        if card is None:
            return
        text = f"Let {card.row.name} of {card.row.client_name} end on {day_words(card.row.ends)}?"
        if await meant(self.program, "Decline", text, self._writing(decline_contract, card), "let it end"):
            await self._write(
                decline_contract, card, "{0.name} of {1} ends without a successor. u undoes it."
            )

    def _writing(self, service: Callable[..., Any], card: RenewalCard) -> Callable[[], Any]:
        return partial(service, card.row.contract, self.program.now(), who(self.program))

    async def _write(self, service: Callable[..., Any], card: RenewalCard, words: str) -> None:
        done = await self.program.submit(self._writing(service, card))
        if done is not None:
            end = "open-ended" if done.term_end is None else day_words(done.term_end)
            self.program.notify(words.format(done, card.row.client_name, end))

    @work(exclusive=True, group="decide")
    async def action_snooze(self) -> None:
        """Hide the decision's reminder for two weeks, or show it again."""
        card = self._chosen()
        if card is None or self.view is None:
            return
        asleep = card.row.snoozed_until is not None and card.row.snoozed_until > self.view.today
        until = None if asleep else self.view.today + timedelta(days=SNOOZE_DAYS)
        await self.program.submit(
            snooze_renewal, card.row.contract, until, self.program.now(), who(self.program)
        )
        self.program.notify("Awake again." if asleep else f"Quiet for {plural(SNOOZE_DAYS, 'day')}.")

    def action_talks(self) -> None:
        """Open the list of opportunities (RULES 5.9)."""
        opportunities.show_opportunities(self.program)

    @work(exclusive=True, group="decide")
    async def action_change(self) -> None:
        """Open the form of a successor with other terms."""
        if (card := self._chosen()) is not None:
            await open_form(self.program, "contract", None, renews=card.row.contract)

    @work(exclusive=True, group="decide")
    async def action_quote(self) -> None:
        """Show what a cancellation would give back (RULES 5.2); nothing is written."""
        if (card := self._chosen()) is not None and self.view is not None:
            view = self.view
            await ask_quote(self.program, card.contract, card.row.client_name, view.desk.currency, view.today)

    @work(exclusive=True, group="decide")
    async def action_cancel(self) -> None:
        """Cancel the contract before its term ends, after a preview of what that costs."""
        if (card := self._chosen()) is not None and self.view is not None:
            view, name = self.view, card.row.client_name
            await ask_cancel(
                self.program, card.contract, name, view.desk.currency, view.today, who(self.program)
            )


def _what_to_do(card: RenewalCard) -> list[str]:
    percent = card.used_percent
    uses = "" if percent is None else f" (uses {percent} %)"
    return {
        "renew": [f"Fits{uses}: renew it."],
        "bigger": [f"Uses nearly all or more{uses}: offer a bigger plan."],
        "smaller": [f"Uses little{uses}: offer a smaller plan before they leave."],
        "talk": [f"Worth a call{uses}."],
    }[card.row.proposal]
