"""What does a retainer grant each period? The fields of one allowance, and the list of further ones (RULES 2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from models.domain.basics.notation import format_duration, parse_duration
from models.queries.desk.record_choices import RecordChoices
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Values
from tui.records.base import Document, Hours, RecordForm, unique
from tui.widgets.form.fields import Choice, Field, MultiChoice, Number, Toggle
from tui.widgets.list.columns import Column
from tui.widgets.list.rows import RowList

GIVES = (("hours", "hours"), ("pages", "pages of a site"), ("sessions", "sessions"))
EVERY = (("month", "month"), ("quarter", "quarter"), ("term", "term"))
_FIELDS = {
    "hours": ("hours",),
    "pages": ("pages", "minutes_per_group", "pages_per_group"),
    "sessions": ("sessions", "session_minutes"),
}


def allowance_fields(document: Mapping[str, Any], choices: RecordChoices) -> list[Field]:
    """The fields of one allowance."""
    rollover = document.get("rollover") or {}
    chosen = document.get("work_types") or ()
    known = dict(choices.work_types)
    pairs = [*choices.work_types, *((key, choices.names.get(key, key)) for key in chosen if key not in known)]
    types = tuple(unique(pairs))
    gives = next((form for form in ("pages", "sessions") if document.get(form) is not None), "hours")
    return [
        Choice("gives", "Includes", gives, True, choices=GIVES),
        Hours("hours", "Hours", _minutes(document.get("hours")), True, hint="5:00"),
        Number("pages", "Pages", document.get("pages"), True),
        Hours(
            "minutes_per_group", "Hours for a group", _minutes(document.get("hours_per_group")), True, "1:00"
        ),
        Number("pages_per_group", "Pages in a group", document.get("pages_per_group"), True, least=1),
        Number("sessions", "Sessions", document.get("sessions"), True),
        Number("session_minutes", "Minutes of a session", document.get("session_minutes"), True, least=1),
        Choice("every", "per", document.get("every") or "month", True, choices=EVERY),
        Number(
            "periods",
            "Rollover",
            rollover.get("periods") or None,
            hint="periods unused hours stay usable; empty: none",
        ),
        Hours("cap", "Carry limit", _minutes(rollover.get("cap")), hint="6:00; empty: all of it"),
        Toggle("across_renewal", "Into a renewal", value=bool(rollover.get("across_renewal"))),
        Number(
            "after_end", "Months after the end", rollover.get("after_end_months") or None, hint="usable then"
        ),
        MultiChoice("allowance_types", "Only for", tuple(chosen), hint="empty: all it covers", choices=types),
    ]


def allowance_hidden(texts: Mapping[str, str]) -> set[str]:
    """Fields of the other ways to give, and what an allowance for the term does not know."""
    gives = next((key for key, text in GIVES if text == texts.get("gives")), "hours")
    hidden = {name for form, names in _FIELDS.items() if form != gives for name in names}
    if texts.get("every") == "term":
        hidden |= {"periods", "cap", "across_renewal"}
    if gives == "sessions":
        hidden.add("cap")
    return hidden


def allowance_document(values: Values) -> Document:
    """The allowance of the shown fields, as in the book."""
    rollover = {
        "periods": values.get("periods") or 0,
        "cap": _hours(values.get("cap")),
        "across_renewal": bool(values.get("across_renewal")),
        "after_end_months": values.get("after_end") or 0,
    }
    document: Document = {
        "hours": _hours(values.get("hours")),
        "pages": values.get("pages"),
        "hours_per_group": _hours(values.get("minutes_per_group")),
        "pages_per_group": values.get("pages_per_group"),
        "sessions": values.get("sessions"),
        "session_minutes": values.get("session_minutes"),
    }
    given = {name: value for name, value in document.items() if value is not None}
    types = list(values.get("allowance_types") or ())
    return {
        **given,
        "every": values.get("every") or "month",
        "work_types": types or None,
        "rollover": rollover,
    }


def allowance_words(document: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """An allowance in a few words, for a list."""
    if document.get("sessions") is not None:
        gives = f"{document['sessions']} sessions of {document.get('session_minutes')} min"
    elif document.get("pages") is not None:
        gives = f"{document['pages']} pages, {document.get('hours_per_group')} for {document.get('pages_per_group')}"
    else:
        gives = f"{document['hours']} h" if document.get("hours") else "no hours yet"
    only = ", ".join(names.get(key, key) for key in document.get("work_types") or ())
    return f"{gives} per {document.get('every') or 'month'}" + (f", only for {only}" if only else "")


def _hours(minutes: int | None) -> str | None:
    return None if minutes is None else format_duration(minutes)


def _minutes(hours: str | None) -> int | None:
    return None if hours is None else parse_duration(hours, "hours")


class Allowances(Dialog[list[Document]]):
    """The allowances of a contract beside the first; returns all of them when it closes."""

    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("n", "new"),
        ("enter", "change"),
        ("d", "take away"),
        ("esc", "back to the terms"),
    )
    DEFAULT_CSS = "Allowances RowList { height: 1fr; }"
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new", show=False, id="allowances.new"),
        Binding("e", "edit", "change", show=False, id="allowances.edit"),
        Binding("d,delete", "remove", "take away", show=False, id="allowances.remove"),
    ]

    def __init__(self, further: Iterable[Document], choices: RecordChoices) -> None:
        super().__init__("Further allowances")
        self._further = list(further)
        self._choices = choices
        self._list: RowList[tuple[int, Document]] = RowList(
            (Column("allowance", minimum=20),),
            key=lambda row: row[0],
            cells=lambda row: (allowance_words(row[1], choices.names),),
            noun="further allowance",
            empty="Only the allowance of the form so far. n adds another one.",
            header=False,
        )

    def compose_body(self) -> Iterable[Widget]:
        yield self._list

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        self._list.set_rows(list(enumerate(self._further)))

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_edit()

    @work(exclusive=True, group="record")
    async def action_new(self) -> None:
        """Ask for a further allowance and add it to the list."""
        form = self._form({})
        if await self.app.push_screen_wait(form) is not None:
            self._further.append(form.saved)
            self._show()

    @work(exclusive=True, group="record")
    async def action_edit(self) -> None:
        """Edit what is under the cursor."""
        row = self._list.cursor_item
        if row is None:
            return
        form = self._form(row[1])
        if await self.app.push_screen_wait(form) is not None:
            self._further[row[0]] = form.saved
            self._show()

    def action_remove(self) -> None:
        """Remove the allowance under the cursor."""
        if (row := self._list.cursor_item) is not None:
            del self._further[row[0]]
            self._show()

    def action_close(self) -> None:
        """Close the list and return every allowance in it."""
        self.dismiss(self._further)

    def _form(self, document: Document) -> RecordForm:
        return AllowanceForm(document, self._choices)


async def choose_further(program: Any, old: Any, fresh: Any) -> list[Document]:
    """The further allowances of a contract or plan that a colleague changed meanwhile: theirs, mine, or asked."""
    mine, theirs = list(old._further), list(fresh._further)
    if mine in (old._further_before, theirs):
        return theirs
    if theirs == old._further_before:
        return mine
    names = fresh._choices.names
    text = ["Both of you changed the further allowances.", "", "Theirs:"]
    text += [f"  {allowance_words(one, names)}" for one in theirs] or ["  none"]
    text += ["", "Yours:"]
    text += [f"  {allowance_words(one, names)}" for one in mine] or ["  none"]
    answers = (("t", "take theirs"), ("m", "keep yours"))
    answer = await program.push_screen_wait(Confirm("Further allowances", "\n".join(text), answers))
    return theirs if answer == "t" else mine


class AllowanceForm(RecordForm):
    """One further allowance; `saved` is its document, nothing is written."""

    def __init__(self, document: Document, choices: RecordChoices) -> None:
        super().__init__(
            "Allowance",
            allowance_fields(document, choices),
            document=allowance_document,
            save=lambda given: given,
            words=partial(_words, names=choices.names),
            hidden=allowance_hidden,
            places={"rollover": "periods", "work_types": "allowance_types"},
        )

    async def _write(self, values: Values) -> dict[str, str]:
        self.saved = allowance_document(values)
        return {}


def _words(values: Values, names: Mapping[str, str]) -> list[str]:
    return [allowance_words(allowance_document(values), names)]
