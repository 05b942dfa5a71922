"""When was the work of a record with local dates and times? Shared by the tools whose tables have such columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from models.importers.base import BadLine, Doubt, ImportedRow, ReadOptions
from models.importers.cells.dates import clock_of, day_of
from models.importers.cells.durations import Form, seconds_of
from models.importers.cells.local import Clock, Local
from models.importers.csv_layout import DateOrder
from models.importers.readers.table import Cells, Dated, Table, order_of

Span = tuple[int, int, tuple[Doubt, ...]]
"""Start and end as instants, and doubts about them."""


class Spans:
    """Reads the times of a file's records; knows the zone and the order of its dates."""

    def __init__(self, options: ReadOptions, order: DateOrder | None, inferred: str) -> None:
        """`inferred` says why the dates are read in that order; the first row tells it as a doubt."""
        self.clock = Clock(options.zone)
        self._order = order
        self._inferred = inferred

    @classmethod
    def of_table(cls, table: Table, options: ReadOptions, dated: Callable[[Cells], Dated]) -> Spans:
        """For a table whose records tell their dates by `dated`; raises DeskError for a wrong order that was given."""
        now_day = None if options.now is None else options.zone.date_of(options.now).toordinal()
        order, inferred = order_of(_dates(table, dated), options.date_order, now_day)
        return cls(options, order, inferred)

    def day(self, text: str, name: str) -> date:
        """The day of a cell; raises BadLine."""
        return day_of(text, self._order, name)

    def local(self, day: str, time: str, which: str) -> Local:
        """A local time of two cells; raises BadLine."""
        found = self.day(day, f"{which} date")
        return found, clock_of(time, f"{which} time")

    def doubts(self) -> tuple[Doubt, ...]:
        """What is to be said once of the whole file."""
        said, self._inferred = self._inferred, ""
        return (("date_order", said),) if said else ()

    def span(self, record: Dated, *, same_day: bool = False) -> Span:
        """When a record was; without an end the duration tells it. Raises BadLine.

        `same_day` is for tables with one date: an end at or before the start is the next day's.
        """
        start = self.local(record.start_day, record.start_time, "start")
        seconds = seconds_of(record.duration) if record.duration else None
        unread = record.duration if record.duration and seconds is None else ""
        end = None
        if record.end_time:
            end = self.local(record.end_day or record.start_day, record.end_time, "end")
            if same_day and end[1] < start[1] and end[0] == start[0]:
                end = end[0] + timedelta(days=1), end[1]
        started_at, ended_at, doubts = self.clock.span(start, end, seconds, unread)
        return started_at, ended_at, (*self.doubts(), *doubts)

    def whole_day(
        self, day: str, duration: str, form: Form = "hours", decimal: str | None = None
    ) -> tuple[int, int]:
        """The day (its ordinal) and the seconds of work that has no time of day; raises BadLine."""
        found = self.day(day, "date")
        if not 1970 <= found.year <= 2999:
            raise BadLine(f"date {found} lies outside the years 1970 to 2999")
        seconds = seconds_of(duration, form, decimal) if duration else None
        if seconds is None:
            said = (
                f"duration {duration!r} is no duration; accepted is 1.5 or 1:30"
                if duration
                else "has no duration"
            )
            raise BadLine(said)
        return found.toordinal(), seconds


def _dates(table: Table, dated: Callable[[Cells], Dated]) -> Iterator[Dated]:
    for _, cells in table.rows():
        if not isinstance(cells, BadLine):
            yield dated(cells)


def whole(row: ImportedRow) -> ImportedRow:
    """The row, once it is known not to last more than a day without a time of day."""
    if row.day is not None and row.seconds > 86_400:
        raise BadLine(f"has {row.seconds / 3600:.2f} hours on one day")
    return row
