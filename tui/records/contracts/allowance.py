"""What does a retainer grant each period? The fields of one allowance, and the list of further ones (RULES 2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from models.domain.basics.notation import format_duration, parse_duration
from models.queries.desk.record_choices import RecordChoices
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Values
from tui.records.base import Document, Hours, RecordForm, unique
from tui.records.contracts.document_list import DocumentList
from tui.widgets.form.fields import Choice, Field, MultiChoice, Number, Toggle

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
        Hours("hours", "Hours", minutes_of(document.get("hours")), True, hint="5:00"),
        Number("pages", "Pages", document.get("pages"), True),
        Hours(
            "minutes_per_group",
            "Hours for a group",
            minutes_of(document.get("hours_per_group")),
            True,
            "1:00",
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
        Hours("cap", "Carry limit", minutes_of(rollover.get("cap")), hint="6:00; empty: all of it"),
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


def minutes_of(hours: str | None) -> int | None:
    """The minutes of a document's hours, such as 5:00; None where it names none."""
    return None if hours is None else parse_duration(hours, "hours")


class Allowances(DocumentList):
    """The allowances of a contract beside the first; returns all of them when it closes."""

    def __init__(self, further: Iterable[Document], choices: RecordChoices) -> None:
        super().__init__(
            "Further allowances",
            further,
            noun="further allowance",
            empty="Only the allowance of the form so far. n adds another one.",
        )
        self._choices = choices

    def words(self, document: Document) -> str:
        """`10 h per month, only for design`."""
        return allowance_words(document, self._choices.names)

    def form(self, number: int | None) -> RecordForm:
        """The fields of one allowance."""
        return AllowanceForm({} if number is None else self.given[number], self._choices)


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
