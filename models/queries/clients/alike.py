"""Which clients cannot be told apart at a glance? Names that differ only in case, accents, blanks or the unseen."""

from __future__ import annotations

from models.domain.basics.folding import look, name_order
from models.storage import tables as t


def read_twin(name: str, but: str | None = None) -> tuple[str, str] | None:
    """Key and name of a client that looks the same as one called `name`, other than the client `but`."""
    wanted = look(name)
    return next(((key, known) for key, known in _names() if key != but and look(known) == wanted), None)


def read_twins() -> tuple[tuple[str, ...], ...]:
    """The keys of clients whose names look the same, those of one look together."""
    looks: dict[str, list[str]] = {}
    for key, name in _names():
        looks.setdefault(look(name), []).append(key)
    return tuple(tuple(keys) for keys in looks.values() if len(keys) > 1)


def _names() -> list[tuple[str, str]]:
    rows = t.Client.select(t.Client.key, t.Client.name).order_by(t.Client.key).tuples()
    return sorted(rows, key=lambda row: (name_order(row[1]), row[0]))
