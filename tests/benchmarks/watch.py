"""When did a program in a terminal react, and how long did it draw? A pseudo terminal with time stamps.

Output is stamped as it is read; text is looked for with the escape sequences taken out. *Settled* is the last
output before a silence of 150 ms. Standard library only; Linux.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

SILENCE_S = 0.15
PATIENCE_S = 60
FRAME_END = b"\x1b[?2026l"
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_=>])")
_QUERIES = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62c", b"\x1b[6n": b"\x1b[1;1R"}
_DROPPED = ("PYTHONDONTWRITEBYTECODE", "NO_COLOR", "COLUMNS", "LINES", "TERM_PROGRAM", "PYTHONUNBUFFERED")


@dataclass(frozen=True, slots=True)
class Reaction:
    """Milliseconds from the key to the first output and to the last; bytes and frames between."""

    first_ms: float
    settled_ms: float
    size: int
    frames: int


class Watched:
    """A program in a terminal of 120×40; use as a context manager."""

    def __init__(self, command: Sequence[str]) -> None:
        """Not started yet."""
        self.command = list(command)
        self.output = bytearray()
        self.last = 0.0

    def __enter__(self) -> Watched:
        """Start it."""
        self.started = time.perf_counter()
        self.pid, self.terminal = pty.fork()
        if not self.pid:
            env = {key: value for key, value in os.environ.items() if key not in _DROPPED}
            os.execvpe(
                self.command[0], self.command, {**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            )
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)

    def pump(self, seconds: float) -> bool:
        """Read what comes within `seconds`; False when nothing did."""
        if not select.select([self.terminal], [], [], max(0.0, seconds))[0]:
            return False
        try:
            part = os.read(self.terminal, 1 << 16)
        except OSError as error:
            raise SystemExit(f"{' '.join(self.command)} ended:\n{self.text()[-2000:]}") from error
        self.last = time.perf_counter()
        self.output += part
        for query, answer in _QUERIES.items():
            if query in part:
                os.write(self.terminal, answer)
        return True

    def watch(self, seconds: float) -> None:
        """Read for so long, whatever comes."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.pump(left)

    def text(self, since: int = 0) -> str:
        """The output without escape sequences."""
        return _ESCAPES.sub(b"", bytes(self.output[since:])).decode("utf-8", "replace")

    def until(self, wanted: str) -> float:
        """Wait until a text is there; milliseconds since the start."""
        end = time.perf_counter() + PATIENCE_S
        while wanted not in self.text():
            if not self.pump(end - time.perf_counter()):
                raise SystemExit(f"{' '.join(self.command)}: {wanted!r} never came")
        return (self.last - self.started) * 1000

    def settle(self) -> float:
        """Wait for silence; milliseconds since the start of the last output."""
        while self.pump(SILENCE_S):
            pass
        return (self.last - self.started) * 1000

    def press(self, keys: bytes) -> Reaction:
        """Press a key in a quiet moment and watch."""
        before, begin = len(self.output), time.perf_counter()
        os.write(self.terminal, keys)
        if not self.pump(1.0):
            return Reaction(1000.0, 1000.0, 0, 0)
        first = self.last
        while self.pump(SILENCE_S):
            pass
        drawn = bytes(self.output[before:])
        return Reaction(
            (first - begin) * 1000, (self.last - begin) * 1000, len(drawn), drawn.count(FRAME_END)
        )

    def hold(self, keys: bytes, rate: int, seconds: float) -> tuple[int, int]:
        """Hold a key; how often it was sent, and the frames drawn."""
        before, begin, count = len(self.output), time.perf_counter(), int(rate * seconds)
        for number in range(count):
            while time.perf_counter() < begin + number / rate:
                self.pump(begin + number / rate - time.perf_counter())
            os.write(self.terminal, keys)
        self.settle()
        return count, bytes(self.output[before:]).count(FRAME_END)

    def cpu_s(self) -> float:
        """Seconds of processor time of the program's threads."""
        total = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            try:
                total += int((task / "schedstat").read_text().split()[0])
            except (OSError, IndexError, ValueError):
                fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
                return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return total / 1e9

    def memory_mb(self) -> float:
        """Resident memory."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
