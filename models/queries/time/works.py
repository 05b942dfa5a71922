"""What can the timer be started on? Every client, every open request."""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.basics.folding import by_name
from models.queries.desk.people import read_contact_names
from models.storage import tables as t


@dataclass(frozen=True, slots=True)
class WorkChoice:
    """A client, or one of its open requests."""

    client: str
    client_name: str
    request: str | None
    subject: str
    people: str = ""
    """Names of the client's contacts."""

    @property
    def title(self) -> str:
        """How it is called in a list."""
        return self.client_name if self.request is None else f"{self.client_name} · {self.subject}"

    @property
    def hint(self) -> str:
        """What stands beside it in a list of choices."""
        return self.request or "client"

    @property
    def more(self) -> str:
        """More text to find it by."""
        return f"{self.client} {self.people}"


def read_works() -> tuple[WorkChoice, ...]:
    """Open requests of all clients, newest first, then all clients by name."""
    requests = t.database.execute_sql(
        "SELECT r.client, c.name, r.key, r.subject FROM request r JOIN client c ON c.key = r.client"
        " WHERE r.state IN ('new', 'open', 'waiting') ORDER BY r.reported_at DESC, r.key LIMIT 2000"
    ).fetchall()
    clients = t.Client.select(t.Client.key, t.Client.name).where(~t.Client.archived).order_by(t.Client.key)
    people = {key: " ".join(names) for key, names in read_contact_names().items()}
    return tuple(
        [
            WorkChoice(client, name, key, subject, people.get(client, ""))
            for client, name, key, subject in requests
        ]
        + [WorkChoice(key, name, None, "", people.get(key, "")) for key, name in by_name(clients.tuples())]
    )
