"""Is this request, entry or work type possible in itself? (RULES 4, 10)

Time runs forward in every record that passes, and its texts hold nothing that steers a terminal. A refusal names the
value by its path, as in `entry.ended_at`; contracts have a module of their own.
"""

from __future__ import annotations

from dataclasses import replace

from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_choice
from models.domain.basics.ranges import checked_instant
from models.domain.basics.text import parse_body, parse_key, parse_line, parse_name
from models.domain.basics.zone import to_iso
from models.domain.values import (
    CHANNELS,
    PREMIUM_WORDS,
    PRIORITIES,
    SCOPES,
    STATES,
    Entry,
    PremiumWord,
    Request,
    WorkType,
)


def _key(key: str | None, path: str) -> str | None:
    return None if key is None else parse_key(key, path)


def _premium(word: PremiumWord | None, path: str) -> PremiumWord | None:
    return None if word is None else parse_choice(word, path, PREMIUM_WORDS)


def checked_entry(entry: Entry, path: str = "entry") -> Entry:
    """The entry with its texts cleaned; it never ends before its start. Raises InvalidValue."""
    key, agent = parse_key(entry.key, f"{path}.key"), parse_key(entry.agent, f"{path}.agent")
    work_type = parse_key(entry.work_type, f"{path}.work_type")
    checked_instant(entry.started_at, f"{path}.started_at")
    if entry.ended_at is not None:
        checked_instant(entry.ended_at, f"{path}.ended_at")
    client, request = _key(entry.client, f"{path}.client"), _key(entry.request, f"{path}.request")
    parse_choice(entry.scope, f"{path}.scope", SCOPES)
    note = parse_body(entry.note, f"{path}.note")
    _premium(entry.premium, f"{path}.premium")
    if entry.told and entry.scope != "courtesy":
        raise InvalidValue(f"{path}.told", f"is not accepted of {entry.scope}; only courtesy is told")
    if entry.ended_at is not None and entry.ended_at < entry.started_at:
        ended, started = to_iso(entry.ended_at), to_iso(entry.started_at)
        raise InvalidValue(
            f"{path}.ended_at", f"{ended} lies before the start; accepted is {started} or later"
        )
    given = entry.key, entry.agent, entry.work_type, entry.client, entry.request, entry.note
    if (key, agent, work_type, client, request, note) == given:
        return entry  # as nearly all are: a book may bring a million
    return replace(
        entry, key=key, agent=agent, work_type=work_type, client=client, request=request, note=note
    )


def checked_request(request: Request, path: str = "request") -> Request:
    """The request with its texts cleaned; nothing in it happens before its report. Raises InvalidValue."""
    checked = replace(
        request,
        key=parse_key(request.key, f"{path}.key"),
        client=parse_key(request.client, f"{path}.client"),
        subject=parse_line(request.subject, f"{path}.subject"),
        reported_at=checked_instant(request.reported_at, f"{path}.reported_at"),
        body=parse_body(request.body, f"{path}.body"),
        channel=parse_choice(request.channel, f"{path}.channel", CHANNELS),
        priority=parse_choice(request.priority, f"{path}.priority", PRIORITIES),
        assignee=_key(request.assignee, f"{path}.assignee"),
        cause=None if request.cause is None else parse_name(request.cause, f"{path}.cause"),
        work_type=_key(request.work_type, f"{path}.work_type"),
        repeat_of=_key(request.repeat_of, f"{path}.repeat_of"),
        premium=_premium(request.premium, f"{path}.premium"),
    )
    _check_times(checked, path)
    return checked


def _check_times(request: Request, path: str) -> None:
    first = request.first_response_at
    if first is not None:
        checked_instant(first, f"{path}.first_response_at")
        if first < request.reported_at:
            answered, reported = to_iso(first), to_iso(request.reported_at)
            raise InvalidValue(
                f"{path}.first_response_at",
                f"{answered} lies before the report; accepted is {reported} or later",
            )
    earliest = request.reported_at
    for position, event in enumerate(request.events):
        parse_choice(event.state, f"{path}.events[{position}].state", STATES)
        at = checked_instant(event.at, f"{path}.events[{position}].at")
        if at < earliest:
            before = "the event before it" if position else "the report"
            raise InvalidValue(
                f"{path}.events[{position}].at",
                f"{to_iso(at)} lies before {before}; accepted is {to_iso(earliest)} or later",
            )
        earliest = at


def checked_work_type(work_type: WorkType, path: str = "work_type") -> WorkType:
    """The work type, its rates sorted by the day from which they hold: at least one, no day twice."""
    if work_type.key == "*":
        raise InvalidValue(
            f"{path}.key", "'*' is no key here; it stands for all work types in a contract's rates"
        )
    if not work_type.rates:
        raise InvalidValue(f"{path}.rates", "is empty; at least one rate is needed")
    days = set()
    for position, rate in enumerate(work_type.rates):
        if rate.since in days:
            raise InvalidValue(f"{path}.rates[{position}].from", f"{rate.since} has a rate already")
        days.add(rate.since)
    return replace(
        work_type,
        key=parse_key(work_type.key, f"{path}.key"),
        name=parse_name(work_type.name, f"{path}.name"),
        rates=tuple(sorted(work_type.rates, key=lambda rate: rate.since)),
    )
