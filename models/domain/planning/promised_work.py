"""How does it stand with what was promised? Done, late, missed, open, due or planned (RULES 2.9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from models.domain.basics.zone import Zone
from models.domain.contracts.recurring import Occurrence
from models.domain.requests.clocks import DONE, is_known, state_at
from models.domain.values import Request

OccurrenceState = Literal["done", "missed", "open", "due", "planned"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with an occurrence on a day; `late` is for what was done after its due day."""

    state: OccurrenceState
    late: bool = False


def standing(occurrence: Occurrence, request: Request | None, now: int, zone: Zone) -> Standing:
    """The state at `now`, a date being the desk's; `request` is the one opened for it (RULES 2.9).

    Due on 28 Feb and first resolved on 2 March: done, late. What happened after `now` is not known.
    """
    today = zone.date_of(now)
    known = request is not None and is_known(request, now)
    if request is not None and known and state_at(request, now) in DONE:
        resolved = next(event.at for event in request.events if event.state in DONE)
        return Standing("done", zone.date_of(resolved) > occurrence.due)
    if today > occurrence.due:
        return Standing("missed")
    if known:
        return Standing("open")
    return Standing("due" if today >= occurrence.opens else "planned")


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of what was promised was done, and how much of it late: "Promised and done: 3 of 4"."""

    promised: int = 0
    done: int = 0
    late: int = 0
    missed: int = 0


def kept(standings: Iterable[Standing]) -> Kept:
    """The count over some occurrences, of whatever state."""
    every = tuple(standings)
    done = [each for each in every if each.state == "done"]
    missed = sum(1 for each in every if each.state == "missed")
    return Kept(len(every), len(done), sum(1 for each in done if each.late), missed)
