"""How does a request go from its report to its close? Each step is a change that can be undone (RULES 4).

A request's events never go back in time, and one that is resolved has a cause. The first response is given when a
request leaves `new` for `open`, `waiting` or `resolved`, or when somebody marks it, whichever is first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.text import clean, parse_body, parse_name
from models.domain.basics.zone import to_iso
from models.domain.checked import checked_request
from models.domain.requests.clocks import DONE
from models.domain.requests.one_line import Capture
from models.domain.values import Channel, Entry, Event, PremiumWord, Priority, Request, State
from models.services.core.changes import ChangeInProgress, change, next_key
from models.services.core.documents import row_of
from models.services.requests.rows import (
    check_request,
    read_all,
    read_request,
    update_request,
)
from models.services.time.entries import check_not_archived
from models.services.time.timer import TimerStart, switch_timer
from models.storage import tables as t
from models.storage.rows.unknown import not_known
from models.storage.rows.writing import request_columns

_TITLE = 60
"""Characters of a subject that the history shows."""
_ANSWERS: frozenset[State] = frozenset(("open", "waiting", "resolved"))
"""States that a new request reaches by an answer; closing it unanswered is none."""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is known when a client calls; `reported_at` of None is now."""

    client: str
    subject: str
    body: str = ""
    channel: Channel = "email"
    priority: Priority = "normal"
    assignee: str | None = None
    cause: str | None = None
    work_type: str | None = None
    repeat_of: str | None = None
    outside_scope: bool = False
    premium: PremiumWord | None = None
    reported_at: int | None = None
    rework: bool = False


def new_request(line: Capture) -> NewRequest:
    """The request that a line of capture describes; what it leaves out has its default (RULES 10)."""
    return NewRequest(
        client=line.client or "",
        subject=line.subject,
        channel=line.channel or "email",
        priority=line.priority or "normal",
        assignee=line.assignee,
        cause=line.cause,
        work_type=line.work_type,
    )


def create_request(new: NewRequest, now: int, who: str) -> Request:
    """Record what a client asks for under the next free key R-n; raises InvalidValue, NotFound."""
    with change(now, who, f"Reported: {clean(new.subject)[:_TITLE]}") as work:
        return _create(work, new)


def capture_and_start(new: NewRequest, agent: str, now: int) -> tuple[Request, Entry]:
    """Record a request and switch the agent's timer to it at once; both or neither."""
    with t.database.atomic():
        request = create_request(new, now, agent)
        start = TimerStart(agent, request.client, request.key, request.work_type)
        return request, switch_timer(start, now)


def _create(work: ChangeInProgress, new: NewRequest) -> Request:
    reported = work.now if new.reported_at is None else new.reported_at
    if reported > work.now:
        raise InvalidValue(
            "reported_at", f"{to_iso(reported)} lies in the future; accepted is a time up to now"
        )
    request = Request(
        key=next_key(t.Request, "R-"),
        client=new.client,
        subject=new.subject,
        reported_at=reported,
        body=new.body,
        channel=new.channel,
        priority=new.priority,
        assignee=new.assignee,
        cause=new.cause or None,
        work_type=new.work_type,
        repeat_of=new.repeat_of,
        outside_scope=new.outside_scope,
        premium=new.premium,
        rework=new.rework,
        touched_at=work.now,
    )
    request = checked_request(request)
    check_request(request)
    check_not_archived(request.client)
    work.insert(t.Request, **request_columns(request))
    return request


def edit_request(new: Request, now: int, who: str, *, rework: bool | None = None) -> Request:
    """Change the fields of a request, and its flag `rework`, its events stay; raises InvalidValue, NotFound.

    Its client can change only while no time is logged on it, since that time is the client's.
    """
    with change(now, who, f"Edited {new.key}") as work:
        old = read_request(new.key)
        flag = old.rework if rework is None else rework
        kept = replace(new, events=old.events, notes=old.notes, rework=flag)
        new = checked_request(replace(kept, recurring=old.recurring, due_day=old.due_day))
        check_request(new)
        if max(new.reported_at, new.first_response_at or 0) > max(now, old.reported_at):
            raise InvalidValue(
                "reported_at", "report or answer lies in the future; accepted is a time up to now"
            )
        if new.cause is None and old.cause is not None and new.state in DONE:
            raise InvalidValue(
                "cause", f"{new.key} is {new.state} and keeps a cause; accepted is another one"
            )
        if new.client != old.client and old.recurring is not None:
            raise InvalidValue(
                "client", f"{new.key} is work that {old.recurring.contract} promises to {old.client!r}"
            )
        if new.client != old.client and _has_time(new.key):
            raise InvalidValue(
                "client", f"{new.key} has time logged for {old.client!r}; move that time first"
            )
        return update_request(work, new)


def _has_time(key: str) -> bool:
    return bool(t.Entry.select(t.Entry.id).where(t.Entry.request == key).exists())


def change_state(
    key: str, state: State, now: int, who: str, at: int | None = None, *, answered: bool = True
) -> Request:
    """Take a request into another state now, or at an earlier instant; raises InvalidValue, NotFound.

    Leaving `new` for open, waiting or resolved is the first answer unless `answered` is False. A request is
    resolved only with a cause; opening it again is allowed and counted.
    """
    with change(now, who, f"{key} is {state}") as work:
        return _move(work, read_request(key), state, at, answered=answered)


def _move(
    work: ChangeInProgress, old: Request, state: State, at: int | None, *, answered: bool = True
) -> Request:
    if state == old.state:
        raise InvalidValue("state", f"{old.key} is {state} already")
    if state == "new":
        raise InvalidValue(
            "state", f"{old.key} cannot be new again; accepted is open, waiting, resolved or closed"
        )
    if state == "resolved" and old.cause is None:
        raise InvalidValue("cause", f"{old.key} has none; a resolved request needs a cause")
    moment = _moment(old, at, work.now)
    first = old.first_response_at
    if answered and first is None and old.state == "new" and state in _ANSWERS:
        first = moment
    work.insert(t.RequestEvent, request=old.key, at=moment, state=state)
    return update_request(
        work, replace(old, events=(*old.events, Event(moment, state)), first_response_at=first)
    )


def _moment(request: Request, at: int | None, now: int) -> int:
    """The instant of a new event: never before the last one, never in the future."""
    earliest = request.events[-1].at if request.events else request.reported_at
    if at is None:
        # A wall clock that was set back must not stop the work: the event then stands at the last one.
        return max(now, earliest)
    if at < earliest:
        raise InvalidValue(
            "at",
            f"{to_iso(at)} is before the last change of {request.key}; "
            f"accepted is {to_iso(earliest)} or later",
        )
    if at > now:
        raise InvalidValue("at", f"{to_iso(at)} lies in the future; accepted is a time up to now")
    return at


def resolve_request(key: str, cause: str, now: int, who: str, at: int | None = None) -> Request:
    """Resolve a request and say what caused it (RULES 4.3); raises InvalidValue, NotFound."""
    with change(now, who, f"Resolved {key}") as work:
        old = replace(read_request(key), cause=parse_name(cause, "cause"))
        return _move(work, old, "resolved", at)


def answer_request(key: str, now: int, who: str, at: int | None = None) -> Request:
    """Mark the first response, which stops the response clock; raises InvalidValue when there is one."""
    with change(now, who, f"Answered {key}") as work:
        old = read_request(key)
        if old.first_response_at is not None:
            raise InvalidValue("first_response_at", f"{key} was answered at {to_iso(old.first_response_at)}")
        moment = max(now, old.reported_at) if at is None else at
        if not old.reported_at <= moment <= max(now, old.reported_at):
            raise InvalidValue("at", f"{to_iso(moment)} is not between the report and now")
        return update_request(work, replace(old, first_response_at=moment))


def assign_requests(keys: Sequence[str], agent: str | None, now: int, who: str) -> int:
    """Give requests to an agent, or to nobody; returns how many changed. Raises NotFound; then none is."""
    with change(
        now, who, f"Assigned {_many(keys)} to {agent}" if agent else f"Unassigned {_many(keys)}"
    ) as work:
        requests = [replace(request, assignee=agent) for request in read_all(keys)]
        if agent is not None and not t.Agent.select(t.Agent.key).where(t.Agent.key == agent).exists():
            raise not_known(t.Agent, agent, "agent")
        for request in requests:
            update_request(work, request)
        return work.rows


def close_requests(keys: Sequence[str], now: int, who: str, cause: str | None = None) -> int:
    """Close requests, those without a cause with `cause`, which they need; returns how many changed."""
    with change(now, who, f"Closed {_many(keys)}") as work:
        named = None if cause is None else parse_name(cause, "cause")
        found = [request for request in read_all(keys) if request.state != "closed"]
        without = [request.key for request in found if request.cause is None and request.state not in DONE]
        if without and named is None:
            raise InvalidValue("cause", f"{', '.join(without)} cannot be closed without a cause")
        for request in found:
            _move(work, replace(request, cause=request.cause or named), "closed", None)
    return len(found)


def _many(keys: Sequence[str]) -> str:
    return keys[0] if len(keys) == 1 else f"{len(keys)} requests"


def set_fields(
    keys: Sequence[str],
    now: int,
    who: str,
    *,
    priority: Priority | None = None,
    channel: Channel | None = None,
    cause: str | None = None,
) -> int:
    """Give requests one priority, channel or cause; returns how many changed."""
    with change(now, who, f"Edited {_many(keys)}") as work:
        for old in read_all(keys):
            new = replace(
                old,
                priority=priority or old.priority,
                channel=channel or old.channel,
                cause=cause or old.cause,
            )
            update_request(work, checked_request(new))
        return work.rows


def set_flags(
    keys: Sequence[str], now: int, who: str, *, outside_scope: bool | None = None, rework: bool | None = None
) -> int:
    """Flag requests as to be quoted apart, or as rework and no maintenance; None leaves a flag as it is."""
    names = [
        name if value else f"not {name}"
        for name, value in (("outside scope", outside_scope), ("rework", rework))
        if value is not None
    ]
    with change(now, who, f"Flagged {_many(keys)}: {', '.join(names) or 'nothing'}") as work:
        for old in read_all(keys):
            new = replace(
                old,
                outside_scope=old.outside_scope if outside_scope is None else outside_scope,
                rework=old.rework if rework is None else rework,
            )
            update_request(work, new)
        return work.rows


def give_premium(keys: Sequence[str], word: PremiumWord | None, now: int, who: str) -> int:
    """Say that weights were agreed or waived for the work on requests, or nothing of it (RULES 3.9).

    Raises NotFound, InvalidValue, and MonthClosed where it would weigh work of a closed month anew.
    """
    with change(now, who, f"Weights of {_many(keys)}: {word or 'as the contract says'}") as work:
        for old in read_all(keys):
            update_request(work, checked_request(replace(old, premium=word)))
        return work.rows


def link_repeat(key: str, repeat_of: str | None, now: int, who: str) -> Request:
    """Say that a request asks for the same as an earlier one of the client, or no longer (None)."""
    title = f"Unlinked {key}" if repeat_of is None else f"{key} repeats {repeat_of}"
    with change(now, who, title) as work:
        new = replace(read_request(key), repeat_of=repeat_of)
        check_request(new)
        return update_request(work, new)


def add_note(key: str, text: str, now: int, who: str, agent: str | None = None) -> int:
    """Add a note to a request, by an agent if it is known who; returns the note's id."""
    with change(now, who, f"Noted on {key}") as work:
        request = read_request(key)
        words = _note_text(text)
        note = int(work.insert(t.RequestNote, request=key, at=now, agent=agent, text=words))
        _touch(work, request)
    return note


def edit_note(note: int, text: str, now: int, who: str) -> None:
    """Change the text of a note; raises InvalidValue, DeskError when it is gone."""
    with change(now, who, "Edited a note") as work:
        work.update(t.RequestNote, note, text=_note_text(text))


def delete_note(note: int, now: int, who: str) -> None:
    """Remove a note; undo brings it back."""
    with change(now, who, "Deleted a note") as work:
        work.delete(t.RequestNote, note)


def _note_text(text: str) -> str:
    words = parse_body(text, "note").strip()
    if not words:
        raise InvalidValue("note", "is empty; accepted is some text")
    return words


def _touch(work: ChangeInProgress, request: Request) -> None:
    work.update(t.Request, row_of(t.Request, request.key, "request"), touched_at=work.now)


def delete_request(key: str, now: int, who: str) -> None:
    """Delete a request and its notes; raises DeskError when time or a repeat refers to it."""
    with change(now, who, f"Deleted {key}") as work:
        primary = row_of(t.Request, key, "request")
        for column, noun in (
            (t.Entry.request, "time is logged on it"),
            (t.Request.repeat_of, "it is repeated"),
        ):
            row = column.model.select(column.model.key).where(column == key).tuples().first()
            if row is not None:
                raise DeskError(f"{key} cannot be deleted: {noun} ({row[0]}); close it instead")
        # The database would cascade, and nothing would be left to bring back.
        for table in (t.RequestNote, t.RequestEvent):
            for (row_id,) in list(table.select(table.id).where(table.request == key).tuples()):
                work.delete(table, row_id)
        work.delete(t.Request, primary)
