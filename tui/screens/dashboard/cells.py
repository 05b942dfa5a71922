"""How do the rows of the dashboard look? Requests, today's entries and renewals, cell by cell.

Names are whole before anything else is shown beside them; a sign stands beside every colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from models.domain.basics.months import MONTHS
from models.domain.values import PRIORITIES
from tui.text.format import hm, in_days
from tui.widgets.cells.hours import share_order, used_order
from tui.widgets.cells.queue import coarse, due_words, queue_tone
from tui.widgets.cells.request import PRIORITY_MARKS, with_marks
from tui.widgets.list.columns import Cell, Column
from tui.widgets.spans import Span, Spans

if TYPE_CHECKING:
    from models.queries.overview.dashboard import DecisionRow, TodayRow
    from models.queries.requests.queue import QueueRow

REQUEST_COLUMNS = (
    Column("due", minimum=12, steady=11, sort=lambda row: row.due),
    Column("", width=2, name="priority", always=True, sort=lambda row: -PRIORITIES.index(row.priority)),
    Column("client", minimum=40),
    Column("subject", minimum=80),
    Column("number", minimum=8, drop=2),
    Column("who", minimum=12, drop=1),
    Column("state", minimum=8, drop=3),
    Column("age", align="right", drop=4, sort=lambda row: row.reported_at),
)
"""Least wide means whole: a name is cut only when all that may be left out is."""
HOURS_COLUMNS = (
    Column("client", minimum=40),
    Column("", bar=True, minimum=9, maximum=30, name="share", always=True, sort=share_order),
    Column("used / allotted", short="used", minimum=14, sort=used_order),
    Column("", minimum=12, name="state", steady=11),
)
TODAY_COLUMNS = (
    Column("time", width=11, sort=lambda row: row.started_at),
    Column("client", minimum=40),
    Column("what", minimum=8, drop=1),
    Column("spent", align="right", steady=4, sort=lambda row: row.ended_at and row.seconds),
)
TODAY_SHORT = (Column("time", width=5, sort=lambda row: row.started_at), *TODAY_COLUMNS[1:])
"""Without the end of the time, which start and length say, too: so something of what was done has room."""
RENEWAL_COLUMNS = (
    Column("decide", minimum=7, steady=7, sort=lambda row: row.days),
    Column("client", minimum=40),
    Column("", minimum=11, name="by", sort=lambda row: row.decision),
    Column("uses", align="right", drop=1, sort=lambda row: row.used_percent),
)
SOON_DAYS = 14


def request_cells(row: QueueRow, now: int, zone: tzinfo | None, marks: Spans = ()) -> Sequence[Cell]:
    """The cells of `REQUEST_COLUMNS`; `marks` say who is at the request."""
    return (
        (due_words(row, now, zone), queue_tone(row)),
        PRIORITY_MARKS[row.priority],
        row.client_name,
        with_marks((row.subject, ""), marks),
        (row.key, "dim"),
        (row.assignee or "–", "dim"),
        (row.state, "accent" if row.state == "new" else "dim"),
        (coarse(now - row.reported_at), "dim"),
    )


def today_cells(row: TodayRow, zone: tzinfo | None) -> Sequence[Cell]:
    """The cells of `TODAY_COLUMNS` and `TODAY_SHORT`; what began yesterday begins with `…`."""
    start = "…" if row.before else _clock(row.started_at, zone)
    running = row.ended_at is None
    end = "now" if row.ended_at is None else _clock(row.ended_at, zone)
    what = row.subject or row.note
    if row.scope != "support":
        what = f"{what}, {row.scope}" if what else row.scope
    tone = "accent" if running else ""
    span = f"{start}–{end}"
    return (
        lambda width: [(span if width >= len(span) else start, tone or "dim")],
        row.client_name or "–",
        (what, "dim"),
        ("●", tone) if running else (hm(row.seconds // 60), "strong"),
    )


def _clock(instant: int, zone: tzinfo | None) -> str:
    return f"{datetime.fromtimestamp(instant, zone):%H:%M}"


def renewal_cells(row: DecisionRow, today: date | None) -> Sequence[Cell]:
    """The cells of `RENEWAL_COLUMNS`: `9 days  Corvid Press  by 3 Dec  20 %`."""
    tone = "bad" if row.days < 0 else "warn" if row.days <= SOON_DAYS else "dim"
    when = "overdue" if row.days < 0 else in_days(row.days).removeprefix("in ")
    if today is not None and row.ends < today:
        words = f"ended {_day(row.ends, today)}"
    else:
        words = f"{'auto' if row.mode == 'auto' else 'by'} {_day(row.decision, today)}"
    uses = "" if row.used_percent is None else f"{row.used_percent} %"
    return ((when, tone), row.name, (words, "dim"), (uses, "dim"))


def _day(day: date, today: date | None) -> str:
    far = today is not None and abs((day - today).days) > 330
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if far else "")


def overdue_words(rows: Sequence[DecisionRow]) -> Span:
    """`1 overdue`, or nothing."""
    overdue = sum(row.days < 0 for row in rows)
    return (f"{overdue} overdue", "bad") if overdue else ("", "")


def notice(
    rows: Sequence[DecisionRow],
    *,
    renewals_cut: bool,
    today_hidden: bool,
    today_minutes: int,
    team: Spans = (),
) -> list[Span]:
    """What the screen has no room for and matters: `1 renewal overdue · Corvid Press in 9 days · today 1:27`."""
    parts: list[Span] = []
    overdue = sum(row.days < 0 for row in rows)
    if renewals_cut and overdue:
        parts.append((f"{overdue} {'renewal' if overdue == 1 else 'renewals'} overdue", "bad"))
    following = next((row for row in rows if row.days >= 0), None)
    if renewals_cut and following is not None:
        words = f"{following.name} {in_days(following.days)}"
        soon = following.days <= SOON_DAYS
        parts.append((words if overdue else f"renewal {words}", "warn" if soon else "dim"))
    if today_hidden:
        parts.append((f"today {hm(today_minutes)}", "strong" if today_minutes else "dim"))
    return _joined(parts, team)


def _joined(parts: Sequence[Span], team: Spans) -> list[Span]:
    joined: list[Span] = []
    for part in parts:
        joined += [(" · ", "faint"), part] if joined else [part]
    if team:
        joined += [*([(" · ", "faint")] if joined else []), *team]
    return joined
