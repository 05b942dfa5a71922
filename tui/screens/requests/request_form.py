"""What exactly does a client ask for? Every field of a request, new or changed.

    request = await request_form(self.desk, "R-118")
    request = await request_form(self.desk, None, client="acme")

Both must be awaited in a worker (`@work`). A form that is saved untouched changes nothing: a text of several lines
keeps them, a time keeps its seconds.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on

from models.domain.basics.errors import DeskError
from models.domain.basics.typed.typed_time import parse_when
from models.domain.basics.zone import Zone, zone
from models.domain.values import CHANNELS, PRIORITIES, Request
from models.queries.desk.forms import request_form as request_document_form
from models.queries.requests.board import RequestChoices, read_request_choices
from models.queries.requests.page import read_request_page
from models.queries.time.entry_choices import EntryChoices, RequestChoice, read_entry_choices
from models.services.core.together import Base, save_over
from models.services.requests.life import NewRequest, create_request, edit_request
from tui.dialogs.form import Errors, Form, Values
from tui.dialogs.time.entry_fields import RequestField, field_value, premium_field, request_text
from tui.dialogs.time.moments import moment_text
from tui.program.presence import who
from tui.text.format import safe
from tui.widgets.form.fields import Choice, Field, TextField, Time, Toggle
from tui.widgets.form.formview import FormView

if TYPE_CHECKING:
    from tui.program.protocol import Program

BODY_LIMIT = 4000
TIMES = "9:15, -20m, yesterday 16:00"
Known = tuple[Request | None, bool, RequestChoices, EntryChoices, tuple[Base, ...]]


async def request_form(program: Program, key: str | None, *, client: str | None = None) -> Request | None:
    """Ask for a request and write it: a new one (of `client`), or the one of `key` changed; None when not."""

    async def again() -> RequestForm:
        """Filled with what stands there now."""
        form = RequestForm(program, await program.data.fetch(_read, key, program.now()), client)
        form.again = again
        return form

    try:
        form = await again()
    except DeskError as error:
        program.notify(str(error), severity="error")
        return None
    await program.push_screen_wait(form)
    saved: Request | None = form.saved
    return saved


def _read(key: str | None, now: int) -> Known:
    if key is None:
        return None, False, read_request_choices(), read_entry_choices(), ()
    page = read_request_page(key, now)
    choices = read_entry_choices(page.request.repeat_of)
    base = Base("request", key, key, request_document_form(key), partial(request_document_form, key))
    return page.request, page.row.rework, read_request_choices(), choices, (base,)


class RequestForm(Form):
    """The fields of a request."""

    def __init__(self, program: Program, known: Known, client: str | None) -> None:
        """A new request unless one is known."""
        self._before, self._rework, self._choices, self._entries, self._bases = known
        self._program = program
        self._zone: Zone = zone(self._entries.timezone)
        self._client = client
        before = self._before
        title = "New request" if before is None else f"Edit {before.key}"
        super().__init__(title, self._fields(), submit=self._save)

    # -- fields ---------------------------------------------------------------------------------

    def _fields(self) -> list[Field]:
        before, names = self._before, self._choices.catalogue
        base = before or Request("", self._client or "", "", self._program.now())
        fields: list[Field] = [
            self._choice("client", "Client", base.client or None, names.clients, required=True),
            TextField("subject", "Subject", base.subject or None, required=True, limit=500),
            TextField("body", "Details", base.body or None, limit=BODY_LIMIT),
            Choice("channel", "Channel", base.channel, required=True, choices=CHANNELS),
            Choice("priority", "Priority", base.priority, required=True, choices=PRIORITIES),
            self._choice(
                "assignee", "Assigned to", base.assignee, names.agents, hint="unassigned when empty"
            ),
            Choice(
                "cause",
                "Cause",
                base.cause,
                choices=names.causes,
                other=True,
                hint="any word; new ones are kept",
            ),
            self._choice("work_type", "Work type", base.work_type, names.work_types),
            self._time(
                "reported_at", "Reported at", before.reported_at if before else None, "now when empty"
            ),
        ]
        if before is not None:
            fields.append(
                self._time("first_response_at", "Answered at", before.first_response_at, "not yet when empty")
            )
        return [
            *fields,
            self._repeat(base.repeat_of),
            Toggle("outside_scope", "Outside scope", base.outside_scope, hint="to be quoted apart"),
            Toggle("rework", "Rework", self._rework, hint="rework, not maintenance"),
            *([premium_field(base.premium)] if self._entries.weights or base.premium is not None else []),
        ]

    @staticmethod
    def _choice(
        name: str, label: str, value: str | None, choices: Any, *, required: bool = False, hint: str = ""
    ) -> Choice:
        pairs: list[tuple[Hashable, str]] = [(choice.key, choice.name) for choice in choices]
        if value is not None and value not in {key for key, _ in pairs}:
            pairs.append((value, value))
        people = {choice.key: choice.people for choice in choices if choice.people}
        return Choice(name, label, value, required=required, hint=hint, choices=pairs, people=people)

    def _time(self, name: str, label: str, value: int | None, hint: str) -> Time:
        now, desk_zone = self._program.now, self._zone
        today = desk_zone.date_of(now())
        return Time(
            name,
            label,
            value,
            required=name == "reported_at" and value is not None,
            hint=f"{TIMES}; {hint}" if value is None else TIMES,
            reader=lambda text: parse_when(text, now(), desk_zone, ""),
            writer=lambda instant: moment_text(instant, today, desk_zone),
        )

    def _repeat(self, value: str | None) -> Field:
        mine = self._before.key if self._before is not None else None
        others: tuple[RequestChoice, ...] = tuple(r for r in self._entries.requests if r.key != mine)
        hint = "an earlier request of the client; none when empty"
        return RequestField(
            "repeat_of", "Repeats", value, requests=others, client=self._chosen_client, hint=hint
        )

    def _shown_view(self) -> FormView | None:
        """The fields; None while they are still being made."""
        return getattr(self, "view", None)

    def _chosen_client(self) -> str | None:
        found: str | None = field_value(self._shown_view(), "client")
        return found

    @on(FormView.Changed)
    def _keep_together(self) -> None:
        """A request of another client is no repeat."""
        client, text = self._chosen_client(), self.view.texts["repeat_of"]
        if client is None or not text:
            return
        strange = (r for r in self._entries.requests if r.client != client)
        if any(text in (r.key, request_text(r)) for r in strange):
            self.view.set_text("repeat_of", "")

    # -- saving ---------------------------------------------------------------------------------

    async def _save(self, values: Values) -> Errors:
        rework = bool(values.pop("rework"))
        # The field holds one line: details of several are kept as they were unless the text was changed.
        body, before = values.pop("body") or "", self._before
        if before is not None and body == safe(before.body)[:BODY_LIMIT].strip():
            body = before.body
        save = self._create if before is None else self._edit
        errors = await self._program.save(save, {**values, "body": body}, rework)
        return errors

    def _create(self, values: Values, rework: bool) -> None:
        new = NewRequest(**values, rework=rework)
        self.saved = create_request(new, self._program.now(), who(self._program))
        self._program.announcer.own(self.saved.key)

    def _edit(self, values: Values, rework: bool) -> None:
        if self._before is not None:
            new = replace(self._before, **values)
            write = partial(edit_request, new, self._program.now(), who(self._program), rework=rework)
            self.saved = save_over(self._bases, write)
