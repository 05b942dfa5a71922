"""What happens to a request, or to several at once? One question each, one change each, all of them undone by u.

Every function must be awaited in a worker and tells whether something was written. Nothing is asked that is known,
and nothing is lost by a refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from models.domain.requests.clocks import DONE
from models.domain.values import PRIORITIES, PremiumWord, State
from models.queries.requests.board import read_repeat_choices
from models.services.requests.life import (
    answer_request,
    assign_requests,
    change_state,
    close_requests,
    delete_request,
    give_premium,
    set_fields,
    set_flags,
)
from models.services.requests.life import link_repeat as write
from tui.dialogs.confirm import Answers, Confirm
from tui.dialogs.pick import Option, Pick
from tui.program.presence import agent_here, who
from tui.screens.requests.causes import ResolveForm, ask_cause, resolve, set_cause
from tui.screens.requests.common import UNDO, Rows, called, fetch_or_tell, keys_of
from tui.screens.requests.notes import add_note, edit_note
from tui.widgets.cells.request import moment

if TYPE_CHECKING:
    from models.queries.requests.queue import QueueRow
    from tui.program.protocol import Program


_STATES: tuple[tuple[str, State, str], ...] = (
    ("o", "open", "open"),
    ("w", "waiting", "waiting for client"),
    ("r", "resolved", "resolved"),
    ("c", "closed", "closed"),
)


async def set_state(program: Program, row: QueueRow) -> bool:
    """Ask for the state with one key, and take the request into it."""
    if not await program.meant([row.key], "Change its state"):
        return False
    again = row.state in DONE
    answers = tuple(
        (key, "open again" if again and state == "open" else words)
        for key, state, words in _STATES
        if state != row.state
    )

    def words() -> tuple[str, Answers]:
        return _state_words(program, row), answers

    key = await program.push_screen_wait(Confirm(f"State of {called([row])}", *words(), again=words))
    state = next((state for letter, state, _ in _STATES if letter == key), None)
    if state == "resolved":
        return await resolve(program, row)
    if state == "closed":
        return await close(program, [row])
    return state is not None and await _into(program, row, state)


def _state_words(program: Program, row: QueueRow) -> str:
    text = f"{row.state} since {_when(program, row.state_since)}"
    if row.state == "new":
        text += ", not answered yet: open, waiting and resolved count as the answer"
    if row.promised:
        return f"{text}\nWaiting does not move the day for which it was promised."
    return f"{text}\nWhile it waits, is resolved or is closed, the clock of the resolution stands."


def _when(program: Program, instant: int) -> str:
    return moment(instant, program.now(), program.zone)


async def _into(program: Program, row: QueueRow, state: State) -> bool:
    done = await program.submit(change_state, row.key, state, program.now(), who(program))
    if done is not None:
        program.notify(f"{row.key} is {state}{' again' if row.state in DONE else ''}. {UNDO}")
    return done is not None


async def close(program: Program, rows: Rows) -> bool:
    """Close requests; asks for the cause of those that have none, and whether several are meant."""
    open_rows = [row for row in rows if row.state != "closed"]
    if not open_rows:
        program.notify(f"{called(rows)}: closed already." if rows else "Nothing to close.")
        return False
    if not await program.meant(keys_of(open_rows), "Close"):
        return False
    without = [row for row in open_rows if row.cause is None and row.state not in DONE]
    cause: str | None = None
    if without:
        title = f"Close {called(open_rows)}: the cause of {called(without)}"
        cause = await ask_cause(program, title)
        if cause is None:
            return False
    elif len(open_rows) > 1:
        question = Confirm("Close", f"Close {called(open_rows)}?", (("y", "close them"),))
        if await program.push_screen_wait(question) != "y":
            return False
    done = await program.submit(close_requests, keys_of(open_rows), program.now(), who(program), cause)
    if done is not None:
        program.notify(f"Closed {called(open_rows)}. {UNDO}")
    return done is not None


async def delete(program: Program, row: QueueRow) -> bool:
    """Ask, and delete a request and its notes; one that time or a repeat refers to stays, and says why."""
    if not await program.meant([row.key], "Delete it"):
        return False
    name = called([row])
    question = f"Delete {name} and its notes? {UNDO}"
    if await program.push_screen_wait(Confirm(f"Delete {row.key}", question, (("y", "delete"),))) != "y":
        return False
    errors = await program.save(delete_request, row.key, program.now(), who(program))
    if errors:
        program.notify("; ".join(errors.values()), title="Not deleted", severity="error", timeout=8)
        return False
    program.notify(f"Deleted {name}. {UNDO}")
    return True


async def set_priority(program: Program, rows: Rows) -> bool:
    """Ask for a priority by its first letter and set it. Tell whether it was saved."""
    answers = tuple((priority[0], priority) for priority in reversed(PRIORITIES))
    key = await program.push_screen_wait(Confirm("Priority", called(rows), answers))
    priority = next((name for name in PRIORITIES if name[0] == key), None)
    if priority is None:
        return False
    return (
        await program.submit(
            _fields(set_fields, priority=priority), keys_of(rows), program.now(), who(program)
        )
        is not None
    )


def _fields(service: Callable[..., int], **values: Any) -> Callable[..., int]:
    def write(*args: Any) -> int:
        return service(*args, **values)

    return write


async def assign(program: Program, rows: Rows) -> bool:
    """Ask for an agent, the one who sits here first, and assign the requests."""
    session = program.session
    if session is None:
        return False
    mine = agent_here(program)
    people = sorted(session.agents, key=lambda person: person.key != mine)
    options = [
        Option(person.key, person.name, "me" if person.key == mine else person.key) for person in people
    ]
    picked = await program.push_screen_wait(
        Pick(f"Assign {called(rows)}", [*options, Option("", "unassigned")])
    )
    if picked is None:
        return False
    done = await program.submit(
        assign_requests, keys_of(rows), str(picked) or None, program.now(), who(program)
    )
    return done is not None


async def toggle_rework(program: Program, rows: Rows) -> bool:
    """Flag as rework unless all are flagged, else take the flag away."""
    return await _flag(
        program, rows, "rework", not all(row.rework for row in rows), "rework, not maintenance"
    )


async def toggle_outside(program: Program, rows: Rows) -> bool:
    """Flag as outside scope unless all are flagged, else take the flag away."""
    return await _flag(
        program,
        rows,
        "outside_scope",
        not all(row.outside_scope for row in rows),
        "outside scope, to be quoted apart",
    )


async def _flag(program: Program, rows: Rows, name: str, on: bool, words: str) -> bool:
    done = await program.submit(_fields(set_flags, **{name: on}), keys_of(rows), program.now(), who(program))
    if done is not None:
        program.notify(f"{called(rows)}: {'' if on else 'no longer '}{words}. {UNDO}")
    return done is not None


async def set_premium(program: Program, rows: Rows) -> bool:
    """Say that the weights of evenings and weekends were agreed or waived for the requests (RULES 3.9)."""
    options = [
        Option("agreed", "agreed", "evenings and weekends count as agreed"),
        Option("waived", "waived", "every hour counts as it is"),
        Option("", "as the contract says", "nothing is said for it"),
    ]
    picked = await program.push_screen_wait(Pick(f"Evening weights of {called(rows)}", options))
    if picked is None:
        return False
    word = str(picked) or None
    done = await program.submit(
        give_premium, keys_of(rows), cast("PremiumWord | None", word), program.now(), who(program)
    )
    if done is not None:
        program.notify(f"{called(rows)}: weights {word or 'as the contract says'}. {UNDO}")
    return done is not None


async def answered(program: Program, row: QueueRow) -> bool:
    """Record that the first response was given now. Tell whether it was saved."""
    at = row.clocks.responded_at
    if at is not None:
        program.notify(f"{row.key} was answered {_when(program, at)}. e changes that time.")
        return False
    if not await program.meant([row.key], "Say that it was answered"):
        return False
    done = await program.submit(answer_request, row.key, program.now(), who(program))
    if done is not None:
        program.notify(f"{row.key} is answered. {UNDO}")
    return done is not None


async def link_repeat(program: Program, row: QueueRow) -> bool:
    """Say which earlier request it repeats; those that ask for the same stand first."""
    found = await fetch_or_tell(program, read_repeat_choices, row, program.now())
    if found is None:
        return False
    alike, others = found

    def options() -> list[Option]:
        return [
            *([Option("", f"no repeat of {row.repeat_of}")] if row.repeat_of else []),
            *(_option(program, b.key, b.subject, f"like it · {b.state}", b.reported_at) for b in alike),
            *(_option(program, o.key, o.subject, o.state, o.reported_at) for o in others),
        ]

    empty = f"{row.client_name} asked for nothing else."
    pick = Pick(f"{called([row])} repeats…", options(), empty=empty, again=options)
    picked = await program.push_screen_wait(pick)
    if picked is None:
        return False
    done = await program.submit(write, row.key, str(picked) or None, program.now(), who(program))
    if done is not None:
        program.notify(f"{row.key} repeats {picked}. {UNDO}" if picked else f"{row.key} is no repeat. {UNDO}")
    return done is not None


def _option(program: Program, key: str, subject: str, words: str, at: int) -> Option:
    return Option(
        key, f"{key}  {subject}", f"{words} · {moment(at, program.now(), program.zone, short=True)}"
    )


__all__ = [
    "ResolveForm",
    "add_note",
    "answered",
    "assign",
    "called",
    "close",
    "edit_note",
    "link_repeat",
    "resolve",
    "set_cause",
    "set_premium",
    "set_priority",
    "set_state",
    "toggle_outside",
    "toggle_rework",
    "who",
]
