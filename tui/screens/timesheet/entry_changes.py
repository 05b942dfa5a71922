"""What else can be done with entries? Split, merge, move, change the scope, delete: each with its preview.

Every function asks, writes, and says in a toast what happened; it must be awaited in a worker. Several marked entries
change together or not at all, as one step of undo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.zone import zone
from models.domain.values import Entry
from models.queries.time.entry_choices import EntryChoices, read_entry_choices
from models.queries.time.entry_preview import Change, Preview, read_preview
from models.services.core.together import save_over
from models.services.time.entries import (
    alter_entries,
    altered,
    delete_entries,
    merge_entries,
    merged,
    split_entry,
)
from models.storage.rows.reading import read_entry
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Errors, Values
from tui.dialogs.preview_form import PreviewForm
from tui.dialogs.time.entry_fields import (
    Belonging,
    agent_field,
    client_field,
    premium_field,
    request_field,
    scope_field,
    work_type_field,
)
from tui.dialogs.time.entry_form import entry_bases
from tui.dialogs.time.moments import moment_text, read_until
from tui.program.presence import agent_here
from tui.text.format import hm, plural
from tui.widgets.form.fields import Field, Parsed, TextField, read_field
from tui.widgets.form.formview import FormView

if TYPE_CHECKING:
    from tui.program.protocol import Program

MOVE, SCOPE, PREMIUM, ALL = "move", "scope", "premium", "all"
_TITLES = {MOVE: "Move {}", SCOPE: "Scope of {}", PREMIUM: "Weights of {}", ALL: "Change {}"}
_DONE = {MOVE: "Moved", SCOPE: "Changed the scope of", PREMIUM: "Decided the weights of", ALL: "Changed"}


async def preview_of(program: Program, change: Change) -> Preview | None:
    """What a change would do; None after a toast when that cannot be told, or when it would be refused."""
    try:
        preview: Preview = await program.data.fetch(read_preview, change, program.now())
    except DeskError as error:
        program.notify(str(error), severity="error")
        return None
    if preview.refused is not None:
        program.notify(preview.refused, title="Closed", severity="warning", timeout=12)
        return None
    return preview


async def delete_form(program: Program, entries: Sequence[Entry], about: str = "") -> bool:
    """Ask, and delete the entries; True when they are gone. `about` says whose they are, and of which day."""
    preview = await preview_of(program, Change(tuple(entries), ()))
    if preview is None:
        return False
    name = _named(entries)
    question = "\n".join((f"Delete {name}, {_length(entries)}? u undoes it.", "", *preview.lines))
    if await program.push_screen_wait(Confirm(f"Delete {name}{about}", question, (("y", "delete"),))) != "y":
        return False
    keys = [entry.key for entry in entries]
    write = partial(delete_entries, keys, program.now(), _who(program, entries))
    if await program.submit(save_over, entry_bases(entries), write) is None:
        return False
    program.notify(f"Deleted {name}. u undoes it.")
    return True


async def merge_form(program: Program, entries: Sequence[Entry], about: str = "") -> bool:
    """Ask, and join the entries into the earliest; with time between them, that is asked too."""
    try:
        bridge, joined = False, merged(entries)
    except DeskError:
        try:
            bridge, joined = True, merged(entries, bridge=True)
        except DeskError as error:
            program.notify(f"Not merged{about}: {error}", severity="warning")
            return False
    preview = await preview_of(program, Change(tuple(entries), (joined,)))
    if preview is None:
        return False
    question = "\n".join((_merge_words(entries, joined), "", *preview.lines))
    if (
        await program.push_screen_wait(
            Confirm(f"Merge {_named(entries)}{about}", question, (("y", "merge"),))
        )
        != "y"
    ):
        return False
    keys = [entry.key for entry in entries]
    write = partial(merge_entries, keys, program.now(), _who(program, entries), bridge=bridge)
    if await program.submit(save_over, entry_bases(entries), write) is None:
        return False
    program.notify(f"Merged {len(entries)} entries into {joined.key}. u undoes it.")
    return True


def _merge_words(entries: Sequence[Entry], joined: Entry) -> str:
    words = f"Merge {_named(entries)} into {joined.key}?"
    if joined.ended_at is None or any(entry.ended_at is None for entry in entries):
        return f"{words} The timer runs on."
    before = sum((entry.ended_at or 0) - entry.started_at for entry in entries)
    more = (joined.ended_at - joined.started_at - before) // 60
    if more > 0:
        return f"{words} They do not touch: {hm(more)} between them become worked time."
    if more < 0:
        return f"{words} They overlap: {hm(-more)} that is in two of them counts once."
    return f"{words} The minutes stay the same."


async def split_form(program: Program, entry: Entry, timezone: str, about: str = "") -> bool:
    """Ask where, and cut the entry in two."""
    if entry.ended_at is None:
        program.notify("A timer that runs cannot be split; stop it first.", severity="warning")
        return False
    if await preview_of(program, Change((entry,), (entry,))) is None:
        return False
    desk_zone = zone(timezone)
    day = desk_zone.date_of(entry.started_at)
    start, end = entry.started_at, entry.ended_at
    ends = (moment_text(at, day, desk_zone) for at in (start, end))
    shown = "–".join(ends)

    def read(text: str) -> int:
        at = read_until(text, start, program.now(), desk_zone, day)
        if not start < at < end:
            raise InvalidValue("", f"lies outside the entry; accepted is a time inside {shown}")
        return at

    def change(values: Values) -> Change | None:
        at = values.get("at")
        if not isinstance(at, int):
            return None
        return Change((entry,), (replace(entry, ended_at=at), replace(entry, key="", started_at=at)))

    async def save(values: Values) -> Errors:
        write = partial(split_entry, entry.key, values["at"], program.now(), _who(program, [entry]))
        return await program.save(save_over, entry_bases((entry,)), write)

    fields = [Parsed("at", "Split at", required=True, hint="10:15, or 20m after the start", reader=read)]
    form = PreviewForm(f"Split {entry.key}{about}, {shown}", fields, change=change, save=save)
    if await program.push_screen_wait(form) is None:
        return False
    program.notify(f"Split {entry.key}. u undoes it.")
    return True


class AlterForm(PreviewForm):
    """What one or several entries should be given."""

    def __init__(
        self, program: Program, choices: EntryChoices, entries: Sequence[Entry], what: str, about: str = ""
    ) -> None:
        """`what` is MOVE, SCOPE, PREMIUM or ALL; with ALL an empty field keeps what every entry has."""
        self._entries, self._what, self._program = tuple(entries), what, program
        request = entries[0].request if what == MOVE else None
        self._belonging = Belonging(choices, request, lambda: getattr(self, "view", None))
        title = _TITLES[what].format(_named(entries) + about)
        super().__init__(title, self._fields(choices), change=self._change_of, save=self._save)

    def _fields(self, choices: EntryChoices) -> list[Field]:
        first = self._entries[0]
        if self._what == SCOPE:
            alike = {entry.scope for entry in self._entries}
            return [scope_field(first.scope if len(alike) == 1 else None)]
        if self._what == PREMIUM:
            words = {entry.premium for entry in self._entries}
            return [premium_field(first.premium if len(words) == 1 else None)]
        if self._what == MOVE:
            client = first.client if len({entry.client for entry in self._entries}) == 1 else None
            request = first.request if len({entry.request for entry in self._entries}) == 1 else None
            return [
                replace(client_field(choices, client), required=True),
                request_field(choices, request, self._belonging.client),
            ]
        kept = "empty: as it is"
        fields = [
            client_field(choices, None),
            request_field(choices, None, self._belonging.client),
            work_type_field(choices, None, required=False),
            scope_field(None, required=False),
            agent_field(choices, None, required=False),
            TextField("note", "Note", limit=2000),
        ]
        return [replace(field, hint=kept) for field in fields]

    @on(FormView.Changed)
    def _keep_together(self) -> None:
        if self._what in (MOVE, ALL):
            self._belonging.settle()

    def _values_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Only what was changed: an untouched field stays what it is in each of the entries."""
        touched = self.view.filled.touched_names
        if self._what == ALL:
            return {name: value for name, value in values.items() if name in touched and value is not None}
        return {name: values.get(name) for name in touched}

    def stood(self, name: str) -> Any:
        """What the entries have there, one by one: a joint field shows none of it."""
        return tuple(getattr(entry, name) for entry in self._entries)

    def same(self, name: str, text: str) -> bool:
        """Whether all the entries already have what was typed."""
        field = next(field for field in self.view.fields if field.name == name)
        value, wrong = read_field(field, text)
        return not wrong and set(self.stood(name)) == {value}

    def said(self, name: str) -> str:
        """What stands in the entries now, each once."""
        field = next(field for field in self.view.fields if field.name == name)
        return ", ".join(dict.fromkeys(field.shown(value) or "nothing" for value in self.stood(name)))

    def _change_of(self, values: Values) -> Change | None:
        if any(field.name not in values for field in self.view.fields):
            return None
        wanted = self._values_of(values)
        return Change(self._entries, tuple(altered(entry, wanted) for entry in self._entries))

    async def _save(self, values: Values) -> Errors:
        verb = _DONE[self._what]
        keys = [entry.key for entry in self._entries]
        wanted = self._values_of(values)
        if not wanted:
            return {"": "nothing is filled in; fill in what should change"}
        program = self._program
        who, title = _who(program, self._entries), f"{verb} {_named(self._entries)}"
        write = partial(alter_entries, keys, wanted, program.now(), who, title)
        return await program.save(save_over, entry_bases(self._entries), write)


async def alter_form(program: Program, entries: Sequence[Entry], what: str, about: str = "") -> bool:
    """Move entries, change their scope or weights, or change several at once; True when it was written."""
    if await preview_of(program, Change(tuple(entries), tuple(entries))) is None:
        return False

    async def filled(entries: Sequence[Entry]) -> AlterForm:
        choices: EntryChoices = await program.data.fetch(read_entry_choices, entries[0].request)
        form = AlterForm(program, choices, entries, what, about)
        form.again = again
        return form

    async def again() -> AlterForm:
        """For the entries as they are now."""
        return await filled([await program.data.fetch(read_entry, entry.key) for entry in entries])

    try:
        form = await filled(entries)
    except DeskError as error:
        program.notify(str(error), severity="error")
        return False
    if await program.push_screen_wait(form) is None:
        return False
    program.notify(f"Changed {_named(entries)}. u undoes it.")
    return True


def _named(entries: Sequence[Entry]) -> str:
    return entries[0].key if len(entries) == 1 else plural(len(entries), "entry", "entries")


def _length(entries: Sequence[Entry]) -> str:
    seconds = sum(entry.ended_at - entry.started_at for entry in entries if entry.ended_at is not None)
    return "a running timer" if any(entry.ended_at is None for entry in entries) else hm(seconds // 60)


def _who(program: Program, entries: Sequence[Entry]) -> str:
    return agent_here(program) or entries[0].agent
