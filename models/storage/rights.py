"""What may whoever opened this desk do? Said by the engine; on a file everything (RULES 13)."""

from __future__ import annotations

from peewee import Select, fn

from models.domain.basics.rights import Rights
from models.storage import tables as t


def rights_here() -> Rights:
    """The rights of the desk that is open now."""
    found: Rights = t.database.rights
    return found


def was_recorded(table: str, key: str) -> bool:
    """Does the history know a key, also where whoever asks may not read it? An agent reads the own changes only."""
    if rights_here().role == "agent":
        return bool(_asked(fn.deskhours_key_used(table, key)))
    r = t.ChangeRow
    return bool(r.select().where((r.table == table) & (r.key == key)).exists())


def last_change(table: str, key: str) -> tuple[str, int] | None:
    """Who changed a record last, and when; None where all of its history may be read, as it then tells more."""
    if rights_here().role != "agent":
        return None
    told = _asked(fn.deskhours_changed(table, key))
    if told is None:
        return None
    at, _, who = str(told).partition(" ")
    return who, int(at)


def _asked(function: object) -> object:
    return t.database.execute(Select((), (function,))).fetchone()[0]
