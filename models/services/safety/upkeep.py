"""What keeps a desk safe without anybody asking? A verified copy a day, old ones thinned; restore and repair.

Upkeep never stops work. What goes wrong is a sentence for a banner, and the desk is as it was. How a copy is made
depends on what keeps the desk (`models.storage.engine.Keeper`).
"""

from __future__ import annotations

from pathlib import Path

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.basics.zone import Zone, zone
from models.services.core.guards import forget
from models.services.core.month_records import derive_through
from models.storage import tables as t
from models.storage.database import keeper_of
from models.storage.engine import Upkeep
from models.storage.files.outputs import DATABASE, check_output, is_special
from models.storage.location import Place, home
from models.storage.rows.reading import read_desk


def daily_upkeep(place: Place, now: int, day_zone: Zone | None = None) -> Upkeep:
    """A verified backup, at most one a day of that zone, and thinning; without a zone days are those of UTC.

    Never raises for the disk or the database.
    """
    return keeper_of(place).daily_upkeep(place, now, (day_zone or zone("UTC")).info)


def make_backup(place: Place, now: int, target: Path | None = None, *, force: bool = False) -> Path:
    """Copy the desk now, to `target` or among its backups; raises DeskError, then nothing is left behind.

    What stands at `target` stays, unless `force` says otherwise; the desk itself always does.
    """
    if target is not None:
        if is_special(target):
            raise DeskError(f"{target}: is no file; accepted is the name of a file, or - for standard output")
        check_output(target, DATABASE, home(place), force=force)
    return keeper_of(place).back_up(place, now, target)


def restore(place: Place, source: Path, now: int) -> Path | None:
    """Put the backup `source` in the desk's place; returns where the replaced one is kept, if any.

    `source` is checked, and upgraded where it is older, before anything is touched; another program's database
    is not replaced. Raises DeskError; then the desk is as it was.
    """
    return keeper_of(place).restore(place, source, now)


def rebuild_records(now: int) -> int:
    """Forget what was derived of open months and derive it again from the entries; returns how many."""
    with t.database.atomic():
        forget(None, None)
        return derive_through(Month.of(zone(read_desk().timezone).date_of(now)))
