"""Where did a request come from? Its cause, asked for alone, when it is resolved, and for several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError
from models.domain.values import Entry
from models.queries.desk.forms import request_form
from models.queries.requests.board import read_resolving
from models.queries.requests.one_line import read_causes_in_use
from models.services.core.together import Base, save_over
from models.services.requests.life import resolve_request, set_fields
from models.services.time.entries import add_entry
from models.services.time.timer import stop_timer
from tui.dialogs.form import Errors, Form, Values
from tui.program.presence import agent_here, who
from tui.screens.requests.common import UNDO, Rows, called, fetch_or_tell, keys_of
from tui.text.format import cut, hm, plural
from tui.text.timer_phrases import ran_words
from tui.widgets.form.fields import Choice, Duration, Field, TextField, Toggle

if TYPE_CHECKING:
    from models.queries.desk.session import RunningTimer
    from models.queries.requests.board import Resolving
    from models.queries.requests.queue import QueueRow
    from tui.program.protocol import Program


async def resolve(program: Program, row: QueueRow) -> bool:
    """Ask for the cause, and for the time when none was logged."""
    if row.state == "resolved":
        program.notify(f"{row.key} is resolved already. o opens it again or closes it.")
        return False
    if not await program.meant([row.key], "Resolve it"):
        return False
    known = await fetch_or_tell(program, read_resolving, row.key, row.client, row.work_type, program.now())
    if known is None:
        return False

    async def again() -> ResolveForm:
        """With the cause that it has now."""
        causes = await program.data.fetch(read_causes, [row.key])
        fresh = await program.data.fetch(read_resolving, row.key, row.client, row.work_type, program.now())
        form = ResolveForm(program, replace(row, cause=causes[row.key]), fresh)
        form.again = again
        return form

    form = ResolveForm(program, row, known)
    form.again = again
    return await program.push_screen_wait(form) is not None


class ResolveForm(Form):
    """The cause, last ones first; the time spent where there is no entry; the timer where it runs."""

    def __init__(self, program: Program, row: QueueRow, known: Resolving) -> None:
        self._program, self._row, self._known = program, row, known
        super().__init__(
            f"Resolve {row.key} {cut(row.subject, 60)}",
            self._fields(),
            submit=self._save,
            preview=self._preview,
        )

    def _fields(self) -> list[Field]:
        hint = "what it came from, in a word or two"
        fields: list[Field] = [
            Choice(
                "cause",
                "Cause",
                self._row.cause or self._known.usual_cause,
                required=True,
                hint=hint,
                choices=self._known.causes,
                other=True,
            )
        ]
        if self._mine_runs():
            fields.append(Toggle("stop", "Stop the timer", True))
        if not self._known.entries and agent_here(self._program) is not None:
            fields.append(Duration("spent", "Time to log", hint="none is logged yet: 15m, 1h30"))
            fields.append(TextField("note", "What was done"))
        return fields

    def _mine_runs(self) -> bool:
        session = self._program.session
        running = session.running if session is not None else None
        return running is not None and running.entry.request == self._row.key

    def _preview(self, values: Mapping[str, Any]) -> Sequence[str]:
        spent, left = values.get("spent"), self._known.left
        if not spent or left.manner == "unlimited":
            return []
        if left.manner == "on_demand":
            return [f"On demand: {hm(left.added_minutes(spent * 60))} will be billed."]
        minutes, sessions = left.after(spent * 60)
        if sessions != left.sessions:
            return [
                f"{plural(left.sessions, 'session')} left, {sessions} after this; {hm(minutes)} hours left."
            ]
        return [f"{hm(left.minutes)} left, {hm(minutes)} after this."]

    async def _save(self, values: Values) -> Errors:
        if values.get("stop") and self._mine_runs():
            if not await self._program.everywhere.may_end_timer():
                return {"stop": "say first what to do with the time of the timer"}
            values = {**values, "stop": self._mine_runs()}  # the answer may have ended it
        session = self._program.session
        running = session.running if values.get("stop") and session is not None else None
        return await self._program.save(self._write, values) or self._tell(values, running)

    def _tell(self, values: Values, ended: RunningTimer | None) -> Errors:
        """That it is resolved, and the time that this wrote: what was typed, or what the timer ran."""
        logged = f", {hm(values['spent'])} logged" if values.get("spent") else ""
        if ended is not None:
            ran = max(0, self._program.now() - ended.entry.started_at)
            logged = f", timer stopped after {ran_words(ran)}"
        self._program.notify(f"{self._row.key} is resolved{logged}. {UNDO}")
        return {}

    def _write(self, values: Values) -> None:
        """All of it or nothing, also when somebody else gave it a cause meanwhile."""
        save_over(cause_bases({self._row.key: self._row.cause}), partial(self._write_all, values))

    def _write_all(self, values: Values) -> None:
        now, agent, row = self._program.now(), agent_here(self._program), self._row
        spent = values.get("spent") or 0
        if values.get("stop") and agent is not None:
            stop_timer(agent, now)
        elif spent and agent is not None:
            start, note = now - spent * 60, values.get("note") or ""
            entry = Entry("", agent, self._known.work_type, start, now, row.client, row.key, "support", note)
            add_entry(entry, now, agent)
        resolve_request(row.key, values["cause"], now, who(self._program))


async def ask_cause(program: Program, title: str, value: str | None = None) -> str | None:
    causes = await fetch_or_tell(program, read_causes_in_use)
    if causes is None:
        return None
    values = await program.push_screen_wait(Form(title, [_cause_field(value, causes)]))
    return None if values is None else str(values["cause"])


def _cause_field(value: str | None, causes: Sequence[str]) -> Choice:
    return Choice("cause", "Cause", value, required=True, hint="a word or two", choices=causes, other=True)


async def set_cause(program: Program, rows: Rows) -> bool:
    """Ask for one cause and set it on all the requests. Tell whether it was saved."""

    async def again() -> CauseForm:
        """With the causes that they have now."""
        known = await program.data.fetch(read_causes, keys_of(rows))
        form = CauseForm(program, rows, known, await program.data.fetch(read_causes_in_use))
        form.again = again
        return form

    try:
        form = CauseForm(
            program, rows, {row.key: row.cause for row in rows}, await program.data.fetch(read_causes_in_use)
        )
    except DeskError as error:
        program.notify(str(error), severity="error")
        return False
    form.again = again
    return await program.push_screen_wait(form) is not None


class CauseForm(Form):
    """One cause for one request or several; what a colleague wrote there meanwhile is asked about."""

    def __init__(
        self, program: Program, rows: Rows, known: Mapping[str, str | None], causes: Sequence[str]
    ) -> None:
        """`known` are the causes that they have, by key."""
        self._program, self._known = program, dict(known)
        values = set(known.values())
        field = _cause_field(next(iter(values)) if len(values) == 1 else None, causes)
        super().__init__(f"Cause of {called(rows)}", [field], submit=self._save)

    def stood(self, name: str) -> Any:
        return tuple(self._known.items())

    def said(self, name: str) -> str:
        """The causes that they have now."""
        return ", ".join(dict.fromkeys(cause or "none" for cause in self._known.values()))

    async def _save(self, values: Values) -> Errors:
        program = self._program
        write = partial(set_fields, list(self._known), program.now(), who(program), cause=values["cause"])
        return await program.save(save_over, cause_bases(self._known), write)


def cause_bases(known: Mapping[str, str | None]) -> tuple[Base, ...]:
    """The requests as far as a question about their cause was opened with them."""
    return tuple(
        Base("request", key, key, {"cause": cause}, partial(_cause_of, key)) for key, cause in known.items()
    )


def _cause_of(key: str) -> dict[str, Any]:
    return {"cause": request_form(key)["cause"]}


def read_causes(keys: Sequence[str]) -> dict[str, str | None]:
    """The causes of requests as they are now; raises NotFound."""
    return {key: request_form(key)["cause"] for key in keys}
