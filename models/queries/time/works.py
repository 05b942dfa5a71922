"""What can the timer be started on? Every client, every open request."""

from __future__ import annotations

from dataclasses import dataclass

from models.domain.basics.folding import by_name
from models.domain.requests.clocks import OPEN
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
    r, c = t.Request, t.Client
    requests = r.select(r.client, c.name, r.key, r.subject).join(c).where(r.state.in_(OPEN))
    requests = requests.order_by(r.reported_at.desc(), r.key).limit(2000)
    clients = c.select(c.key, c.name).where(~c.archived).order_by(c.key)
    people = {key: " ".join(names) for key, names in read_contact_names().items()}
    return tuple(
        [
            WorkChoice(client, name, key, subject, people.get(client, ""))
            for client, name, key, subject in requests.tuples()
        ]
        + [WorkChoice(key, name, None, "", people.get(key, "")) for key, name in by_name(clients.tuples())]
    )
