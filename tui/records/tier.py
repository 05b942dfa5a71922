"""How soon is a client answered? The targets of a service level (RULES 4.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from models.book.sections import PROMISES
from models.domain.basics.errors import InvalidValue
from models.domain.values import CHANNELS
from models.queries.desk.forms import tier_form
from models.services.desk.catalogue import create_tier, edit_tier
from tui.dialogs.form import Values
from tui.program.presence import who
from tui.records import dated
from tui.records.base import Document, RecordForm, base_of
from tui.widgets.form.fields import Choice, Field, MultiChoice, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program

_TARGET = re.compile(r"0*([1-9]\d{0,3})\s*(h|d)(?:(?:ou)?rs?|ays?)?", re.ASCII)
HINT = "2h, 2d, same_day; empty: none"
TARGETS = ("1h", "2h", "4h", "8h", "same_day", "1d", "2d", "5d")
CLOCKS = (("working", "working hours"), ("always", "always, day and night"))


async def make(program: Program, key: str | None, defaults: Mapping[str, Any]) -> RecordForm:
    """Build the form of a new service level (`key` None) or of this one."""
    document: Document = {"name": "", "clock": "working", "channels": [], **defaults}
    if key is not None:
        document = await program.data.fetch(tier_form, key)
    me, today = who(program), program.clock.local().date()
    promises = _promises(document)

    def written(values: Values) -> Document:
        new = {name: values.get(name) for name in PROMISES} | {"channels": list(values.get("channels") or ())}
        kept = dated.written({"targets": promises}, "targets", values, new, None)
        return {"name": values["name"]} | ({"targets": kept} if isinstance(kept, list) else new)

    def save(given: Document) -> Any:
        now = program.now()
        return create_tier(given, now, me) if key is None else edit_tier(key, given, now, me)

    title = "New tier" if key is None else f"Tier {document['name']}"
    return RecordForm(
        title,
        [
            *_fields(document | dated.row_on(promises, today)),
            *([] if key is None else [dated.from_field(today, "the targets")]),
        ],
        document=written,
        save=save,
        words=_words,
        done="Saved tier {0}.",
        since=dated.since,
        hidden=dated.until_changed(*PROMISES),
        bases=base_of("tier", key, f"service level {document['name']}", document, tier_form),
    )


def read_target(text: str) -> str:
    """A target as the book has it from what was typed: `2 hours` is 2h, `same day` is same_day."""
    words = text.casefold().strip()
    if words.replace(" ", "_") == "same_day":
        return "same_day"
    match = _TARGET.fullmatch(words)
    if match is None:
        raise InvalidValue("", f"“{text}” is no target; accepted is {HINT}")
    return f"{match[1]}{match[2]}"


def _promises(document: Document) -> Any:
    """What the tier promises, as one value or as rows by date."""
    return document.get("targets") or {name: document.get(name) for name in PROMISES} | {
        "channels": list(document.get("channels") or ())
    }


def _fields(document: Document) -> list[Field]:
    return [
        TextField("name", "Name", value=document["name"], required=True),
        Choice(
            "first_response",
            "First answer within",
            value=document.get("first_response"),
            choices=TARGETS,
            other=True,
            other_reader=read_target,
            hint=HINT,
        ),
        Choice(
            "resolution",
            "Solved within",
            value=document.get("resolution"),
            choices=TARGETS,
            other=True,
            other_reader=read_target,
            hint=HINT,
        ),
        Choice("clock", "Clock", value=document.get("clock"), choices=CLOCKS, required=True),
        MultiChoice(
            "channels",
            "Channels",
            value=tuple(document.get("channels") or ()),
            choices=CHANNELS,
            hint="empty: all of them",
        ),
    ]


def _words(values: Values) -> list[str]:
    parts = [
        f"{name} {_target(values.get(field))}"
        for field, name in (("first_response", "first answer"), ("resolution", "solved"))
    ]
    clock = "counted in working hours" if values.get("clock") != "always" else "counted day and night"
    channels = ", ".join(values.get("channels") or ()) or "all channels"
    return [", ".join(parts), f"{clock}; by {channels}"]


def _target(value: object) -> str:
    if not value:
        return "whenever there is time"
    return "the same day" if value == "same_day" else f"within {value}"
