"""Where does a day's time lie? Lines of characters: working hours, entries, gaps, overlaps, side by side.

Kinds differ by character, not by colour alone: `·` open and free, `█` and `▓` entries by turns, `▌` a timer that
runs, `╌` a gap, `▚` time that two entries claim. An entry is never too short to be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from models.domain.basics.zone import Zone
from models.queries.time.timesheet import AgentDay
from tui.widgets.line import Lines
from tui.widgets.spans import Span, Spans, fit_spans

FREE, GAP, TWICE, RUNNING, POINTER = "·", "╌", "▚", "▌", "▔"
ENTRY = ("█", "▓")
LEAST_HOURS = 8
HOUR, DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class Scale:
    """Which hours a line spans, in minutes of the wall clock since midnight."""

    first: int
    last: int

    def cell(self, minute: int, width: int) -> int:
        """The cell edge nearest to a minute: 0 at the beginning, `width` at the end."""
        return round((minute - self.first) * width / (self.last - self.first))

    def minute(self, cell: int, width: int) -> int:
        """The minute in the middle of a cell."""
        return self.first + round((cell + 0.5) * (self.last - self.first) / width)


def scale_of(sheets: Iterable[AgentDay], zone: Zone) -> Scale:
    """Whole hours that hold all working hours and all entries, at least eight of them."""
    edges: list[int] = []
    for sheet in sheets:
        spans = [*sheet.windows, *((block.start, block.end) for block in sheet.blocks)]
        edges += [wall_minute(at, sheet, zone) for span in spans for at in span]
    first = min(edges, default=9 * HOUR) // HOUR
    last = -(-max(edges, default=17 * HOUR) // HOUR)
    last = min(24, max(last, first + LEAST_HOURS))
    return Scale(min(first, last - LEAST_HOURS) * HOUR, last * HOUR)


def wall_minute(instant: int, sheet: AgentDay, zone: Zone) -> int:
    """Minutes of the wall clock since midnight of the sheet's day; 1440 at its end."""
    if instant >= sheet.ends:
        return DAY
    local = zone.local(max(instant, sheet.starts))
    return local.hour * HOUR + local.minute


def hour_marks(scale: Scale, width: int) -> str:
    """`8     9     10    11`: each hour above the cell at which it begins, fewer where there is no room."""
    hours = range(scale.first // HOUR, scale.last // HOUR + 1)
    step = next((n for n in (1, 2, 3, 6) if width * n / max(1, len(hours) - 1) >= 4), 6)
    line = [" "] * width
    for hour in hours[::step]:
        at = scale.cell(hour * HOUR, width)
        text = str(hour)
        if at + len(text) <= width:
            line[at : at + len(text)] = text
    return "".join(line)


def day_cells(sheet: AgentDay, scale: Scale, width: int, zone: Zone, chosen: str | None = None) -> list[Span]:
    """One day as `width` cells; the chosen entry in the accent."""
    cells: list[Span] = [(" ", "")] * width

    def paint(start: int, end: int, char: str, tone: str, *, seen: bool = True) -> None:
        left = scale.cell(wall_minute(start, sheet, zone), width)
        right = scale.cell(wall_minute(end, sheet, zone), width)
        left = max(0, min(left, width - 1))
        for at in range(left, min(width, max(right, left + seen))):
            cells[at] = (char, tone)

    for opens, closes in sheet.windows:
        paint(opens, closes, FREE, "faint", seen=False)
    for start, end in sheet.gaps:
        paint(start, end, GAP, "warn", seen=False)
    for number, block in enumerate(sheet.blocks):
        char = RUNNING if block.running else ENTRY[number % 2]
        tone = "accent" if block.running or block.key == chosen else "dim"
        paint(block.start, block.end, char, tone)
    for start, end in sheet.doubles:
        paint(start, end, TWICE, "bad")
    return cells


def pointer_cells(sheet: AgentDay, scale: Scale, width: int, zone: Zone, chosen: str | None) -> list[Span]:
    """A line under the day that points at the chosen entry."""
    for block in sheet.blocks:
        if block.key == chosen:
            left = scale.cell(wall_minute(block.start, sheet, zone), width)
            right = scale.cell(wall_minute(block.end, sheet, zone), width)
            left = max(0, min(left, width - 1))
            return [(" " * left, ""), (POINTER * max(1, right - left), "accent")]
    return []


def entry_at(sheet: AgentDay, scale: Scale, width: int, zone: Zone, cell: int) -> str | None:
    """The entry that a cell shows, the latest of several; None for none."""
    found = None
    for block in sheet.blocks:
        left = scale.cell(wall_minute(block.start, sheet, zone), width)
        right = scale.cell(wall_minute(block.end, sheet, zone), width)
        if left <= cell < max(right, left + 1):
            found = block.key
    return found


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line to draw: a day, the words before it and behind it."""

    sheet: AgentDay
    label: Spans = ()
    right: Spans = ()


class DayLines(Lines):
    """Hours above, then one line a day or an agent; with one line a pointer to the chosen entry below it."""

    DEFAULT_CSS = "DayLines { height: 3; width: 1fr; }"

    @dataclass
    class Chosen(Message):
        """A click on an entry."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._days: tuple[DayLine, ...] = ()
        self._zone: Zone | None = None
        self._scale = Scale(9 * HOUR, 17 * HOUR)
        self._label = self._right = 0
        self._chosen: str | None = None
        self._pointer = False

    def show_days(
        self, days: Sequence[DayLine], zone: Zone, *, label: int = 0, right: int = 0, pointer: bool = False
    ) -> None:
        """Draw these days with `label` cells before and `right` cells behind them."""
        self._days, self._zone, self._label, self._right = tuple(days), zone, label, right
        self._pointer = pointer
        self._scale = scale_of((day.sheet for day in days), zone)
        height = 1 + len(self._days) + pointer
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        self.repaint()

    def choose(self, key: str | None) -> None:
        """Mark the entry with this key, or none; repaint only if it changed."""
        if key != self._chosen:
            self._chosen = key
            self.repaint()

    def _room(self, width: int) -> int:
        edges = 2 + (self._label + 1 if self._label else 0) + (self._right + 2 if self._right else 0)
        return max(8, width - edges)

    def lines_for(self, width: int) -> Sequence[Spans]:
        """The hours, the days, the pointer."""
        zone, room = self._zone, self._room(width)
        if zone is None:
            return ()
        before = " " * (1 + (self._label + 1 if self._label else 0))
        lines: list[Spans] = [[(before, ""), (hour_marks(self._scale, room), "dim")]]
        for day in self._days:
            cells = day_cells(day.sheet, self._scale, room, zone, self._chosen)
            label = [*_padded(day.label, self._label), (" ", "")] if self._label else []
            behind = [("  ", ""), *_padded(day.right, self._right)] if self._right else []
            lines.append([(" ", ""), *label, *cells, *behind])
        if self._pointer and self._days:
            found = pointer_cells(self._days[0].sheet, self._scale, room, zone, self._chosen)
            lines.append([(before, ""), *found])
        return lines

    def on_click(self, event: events.Click) -> None:
        """Tell which entry is under the pointer."""
        number = event.y - 1
        if self._zone is None or not 0 <= number < len(self._days):
            return
        left = 1 + (self._label + 1 if self._label else 0)
        room = self._room(self.size.width)
        sheet = self._days[number].sheet
        key = entry_at(sheet, self._scale, room, self._zone, event.x - left)
        if key is not None:
            self.post_message(self.Chosen(key))


def _padded(spans: Spans, width: int) -> list[Span]:
    return fit_spans(spans, width)
