"""What is the desk made of? Six short lists, each with keys to make, change, put away and bring back.

What is in use is archived, never deleted; what is archived can come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar, cast

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from models.domain.basics.currencies import DEFAULT_CURRENCY
from models.domain.basics.errors import DeskError
from models.domain.basics.zone import zone
from models.queries.desk.catalogue import (
    AbsenceRow,
    AgentRow,
    ClientRow,
    PlanRow,
    TierRow,
    WorkTypeRow,
    read_absence_rows,
    read_agent_rows,
    read_client_rows,
    read_plan_rows,
    read_tier_rows,
    read_work_type_rows,
)
from models.services.contracts.charges import delete_absence
from models.services.desk.removal import remove, unarchive
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm
from tui.dialogs.history import show_history
from tui.program.presence import who
from tui.program.targets import RecordRef
from tui.records.open_form import open_form
from tui.text.format import hm, money, short_date
from tui.widgets.list.columns import Cell, Column
from tui.widgets.list.rows import RowList

AWAY_SHOWN_DAYS = 90
"""Absences that ended so long ago are no longer listed."""
Read = Callable[[date], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of records: what to call it, how to read it, how a row looks; money needs the currency."""

    kind: str
    title: str
    noun: str
    nouns: str
    words: str
    columns: tuple[Column, ...]
    read: Read
    cells: Callable[[Any, str], Sequence[Cell]]


def _name(row: Any) -> Cell:
    return ((row.name, "dim"), (" archived", "warn")) if getattr(row, "archived", False) else row.name


def _agent(row: AgentRow, currency: str) -> Sequence[Cell]:
    return _name(row), (f"{hm(row.weekly_minutes)} a week", ""), (row.key, "dim")


def _work_type(row: WorkTypeRow, currency: str) -> Sequence[Cell]:
    then = row.next_rate
    later = "" if then is None else f", {money(then.rate, currency)} from {short_date(then.since)}"
    return _name(row), (f"{money(row.rate, currency)} {currency}/h{later}", ""), (row.key, "dim")


def _tier(row: TierRow, currency: str) -> Sequence[Cell]:
    words = f"answer {row.first_response or '–'} · solved {row.resolution or '–'}"
    return row.name, (words.replace("same_day", "same day"), ""), (row.clock, "dim")


def _plan(row: PlanRow, currency: str) -> Sequence[Cell]:
    return _name(row), (row.kind.replace("_", " "), ""), (row.key, "dim")


def _client(row: ClientRow, currency: str) -> Sequence[Cell]:
    kinds = ", ".join(row.kinds).replace("_", " ") or "on demand"
    return _name(row), (kinds, ""), (row.tier or "", "dim")


def _absence(row: AbsenceRow, currency: str) -> Sequence[Cell]:
    until = "" if row.first == row.last else f" – {short_date(row.last)}"
    return row.agent, (f"{short_date(row.first)}{until}", ""), (row.reason, "dim")


def _columns(
    first: str, second: str, third: str, sort: Callable[[Any], Any] | None = None
) -> tuple[Column, ...]:
    """Three columns; `sort` is what the second one is sorted by where that is not its text."""
    return (
        Column(first, minimum=14),
        Column(second, minimum=16, sort=sort),
        Column(third, minimum=8, drop=1),
    )


LISTINGS: Mapping[str, Listing] = {
    listing.kind: listing
    for listing in (
        Listing(
            "agent",
            "Agents",
            "agent",
            "agents",
            "who works here",
            _columns("name", "hours", "key", lambda row: row.weekly_minutes),
            lambda today: read_agent_rows(archived=True),
            _agent,
        ),
        Listing(
            "work_type",
            "Work types",
            "work type",
            "work types",
            "what is done, and what an hour costs",
            _columns("name", "rate", "key", lambda row: row.rate),
            partial(read_work_type_rows, archived=True),
            _work_type,
        ),
        Listing(
            "tier",
            "Tiers",
            "tier",
            "tiers",
            "how soon clients are answered",
            _columns("name", "targets", "clock"),
            lambda today: read_tier_rows(),
            _tier,
        ),
        Listing(
            "plan",
            "Plans",
            "plan",
            "plans",
            "what the desk sells",
            _columns("name", "kind", "key"),
            lambda today: read_plan_rows(archived=True),
            _plan,
        ),
        Listing(
            "client",
            "Clients",
            "client",
            "clients",
            "who is supported, archived ones too",
            _columns("name", "contracts", "tier"),
            partial(read_client_rows, archived=True),
            _client,
        ),
        Listing(
            "absence",
            "Absences",
            "absence",
            "absences",
            "who is away",
            _columns("who", "when", "reason", lambda row: row.first),
            lambda today: read_absence_rows(today - timedelta(days=AWAY_SHOWN_DAYS)),
            _absence,
        ),
    )
}
DESK_ROW = ("desk", "Desk", "name, working hours, holidays, rounding, cost")
WEIGHTS_ROW = ("weights", "Weights", "evenings, weekends and holidays that count for more")


ATTENTION_ROW = ("attention", "Attention", "when a timer is asked about, how urgent things are announced")


class SetUpList(Dialog[None]):
    """The lists to choose from, and the desk itself."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("↑↓", "move"), ("enter", "open"), ("esc", "close"))
    DEFAULT_CSS = "SetUpList RowList { height: 1fr; }"
    AUTO_FOCUS = "RowList"

    def __init__(self) -> None:
        super().__init__("What the desk is made of")
        self._list: RowList[tuple[str, str, str]] = RowList(
            (Column("", minimum=14), Column("", minimum=20)),
            key=lambda row: row[0],
            cells=lambda row: (row[1], (row[2], "dim")),
            header=False,
            footer=False,
        )

    def compose_body(self) -> Iterable[Widget]:
        yield self._list

    def on_mount(self) -> None:
        rows = [(listing.kind, listing.title, listing.words) for listing in LISTINGS.values()]
        self._list.set_rows([DESK_ROW, *rows, WEIGHTS_ROW, ATTENTION_ROW])

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        if event.key in ("desk", "weights"):
            self.program.everywhere.write_down(str(event.key), "desk")
        elif event.key == "attention":
            self.program.everywhere.ask_attention()
        else:
            self.app.push_screen(RecordList(LISTINGS[cast("str", event.key)]))


class RecordList(Dialog[None]):
    """The records of one kind."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("enter", "change"),
        ("n", "new"),
        ("d", "delete or archive"),
        ("b", "bring back"),
        ("H", "history"),
        ("/", "filter"),
        ("esc", "close"),
    )
    DEFAULT_CSS = "RecordList RowList { height: 1fr; }"
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new", show=False, id="records.new"),
        Binding("e", "edit", "change", show=False, id="records.edit"),
        Binding("d,delete", "remove", "delete", show=False, id="records.remove"),
        Binding("b", "bring_back", "bring back", show=False, id="records.bring-back"),
        Binding("H", "history", "history", show=False, id="records.history"),
    ]

    def __init__(self, listing: Listing) -> None:
        """The list of one kind of record."""
        super().__init__(listing.title)
        self._listing = listing
        self._list: RowList[Any] = RowList(
            listing.columns,
            key=_key_of,
            cells=lambda row: listing.cells(row, self._currency),
            noun=listing.noun,
            nouns=listing.nouns,
            empty=f"No {listing.noun} yet. n makes one.",
        )

    @property
    def _currency(self) -> str:
        return self.program.session.currency if self.program.session is not None else DEFAULT_CURRENCY

    def compose_body(self) -> Iterable[Widget]:
        yield self._list

    def on_mount(self) -> None:
        """Read it, and again whenever something changed."""
        self.program.data_changed.subscribe(self, lambda _: self._read())
        self._read()

    @work(exclusive=True, group="reload")
    async def _read(self) -> None:
        session = self.program.session
        today = zone(session.timezone if session is not None else "UTC").date_of(self.program.now())
        try:
            rows = await self.program.data.fetch(self._listing.read, today)
        except DeskError as error:
            self.program.notify(str(error), severity="error")
            return
        self._list.set_rows(rows)

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_edit()

    @work(exclusive=True, group="record")
    async def action_new(self) -> None:
        """Open an empty form and move the cursor to the record it saves."""
        key = await open_form(self.program, self._listing.kind, None)
        if key:
            self._list.move_to_key(key)

    @work(exclusive=True, group="record")
    async def action_edit(self) -> None:
        """Edit what is under the cursor."""
        if (key := self._list.cursor_key) is not None:
            await open_form(self.program, self._listing.kind, cast("str | int", key))

    @work(exclusive=True, group="record")
    async def action_remove(self) -> None:
        """Delete it, or archive it when something refers to it, after a question."""
        row = self._list.cursor_item
        if row is None:
            return
        noun, name = self._listing.noun, getattr(row, "name", None) or f"absence of {row.agent}"
        text = f"Take {name} away? What refers to it keeps it: then it is only archived. u undoes it."
        if await self.app.push_screen_wait(Confirm(f"Delete {noun}", text, (("y", "take it away"),))) != "y":
            return
        now, me = self.program.now(), who(self.program)
        if self._listing.kind == "absence":
            await self.program.submit(delete_absence, row.id, now, me)
            return
        kind = cast("Any", self._listing.kind)
        fate = await self.program.submit(remove, kind, row.key, now, me)
        if fate is not None:
            self.program.notify(f"{name} is {fate}." + (" b brings it back." if fate == "archived" else ""))

    @work(exclusive=True, group="record")
    async def action_bring_back(self) -> None:
        """Bring the chosen archived record back."""
        row = self._list.cursor_item
        if row is None or not getattr(row, "archived", False):
            return
        await self.program.submit(
            unarchive, cast("Any", self._listing.kind), row.key, self.program.now(), who(self.program)
        )

    def action_history(self) -> None:
        """Show the history of the record under the cursor."""
        if (key := self._list.cursor_key) is not None:
            show_history(self.program, RecordRef(self._listing.kind, str(key)))


def _key_of(row: Any) -> str | int:
    key: str | int = row.id if isinstance(row, AbsenceRow) else row.key
    return key
