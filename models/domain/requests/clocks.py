"""Is the client answered as promised? The two clocks of a request, their reasons, and what is due next.

Guarantees (RULES 4.2, `test_the_due_time_is_what_a_walk_in_quarters_finds`,
`test_a_pause_never_brings_a_deadline_forward`): a due time is the instant at which a clock has run for its target. A
pause never brings it forward, and what happens after it never moves it, so a breach sticks. What happened after `now`
is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Literal, Protocol

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import LAST_YEAR, day_after
from models.domain.calendar import Calendar, Shut
from models.domain.values import PRIORITIES, STATES, Request, State, Target, Tier

ClockState = Literal["met", "breached", "due_soon", "ok"]
Which = Literal["response", "resolution"]

DONE: frozenset[State] = frozenset(("resolved", "closed"))
"""States in which nothing is left to do."""
OPEN: tuple[State, ...] = tuple(state for state in STATES if state not in DONE)
"""All the others."""
STOPPED: frozenset[State] = DONE | {"waiting"}
"""States in which the resolution clock stands."""

_DAY_MINUTES = 1440
_LAST_INSTANT = (date(LAST_YEAR + 1, 1, 1) - date(1970, 1, 1)).days * 86_400
_RANK = {priority: -rank for rank, priority in enumerate(PRIORITIES)}


@dataclass(frozen=True, slots=True)
class Clocks:
    """Where the two clocks of a request stand; times on the tier's clock in seconds, due times as instants.

    A due time and its state are None without a target, or without the working hours that it needs.
    """

    response_due: int | None = None
    response_state: ClockState | None = None
    resolution_due: int | None = None
    resolution_state: ClockState | None = None
    waiting_seconds: int = 0
    response_target_seconds: int | None = None
    resolution_target_seconds: int | None = None
    response_used_seconds: int = 0
    resolution_used_seconds: int = 0
    responded_at: int | None = None
    resolved_at: int | None = None
    reopened: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch on the way to a deadline; `seconds` of the clock if counted or paused, else its length."""

    kind: Literal["counted", "paused"] | Shut
    first: int
    last: int
    seconds: int


class _Clock(Protocol):
    def working_seconds(self, start: int, end: int) -> int: ...

    def advance(self, instant: int, seconds: int) -> int | None: ...


class _Always:
    """A clock that runs day and night, without working hours."""

    def working_seconds(self, start: int, end: int) -> int:
        return max(0, end - start)

    def advance(self, instant: int, seconds: int) -> int | None:
        due = instant + max(0, seconds)
        return due if due < _LAST_INSTANT else None


_ALWAYS = _Always()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a request's life in one state."""

    state: State
    first: int
    last: int


def state_at(request: Request, now: int) -> State:
    """The state that `request` has at `now`; `new` until its first event (RULES 4)."""
    state: State = "new"
    for event in request.events:
        if event.at > now:
            break
        state = event.state
    return state


def is_known(request: Request, now: int) -> bool:
    """Had `request` been reported at `now`? Before that it is in no list."""
    return request.reported_at <= now


def resolved_at(request: Request, now: int) -> int | None:
    """The last change into `resolved` or `closed` from neither of them, known at `now` (RULES 4).

    None for a request that is not resolved at `now`, reopened ones among them. Resolved at 10:00 and closed
    at 12:00 is resolved at 10:00.
    """
    return _resolution(_life(request, now))


def _life(request: Request, now: int) -> list[_Stretch]:
    """The stretches from the report to `now`, one for each change known."""
    life: list[_Stretch] = []
    state: State = "new"
    since = request.reported_at
    for event in request.events:
        if event.at > now:
            break
        life.append(_Stretch(state, since, event.at))
        state, since = event.state, event.at
    life.append(_Stretch(state, since, max(now, since)))
    return life


def _resolution(life: list[_Stretch]) -> int | None:
    """Where the run of done states that lasts to the end of `life` begins."""
    begun, at = None, len(life) - 1
    while life[at].state in DONE:  # the first stretch is `new`, so this ends
        begun, at = life[at].first, at - 1
    return begun


def _clock_of(tier: Tier | None, calendar: Calendar) -> _Clock:
    """The clock that the tier measures on; the one that always runs without a tier (RULES 4.2)."""
    return calendar if tier is not None and tier.clock == "working" else _ALWAYS


def _target_seconds(target: Target | None, clock: _Clock, calendar: Calendar, reported_at: int) -> int | None:
    """What the clock may run: "2d" is twice the desk's working day, or 48 h on the clock that always runs."""
    if target is None:
        return None
    if target.unit == "same_day":
        close = calendar.close_of_day(reported_at)
        return None if close is None else clock.working_seconds(reported_at, close)
    if target.unit == "h":
        return target.count * 3600
    minutes = _DAY_MINUTES if clock is _ALWAYS else calendar.day_minutes(calendar.zone.date_of(reported_at))
    return None if minutes is None else target.count * minutes * 60


def _due(
    clock: _Clock, runs: list[tuple[int, int]], resume: int, target: int | None
) -> tuple[int | None, int]:
    """When the clock has run for `target` and what it ran by now: along `runs`, then on from `resume`."""
    used, due = 0, None
    for first, last in runs:
        ran = clock.working_seconds(first, last)
        if target is not None and due is None and used + ran >= target:
            due = clock.advance(first, target - used)
        used += ran
    if target is not None and due is None:
        due = clock.advance(resume, target - used)
    return due, used


def _state(
    due: int | None, target: int | None, used: int, done_at: int | None, now: int
) -> ClockState | None:
    """The word for a clock: done at the due second is met, three quarters of the target used is due soon."""
    if due is None or target is None:
        return None
    if (now if done_at is None else done_at) > due:
        return "breached"
    if done_at is not None:
        return "met"
    return "due_soon" if used * 4 >= target * 3 else "ok"


def _responded(request: Request, now: int) -> int | None:
    at = request.first_response_at
    return at if at is not None and at <= now else None


def clocks(request: Request, tier: Tier | None, calendar: Calendar, now: int) -> Clocks:
    """Both clocks of `request` under `tier` as they are known at `now` (RULES 4.2).

    Reported on Friday 16:00, 24 working hours, weekdays 9–17: due on Wednesday 16:00; waiting from Friday
    16:30 to Monday 09:30 makes it 17:00. A request reported after `now` is not known: nothing is due.
    """
    if not is_known(request, now):
        return Clocks()
    if request.recurring is not None:
        return _promised_clocks(request, tier, calendar, now)
    clock, reported = _clock_of(tier, calendar), request.reported_at
    life = _life(request, now)
    responded, resolved = _responded(request, now), _resolution(life)
    answer = now if responded is None else responded
    response_target = _target_seconds(tier.first_response if tier else None, clock, calendar, reported)
    response_due, response_used = _due(clock, [(reported, answer)], answer, response_target)
    runs = [(part.first, part.last) for part in life if part.state not in STOPPED]
    target = _target_seconds(tier.resolution if tier else None, clock, calendar, reported)
    due, used = _due(clock, runs, now if resolved is None else resolved, target)
    return Clocks(
        response_due=response_due,
        response_state=_state(response_due, response_target, response_used, responded, now),
        resolution_due=due,
        resolution_state=_state(due, target, used, resolved, now),
        waiting_seconds=_waited(clock, life),
        response_target_seconds=response_target,
        resolution_target_seconds=target,
        response_used_seconds=response_used,
        resolution_used_seconds=used,
        responded_at=responded,
        resolved_at=resolved,
        reopened=_reopened(life),
    )


def _waited(clock: _Clock, life: list[_Stretch]) -> int:
    return sum(clock.working_seconds(part.first, part.last) for part in life if part.state == "waiting")


def promised_due(day: date, calendar: Calendar) -> int:
    """When work promised for `day` is due: the end of working hours on it or before (RULES 2.9).

    Due on Sunday 31 May 2026, weekdays 9–17: Friday 17:00. Without working hours the midnight after it.
    """
    close = calendar.last_close(day)
    return calendar.zone.starts(day_after(day)) if close is None else close


def _promised_clocks(request: Request, tier: Tier | None, calendar: Calendar, now: int) -> Clocks:
    """One clock in plain time, from the report to the due day, which no waiting moves (RULES 2.9)."""
    life = _life(request, now)
    done = _resolution(life)
    due = None if request.due_day is None else promised_due(request.due_day, calendar)
    target = None if due is None else max(0, due - request.reported_at)
    used = (now if done is None else done) - request.reported_at
    return Clocks(
        resolution_due=due,
        resolution_state=_state(due, target, used, done, now),
        waiting_seconds=_waited(_clock_of(tier, calendar), life),
        resolution_target_seconds=target,
        resolution_used_seconds=used,
        responded_at=_responded(request, now),
        resolved_at=done,
        reopened=_reopened(life),
    )


def _reopened(life: list[_Stretch]) -> int:
    """How often the request left the done states again."""
    return sum(1 for before, after in pairwise(life) if before.state in DONE and after.state not in DONE)


def owed(clocks: Clocks, state: State) -> tuple[int | None, Which | None]:
    """What the client is owed next and when: the response, else the resolution (RULES 11).

    A response that has no due time is not owed, and a request that is resolved or closed owes nothing.
    """
    if state in DONE:
        return None, None
    if clocks.responded_at is None and clocks.response_due is not None:
        return clocks.response_due, "response"
    if clocks.resolution_due is not None:
        return clocks.resolution_due, "resolution"
    return None, None


def queue_key(request: Request, clocks: Clocks, state: State) -> tuple[bool, int, int, int, str]:
    """The place in the queue: due time of what is owed (none last), priority, report, key (RULES 11)."""
    due, _ = owed(clocks, state)
    return (due is None, due or 0, _RANK[request.priority], request.reported_at, request.key)


def explain_deadline(
    request: Request, tier: Tier | None, calendar: Calendar, now: int, which: Which
) -> tuple[Step, ...]:
    """The way from report to due time, in order: windows counted, pauses, days passed over (RULES 4.2).

    The counted seconds sum to the target and the last counted step ends at the due time. A pause has the
    seconds that the clock would have run. Empty when nothing is due.
    """
    known = clocks(request, tier, calendar, now)
    due = known.response_due if which == "response" else known.resolution_due
    if due is None:
        return ()
    if request.recurring is not None:
        first, last = request.reported_at, max(due, request.reported_at)
        return (Step("counted", first, last, last - first),)
    clock = _clock_of(tier, calendar)
    steps: list[Step] = []
    for running, first, last in _way(request, known, now, due, which):
        if not running:
            steps.append(Step("paused", first, last, clock.working_seconds(first, last)))
        elif clock is _ALWAYS:
            steps.append(Step("counted", first, last, last - first))
        else:
            steps.extend(_day_steps(calendar, first, last))
    return tuple(steps)


def _way(
    request: Request, known: Clocks, now: int, due: int, which: Which
) -> Iterator[tuple[bool, int, int]]:
    """The stretches to `due` as (does the clock run, first, last), neighbours of one sort being joined."""
    if which == "response":
        yield True, request.reported_at, due
        return
    done = known.resolved_at
    until = now if done is None else done
    parts = [(part.state not in STOPPED, part.first, part.last) for part in _life(request, until)]
    if done is not None:
        parts.pop()  # the final resolution is taken not to have come: the clock runs on from it
    parts.append((True, until, max(until, due)))
    running, since = True, request.reported_at
    for runs, first, _ in parts:
        if runs != running and first < due:
            if since < first:
                yield running, since, first
            running, since = runs, first
    yield running, since, due


def _day_steps(calendar: Calendar, first: int, last: int) -> Iterator[Step]:
    """Every window between two instants, and every day on which the desk does not work."""
    day, end = calendar.zone.date_of(first), calendar.zone.date_of(max(first, last - 1))
    for ordinal in range(day.toordinal(), end.toordinal() + 1):
        day = date.fromordinal(ordinal)
        shut = calendar.shut(day)
        if shut is not None:
            begin = max(first, calendar.zone.starts(day))
            close = min(last, calendar.zone.starts(date.fromordinal(ordinal + 1)))
            yield Step(shut, begin, close, close - begin)
            continue
        for opens, closes in calendar.windows(day):
            begin, close = max(first, opens), min(last, closes)
            if begin < close:
                yield Step("counted", begin, close, close - begin)
