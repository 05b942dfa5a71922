"""What is under the cursor? What a timer would start on there, and the record whose history can be asked for."""

from __future__ import annotations

from models.domain.basics.frozen import dataclass


@dataclass(frozen=True, slots=True)
class TimerTarget:
    """What a timer would start on; a client of None asks."""

    client: str | None = None
    client_name: str = ""
    request: str | None = None
    subject: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """How a message calls it: client, request and subject."""
        return " ".join(
            part for part in (self.client_name or self.client, self.request, self.subject) if part
        )


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record with a history: its table, its key in it, and what it is called."""

    table: str
    key: str
    name: str = ""

    @property
    def words(self) -> str:
        """`contract acme-2026`, with the name where there is one."""
        kind = self.table.replace("_", " ")
        return f"{kind} {self.key}" + (f", {self.name}" if self.name else "")
