"""How long does the program itself take: to start, to open and change screens, for a key, for a minute?

    python -m tests.benchmarks.screens -- deskhours --database desk.db
    python -m tests.benchmarks.screens --before 'old/deskhours --database old.db' -- deskhours --database desk.db
    python -m tests.benchmarks.screens start switch --before 'python anchors/table.py 50' --shows R-000003 -- deskhours

Two programs take turns, and the last column is the median of the ratios of their pairs. Wanted: start settled ≤ 0.75
of plain Textual; a screen opened before within 25 ms; no key over 60 ms at p95 on screens once opened, 150 ms at their
first opening; less than 200 bytes for a minute in which nothing changed. `minute` takes three of them.
"""

from __future__ import annotations

import argparse
import shlex
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack

from tests.benchmarks.watch import Reaction, Watched

OPENED = "Open requests"
KEYS = {"down": b"\x1b[B", "up": b"\x1b[A", "page": b"\x1b[6~", "home": b"\x1b[H", "tab": b"\t"}
SCREENS = ("2", "3", "4", "5", "6", "7", "1")
MINUTES, WARM_S = 3, 10


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 stay below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def line(name: str, sides: Sequence[Sequence[float]], unit: str, summary: str = "median") -> None:
    """One figure of one program, or of two with the median of the ratios of their pairs."""
    pick = {"median": statistics.median, "p95": p95, "worst": max}[summary]
    shown = "".join(f" {pick(values):9.1f}" for values in sides)
    ratios = [a / b for a, b in zip(sides[0], sides[-1], strict=True) if b] if len(sides) > 1 else []
    print(f"{name:34}{shown} {unit:6}" + (f" {statistics.median(ratios):6.2f}" if ratios else ""), flush=True)


class Programs:
    """One or two programs, each with what its first screen shows."""

    def __init__(self, sides: Sequence[tuple[list[str], str]], count: int) -> None:
        self.sides, self.count = sides, count

    def _turns(self, number: int) -> Sequence[int]:
        """In which order they come this time."""
        order = range(len(self.sides))
        return order if number % 2 else order[::-1]

    def start(self) -> None:
        """From the start to the first frame and to silence, with the processor time and the bytes of it."""
        found: list[list[list[float]]] = [[] for _ in self.sides]
        for number in range(self.count + 1):
            for at in self._turns(number):
                command, shows = self.sides[at]
                with Watched(command) as program:
                    numbers = [program.until(shows), program.settle(), program.cpu_s() * 1000]
                    numbers.append(len(program.output))
                if number:
                    found[at].append(numbers)
        for place, (name, unit) in enumerate(
            (
                ("start visible", "ms"),
                ("start settled", "ms"),
                ("start processor", "ms"),
                ("start output", "B"),
            )
        ):
            line(name, [[run[place] for run in runs] for runs in found], unit)

    def _opened(self, stack: ExitStack) -> list[Watched]:
        programs = [stack.enter_context(Watched(command)) for command, _ in self.sides]
        for program, (_, shows) in zip(programs, self.sides, strict=True):
            program.until(shows)
        for program in programs:
            program.settle()
        return programs

    @staticmethod
    def _watch(programs: Sequence[Watched], seconds: float) -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            for program in programs:
                program.pump(0.05)

    def switch(self) -> None:
        """The first opening of each screen, changing between them once opened, and keys on them."""
        with ExitStack() as stack:
            programs = self._opened(stack)
            self._watch(programs, WARM_S)  # what is loaded in the first idle moments is there
            first = self._pressed(programs, [key.encode() for key in SCREENS])
            line("first opening of a screen, worst", first, "ms", "worst")
            again = self._pressed(programs, [key.encode() for key in SCREENS] * self.count)
            line("change of screen", again, "ms")
            line("change of screen, p95", again, "ms", "p95")
            keys: list[list[float]] = [[] for _ in programs]
            for screen in SCREENS:
                self._pressed(programs, [screen.encode()])
                for values, more in zip(
                    keys, self._pressed(programs, [*KEYS.values()] * self.count), strict=True
                ):
                    values += more
            line("key on an opened screen", keys, "ms")
            line("key on an opened screen, p95", keys, "ms", "p95")

    def _pressed(self, programs: Sequence[Watched], keys: Sequence[bytes]) -> list[list[float]]:
        """Milliseconds from each key to what it painted; a key that painted nothing in one of them counts in none."""
        found: list[list[float]] = [[] for _ in programs]
        for number, key in enumerate(keys):
            reactions: dict[int, Reaction] = {at: programs[at].press(key) for at in self._turns(number)}
            if all(each.size for each in reactions.values()):
                for at, each in reactions.items():
                    found[at].append(each.settled_ms)
        return found

    def minute(self) -> None:
        """Bytes and processor time of a minute in which nobody does anything and no timer runs."""
        with ExitStack() as stack:
            programs = self._opened(stack)
            self._watch(programs, WARM_S)
            begin = [(len(each.output), each.cpu_s()) for each in programs]
            self._watch(programs, 60 * MINUTES)
            line(
                "a minute, output",
                [[(len(p.output) - b) / MINUTES] for p, (b, _) in zip(programs, begin, strict=True)],
                "B",
            )
            line(
                "a minute, processor",
                [[(p.cpu_s() - c) * 1000 / MINUTES] for p, (_, c) in zip(programs, begin, strict=True)],
                "ms",
            )


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    names = ("start", "switch", "minute")
    parser.add_argument("what", nargs="*", help=f"of {', '.join(names)} (default: start switch)")
    parser.add_argument("-n", "--count", type=int, default=9, help="runs, and rounds of keys (default 9)")
    parser.add_argument("--before", help="another program, in turn with the first")
    parser.add_argument("--shows", default=OPENED, help="what its first screen shows")
    if "--" not in sys.argv:
        parser.error("no command given (put it after --)")
    at = sys.argv.index("--")
    options, command = parser.parse_args(sys.argv[1:at]), sys.argv[at + 1 :]
    sides = [(command, OPENED)]
    if options.before:
        sides.append((shlex.split(options.before), options.shows))
    programs = Programs(sides, options.count)
    print(f"{'':34} {'now':>9}" + (f" {'before':>9} {'':6} {'ratio':>6}" if options.before else ""))
    for name in options.what or names[:2]:
        getattr(programs, name)()


if __name__ == "__main__":
    main()
