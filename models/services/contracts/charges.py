"""What is billed by the piece, and who is away? Charges (RULES 3.6) and absences, each an undoable change."""

from __future__ import annotations

from typing import Any

from models.book.kept import parse_absence
from models.book.records import parse_charge
from models.domain.basics.errors import NotFound
from models.domain.values import Charge
from models.services.core.changes import change, next_key
from models.services.core.documents import (
    Document,
    brief,
    check_known,
    check_not_far,
    filled,
    read_record,
    row_of,
    taken_keys,
    used_already,
    with_same_key,
)
from models.services.time.entries import check_not_archived
from models.storage import tables as t
from models.storage.rows.reading import read_desk
from models.storage.rows.writing import charge_columns


def create_charge(document: Document, now: int, who: str) -> Charge:
    """Bill by the piece, or give a credit; the key may be left out. Raises InvalidValue, MonthClosed."""
    with change(now, who, f"Added charge for {brief(document.get('client'))}") as work:
        values = filled(document)
        if values.setdefault("key", next_key(t.Charge, "C-")) in taken_keys(t.Charge):
            raise used_already(values["key"])
        charge = _charge(values)
        check_not_far(work, charge.date, "date")
        check_not_archived(charge.client)
        work.insert(t.Charge, **charge_columns(charge))
    return charge


def edit_charge(key: str, document: Document, now: int, who: str) -> Charge:
    """Change a charge; raises InvalidValue, NotFound, MonthClosed (RULES 6.2)."""
    with change(now, who, f"Edited charge {key}") as work:
        row = row_of(t.Charge, key, "charge")
        charge = _charge(with_same_key(key, document))
        check_not_far(work, charge.date, "date")
        work.update(t.Charge, row, **charge_columns(charge))
    return charge


def delete_charge(key: str, now: int, who: str) -> None:
    """Delete a charge of an open month; undo brings it back. Raises NotFound, MonthClosed."""
    with change(now, who, f"Deleted charge {key}") as work:
        work.delete(t.Charge, row_of(t.Charge, key, "charge"))


def _charge(document: Document) -> Charge:
    desk = read_desk()
    charge = read_record(lambda given, path: parse_charge(given, desk, path), document)
    check_known(t.Client, charge.client, "client", "client")
    return charge


def create_absence(document: Document, now: int, who: str) -> int:
    """Note that an `agent` is away from `first` to `last` (default: the one day), both inclusive; the id."""
    with change(now, who, f"Added absence of {brief(document.get('agent'))}") as work:
        return int(work.insert(t.Absence, **_absence(document)))


def edit_absence(absence: int, document: Document, now: int, who: str) -> None:
    """Change an absence; raises InvalidValue, NotFound."""
    with change(now, who, f"Edited absence of {brief(document.get('agent'))}") as work:
        _check_absence(absence)
        work.update(t.Absence, absence, **_absence(document))


def delete_absence(absence: int, now: int, who: str) -> None:
    """Delete an absence; undo brings it back. Raises NotFound."""
    with change(now, who, "Deleted absence") as work:
        _check_absence(absence)
        work.delete(t.Absence, absence)


def _check_absence(absence: int) -> None:
    if not t.Absence.select(t.Absence.id).where(t.Absence.id == absence).exists():
        raise NotFound(f"absence: {absence} is not known")


def _absence(document: Document) -> dict[str, Any]:
    days = read_record(parse_absence, filled(document))
    check_known(t.Agent, days.agent, "agent", "agent")
    return {"agent": days.agent, "first": days.first, "last": days.last, "reason": days.reason}
