"""May all that the clock says be billed? A timer that ran while nobody was there, or over a clock that jumped.

What speaks against the time of a running timer is kept with the entry until somebody answers (RULES 7); a later sign
of life never hides it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from models.domain.basics.frozen import dataclass

ASLEEP_SECONDS = 300
"""Signs of life further apart than this mean that the machine slept or the program was not running."""
UNATTENDED_SECONDS = 3600
"""A command that ends a timer asks when the dashboard was last seen longer ago than this."""
BACK_SECONDS = 60
"""A clock that is set right by less than this did not go back."""

Why = Literal["asleep", "gone", "away", "idle", "back"]
"""The machine slept; the program was not running; `away` was said; no key came; the clock went back."""
WHYS: tuple[Why, ...] = ("asleep", "gone", "away", "idle", "back")


@dataclass(frozen=True, slots=True)
class Absence:
    """An unanswered question about the running entry `entry`; instants in epoch seconds."""

    entry: str
    last_seen: int
    """The last instant at which somebody was surely there; under `back` what the clock said before it went back."""
    why: Why
    until: int | None = None
    """When somebody came back; None while an absence that was announced goes on."""

    def document(self) -> dict[str, Any]:
        """JSON-ready, as `absence_from` reads it."""
        return {"entry": self.entry, "last_seen": self.last_seen, "why": self.why, "until": self.until}


def absence_from(value: Any, entry: str, started_at: int) -> Absence | None:
    """The kept question if it is about this running entry and lies within it; None for anything else.

    A timer whose start was moved past the last sign of life has nothing left to ask.
    """
    if not isinstance(value, Mapping) or value.get("entry") != entry:
        return None
    seen, until = value.get("last_seen"), value.get("until")
    why = next((known for known in WHYS if known == value.get("why")), None)
    if why is None or not isinstance(seen, int) or seen < started_at:
        return None
    return Absence(entry, seen, why, until if isinstance(until, int) else None)


def seconds_back(started_at: int, alive_at: int | None, now: int, absence: Absence | None = None) -> int:
    """By how many seconds the clock went back while a timer ran, 0 when it did not.

    Begun at 10:30, now 9:30: 3600. Last seen at 11:00, now 10:30: 1800.
    """
    if absence is not None and absence.why == "back":
        return max(1, absence.last_seen - now)
    if started_at > now:
        return max(started_at, alive_at or 0) - now
    behind = (alive_at or 0) - now
    return behind if behind > BACK_SECONDS else 0


@dataclass(frozen=True, slots=True)
class TimerQuestion:
    """What speaks against ending a timer by the clock."""

    kind: Literal["back", "absent", "asleep", "long"]
    last_seen: int | None = None
    """Where it can be cut."""
    seconds: int = 0
    """How far the clock went back, or how long the machine slept."""


def timer_question(
    *,
    started_at: int,
    alive_at: int | None,
    absence: Absence | None,
    slept_seconds: int,
    now: int,
    pace_hours: int,
) -> TimerQuestion | None:
    """Why a running timer should not be ended at `now` without asking; None when all is well (RULES 7).

    `slept_seconds` is how long the machine is known to have slept since the start; `pace_hours` the desk's limit.
    That no key came for a while is no reason: whoever ends the timer is there.
    """
    back = seconds_back(started_at, alive_at, now, absence)
    if back:
        return TimerQuestion("back", seconds=back)
    if absence is not None and absence.why != "idle":
        return TimerQuestion("absent", absence.last_seen)
    if alive_at is not None and now - alive_at > UNATTENDED_SECONDS:
        return TimerQuestion("absent", max(alive_at, started_at))
    if slept_seconds > ASLEEP_SECONDS:
        return TimerQuestion("asleep", seconds=slept_seconds)
    return TimerQuestion("long") if now - started_at > pace_hours * 3600 else None
