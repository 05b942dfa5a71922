"""What does an import find at the desk already? Its names and its earlier imports, in five statements."""

from __future__ import annotations

from models.importers.resolve import Known
from models.queries.desk.books import read_clients
from models.storage import tables as t
from models.storage.reading import read_agents, read_desk, read_work_types


def read_known() -> Known:
    """The desk's agents, clients, work types and requests; those who left too, for old work was theirs."""
    requests = t.Request.select(t.Request.key, t.Request.client).tuples()
    return Known(
        agents=read_agents(archived=True),
        clients=read_clients(),
        work_types=tuple(read_work_types(read_desk()).values()),
        requests=tuple(requests),
    )


def read_imported_keys(prefix: str) -> frozenset[str]:
    """Keys of the entries that came from the source whose keys begin with `prefix`, such as `TW-`."""
    last = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    e = t.Entry
    rows = e.select(e.key).where((e.key >= prefix) & (e.key < last))
    return frozenset(key for (key,) in rows.tuples())
