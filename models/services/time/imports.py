"""How is the history of another tool written? As one change, all of it or nothing, and one step of undo.

What the plan shows is what is written. Work of closed months comes in as late work, as any other would (RULES 6.3),
and what was computed of open months is computed anew afterwards. Rows are written as they are planned, some hundred
at a time: two million of them are never held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from peewee import IntegrityError

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.checked import checked_entry
from models.domain.month_end.closed_months import late_month
from models.importers.planning.fates import Fate
from models.importers.planning.plan import ImportPlan
from models.importers.planning.store import Progress, no_progress
from models.services.core.changes import ChangeInProgress, change
from models.services.core.documents import row_of
from models.services.core.month_records import derive_through
from models.storage import tables as t
from models.storage.rows.reading import read_entry
from models.storage.rows.writing import agent_columns, client_columns, entry_columns

_SHOWN = 5
_BATCH = 200
"""Rows that go into one statement: a statement of SQLite takes some thousand values."""


@dataclass(frozen=True, slots=True)
class ImportDone:
    """How many entries an import wrote, and for whom."""

    entries: int
    updated: int
    late: int
    """How many of the entries reach into closed months and are shown as late work."""
    agents: tuple[str, ...]
    clients: tuple[str, ...]


def write_import(
    plan: ImportPlan,
    now: int,
    who: str,
    source: str,
    *,
    stop_on_bad: bool = False,
    progress: Progress = no_progress,
) -> ImportDone:
    """Write what the plan adds and updates; `source` names the file in the history.

    With `stop_on_bad` a single bad line keeps everything out. Raises DeskError, and then nothing is written.
    """
    if stop_on_bad and plan.counts.bad:
        _refuse_bad(plan)
    try:
        with change(now, who, _title(plan, source)) as work:
            for agent in plan.new_agents:
                work.insert(t.Agent, **agent_columns(agent))
            for client in plan.new_clients:
                work.insert(t.Client, **client_columns(client))
            late = _write(work, plan, progress)
            this_month = Month.of(work.guards.zone.date_of(now))
    except IntegrityError as error:
        raise DeskError(
            f"import: the desk has changed since the file was looked at ({error}); nothing was written, try again"
        ) from error
    if plan.counts.add or plan.counts.update:
        progress("computing months", 0, 0)
        derive_through(this_month)
    return ImportDone(
        plan.counts.add,
        plan.counts.update,
        late,
        tuple(agent.key for agent in plan.new_agents),
        tuple(client.key for client in plan.new_clients),
    )


def _write(work: ChangeInProgress, plan: ImportPlan, progress: Progress) -> int:
    """Write every fate that has an entry; returns how many of them are late."""
    late, done = 0, 0
    for batch in _batches(plan):
        rows = []
        for fate in batch:
            columns = _columns(work, fate)
            late += columns["late_in"] is not None
            if fate.outcome == "update":
                work.update(t.Entry, row_of(t.Entry, str(columns["key"]), "entry"), **columns)
            else:
                rows.append(columns)
        work.add_entries(rows)
        done += len(batch)
        progress("writing", plan.counts.add + plan.counts.update, done)
    return late


def _batches(plan: ImportPlan) -> Iterator[list[Fate]]:
    batch: list[Fate] = []
    for fate in plan.fates():
        if fate.entry is None:
            continue
        batch.append(fate)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _columns(work: ChangeInProgress, fate: Fate) -> dict[str, object]:
    """The columns of a fate's entry; raises InvalidValue for a value that no entry may have."""
    entry = fate.entry
    assert entry is not None
    if entry.ended_at is None:
        raise DeskError(f"{entry.key}: runs still; accepted is finished work")
    if fate.outcome == "update":
        # What only this desk knows of the work stays.
        here = read_entry(entry.key)
        entry = replace(here, **{name: getattr(entry, name) for name in _TAKEN})
    entry = checked_entry(
        replace(entry, late_in=late_month(entry, work.guards.closed_through, work.guards.zone))
    )
    return entry_columns(entry) | {"imported_print": fate.fingerprint or None}


_TAKEN = (
    *("agent", "client", "request", "work_type", "scope", "started_at", "ended_at", "note", "imported"),
)
"""What an update takes from the source."""


def _title(plan: ImportPlan, source: str) -> str:
    count = plan.counts.add + plan.counts.update
    return f"Imported {count:,} {'entry' if count == 1 else 'entries'} from {source}"


def _refuse_bad(plan: ImportPlan) -> None:
    bad = [fate for fate in plan.fates() if fate.outcome == "bad"]
    more = f" (and {len(bad) - _SHOWN} more)" if len(bad) > _SHOWN else ""
    listed = "; ".join(f"line {fate.line} {fate.reason}" for fate in bad[:_SHOWN])
    raise DeskError(f"import: nothing was written, since {len(bad)} lines are bad: {listed}{more}")
