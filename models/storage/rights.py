"""What may whoever opened this desk do? Said by the engine; on a file everything (RULES 13)."""

from __future__ import annotations

from models.domain.basics.rights import OWNER, Rights
from models.storage import tables as t


def rights_here() -> Rights:
    """The rights of the desk that is open now."""
    found: Rights = getattr(t.database.obj, "rights", OWNER)
    return found
