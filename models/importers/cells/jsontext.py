"""Which values does a JSON list hold, and on which lines? Read one by one, so that a broken one stops nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from models.importers.base import BadLine, Found, Problem

_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder()
LONGEST = 1 << 20
"""Characters that one value may have."""

Value = tuple[int, Any, str]
"""The line on which a value starts, the value, and why it could not be read (then the value is None)."""


def values_of(parts: Iterable[str]) -> Iterator[Value]:
    """The values of a list, whose `[` may have blanks before it; nothing after its `]` is read."""
    window = _Window(iter(parts))
    window.open()
    while True:
        window.skip()
        if window.text.startswith("]", window.at):
            return
        if window.at >= len(window.text):
            yield window.line, None, "the file ends before its closing ]"
            return
        line = window.line
        try:
            value = window.value()
        except BadLine as error:
            yield line, None, str(error)
            if not window.next_line():
                return
            continue
        yield line, value, ""


def is_list(head: str) -> bool:
    """Does a text begin as a JSON list?"""
    return head.lstrip("\ufeff \t\r\n").startswith("[")


def found_in(parts: Iterable[str], row: Callable[[Any, int], Found]) -> Iterator[Found]:
    """What `row` makes of each value and its line; a value that is broken or refused (BadLine) is a problem."""
    for line, value, broken in values_of(parts):
        try:
            if broken:
                raise BadLine(broken)
            yield row(value, line)
        except BadLine as error:
            yield Problem(line, str(error))


class _Window:
    """The part of the text that is looked at, and the line at which it stands."""

    def __init__(self, parts: Iterator[str]) -> None:
        self._parts, self._more = parts, True
        self.text, self.at, self.line = "", 0, 1

    def open(self) -> None:
        """Go behind the opening bracket."""
        self._fill()
        start = self.text.index("[")
        self.line += self.text.count("\n", 0, start)
        self.at = start + 1

    def skip(self) -> None:
        """Go to where the next value starts."""
        while True:
            after = _BETWEEN.match(self.text, self.at)
            begin = after.end() if after else self.at
            self.line += self.text.count("\n", self.at, begin)
            self.at = begin
            if begin < len(self.text) or not self._fill():
                return

    def value(self) -> Any:
        """The value that starts here; raises BadLine when there is none."""
        while True:
            try:
                value, after = _DECODER.raw_decode(self.text, self.at)
            except (ValueError, RecursionError) as error:
                if len(self.text) - self.at <= LONGEST and self._fill():
                    continue
                reason = getattr(error, "msg", "nested or large beyond reason")
                raise BadLine(f"this is no JSON ({reason})") from error
            # A number at the edge of what is held may go on.
            if after == len(self.text) and self._fill():
                continue
            self.line += self.text.count("\n", self.at, after)
            self.at = after
            return value

    def next_line(self) -> bool:
        """Go behind the line that holds no JSON; False where the text ends."""
        while True:
            end = self.text.find("\n", self.at)
            if end >= 0:
                self.at, self.line = end + 1, self.line + 1
                return True
            if not self._fill():
                return False

    def _fill(self) -> bool:
        part = next(self._parts, None) if self._more else None
        self._more = part is not None
        self.text, self.at = self.text[self.at :] + (part or ""), 0
        return self._more
