"""Where do words go when a stream was closed before the start (`>&-`, a daemon)? Nowhere, and nothing fails for it."""

from __future__ import annotations

import os
import sys


def open_missing_streams() -> None:
    """Let standard input, output and errors lead to nowhere where they are closed.

    Else the next file that is opened would take the number of the closed one, and an answer would fail after the
    change was saved.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is not None:
            continue
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
        setattr(sys, name, open(number, mode, encoding="utf-8", errors="replace", closefd=False))  # noqa: SIM115  # as long as the program
