"""What would undo take back next, and should it be asked about first? Months, much at once (RULES 9, 6.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from models.domain.basics.months import Month
from models.domain.ledger.differences import month_words
from models.queries.history.titles import read_named_title
from models.queries.history.trail import read_kinds
from models.storage import tables as t
from models.storage.expressions import statements_of
from models.storage.fields import month_of

MUCH = 10
"""Records that one change wrote: more than this are not taken back without a question."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """A change that undo or redo would take next; `asks` says what that does where it must be asked, else empty."""

    id: int
    title: str
    who: str
    at: int
    asks: tuple[str, ...] = ()


def read_next_undo(whose: str | None = None) -> Undoable | None:
    """The newest change that stands, of anybody or of `whose`; None for nothing."""
    c = t.Change
    query = c.select(c.id, c.title, c.who, c.at).where(c.undoes.is_null(), c.undone_at.is_null())
    if whose is not None:
        query = query.where(c.who == whose)
    row = query.order_by(c.id.desc()).tuples().first()
    return None if row is None else _undoable(row, "undone")


def read_next_redo(whose: str | None = None) -> Undoable | None:
    """The change that redo would do again, as long as nothing new was done since; None for nothing."""
    u, x = t.Change.alias(), t.Change.alias()
    query = u.select(x.id, x.title, x.who, x.at).join(x, on=(x.id == u.undoes))
    query = query.where(x.undoes.is_null(), u.undone_at.is_null())
    if whose is not None:
        query = query.where(u.who == whose)
    row = query.order_by(u.id.desc()).tuples().first()
    return None if row is None else _undoable(row, "redone")


def _undoable(row: Sequence[Any], word: str) -> Undoable:
    change, title, who, at = row
    return Undoable(change, read_named_title(title), who, at, _asks(change, word))


def _asks(change: int, word: str) -> tuple[str, ...]:
    r = t.ChangeRow
    query = r.select(r.before, r.after).where(r.change == change, r.table == "closed_month")
    rows = list(query.tuples())
    closed = [month_of(after["month"]) for _, after in rows if after is not None]
    opened = [month_of(before["month"]) for before, _ in rows if before is not None]
    if closed or opened:
        closes = bool(closed) and (not opened or max(closed) > max(opened))
        return _month_words(max(closed + opened), opens=closes == (word == "undone"))
    kinds = [kind for kind in read_kinds(change) if kind.table != "request event"]
    if sum(kind.count for kind in kinds) > MUCH:
        return (f"It wrote {', '.join(map(str, kinds))}: all of that is {word} at once.",)
    return ()


def _month_words(month: Month, *, opens: bool) -> tuple[str, ...]:
    name = month_words(month, 0)
    if not opens:
        return (f"{name} is closed again: its figures never move from then on.",)
    s = t.Statement
    query = s.select(fn.count(s.client.distinct()), fn.min(s.number), fn.max(s.number))
    count, first, last = query.where(statements_of(month)).tuples().first()
    lines = [f"{name} is open again, for everybody: its figures move with what is changed in it."]
    if count:
        lines.append(
            f"Statement {first} was issued and keeps its number: closed again, it is version 2 if it differs."
            if first == last
            else f"Statements {first} to {last} were issued and keep their numbers: "
            "closed again, those that differ are version 2."
        )
    return tuple(lines)
