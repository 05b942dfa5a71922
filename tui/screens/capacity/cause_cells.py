"""How is the cost of causes shown? By cause, by client, or both, with bars and the trend against the span before.

Every way of counting adds up to the same minutes; what has no cause has a row of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from models.domain.basics.months import MONTHS
from models.queries.planning.causes import CauseRequest, CauseRow, CausesPage
from tui.text.format import hm
from tui.widgets.bars.hours import EIGHTHS
from tui.widgets.list.columns import Cell, Column
from tui.widgets.spans import Span, Spans

By = Literal["cause", "client", "both"]
BYS: tuple[By, ...] = ("cause", "client", "both")
BY_WORDS = {"cause": "by cause", "client": "by client", "both": "cause and client"}
NO_CAUSE = "no cause"

_TAIL = (
    Column("", bar=True, minimum=6, maximum=40),
    Column("time", align="right", sort=lambda line: line.accounted),
    Column("before", align="right", sort=lambda line: line.accounted - line.before),
    Column("requests", align="right", sort=lambda line: line.requests),
    Column("again", align="right", drop=1, sort=lambda line: line.repeats),
)
COLUMNS: dict[By, tuple[Column, ...]] = {
    "cause": (Column("cause", minimum=12), *_TAIL),
    "client": (Column("client", minimum=16), *_TAIL),
    "both": (
        Column("cause", minimum=10),
        Column("client", minimum=12),
        *_TAIL,
    ),
}


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A row: what it counts (None: all causes, or all clients), minutes and requests, and those before.

    `cause` is None where all causes are meant and where a request has none: `by` tells which.
    """

    by: By
    cause: str | None
    client: str | None
    client_name: str
    requests: int
    repeats: int
    accounted: int
    before: int
    most: int
    """Minutes of the longest bar."""

    @property
    def key(self) -> tuple[By, str | None, str | None]:
        """What tells this row from the others."""
        return self.by, self.cause, self.client

    @property
    def name(self) -> str:
        """What it is called in a title."""
        cause = self.cause or NO_CAUSE
        return {"cause": cause, "client": self.client_name, "both": f"{cause}, {self.client_name}"}[self.by]


def cause_lines(page: CausesPage, by: By) -> tuple[CauseLine, ...]:
    """The rows of a page counted `by`, most costly first."""
    groups: dict[tuple[str | None, str | None], list[CauseRow]] = {}
    for row in page.rows:
        key = (None if by == "client" else row.cause, None if by == "cause" else row.client)
        groups.setdefault(key, []).append(row)
    most = max((sum(row.accounted for row in rows) for rows in groups.values()), default=0)
    lines = [_line(by, cause, client, rows, most) for (cause, client), rows in groups.items()]
    ordered = sorted(lines, key=lambda line: (-line.accounted, -line.requests, -line.before, line.name))
    return tuple(ordered)


def _line(by: By, cause: str | None, client: str | None, rows: Sequence[CauseRow], most: int) -> CauseLine:
    return CauseLine(
        by=by,
        cause=cause,
        client=client,
        client_name=rows[0].client_name if client is not None else "",
        requests=sum(row.requests for row in rows),
        repeats=sum(row.repeats for row in rows),
        accounted=sum(row.accounted for row in rows),
        before=sum(row.accounted_before for row in rows),
        most=most,
    )


def requests_behind(page: CausesPage, line: CauseLine) -> tuple[CauseRequest, ...]:
    """The requests that a row counts, most costly first."""
    if line.by == "client":
        return tuple(request for request in page.requests if request.client == line.client)
    return page.requests_of(line.cause, line.client)


def cause_cells(line: CauseLine) -> Sequence[Cell]:
    """The cells of COLUMNS."""
    cause: Cell = line.cause if line.cause is not None else (NO_CAUSE, "warn")
    head: tuple[Cell, ...] = {
        "cause": (cause,),
        "client": (line.client_name,),
        "both": (cause, (line.client_name, "dim")),
    }[line.by]
    return (
        *head,
        partial(_bar, line),
        (hm(line.accounted), "strong"),
        trend(line),
        (str(line.requests) if line.requests else "–", ""),
        (str(line.repeats) if line.repeats else "–", "dim"),
    )


def _bar(line: CauseLine, width: int) -> Spans:
    """What it took, against the row that took most."""
    eighths = line.accounted * width * 8 // max(line.most, 1)
    if line.accounted:
        eighths = max(1, eighths)  # a started minute shows
    whole, rest = divmod(eighths, 8)
    return [("█" * whole + (EIGHTHS[rest] if rest else ""), "dim")]


def trend(line: CauseLine) -> Span:
    """Against the span before: `▲ +3:20`, `▼ -1:10`, `=`, and `new` for what took nothing then."""
    change = line.accounted - line.before
    if not line.before and change:
        return ("new", "dim")
    if not change:
        return ("=", "dim")
    return (f"{'▲ +' if change > 0 else '▼ '}{hm(change)}", "" if change > 0 else "dim")


def total_note(page: CausesPage, by: By, span: str, width: int) -> str:
    """`32:15, 12:30 more · 3 months, 1 Sep–24 Nov · by cause`, or as much of it as there is room for."""
    total = page.accounted
    change = total - sum(row.accounted_before for row in page.rows)
    words = "" if not change else f", {hm(abs(change))} {'more' if change > 0 else 'less'}"
    if width < 78:
        return f"{hm(total)}{words} · {span}"
    first, last = page.first, page.last
    days = f"{first.day} {MONTHS[first.month - 1]}–{last.day} {MONTHS[last.month - 1]}"
    return f"{hm(total)}{words} · {span}, {days} · {BY_WORDS[by]}"
