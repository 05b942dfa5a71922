"""What happens to a request, or to several at once? One question each, one change each, all of them undone by u.

Every function must be awaited in a worker and tells whether something was written. Law: nothing is asked that
is known, and nothing is lost by a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from models.domain.errors import DeskError
from models.domain.sla import DONE
from models.domain.values import PRIORITIES, Entry, State
from tui.data import DatabaseProblem
from tui.dialogs.confirm import Confirm
from tui.dialogs.fields import Choice, Duration, Field, TextField, Toggle
from tui.dialogs.form import Errors, Form, Values
from tui.dialogs.pick import Option, Pick
from tui.format import cut, hm, plural
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
    """`R-118 Contact form broken`, or `3 requests`."""
    return f"{rows[0].key} {cut(rows[0].subject, 60)}" if len(rows) == 1 else plural(len(rows), "request")


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
    return await app.push_screen_wait(ResolveForm(app, row, known)) is not None


class ResolveForm(Form):
    """The cause, last ones first; the time spent where there is no entry; the timer where it runs."""

    def __init__(self, app: DeskApp, row: QueueRow, known: Resolving) -> None:
        """For one request."""
        self._program, self._row, self._known = app, row, known
        self._logged = False
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
        return await self._program.save(self._write, values) or self._tell(values)

    def _tell(self, values: Values) -> Errors:
        logged = f", {hm(values['spent'])} logged" if values.get("spent") else ""
        self._program.notify(f"{self._row.key} is resolved{logged}. {UNDO}")
        return {}

    def _write(self, values: Values) -> None:
        """Time first: a refusal of it leaves the request as it was; what is logged is not logged again."""
        from models.services.entries import add_entry
        from models.services.requests import resolve_request
        from models.services.timer import stop_timer

        now, agent, row = self._program.now(), self._agent(), self._row
        spent = values.get("spent") or 0
        if values.get("stop") and agent is not None and not self._logged:
            stop_timer(agent, now)
        elif spent and agent is not None and not self._logged:
            start, note = now - spent * 60, values.get("note") or ""
            entry = Entry("", agent, self._known.work_type, start, now, row.client, row.key, "support", note)
            add_entry(entry, now, agent)
        self._logged = True
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
    field = Choice("cause", "Cause", value, required=True, hint="a word or two", choices=causes, other=True)
    values = await app.push_screen_wait(Form(title, [field]))
    return None if values is None else str(values["cause"])


# -- fields and flags ---------------------------------------------------------------------------------


async def set_cause(app: DeskApp, rows: Rows) -> bool:
    """One cause for all of them."""
    from models.services.requests import set_fields

    causes = {row.cause for row in rows}
    value = next(iter(causes)) if len(causes) == 1 else None
    cause = await _ask_cause(app, f"Cause of {called(rows)}", value)
    if cause is None:
        return False
    return await app.submit(_fields(set_fields, cause=cause), _keys(rows), app.now(), who(app)) is not None


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

    text = await app.push_screen_wait(Note(f"Note on {called([row])}"))
    session = app.session
    agent = session.me.key if session is not None and session.me is not None else None
    return text is not None and await app.submit(write, row.key, text, app.now(), who(app), agent) is not None


async def edit_note(app: DeskApp, note: int, text: str) -> bool:
    """Change what was written down."""
    from models.services.requests import edit_note as write
    from tui.dialogs.note import Note

    fresh = await app.push_screen_wait(Note("Edit the note", text))
    return fresh is not None and await _wrote(app, write, note, fresh, app.now(), who(app))


async def _wrote(app: DeskApp, service: Callable[..., None], *args: Any) -> bool:
    def write() -> bool:
        service(*args)
        return True

    return await app.submit(write) is True


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
