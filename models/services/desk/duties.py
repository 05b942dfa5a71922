"""What is due by itself? Renewals, promised work to be opened, marks reached, the day's backup (RULES 2.9, 5.1, 8).

A command that only reads changes nothing; these things happen when a person sits down at the dashboard, and while it
stands open at the first tick of each new day and every hour. Each duty does what is missing and nothing twice, so
that `do_duties` may be called at any time and as often as anybody likes.
"""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.basics.errors import DeskError
from models.domain.basics.zone import zone
from models.queries.desk.session import has_desk
from models.services.contracts.contracts import auto_renew
from models.services.desk.alerts import record_alerts
from models.services.requests.recurring import open_promised
from models.services.safety.upkeep import daily_upkeep
from models.storage import tables as t
from models.storage.location import Place
from models.storage.rights import rights_here
from models.storage.rows.reading import read_desk, read_texts


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, and what went wrong, in words for the user."""

    renewed: tuple[str, ...] = ()
    reached: tuple[tuple[str, int], ...] = ()
    """Marks reached since the last time, as (client, per cent)."""
    opened: tuple[str, ...] = ()
    """Promised work that was opened, in words."""
    warnings: tuple[str, ...] = ()


def do_duties(place: Place, now: int, who: str) -> Done:
    """Do what is due and whoever signed in may do; what cannot be done is a warning, work goes on (RULES 13)."""
    rights = rights_here()
    if not has_desk() or rights.role == "viewer":
        return Done()
    warnings: list[str] = []
    renewed: tuple[str, ...] = ()
    try:
        renewed = auto_renew(now, who) if rights.leads else ()
    except DeskError as error:
        warnings.append(str(error))
    opened: tuple[str, ...] = ()
    try:
        opened = _opened(now, who)
    except DeskError as error:
        warnings.append(str(error))
    if rights.leads:
        backup = daily_upkeep(place, now, zone(read_desk().timezone))
        warnings += [backup.warning] if backup.warning else []
    return Done(renewed, record_alerts(now), opened, tuple(warnings))


def _opened(now: int, who: str) -> tuple[str, ...]:
    """Open what was promised for now: "Check the backups (Acme Ltd)"."""
    requests = open_promised(now, who)
    names = read_texts(t.Client.name, {request.client for request in requests})
    return tuple(f"{request.subject} ({names[request.client]})" for request in requests)
