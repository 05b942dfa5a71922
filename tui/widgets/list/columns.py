"""Which columns fit, and how wide is each? Pure arithmetic, so that every list narrows in the same calm way.

Guarantees (`test_the_room_is_never_exceeded_and_nobody_goes_short_without_need`): a column is as wide as what stands
in it where there is room; widths and gaps never exceed the room; what is least important goes first, and more room
never shows fewer columns; numbers are never cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from models.domain.basics.frozen import dataclass
from tui.text.format import Align, safe, width_of
from tui.widgets.spans import Span, Spans, fit_spans

GAP = 2
NATURAL = 80
"""The room in which a cell that chooses its words is asked for the longest ones."""
READABLE = 20
"""Cells from which on a bar shows more than a guess."""
COMFORT = 40
"""Cells beyond which no text pushes a column or a readable bar out: one name of 200 letters is not everybody's."""
BARE = 3
"""Where even the least of all columns is too much, each is cut down to this before one is lost."""
NOTHING = frozenset({"", "–"})
Cell = str | Span | Sequence[Span] | Callable[[int], Spans]
"""Text; text and tone; several of them; or a callable of the width, for bars."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: as wide as what stands in it, within limits; or fixed (`width`); or a `bar` that takes what is left."""

    title: str
    width: int = 0
    """Fixed; 0 follows the content."""
    flex: int = 0
    """The share of a bar in the room that is left."""
    minimum: int = 6
    """Cells down to which a text may be cut before a column is dropped; numbers are never cut."""
    maximum: int = 0
    """Never wider; 0 for no limit."""
    align: Align = "left"
    drop: int = 0
    """0 stays on every screen; otherwise the highest number is dropped first when the room is short."""
    sort: Callable[[Any], Any] | None = None
    """What an item is sorted by in this column (None: it has no value here); without it the text of the cell."""
    name: str = ""
    """What the column is called where its heading is empty."""
    bar: bool = False
    """A drawing that fits any width: it has its minimum, and the room that nobody else needs."""
    short: str = ""
    """A shorter heading for where the whole one has no room."""
    steady: int = 0
    """At least so wide where there is room, so that nothing jumps when the words of a clock change."""
    yields: int = 0
    """Where names would be cut, columns of a higher number give their room first."""
    extra: bool = False
    """Shown only where no other column is cut for it; of several the lowest `drop` first."""
    always: bool = False
    """Keeps its place in a list where nobody uses it."""


def layout(
    columns: Sequence[Column], room: int, contents: Sequence[int] | None = None, *, titles: bool = True
) -> tuple[tuple[int, int], ...]:
    """Pairs (index of the column, its width) that fit into `room` cells.

    `contents` are the widest contents of the columns in this list, 0 where nobody uses one: such a column has no
    width. Without them nothing is known and all are shown. `titles`: the headings are shown, too.

    What is missing is taken from the widest text first, down to its minimum; then columns are dropped.
    """
    known = contents if contents is not None else [1] * len(columns)
    kept = [at for at, column in enumerate(columns) if known[at] or column.always] or [0]
    wants = {at: _wanted(columns[at], known[at], titles) for at in kept}
    least = {at: _least(columns[at], known[at], wants[at]) for at in kept}
    if any(wants[at] > COMFORT for at in kept if columns[at].align == "left"):
        wants |= {
            at: max(wants[at], min(READABLE, columns[at].maximum or READABLE))
            for at in kept
            if _is_bar(columns[at])
        }
    whole = {
        at: least[at]
        if columns[at].yields or _is_bar(columns[at])
        else min(wants[at], max(COMFORT, least[at]))
        for at in kept
    }
    extras = sorted((at for at in kept if columns[at].extra), key=lambda at: (columns[at].drop, at))
    while extras and _sum(whole, kept) > room:
        kept.remove(extras.pop())
    while len(kept) > 1 and _sum(least, kept) > room:
        droppable = [at for at in kept if columns[at].drop]
        if not droppable:
            break
        kept.remove(max(droppable, key=lambda at: (columns[at].drop, at)))
    widths = {at: wants[at] for at in kept}
    spare = room - _sum(widths, kept)
    if spare < 0:
        yielding = {at: least[at] if columns[at].yields else _comfort(columns[at], widths[at]) for at in kept}
        _shrink(columns, widths, yielding, -spare)
        _shorten(columns, widths, known, _sum(widths, kept) - room)
        _shrink(columns, widths, least, _sum(widths, kept) - room)
        _shrink(columns, widths, dict.fromkeys(kept, BARE), _sum(widths, kept) - room)
    for at in sorted(kept, key=lambda at: columns[at].yields):  # what a short heading left over
        if not columns[at].short:
            widths[at] += max(0, min(wants[at] - widths[at], room - _sum(widths, kept)))
    _grow(columns, widths, room - _sum(widths, kept))
    return tuple(_clamped(kept, widths, room))


def _wanted(column: Column, content: int, titles: bool) -> int:
    if column.width:
        return column.width
    if column.bar:
        return column.minimum
    wanted = max(content, column.steady, width_of(column.title) if titles else 0, 1)
    return min(wanted, column.maximum) if column.maximum and column.align == "left" else wanted


def _least(column: Column, content: int, wanted: int) -> int:
    """Cells below which the column is dropped: a number needs all of its own, a text its minimum."""
    if column.width or column.bar:
        return wanted
    return (
        min(wanted, max(content, width_of(column.short)))
        if column.align == "right"
        else min(wanted, column.minimum, COMFORT)
    )


def _comfort(column: Column, width: int) -> int:
    return min(width, COMFORT) if column.align == "left" and not column.width and not column.bar else width


def _is_bar(column: Column) -> bool:
    return column.bar and not column.width


def _sum(widths: Mapping[int, int], kept: Sequence[int]) -> int:
    return sum(widths[at] for at in kept) + GAP * (len(kept) - 1)


def _shorten(columns: Sequence[Column], widths: dict[int, int], known: Sequence[int], missing: int) -> None:
    """Take the short heading where that helps, before any text is cut: the column is then as wide as it says.

    What would be dropped first is shortened first.
    """
    able = [at for at in widths if columns[at].short and not columns[at].width]
    for at in sorted(able, key=lambda at: (-columns[at].drop, at)):
        short = max(known[at], columns[at].steady, width_of(columns[at].short))
        if missing > 0 and short < widths[at]:
            missing -= widths[at] - short
            widths[at] = short


def _shrink(
    columns: Sequence[Column], widths: dict[int, int], least: Mapping[int, int], missing: int
) -> None:
    """Take what is missing from the widest columns: whoever has most can best spare it."""
    for rank in sorted({columns[at].yields for at in widths}, reverse=True):
        while missing > 0:
            able = [at for at in widths if columns[at].yields == rank and widths[at] > least[at]]
            if not able:
                break
            most = max(widths[at] for at in able)
            widest = [at for at in able if widths[at] == most]
            floor = max([widths[at] for at in able if widths[at] < most], default=0)
            share = -(-missing // len(widest))
            for at in widest:
                step = min(most - max(floor, least[at]), share, missing)
                widths[at] -= step
                missing -= step


def _grow(columns: Sequence[Column], widths: dict[int, int], extra: int) -> None:
    flexible = [at for at in widths if columns[at].bar and not columns[at].width]
    while extra > 0 and flexible:
        weight = sum(max(1, columns[at].flex) for at in flexible)
        grown = 0
        for at in tuple(flexible):
            column = columns[at]
            share = max(1, extra * max(1, column.flex) // weight)
            if column.maximum:
                share = min(share, column.maximum - widths[at])
                if share + widths[at] >= column.maximum:
                    flexible.remove(at)
            share = max(0, min(share, extra - grown))
            widths[at] += share
            grown += share
        if not grown:
            break
        extra -= grown


def _clamped(kept: Sequence[int], widths: dict[int, int], room: int) -> list[tuple[int, int]]:
    fitting: list[tuple[int, int]] = []
    for index in kept:
        width = min(widths[index], room)
        if width <= 0:
            break
        fitting.append((index, width))
        room -= width + GAP
    return fitting


def whole_width(
    columns: Sequence[Column], contents: Sequence[int] | None, *, titles: bool = True, bar: int = 0
) -> int:
    """Cells in which every column that somebody uses is whole, and a bar at its least, or at `bar` where it may."""
    known = contents if contents is not None else [1] * len(columns)
    kept = [at for at, column in enumerate(columns) if known[at] or column.always]
    wants = {at: _wanted(columns[at], known[at], titles) for at in kept}
    for at in kept:
        if columns[at].bar:
            wants[at] = max(wants[at], min(bar, columns[at].maximum or bar))
    return _sum(wants, kept)


def content_widths(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> tuple[int, ...]:
    """The widest content of each column in these rows: 0 where no row has more than a – in it.

    Of a bar it is only known whether anybody uses it.
    """
    widest = [0] * len(columns)
    bars = {at for at, column in enumerate(columns) if column.bar}
    for cells in rows:
        for at, cell in enumerate(cells[: len(widest)]):
            if at in bars:
                if not widest[at] and _bar_used(cell, columns[at].minimum):
                    widest[at] = 1
            elif (size := _content_width(cell)) > widest[at]:
                widest[at] = size
    return tuple(widest)


def _content_width(cell: Cell) -> int:
    if isinstance(cell, str):
        return 0 if cell in NOTHING else width_of(safe(cell))
    spans = raw_spans(cell, NATURAL)
    if len(spans) == 1 and spans[0][0] in NOTHING:
        return 0
    return sum(width_of(safe(text)) for text, _ in spans)


def _bar_used(cell: Cell, width: int) -> bool:
    return any(text.strip() for text, _ in raw_spans(cell, max(width, 1)))


def cell_spans(cell: Cell, width: int, align: Align) -> list[Span]:
    """The spans of a column's value, padded or cut to exactly `width` cells."""
    return fit_spans(raw_spans(cell, width), width, align)


def raw_spans(cell: Cell, width: int) -> Spans:
    """What a cell says in a column of this width, neither padded nor cut."""
    if isinstance(cell, str):
        return ((cell, ""),)
    if callable(cell):
        return cell(width)
    if len(cell) == 2 and isinstance(cell[0], str) and isinstance(cell[1], str):
        return ((cell[0], cell[1]),)
    return [part for part in cell if isinstance(part, tuple)]


def heading_spans(column: Column, width: int, sign: str = "") -> list[Span]:
    """A column's heading and the gap behind it; the `sign` of a sorted one follows the title, or takes the gap."""
    title = column.title if not column.short or width_of(column.title) <= width else column.short
    if not sign:
        return [*cell_spans((title, "dim"), width, column.align), (" " * GAP, "")]
    if column.align == "left" and width_of(title) < width:
        return [*cell_spans((f"{title}{sign}", "accent"), width, "left"), (" " * GAP, "")]
    return [*cell_spans((title, "accent"), width, column.align), (f"{sign} ", "accent")]
