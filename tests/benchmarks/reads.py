"""What does each read of a large desk cost? Wall, processor and memory, and statements, of every command and screen.

    python -m tests.benchmarks.size 1000000 300 119 100000 large.db      (makes such a desk; minutes)
    python -m tests.benchmarks.reads large.db [SMALL.db] [--keep] [--only WORDS] [-n ROUNDS]

Each read runs in a process of its own that has everything loaded, so what is printed is the read and not the start of
Python; memory is that of the whole process. With two desks each round asks both in turn, and the ratio is that of the
processor's seconds. The time is told as the 20th of the desk's first open month, unless its newest work is later.
With `--keep` the months of the clients are stored first, as a dashboard does that was open; else nothing is written.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.domain.basics.months import Month
from models.domain.basics.zone import to_iso
from models.queries.clients.pages import read_client_board, read_client_month, read_client_page
from models.queries.contracts.renewal_board import read_renewal_board
from models.queries.desk.catalogue import read_client_rows
from models.queries.desk.record_choices import read_record_choices
from models.queries.desk.session import read_revision, read_session
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.left import read_left
from models.queries.month_end.review import read_month_end
from models.queries.overview.announcements import read_announcements
from models.queries.overview.dashboard import read_dashboard
from models.queries.planning.capacity_board import read_capacity_board
from models.queries.planning.staffing import read_staffing_board
from models.queries.requests.board import read_request_board, read_request_choices
from models.queries.requests.filters import QueueFilter
from models.queries.requests.page import read_request_page
from models.queries.time.timesheet import read_timesheet
from models.services.core.month_records import derive_through
from models.storage import tables as t
from models.storage.database import open_database
from tests.statements import statements
from tui.cli import main as command_line
from tui.dialogs.history import read_window

Read = Callable[[], object]
WANTED = {
    "month OPEN": "1.5 s",
    "month CLOSED": "1.5 s",
    "causes": "0.5 s",
    "export csv": "100 MB",
    "doctor": "40 s",
    "screen month end": "1.5 s",
    "screen month end, closed": "1.5 s",
}
LONG = ("doctor", "dump", "export csv")
"""What reads everything is asked once."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the reads of a desk are asked with."""

    path: Path
    now: int
    client: str
    request: str
    entry: str
    opened: Month
    closed: Month


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one read: seconds, megabytes, statements."""

    wall: float
    cpu: float
    memory: float
    statements: int


def facts_of(path: Path, at: int | None) -> Facts:
    """A client and a request with newest work, and the months on both sides of the last close."""
    e = t.Entry
    with open_database(path, create=False).connection():
        ledgers = Ledgers()
        newest = e.select(e.key, e.client, e.request, e.ended_at).where(e.client.is_null(False))
        entry, client, request, ended = newest.order_by(e.started_at.desc()).tuples().first()
        work = Month.of(ledgers.zone.date_of(ended))
        closed = ledgers.closed_through or work.plus(-1)
        now = at or max(ended + 3600, ledgers.zone.starts(closed.plus(1).first_day) + 20 * 86_400 - 30_000)
    return Facts(path, now, client, request or "", entry, Month.of(ledgers.zone.date_of(now)), closed)


def commands(facts: Facts) -> Mapping[str, list[str]]:
    """The words of every command that reads, by what it is called here."""
    first = str(facts.opened.plus(-2).first_day)
    return {
        "status": ["status"],
        "requests": ["requests"],
        "requests --all": ["requests", "--all"],
        "request show": ["request", "show", facts.request],
        "causes": ["causes"],
        "causes --from 2001": ["causes", "--from", "2001-01-01"],
        "ledger OPEN": ["ledger", facts.client, str(facts.opened)],
        "ledger CLOSED": ["ledger", facts.client, str(facts.closed)],
        "month OPEN": ["month", str(facts.opened)],
        "month CLOSED": ["month", str(facts.closed)],
        "statement CLIENT": [
            "statement",
            facts.client,
            str(facts.closed),
            "--format",
            "text",
            "--output",
            "-",
        ],
        "explain --sum": ["explain", facts.client, str(facts.closed), "--sum", "counted"],
        "explain --entry": ["explain", facts.client, str(facts.opened), "--entry", facts.entry],
        "preview": ["preview", "entry", facts.entry, "--delete"],
        "recurring": ["recurring"],
        "search WORD": ["search", "backup"],
        "search NOTHING": ["search", "xyzzy"],
        "renewals": ["renewals"],
        "drift": ["drift"],
        "opportunities": ["opportunities"],
        "capacity": ["capacity", str(facts.opened)],
        "lapsing": ["lapsing"],
        "alerts": ["alerts"],
        "history": ["history"],
        "export csv --from": ["export", "csv", "--from", first],
        "export invoice-lines": [
            "export",
            "invoice-lines",
            "--from",
            first,
            "--to",
            str(facts.closed.last_day),
        ],
        "export csv": ["export", "csv"],
        "dump": ["dump"],
        "doctor": ["doctor"],
    }


def screens(facts: Facts) -> Mapping[str, Read]:
    """What each screen and box reads."""
    now, month = facts.now, facts.opened
    return {
        "screen dashboard": lambda: read_dashboard("bench", now),
        "session": lambda: read_session("bench", now),
        "revision": read_revision,
        "announcements": lambda: read_announcements("bench", now),
        "screen requests": lambda: read_request_board(now, QueueFilter(), None),
        "screen requests, done": lambda: read_request_board(now, QueueFilter(states=("resolved",)), None),
        "page of a request": lambda: read_request_page(facts.request, now),
        "choices of requests": read_request_choices,
        "choices of records": lambda: read_record_choices(now),
        "screen clients": lambda: read_client_board(now),
        "page of a client": lambda: read_client_page(facts.client, now),
        "month of a client": lambda: read_client_month(facts.client, facts.closed),
        "screen renewals": lambda: read_renewal_board(now),
        "screen timesheet": lambda: read_timesheet(now),
        "screen month end": lambda: read_month_end(month, now),
        "screen month end, closed": lambda: read_month_end(facts.closed, now),
        "screen capacity": lambda: read_capacity_board(now),
        "screen capacity, year": lambda: read_capacity_board(now, "12 months"),
        "staffing": lambda: read_staffing_board(month.plus(1), now),
        "setup, clients": lambda: read_client_rows(month.first_day, archived=True),
        "history": lambda: read_window(None, None),
        "left of a client": lambda: read_left(facts.client, now),
    }


def run_command(facts: Facts, words: list[str]) -> int:
    """Run a command with its answer thrown away; how many statements it needed."""
    count = [0]

    def note(event: Any) -> None:
        count[0] += 1

    t.database.attach_callback(lambda engine: engine.query_hooks.append(note))
    at = [] if words[0] == "doctor" else ["--at", to_iso(facts.now)]
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        status = command_line(["--database", str(facts.path), *words, *at])
    if status and words[0] != "doctor":
        raise SystemExit(f"{' '.join(words)}: status {status}")
    return count[0]


def run_read(facts: Facts, read: Read) -> int:
    """Read in one state of the desk, as a screen does; how many statements that were."""
    with open_database(facts.path, create=False).snapshot(), statements() as seen:
        read()
    return len(seen)


def measured(run: Callable[[], int]) -> Cost | None:
    """The cost of a run in a child; None where the child failed, which has said why."""
    source, sink = os.pipe()
    if not (child := os.fork()):
        status = 1
        try:
            began, cpu = time.perf_counter(), time.process_time()
            count = run()
            found = [time.perf_counter() - began, time.process_time() - cpu]
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            os.write(sink, json.dumps([*found, memory, count]).encode())
            status = 0
        except BaseException as error:  # noqa: BLE001  # a child must not go on with its parent's work
            print(f"failed: {type(error).__name__}: {error}", file=sys.stderr)
        finally:
            os._exit(status)
    os.close(sink)
    with os.fdopen(source) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return Cost(*json.loads(text)) if text else None


def runs_of(facts: Facts) -> dict[str, Callable[[], int]]:
    """Every read by name."""
    found: dict[str, Callable[[], int]] = {}
    for name, read in screens(facts).items():
        found[name] = lambda read=read: run_read(facts, read)
    for name, words in commands(facts).items():
        found[name] = lambda words=words: run_command(facts, words)
    return found


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
        max(cost.memory for cost in costs),
        costs[-1].statements,
    )


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("desks", nargs="+", type=Path, help="the large desk, and a small one beside it")
    parser.add_argument("--only", default="", help="words, parted by commas, that stand in what is wanted")
    parser.add_argument("-n", "--rounds", type=int, default=3)
    parser.add_argument("--at", type=int, help="what now is, in epoch seconds")
    parser.add_argument("--keep", action="store_true", help="store what a dashboard would have stored")
    options = parser.parse_args()
    known = [facts_of(desk, options.at) for desk in options.desks]
    for facts in known if options.keep else ():
        with open_database(facts.path, create=False).connection():
            derive_through(facts.opened)
    desks = [runs_of(facts) for facts in known]
    print(f"{'':26} {'wall s':>8} {'cpu s':>8} {'MB':>6} {'statements':>10}  {'ratio':>6}  wanted")
    for name in desks[0]:
        if not any(word in name for word in options.only.split(",")):
            continue
        seen: list[list[Cost]] = [[] for _ in desks]
        for _ in range(1 if name in LONG else options.rounds):
            for costs, runs in zip(seen, desks, strict=True):
                if (cost := measured(runs[name])) is not None:
                    costs.append(cost)
        if not all(seen):
            continue
        ours = _median(seen[0])
        ratio = f"{ours.cpu / _median(seen[1]).cpu:6.2f}" if seen[1:] else f"{'':6}"
        numbers = f"{ours.wall:8.3f} {ours.cpu:8.3f} {ours.memory:6.0f} {ours.statements:10d}"
        print(f"{name:26} {numbers}  {ratio}  {WANTED.get(name, '')}", flush=True)


if __name__ == "__main__":
    main()
