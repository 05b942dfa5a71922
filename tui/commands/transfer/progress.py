"""How far is a long command? A line on the terminal that rewrites itself; nothing where nobody looks."""

from __future__ import annotations

import sys

_STEP = 5_000
_WIDTH = 30


class Bar:
    """Shows what is being done and how far, on standard error, if that is a terminal; leaves no trace."""

    def __init__(self) -> None:
        """Nothing is shown before there is something to wait for."""
        self._shown = False
        self._last = ("", 0)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False

    def at(self, what: str, done: int, of: int) -> None:
        """Show it, if it is another thing or some thousand lines on; without `of` there is no end in sight."""
        if not sys.stderr.isatty() or (what == self._last[0] and done - self._last[1] < _STEP):
            return
        self._last, self._shown = (what, done), True
        words = f"{what} {done:,}" if done else what
        if of:
            full = _WIDTH * done // of
            words = f"{what} [{'#' * full}{'.' * (_WIDTH - full)}] {100 * done // of} %"
        print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)
