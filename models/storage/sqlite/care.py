"""What does a file need that is new, old or damaged? Loaded late, in one piece: a start finds one that is sound."""

from __future__ import annotations

from models.storage.files.whole import private_folder
from models.storage.sqlite.backup import check_not_lost, ways_back
from models.storage.sqlite.failures import corrupt, explain_failure
from models.storage.sqlite.filling import filling_file
from models.storage.sqlite.odd_values import odd_values
from models.storage.sqlite.soundness import faults, structure_faults
from models.storage.sqlite.upgrading import upgrade


class Care:
    """What looks through files, upgrades them and finds their backups; `opened.care` loads it."""

    check_not_lost = staticmethod(check_not_lost)
    corrupt = staticmethod(corrupt)
    explain_failure = staticmethod(explain_failure)
    ways_back = staticmethod(ways_back)
    private_folder = staticmethod(private_folder)
    upgrade = staticmethod(upgrade)
    filling = staticmethod(filling_file)
    faults = staticmethod(faults)
    odd_values = staticmethod(odd_values)
    structure_faults = staticmethod(structure_faults)
