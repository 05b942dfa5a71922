"""What is due when somebody opens the desk? Renewals that make themselves, marks reached, the day's backup.

Law: a command that only reads changes nothing; these things happen when a person sits down at the dashboard.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from models.domain.errors import DeskError
from models.queries.session import has_desk
from models.services.alerts import record_alerts
from models.services.contracts import auto_renew
from models.services.upkeep import daily_upkeep


@dataclass(frozen=True, slots=True)
class Opened:
    """What was done, and what went wrong, in words for the user."""

    renewed: tuple[str, ...] = ()
    reached: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()


def opening_duties(path: Path, now: int, who: str) -> Opened:
    """Do what is due; a renewal that cannot be made or a backup that fails is a warning, work goes on."""
    if not has_desk():
        return Opened()
    warnings: list[str] = []
    renewed: tuple[str, ...] = ()
    try:
        renewed = auto_renew(now, who)
    except DeskError as error:
        warnings.append(str(error))
    backup = daily_upkeep(path, now)
    if backup.warning:
        warnings.append(backup.warning)
    return Opened(renewed, record_alerts(now), tuple(warnings))
