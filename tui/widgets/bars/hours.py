"""How much of what was bought is used? A bar of four parts that differ without colour, and words.

Used is `█`, running `▌`, carried over and still unused `░` before a tick, over `▚`; ticks `┊` at 75, 90 and 100 % of
what may be used. The bar never hides a rest: a started minute shows.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.widgets.spans import Span

EIGHTHS = " ▏▎▍▌▋▊▉█"
SPARKS = "▁▂▃▄▅▆▇█"
MARKS = (0.75, 0.90, 1.0)
LEAST_MARKED = 20
"""Cells from which on a bar carries the marks: on a shorter one they would stand on top of each other."""


def hours_bar(width: int, *, used: int, allotted: int, carried: int = 0, running: int = 0) -> list[Span]:
    """A bar of `width` cells for minutes: `used` and then `running`, of `allotted`, all that may be used.

    `carried` is the part of the rest that was carried over and is still unused. The scale is what is
    allotted, or what is used when that is more: 4:40 of 4:00 fills the bar and shows the last 0:40 as over.
    """
    spent = used + running
    scale = max(allotted, spent, 1)
    edges = (min(used, allotted), min(spent, allotted), spent, min(spent + carried, allotted))
    cells = [_cell((at + 0.5) * scale / width, edges) for at in range(width)]
    if not running and 0 < used < allotted:
        _show_rest(cells, used * width / scale)
    if allotted and width >= LEAST_MARKED:
        _put_marks(cells, allotted / scale * width)
    _end_carried(cells)
    return joined(cells)


def _cell(middle: float, edges: tuple[int, int, int, int]) -> Span:
    """The part that a cell belongs to, judged at its middle."""
    used, spent, over, carried = edges
    if middle < used:
        return ("█", "dim")
    if middle < spent:
        return ("▌", "accent")
    if middle < over:
        return ("▚", "bad")
    return ("░", "faint") if middle < carried else (" ", "")


def _show_rest(cells: list[Span], end: float) -> None:
    """The last started cell of used time, in eighths."""
    at = int(end)
    eighths = round(8 * (end - at))
    if cells[at][0] != "█" and (eighths or at == 0):
        cells[at] = (EIGHTHS[max(1, eighths)], "dim")


def _end_carried(cells: list[Span]) -> None:
    """A tick behind what was brought forward."""
    last = max((at for at, cell in enumerate(cells) if cell[0] == "░"), default=None)
    if last is not None and last + 1 < len(cells):
        cells[last + 1] = ("┊", "dim")


def _put_marks(cells: list[Span], full: float) -> None:
    """Ticks where there is still room, at 75, 90 and 100 %."""
    for mark in MARKS:
        at = min(len(cells), round(mark * full)) - 1
        if at >= 0 and cells[at][0] == " ":
            cells[at] = ("┊", "faint" if mark < 1 else "dim")


def joined(cells: Sequence[Span]) -> list[Span]:
    """Cells of one tone beside each other as one span."""
    spans: list[Span] = []
    for text, tone in cells:
        if spans and spans[-1][1] == tone:
            spans[-1] = (spans[-1][0] + text, tone)
        else:
            spans.append((text, tone))
    return spans


def spark(values: Sequence[int], *, top: int | None = None) -> str:
    """A line of little bars, one a value, from the least to the greatest: `spark([20, 25, 30])` → `▁▅█`.

    `top` may lie higher than the greatest; values that are all the same make an even line.
    """
    if not values:
        return ""
    least, most = min(values), max(top or 0, *values)
    if most == least:
        return SPARKS[3 if most > 0 else 0] * len(values)
    return "".join(SPARKS[round(7 * (value - least) / (most - least))] for value in values)
