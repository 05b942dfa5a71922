"""How fast is the screen beside plain Textual? Medians and paired ratios, both programs in turn in the same run.

    python -m tests.benchmarks.run                                  the widgets alone, without a database
    python -m tests.benchmarks.run start -n 15 -- deskhours --database desk.db
    python -m tests.benchmarks.run keys hold form idle memory -- deskhours --database desk.db

Without a command `fake_screen` is measured; with one, `--expect` says what its first screen shows. Wanted: start
visible ≤ 0.85, settled ≤ 0.75, memory ≤ 1.25; cursor ≤ 0.5, page ≤ 0.2, held frames ≥ 97 %; form ≤ 0.7;
idle processor time ≤ 0.4, bytes ≤ 0.1. Changing screens, keys of the program, two versions side by side:
`tests.benchmarks.screens`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Sequence

from tests.benchmarks.watch import Reaction, Watched

PYTHON = sys.executable
DOWN, PAGE_DOWN, HOME, ESCAPE = b"\x1b[B", b"\x1b[6~", b"\x1b[H", b"\x1b"
FIRST_ROW = "R-000003"
WARM_S = 10


def reference(*words: str) -> list[str]:
    """The command of a reference program."""
    return [PYTHON, "-m", "tests.benchmarks.reference", *words]


def line(name: str, ours: Sequence[float], theirs: Sequence[float], unit: str = "ms") -> None:
    """Print both medians and the median of the ratios of pairs."""
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True) if b)
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"{name:28} {mine:9.1f} {other:9.1f} {unit:8} {ratio:6.2f}", flush=True)


class Bench:
    """Our command beside the references."""

    def __init__(self, command: Callable[[int, bool], list[str]], expect: str, count: int) -> None:
        """`command` of (rows, with a timer); `expect` is on its first screen; `count` runs or keys."""
        self.command, self.expect, self.count = command, expect, count

    def _open(self, program: Watched, expect: str) -> Watched:
        program.until(expect)
        program.settle()
        return program

    def start(self) -> None:
        """From the start to the first frame with data, to silence; memory."""
        seen: dict[str, list[list[float]]] = {"ours": [], "theirs": []}
        sides = [
            ("ours", self.command(50, False), self.expect),
            ("theirs", reference("table", "50"), FIRST_ROW),
        ]
        for number in range(self.count + 1):
            for name, command, expect in sides if number % 2 else sides[::-1]:
                with Watched(command) as program:
                    numbers = [program.until(expect), program.settle(), program.memory_mb()]
                if number:
                    seen[name].append(numbers)
        for at, title in enumerate(("start visible", "start settled", "start memory")):
            unit = "MB" if at == 2 else "ms"
            line(title, [run[at] for run in seen["ours"]], [run[at] for run in seen["theirs"]], unit)

    def keys(self) -> None:
        """Cursor down and page down beside a table of 1,000 rows."""
        with Watched(self.command(1000, False)) as ours, Watched(reference("table", "1000")) as theirs:
            self._open(ours, self.expect)
            self._open(theirs, FIRST_ROW)
            for title, key in (("cursor down", DOWN), ("page down", PAGE_DOWN)):
                pairs = [(ours.press(key), theirs.press(key)) for _ in range(self.count)]
                self._reactions(title, pairs)

    def _reactions(self, title: str, pairs: Sequence[tuple[Reaction, Reaction]]) -> None:
        drawn = [(a, b) for a, b in pairs if a.size and b.size]
        if drawn:
            line(f"{title} first", [a.first_ms for a, _ in drawn], [b.first_ms for _, b in drawn])
            line(f"{title} settled", [a.settled_ms for a, _ in drawn], [b.settled_ms for _, b in drawn])
            line(f"{title} bytes", [a.size for a, _ in drawn], [b.size for _, b in drawn], "B")

    def hold(self) -> None:
        """A key held at 30/s: frames drawn of frames wanted, at 1,000 and 100,000 rows."""
        for rows in (1000, 100_000):
            with Watched(self.command(rows, False)) as program:
                self._open(program, self.expect)
                sent, frames = program.hold(DOWN, 30, 3)
            print(f"{f'held, {rows:,} rows':28} {100 * min(1, frames / sent):8.0f} %", flush=True)
        with Watched(reference("table", "1000")) as program:
            self._open(program, FIRST_ROW)
            sent, frames = program.hold(DOWN, 30, 3)
        print(f"{'held, reference':28} {100 * min(1, frames / sent):8.0f} %", flush=True)

    def form(self) -> None:
        """Opening a form beside a dimmed modal of stock widgets."""
        with Watched(self.command(50, False)) as ours, Watched(reference("form")) as theirs:
            self._open(ours, self.expect)
            self._open(theirs, FIRST_ROW)
            pairs = []
            for _ in range(max(5, self.count // 2)):
                pairs.append((ours.press(b"n"), theirs.press(b"n")))
                ours.press(ESCAPE)
                theirs.press(ESCAPE)
        self._reactions("form", pairs[1:])

    def idle(self, seconds: int = 30) -> None:
        """Half a minute with a timer: processor time and bytes."""
        used = []
        for command, expect in (
            (self.command(50, True), self.expect),
            (reference("table", "50", "tick"), FIRST_ROW),
        ):
            with Watched(command) as program:
                self._open(program, expect)
                program.watch(WARM_S)  # what is loaded in the first idle moments is no part of it
                size, cpu = len(program.output), program.cpu_s()
                program.watch(seconds)
                used.append(
                    ((program.cpu_s() - cpu) * 1000 / seconds, (len(program.output) - size) / seconds)
                )
        line("idle processor", [used[0][0]], [used[1][0]], "ms/s")
        line("idle output", [used[0][1]], [used[1][1]], "B/s")

    def memory(self) -> None:
        """300 forms and 10,000 keys must not add memory."""
        with Watched(self.command(1000, False)) as program:
            self._open(program, self.expect)
            for warm in range(320):
                program.press(b"n")
                program.press(ESCAPE)
                if warm == 20:
                    before = program.memory_mb()
            print(f"{'300 forms':28} {before:8.1f} MB to {program.memory_mb():.1f} MB", flush=True)
            before = program.memory_mb()
            for _ in range(5):
                program.hold(DOWN, 400, 2.5)
                program.hold(HOME, 400, 2.5)
            print(f"{'10,000 keys':28} {before:8.1f} MB to {program.memory_mb():.1f} MB", flush=True)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    names = ("start", "keys", "hold", "form", "idle", "memory")
    parser.add_argument("what", nargs="*", help=f"of {', '.join(names)} (default: all but memory)")
    parser.add_argument("-n", "--count", type=int, default=11, help="runs and keys (default 11)")
    parser.add_argument("--expect", help="what the first screen of the command shows")
    own, _, command = " ".join(sys.argv[1:]).partition("-- ")
    options = parser.parse_args(own.split())
    fake = [PYTHON, "-m", "tests.benchmarks.fake_screen"]

    def ours(rows: int, timer: bool) -> list[str]:
        return command.split() if command else [*fake, str(rows), *(["run"] if timer else [])]

    bench = Bench(ours, options.expect or ("Open requests" if command else FIRST_ROW), options.count)
    print(f"{'':28} {'ours':>9} {'reference':>9} {'':8} {'ratio':>6}")
    for name in options.what or names[:-1]:
        getattr(bench, name)()


if __name__ == "__main__":
    main()
