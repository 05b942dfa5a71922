"""The eleventh schema: what a month lost stands in its own record, and not in every later one; closes leave no images.

The seals of closed months are made of what they froze: one that was intact is written anew, a broken one stays broken.
The file stands on its own and stays as it is.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from peewee import Table

MARK = re.compile(r'"\\u000([1-4])"|(?<!\\)\\u000([5-7])')
closed = Table("closed_month", ("month", "seal"))
r = Table("month_record", ("id", "client", "month", "frozen", "closing", "summary", "document", "statement"))
m = Table("month_money", ("row", "summary", "document"))
s = Table("statement", ("id", "document"))
sm = Table("statement_money", ("row", "document"))
change = Table("change_row", ("id", "table_name", "before", "after"))
change_money = Table("change_money", ("row",))


def up(migrator: Any, db: Any) -> None:
    """Shorten the balances, seal them again, and drop from the history what stands in the months themselves."""
    seals = [
        (month, json.loads(seal))
        for month, seal in db.execute(closed.select(closed.month, closed.seal)).fetchall()
        if seal is not None
    ]
    sealed = {
        (month, client): digest
        for _, seal in seals
        for month, records in seal["records"].items()
        for client, digest in records.items()
    }
    for (client,) in db.execute(r.select(r.client).distinct().order_by(r.client)).fetchall():
        _shorten(db, client, sealed)
    for month, seal in seals:
        seal["records"] = {
            name: kept
            for name, clients in seal["records"].items()
            if (kept := {key: sealed[name, key] for key in clients if sealed[name, key] is not None})
        }
        db.execute(closed.update({closed.seal: to_json(seal)}).where(closed.month == month))
    _shorten_history(db)


def _shorten(db: Any, client: str, sealed: dict[tuple[str, str], str | None]) -> None:
    """A client's records in the order of months; what each of them repeats is taken out of it."""
    lost: dict[tuple[Any, ...], Any] = {}
    for number, month, frozen, closing, *texts in db.execute(_records_of(client)).fetchall():
        summary, document = together(*texts[:2]), together(*texts[2:4]) or together(*texts[4:])
        is_late = bool(json.loads(summary or "{}").get("late_accounted"))
        kept, lost = shortened(json.loads(closing), lost, is_late)
        text = to_json(kept)
        intact = frozen and sealed.get((month, client)) == digest(closing, summary, document)
        if frozen and not kept and texts[4] is None and is_empty(document):
            if intact or (month, client) not in sealed:
                db.execute(m.delete().where(m.row == number))
                db.execute(r.delete().where(r.id == number))
                sealed[month, client] = None
        elif text != closing:
            db.execute(r.update({r.closing: text}).where(r.id == number))
            if intact:
                sealed[month, client] = digest(text, summary, document)


def _records_of(client: str) -> Any:
    """What is kept of each of a client's months, every text before its amounts."""
    query = r.select(r.id, r.month, r.frozen, r.closing, r.summary, m.summary, r.document, m.document,
                     s.document, sm.document)  # fmt: skip
    for table, on in ((m, m.row == r.id), (s, s.id == r.statement), (sm, sm.row == s.id)):
        query = query.left_outer_join(table, on=on)
    return query.where(r.client == client).order_by(r.month)


def shortened(
    rows: list[Any], lost: dict[tuple[Any, ...], Any], is_late: bool
) -> tuple[list[Any], dict[tuple[Any, ...], Any]]:
    """Balances without those that stand so in an earlier month already, and what is lost by now."""
    found = {(row[0], row[1], row[2]): row for row in rows}
    kept = [row for name, row in found.items() if row[3] or lost.get(name) != row[4]]
    now = {name: row[4] for name, row in found.items() if not row[3]}
    if is_late:  # late work has taken all of it back
        kept += [[*name, 0, []] for name in lost if name not in found]
        lost = {name: losses for name, losses in lost.items() if name in found}
    kept.sort(key=lambda row: (row[0], -1 if row[1] is None else row[1], row[2]))
    return kept, {**{name: losses for name, losses in lost.items() if name not in found}, **now}


def is_empty(document: str | None) -> bool:
    """Has the month nothing to say?"""
    read = json.loads(document or "{}")
    return not (read.get("grants") or read.get("units") or read.get("lines"))


def _shorten_history(db: Any) -> None:
    """A close is undone by opening the month: its records and statements are no part of its history."""
    made = change.table_name.in_(("month_record", "statement")) & change.before.is_null()
    db.execute(change_money.delete().where(change_money.row.in_(change.select(change.id).where(made))))
    db.execute(change.delete().where(made))
    rows = change.select(change.id, change.before, change.after)
    for number, *texts in db.execute(rows.where(change.table_name == "closed_month")).fetchall():
        before, after = (None if text is None else json.loads(text) for text in texts)
        if before is not None:
            before["seal"] = None  # of records that are written otherwise now
        if after is not None:
            after |= {"checks": None, "seal": None}
        was, will = (None if image is None else to_json(image) for image in (before, after))
        images = {change.before: was, change.after: will}
        db.execute(change.update(images).where(change.id == number))


def together(text: str | None, amounts: str | None) -> str | None:
    """A text with its amounts."""
    if text is None or amounts is None:
        return text
    rest = iter(amounts.split("\x1f"))
    return MARK.sub(lambda _: next(rest), text)


def digest(*texts: str | None) -> str:
    """As a seal names a record."""
    return hashlib.sha256("\0".join(text or "" for text in texts).encode()).hexdigest()[:16]


def to_json(value: Any) -> str:
    """As this program writes texts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
