"""How is the history of another tool written? As one change, all of it or nothing, and one step of undo.

What the plan shows is what is written. Work of closed months comes in as late work, as any other would (RULES 6.3),
and what was computed of open months is computed anew afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

from peewee import IntegrityError

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.values import Entry
from models.importers.plan import Fate, ImportPlan
from models.services.core.changes import ChangeInProgress, change
from models.services.core.month_records import derive_through
from models.services.time.entries import insert_entry
from models.storage import tables as t
from models.storage.writing import agent_columns, client_columns

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Imported:
    """How many entries an import wrote, and for whom."""

    entries: int
    late: int
    """How many of the entries reach into closed months and are shown as late work."""
    agents: tuple[str, ...]
    clients: tuple[str, ...]


def write_import(plan: ImportPlan, now: int, who: str, source: str, *, stop_on_bad: bool = False) -> Imported:
    """Write what the plan adds; `source` names the file in the history.

    With `stop_on_bad` a single bad line keeps everything out. Raises DeskError, and then nothing is written.
    """
    if stop_on_bad:
        _refuse_bad(plan)
    try:
        with change(now, who, _title(plan, source)) as work:
            for agent in plan.new_agents:
                work.insert(t.Agent, **agent_columns(agent))
            for client in plan.new_clients:
                work.insert(t.Client, **client_columns(client))
            written = [_insert(work, entry) for entry in plan.entries]
            this_month = Month.of(work.guards.zone.date_of(now))
    except IntegrityError as error:
        raise DeskError(
            f"import: the desk has changed since the file was looked at ({error}); nothing was written, try again"
        ) from error
    if written:
        derive_through(this_month)
    return Imported(
        len(written),
        sum(entry.late_in is not None for entry in written),
        tuple(agent.key for agent in plan.new_agents),
        tuple(client.key for client in plan.new_clients),
    )


def _insert(work: ChangeInProgress, entry: Entry) -> Entry:
    if entry.ended_at is None:
        raise DeskError(f"{entry.key}: runs still; accepted is finished work")
    return insert_entry(work, entry)


def _title(plan: ImportPlan, source: str) -> str:
    count = plan.counts.add
    return f"Imported {count:,} {'entry' if count == 1 else 'entries'} from {source}"


def _refuse_bad(plan: ImportPlan) -> None:
    bad = [fate for fate in plan.lines if fate.outcome == "bad"]
    if bad:
        more = f" (and {len(bad) - _SHOWN} more)" if len(bad) > _SHOWN else ""
        listed = "; ".join(_line(fate) for fate in bad[:_SHOWN])
        raise DeskError(f"import: nothing was written, since {len(bad)} lines are bad: {listed}{more}")


def _line(fate: Fate) -> str:
    return f"line {fate.line} {fate.reason}"
