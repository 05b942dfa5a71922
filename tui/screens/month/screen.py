"""Is the month right, and may it be closed? Checks, clients, close, statements, in this order (RULES 6, 12.6).

The list of checks stands first, running timers at its top; a mark, a fix, a change of month and a close keep the
cursor where it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.widget import Widget

from models.domain.basics.currencies import DEFAULT_CURRENCY
from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.queries.month_end.clients import ClientRow
from models.queries.month_end.outline import MonthOutline, read_month_outline
from models.queries.month_end.review import MonthEnd as View
from models.queries.month_end.review import read_month_end
from models.queries.month_end.todo import Todo
from tui.late import Late
from tui.program.part import answered_by
from tui.program.presence import who
from tui.program.targets import RecordRef
from tui.screens.base import DeskScreen, Query
from tui.screens.month.fixes import open_fix, show_where
from tui.screens.month.lines import (
    TODO_COLUMNS,
    ClientDetail,
    client_cells,
    client_columns,
    client_text,
    name_of,
    outline_spans,
    steps_spans,
    todo_cells,
    total_spans,
)
from tui.screens.month.papers import Papers
from tui.screens.month.phrases import closing_words, refusal
from tui.widgets.line import Lines, Rule
from tui.widgets.list.rows import RowList

if TYPE_CHECKING:
    from models.services.month_end import months as closing
    from tui.dialogs import confirm
    from tui.dialogs import form as forms
else:
    closing = Late("models.services.month_end.months")
    confirm = Late("tui.dialogs.confirm")
    forms = Late("tui.dialogs.form")

TALL, ROOMY = 34, 44
QUIET_SECONDS = 0.1
"""A month that takes no longer is shown without a word about it."""
OTHER_LINES = 10
"""Lines of the screen that are neither checks nor clients nor the client under the cursor."""


@answered_by(papers=Papers)
class MonthEnd(DeskScreen[View]):
    """The review of a month."""

    TITLE = "Month end"
    AUTO_FOCUS = "#clients"
    DEFAULT_CSS = """
    MonthEnd > #clients { height: 1fr; }
    MonthEnd > #checks { height: 3; }
    MonthEnd > .gone { display: none; }
    """
    CLOCK = (
        "day"  # which month's turn it is and which are there, whether it is over, days that are not short yet
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("C", "close_month", "close", id="month.close", tooltip="Close the month: its numbers stay"),
        Binding(
            "left", "month(-1)", "month", key_display="←→", id="month.earlier", tooltip="The month before"
        ),
        Binding("right", "month(1)", "Later", show=False, id="month.later", tooltip="The month after"),
        Binding(
            "x", "review", "reviewed", id="month.review", tooltip="Mark the client reviewed, or unmark it"
        ),
        Binding("o", "where", "go there", id="month.where", tooltip="Go to the screen where this is mended"),
        Binding("R", "reopen", "reopen", id="month.reopen", tooltip="Open the month again, with a reason"),
        Binding("v", "look", "statement", id="month.look", tooltip="Show the client's statement"),
        Binding("p", "statement", "write it", id="month.statement", tooltip="Write the client's statement"),
        Binding(
            "P", "statements", "write all", id="month.statements", tooltip="Write all statements of the month"
        ),
        Binding(
            "E", "export", "export", id="month.export", tooltip="Invoice lines and times for other programs"
        ),
    ]

    def __init__(self) -> None:
        """The month whose turn it is, until another is chosen."""
        super().__init__()
        self.month: Month | None = None
        self._chosen = False
        self._turn_in: Month | None = None
        """In which month the turn was decided."""
        self._currency = DEFAULT_CURRENCY
        self._entered = False
        self._columns_for: tuple[Month, str] | None = None
        self.papers = Papers(self)
        self.steps = _Steps(id="steps")
        self.totals = _Totals(id="totals")
        self.detail = ClientDetail(id="detail")
        self.checks: RowList[Todo] = RowList(
            TODO_COLUMNS,
            key=lambda todo: todo.key,
            cells=todo_cells,
            footer=False,
            noun="check",
            empty="Nothing to mend. The clients are next.",
            id="checks",
        )
        self.clients: RowList[ClientRow] = RowList(
            client_columns(Month(2000, 1), ""),
            key=lambda row: row.key,
            cells=lambda row: client_cells(row, self._currency),
            search=client_text,
            footer=False,
            noun="client",
            empty="No client has anything in this month. ← and → choose another.",
            id="clients",
        )

    # -- reading and showing --------------------------------------------------------------------

    def compose_body(self) -> Iterable[Widget]:
        """Steps, checks, clients, the client under the cursor, the sums."""
        yield self.steps
        yield self.checks
        yield Rule(id="between")
        yield self.clients
        yield Rule()
        yield self.detail
        yield self.totals

    def read(self) -> Query[View]:
        """The month that was chosen; else the one whose turn it is, which in another month may be another one."""
        this_month = Month.of(self.program.clock.local().date())
        if this_month != self._turn_in and not self._chosen:
            self.month = None
        self._turn_in = this_month
        return partial(read_month_end, self.month, self.program.now())

    def reload(self) -> None:
        """Read the month; of one that is not on the screen yet a few words stand there while it is added up."""
        super().reload()
        if self.view is None or self.month != self.view.month:
            self.set_timer(QUIET_SECONDS, self._tell_outline)

    @work(exclusive=True, group="outline")
    async def _tell_outline(self) -> None:
        if not self._is_awaited():
            return
        with suppress(DeskError):  # the read of the whole month says what is wrong
            found = await self.program.data.fetch(read_month_outline, self.month, self.program.now())
            if self._is_awaited():
                self.steps.show_outline(found)

    def _is_awaited(self) -> bool:
        return any(work.node is self and work.group == "reload" and work.is_running for work in self.workers)

    def show_view(self, view: View) -> None:
        """Hand the view to the widgets; the cursor stays where it was."""
        self.month, self._currency = view.month, view.currency
        self.steps.show_view(view)
        self.totals.show_view(view)
        # What was left as it is when the month was closed is history, not something to do.
        self.checks.set_rows(() if view.closed else view.todos)
        self.clients.set_rows(view.clients)
        self.detail.show_client(self.clients.cursor_item, view)
        self._arrange()
        if not self._entered:
            self._entered = True
            if view.todos and not view.closed:
                self.checks.focus()
        elif not self.checks.count and self.checks.has_focus:
            self.clients.focus()
        self.refresh_bindings()

    def on_resize(self, event: Resize) -> None:
        """More room shows more checks and more of the client."""
        super().on_resize(event)
        self._arrange()

    def _arrange(self) -> None:
        height, view = self.size.height, self.view
        if view is not None and self._columns_for != (view.month, view.currency):
            self._columns_for = (view.month, view.currency)
            self.clients.set_columns(client_columns(*self._columns_for))
        lines = 3 if height < TALL else 7 if height < ROOMY else 10
        most = max(3, height - OTHER_LINES - lines - self.clients.whole_height)
        count = len(view.todos) if view is not None else 0
        hidden = view is not None and view.closed
        self.checks.set_class(hidden, "gone")
        self.query_one("#between").set_class(hidden, "gone")
        self.checks.styles.height = 1 + max(1, min(count, most))
        self.detail.styles.height = lines

    @on(RowList.Highlighted, "#clients")
    def _highlighted(self) -> None:
        self.detail.show_client(self.clients.cursor_item, self.view)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with this month and this row."""
        if not self.offered(action):
            return False
        view = self.view
        if view is None:
            return action not in {
                "review",
                "where",
                "close_month",
                "reopen",
                "statement",
                "statements",
                "look",
            }
        if action == "review":
            return not view.closed
        if action == "where":
            return self.checks.has_focus and bool(self.checks.count)
        if action == "close_month":
            return not view.closed
        if action == "reopen":
            return view.reopenable
        if action in {"statements", "export"}:
            return bool(view.clients)
        return True

    def on_descendant_focus(self) -> None:
        """Refresh the keys of the footer for the list that got the focus."""
        self.refresh_bindings()

    # -- months ---------------------------------------------------------------------------------

    def action_month(self, step: int) -> None:
        """Show another month; the cursor stays on its client."""
        view = self.view
        if view is None or self.month is None:
            return
        wanted = self.month.plus(step)
        if view.months[0] <= wanted <= view.months[-1]:
            self.month, self._chosen = wanted, True
            self.reload()

    def show_record(self, kind: str, key: str) -> None:
        """Go to a client of the month."""
        if kind == "client":
            self.clients.move_to_key(key)
            self.clients.focus()

    def record_target(self) -> RecordRef | None:
        """What the check is about, else the client; the month itself where it has neither."""
        todo = self.checks.cursor_item if self.checks.has_focus else None
        if todo is not None and (key := todo.entry or todo.request) is not None:
            return RecordRef("entry" if todo.entry else "request", key, todo.place.removeprefix(f"{key} "))
        row = self.clients.cursor_item
        if row is not None:
            return RecordRef("client", row.key, row.name)
        return None if self.month is None else RecordRef("closed_month", str(self.month))

    # -- checks and reviews ---------------------------------------------------------------------

    @on(RowList.Opened, "#checks")
    def _check_opened(self) -> None:
        self._mend()

    @work(exclusive=True, group="fix")
    async def _mend(self) -> None:
        if (todo := self.checks.cursor_item) is not None:
            await open_fix(self.program, todo)

    @work(exclusive=True, group="fix")
    async def action_where(self) -> None:
        """Go to the screen that holds the record of the check."""
        if (todo := self.checks.cursor_item) is not None:
            await show_where(self.program, todo)

    @on(RowList.Opened, "#clients")
    def _client_opened(self) -> None:
        if self.view is not None and self.view.closed:
            self.papers.action_look()
        else:
            self._review(toggle=False)

    def action_review(self) -> None:
        """Mark or unmark the client, and go to the next."""
        if self.checks.has_focus:
            self.program.notify("x marks a client as reviewed: tab goes to the clients.")
        else:
            self._review(toggle=True)

    @work(group="review")
    async def _review(self, *, toggle: bool) -> None:
        row, month = self.clients.cursor_item, self.month
        if row is None or month is None:
            return
        self.clients.action_down()
        done = row.reviewed_by is not None
        if toggle or not done:
            await self.program.submit(
                closing.mark_reviewed, row.key, month, not done, self.program.now(), who(self.program)
            )

    # -- close and reopen -----------------------------------------------------------------------

    @work(exclusive=True, group="close")
    async def action_close_month(self) -> None:
        """Say what will be frozen, ask, close; say why not where it cannot be."""
        view = self.view
        if view is None:
            return
        if words := refusal(view):
            self.program.notify(words, severity="error", timeout=8)
            if view.blocking:
                self.checks.move_to(0)
                self.checks.focus()
            return
        title = f"Close {name_of(view.month)}?"
        answer = await self.app.push_screen_wait(
            confirm.Confirm(title, closing_words(view), (("y", "close it"),))
        )
        if answer != "y":
            return
        errors = await self.program.save(
            closing.close_month, view.month, self.program.now(), who(self.program)
        )
        for message in errors.values():
            self.program.notify(message, severity="error", timeout=8)
        if not errors:
            self.program.notify(f"{name_of(view.month)} is closed. P writes its statements.", timeout=8)

    @work(exclusive=True, group="close")
    async def action_reopen(self) -> None:
        """Ask for a reason and reopen the month (RULES 6.4)."""
        if self.month is None:
            return
        month = self.month

        async def submit(values: dict[str, Any]) -> dict[str, str]:
            return await self.program.save(
                closing.reopen_month, month, values["reason"], self.program.now(), who(self.program)
            )

        fields = [
            forms.TextField("reason", "Reason", required=True, hint="why; it stays in the history", limit=500)
        ]
        form = forms.Form(f"Open {name_of(month)} again", fields, submit=submit)
        if await self.app.push_screen_wait(form) is not None:
            self.program.notify(
                f"{name_of(month)} is open again. Closing it issues what changed anew.", timeout=8
            )


class _Steps(Lines):
    """The line with the three steps to a close: checks, clients, close."""

    DEFAULT_CSS = "_Steps { height: 1; }"
    _view: View | None = None
    _outline: MonthOutline | None = None

    def show_view(self, view: View) -> None:
        self._view, self._outline = view, None
        self.repaint()

    def show_outline(self, found: MonthOutline) -> None:
        self._outline = found
        self.repaint()

    def lines_for(self, width: int) -> list[Any]:
        if self._outline is not None:
            return [outline_spans(self._outline, width)]
        return [] if self._view is None else [steps_spans(self._view, width)]


class _Totals(Lines):
    """The sums of the desk."""

    DEFAULT_CSS = "_Totals { height: 1; }"
    _view: View | None = None

    def show_view(self, view: View) -> None:
        self._view = view
        self.repaint()

    def lines_for(self, width: int) -> list[Any]:
        return [] if self._view is None else [total_spans(self._view, width)]
