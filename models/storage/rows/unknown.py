"""What is said of a key that names no record? The field, the value, and what is accepted (RULES 9)."""

from __future__ import annotations

from models.domain.basics.errors import NotFound
from models.domain.basics.folding import fold
from models.domain.basics.text import first_of
from models.storage import tables as t

_FEW = 3


def not_known(table: type[t.Table], key: str, noun: str) -> NotFound:
    """The refusal of a key of the table: with those near it, else with the first, or the last of very many."""
    near = _near(table, key)
    return NotFound(
        f"{noun}: {key!r} is not known; {f'near it is {near}' if near else _accepted(table, noun)}"
    )


def _near(table: type[t.Table], key: str) -> str:
    """Keys of named records that hold what was given, for who typed a part of one: `acme` of acme-ltd."""
    part = fold(key).strip().replace(" ", "-")
    if not part or not hasattr(table, "name"):
        return ""
    found = table.select(table.key).where(table.key.contains(part)).order_by(table.key).limit(_FEW)
    return ", ".join(known for (known,) in found.tuples())


def _accepted(table: type[t.Table], noun: str) -> str:
    if hasattr(table, "name"):
        return f"accepted are {first_of([known for (known,) in table.select(table.key).order_by(table.id).tuples()])}"
    last = table.select(table.key).order_by(table.id.desc()).limit(1).scalar()
    return f"accepted is the key of one, such as {last}" if last else f"there is no {noun} yet"
