"""How is a JSON document read that is larger than memory? Its members one by one, long lists item by item.

A place in the file can be kept and read again later. What is no JSON or no UTF-8 is refused with its line, as
`load_json` does; a file that cannot go back (a pipe) is copied aside first.
"""

from __future__ import annotations

import codecs
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from models.book.reading import json_object, json_whole
from models.domain.basics.errors import InvalidValue
from models.domain.basics.frozen import dataclass

_CHUNK = 1 << 18
_BLANKS = " \t\n\r"
_LONGEST_WORD = 16
"""More than what a word or a mark of JSON needs: an error so near the end may be the cut of the chunk."""


@dataclass(frozen=True, slots=True)
class Place:
    """A byte of the file, with the line and column at which it stands."""

    byte: int
    line: int
    column: int


START = Place(0, 1, 1)


def seekable(file: BinaryIO) -> BinaryIO:
    """The file itself if it can go back, else a copy of it."""
    if file.seekable():
        return file
    # Closed with the process that reads it, and gone from the disk already.
    copy = tempfile.TemporaryFile()  # noqa: SIM115
    shutil.copyfileobj(file, copy)
    copy.seek(0)
    return copy


class JsonStream:
    """A reader that stands before a value of the document."""

    def __init__(self, file: BinaryIO, place: Place = START) -> None:
        """`file` can go back; `place` is one that `place` gave for the same file."""
        self._file, self._byte = file, place.byte
        self._line, self._column = place.line, place.column
        self._text, self._at, self._ended = "", 0, False
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._json = json.JSONDecoder(object_pairs_hook=json_object, parse_int=json_whole)
        self._plain = json.JSONDecoder(parse_int=str, parse_float=str)
        file.seek(place.byte)
        if place.byte == 0:
            while not self._text and self._more():
                pass
            if self._text.startswith("\ufeff"):
                self._at = 1

    def place(self) -> Place:
        """Where the reader stands."""
        self._forget()
        return Place(self._byte, self._line, self._column)

    @property
    def byte(self) -> int:
        """How many bytes are behind the reader, about."""
        return self._file.tell()

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here; the caller takes each value before the next."""
        self._expect("{", "an object {…}")
        if self._take("}"):
            return
        while True:
            if self._peek() != '"':
                raise self._refusal("a key in double quotes")
            key = self.value()
            self._expect(":", "':'")
            yield str(key)
            if not self._take(","):
                self._expect("}", "',' or '}'")
                return

    def begins_list(self) -> bool:
        """Does a list begin here?"""
        return self._peek() == "["

    def items(self) -> Iterator[object]:
        """The items of the list that begins here."""
        return self._items(self.value)

    def skip_items(self) -> int:
        """Pass over the list that begins here; returns how many items it has."""
        return sum(1 for _ in self._items(self._skip))

    def end(self) -> None:
        """Refuse anything behind the document."""
        if self._peek():
            raise self._refusal("nothing more")

    def value(self) -> object:
        """The value that begins here, whole."""
        return self._decode(self._json)

    def _skip(self) -> object:
        return self._decode(self._plain)

    def _items(self, take: Callable[[], object]) -> Iterator[object]:
        self._expect("[", "a list […]")
        if self._take("]"):
            return
        while True:
            yield take()
            if not self._take(","):
                self._expect("]", "',' or ']'")
                return

    def _decode(self, decoder: json.JSONDecoder) -> object:
        self._peek()
        while True:
            try:
                found, end = decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                cut = error.pos > len(self._text) - _LONGEST_WORD or error.msg.startswith("Unterminated")
                ahead = error.pos - self._at
                if cut and self._more():
                    continue
                raise self._broken(self._at + ahead, error.msg) from error
            except RecursionError as error:
                raise InvalidValue("", "no book: lists and objects are nested too deep") from error
            # A number that ends with the text may go on behind it.
            if end == len(self._text) and isinstance(found, int | float | str) and self._more():
                continue
            self._at = end
            return found

    def _peek(self) -> str:
        """The next character that is no blank, empty at the end of the file."""
        while True:
            text, at = self._text, self._at
            while at < len(text) and text[at] in _BLANKS:
                at += 1
            self._at = at
            if at < len(text):
                return text[at]
            if not self._more():
                return ""

    def _take(self, mark: str) -> bool:
        if self._peek() != mark:
            return False
        self._at += 1
        return True

    def _expect(self, mark: str, words: str) -> None:
        if not self._take(mark):
            raise self._refusal(words)

    def _refusal(self, words: str) -> InvalidValue:
        return self._broken(self._at, f"Expecting {words}")

    def _broken(self, at: int, message: str) -> InvalidValue:
        self._at = at
        place = self.place()
        return InvalidValue("", f"no JSON at line {place.line} column {place.column}: {message}")

    def _forget(self) -> None:
        """Let go of what is behind the reader."""
        gone = self._text[: self._at]
        self._byte += len(gone.encode())
        lines = gone.count("\n")
        self._line += lines
        self._column = len(gone) - gone.rfind("\n") if lines else self._column + len(gone)
        self._text, self._at = self._text[self._at :], 0

    def _more(self) -> bool:
        """Read on, twice as much as is waiting, so that a long value is not tried too often."""
        if self._ended:
            return False
        self._forget()
        data = self._file.read(max(_CHUNK, len(self._text)))
        self._ended = not data
        try:
            self._text += self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            line = self._line + self._text.count("\n") + error.object.count(b"\n", 0, error.start)
            at = self._file.tell() - len(error.object) + error.start
            raise InvalidValue("", f"no UTF-8 at line {line}, byte {at}; accepted is UTF-8") from error
        return not self._ended
