"""What a reader makes of bytes, as rows and problems: for the tests of every format."""

from __future__ import annotations

from models.domain.basics.zone import Zone, zone
from models.importers.base import ImportedRow, Problem, ReadOptions
from models.importers.csv_layout import CsvLayout, DateOrder
from models.importers.formats import reader_of
from models.importers.source import Source

LONDON = zone("Europe/London")
NOW = 1_795_700_000
"""26 November 2026."""


def parsed(
    tool: str,
    data: bytes,
    place: Zone = LONDON,
    order: DateOrder | None = None,
    layout: CsvLayout | None = None,
) -> tuple[tuple[ImportedRow, ...], tuple[Problem, ...]]:
    """Rows and problems of a file of that tool; raises DeskError when it is none."""
    source = Source.of_bytes(data)
    options = ReadOptions(place, order, NOW, layout, old_keys=True)
    found = list(reader_of(tool, source).read(source, options))
    rows = tuple(each for each in found if isinstance(each, ImportedRow))
    return rows, tuple(each for each in found if isinstance(each, Problem))
