"""How is a timer started, stopped, switched, continued? Its start is a committed row: a kill loses nothing (RULES 7).

Stop and switch never fail for a business rule: what is odd about the time is found by the review, later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from models.domain.basics.errors import DeskError, InvalidValue, NotFound, TimerRuns
from models.domain.basics.zone import to_iso, zone
from models.domain.checked import checked_entry
from models.domain.values import Entry, Scope
from models.queries.desk.absence import read_machine
from models.services.core.changes import ChangeInProgress, change, next_key
from models.services.core.documents import row_of
from models.services.time.absence import settle_absence
from models.services.time.entries import (
    check_not_archived,
    check_references,
    insert_entry,
    update_entry,
)
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.rows.reading import read_desk, read_entries, read_running_entry


@dataclass(frozen=True, slots=True)
class TimerStart:
    """What a timer is started on; a work type of None is chosen by RULES 11."""

    agent: str
    client: str | None
    request: str | None = None
    work_type: str | None = None
    note: str = ""
    scope: Scope = "support"
    ago_seconds: int = 0


def running_entry(agent: str) -> Entry | None:
    """The agent's timer that runs now."""
    return read_running_entry(agent)


def default_work_type(request: str | None) -> str:
    """The request's work type, else the desk's first (RULES 11); raises NotFound when there is none."""
    if request is not None:
        row = t.Request.select(t.Request.work_type).where(t.Request.key == request).tuples().first()
        if row is not None and row[0] is not None:
            return str(row[0])
    rows = t.WorkType.select(t.WorkType.key).where(~t.WorkType.archived).order_by(t.WorkType.id).tuples()
    first = rows.first()
    if first is None:
        raise NotFound("work type: the desk has none yet; create one first")
    return str(first[0])


def start_timer(start: TimerStart, now: int) -> Entry:
    """Start a timer now, or `ago_seconds` ago; raises TimerRuns when one of the agent runs already."""
    with change(now, start.agent, f"Started the timer on {start.client or 'no client'}") as work:
        running = running_entry(start.agent)
        if running is not None:
            machine = read_machine(start.agent, running.key)
            raise TimerRuns(
                f"timer: {start.agent} has one running on {running.client or 'no client'} since "
                f"{_local(running.started_at)}{f' at {machine}' if machine else ''}; stop it, or switch"
            )
        return _begin(work, start, now - start.ago_seconds)


def begin_timer(start: TimerStart, now: int) -> Entry | TimerRuns:
    """Start a timer; returns why not where one of the agent runs already, so that somebody can be asked."""
    try:
        return start_timer(start, now)
    except TimerRuns as refusal:
        return refusal


def _begin(work: ChangeInProgress, start: TimerStart, at: int) -> Entry:
    request = start.request
    entry = Entry(
        key=next_key(t.Entry, "E-"),
        agent=start.agent,
        work_type=start.work_type or default_work_type(request),
        started_at=at,
        client=start.client,
        request=request,
        scope=start.scope,
        note=start.note,
    )
    entry = checked_entry(entry)
    check_references(entry)
    check_not_archived(entry.client)
    return insert_entry(work, entry)


def stop_timer(
    agent: str, now: int, at: int | None = None, note: str | None = None, expected: str | None = None
) -> Entry:
    """Stop the agent's timer now, or at an earlier instant; raises DeskError when none runs.

    A clock that went back never makes a negative entry: the end is then the start (RULES 7). With `expected`, the
    key of the entry that was asked about, another timer that runs by now is left alone.
    """
    with change(now, agent, "Stopped the timer") as work:
        running = _running(agent, expected)
        return _end(work, running, now, at, note)


def _end(
    work: ChangeInProgress, running: Entry, now: int, at: int | None = None, note: str | None = None
) -> Entry:
    if at is not None and at // 60 == running.started_at // 60:
        at = max(at, running.started_at)  # a time is said to the minute, a timer starts within one
    if at is not None and at < running.started_at:
        raise InvalidValue(
            "at",
            f"{to_iso(at)} is before the timer's start {to_iso(running.started_at)}; accepted is a later time",
        )
    if at is not None and at > max(now, _trusted(running, now)):
        raise InvalidValue("at", f"{to_iso(at)} lies in the future; accepted is a time up to now")
    ended = replace(running, ended_at=max(running.started_at, now if at is None else at))
    if note is not None:
        ended = checked_entry(replace(ended, note=note))
    settle_absence(running.agent)
    (row,) = _row_of_timer.one(running.agent)
    return update_entry(work, running, ended, row)


@compiled
def _row_of_timer(agent: str) -> Any:
    """By whose it is, which a server can be asked at once with all else; its key comes with an answer."""
    e = t.Entry
    return e.select(e.id).where((e.agent == agent) & e.ended_at.is_null())


def _trusted(running: Entry, now: int) -> int:
    """Up to when an end may lie: now, and a day past the start where the clock stands before the start."""
    return now if running.started_at <= now else running.started_at + 86_400


def _running(agent: str, expected: str | None = None) -> Entry:
    running = running_entry(agent)
    if running is None:
        raise DeskError(f"timer: {agent} has none running")
    if expected is not None and running.key != expected:
        raise DeskError("timer: that one was ended meanwhile and another runs; nothing was changed")
    return running


def switch_timer(start: TimerStart, now: int, ended_at: int | None = None) -> Entry:
    """Stop the running timer, if any, and start another at the same instant; returns the new one.

    With `ended_at` the running one ended then, and the other starts now: what lies between is nobody's.
    """
    with change(now, start.agent, f"Switched the timer to {start.client or 'no client'}") as work:
        at = now - start.ago_seconds
        running = running_entry(start.agent)
        if running is not None:
            at = max(at, running.started_at)
            _end(work, running, max(now, at), at if ended_at is None else ended_at)
        return _begin(work, start, at)


def continue_timer(agent: str, now: int, ended_at: int | None = None) -> Entry:
    """Start a timer on what the agent worked on last; while one runs, switch back to what was before it.

    Twice in a row goes there and back again, like `cd -`. The running one ends now, or at `ended_at`. Raises
    DeskError when there is nothing to go back to.
    """
    running = running_entry(agent)
    if running is None:
        return start_timer(_again(_last(agent)), now)
    before = _last(agent, t.Entry.started_at <= max(now, running.started_at), _is_other(running))
    return switch_timer(_again(before), now, ended_at)


def split_timer(agent: str, now: int, ended_at: int, resumed_at: int, expected: str) -> Entry:
    """Cut an absence out of the running timer: it ended at `ended_at`, the same work goes on since `resumed_at`."""
    running = _running(agent, expected)
    again = replace(_again(running), ago_seconds=max(0, now - resumed_at))
    return switch_timer(again, now, ended_at)


def _is_other(running: Entry) -> Any:
    """What is not the work of the timer: another client or request, or without a request another note."""
    e = t.Entry
    note = e.request.is_null() & (e.note != running.note)
    return _differs(e.client, running.client) | _differs(e.request, running.request) | note


def _differs(column: Any, value: str | None) -> Any:
    """Where nothing differs from everything but nothing."""
    return column.is_null(False) if value is None else column.is_null() | (column != value)


def _last(agent: str, *conditions: Any) -> Entry:
    e = t.Entry
    newest = (e.started_at.desc(), e.id.desc())
    last = next(
        read_entries(e.agent == agent, e.ended_at.is_null(False), *conditions, order=newest, limit=1), None
    )
    if last is None:
        what = "no other work to go back to" if conditions else "no earlier work to continue"
        raise DeskError(f"timer: {agent} has {what}")
    return last


def _again(last: Entry) -> TimerStart:
    return TimerStart(last.agent, last.client, last.request, last.work_type, last.note, last.scope)


def discard_timer(agent: str, now: int, expected: str | None = None) -> Entry:
    """Throw the running timer (the one of the key `expected`) away; undo brings it back. Returns what it was."""
    with change(now, agent, "Discarded the timer") as work:
        running = _running(agent, expected)
        settle_absence(agent)
        work.delete(t.Entry, row_of(t.Entry, running.key, "entry"))
        return running


def _local(instant: int) -> str:
    return zone(read_desk().timezone).local(instant).strftime("%Y-%m-%d %H:%M")
