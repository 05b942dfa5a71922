"""Where does a deadline come from? Both clocks of a request as lines, and window by window as plain text.

What is counted adds up to the target before the reader's eyes; whatever the clock passed over is named with its
reason. The text can be copied into an answer to a client.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from models.domain.basics.zone import Zone
from models.domain.requests.clocks import Which
from tui.text.clock_phrases import left_words, length_words
from tui.text.format import hm, span_words
from tui.widgets.bars.hours import hours_bar
from tui.widgets.cells.request import moment
from tui.widgets.spans import Span, Spans

if TYPE_CHECKING:
    from models.domain.requests.clocks import Clocks, ClockState, Step
    from models.queries.requests.page import RequestPage
    from models.queries.requests.queue import QueueRow

REASONS = {
    "no_hours": "no working hours",
    "closed_day": "closed day of the desk",
    "holiday": "public holiday",
}
TONES = {"breached": "bad", "due_soon": "warn", "met": "good"}
LABEL = 12


def clock_lines(row: QueueRow, now: int, zone: tzinfo | None, width: int) -> Iterator[Spans]:
    """Both clocks: what is due when, what is left, and a bar of what is used."""
    known = row.clocks
    if row.promised:
        yield from _one(
            row, "Due", known.resolution_due, known.resolution_state, now, zone, width, *_resolution(known)
        )
        return
    yield from _one(
        row, "Answer", known.response_due, known.response_state, now, zone, width, *_response(known)
    )
    yield from _one(
        row, "Resolution", known.resolution_due, known.resolution_state, now, zone, width, *_resolution(known)
    )
    if known.waiting_seconds >= 60:
        clock = ", working time" if row.clock == "working" and row.tier else ""
        yield [
            (f"{'Waited':<{LABEL}}", "dim"),
            (f"{length_words(known.waiting_seconds, days=False)} in all{clock}", "dim"),
        ]


def _response(known: Clocks) -> tuple[int | None, int, int | None, str]:
    return known.response_target_seconds, known.response_used_seconds, known.responded_at, "answered"


def _resolution(known: Clocks) -> tuple[int | None, int, int | None, str]:
    return known.resolution_target_seconds, known.resolution_used_seconds, known.resolved_at, "resolved"


def _one(
    row: QueueRow,
    label: str,
    due: int | None,
    state: ClockState | None,
    now: int,
    zone: tzinfo | None,
    width: int,
    target: int | None,
    used: int,
    done: int | None,
    word: str,
) -> Iterator[Spans]:
    tone = TONES.get(state or "", "")
    head: Span = (f"{label:<{LABEL}}", "dim")
    if done is not None:
        met = {"met": ", in time", "breached": ", too late"}.get(state or "", "")
        yield [head, (f"{word} {moment(done, now, zone)}", ""), (met, tone)]
    elif due is None or target is None:
        yield [head, ("no promise", "dim")]
        return
    else:
        stands = label == "Resolution" and row.waiting_since is not None
        words = left_words(target - used, row.clock, late=state == "breached")
        yield [head, ("stands, " if stands else "", "dim"), (words, tone or "strong")]
    if target is None or due is None:
        return
    share = f"{hm(used // 60)} of {hm(target // 60)}"
    words = f"due {moment(due, now, zone)}, {share}" if done is None else f"{share} used"
    yield [(" " * LABEL, ""), (words, "dim")]
    if done is None:
        bar = hours_bar(min(28, width - LABEL), used=used // 60, allotted=max(1, target // 60))
        yield [(" " * LABEL, ""), *bar]


def explanation(page: RequestPage, zone: Zone, now: int) -> list[str]:
    """Both deadlines of a request, stretch by stretch, as plain text."""
    row = page.row
    lines = [f"{row.key} {row.subject}", f"{row.client_name}, reported {_full(row.reported_at, zone)}", ""]
    if row.promised:
        return [*lines, *_promised_part(page, zone, now)]
    if row.tier is None:
        return [*lines, "The client has no service level, so nothing is promised and nothing is due."]
    lines += [*_part(page, "response", zone, now), "", *_part(page, "resolution", zone, now)]
    if row.clock == "working":
        lines += ["", "Working time: the windows of the desk's week, less holidays and closed days."]
    return lines


def _promised_part(page: RequestPage, zone: Zone, now: int) -> Iterator[str]:
    """What was promised for which days, and how it stands with it."""
    known, promised = page.row.clocks, page.promised
    if promised is None or promised.occurrence is None or known.resolution_due is None:
        yield "It is for promised work that is no longer promised, so nothing is due."
        return
    each = promised.occurrence
    yield f"{promised.contract_name} promises it for {span_words(each.starts, each.ends)}."
    yield f"It is due {_full(known.resolution_due, zone)}: the end of working hours on the last of these days,"
    yield "or on the last working day before it. The time from its report runs day and night, and nothing stops it."
    yield ""
    if known.resolved_at is not None:
        verdict = "in time" if known.resolution_state == "met" else "too late"
        yield f"It was resolved {_full(known.resolved_at, zone)}: {verdict}."
    else:
        target = known.resolution_target_seconds or 0
        left = left_words(
            target - known.resolution_used_seconds, "always", late=known.resolution_state == "breached"
        )
        yield f"By now, {_full(now, zone)}: {left}."


def _part(page: RequestPage, which: Which, zone: Zone, now: int) -> list[str]:
    row, known = page.row, page.row.clocks
    answer = which == "response"
    due = known.response_due if answer else known.resolution_due
    target, used, done, word = _response(known) if answer else _resolution(known)
    noun = "The answer" if answer else "The resolution"
    if due is None or target is None:
        return [f"{noun}: {row.tier_name} promises none, or the desk has no working hours."]
    clock = "working time" if row.clock == "working" else "time, nights and weekends included"
    lines = [
        f"{noun} is due {_full(due, zone)}",
        f"{row.tier_name} promises it within {_hours(target)} of {clock}."
        + ("" if answer else " The clock stands while the request is waiting for the client."),
        "",
        *_steps(page.steps(which), zone),
        "",
    ]
    state = known.response_state if answer else known.resolution_state
    if done is not None:
        verdict = "in time" if state == "met" else "too late"
        return [*lines, f"It was {word} {_full(done, zone)}, after {_hours(used)}: {verdict}."]
    left = left_words(target - used, row.clock, late=state == "breached")
    return [*lines, f"By now, {_full(now, zone)}, {_hours(used)} of it are used: {left}."]


def _steps(steps: Sequence[Step], zone: Zone) -> list[str]:
    """`  Mon 23 Nov  09:00–12:30  counts   3:30   3:30`: the last column is the sum so far."""
    lines, total = [], 0
    for step in steps:
        day = f"  {_day(step.first, zone):<11}"
        if step.kind == "counted":
            total += step.seconds
            lines.append(
                f"{day} {_span(step.first, step.last, zone):<19} counts {_hours(step.seconds):>8} {_hours(total):>9}"
            )
        elif step.kind == "paused":
            stood = f"stands, {_hours(step.seconds)} not counted" if step.seconds else "stands"
            lines.append(f"{day} {_span(step.first, step.last, zone):<19} {stood}")
        else:
            lines.append(f"{day} {REASONS[step.kind]}")
    return lines


def _span(first: int, last: int, zone: Zone) -> str:
    begin, end = _clock(first, zone), _clock(last, zone)
    days = (zone.local(last).date() - zone.local(first).date()).days
    return f"{begin}–{end}" if not days else f"{begin}–{_day(last, zone).split(' ', 1)[1]} {end}"


def _clock(instant: int, zone: Zone) -> str:
    local = zone.local(instant)
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def _day(instant: int, zone: Zone) -> str:
    local = zone.local(instant)
    return f"{local:%a} {local.day} {local:%b}"


def _full(instant: int, zone: Zone) -> str:
    return f"{_day(instant, zone)} {zone.local(instant).year} {_clock(instant, zone)}"


def _hours(seconds: int) -> str:
    """`3:30`, with seconds only where there are any, so that the column adds up."""
    rest = seconds % 60
    return hm(seconds // 60) + (f":{rest:02d}" if rest else "")
