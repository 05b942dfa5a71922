"""Where does each panel of the dashboard stand, and how high is it? Arithmetic first, then one pass of layout.

A panel is no higher than its rows while another one lacks some; nothing is hidden that has room; the requests are
always there but on the smallest screens, and the renewals have two rows wherever they are not hidden. What is hidden
is named by the panel in front of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from models.domain.basics.frozen import dataclass
from tui.widgets.line import Lines
from tui.widgets.spans import Spans

REQUESTS, HOURS, RENEWALS, TODAY = PANELS = ("requests", "hours", "renewals", "today")
COMFORT: Mapping[str, int] = {REQUESTS: 8, HOURS: 7, RENEWALS: 3, TODAY: 4}
"""Lines with which a panel is worth its place: heads and six rows, six rows, two rows, three rows."""
LEAST: Mapping[str, int] = {REQUESTS: 4, HOURS: 4, RENEWALS: 3, TODAY: 2}
TWO_COLUMNS = 110
"""Cells below which panels stand one below the other, whatever they need."""
WIDEST = 120
"""Cells beyond which no panel asks for more, however long a name in it is."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a panel needs to show all: lines, and cells."""

    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the panels stand; those without a place are behind `front`."""

    places: Mapping[str, Region] = field(default_factory=dict)
    divider: Region | None = None
    front: str = ""

    @property
    def hidden(self) -> tuple[str, ...]:
        """Panels without a place, in their order."""
        return tuple(name for name in PANELS if name not in self.places)


def plan(size: Size, needs: Mapping[str, Need], recent: Sequence[str]) -> Plan:
    """The best arrangement: two columns, requests over two columns, or one below the other.

    `recent` are the panels, the one used last first: of those that share one place it is shown.
    """
    width = {name: min(need.width, WIDEST) for name, need in needs.items()}
    right = max(width[HOURS], width[RENEWALS])
    if size.width < TWO_COLUMNS:
        return _stack(size, needs, recent)
    if size.height >= 12 and width[REQUESTS] + 1 + right <= size.width:
        return _columns(size, needs, min(right + 14, size.width - width[REQUESTS] - 1))
    lower = width[HOURS] + 1 + width[RENEWALS]
    if size.height >= 17 and lower <= size.width:
        spare = size.width - lower
        lacking = max(0, width[TODAY] - width[RENEWALS])
        return _mixed(size, needs, width[HOURS] + min(max(0, spare - lacking) // 2, 12))
    return _stack(size, needs, recent)


def _columns(size: Size, needs: Mapping[str, Need], right: int) -> Plan:
    left = size.width - right - 1
    places = _pile(Region(0, 0, left, size.height), needs, (REQUESTS, TODAY))
    places |= _pile(Region(left + 1, 0, right, size.height), needs, (HOURS, RENEWALS))
    return Plan(places, Region(left, 0, 1, size.height))


def _mixed(size: Size, needs: Mapping[str, Need], left: int) -> Plan:
    under = max(needs[HOURS].height, needs[RENEWALS].height + needs[TODAY].height + 1)
    top, low, gap = _share(size.height, (needs[REQUESTS].height, under), (COMFORT[REQUESTS], 8))
    y, right = top + gap, size.width - left - 1
    places = {REQUESTS: Region(0, 0, size.width, top)}
    places |= _pile(Region(0, y, left, low), needs, (HOURS,))
    places |= _pile(Region(left + 1, y, right, low), needs, (RENEWALS, TODAY))
    return Plan(places, Region(left, y, 1, low))


def _stack(size: Size, needs: Mapping[str, Need], recent: Sequence[str]) -> Plan:
    """All four, or the last ones share one place, or all do."""
    for shown, shared in (
        ((REQUESTS, HOURS, RENEWALS, TODAY), ()),
        ((REQUESTS, HOURS, RENEWALS), (HOURS, TODAY)),
        ((REQUESTS, HOURS), (HOURS, TODAY, RENEWALS)),
    ):
        front = next((name for name in recent if name in shared), "")
        names = tuple(front if name == HOURS and front else name for name in shown)
        worth = LEAST if len(names) == 2 else COMFORT
        if sum(min(needs[name].height, worth[name]) for name in names) <= size.height:
            return Plan(_pile(Region(0, 0, size.width, size.height), needs, names, worth), front=front)
    front = recent[0] if recent else REQUESTS
    return Plan({front: Region(0, 0, size.width, size.height)}, front=front)


def _pile(
    room: Region, needs: Mapping[str, Need], names: Sequence[str], least: Mapping[str, int] = LEAST
) -> dict[str, Region]:
    """Panels one below the other, with a free line between them where there is room for all rows and more."""
    *heights, gap = _share(
        room.height, [needs[name].height for name in names], [least[name] for name in names]
    )
    places, y = {}, room.y
    for name, height in zip(names, heights, strict=True):
        places[name] = Region(room.x, y, room.width, height)
        y += height + gap
    return places


def _share(height: int, needs: Sequence[int], least: Sequence[int]) -> list[int]:
    """Heights within `height`, and the gap between: each its least, then line by line to whoever has least."""
    got = [min(need, low) for need, low in zip(needs, least, strict=True)]
    while sum(got) > height:  # too little for all: the last give first
        at = max(range(len(got)), key=lambda at: (got[at] > 1, at))
        got[at] = max(0, got[at] - 1)
    for _ in range(height - sum(got)):
        lacking = [at for at in range(len(got)) if got[at] < needs[at]]
        if not lacking:
            break
        got[min(lacking, key=lambda at: (got[at], at))] += 1
    whole = all(have >= need for have, need in zip(got, needs, strict=True))
    gap = int(whole and height - sum(got) >= len(got) - 1)
    return [*got, gap]


class Divider(Lines):
    """The thin line between two columns of panels."""

    DEFAULT_CSS = "Divider { width: 1; height: 1fr; }"

    def lines_for(self, width: int) -> Sequence[Spans]:
        return [[("│", "faint")]] * self.size.height


class PanelsLayout(Layout):
    """Puts the panels where a plan for the size of the moment says, in one pass."""

    name = "panels"

    def __init__(self, planned: Callable[[Size], Plan]) -> None:
        """`planned` makes the plan for a size."""
        self._planned = planned

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """The placements; a panel without a place has none."""
        made = self._planned(size)
        placements = []
        for child in children:
            place = made.divider if isinstance(child, Divider) else made.places.get(child.id or "")
            if place is not None and place.area:
                placements.append(WidgetPlacement(place, NULL_OFFSET, NULL_SPACING, child))
        return placements


class Panels(Widget):
    """The container that divides the height among its panels."""

    DEFAULT_CSS = "Panels { height: 1fr; width: 1fr; overflow: hidden; }"

    def __init__(self, planned: Callable[[Size], Plan], *panels: Widget) -> None:
        """These panels and a divider, placed by the plan for the size."""
        super().__init__(*panels)
        self._panels_layout = PanelsLayout(planned)

    @property
    def layout(self) -> Layout:
        """The plan's; a name in a stylesheet cannot say it."""
        return self._panels_layout
