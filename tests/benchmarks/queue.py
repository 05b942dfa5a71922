"""Is the queue with 2,000 open requests as quick as with 20? `queue.py [ROUNDS]` prints medians and ratios.

The sample desk with so many open requests, each on a screen of 120×40 without a terminal, in a process of its
own, the two in turn: a machine that others use changes its speed. A step, a letter and a change of the filter
are measured from the key to the painted lines; opening until the queue stands on the screen.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from textual import events
from textual.worker import WorkerCancelled

FEW, MANY, ROUNDS = 20, 2000, 7
STEPS = 40
KINDS = (
    *("open the screen", "one step down", "one page down", "type a letter of the filter", "show only mine"),
    "behind it: read the queue again",
)


def make(path: Path, count: int) -> None:
    """The sample desk with `count` open requests and none of its own."""
    from models.demo import DEMO_NOW, demo_book
    from models.domain.basics.months import Month
    from models.domain.requests.clocks import DONE
    from models.domain.values import CHANNELS, PRIORITIES, Event, Request, State
    from models.services.core.month_records import derive_through
    from models.services.desk.desks import load_book
    from models.storage.database import open_database

    now, chance = DEMO_NOW, Random(count)
    book = demo_book(now)
    kept = tuple(request for request in book.requests if request.state in DONE)
    keys = {request.key for request in kept}
    entries = tuple(e if e.request in keys else replace(e, request=None) for e in book.entries)
    states: tuple[tuple[State, ...], ...] = ((), ("open",), ("open", "waiting"), ("open", "waiting", "open"))
    fresh = []
    for number in range(count):
        at = now - chance.randrange(3600, 40 * 86_400)
        length = now - at
        moves = chance.choice(states)
        fresh.append(
            Request(
                key=f"X-{number}",
                client=chance.choice(book.clients).key,
                subject=f"Page {number} shows {chance.choice(('old prices', 'no pictures', 'an error', 'twice'))}",
                reported_at=at,
                channel=chance.choice(CHANNELS),
                priority=chance.choice(PRIORITIES),
                assignee=chance.choice((None, *(agent.key for agent in book.agents))),
                events=tuple(Event(at + length * (n + 1) // 5, state) for n, state in enumerate(moves)),
            )
        )
    opened = open_database(path)
    with opened.connection():
        load_book(replace(book, requests=(*kept, *fresh), entries=entries), now, "bench")
        derive_through(Month(2026, 11))


async def measure(path: Path) -> dict[str, float]:
    """Milliseconds of each kind, medians within this process."""
    from models.demo import DEMO_NOW
    from tui.open import open_desk
    from tui.program.app import DeskApp

    place = open_desk(str(path))
    app = DeskApp(place.data, clock=lambda: DEMO_NOW, place=place)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        began = time.perf_counter()
        await app.switch_mode("requests")
        screen: Any = app.base_screen
        while screen.view is None or screen.queue.count == 0:
            await asyncio.sleep(0.001)
        await paint(screen)
        opened = time.perf_counter() - began
        await pilot.pause()
        queue = screen.queue
        found = {
            "open the screen": opened,
            "one step down": await painted(screen, lambda n: queue.on_key(key("j" if n % 30 < 15 else "k"))),
            "one page down": await painted(
                screen, lambda n: queue.on_key(key("pagedown" if n % 2 else "pageup"))
            ),
        }
        queue.action_filter()
        letters = "page 1 old prices"
        found["type a letter of the filter"] = await painted(
            screen, lambda n: queue.on_key(key(letters[n % len(letters)])), len(letters)
        )
        queue.action_clear()
        found["show only mine"], found["behind it: read the queue again"] = await filtered(app, screen)
    return {kind: seconds * 1000 for kind, seconds in found.items()}


def key(name: str) -> events.Key:
    """A key as the terminal would send it."""
    return events.Key("space" if name == " " else name, name if len(name) == 1 else None)


async def painted(screen: Any, act: Callable[[int], Any], times: int = STEPS) -> float:
    """The median of doing something and painting what it changed."""
    took = []
    for number in range(times):
        began = time.perf_counter()
        act(number)
        await paint(screen)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


async def paint(screen: Any) -> None:
    """Paint what is to be painted, as the screen would at its next tick."""
    for _ in range(50):
        await asyncio.sleep(0)
        if screen._dirty_widgets:
            break
    screen._on_timer_update()


async def filtered(app: Any, screen: Any) -> tuple[float, float]:
    """The medians of another filter: from the key to the painted rows, and until it is read again."""
    took, again = [], []
    for _ in range(8):
        await wait(app, "page")
        began = time.perf_counter()
        screen.action_only("mine")
        await paint(screen)
        took.append(time.perf_counter() - began)
        await wait(app, "reload")
        again.append(time.perf_counter() - began)
    return statistics.median(took), statistics.median(again)


async def wait(app: Any, group: str) -> None:
    """Until that is read."""
    for worker in list(app.workers):
        if worker.group == group and not worker.is_finished:
            with suppress(WorkerCancelled):  # a later one took its place
                await worker.wait()


def main(rounds: int) -> None:
    """Both sizes in turn, then a table."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {count: Path(folder) / f"{count}.db" for count in (FEW, MANY)}
        for count, path in paths.items():
            make(path, count)
        runs: dict[int, list[dict[str, float]]] = {FEW: [], MANY: []}
        for _ in range(rounds):
            for count, path in paths.items():
                command = [sys.executable, "-m", "tests.benchmarks.queue", "measure", str(path)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                runs[count].append(json.loads(done.stdout))
    print(f"{'median of ' + str(rounds):<32} {FEW:>9} {MANY:>9}   ratio of pairs")
    for kind in KINDS:
        few, many = ([run[kind] for run in runs[count]] for count in (FEW, MANY))
        ratio = statistics.median(b / a for a, b in zip(few, many, strict=True))
        print(
            f"{kind:<32} {statistics.median(few):>6.2f} ms {statistics.median(many):>6.2f} ms   {ratio:.2f}"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        print(json.dumps(asyncio.run(measure(Path(sys.argv[2])))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
