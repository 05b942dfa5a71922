"""Which records does a CSV text hold, and on which lines? Reads what spreadsheets write and people break.

Guarantees (`test_what_a_csv_writer_writes_is_read_back`): a broken quote costs its own line only. When a quoted field
is never closed, or text follows its closing quote, the line on which the record starts is reported and reading goes
on at the next line. The text comes in parts and is held only as far as one record can reach.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 1 << 20
"""Characters that a record may have; a quote that is not closed within them is taken for one that never is."""
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one record, or the reason why it has none; `line` is where it starts, from 1."""

    line: int
    fields: tuple[str, ...] = ()
    broken: str = ""


class _BrokenQuote(Exception):
    """The quotes of a record do not fit; the text says how."""


def read_records(text: str | Iterable[str], separator: str) -> Iterator[Record]:
    """Every record that is not blank, in order; line ends may be CRLF, LF or a lone CR, in quotes too."""
    parts = iter((text,) if isinstance(text, str) else text)
    held, at, line, more = "", 0, 1, True
    while True:
        while more and len(held) - at <= LONGEST:
            part = next(parts, None)
            more = part is not None
            held, at = held[at:] + (part or ""), 0
        last = len(held) if not more else len(held) - LONGEST
        while at < last:
            record, at, lines = _record(held, at, line, separator)
            line += lines
            if record is not None:
                yield record
        if not more:
            return


def _record(text: str, at: int, line: int, separator: str) -> tuple[Record | None, int, int]:
    """The record at `at` (None for a blank line), where the next one begins, and how many lines it has."""
    end = _LINE_END.search(text, at)
    stop, after = (end.start(), end.end()) if end else (len(text), len(text))
    one = text[at:stop]
    if '"' not in one:
        return (Record(line, tuple(one.split(separator))) if one.strip() else None), after, 1
    if one.count('"') % 2 == 0:
        try:
            return Record(line, tuple(next(csv.reader((one,), delimiter=separator, strict=True)))), after, 1
        except csv.Error:
            pass  # what the quick reader does not like, the slow one explains
    try:
        fields, stop = _quoted_record(text, at, separator)
    except _BrokenQuote as error:
        return Record(line, broken=str(error)), after, 1
    end = _LINE_END.match(text, stop)
    lines = 1 + len(_LINE_END.findall(text, at, stop))
    return Record(line, tuple(fields)), end.end() if end else stop, lines


@lru_cache(maxsize=8)
def _plain(separator: str) -> re.Pattern[str]:
    return re.compile(rf"[^{re.escape(separator)}\r\n]*")


def _quoted_record(text: str, at: int, separator: str) -> tuple[list[str], int]:
    """The fields of the record at position `at`, and the position where its line ends."""
    fields: list[str] = []
    while True:
        if text.startswith('"', at):
            field, at = _quoted_field(text, at)
        else:
            match = _plain(separator).match(text, at)
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
        close = text.find('"', scan, at + LONGEST)
        if close < 0:
            raise _BrokenQuote("a quote is opened here and never closed")
        if not text.startswith('"', close + 1):
            return text[at + 1 : close].replace('""', '"'), close + 1
        scan = close + 2
