"""What about the timer? Forms to stop it at another time, to move its start, and the question after an absence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from models.domain.basics.typed.typed_time import parse_when
from models.domain.basics.zone import Zone, zone
from models.services.core.together import Base, save_over
from models.services.time.entries import edit_entry
from models.services.time.timer import stop_timer
from models.storage.rows.reading import read_entry
from tui.dialogs.confirm import Answers, Confirm
from tui.dialogs.form import Form
from tui.text.format import hm
from tui.widgets.form.fields import Parsed, TextField

if TYPE_CHECKING:
    from models.domain.absence import Absence
    from models.queries.desk.session import RunningTimer


def _desk_zone(program: Any) -> Zone:
    return zone(program.session.timezone)


def _clock(program: Any, instant: int) -> str:
    local, today = _desk_zone(program).local(instant), _desk_zone(program).local(program.now())
    return f"{local:%H:%M}" if local.date() == today.date() else f"{local:%a} {local.day} {local:%b %H:%M}"


def stop_form(program: Any, agent: str, running: RunningTimer) -> Form:
    """Stop at a time that is typed, `-10m` or `12:30`, and say what was done."""
    desk_zone = _desk_zone(program)

    def read(text: str) -> int:
        return parse_when(text, program.now(), desk_zone, "at")

    def preview(values: Mapping[str, Any]) -> list[str]:
        at = values.get("at")
        if not isinstance(at, int):
            return []
        length = max(0, at - running.entry.started_at) // 60
        return [f"{_clock(program, running.entry.started_at)} to {_clock(program, at)}: {hm(length)}"]

    async def submit(values: dict[str, Any]) -> dict[str, str]:
        now = program.now()
        note = values["note"] or "" if form.was_touched("note") else None
        write = partial(stop_timer, agent, now, min(values["at"], now + 86_400), note)
        return dict(await program.save(save_over, _bases(running, note=note is not None), write))

    fields = [
        Parsed("at", "Ended at", value="now", hint="12:30, -10m, now", reader=read, required=True),
        TextField("note", "Note", value=running.entry.note),
    ]
    form = Form("Stop the timer", fields, submit=submit, preview=preview)
    form.again = partial(_again, program, agent, running, stop_form)
    return form


def began_form(program: Any, agent: str, running: RunningTimer) -> Form:
    """Move the start of the running timer: the call began before the key was pressed."""
    desk_zone = _desk_zone(program)

    def read(text: str) -> int:
        return parse_when(text, program.now(), desk_zone, "started_at")

    async def submit(values: dict[str, Any]) -> dict[str, str]:
        if values["started_at"] > program.now():
            return {"started_at": "lies in the future; accepted is a time up to now"}
        note = values["note"] or "" if form.was_touched("note") else None
        write = partial(_begin_at, running.entry.key, values["started_at"], note, program.now(), agent)
        return dict(
            await program.save(save_over, _bases(running, started_at=True, note=note is not None), write)
        )

    fields = [
        Parsed("started_at", "Began at", value="-10m", hint="9:15, -20m", reader=read, required=True),
        TextField("note", "Note", value=running.entry.note),
    ]
    form = Form("When did it begin?", fields, submit=submit)
    form.again = partial(_again, program, agent, running, began_form)
    return form


def _begin_at(key: str, started_at: int, note: str | None, now: int, agent: str) -> None:
    """Another start, and a note only where one was typed: whatever else stands there now stays."""
    entry = replace(read_entry(key), started_at=started_at)
    edit_entry(entry if note is None else replace(entry, note=note), now, agent)


def _bases(running: RunningTimer, *, started_at: bool = False, note: bool = False) -> tuple[Base, ...]:
    """The running entry as far as a form changes it."""
    key, names = running.entry.key, [name for name, on in (("started_at", started_at), ("note", note)) if on]

    def read() -> dict[str, Any]:
        entry = read_entry(key)
        return {name: getattr(entry, name) for name in names}

    value = {name: getattr(running.entry, name) for name in names}
    return (Base("entry", key, "the running timer", value, read),) if names else ()


async def _again(
    program: Any, agent: str, running: RunningTimer, make: Callable[[Any, str, RunningTimer], Form]
) -> Form:
    """The form over the timer as it is now."""
    return make(
        program, agent, replace(running, entry=await program.data.fetch(read_entry, running.entry.key))
    )


def forgotten_question(program: Any, running: RunningTimer, absence: Absence | None) -> Confirm:
    """Keep, cut at the last sign of life, stop at another time, or discard (RULES 7)."""
    words = partial(_forgotten_words, program, running, absence)
    return Confirm("A timer is still running", *words(), again=words)


def _forgotten_words(program: Any, running: RunningTimer, absence: Absence | None) -> tuple[str, Answers]:
    now = program.now()
    where = running.client_name or "no client"
    elapsed = hm(max(0, now - running.entry.started_at) // 60)
    text = f"The timer on {where} has run for {elapsed}, since {_clock(program, running.entry.started_at)}."
    answers = [("k", "keep it running")]
    if absence is not None:
        seen = _clock(program, absence.last_seen)
        text += f" {_absent_words(program, absence, seen)}"
        again = f" again from {_clock(program, absence.until)}" if absence.until is not None else " again now"
        answers += [("l", f"stop at {seen}"), ("s", f"stop at {seen} and start{again}")]
    answers += [("a", "stop at…"), ("n", "stop now"), ("d", "discard it")]
    return text, tuple(answers)


def _absent_words(program: Any, absence: Absence, seen: str) -> str:
    if absence.why == "asleep":
        return f"The computer slept; deskhours was last seen at {seen}."
    if absence.why == "away":
        until = "" if absence.until is None else f" until {_clock(program, absence.until)}"
        return f"You were away from {seen}{until}."
    if absence.why == "idle":
        return f"No key came since; deskhours was last seen in use at {seen}."
    return f"deskhours was last seen at {seen}."


def clock_question(program: Any, running: RunningTimer) -> Confirm:
    """End it by a clock that went back while it ran? What the clock says is what would be stored (RULES 7)."""
    words = partial(_clock_words, program, running)
    return Confirm("The clock went back", *words(), again=words)


def _clock_words(program: Any, running: RunningTimer) -> tuple[str, Answers]:
    now, began = program.now(), running.entry.started_at
    text = (
        f"The clock went back while the timer on {running.client_name or 'no client'} ran: it began at "
        f"{_clock(program, began)}, now it is {_clock(program, now)}. "
        f"Stopped now it is {hm(max(0, now - began) // 60)} long."
    )
    return text, (("n", "stop now"), ("b", "it began at…"), ("k", "keep it running"))
