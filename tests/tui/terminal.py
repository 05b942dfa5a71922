"""A program in a real pseudo terminal: write bytes, wait for text, look how it ended."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from textual import events
from textual.message import Message

ROOT = Path(__file__).parents[2]
PATIENCE_S = 20


class Terminal:
    """Runs a Python module in a terminal of `columns` × `lines`; use as a context manager."""

    def __init__(self, *words: str, columns: int = 100, lines: int = 30, env: dict[str, str] | None = None):
        """Not started yet."""
        self.words = words
        self.size = struct.pack("HHHH", lines, columns, 0, 0)
        self.env = {"TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        self.output = b""

    def __enter__(self) -> Terminal:
        """Start the program as the leader of a session of its own."""
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, self.size)
        self.before = termios.tcgetattr(self.slave)
        kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, *self.words],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            cwd=ROOT,
            env={**kept, **self.env},
            start_new_session=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Leave nothing behind."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for handle in (self.master, self.slave):
            try:
                os.close(handle)
            except OSError:
                continue

    def write(self, data: bytes) -> None:
        """Type these bytes."""
        os.write(self.master, data)

    def resize(self, columns: int, lines: int) -> None:
        """Another size, told as a terminal tells it."""
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    def drain(self) -> None:
        """Read what is there, so that the program never waits for us."""
        while select.select([self.master], [], [], 0)[0]:
            self.output += os.read(self.master, 65536)

    def until(self, text: str, since: int = 0) -> int:
        """Read until `text` stands in the output after position `since`; where the output ends then."""
        end = time.monotonic() + PATIENCE_S
        wanted = text.encode()
        while wanted not in self.output[since:]:
            ready, _, _ = select.select([self.master], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"{text!r} never came; the last output was {self.output[-600:]!r}")
            self.output += os.read(self.master, 65536)
        return len(self.output)

    def end(self) -> int:
        """Read until the program has ended; its exit status."""
        end = time.monotonic() + PATIENCE_S
        while self.process.poll() is None and time.monotonic() < end:
            if select.select([self.master], [], [], 0.05)[0]:
                self.output += os.read(self.master, 65536)
        while select.select([self.master], [], [], 0)[0]:
            self.output += os.read(self.master, 65536)
        return self.process.wait(timeout=PATIENCE_S)

    @property
    def restored(self) -> bool:
        """Whether the terminal is as it was: its modes, its screen, its cursor."""
        tail = self.output[-400:]
        return (
            termios.tcgetattr(self.slave) == self.before and b"\x1b[?1049l" in tail and b"\x1b[?25h" in tail
        )


def keys_in(messages: Iterable[Message]) -> list[str]:
    """The names of the keys among some events."""
    return [message.key for message in messages if isinstance(message, events.Key)]
