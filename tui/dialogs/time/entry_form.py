"""When was what done for whom? The form of a time entry: new, edited, or copied from another.

    saved = await entry_form(self.desk, None, draft=draft_entry(agent="dana", client="acme"))
    saved = await entry_form(self.desk, entry)

Both must be awaited in a worker (`@work`). Nothing odd is stored silently: an end before the start is explained; the
future, no length, more than ten hours, no client are asked about (RULES 6.1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from models.book.writing import entry_document
from models.domain.basics.errors import DeskError
from models.domain.basics.zone import zone
from models.domain.contracts.free_words import rule_words
from models.domain.month_end.checks import LONG_SECONDS
from models.domain.values import Entry, FreeRule, Scope
from models.queries.desk.forms import entry_form as entry_document_form
from models.queries.requests.courtesies import read_proposal
from models.queries.time.entry_choices import EntryChoices, read_entry_choices
from models.queries.time.entry_preview import Change, Preview
from models.services.core.together import Base, save_over
from models.services.time.entries import add_entry, edit_entry
from models.storage.rows.reading import read_entry
from tui.dialogs.form import Errors, Values
from tui.dialogs.preview_form import PreviewForm
from tui.dialogs.time.entry_fields import (
    Belonging,
    StartField,
    agent_field,
    client_field,
    field_value,
    premium_field,
    request_field,
    scope_field,
    told_field,
    work_type_field,
)
from tui.dialogs.time.moments import Moments, moment_text
from tui.program.presence import agent_here
from tui.text.format import hm, safe, short_date
from tui.widgets.form.fields import Date, Field, Parsed, TextField
from tui.widgets.form.formview import FormView

if TYPE_CHECKING:
    from tui.program.protocol import Program

NEEDED = ("agent", "work_type", "scope", "date", "start", "end")
PATHS = {"started_at": "start", "ended_at": "end"}
NOTE_LIMIT = 2000


def draft_entry(
    *,
    agent: str,
    started_at: int,
    ended_at: int | None = None,
    client: str | None = None,
    request: str | None = None,
    work_type: str = "",
    scope: Scope = "support",
    note: str = "",
) -> Entry:
    """What the form of a new entry begins with; an end of None leaves that field empty."""
    return Entry("", agent, work_type, started_at, ended_at, client, request, scope, note)


async def entry_form(
    program: Program, entry: Entry | None, *, draft: Entry | None = None, who: str | None = None
) -> Entry | None:
    """Ask for an entry and write it: a new one like `draft`, or `entry` edited; None when nothing was.

    `who` is the agent that makes the change; by default whoever sits here.
    """
    fresh = draft or draft_entry(agent="", started_at=program.now())

    async def filled(entry: Entry | None) -> EntryForm:
        base = entry or fresh
        choices: EntryChoices = await program.data.fetch(read_entry_choices, base.request)
        if not choices.work_types or not choices.agents:
            raise DeskError("The desk needs an agent and a work type before time can be added.")
        form = EntryForm(program, choices, entry, base, who or agent_here(program) or "")
        if entry is not None:
            form.again = partial(again, entry.key)
        return form

    async def again(key: str) -> EntryForm:
        """Filled with what stands there now."""
        return await filled(await program.data.fetch(read_entry, key))

    try:
        form = await filled(entry)
    except DeskError as error:
        program.notify(str(error), severity="error")
        return None
    await program.push_screen_wait(form)
    saved: Entry | None = form.saved
    return saved


COURTESY_KEY = "ctrl+f"


class EntryForm(PreviewForm):
    """The fields of an entry over what they do to the ledger; ctrl+f takes it as courtesy, or as support again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            COURTESY_KEY,
            "courtesy",
            "Courtesy",
            show=False,
            priority=True,
            id="entry.courtesy",
            tooltip="Take the time as courtesy, or as support again",
        ),
    ]

    def __init__(
        self, program: Program, choices: EntryChoices, entry: Entry | None, base: Entry, who: str
    ) -> None:
        """`entry` is edited when given; otherwise a new one begins like `base`."""
        self._entry, self._who, self._program = entry, who, program
        self._base = _completed(base, choices, who)
        self._desk_zone = zone(choices.timezone)
        self._first_day = self._desk_zone.date_of(base.started_at)
        self._moments = Moments(self._desk_zone, program.now, self._first_day)
        self._belonging = Belonging(choices, base.request, self._shown_view)
        whose = next((one.name for one in choices.agents if one.key == self._base.agent), self._base.agent)
        other = who and self._base.agent != who
        client = dict(choices.clients).get(base.client or "", base.client or "internal")
        about = f"({client}, {short_date(self._first_day)})"
        title = "Add time" if entry is None else f"Edit {entry.key} {about}"
        title += f" {'for' if entry is None else 'of'} {whose}, not you" if other else ""
        super().__init__(
            title, self._fields(choices), change=self._change_of, save=self._save, doubts=self._doubts_of
        )
        self._moments.day = self._day
        self._moments.start = self._start
        self._leave_out()

    def _fields(self, choices: EntryChoices) -> list[Field]:
        base, day, desk_zone = self._base, self._first_day, self._desk_zone
        running = self._entry is not None and base.ended_at is None
        end = "" if base.ended_at is None else moment_text(base.ended_at, day, desk_zone)
        fields: list[Field] = [
            client_field(choices, base.client),
            request_field(choices, base.request, self._belonging.client),
            work_type_field(choices, base.work_type),
            scope_field(base.scope),
            told_field(base.told),
            Date("date", "Date", day, required=True, today=desk_zone.date_of(self._program.now())),
            StartField(
                "start",
                "Start",
                moment_text(base.started_at, day, desk_zone),
                required=True,
                hint="9:15, 9:15-10, -20m",
                reader=self._moments.read_start,
            ),
            Parsed(
                "end",
                "End or length",
                end or None,
                required=not running,
                hint="empty: runs on" if running else "10:15, 1h30, 45m, now",
                reader=self._moments.read_end,
            ),
            TextField("note", "Note", base.note or None, limit=NOTE_LIMIT),
        ]
        if choices.weights or base.premium is not None:
            fields.append(premium_field(base.premium))
        if len(choices.agents) > 1 or self._base.agent not in {agent.key for agent in choices.agents}:
            fields.insert(5, agent_field(choices, base.agent))
        return fields

    # -- values ---------------------------------------------------------------------------------

    def _day(self) -> date:
        day = field_value(self._shown_view(), "date")
        return day if isinstance(day, date) else self._first_day

    def _start(self) -> int | None:
        start = field_value(self._shown_view(), "start")
        return start if isinstance(start, int) else None

    def _shown_view(self) -> FormView | None:
        """The fields; None while they are still being made."""
        return getattr(self, "view", None)

    @on(FormView.Changed)
    def _keep_together(self) -> None:
        self._belonging.settle()
        self._leave_out()

    def _leave_out(self) -> None:
        """Only of courtesy may the client have been told (RULES 3.10)."""
        self.view.hide(set() if field_value(self.view, "scope") == "courtesy" else {"told"})

    # -- courtesy -------------------------------------------------------------------------------

    def action_courtesy(self) -> None:
        """Take it as courtesy, or as support again; what is proposed is never chosen by itself (RULES 3.10)."""
        given = field_value(self.view, "scope") == "courtesy"
        self.view.put("scope", "support" if given else "courtesy")

    async def _read(self, values: Values) -> Preview | None:
        """What the values would do, and why they might be courtesy."""
        preview = await super()._read(values)
        entry = self._entry_of(values)
        if preview is None or preview.refused is not None or entry is None:
            return preview
        rule = await self._proposed(entry)
        if rule is None:
            return preview
        asked = f"courtesy? {COURTESY_KEY} takes it as courtesy"
        taken = f"taken as courtesy; {COURTESY_KEY} takes it as support"
        words = f"{rule_words(rule)}: {taken if entry.scope == 'courtesy' else asked}"
        return replace(preview, warnings=(words, *preview.warnings))

    async def _proposed(self, entry: Entry) -> FreeRule | None:
        """The rule under which the work is proposed as courtesy; None for none."""
        if entry.request is None or entry.ended_at is None or entry.scope not in ("support", "courtesy"):
            return None
        minutes = -(-(entry.ended_at - entry.started_at) // 60)
        try:
            rule: FreeRule | None = await self._program.data.fetch(
                read_proposal, entry.request, minutes, entry.started_at
            )
        except DeskError:
            return None  # the entry can be saved without it
        return rule

    def _entry_of(self, values: Mapping[str, Any]) -> Entry | None:
        """The entry that the values describe; None while one of them cannot be read."""
        values = {"agent": self._base.agent, **values}
        if any(name not in values for name in NEEDED):
            return None
        # The field holds one line: a note of several is kept as it was unless its text was changed.
        note = values.get("note") or ""
        if note == safe(self._base.note)[:NOTE_LIMIT].strip():
            note = self._base.note
        return replace(
            self._base,
            key=self._entry.key if self._entry is not None else "",
            agent=values["agent"],
            client=values.get("client"),
            request=values.get("request"),
            work_type=values["work_type"],
            scope=values["scope"],
            started_at=values["start"],
            ended_at=values["end"],
            note=note,
            premium=values.get("premium", self._base.premium),
            told=values["scope"] == "courtesy" and bool(values.get("told", self._base.told)),
            late_in=self._entry.late_in if self._entry is not None else None,
        )

    def _change_of(self, values: Values) -> Change | None:
        entry = self._entry_of(values)
        if entry is None or (entry.ended_at is None and self._entry is None):
            return None
        return Change(() if self._entry is None else (self._entry,), (entry,))

    def _doubts_of(self, values: Values) -> dict[str, str]:
        entry = self._entry_of(values)
        return {} if entry is None else entry_doubts(entry, self._entry, self._program.now())

    async def _save(self, values: Values) -> Errors:
        entry = self._entry_of(values)
        if entry is None:
            return {"": "something is missing"}
        if entry.ended_at == entry.started_at and not entry.note.strip():
            return {"note": "an entry without length is a correction and needs a note that says of what"}
        now, who = self._program.now(), self._who or entry.agent
        if self._entry is None:
            errors = await self._program.save(self._add, entry, now, who)
        else:
            errors = await self._program.save(self._edit, entry, now, who)
        return {PATHS.get(path, path): message for path, message in errors.items()}

    def _add(self, entry: Entry, now: int, who: str) -> None:
        self.saved = add_entry(entry, now, who)

    def _edit(self, entry: Entry, now: int, who: str) -> None:
        bases = entry_bases((self._entry,) if self._entry is not None else ())
        self.saved = save_over(bases, partial(edit_entry, entry, now, who))

    def place_of(self, path: str) -> str:
        """Instants stand in fields of their own."""
        return PATHS.get(path, path)


def entry_bases(entries: Sequence[Entry]) -> tuple[Base, ...]:
    """The entries as a form was opened with them."""
    return tuple(
        Base("entry", entry.key, entry.key, entry_document(entry), partial(entry_document_form, entry.key))
        for entry in entries
    )


def _completed(base: Entry, choices: EntryChoices, who: str) -> Entry:
    """A draft with somebody who did it and a kind of work."""
    agent = base.agent or who or choices.agents[0].key
    request = next((r for r in choices.requests if r.key == base.request), None)
    usual = request.work_type if request is not None and request.work_type else choices.work_types[0][0]
    return replace(base, agent=agent, work_type=base.work_type or usual)


def entry_doubts(entry: Entry, before: Entry | None, now: int) -> dict[str, str]:
    """What should be asked before an entry is stored, by field; nothing that was so already."""
    doubts: dict[str, str] = {}
    length = 0 if entry.ended_at is None else entry.ended_at - entry.started_at
    old_length = 0 if before is None or before.ended_at is None else before.ended_at - before.started_at
    if entry.started_at > now:
        doubts["start"] = "lies in the future"
    elif entry.ended_at is not None and entry.ended_at > now:
        doubts["end"] = "lies in the future"
    elif length > LONG_SECONDS and length != old_length:
        doubts["end"] = f"makes {hm(length // 60)}, more than 10 hours"
    elif entry.ended_at is not None and length == 0 and (before is None or old_length):
        doubts["end"] = "is the start: nothing is spent"
    had_client = before is None or before.client is not None or before.scope == "internal"
    if entry.client is None and entry.scope != "internal" and had_client:
        doubts["client"] = "is missing: the month cannot be closed with it"
    return doubts
