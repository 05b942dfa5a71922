"""What does an import find at the desk already? Its names, its earlier imports, and the work that it may overlap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from models.domain.basics.zone import zone
from models.importers.planning.fates import Here, Stretch
from models.importers.resolve import Known
from models.queries.desk.book.reading import read_clients
from models.storage import tables as t
from models.storage.compiled import compiled, plain_rows
from models.storage.expressions import is_long, unindexed_text
from models.storage.rows.reading import (
    ENTRY_COLUMNS,
    entry_from,
    read_agents,
    read_closed_through,
    read_desk,
    read_work_types,
)


def read_known() -> Known:
    """The desk's agents, clients, work types and requests; those who left too, for old work was theirs."""
    desk = read_desk()
    requests = t.Request.select(t.Request.key, t.Request.client).tuples()
    archived = t.Client.select(t.Client.key).where(t.Client.archived).tuples()
    return Known(
        agents=read_agents(archived=True),
        clients=read_clients(),
        work_types=tuple(read_work_types(desk).values()),
        requests=tuple(requests),
        archived=frozenset(key for (key,) in archived),
        desk_name=desk.name,
        hours=desk.hours,
        zone=zone(desk.timezone),
        closed_through=read_closed_through(),
    )


class OpenedDesk:
    """The desk in the opened database, as an import asks it (`AtDesk`)."""

    def imported(self, tool: str, identities: Sequence[str], keys: Sequence[str]) -> Iterator[Here]:
        """Entries that came from `tool` under these identities, or that have these keys."""
        e = t.Entry
        found = e.select(*ENTRY_COLUMNS, e.imported_print)
        for wanted in (
            found.where((e.imported_tool == tool) & e.imported_id.in_(list(identities)))
            if identities
            else None,
            found.where(e.key.in_(list(keys))) if keys else None,
        ):
            for row in plain_rows(wanted) if wanted is not None else ():
                entry = entry_from(row[:-1])
                known_as = entry.imported.id if entry.imported and entry.imported.tool == tool else None
                yield Here(entry, known_as, row[-1])

    def stretches(self, agent: str, first: int, last: int) -> Iterable[Stretch]:
        """An agent's finished work that shares time with the span."""
        return list(_stretches(agent, first - t.LONG_SECONDS, first, last))


@compiled
def _stretches(agent: str, near: int, first: int, last: int) -> Any:
    """What starts near or in the span, and before that what is very long."""
    e = t.Entry
    done = e.select(e.started_at, e.ended_at, e.key).where((e.ended_at > first) & e.ended_at.is_null(False))
    close = done.where((e.agent == agent) & (e.started_at >= near) & (e.started_at < last))
    return close | done.where(is_long() & (e.started_at < near) & (unindexed_text(e.agent) == agent))


def has_old_imports(prefix: str) -> bool:
    """Are there entries which version 1.0 imported, with keys that begin so, such as `TG-`?"""
    e = t.Entry
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    old = e.select(e.id).where((e.key >= prefix) & (e.key < after) & e.imported_id.is_null())
    return bool(old.exists())
