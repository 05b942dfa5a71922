"""How does a month of capacity look in one line? What can be worked, a bar, and each load in per cent.

The bars of all months have one scale, so that they can be compared; its parts differ without colour: expected `█`,
what may be called besides `░`, a block that is only thought of `▌`, more than available `▚`, and a tick `┊` where all
that available ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from models.domain.basics.money import round_half_up
from models.domain.basics.months import MONTHS, Month
from models.domain.planning.capacity import Capacity
from models.queries.desk.catalogue import AgentRow
from models.queries.planning.capacity import MonthOutlook
from tui.text.format import hm, plural
from tui.widgets.bars.hours import joined
from tui.widgets.list.columns import Cell, Column
from tui.widgets.spans import Span, Spans, spread

MONTH_COLUMNS = (
    Column("month", minimum=8, sort=lambda row: row.after.month.first_day),
    Column("available", align="right", sort=lambda row: row.before.supply),
    Column("may be claimed", short="claimed", align="right", drop=2, sort=lambda row: row.after.callable),
    Column("", bar=True, minimum=8, maximum=80),
    Column("worst case", align="right", sort=lambda row: row.after.percent(row.after.callable)),
    Column("expected", align="right", sort=lambda row: row.after.percent(row.after.expected)),
    Column("expiring", align="right", sort=lambda row: row.after.percent(row.after.must_use)),
    Column("promised", align="right", drop=3, extra=True, sort=lambda row: row.after.recurring),
)
LEGEND: Spans = (
    ("█", "dim"),
    (" expected  ", "dim"),
    ("░", "dim"),
    (" may be claimed  ", "dim"),
    ("▚", "bad"),
    (" too much  ", "dim"),
    ("┊", "dim"),
    (" available ", "dim"),
)


ASK: Spans = (("w", "accent"), (" one more block? ", "dim"))
WITHOUT: Spans = (("▌", "accent"), (" the block  ", "dim"), ("esc", "accent"), (" without ", "dim"))


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A block that might be sold today: minutes, and within how many months it must be used (None: ever)."""

    minutes: int
    months: int | None = None

    def of(self, months: Sequence[Capacity]) -> tuple[Capacity, ...]:
        """The months as they would be, the running one first."""
        return tuple(self._one(month, number) for number, month in enumerate(months, 1))

    def _one(self, month: Capacity, number: int) -> Capacity:
        if self.months is not None and number > self.months:
            return month
        return month.with_block(self.minutes, expires=number == self.months)

    @property
    def words(self) -> str:
        """`20:00 more`, `20:00 more for 3 months`."""
        ends = "" if self.months is None else f" for {plural(self.months, 'month')}"
        return f"{hm(self.minutes)} more{ends}"


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month as it is and as it would be, and the scale of all bars in minutes."""

    before: Capacity
    after: Capacity
    scale: int


def month_rows(months: Sequence[Capacity], what_if: WhatIf | None) -> tuple[MonthRow, ...]:
    """The rows of the list; without a `what_if` both sides are the same."""
    after = months if what_if is None else what_if.of(months)
    most = (max(month.callable, _whole(month.expected), _whole(month.supply)) for month in after)
    scale = max(1, *most)
    return tuple(MonthRow(old, new, scale) for old, new in zip(months, after, strict=True))


def month_cells(row: MonthRow) -> Sequence[Cell]:
    """The cells of MONTH_COLUMNS."""
    before, after = row.before, row.after
    promised = after.percent(after.callable)
    over = promised is None or promised > 100
    return (
        short_month(before.month),
        hm(_whole(before.supply)),
        (hm(after.callable), "dim"),
        partial(_bar, row),
        (change_words(before.percent(before.callable), promised), "warn" if over else ""),
        _load(after.percent(after.expected)),
        _load(after.percent(after.must_use), before.percent(before.must_use)),
        _load(after.percent(after.recurring)) if after.recurring else "",
    )


def _load(percent: int | None, before: int | None = None) -> Span:
    words = change_words(percent if before is None else before, percent)
    return (words, "bad" if percent is not None and percent > 100 else "dim")


def change_words(before: int | None, after: int | None) -> str:
    """`182 %`, `162 → 182 %`, and `no supply` where nothing can be worked."""
    if after is None:
        return "no supply"
    return f"{after} %" if before in (None, after) else f"{before} → {after} %"


def _bar(row: MonthRow, width: int) -> Spans:
    return load_bar(width, row.before, row.after.callable - row.before.callable, row.scale)


def load_bar(width: int, month: Capacity, added: int, scale: int) -> list[Span]:
    """A bar of `width` cells for `scale` minutes; `added` is what a block would add to what may be called."""
    middles = ((at + 0.5) * scale / width for at in range(width))
    cells = [_cell(middle, month, added) for middle in middles]
    tick = min(width - 1, round(float(month.supply) * width / scale))
    if cells[tick][0] == " ":
        cells[tick] = ("┊", "dim")
    return joined(cells)


def _cell(middle: float, month: Capacity, added: int) -> Span:
    inside = middle < month.supply
    if inside and month.callable <= middle < month.callable + added:
        return ("▌", "accent")  # also over what is expected, or a block would not be seen in a quiet month
    if middle < month.expected:
        return ("█", "dim" if inside else "bad")
    if middle < month.callable + added:
        return ("░", "dim") if inside else ("▚", "bad")
    return (" ", "")


def verdict(rows: Iterable[MonthRow], what_if: WhatIf | None) -> Span:
    """What the fullest month says, in one sentence."""
    known = [row for row in rows if row.after.supply]
    if not known:
        return ("No hours are available: agents have no hours, or the desk has no working days.", "warn")
    fullest = max(known, key=lambda row: row.after.callable / row.after.supply).after
    rest = _whole(fullest.supply) - fullest.callable
    lead = "Fullest is " if what_if is None else f"With {what_if.words}: "
    words = f"{lead}{short_month(fullest.month)}, worst case {fullest.percent(fullest.callable)} %"
    return (f"{words}, {hm(-rest)} too much", "warn") if rest < 0 else (f"{words}, {hm(rest)} to spare", "")


def verdict_line(rows: Sequence[MonthRow], what_if: WhatIf | None, width: int) -> list[Span]:
    """The sentence; at its right what the signs mean where there is room, else the key that asks."""
    left: list[Span] = [("  ", ""), verdict(rows, what_if)]
    if what_if is not None:
        return spread(left, WITHOUT if width >= 100 else WITHOUT[2:], width)
    return spread(left, LEGEND if width >= 118 else ASK, width)


def what_if_lines(months: Sequence[Capacity], what_if: WhatIf | None) -> list[str | Spans]:
    """The preview of the form: each month before and after."""
    if what_if is None:
        return ["how many hours?"]
    head = f"{'':10}{'now':>8}{'then':>8}{'available':>11}{'to spare':>11}"
    lines: list[str | Spans] = [[(head, "dim")]]
    for row in month_rows(months, what_if):
        then, rest = row.after.percent(row.after.callable), _whole(row.after.supply) - row.after.callable
        now = row.before.percent(row.before.callable)
        text = f"{short_month(row.before.month):10}{_percent(now):>8}"
        tail: Span = (f"{hm(rest):>11}", "") if rest >= 0 else (f"{hm(-rest):>11} too much", "warn")
        lines.append(
            [
                (text, ""),
                (f"{_percent(then):>8}", "strong"),
                (f"{hm(_whole(row.after.supply)):>11}", "dim"),
                tail,
            ]
        )
    return lines


def month_words(outlook: MonthOutlook, agents: Sequence[AgentRow], share: Decimal) -> list[str]:
    """Where the numbers of a month come from, as plain text."""
    month = outlook.present
    away = _whole(outlook.capacity.supply) - _whole(month.supply)
    weekly = sum(agent.weekly_minutes for agent in agents)
    rest = _whole(month.supply) - month.callable
    people, days = plural(len(agents), "agent"), plural(outlook.open_days, "open day")
    return [
        f"{short_month(month.month)}: {hm(_whole(month.supply))} available for clients.",
        "",
        f"  {people} with {hm(weekly)} a week, {days} without holidays, of which {_share(share)} % are",
        f"  for support: {hm(_whole(outlook.capacity.supply))}; absences take {hm(away)} off.",
        "",
        _sentence(month, month.callable, "may be claimed: all that clients have left and are granted"),
        _sentence(month, _whole(month.expected), "is expected: the mean of the last three full months"),
        _sentence(month, month.must_use, "expiring: the part that lapses in this month"),
        *(
            [_sentence(month, month.recurring, "is promised: work that comes round and is due in this month")]
            if month.recurring
            else []
        ),
        "",
        f"In the worst case {hm(rest)} are to spare."
        if rest >= 0
        else f"In the worst case {hm(-rest)} are missing.",
        "What a renewal that is not made yet would grant is not in these numbers.",
    ]


def _sentence(month: Capacity, minutes: int, words: str) -> str:
    return f"  {hm(minutes):>8}  {_percent(month.percent(minutes)):>6}  {words}"


def _share(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"


def _percent(percent: int | None) -> str:
    return "–" if percent is None else f"{percent} %"


def short_month(month: Month) -> str:
    """A month as short name and year: `Nov 2026`."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def _whole(minutes: Fraction) -> int:
    return round_half_up(minutes)
