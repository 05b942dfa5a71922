"""Which lines of a body are to be ticked, and which were, by whom and when? (RULES 2.9)

A line `[ ] restore one file` is open; ticked it reads `[x] restore one file (Dana, 2026-03-03 10:12)`, so that the
body says in any program, on paper and in the book what was done. The time is the desk's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.domain.basics.errors import InvalidValue

_LINE = re.compile(r"\[( |x)\] (.*)")
_MARK = re.compile(r"(.*) \(([^()]*), (\d{4}-\d\d-\d\d \d\d:\d\d)\)")


@dataclass(frozen=True, slots=True)
class Item:
    """One line to be ticked; `line` is its place in the body, `by` and `at` are as they were written."""

    line: int
    text: str
    done: bool
    by: str | None = None
    at: str | None = None


def checklist_body(lines: Sequence[str]) -> str:
    """The body of a request with those lines to be ticked, one below the other."""
    return "\n".join(f"[ ] {line}" for line in lines)


def items(body: str) -> tuple[Item, ...]:
    """The lines of a body that can be ticked, in their order."""
    found = []
    for number, line in enumerate(body.split("\n")):
        match = _LINE.fullmatch(line)
        if match is None:
            continue
        done, text = match[1] == "x", match[2]
        mark = _MARK.fullmatch(text) if done else None
        if mark is None:
            found.append(Item(number, text, done))
        else:
            found.append(Item(number, mark[1], done, mark[2], mark[3]))
    return tuple(found)


def toggled(body: str, line: int, by: str, at: str) -> str:
    """The body with one line ticked by somebody at a local time, or open again; raises InvalidValue at `line`."""
    found = next((item for item in items(body) if item.line == line), None)
    if found is None:
        raise InvalidValue("line", f"{line} is no line to be ticked; accepted are lines that begin with [ ]")
    name = by.replace("(", "[").replace(")", "]")
    text = f"[ ] {found.text}" if found.done else f"[x] {found.text} ({name}, {at})"
    lines = body.split("\n")
    return "\n".join([*lines[:line], text, *lines[line + 1 :]])
