"""How does the text of a foreign file come in? In parts, in whatever encoding it was written, never as a whole.

A file is UTF-8, UTF-16 or Windows Latin, with or without a byte order mark. Bytes that fit no encoding become U+FFFD,
never an error.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from models.domain.basics.errors import DeskError

_PART = 1 << 20
_HEAD = 1 << 16


@dataclass(frozen=True)
class Source:
    """A file that is read in parts, as often as wanted; `open` gives its bytes from the start."""

    open: Callable[[], BinaryIO]
    size: int
    """In bytes."""

    @classmethod
    def of_file(cls, path: Path) -> Source:
        """A file on disk; raises OSError when it is used and cannot be read."""
        return cls(lambda: path.open("rb"), path.stat().st_size)

    @classmethod
    def of_bytes(cls, data: bytes) -> Source:
        """Bytes that are in memory already."""
        return cls(lambda: io.BytesIO(data), len(data))

    @cached_property
    def head(self) -> bytes:
        """The first bytes of the file."""
        with self.open() as file:
            return file.read(_HEAD)

    @cached_property
    def head_text(self) -> str:
        """The first text of the file; raises DeskError when the file is empty."""
        return next(self.parts(), "")

    @cached_property
    def encoding(self) -> str:
        """What the file is written in; raises DeskError when it is empty."""
        if not self.head.strip(b"\x00\xef\xbb\xbf\xfe\xff \t\r\n"):
            raise DeskError("the file is empty")
        if self.head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        # Western text in UTF-16 without a mark has a NUL in every second place.
        for encoding, lane in (("utf-16-le", self.head[1:4096:2]), ("utf-16-be", self.head[0:4096:2])):
            if lane.count(0) * 10 > len(lane) * 7:
                return encoding
        return "utf-8-sig" if self._is_utf8() else "cp1252"

    def _is_utf8(self) -> bool:
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        with self.open() as file:
            try:
                while part := file.read(_PART):
                    decoder.decode(part)
                decoder.decode(b"", True)
            except UnicodeDecodeError:
                return False
        return True

    def parts(self) -> Iterator[str]:
        """The text in parts of about a million characters; line ends stay as they are."""
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        with self.open() as file:
            while part := file.read(_PART):
                text = decoder.decode(part)
                if text:
                    yield text
            rest = decoder.decode(b"", True)
            if rest:
                yield rest

    def lines(self) -> Iterator[tuple[int, str]]:
        """Every line without its end, and its number from 1; line ends may be CRLF, LF or a lone CR."""
        number, rest = 0, ""
        for part in self.parts():
            pieces = (rest + part).splitlines(keepends=True) if rest else part.splitlines(keepends=True)
            # The last piece may go on in the next part, and so may the line end after a lone CR.
            rest = pieces.pop()
            for piece in _joined(pieces):
                number += 1
                yield number, piece
        if rest:
            for piece in _joined([rest]):
                number += 1
                yield number, piece

    def whole(self, most: int, what: str) -> str:
        """The whole text of a format that cannot be read in parts; raises DeskError beyond `most` bytes."""
        if self.size > most:
            raise DeskError(f"the file has {self.size >> 20:,} MB; a {what} is read up to {most >> 20:,} MB")
        return "".join(self.parts())


def _joined(pieces: list[str]) -> Iterator[str]:
    """Lines without their ends; what only splitlines takes for a line end (VT, U+2028 …) stays inside a line."""
    held = ""
    for piece in pieces:
        if piece.endswith(("\n", "\r")):
            yield held + piece.rstrip("\r\n")
            held = ""
        else:
            held += piece
    if held:
        yield held
