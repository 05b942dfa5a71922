"""How is worked time added, edited or deleted? Each as one change that can be undone (RULES 3, 6.2, 6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.checked import checked_entry
from models.domain.month_end.closed_months import late_month
from models.domain.values import Entry
from models.services.core.changes import ChangeInProgress, change, next_key
from models.services.core.documents import check_not_far, check_there, row_of, used_already
from models.storage import tables as t
from models.storage.rows.reading import read_entry
from models.storage.rows.unknown import not_known
from models.storage.rows.writing import entry_columns

ALTERABLE = ("agent", "client", "request", "work_type", "scope", "note", "premium")
"""What several entries can be given jointly."""


def check_references(entry: Entry) -> None:
    """Every key that the entry names is known, and its request is its client's; raises NotFound, InvalidValue."""
    check_there(
        (t.Agent, entry.agent, "agent"),
        (t.Client, entry.client, "client"),
        (t.WorkType, entry.work_type, "work type"),
    )
    if entry.request is not None:
        row = t.Request.select(t.Request.client).where(t.Request.key == entry.request).tuples().first()
        if row is None:
            raise not_known(t.Request, entry.request, "request")
        if row[0] != entry.client:
            raise InvalidValue(
                "request", f"{entry.request!r} is a request of {row[0]!r}, not of {entry.client!r}"
            )


def check_not_archived(client: str | None) -> None:
    """Nothing new is recorded for an archived client; raises DeskError."""
    row = (
        t.Client.select(t.Client.name, t.Client.archived).where(t.Client.key == client).tuples().first()
        if client is not None
        else None
    )
    if row is not None and row[1]:
        raise DeskError(
            f"client: {row[0]} ({client}) is archived; bring it back before work is recorded for it"
        )


def insert_entry(work: ChangeInProgress, entry: Entry) -> Entry:
    """Write a new entry within a change; one that reaches into closed months is marked late (RULES 6.3)."""
    entry = replace(entry, late_in=late_month(entry, work.guards.closed_through, work.guards.zone))
    work.insert(t.Entry, **entry_columns(entry))
    return entry


def update_entry(work: ChangeInProgress, old: Entry, new: Entry, row: int | None = None) -> Entry:
    """Write an entry's new values within a change; its key stays. Raises InvalidValue for a second timer.

    `row` is its primary key, where that is known.
    """
    if new.ended_at is None and new.agent != old.agent:
        _check_no_timer(new.agent)
    if new.client != old.client:
        check_not_archived(new.client)
    late_in = late_month(new, work.guards.closed_through, work.guards.zone)
    new = replace(new, key=old.key, late_in=late_in, imported=old.imported)
    work.update(t.Entry, row or row_of(t.Entry, old.key, "entry"), **entry_columns(new))
    return new


def _keep_end(old: Entry, new: Entry) -> None:
    if new.ended_at is None and old.ended_at is not None:
        raise InvalidValue(
            "ended_at", "is missing; a finished entry keeps an end (continue starts a new timer)"
        )


def _check_not_far(work: ChangeInProgress, entry: Entry) -> None:
    check_not_far(work, work.guards.zone.date_of(entry.started_at), "started_at")
    if entry.ended_at is not None:
        check_not_far(work, work.guards.zone.date_of(entry.ended_at), "ended_at")


def _check_no_timer(agent: str) -> None:
    if t.Entry.select(t.Entry.id).where((t.Entry.agent == agent) & t.Entry.ended_at.is_null()).exists():
        raise InvalidValue(
            "agent", f"{agent!r} has a timer running already; accepted is an agent without one"
        )


def add_entry(entry: Entry, now: int, who: str) -> Entry:
    """Record finished work; an empty key gets the next free one. Raises InvalidValue, NotFound, MonthClosed."""
    if entry.ended_at is None:
        raise InvalidValue("ended_at", "is missing; accepted is the instant at which the work ended")
    if entry.ended_at < entry.started_at:
        raise InvalidValue("ended_at", "is before the start; accepted is an end at or after the start")
    with change(now, who, f"Added time for {entry.client or 'no client'}") as work:
        key = entry.key or next_key(t.Entry, "E-")
        if t.Entry.select(t.Entry.id).where(t.Entry.key == key).exists():
            raise used_already(key)
        entry = checked_entry(replace(entry, key=key, late_in=None))
        check_references(entry)
        check_not_archived(entry.client)
        _check_not_far(work, entry)
        return insert_entry(work, entry)


def edit_entry(new: Entry, now: int, who: str) -> Entry:
    """Change an entry of that key; raises InvalidValue, NotFound, MonthClosed.

    A form that stood open with it writes through `save_over`, so that no change of somebody else is lost.
    """
    with change(now, who, f"Edited {new.key}") as work:
        old = read_entry(new.key)
        new = checked_entry(replace(new, late_in=None))
        check_references(new)
        _keep_end(old, new)
        _check_not_far(work, new)
        return update_entry(work, old, new)


def delete_entries(keys: Sequence[str], now: int, who: str) -> int:
    """Delete entries; undo brings them back. Raises NotFound, MonthClosed; then none is deleted."""
    title = f"Deleted {keys[0]}" if len(keys) == 1 else f"Deleted {len(keys)} entries"
    with change(now, who, title) as work:
        for key in keys:
            work.delete(t.Entry, row_of(t.Entry, key, "entry"))
    return len(keys)


def split_entry(key: str, at: int, now: int, who: str) -> tuple[Entry, Entry]:
    """Cut one entry in two at the instant `at`, inside it; the minutes stay the same in sum."""
    with change(now, who, f"Split {key}") as work:
        old = read_entry(key)
        if old.ended_at is None or not old.started_at < at < old.ended_at:
            raise InvalidValue(
                "at", "lies outside the entry; accepted is an instant between its start and its end"
            )
        first = update_entry(work, old, replace(old, ended_at=at))
        rest = replace(old, key=next_key(t.Entry, "E-"), started_at=at, imported=None)
        second = insert_entry(work, rest)
    return first, second


def alter_entries(keys: Sequence[str], values: Mapping[str, Any], now: int, who: str, title: str) -> int:
    """Give several entries the same values as one step of undo, all or none: what `altered` allows."""
    with change(now, who, title) as work:
        for key in keys:
            old = read_entry(key)
            new = checked_entry(replace(altered(old, values), late_in=None))
            check_references(new)
            update_entry(work, old, new)
    return len(keys)


def altered(entry: Entry, values: Mapping[str, Any]) -> Entry:
    """The entry with other values of ALTERABLE; a move to another client leaves the request behind.

    Raises InvalidValue for a value that is not altered jointly (times).
    """
    wrong = sorted(set(values) - set(ALTERABLE))
    if wrong:
        raise InvalidValue(wrong[0], f"is not changed jointly; accepted are {', '.join(ALTERABLE)}")
    new = replace(entry, **values)
    if new.client != entry.client and "request" not in values:
        new = replace(new, request=None)
    if new.scope != "courtesy":
        new = replace(new, told=False)  # only of courtesy may a client have been told (RULES 3.10)
    return new


def merge_entries(keys: Sequence[str], now: int, who: str, *, bridge: bool = False) -> Entry:
    """Join entries that are alike (agent, client, request, work type, scope) into the earliest one.

    They must touch; with `bridge` the time between them becomes worked time, and time that two of them claim
    counts once. Raises DeskError, NotFound, MonthClosed.
    """
    with change(now, who, f"Merged {len(keys)} entries") as work:
        entries = [read_entry(key) for key in keys]
        joined = merged(entries, bridge=bridge)
        for entry in entries:
            if entry.key != joined.key:
                work.delete(t.Entry, row_of(t.Entry, entry.key, "entry"))
        return update_entry(work, read_entry(joined.key), joined)


def merged(entries: Sequence[Entry], *, bridge: bool = False) -> Entry:
    """What merging would make of the entries; raises DeskError for those that cannot be merged."""
    ordered = sorted(entries, key=lambda entry: (entry.started_at, entry.key))
    if len(ordered) < 2:
        raise DeskError("merging takes two entries or more; mark them with x")
    for before, after in pairwise(ordered):
        if apart := [
            word for word, one, two in zip(_KINDS, _alike(before), _alike(after), strict=True) if one != two
        ]:
            raise DeskError(
                f"{before.key} and {after.key} differ in {', '.join(apart)}; only entries that are alike are merged"
            )
        if before.ended_at != after.started_at and not bridge:
            raise DeskError(
                f"{before.key} does not end where {after.key} starts; only touching entries are merged"
            )
    ends = [entry.ended_at for entry in ordered]
    # A timer that runs stays one: then the merged entry has no end yet.
    end = None if None in ends else max(end for end in ends if end is not None)
    notes = dict.fromkeys(entry.note for entry in ordered if entry.note)
    told = any(entry.told for entry in ordered)
    return replace(ordered[0], ended_at=end, note="; ".join(notes), told=told)


_KINDS = ("agent", "client", "request", "work type", "scope", "weights")


def _alike(entry: Entry) -> tuple[object, ...]:
    return entry.agent, entry.client, entry.request, entry.work_type, entry.scope, entry.premium
