"""How large is the file of a desk, and how long does it take to load?

    python -m tests.benchmarks.size [ENTRIES [CLIENTS [MONTHS]]]

A desk of so many clients, each under yearly retainers, whose months are all closed but the newest, with so many
entries spread over them. Printed are the seconds and the memory of `load`, the megabytes of the file, what is free in
it, and what each table takes. Wanted for 10,000 entries, 300 clients and 23 months: 10 MB.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.book import open_book
from models.domain.basics.months import Month
from models.services.desk.desks import load_book
from models.storage.database import open_database

ENTRIES, CLIENTS, MONTHS = 10_000, 300, 23
FIRST = Month(2024, 1)
WORDS = ("Looked into the form", "Backup checked", "Call about the invoice", "New page", "Fault in the shop")


def book(entries: int, clients: int, months: int) -> dict[str, Any]:
    """The document of such a desk."""
    keys = [f"client-{number}" for number in range(clients)]
    return {
        "deskhours_book": 1,
        "desk": {"name": "Desk", "timezone": "UTC", "currency": "GBP"},
        "agents": [
            {"key": key, "name": key.title(), "weekly_hours": "40:00"} for key in ("dana", "eli", "mo")
        ],
        "work_types": [{"key": "care", "name": "Care", "rates": [{"from": "2020-01-01", "rate": "70.00"}]}],
        "clients": [{"key": key, "name": key.title()} for key in keys],
        "contracts": [_contract(key, year) for key in keys for year in range(months // 12 + 1)],
        "entries": list(_entries(entries, keys, months)),
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


def _entries(entries: int, keys: list[str], months: int) -> Iterator[dict[str, Any]]:
    before, last = 0, 0
    for number in range(entries):
        month = months * number // entries
        before, last = (number, month) if month != last else (before, last)
        yield _entry(number, keys[number % len(keys)], month, before)


def _entry(number: int, client: str, month: int, before: int) -> dict[str, Any]:
    """Work that overlaps nothing of its agent: a slot of the month for each."""
    slots = (number - before) // 3
    day, minute = divmod(slots * 240, 1440)
    start = datetime(*_year_month(FIRST.plus(month)), 1 + day % 28, minute // 60, slots // 168, tzinfo=UTC)
    until = datetime.fromtimestamp(start.timestamp() + 60 * (5 + number % 55), UTC)
    span = {"started_at": f"{start:%Y-%m-%dT%H:%M:%SZ}", "ended_at": f"{until:%Y-%m-%dT%H:%M:%SZ}"}
    agent = ("dana", "eli", "mo")[number % 3]
    note = f"{WORDS[number % len(WORDS)]} {number}"
    return {"key": f"E-{number}", "agent": agent, "client": client, "work_type": "care", "note": note, **span}


def _year_month(month: Month) -> tuple[int, int]:
    return month.year, month.month


def main(entries: int = ENTRIES, clients: int = CLIENTS, months: int = MONTHS) -> None:
    """Make the desk, load it, print what it takes."""
    with tempfile.TemporaryDirectory() as folder:
        path, source = Path(folder) / "desk.db", Path(folder) / "book.json"
        source.write_text(json.dumps(book(entries, clients, months)), encoding="utf-8")
        began = time.perf_counter()
        with open_database(path).connection(), source.open("rb") as file:
            load_book(open_book(file), 1_800_000_000)
        seconds = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
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
    main(*map(int, sys.argv[1:]))
