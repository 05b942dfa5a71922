"""Does closing a month cost the same in the tenth year as in the first?

    python -m tests.benchmarks.closing [YEARS [CLIENTS [ENTRIES [calls]]]]

A desk with so many clients under retainers that carry hours over (by turns yearly ones that are renewed, and one
without an end), and so many entries a client and month (every other client has half of them, so that hours lapse all
the time); every month is closed in turn, as a person would, with a late entry for the month before in every third.
Printed are the medians of each year's closes, in processor time, and their ratio to the first year; with `calls` the
functions that were called, which a busy machine does not change. Wanted: 10 years, last year ≤ 1.1.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from cProfile import Profile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from models.domain.basics.months import Month
from models.domain.values import Entry
from models.services.contracts.contracts import auto_renew
from models.services.desk.desks import load_book
from models.services.month_end.months import close_month
from models.services.time.entries import add_entry
from models.storage.database import open_database
from tests.texts import parse_book

FIRST = 2016
YEARS, CLIENTS, ENTRIES = 10, 12, 40
WEEK = {day: ["09:00-17:30"] for day in ("mon", "tue", "wed", "thu", "fri")}


def _instant(day: date, minute: int) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + 60 * minute


def _iso(instant: int) -> str:
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _contract(client: str, *, ends: bool) -> dict[str, Any]:
    """The contract of the first year, the years after it being its renewals; or of all years."""
    term = {"ends": f"{FIRST}-12-31", "renewal": {"mode": "auto"}} if ends else {}
    return {
        "key": f"{client}-{FIRST}-01",
        "client": client,
        "kind": "retainer",
        "name": "Care plan",
        "starts": f"{FIRST}-01-01",
        "allowances": [{"hours": "8:00", "every": "month", "rollover": {"periods": 3, "cap": "6:00"}}],
        "fee": {"amount": "350.00", "every": "month"},
        **term,
    }


def _entries(client: int, month: Month, count: int) -> Iterator[dict[str, Any]]:
    """So many pieces of a quarter of an hour, each client's agent by himself."""
    for number in range(count):
        start = _instant(date(month.year, month.month, 1 + number % 28), 540 + 20 * (number // 28))
        yield {
            "key": f"E-{client}-{month}-{number}",
            "agent": f"a{client}",
            "client": f"c{client}",
            "work_type": "care",
            "started_at": _iso(start),
            "ended_at": _iso(start + 900),
            "note": "work",
        }


def book(years: int, clients: int, entries: int) -> dict[str, Any]:
    """The desk with all its work, no month closed."""
    months = [Month(FIRST, 1).plus(number) for number in range(12 * years)]
    return {
        "deskhours_book": 1,
        "desk": {"name": "Ten years", "timezone": "Europe/London", "currency": "GBP", "hours": WEEK},
        "agents": [{"key": f"a{c}", "name": f"Agent {c}", "weekly_hours": "37:30"} for c in range(clients)],
        "work_types": [{"key": "care", "name": "Care", "rates": [{"from": "2010-01-01", "rate": "70.00"}]}],
        "clients": [{"key": f"c{c}", "name": f"Client {c}"} for c in range(clients)],
        "contracts": [_contract(f"c{c}", ends=c // 2 % 2 == 0) for c in range(clients)],
        "entries": [
            e for month in months for c in range(clients) for e in _entries(c, month, entries >> c % 2)
        ],
    }


def close_all(years: int, *, in_calls: bool = False) -> list[float]:
    """Close month by month; the seconds of each close, or its thousands of calls."""
    took = []
    for number in range(12 * years):
        month = Month(FIRST, 1).plus(number)
        now = _instant(month.plus(1).first_day, 600)
        auto_renew(now, "a0")
        if number % 3 == 2:
            _late(month.plus(-1), now)
        profile = Profile()
        began = time.process_time()
        if in_calls:
            profile.runcall(close_month, month, now, "a0")
            took.append(sum(entry.callcount for entry in profile.getstats()) / 1000)
        else:
            close_month(month, now, "a0")
            took.append(time.process_time() - began)
    return took


def _late(month: Month, now: int) -> None:
    """An hour of the month before, found on its last evening."""
    start = _instant(month.last_day, 1200)
    key = f"L-{month}"
    add_entry(Entry(key, "a0", "care", start, start + 3600, "c0", note="found late"), now, "a0")


def main(
    years: int | str = YEARS, clients: int | str = CLIENTS, entries: int | str = ENTRIES, count: str = ""
) -> None:
    """Make, close, print."""
    years, clients, entries = int(years), int(clients), int(entries)
    with tempfile.TemporaryDirectory() as folder:
        opened = open_database(Path(folder) / "desk.db")
        with opened.connection():
            load_book(parse_book(json.dumps(book(years, clients, entries))), _instant(date(FIRST, 1, 1), 0))
            began = time.process_time()
            took = close_all(years, in_calls=count == "calls")
            whole = time.process_time() - began
    print(f"{clients} clients, up to {entries} entries a month each, {len(took)} closes in {whole:.1f} s")
    medians = [statistics.median(took[12 * year : 12 * year + 12]) * 1000 for year in range(years)]
    for year, median in enumerate(medians):
        print(f"{FIRST + year}  {median:8.1f} {count or 'ms'} a month  {median / medians[0]:5.2f}")
    print(f"last year to first  {medians[-1] / medians[0]:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
