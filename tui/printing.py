"""How are answers and refusals printed? So that nothing in them can steer a terminal, and no locale makes them fail."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from models.domain.basics.errors import DeskError
from models.domain.basics.text import clean, json_safe

_PIECES = 1_000
"""Pieces of a long text that are written at once."""


def print_json(document: Any) -> None:
    """JSON on standard output, readable in every locale."""
    encoding = (sys.stdout.encoding or "ascii").lower()
    text = json.dumps(document, ensure_ascii=not encoding.startswith("utf"), indent=1)
    print(json_safe(text))


def print_json_list(document: dict[str, Any], name: str, items: Iterable[Any]) -> None:
    """The document with a list `name` as its last part, item by item: the list may be longer than memory holds."""
    ascii_only = not (sys.stdout.encoding or "ascii").lower().startswith("utf")

    def text(value: Any) -> str:
        return json_safe(json.dumps(value, ensure_ascii=ascii_only))

    print("{")
    for key, value in document.items():
        print(f" {text(key)}: {text(value)},")
    print(f" {text(name)}: [", end="")
    separator = ""
    for item in items:
        print(f"{separator}\n  {text(item)}", end="")
        separator = ","
    print("\n ]\n}")


def print_pieces(pieces: Iterable[str]) -> None:
    """A long text in pieces, in UTF-8 into a pipe; a terminal gets harmless lines."""
    if not sys.stdout.isatty():
        sys.stdout.flush()
        for some in _gathered(pieces):
            sys.stdout.buffer.write(some.encode())
        return
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece).split("\n")
        for line in lines:
            print_line(line)
    if rest:
        print_line(rest)


def _gathered(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces, many at once."""
    source = iter(pieces)
    while some := "".join(islice(source, _PIECES)):
        yield some


def print_line(line: str) -> None:
    """A line for people: nothing in it can steer the terminal, and no locale makes it fail."""
    encoding = sys.stdout.encoding or "ascii"
    print(clean(line).encode(encoding, "replace").decode(encoding))


def refuse(error: DeskError) -> int:
    """Say on standard error why nothing was done; the status of a refusal."""
    warn(str(error))
    return 1


def warn(words: str) -> None:
    """Words for a person on standard error."""
    encoding = sys.stderr.encoding or "ascii"
    message = clean(f"deskhours: {words}", lines=True)
    with contextlib.suppress(OSError):  # what cannot be said must not undo what was done
        print(message.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr, flush=True)


def unwritten(error: OSError, *, writes: bool = False) -> int:
    """The status of a command whose answer could not be written, once that is said.

    One that `writes` has done its work before it answers: nobody should do it again unseen.
    """
    # Whatever is left in the buffer goes nowhere, which keeps Python from complaining at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0  # the reader has gone, as with `| head`: leave quietly
    told = "; what it should say is done already, deskhours history shows it" if writes else ""
    return refuse(DeskError(f"{error.filename or 'the answer'}: cannot be written ({error.strerror}){told}"))
