"""What is to be mended before a close, in the words of the person who mends it? (RULES 6.1)

Every check of the month is in exactly one item; running timers stand first and cannot be overlooked; each item leads
to one record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.domain.basics.zone import Zone
from models.domain.month_end.checks import Check
from models.domain.values import Entry

_ORDER = (
    "running",
    "overlap",
    "no_client",
    "long",
    "premium_open",
    "recurring_missed",
    "no_cause",
    "no_time",
    "no_request",
    "no_note",
    "short_day",
)
"""First what falsifies numbers, last what is only worth a look."""
_PROBLEMS = {
    "running": "a timer is running",
    "overlap": "overlaps another entry",
    "no_client": "no client",
    "long": "longer than 10 hours",
    "premium_open": "weight neither agreed nor waived",
    "no_note": "no note",
    "no_request": "no request",
    "no_time": "resolved, no time logged",
    "no_cause": "resolved without a cause",
    "recurring_missed": "promised, not done",
}


@dataclass(frozen=True, slots=True)
class Todo:
    """One item: what is wrong (`problem`), where (`place`), and what leads to the fix."""

    level: Literal["blocking", "warning"]
    code: str
    problem: str
    place: str
    entry: str | None = None
    request: str | None = None
    agent: str | None = None
    day: date | None = None
    client: str | None = None
    count: int = 1
    """Checks in this item: the short days of one agent in a row stand together."""

    @property
    def key(self) -> str:
        """Names the item for as long as it is not mended."""
        return f"{self.code} {self.entry or self.request or self.agent or self.client or ''} {self.day or ''}"


def todos_of(
    checks: Sequence[Check],
    entries: Iterable[Entry],
    subjects: Mapping[str, str],
    clients: Mapping[str, str],
    agents: Mapping[str, str],
    zone: Zone,
) -> tuple[Todo, ...]:
    """The checks as items, blocking ones first, running timers before all others."""
    by_key = {entry.key: entry for entry in entries}
    items = []
    for check in checks:
        if check.code != "short_day":
            place = _place(check, by_key, subjects, clients, agents, zone)
            problem = _PROBLEMS.get(check.code, check.message)
            items.append(
                Todo(
                    check.level,
                    check.code,
                    problem,
                    place,
                    check.entry,
                    check.request,
                    day=check.day,
                    client=check.client,
                )
            )
    items += _short_days([check for check in checks if check.code == "short_day"], agents)
    return tuple(sorted(items, key=lambda item: (item.level != "blocking", _rank(item.code))))


def _rank(code: str) -> int:
    return _ORDER.index(code) if code in _ORDER else len(_ORDER)


def _place(
    check: Check,
    entries: Mapping[str, Entry],
    subjects: Mapping[str, str],
    clients: Mapping[str, str],
    agents: Mapping[str, str],
    zone: Zone,
) -> str:
    if check.code == "recurring_missed":
        return f"{check.message.partition(', promised for ')[0]}, due {_day(check.day)}"
    if check.request is not None:
        return " ".join(part for part in (check.request, subjects.get(check.request, "")) if part)
    entry = entries.get(check.entry or "")
    if entry is None:
        return check.message
    who = agents.get(entry.agent, entry.agent)
    client = clients.get(entry.client, entry.client) if entry.client is not None else ""
    start = zone.local(entry.started_at)
    when = f"{start:%a} {start.day} {start:%b} {start:%H:%M}"
    if entry.ended_at is None:
        return ", ".join(part for part in (f"since {when}", who, client or "no client yet") if part)
    when += f"–{zone.local(entry.ended_at):%H:%M}"
    return ", ".join(part for part in (when, who, client, entry.note.strip()) if part)


def _short_days(checks: Sequence[Check], agents: Mapping[str, str]) -> list[Todo]:
    """Days of one agent that follow each other in the list of checks, weekends between them, as one item."""
    by_agent: dict[str, list[Check]] = {}
    for check in checks:
        by_agent.setdefault(check.agent or "", []).append(check)
    items = []
    for agent, found in by_agent.items():
        run: list[Check] = []
        for check in sorted(found, key=lambda one: one.day or date.min):
            if run and not _follows(run[-1], check):
                items.append(_short_item(agent, run, agents))
                run = []
            run.append(check)
        if run:
            items.append(_short_item(agent, run, agents))
    return sorted(items, key=lambda item: (item.day or date.min, item.agent or ""))


def _follows(first: Check, second: Check) -> bool:
    """The next day, or the Monday after a Friday."""
    if first.day is None or second.day is None:
        return False
    gap = (second.day - first.day).days
    return gap == 1 or (gap <= 3 and second.day.weekday() == 0)


def _short_item(agent: str, run: Sequence[Check], agents: Mapping[str, str]) -> Todo:
    first, last = run[0], run[-1]
    name = agents.get(agent, agent)
    if len(run) == 1:
        logged = first.message.rpartition(": ")[2]
        problem, days = logged, _day(first.day)
    else:
        problem, days = (
            f"{len(run)} days under half the working time",
            f"{_day(first.day)} – {_day(last.day)}",
        )
    return Todo(
        "warning", "short_day", problem, f"{days}, {name}", agent=agent, day=first.day, count=len(run)
    )


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%a} {day.day} {day:%b}"
