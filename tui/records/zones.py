"""Which time zone is meant? Typed as people say it: by its city.

Names whose city begins with what is typed come first, the machine's own zone first of all that fit.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from models.domain.basics.folding import fold
from models.storage.machine.zone import guess_zone
from tui.widgets.form.fields import Choice


@dataclass(frozen=True)
class ZoneChoice(Choice):
    """A zone by its name; a city alone names its zone."""

    def parse(self, text: str) -> str:
        """The zone of that name, or of the one city that is called so; other texts are judged when they are saved."""
        wanted = _words(text)
        cities = [name for name in zone_names() if _city(name) == wanted]
        return cities[0] if len(cities) == 1 else str(super().parse(text))

    def options(self, text: str) -> Sequence[str]:
        """Those that hold every word typed, the nearest first; all when the text is one already."""
        wanted = _words(text)
        if not wanted or text.strip() in zone_names():
            return _own_first(zone_names())
        found = [name for name in zone_names() if all(word in _words(name) for word in wanted.split())]
        return _own_first(sorted(found, key=lambda name: _nearness(wanted, name)))


def zone_field(value: str | None, *, hint: str = "your city, such as London") -> ZoneChoice:
    """The field for the zone of a desk."""
    return ZoneChoice("timezone", "Time zone", value, True, hint, choices=zone_names(), other=True)


@cache
def zone_names() -> tuple[str, ...]:
    """All names that the zone database of this machine has."""
    return tuple(sorted(zoneinfo.available_timezones()))


def _own_first(names: Sequence[str]) -> list[str]:
    own = guess_zone()
    return [name for name in names if name == own] + [name for name in names if name != own]


def _nearness(wanted: str, name: str) -> tuple[int, int, str]:
    """Cities that begin so, the shortest first (London, then Longyearbyen); then other words; then letters."""
    city, words = _city(name), _words(name)
    if city.startswith(wanted):
        return 0, len(city), name
    begins = words.startswith(wanted) or f" {wanted}" in f" {words}"
    return (1 if begins else 2), 0, name


def _words(text: str) -> str:
    return " ".join(fold(text).replace("_", " ").replace("/", " ").replace("-", " ").split())


@cache
def _city(name: str) -> str:
    return _words(name.rpartition("/")[2])
