"""Which weights does a contract or plan have? The desk's, none, or tables of its own (RULES 3.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.book.terms.bands import parse_tables
from models.domain.basics.phrases import day_words
from models.domain.contracts.weight_words import table_words
from models.domain.values import Contract, Desk
from models.queries.desk.record_choices import RecordChoices
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Values
from tui.program.protocol import Program
from tui.records.base import Document
from tui.records.weights import PREMIUMS, OwnTables
from tui.widgets.form.fields import Choice, Field

DESKS = "as the desk says"
KEY = "ctrl+x"
WHOSE = (("desk", DESKS), ("none", "none"), ("own", "of its own"))
_PREMIUMS = (("desk", DESKS), *PREMIUMS)
Tables = list[Document]


def weight_fields(document: Mapping[str, Any]) -> list[Field]:
    """Whose weights hold, and when."""
    bands = document.get("bands")
    whose = "desk" if bands is None else "own" if bands else "none"
    return [
        Choice("weights", "Evenings, weekends", whose, True, f"{KEY} opens its own", choices=WHOSE),
        Choice("premium", "Weights hold", document.get("premium") or "desk", True, choices=_PREMIUMS),
    ]


def weights_document(values: Values, tables: Sequence[Document]) -> Document:
    """The keys `bands` and `premium` of the fields; tables of its own only where they are chosen."""
    whose, premium = values.get("weights"), values.get("premium")
    bands = list(tables) if whose == "own" else [] if whose == "none" else None
    return {"bands": bands, "premium": None if premium == "desk" else premium}


def weights_said(contract: Contract, desk: Desk) -> list[str]:
    """What the tables of its own say in sentences; nothing for a contract that takes the desk's or none."""
    increment = (contract.rounding or desk.rounding).increment
    said = []
    for table in contract.bands or ():
        said.append(f"weights from {day_words(table.since)}:")
        said += [f" {line}" for line in table_words(table, (increment,))]
    return said


async def ask_tables(
    program: Program, tables: Sequence[Document], choices: RecordChoices, values: Values
) -> Tables:
    """The tables after a person changed them in a form of their own; as they were when it was closed."""
    desk = choices.desk
    known = parse_tables(list(tables), "bands") if tables else desk.bands
    increment = values.get("increment") or desk.rounding.increment
    form = OwnTables(known, choices.today, (increment,))
    if await program.push_screen_wait(form) is None:
        return list(tables)
    found: Tables = form.saved["bands"] if isinstance(form.saved, dict) else form.saved
    return found


async def choose_tables(program: Any, old: Any, fresh: Any) -> Tables:
    """The tables of a contract or plan that a colleague changed meanwhile: theirs, mine, or asked."""
    mine, theirs = list(old.tables), list(fresh.tables)
    if mine in (old.tables_before, theirs):
        return theirs
    if theirs == old.tables_before:
        return mine
    text = "Both of you changed the weights of this contract."
    answer = await program.push_screen_wait(
        Confirm("Weights", text, (("t", "take theirs"), ("m", "keep yours")))
    )
    return theirs if answer == "t" else mine
