"""What stands on a request's page? Facts, clocks, the client's hours, the conversation, time, its kin.

No line is wider than the width it is made for; each section is left out when it has nothing to say, but for the
conversation and the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

from models.domain.basics.notation import format_money
from tui.text.clock_phrases import call_words
from tui.text.format import hm, plural, safe, span_words, wrapped
from tui.widgets.cells.clocks import clock_lines
from tui.widgets.cells.request import (
    CHANNEL,
    OUTSIDE,
    PRIORITY_MARKS,
    PROMISED,
    REPEAT,
    REWORK,
    moment,
)
from tui.widgets.spans import Span, Spans, spread

if TYPE_CHECKING:
    from models.domain.values import Entry
    from models.queries.desk.colleagues import Colleague
    from models.queries.ledger.left import Left
    from models.queries.ledger.units import WorkUnit
    from models.queries.requests.page import Brief, RequestPage, Said
    from models.queries.requests.queue import QueueRow

WHEN = 13
"""Cells of the column of times."""
MOST_BODY_LINES = 300
MOST_RELATED = 8
STATE_WORDS = {
    "open": "in progress",
    "waiting": "waiting for client",
    "resolved": "resolved",
    "closed": "closed",
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the page needs besides the request: the clock, the zone, names of agents by key."""

    now: int
    zone: tzinfo | None
    names: Mapping[str, str]
    me: str | None = None
    colleagues: tuple[Colleague, ...] = ()
    """What the others work on (RULES 13)."""

    def when(self, instant: int) -> str:
        """The local time of an instant, in the column of times."""
        return f"{moment(instant, self.now, self.zone):<{WHEN}}"

    def name(self, key: str | None) -> str:
        """The agent's name, or the key where no agent has it."""
        return self.names.get(key, key) if key else "unassigned"


def page_lines(page: RequestPage, around: Surroundings, width: int) -> list[Spans]:
    """Every line of a request's page, drawn for `width` cells."""
    lines: list[Spans] = [
        *_head(page, around, width),
        [],
        *clock_lines(page.row, around.now, around.zone, width),
    ]
    lines += _left(page.left, page.row)
    if page.checklist:
        lines += [[], title("Checklist", checked_words(page), width), *_checklist(page, width)]
    lines += [[], title("Conversation", "", width), *_conversation(page, around, width)]
    lines += [[], title("Time", _sums(page), width), *_time(page, around, width)]
    if page.repeats:
        lines += [[], title("The same, asked before or again", str(len(page.repeats)), width)]
        lines += [_brief(brief, page, around, width) for brief in page.repeats]
    if page.related:
        lines += [[], title(f"Same cause: {safe(page.row.cause or '')}", "", width)]
        lines += [_brief(brief, page, around, width) for brief in page.related[:MOST_RELATED]]
        if len(page.related) > MOST_RELATED:
            lines.append([(f"and {len(page.related) - MOST_RELATED} more", "faint")])
    return lines


def title(words: str, right: str, width: int) -> list[Span]:
    """The title of a section."""
    return spread([(words, "title")], [(right, "dim")] if right else (), width)


def wrap(text: str, width: int) -> list[str]:
    """A text of a user in lines of at most `width` characters; its own line breaks stay."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines += wrapped(safe(line), max(8, width)) or [""]
        if len(lines) > MOST_BODY_LINES:
            return [*lines[:MOST_BODY_LINES], "…"]
    return lines


# -- promised work --------------------------------------------------------------------------------


def checked_words(page: RequestPage) -> str:
    """How much of the checklist is done: `1 of 3`."""
    found = page.checklist
    return f"{sum(item.done for item in found)} of {len(found)}"


def _checklist(page: RequestPage, width: int) -> Iterator[Spans]:
    """Every line with its box; what is done says by whom and when, the next one is what t ticks."""
    following = next((item for item in page.checklist if not item.done), None)
    for item in page.checklist:
        box: Span = ("[x] ", "good") if item.done else ("[ ] ", "strong" if item is following else "dim")
        mark = safe(", ".join(part for part in (item.by, item.at) if part))
        beside = len(mark) + len(item.text) + 8 <= width
        parts = wrap(item.text, width - 4)
        right: Sequence[Span] = [(mark, "dim")] if mark and beside else ()
        yield spread([box, (parts[0], "dim" if item.done else "")], right, width)
        yield from ([("    ", ""), (part, "dim" if item.done else "")] for part in parts[1:])
        if mark and not beside:
            yield [("    ", ""), (mark, "dim")]


def _promise(page: RequestPage) -> Iterator[Spans]:
    """Which promise it keeps, and for when."""
    promised = page.promised
    if promised is None:
        return
    name = safe(promised.contract_name)
    if promised.occurrence is None:
        yield [(f"{PROMISED} no longer promised: {name} ended or was changed", "warn")]
        return
    each = promised.occurrence
    yield [(f"{PROMISED} promised: {name}", ""), (f", for {span_words(each.starts, each.ends)}", "dim")]


# -- head -----------------------------------------------------------------------------------------


def _head(page: RequestPage, around: Surroundings, width: int) -> Iterator[Spans]:
    row = page.row
    for number, part in enumerate(wrap(row.subject, width - len(row.key) - 2)):
        key = f"{row.key}  " if not number else " " * (len(row.key) + 2)
        yield [(key, "accent"), (part, "strong")]
    tier = row.tier_name or "no service level"
    yield [(row.client_name, ""), (" · ", "faint"), (tier, "dim"), (" · ", "faint"), (row.channel, "dim")]
    mark, tone = PRIORITY_MARKS[row.priority]
    priority: Span = (f"{mark} {row.priority}".strip(), tone or "dim")
    since = f" since {moment(row.state_since, around.now, around.zone)}"
    yield [(row.state, "strong"), (since, "dim"), (" · ", "faint"), priority]
    who = around.name(row.assignee)
    facts = [who if row.assignee else "unassigned", row.cause or "no cause", row.work_type or ""]
    yield [(" · ".join(fact for fact in facts if fact), "dim")]
    yield from _people(page, around)
    yield from _promise(page)
    if page.request.premium is not None:
        yield [(f"× evenings and weekends: weights {page.request.premium}", "warn")]
    yield from _flags(row, page.row.clocks.reopened)


def _people(page: RequestPage, around: Surroundings) -> Iterator[Spans]:
    """Whose timer runs on it, and who has it open."""
    for entry in page.entries:
        if entry.ended_at is None:
            whose = "your" if entry.agent == around.me else f"{around.name(entry.agent)}'s"
            yield [
                (f"● {whose} timer runs here, {hm(max(0, around.now - entry.started_at) // 60)}", "accent")
            ]
    for other in around.colleagues:
        if other.request == page.row.key and not other.timing:
            since = moment(other.since, around.now, around.zone, short=True)
            yield [(f"◦ {around.name(other.agent)} has this open since {since}", "warn")]


def _flags(row: QueueRow, reopened: int) -> Iterator[Spans]:
    if row.channel_not_included:
        yield [(f"{CHANNEL} {row.tier_name} does not include {row.channel}", "warn")]
    if row.repeat_of is not None:
        yield [(f"{REPEAT} repeats {row.repeat_of}", "warn")]
    if row.rework:
        yield [(f"{REWORK} rework, not maintenance", "warn")]
    if row.outside_scope:
        yield [(f"{OUTSIDE} outside the scope: to be quoted apart", "warn")]
    if reopened:
        yield [(f"opened again {'once' if reopened == 1 else f'{reopened} times'}", "warn")]
    if row.waiting_too_long:
        yield [("waiting for client for more than three days", "warn")]
    elif row.untouched:
        yield [("nothing was done for three days or more", "warn")]


def _left(left: Left, row: QueueRow) -> list[Spans]:
    """What the client has left, and what the next call does to it."""
    head: Span = (f"{'Hours':<12}", "dim")
    call = left.call_minutes()
    if left.manner == "unlimited":
        return [[head, ("unlimited", ""), (": a call uses nothing up", "dim")]]
    if left.manner == "on_demand":
        return [
            [head, ("on demand", ""), (f": a minimum call is billed as {hm(left.added_minutes())}", "dim")]
        ]
    minutes, sessions = left.after()
    lines: list[Spans] = []
    if left.sessions:
        words = f"{plural(left.sessions, 'session')} of {hm(left.session_minutes)} left"
        lines.append([head, (words, "strong"), (f", {sessions} after the next call", "dim")])
        head = (" " * 12, "")
    lines.append([head, (f"{hm(left.minutes)} left", "strong" if left.minutes > 0 else "bad")])
    if minutes < 0:
        lines.append([(" " * 12, ""), (f"{call_words(call)} would be {hm(-minutes)} over", "bad")])
    elif minutes < left.minutes:
        lines.append([(" " * 12, ""), (f"{hm(minutes)} after a minimum call", "dim")])
    return lines


# -- conversation ---------------------------------------------------------------------------------


def _conversation(page: RequestPage, around: Surroundings, width: int) -> Iterator[Spans]:
    for said in page.conversation:
        words, tone = _said(said, page, around)
        yield [(around.when(said.at), "dim"), (words, tone)]
        if said.kind == "reported" and page.checklist:
            continue  # its lines stand under their own title
        for part in wrap(said.text, width - WHEN) if said.text else ():
            yield [(" " * WHEN, ""), (part, "")]


def _said(said: Said, page: RequestPage, around: Surroundings) -> Span:
    by = f" by {around.name(said.who)}" if said.who else ""
    if said.kind == "reported":
        return (f"reported, {page.row.channel}", "dim")
    if said.kind == "answered":
        return ("answered", "dim")
    if said.kind == "note":
        return (around.name(said.who) if said.who else "note", "accent")
    return (f"{STATE_WORDS.get(said.state or '', said.state or '')}{by}", "dim")


# -- time -----------------------------------------------------------------------------------------


def _sums(page: RequestPage) -> str:
    if not page.entries:
        return ""
    older = " lately" if page.older_work else ""
    return f"{hm(page.spent_seconds // 60)} spent, {hm(page.accounted)} accounted{older}"


def _time(page: RequestPage, around: Surroundings, width: int) -> Iterator[Spans]:
    """Every entry, and behind the last one of a unit what the unit came to."""
    if not page.entries:
        yield [("No time is logged. space starts the timer, a adds time.", "dim")]
    last = {unit.entries[-1]: [] for unit in page.units if unit.entries}  # type: dict[str, list[WorkUnit]]
    for unit in page.units:
        if unit.entries:
            last[unit.entries[-1]].append(unit)
    for entry in page.entries:
        yield from _entry(entry, around, width)
        for unit in last.get(entry.key, ()):
            yield _unit(unit, page.currency)
    if page.older_work:
        yield [("Work of earlier months is accounted in the client's ledger.", "faint")]


def _entry(entry: Entry, around: Surroundings, width: int) -> Iterator[Spans]:
    running = entry.ended_at is None
    seconds = max(0, (around.now if entry.ended_at is None else entry.ended_at) - entry.started_at)
    scope = "" if entry.scope == "support" else f", {entry.scope}"
    scope += ", told" if entry.told else ""
    spent: Span = (f"{hm(seconds // 60):>5}", "accent" if running else "strong")
    yield [
        (around.when(entry.started_at), "dim"),
        spent,
        (" ● running" if running else "", "accent"),
        (f"  {around.name(entry.agent)}{scope}", "dim"),
    ]
    for part in wrap(entry.note, width - WHEN) if entry.note else ():
        yield [(" " * WHEN, ""), (part, "")]


def _unit(unit: WorkUnit, currency: str) -> Spans:
    """`1:00 accounted: 0:20 used, 0:40 over at 90.00`."""
    rate = "" if unit.rate is None else f" at {format_money(unit.rate, currency)}"
    parts: list[Span] = []
    for minutes, word, tone in (
        (unit.covered, "used", "dim"),
        (unit.overage, f"over{rate}", "bad"),
        (unit.on_demand, f"on demand{rate}", ""),
        (unit.additional, f"additional{rate}", ""),
    ):
        if minutes:
            parts += [(", " if parts else ": ", "faint"), (f"{hm(minutes)} {word}", tone)]
    late = f", shown late in {unit.month}" if unit.late else ""
    if unit.scope == "courtesy":
        parts = [(": courtesy", "dim")]
    counts: list[Span] = []
    if unit.counted != unit.accounted:
        counts = [(f", counts {hm(unit.counted)}", "warn")]
    return [(" " * WHEN, ""), (f"{hm(unit.accounted)} accounted", "dim"), *counts, *parts, (late, "warn")]


# -- kin ------------------------------------------------------------------------------------------


def _brief(brief: Brief, page: RequestPage, around: Surroundings, width: int) -> Spans:
    done = brief.resolved_at if brief.state in ("resolved", "closed") else None
    at = moment(done or brief.reported_at, around.now, around.zone, short=True)
    other = f"{brief.client_name}: " if brief.client != page.row.client else ""
    right: Sequence[Span] = [(f"{brief.state} {at}", "dim")]
    return spread([(f"{brief.key:<8}", "accent"), (f"{other}{brief.subject}", "dim")], right, width)
