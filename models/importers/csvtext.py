"""Which records does a CSV text hold, and on which lines? Reads what spreadsheets write and people break.

Guarantees (`test_what_a_csv_writer_writes_is_read_back`): a broken quote costs its own line only. When a quoted field
is never closed, or text follows its closing quote, the line on which the record starts is reported and reading goes
on at the next line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one record, or the reason why it has none; `line` is where it starts, from 1."""

    line: int
    fields: tuple[str, ...] = ()
    broken: str = ""


class _BrokenQuote(Exception):
    """The quotes of a record do not fit; the text says how."""


def read_records(text: str, separator: str) -> Iterator[Record]:
    """Every record that is not blank, in order; line ends may be CRLF, LF or a lone CR, in quotes too."""
    ends = [(match.start(), match.end()) for match in _LINE_END.finditer(text)]
    ends.append((len(text), len(text)))
    starts = [0, *(end for _, end in ends[:-1])]
    at = 0
    while at < len(ends):
        start, (stop, _) = starts[at], ends[at]
        if '"' not in text[start:stop]:
            if text[start:stop].strip():
                yield Record(at + 1, tuple(text[start:stop].split(separator)))
            at += 1
            continue
        try:
            fields, stop = _quoted_record(text, start, separator)
        except _BrokenQuote as error:
            yield Record(at + 1, broken=str(error))
            at += 1
            continue
        yield Record(at + 1, tuple(fields))
        at = bisect_right(starts, stop)


def _quoted_record(text: str, at: int, separator: str) -> tuple[list[str], int]:
    """The fields of the record at position `at`, and the position where its line ends."""
    plain = re.compile(rf"[^{re.escape(separator)}\r\n]*")
    fields: list[str] = []
    while True:
        if text.startswith('"', at):
            field, at = _quoted_field(text, at)
        else:
            match = plain.match(text, at)
            field, at = (match[0], match.end()) if match else ("", at)
        fields.append(field)
        if at >= len(text) or text[at] in "\r\n":
            return fields, at
        if text[at] != separator:
            raise _BrokenQuote("text follows a closing quote; a quote inside a field must be doubled")
        at += 1


def _quoted_field(text: str, at: int) -> tuple[str, int]:
    """The text between the quote at `at` and its closing quote, and the position behind that."""
    scan = at + 1
    while True:
        close = text.find('"', scan)
        if close < 0:
            raise _BrokenQuote("a quote is opened here and never closed")
        if not text.startswith('"', close + 1):
            return text[at + 1 : close].replace('""', '"'), close + 1
        scan = close + 2
