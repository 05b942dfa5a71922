"""How is a change taken back, and done again? Undo and redo, as changes of their own (RULES 9).

Undo leaves every row as it was before, redo as it was after, and neither touches a row that somebody else has changed
since. Closed months refuse an undo as they refuse everything else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import IntegrityError, Value, fn

from models.domain.basics.errors import DeskError, MonthClosed
from models.domain.basics.months import Month, months_between
from models.domain.basics.zone import zone
from models.queries.ledger.beginnings import first_month
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.seals import is_as_sealed, read_seal
from models.services.core.changes import (
    ChangeInProgress,
    Recorded,
    RecordedRows,
    Row,
    change,
    check_rights,
    row_key,
)
from models.services.core.freezing import Before, freeze, unfreeze
from models.services.core.guards import MonthGuards, forget
from models.storage import tables as t
from models.storage.fields import month_of
from models.storage.rows.reading import read_closed_through, read_desk

_VOLATILE = {"alive_at", "seal", "checks", "digest"}
"""Columns that the program writes by itself: a sign of life is nobody's change, a row of an older schema has no
digests, and what a close found and sealed is no part of its history."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A change to reverse: `rows` is the change whose rows are reversed, `root` the one that people know."""

    root: int
    rows: int
    title: str
    word: str


def undo(now: int, who: str, whose: str | None = None, *, expected: int | None = None) -> str:
    """Take back the newest change that still stands, of anybody or of `whose` only; returns its title.

    `expected` is the change that somebody was asked about: another one is not taken in its place.
    Raises DeskError when there is none or it was overtaken, MonthClosed when it reaches into a closed month.
    """
    with t.database.atomic():
        c = t.Change
        standing = c.select(c.id, c.title).where(c.undoes.is_null() & c.undone_at.is_null() & _by(c, whose))
        found = standing.order_by(c.id.desc()).tuples().first()
        if found is None:
            raise DeskError("undo: there is nothing to undo")
        root, title = found
        if expected is not None and root != expected:
            raise DeskError(f"undo: {title!r} was done meanwhile; nothing is undone, ask again")
        step = _Step(root, _newest_doing(root), title, "undone")
        _reverse(step, now, who, f"Undid: {title}", root)
        _set_undone(root, now)
    return str(title)


def redo(now: int, who: str, whose: str | None = None) -> str:
    """Do again what was undone last, by anybody or by `whose`, if nothing new was done since; its title.

    Raises DeskError when there is none or it was overtaken, MonthClosed when it reaches into a closed month.
    """
    with t.database.atomic():
        found = _undone_last(whose)
        if found is None:
            raise DeskError("redo: there is nothing to redo")
        undoing, root, title = found
        _reverse(_Step(root, undoing, title, "redone"), now, who, f"Redid: {title}", undoing)
        _set_undone(undoing, now)
        _set_undone(root, None)
    return str(title)


def _by(c: Any, whose: str | None) -> Any:
    """The condition that somebody made the change; true for anybody's."""
    return Value(1) == 1 if whose is None else c.who == whose


def _undone_last(whose: str | None) -> tuple[int, int, str] | None:
    """The undo that can be done again, with the number and title of what it took back."""
    u, x, n = t.Change.alias("u"), t.Change.alias("x"), t.Change.alias("n")
    newer = n.select(Value(1)).where((n.id > u.id) & n.undoes.is_null() & _by(n, whose))
    found = (
        u.select(u.id, x.id, x.title)
        .join(x, on=(x.id == u.undoes))
        .where(x.undoes.is_null() & u.undone_at.is_null() & _by(u, whose) & ~fn.EXISTS(newer))
        .order_by(u.id.desc())
        .tuples()
        .first()
    )
    return None if found is None else (found[0], found[1], found[2])


def _set_undone(change_id: int, at: int | None) -> None:
    t.Change.update(undone_at=at).where(t.Change.id == change_id).execute()


def _newest_doing(root: int) -> int:
    """The change whose rows tell how things stand: the last redo of `root`, else itself."""
    u, r = t.Change.alias("u"), t.Change.alias("r")
    redone = u.select(fn.MAX(r.id)).join(r, on=((r.undoes == u.id) & (r.id > u.id)))
    newest = redone.where((u.id > root) & (u.undoes == root)).scalar()
    return root if newest is None else int(newest)


def _reverse(step: _Step, now: int, who: str, title: str, undoes: int) -> None:
    try:
        with change(now, who, title, undoes=undoes) as work:
            recorded = RecordedRows(step.rows)
            months = _moved_months(recorded)
            if months is None:
                for row in reversed(recorded):
                    _restore(work, step, *row)
            else:
                check_rights(t.ClosedMonth)
                work.guards = MonthGuards()
                _check_months(step, recorded, *months)
                forget(None, None)
                _turn_months(work, step, recorded, *months)
    except MonthClosed as error:
        raise MonthClosed(f"{step.title!r} cannot be {step.word}: {error}") from error


def _turn_months(
    work: ChangeInProgress, step: _Step, recorded: RecordedRows, closed: Month | None, opened: Month | None
) -> None:
    """Open the months that the change closed, or close those that it opened, with all else that it wrote."""
    rows = [row for row in reversed(recorded) if not (row[0] in _FROZEN and row[1] is None)]
    turned = [row for row in rows if row[0] is t.ClosedMonth]
    others = [row for row in rows if row[0] is not t.ClosedMonth]
    closing = _closes_again(closed, opened)
    if not closing:
        unfreeze(work, _closed_after(turned))
        # A server lets nobody write into a month while it is closed.
        for row in (*turned, *others):
            _restore(work, step, *row)
        return
    for row in others:
        _restore(work, step, *row)
    _freeze_again(work, read_closed_through(), turned)
    for row in turned:
        _restore(work, step, *row)
    _check_sealed(step, turned)


_FROZEN = (t.MonthRecord, t.Statement)
"""What a close makes: its records are made again, and what it issued stays, with its number (RULES 6.5)."""


# -- one row --------------------------------------------------------------------------------------


def _restore(
    work: ChangeInProgress, step: _Step, table: type[t.Table], before: Row | None, after: Row | None
) -> None:
    """Write one row back as it was before, provided that it still is as the change left it."""
    current = _current(work, table, before, after)
    if _lasting(current) != _lasting(after):
        raise DeskError(_overtaken(step, table, after or before or {}))
    if before is None and after is not None:
        _check_unused(step, table, after)
    wanted = before
    if wanted is not None and "id" in wanted:
        wanted = wanted | {"id": current["id"] if current else _free_id(work, table, wanted["id"])}
    try:
        work.restore(table, current, wanted)
    except IntegrityError as error:
        label = _label(table, after or before or {})
        raise DeskError(
            f"{step.title!r} cannot be {step.word}: {label} is tied to something newer"
        ) from error


def _current(
    work: ChangeInProgress, table: type[t.Table], before: Row | None, after: Row | None
) -> Row | None:
    """The row as it is now; a number that was given to another row since does not count as the same."""
    row = after or before or {}
    if "key" in row:
        found = table.select(table.id).where(table.key == row["key"]).tuples().first()
        return None if found is None else work.row(table, found[0])
    if after is None and "id" in row:
        return None
    return work.row(table, row["id"] if "id" in row else row["month"])


def _lasting(row: Row | None) -> Row | None:
    return None if row is None else {name: value for name, value in row.items() if name not in _VOLATILE}


def _free_id(work: ChangeInProgress, table: type[t.Table], wanted: int) -> int:
    if work.row(table, wanted) is None:
        return wanted
    return int(table.select(fn.MAX(table.id)).scalar()) + 1


def _check_unused(step: _Step, table: type[t.Table], row: Row) -> None:
    """What would vanish silently with a row taken back: derived records may, people's work may not."""
    if table is t.Client:
        forget(row["key"], None)
    if table is t.Request:
        for part in (t.RequestEvent, t.RequestNote):
            if part.select().where(part.request == row["key"]).exists():
                raise DeskError(
                    f"{step.title!r} cannot be {step.word}: request {row['key']} has been worked on since"
                )


def _overtaken(step: _Step, table: type[t.Table], row: Row) -> str:
    """Who changed the row since, when, and in doing what."""
    r, c = t.ChangeRow, t.Change
    same = (r.table == table._meta.table_name) & (r.key == row_key(table, row)) & (c.id > step.rows)
    newer = r.select(c.who, c.at, c.title).join(c).where(same).order_by(c.id.desc()).tuples().first()
    label = _label(table, row)
    if newer is None:
        return f"{step.title!r} cannot be {step.word}: {label} is not as it was left any more"
    by, at, title = newer
    return f"{step.title!r} cannot be {step.word}: {label} was changed by {by} on {_local(at)} ({title})"


def _label(table: type[t.Table], row: Row) -> str:
    return f"{str(table._meta.table_name).replace('_', ' ')} {row_key(table, row)}"


def _local(at: int) -> str:
    return zone(read_desk().timezone).local(at).strftime("%Y-%m-%d %H:%M")


# -- closed months --------------------------------------------------------------------------------


def _moved_months(recorded: RecordedRows) -> tuple[Month | None, Month | None] | None:
    """The newest month that the change closed and the newest that it opened; None when it did neither."""
    rows = [(before, after) for table, before, after in recorded if table is t.ClosedMonth]
    closed = [month_of(after["month"]) for _, after in rows if after is not None]
    opened = [month_of(before["month"]) for before, _ in rows if before is not None]
    return (max(closed, default=None), max(opened, default=None)) if rows else None


def _closes_again(closed: Month | None, opened: Month | None) -> bool:
    """Does taking the change back close months? It opened more than it closed."""
    return opened is not None and (closed is None or closed < opened)


def _closed_after(turned: Sequence[Recorded]) -> Month | None:
    """The newest month that is closed once what the change closed is open."""
    gone = {month_of(after["month"]) for _, _, after in turned if after is not None}
    back = {month_of(before["month"]) for _, before, _ in turned if before is not None}
    there = {month for (month,) in t.ClosedMonth.select(t.ClosedMonth.month).tuples()}
    return max((there - gone) | back, default=None)


def _freeze_again(work: ChangeInProgress, newest: Month | None, turned: Sequence[Recorded]) -> None:
    """Freeze what the change opened, as it was sealed then; `newest` is the newest month that is closed now."""
    row = _newest_before(turned)
    month, seal = month_of(row["month"]), _seal(row)
    ledgers = Ledgers()
    first = newest.plus(1) if newest is not None else first_month(ledgers, month)
    before = Before(None if seal is None else seal["records"])
    freeze(ledgers, months_between(first, month), work.now, before=before)


def _check_sealed(step: _Step, turned: Sequence[Recorded]) -> None:
    """What is closed again is what was closed, to the letter; a month of an older schema is sealed now."""
    row = _newest_before(turned)
    month, seal = month_of(row["month"]), _seal(row)
    before = t.ClosedMonth.select(fn.MAX(t.ClosedMonth.month)).where(t.ClosedMonth.month < month).scalar()
    found = read_seal(month, None if before is None else month_of(str(before)))
    if seal is None:
        t.ClosedMonth.update(seal=found).where(t.ClosedMonth.month == month).execute()
    elif seal["records"] != found["records"] or not is_as_sealed(seal["statements"], found["statements"]):
        raise DeskError(
            f"{step.title!r} cannot be {step.word}: {month} would not be what was closed;"
            f" close {month} instead (deskhours close {month})"
        )


def _newest_before(turned: Sequence[Recorded]) -> Row:
    return max((row for _, row, _ in turned if row is not None), key=lambda row: str(row["month"]))


def _seal(row: Row) -> dict[str, Any] | None:
    return None if row.get("seal") is None else json.loads(row["seal"])


def _check_months(step: _Step, recorded: RecordedRows, closed: Month | None, opened: Month | None) -> None:
    """Open only the newest closed month without late work; close again only what nothing changed since."""
    if not _closes_again(closed, opened):
        assert closed is not None
        newest = read_closed_through()
        if newest != closed:
            raise DeskError(
                f"{step.title!r} cannot be {step.word}: {closed} is no longer the newest closed month,"
                f" that is {newest or 'none'}"
            )
        own = {row["key"] for table, row, _ in recorded if table is t.Entry and row is not None}
        late = (
            t.Entry.select(t.Entry.key).where(t.Entry.late_in == closed.plus(1)).order_by(t.Entry.id).tuples()
        )
        newer = next((key for (key,) in late if key not in own), None)
        if newer is not None:
            raise DeskError(
                f"{step.title!r} cannot be {step.word}: late work was recorded since ({newer});"
                f" reopen {closed} instead (deskhours reopen {closed} --reason TEXT)"
            )
        return
    since = _changed_since(step)
    if since is not None:
        who, at, title = since
        raise DeskError(
            f"{step.title!r} cannot be {step.word}: {who} made a change on {_local(at)} ({title});"
            f" close {opened} instead (deskhours close {opened})"
        )


def _changed_since(step: _Step) -> tuple[str, int, str] | None:
    """Who, when and what made the desk differ from what it was after the change; None when nothing did.

    What was done and undone since does not count; what was done before and undone or redone since does.
    """
    c = t.Change
    rows = c.select(c.id, c.undoes, c.undone_at, c.who, c.at, c.title).where(c.id > step.rows).order_by(c.id)
    turned: dict[int, tuple[str, int, str]] = {}
    for number, undoes, undone_at, who, at, title in rows.tuples():
        if undoes is None and undone_at is None:
            return who, at, title
        root = _root(undoes) if undoes is not None else number
        if undoes is not None and root <= step.rows and root != step.root:
            if root in turned:
                del turned[root]
            else:
                turned[root] = (who, at, title)
    return next(iter(turned.values()), None)


def _root(change_id: int) -> int:
    """The change that people know behind an undo or redo."""
    undoes = change_id
    while undoes is not None:
        change_id = undoes
        undoes = t.Change.select(t.Change.undoes).where(t.Change.id == change_id).scalar()
    return change_id
