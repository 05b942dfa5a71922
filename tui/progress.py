"""How far is something that takes long? One line on the terminal's standard error, gone when it is done.

Where standard error is no terminal nothing is written: a log needs no bar.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_BAR = 24
_PAUSE_SECONDS = 0.1
_CLEAR = "\r\x1b[K"


class Progress:
    """A bar that is drawn anew now and then."""

    def __init__(self) -> None:
        """Stays silent for good where standard error is no terminal."""
        self._shown = sys.stderr.isatty()
        self._drawn_at = 0.0
        self._what = ""

    def step(self, what: str, of: int, done: int) -> None:
        """Say that `done` of so many of `what` are done, `of` 0 where nobody knows; not every call is drawn."""
        if not self._shown:
            return
        at = time.monotonic()
        if what == self._what and at - self._drawn_at < _PAUSE_SECONDS:
            return
        self._what, self._drawn_at = what, at
        self._write(_CLEAR + _words(what, of, done))

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown and self._what:
            self._write(_CLEAR)
            self._what = ""

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def _words(what: str, of: int, done: int) -> str:
    if of <= 0:
        return f"{what} {done:,}" if done else what
    full = round(min(1.0, done / of) * _BAR)
    return f"{what} [{'#' * full}{'.' * (_BAR - full)}] {done:,} of {of:,}"


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar for the time of a command; it is gone however that ends."""
    bar = Progress()
    try:
        yield bar
    finally:
        bar.clear()
