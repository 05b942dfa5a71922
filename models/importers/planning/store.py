"""Where do the rows of a file wait while the import is planned? In memory, or in a nameless file when there are many.

Two million rows are looked at several times without being held: only a thousand are, at any moment.
"""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from models.importers.base import Found, ImportedRow, Problem

_CHUNK = 1000
_IN_MEMORY = 16 << 20
_FIELDS = attrgetter(*ImportedRow.__slots__)
Progress = Callable[[str, int, int], None]
"""Told what is being done, how far it goes (0 where nobody knows), and how far it is."""


def no_progress(what: str, of: int, done: int) -> None:
    """For somebody who does not look."""
    del what, of, done


class RowStore:
    """What a reader found, in the order of the file; filled once, read as often as wanted."""

    def __init__(self, found: Iterable[Found] = (), progress: Progress = no_progress) -> None:
        """Reads all of `found`."""
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # lives as long as the store
        self._chunks: list[tuple[int, int]] = []
        self._size = 0
        waiting: list[tuple[object, ...]] = []
        for each in found:
            waiting.append(
                _FIELDS(each) if isinstance(each, ImportedRow) else (each.line, each.reason, each.left_out)
            )
            if len(waiting) >= _CHUNK:
                self._keep(waiting)
                waiting = []
                progress("reading", 0, self._size)
        self._keep(waiting)

    def __len__(self) -> int:
        """How many lines there are."""
        return self._size

    def __iter__(self) -> Iterator[Found]:
        """All of them, in the order of the file."""
        for chunk in self.chunks():
            yield from chunk

    def chunks(self) -> Iterator[list[Found]]:
        """A thousand at a time."""
        for at, length in self._chunks:
            self._file.seek(at)
            yield [
                ImportedRow(*values) if len(values) > 3 else Problem(*values)
                for values in marshal.loads(self._file.read(length))
            ]

    def _keep(self, values: list[tuple[object, ...]]) -> None:
        if not values:
            return
        data = marshal.dumps(values)
        at = self._file.seek(0, 2)
        self._file.write(data)
        self._chunks.append((at, len(data)))
        self._size += len(values)
