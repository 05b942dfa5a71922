"""What happens to a request, or to several at once? One question each, one change each, all of them undone by u.

Every function must be awaited in a worker and tells whether something was written. Law: nothing is asked that
is known, and nothing is lost by a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from models.domain.errors import DeskError, Overtaken
from models.domain.sla import DONE
from models.domain.values import PRIORITIES, Entry, State
from models.queries.forms import request_form
from models.services.together import Base, save_over
from tui.data import DatabaseProblem
from tui.dialogs.confirm import Confirm
from tui.dialogs.fields import Choice, Duration, Field, TextField, Toggle
from tui.dialogs.form import Errors, Form, Values
from tui.dialogs.pick import Option, Pick
from tui.format import cut, hm, listed, plural
from tui.widgets.requestcells import moment

if TYPE_CHECKING:
    from models.queries.request_board import Resolving
    from models.queries.requests import QueueRow
    from tui.app import DeskApp

Rows = Sequence["QueueRow"]
UNDO = "u undoes it."
_STATES: tuple[tuple[str, State, str], ...] = (
    ("o", "open", "open"),
    ("w", "waiting", "waiting for client"),
    ("r", "resolved", "resolved"),
    ("c", "closed", "closed"),
)


def who(app: DeskApp) -> str:
    """The agent who sits here, else the user of the machine."""
    session = app.session
    return session.me.key if session is not None and session.me is not None else app.place.user


def called(rows: Rows) -> str:
    """`R-118 Contact form broken (Acme Ltd)`, or `3 requests (Acme Ltd, Ivy Street)`."""
    names = listed(dict.fromkeys(row.client_name for row in rows))
    first = rows[0]
    words = f"{first.key} {cut(first.subject, 60)}" if len(rows) == 1 else plural(len(rows), "request")
    return f"{words} ({names})"


def _keys(rows: Rows) -> list[str]:
    return [row.key for row in rows]


async def _fetch(app: DeskApp, query: Callable[..., Any], *args: Any) -> Any:
    try:
        return await app.data.fetch(query, *args)
    except (DeskError, DatabaseProblem) as error:
        app.notify(str(error), severity="error")
        return None


# -- states -----------------------------------------------------------------------------------------


async def set_state(app: DeskApp, row: QueueRow) -> bool:
    """Ask for the state with one key, and take the request into it."""
    again = row.state in DONE
    answers = tuple(
        (key, "open again" if again and state == "open" else words)
        for key, state, words in _STATES
        if state != row.state
    )
    text = f"{row.key} {row.subject}\n{row.client_name}, {row.state} since {_when(app, row.state_since)}"
    text += "\nThe clock of the resolution stands while it waits, is resolved or is closed."
    if row.state == "new":
        text += "\nIt was not answered yet: open, waiting and resolved count as the answer."
    key = await app.push_screen_wait(Confirm(f"State of {row.key}", text, answers))
    state = next((state for letter, state, _ in _STATES if letter == key), None)
    if state == "resolved":
        return await resolve(app, row)
    if state == "closed":
        return await close(app, [row])
    return state is not None and await _into(app, row, state)


def _when(app: DeskApp, instant: int) -> str:
    return moment(instant, app.now(), app.zone)


async def _into(app: DeskApp, row: QueueRow, state: State) -> bool:
    from models.services.requests import change_state

    done = await app.submit(change_state, row.key, state, app.now(), who(app))
    if done is not None:
        app.notify(f"{row.key} is {state}{' again' if row.state in DONE else ''}. {UNDO}")
    return done is not None


async def resolve(app: DeskApp, row: QueueRow) -> bool:
    """Ask for the cause, and for the time when none was logged."""
    from models.queries.request_board import read_resolving

    if row.state == "resolved":
        app.notify(f"{row.key} is resolved already. o opens it again or closes it.")
        return False
    known = await _fetch(app, read_resolving, row.key, row.client, row.work_type, app.now())
    if known is None:
        return False

    async def again() -> ResolveForm:
        """With the cause that it has now."""
        causes = await app.data.fetch(read_causes, [row.key])
        fresh = await app.data.fetch(read_resolving, row.key, row.client, row.work_type, app.now())
        form = ResolveForm(app, replace(row, cause=causes[row.key]), fresh)
        form.again = again
        return form

    form = ResolveForm(app, row, known)
    form.again = again
    return await app.push_screen_wait(form) is not None


class ResolveForm(Form):
    """The cause, last ones first; the time spent where there is no entry; the timer where it runs."""

    def __init__(self, app: DeskApp, row: QueueRow, known: Resolving) -> None:
        """For one request."""
        self._program, self._row, self._known = app, row, known
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
                self._row.cause,
                required=True,
                hint=hint,
                choices=self._known.causes,
                other=True,
            )
        ]
        if self._mine_runs():
            fields.append(Toggle("stop", "Stop the timer", True))
        if not self._known.entries and self._agent() is not None:
            fields.append(Duration("spent", "Time to log", hint="none is logged yet: 15m, 1h30"))
            fields.append(TextField("note", "What was done"))
        return fields

    def _agent(self) -> str | None:
        session = self._program.session
        return session.me.key if session is not None and session.me is not None else None

    def _mine_runs(self) -> bool:
        session = self._program.session
        running = session.running if session is not None else None
        return running is not None and running.entry.request == self._row.key

    def _preview(self, values: Mapping[str, Any]) -> Sequence[str]:
        spent, left = values.get("spent"), self._known.left
        if not spent or left.manner == "unlimited":
            return []
        if left.manner == "on_demand":
            return [f"On demand: {hm(left.call_minutes(spent * 60))} will be billed."]
        minutes, sessions = left.after(spent * 60)
        if sessions != left.sessions:
            return [
                f"{plural(left.sessions, 'session')} left, {sessions} after this; {hm(minutes)} hours left."
            ]
        return [f"{hm(left.minutes)} left, {hm(minutes)} after this."]

    async def _save(self, values: Values) -> Errors:
        if values.get("stop") and self._mine_runs():
            if not await self._program.may_end_timer():
                return {"stop": "say first what to do with the time of the timer"}
            values = {**values, "stop": self._mine_runs()}  # the answer may have ended it
        return await self._program.save(self._write, values) or self._tell(values)

    def _tell(self, values: Values) -> Errors:
        logged = f", {hm(values['spent'])} logged" if values.get("spent") else ""
        self._program.notify(f"{self._row.key} is resolved{logged}. {UNDO}")
        return {}

    def _write(self, values: Values) -> None:
        """All of it or nothing, also when somebody else gave it a cause meanwhile."""
        save_over(cause_bases({self._row.key: self._row.cause}), partial(self._write_all, values))

    def _write_all(self, values: Values) -> None:
        from models.services.entries import add_entry
        from models.services.requests import resolve_request
        from models.services.timer import stop_timer

        now, agent, row = self._program.now(), self._agent(), self._row
        spent = values.get("spent") or 0
        if values.get("stop") and agent is not None:
            stop_timer(agent, now)
        elif spent and agent is not None:
            start, note = now - spent * 60, values.get("note") or ""
            entry = Entry("", agent, self._known.work_type, start, now, row.client, row.key, "support", note)
            add_entry(entry, now, agent)
        resolve_request(row.key, values["cause"], now, who(self._program))


async def close(app: DeskApp, rows: Rows) -> bool:
    """Close requests; asks for the cause of those that have none, and whether several are meant."""
    from models.services.requests import close_requests

    open_rows = [row for row in rows if row.state != "closed"]
    if not open_rows:
        app.notify(f"{called(rows)}: closed already." if rows else "Nothing to close.")
        return False
    without = [row for row in open_rows if row.cause is None and row.state not in DONE]
    cause: str | None = None
    if without:
        title = f"Close {called(open_rows)}: the cause of {called(without)}"
        cause = await _ask_cause(app, title)
        if cause is None:
            return False
    elif len(open_rows) > 1:
        question = Confirm("Close", f"Close {called(open_rows)}?", (("y", "close them"),))
        if await app.push_screen_wait(question) != "y":
            return False
    done = await app.submit(close_requests, _keys(open_rows), app.now(), who(app), cause)
    if done is not None:
        app.notify(f"Closed {called(open_rows)}. {UNDO}")
    return done is not None


async def _ask_cause(app: DeskApp, title: str, value: str | None = None) -> str | None:
    from models.queries.capture import read_causes_in_use

    causes = await _fetch(app, read_causes_in_use)
    if causes is None:
        return None
    values = await app.push_screen_wait(Form(title, [_cause_field(value, causes)]))
    return None if values is None else str(values["cause"])


def _cause_field(value: str | None, causes: Sequence[str]) -> Choice:
    return Choice("cause", "Cause", value, required=True, hint="a word or two", choices=causes, other=True)


# -- fields and flags ---------------------------------------------------------------------------------


async def set_cause(app: DeskApp, rows: Rows) -> bool:
    """One cause for all of them."""
    from models.queries.capture import read_causes_in_use

    async def again() -> CauseForm:
        """With the causes that they have now."""
        known = await app.data.fetch(read_causes, _keys(rows))
        form = CauseForm(app, rows, known, await app.data.fetch(read_causes_in_use))
        form.again = again
        return form

    try:
        form = CauseForm(
            app, rows, {row.key: row.cause for row in rows}, await app.data.fetch(read_causes_in_use)
        )
    except (DeskError, DatabaseProblem) as error:
        app.notify(str(error), severity="error")
        return False
    form.again = again
    return await app.push_screen_wait(form) is not None


class CauseForm(Form):
    """One cause for one request or several; what a colleague wrote there meanwhile is asked about."""

    def __init__(
        self, app: DeskApp, rows: Rows, known: Mapping[str, str | None], causes: Sequence[str]
    ) -> None:
        """`known` are the causes that they have, by key."""
        self._program, self._known = app, dict(known)
        values = set(known.values())
        field = _cause_field(next(iter(values)) if len(values) == 1 else None, causes)
        super().__init__(f"Cause of {called(rows)}", [field], submit=self._save)

    def stood(self, name: str) -> Any:
        """The causes, one by one."""
        return tuple(self._known.items())

    def said(self, name: str) -> str:
        """The causes that they have now."""
        return ", ".join(dict.fromkeys(cause or "none" for cause in self._known.values()))

    async def _save(self, values: Values) -> Errors:
        from models.services.requests import set_fields

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


async def set_priority(app: DeskApp, rows: Rows) -> bool:
    """One key, one priority."""
    from models.services.requests import set_fields

    answers = tuple((priority[0], priority) for priority in reversed(PRIORITIES))
    key = await app.push_screen_wait(Confirm("Priority", called(rows), answers))
    priority = next((name for name in PRIORITIES if name[0] == key), None)
    if priority is None:
        return False
    return (
        await app.submit(_fields(set_fields, priority=priority), _keys(rows), app.now(), who(app)) is not None
    )


def _fields(service: Callable[..., int], **values: Any) -> Callable[..., int]:
    def write(*args: Any) -> int:
        return service(*args, **values)

    return write


async def assign(app: DeskApp, rows: Rows) -> bool:
    """Whose are they? Whoever sits here stands first."""
    from models.services.requests import assign_requests

    session = app.session
    if session is None:
        return False
    mine = session.me.key if session.me is not None else None
    people = sorted(session.agents, key=lambda person: person.key != mine)
    options = [
        Option(person.key, person.name, "me" if person.key == mine else person.key) for person in people
    ]
    picked = await app.push_screen_wait(Pick(f"Assign {called(rows)}", [*options, Option("", "unassigned")]))
    if picked is None:
        return False
    done = await app.submit(assign_requests, _keys(rows), str(picked) or None, app.now(), who(app))
    return done is not None


async def toggle_rework(app: DeskApp, rows: Rows) -> bool:
    """Flag as rework unless all are flagged, else take the flag away."""
    return await _flag(app, rows, "rework", not all(row.rework for row in rows), "rework, not maintenance")


async def toggle_outside(app: DeskApp, rows: Rows) -> bool:
    """Flag as outside scope unless all are flagged, else take the flag away."""
    return await _flag(
        app,
        rows,
        "outside_scope",
        not all(row.outside_scope for row in rows),
        "outside scope, to be quoted apart",
    )


async def _flag(app: DeskApp, rows: Rows, name: str, on: bool, words: str) -> bool:
    from models.services.requests import set_flags

    done = await app.submit(_fields(set_flags, **{name: on}), _keys(rows), app.now(), who(app))
    if done is not None:
        app.notify(f"{called(rows)}: {'' if on else 'no longer '}{words}. {UNDO}")
    return done is not None


async def answered(app: DeskApp, row: QueueRow) -> bool:
    """The first response was given now."""
    from models.services.requests import answer_request

    at = row.clocks.responded_at
    if at is not None:
        app.notify(f"{row.key} was answered {_when(app, at)}. e changes that time.")
        return False
    done = await app.submit(answer_request, row.key, app.now(), who(app))
    if done is not None:
        app.notify(f"{row.key} is answered. {UNDO}")
    return done is not None


# -- notes and repeats ------------------------------------------------------------------------------------


async def add_note(app: DeskApp, row: QueueRow) -> bool:
    """Write something down."""
    from models.services.requests import add_note as write
    from tui.dialogs.note import Note

    session = app.session
    agent = session.me.key if session is not None and session.me is not None else None
    text = await app.push_screen_wait(Note(f"Note on {called([row])}"))
    while text is not None:
        errors = await app.save(write, row.key, text, app.now(), who(app), agent)
        if not errors:
            return True
        app.notify("; ".join(errors.values()), severity="error")
        title = f"Note on {called([row])}"
        text = await app.push_screen_wait(Note(title, typed=text, why="not saved"))
    return False


async def edit_note(app: DeskApp, note: int, text: str) -> bool:
    """Change what was written down."""
    from models.queries.forms import note_form
    from models.services.requests import edit_note as write
    from models.services.together import Base, save_over
    from tui.dialogs.note import Note

    fresh: str | None = await app.push_screen_wait(Note("Edit the note", text))
    while fresh is not None:
        base = Base("request_note", str(note), "the note", {"text": text}, partial(note_form, note))
        try:
            errors = await app.save(save_over, (base,), partial(write, note, fresh, app.now(), who(app)))
            if not errors:
                return True
            app.notify("; ".join(errors.values()), severity="error")
        except Overtaken as found:
            if found.gone:
                app.notify(f"{found}. What you wrote stays here.", severity="error", timeout=10)
            else:
                text = (await _fetch(app, note_form, note) or {"text": text})["text"]
                fresh = await _theirs_or_mine(app, found, text, fresh)
                if fresh is None or fresh == text:
                    return False
                continue
        fresh = await app.push_screen_wait(Note("Edit the note", text, typed=fresh, why="not saved"))
    return False


async def _theirs_or_mine(app: DeskApp, found: Overtaken, theirs: str, mine: str) -> str | None:
    """A colleague changed the note meanwhile: what shall stand there? None when it is left as theirs."""
    from tui.dialogs.conflicts import names_of

    names = names_of(app)
    by = f"{names.who(found.changes[0].who)} changed this note at {names.clock(found.changes[0].at)} to:"
    text = "\n".join([by, "", theirs, "", "Yours:", "", mine])
    answers = (("t", "take theirs"), ("m", "keep yours"), ("b", "both, yours below theirs"))
    answer = None
    while answer is None:
        answer = await app.push_screen_wait(Confirm("The note was changed meanwhile", text, answers))
    return {"t": None, "m": mine, "b": f"{theirs}\n\n{mine}"}[answer]


async def link_repeat(app: DeskApp, row: QueueRow) -> bool:
    """Say which earlier request it repeats; those that ask for the same stand first."""
    from models.queries.request_board import read_repeat_choices
    from models.services.requests import link_repeat as write

    found = await _fetch(app, read_repeat_choices, row, app.now())
    if found is None:
        return False
    alike, others = found
    options = [Option("", f"no repeat of {row.repeat_of}")] if row.repeat_of else []
    options += [_option(app, b.key, b.subject, f"like it · {b.state}", b.reported_at) for b in alike]
    options += [_option(app, o.key, o.subject, o.state, o.reported_at) for o in others]
    empty = f"{row.client_name} asked for nothing else."
    picked = await app.push_screen_wait(Pick(f"{called([row])} repeats…", options, empty=empty))
    if picked is None:
        return False
    done = await app.submit(write, row.key, str(picked) or None, app.now(), who(app))
    if done is not None:
        app.notify(f"{row.key} repeats {picked}. {UNDO}" if picked else f"{row.key} is no repeat. {UNDO}")
    return done is not None


def _option(app: DeskApp, key: str, subject: str, words: str, at: int) -> Option:
    return Option(key, f"{key}  {subject}", f"{words} · {moment(at, app.now(), app.zone, short=True)}")
