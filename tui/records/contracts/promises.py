"""What does a contract promise again and again? A list of promises and the form of one, by typing (RULES 2.9).

What is promised anew in a contract that runs already is promised from the day of the agreement: today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from models.book.contracts import parse_promise
from models.domain.basics.months import parse_date
from models.domain.basics.typed.keys import suggest_key
from models.domain.contracts.promise_words import promise_words
from models.queries.desk.record_choices import RecordChoices
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Values
from tui.records.base import Document, RecordForm, chosen
from tui.records.contracts.document_list import DocumentList
from tui.widgets.form.fields import Choice, Date, Duration, Field, Number, Parsed, TextField

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


class Promises(DocumentList):
    """What a contract or plan promises; returns all of it when it closes."""

    def __init__(self, given: Iterable[Document], choices: RecordChoices, since: date | None) -> None:
        """`since` is the day of the agreement for what is promised anew; None for a plan."""
        super().__init__(
            "Promised work",
            given,
            noun="promise",
            empty="Nothing comes round by itself so far. n adds a check of the backups, an audit, …",
        )
        self._choices, self._since = choices, since

    def words(self, document: Document) -> str:
        """`Backups checked each month, 0:30`."""
        return document_words(document)

    def form(self, number: int | None) -> RecordForm:
        """The fields of one promise; a new one gets a key that no other has."""
        fresh = {} if self._since is None else {"from": self._since.isoformat()}
        taken = {str(one.get("key")) for place, one in enumerate(self.given) if place != number}
        document = fresh if number is None else self.given[number]
        return PromiseForm(document, self._choices, taken, plan=self._since is None)


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
