"""What does a contract promise again and again? A list of promises and the form of one, by typing (RULES 2.9).

What is promised anew in a contract that runs already is promised from the day of the agreement: today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from models.book.contracts import parse_promise
from models.domain.basics.keys import suggest_key
from models.domain.basics.months import parse_date
from models.domain.contracts.promise_words import promise_words
from models.queries.desk.record_choices import RecordChoices
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Values
from tui.records.base import Document, RecordForm, chosen
from tui.text.format import safe
from tui.widgets.form.fields import Choice, Date, Duration, Field, Number, Parsed, TextField
from tui.widgets.list.columns import Column
from tui.widgets.list.rows import RowList

KEY = "ctrl+g"
Given = list[Document]
_ROUNDS = (
    ("week", "week, Monday to Sunday"),
    ("month", "month"),
    ("quarter", "quarter"),
    ("half_year", "half year"),
    ("year", "year"),
    ("term", "term"),
)
_BETWEEN = "; "


class Promises(Dialog[Given]):
    """What a contract or plan promises; returns all of it when it closes."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("n", "new"),
        ("enter", "change"),
        ("d", "take away"),
        ("esc", "back to the terms"),
    )
    DEFAULT_CSS = "Promises RowList { height: 1fr; }"
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new", show=False, id="promises.new"),
        Binding("e", "edit", "change", show=False, id="promises.edit"),
        Binding("d,delete", "remove", "take away", show=False, id="promises.remove"),
    ]

    def __init__(self, given: Iterable[Document], choices: RecordChoices, since: date | None) -> None:
        """`since` is the day of the agreement for what is promised anew; None for a plan."""
        super().__init__("Promised work")
        self._given, self._choices, self._since = list(given), choices, since
        self._list: RowList[tuple[int, Document]] = RowList(
            (Column("promise", minimum=20),),
            key=lambda row: row[0],
            cells=lambda row: (safe(document_words(row[1])),),
            noun="promise",
            empty="Nothing comes round by itself so far. n adds a check of the backups, an audit, …",
            header=False,
        )

    def compose_body(self) -> Iterable[Widget]:
        yield self._list

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        self._list.set_rows(list(enumerate(self._given)))

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_edit()

    @work(exclusive=True, group="record")
    async def action_new(self) -> None:
        """Ask what is promised, and add it to the list."""
        since = {} if self._since is None else {"from": self._since.isoformat()}
        form = PromiseForm(since, self._choices, self._taken(None), plan=self._since is None)
        if await self.app.push_screen_wait(form) is not None:
            self._given.append(form.saved)
            self._show()

    @work(exclusive=True, group="record")
    async def action_edit(self) -> None:
        """Edit the promise under the cursor."""
        row = self._list.cursor_item
        if row is None:
            return
        form = PromiseForm(row[1], self._choices, self._taken(row[0]), plan=self._since is None)
        if await self.app.push_screen_wait(form) is not None:
            self._given[row[0]] = form.saved
            self._show()

    def _taken(self, number: int | None) -> set[str]:
        return {str(one.get("key")) for place, one in enumerate(self._given) if place != number}

    def action_remove(self) -> None:
        """Remove the promise under the cursor."""
        if (row := self._list.cursor_item) is not None:
            del self._given[row[0]]
            self._show()

    def action_close(self) -> None:
        """Close the list and return every promise in it."""
        self.dismiss(self._given)


class PromiseForm(RecordForm):
    """One promise; `saved` is its document, nothing is written."""

    def __init__(self, document: Document, choices: RecordChoices, taken: set[str], *, plan: bool) -> None:
        """Filled from the document; a promise that has no key yet gets one of its name that is not `taken`."""
        key = document.get("key")

        def written(values: Values) -> Document:
            name = values.get("name") or ""
            return _document(values, key or suggest_key(name, taken, "promise"))

        super().__init__(
            "Promised work",
            _fields(document, choices, plan=plan),
            document=written,
            save=lambda given: given,
            words=lambda values: [document_words(written(values))] if values.get("name") else [],
            places={"lead_days": "lead", "from": "since"},
        )
        self._written = written

    async def _write(self, values: Values) -> dict[str, str]:
        self.saved = self._written(values)
        return {}


def _fields(document: Mapping[str, Any], choices: RecordChoices, *, plan: bool) -> list[Field]:
    since = document.get("from")
    dated = Date(
        "since",
        "Agreed on",
        parse_date(since) if since else None,
        hint="nothing is owed that was due before; empty: all of the term",
        today=choices.today,
    )
    return [
        TextField("name", "What", document.get("name") or "", True, hint="Check the backups"),
        Choice("every", "Once a", document.get("every") or "month", True, choices=_ROUNDS),
        Number(
            "lead",
            "Opened, days before",
            document.get("lead_days"),
            hint="it is due on the last day of the period; empty: opened on its first day",
            most=3660,
        ),
        Duration("minutes", "Takes about", document.get("minutes"), hint="0:30; for the plan of capacity"),
        chosen("work_type", "Work type", document.get("work_type"), choices.work_types),
        Parsed(
            "checklist",
            "Checklist",
            document.get("checklist") or None,
            hint="lines to tick, parted by ;",
            limit=20_000,
            reader=_read_lines,
            writer=_BETWEEN.join,
        ),
        *([] if plan else [dated]),
    ]


def _read_lines(text: str) -> list[str]:
    return [line for line in (part.strip() for part in text.split(";")) if line]


def _document(values: Values, key: str) -> Document:
    since = values.get("since")
    return {
        "key": key,
        "name": values.get("name") or "",
        "every": values.get("every") or "month",
        "work_type": values.get("work_type"),
        "minutes": values.get("minutes"),
        "lead_days": values.get("lead"),
        "checklist": list(values.get("checklist") or ()),
        "from": None if since is None else since.isoformat(),
    }


def document_words(document: Mapping[str, Any]) -> str:
    """A promise of a document in a few words."""
    return promise_words(parse_promise(document, "promise"))


def agreed_on(given: Iterable[Document], day: date) -> Given:
    """Promises of a plan as they are sold: without a day of their own they are agreed on that day."""
    return [{**one, "from": one.get("from") or day.isoformat()} for one in given]


async def choose_promises(program: Any, old: Any, fresh: Any) -> Given:
    """The promises of a contract or plan that a colleague changed meanwhile: theirs, mine, or asked."""
    mine, theirs = list(old.promises), list(fresh.promises)
    if mine in (old.promises_before, theirs):
        return theirs
    if theirs == old.promises_before:
        return mine
    text = ["Both of you changed the promised work.", "", "Theirs:"]
    text += [f"  {document_words(one)}" for one in theirs] or ["  none"]
    text += ["", "Yours:"]
    text += [f"  {document_words(one)}" for one in mine] or ["  none"]
    answers = (("t", "take theirs"), ("m", "keep yours"))
    answer = await program.push_screen_wait(Confirm("Promised work", "\n".join(text), answers))
    return theirs if answer == "t" else mine
