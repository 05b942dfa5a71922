"""What would undo take back next, and should it be asked about first? Months, much at once (RULES 9, 6.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.domain.basics.months import Month
from models.domain.ledger.differences import month_words
from models.queries.history.titles import read_named_title
from models.queries.history.trail import read_kinds
from models.storage import tables as t
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
    row = t.database.execute_sql(
        'SELECT id, title, who, at FROM "change" WHERE undoes IS NULL AND undone_at IS NULL'
        " AND (? IS NULL OR who = ?) ORDER BY id DESC LIMIT 1",
        (whose, whose),
    ).fetchone()
    return None if row is None else _undoable(row, "undone")


def read_next_redo(whose: str | None = None) -> Undoable | None:
    """The change that redo would do again, as long as nothing new was done since; None for nothing."""
    row = t.database.execute_sql(
        'SELECT x.id, x.title, x.who, x.at FROM "change" u JOIN "change" x ON x.id = u.undoes'
        " WHERE x.undoes IS NULL AND u.undone_at IS NULL AND (? IS NULL OR u.who = ?)"
        " ORDER BY u.id DESC LIMIT 1",
        (whose, whose),
    ).fetchone()
    return None if row is None else _undoable(row, "redone")


def _undoable(row: Sequence[Any], word: str) -> Undoable:
    change, title, who, at = row
    return Undoable(change, read_named_title(title), who, at, _asks(change, word))


def _asks(change: int, word: str) -> tuple[str, ...]:
    rows = t.database.execute_sql(
        "SELECT json_extract(before, '$.month'), json_extract(after, '$.month') FROM change_row"
        " WHERE change_id = ? AND table_name = 'closed_month'",
        (change,),
    ).fetchall()
    closed = [month_of(after) for _, after in rows if after is not None]
    opened = [month_of(before) for before, _ in rows if before is not None]
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
    issued = t.database.execute_sql(
        "SELECT count(DISTINCT client), min(number), max(number) FROM statement WHERE month = ?",
        (str(month),),
    ).fetchone()
    lines = [f"{name} is open again, for everybody: its figures move with what is changed in it."]
    if issued[0]:
        numbers = f"{issued[1]}" if issued[1] == issued[2] else f"{issued[1]} to {issued[2]}"
        lines.append(
            f"Statements {numbers} were issued and keep their numbers: closed again, those that differ are version 2."
        )
    return tuple(lines)
