"""How large is the file of a desk, and how long does it take to load?

    python -m tests.benchmarks.size [ENTRIES [CLIENTS [MONTHS [REQUESTS [KEPT]]]]]

A desk of so many clients, each under yearly retainers, with so many entries spread over its months, on so many
requests (default: none). MONTHS are closed; where there are requests, one more is open. The desk stays in the file
KEPT where one is named. Printed are the seconds and the memory of the command `load`, the megabytes of the file, what
is free in it, and what each table takes. Wanted for 10,000 entries, 300 clients and 23 months: 10 MB; for 1,000,000
and 119 months: 500 MB, loaded in 90 s with 400 MB of memory.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from models.domain.basics.months import Month
from models.domain.basics.zone import to_iso

ENTRIES, CLIENTS, MONTHS = 10_000, 300, 23
AGENT_MOST = 600
"""Entries of an agent in a month: fewer than 28 days have hours."""
FIRST = Month(2024, 1)
CAUSES = ("training", "plugin update", "hosting", "content", "user error", "mail", "design", "speed", "spam")
WORDS = ("Looked into the form", "Backup checked", "Call about the invoice", "New page", "Fault in the shop")


def write_book(path: Path, entries: int, clients: int, months: int, requests: int = 0) -> None:
    """Such a desk as a file, written record by record: the writer must not take the memory that is measured."""
    spread = Spread(
        entries, [f"client-{number}" for number in range(clients)], months + (requests > 0), requests
    )
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(_head(spread, months))[:-1])
        long = {"requests": spread.requests(), "entries": map(spread.entry, range(entries))}
        for section, records in long.items():
            file.write(f',\n"{section}": [')
            for number, record in enumerate(records):
                file.write((",\n" if number else "\n") + json.dumps(record))
            file.write("]")
        file.write("}\n")


def _head(spread: Spread, months: int) -> dict[str, Any]:
    """Everything but requests and entries."""
    keys = spread.clients
    return {
        "deskhours_book": 1,
        "desk": {"name": "Desk", "timezone": "UTC", "currency": "GBP"},
        "agents": [{"key": key, "name": key.title(), "weekly_hours": "40:00"} for key in spread.agents],
        "work_types": [{"key": "care", "name": "Care", "rates": [{"from": "2020-01-01", "rate": "70.00"}]}],
        "clients": [{"key": key, "name": key.title()} for key in keys],
        "contracts": [_contract(key, year) for key in keys for year in range(months // 12 + 1)],
        "closed_months": [str(FIRST.plus(number)) for number in range(months)],
    }


def _contract(client: str, year: int) -> dict[str, Any]:
    first = FIRST.year + year
    found = {
        "key": f"{client}-{first}",
        "client": client,
        "kind": "retainer",
        "name": "Care plan",
        "starts": f"{first}-01-01",
        "ends": f"{first}-12-31",
        "allowances": [{"hours": "2:00", "every": "month"}],
        "fee": {"amount": "150.00", "every": "month"},
    }
    return found | ({"renews": f"{client}-{first - 1}"} if year else {})


@cache
def _agents(count: int) -> tuple[str, ...]:
    return ("dana", "eli", "mo", *(f"agent-{number}" for number in range(3, count)))


@dataclass(frozen=True, slots=True)
class Spread:
    """Work that overlaps nothing of its agent, client after client, so many entries of a client on each request."""

    entries: int
    clients: list[str]
    months: int
    wanted: int
    """About so many requests."""

    def entry(self, number: int) -> dict[str, Any]:
        """The entry of that number."""
        started, ended = self.span(number)
        found = {
            "key": f"E-{number}",
            "agent": self.agents[number % len(self.agents)],
            "client": self.clients[number % len(self.clients)],
            "work_type": "care",
            "note": f"{WORDS[number % len(WORDS)]} {number}",
            "started_at": to_iso(started),
            "ended_at": to_iso(ended),
        }
        return found | ({"request": f"R-{self._request(number)}"} if self.wanted else {})

    def span(self, number: int) -> tuple[int, int]:
        """An hour of its month for each entry of an agent, every fourth one first."""
        month = self.months * number // self.entries
        first = -(-month * self.entries // self.months)
        slot = (number - first) // len(self.agents)
        day, hour = divmod(slot % 168 * 4 + slot // 168, 24)
        start = datetime(*_year_month(FIRST.plus(month)), 1 + day, hour, tzinfo=UTC)
        return int(start.timestamp()), int(start.timestamp()) + 60 * (5 + number % 55)

    @property
    def agents(self) -> tuple[str, ...]:
        """Three, and more where a month has more work than fits into their hours."""
        return _agents(-(-self.entries // self.months // AGENT_MOST))

    @property
    def _rounds(self) -> int:
        """Entries of each request."""
        return max(1, self.entries // max(1, self.wanted))

    def _request(self, number: int) -> int:
        turn, client = divmod(number, len(self.clients))
        return turn // self._rounds * len(self.clients) + client

    def requests(self) -> Iterator[dict[str, Any]]:
        """Each an hour before its first work, resolved with its last; of the newest some are still open."""
        blocks = 1 + (self.entries - 1) // len(self.clients) // self._rounds if self.wanted else 0
        count = blocks * len(self.clients)
        for number in range(count):
            block, client = divmod(number, len(self.clients))
            first = block * self._rounds * len(self.clients) + client
            if first < self.entries:
                last = first + (self._rounds - 1) * len(self.clients)
                yield self._asked(number, first, min(last, self.entries - 1), count - number < 150)

    def _asked(self, number: int, first: int, last: int, is_open: bool) -> dict[str, Any]:
        began, done = self.span(first)[0], max(self.span(first)[1], self.span(last)[1])
        found = {
            "key": f"R-{number}",
            "client": self.clients[first % len(self.clients)],
            "subject": f"{WORDS[number % len(WORDS)]}, {number}",
            "reported_at": to_iso(began - 3600),
            "first_response_at": to_iso(began),
            "events": [{"at": to_iso(began), "state": "open"}],
        }
        if is_open:
            return found
        found["events"].append({"at": to_iso(done), "state": "resolved"})
        return found | {"cause": CAUSES[number * 7 % len(CAUSES)]}


def _year_month(month: Month) -> tuple[int, int]:
    return month.year, month.month


def main(
    entries: int = ENTRIES,
    clients: int = CLIENTS,
    months: int = MONTHS,
    requests: int = 0,
    kept: Path | None = None,
) -> None:
    """Make the desk, load it, print what it takes."""
    with tempfile.TemporaryDirectory() as folder:
        path, source = kept or Path(folder) / "desk.db", Path(folder) / "book.json"
        write_book(source, entries, clients, months, requests)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "tui", "--database", path, "load", source], check=True)
        seconds = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"load {seconds:.1f} s, {memory:.0f} MB of memory; file {path.stat().st_size / 2**20:.1f} MB")
        with closing(sqlite3.connect(path)) as connection:
            free, page = (
                connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_size")
            )
            print(f"free in it: {free * page / 2**20:.1f} MB")
            rows = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 14"
            try:
                for name, size in connection.execute(rows):
                    print(f"  {name:36} {size / 2**20:7.2f} MB")
            except sqlite3.OperationalError:
                print("this SQLite does not say what each table takes")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]), kept=Path(sys.argv[5]) if sys.argv[5:] else None)
