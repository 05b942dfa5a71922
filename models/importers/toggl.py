"""What did Toggl Track record? Reads the CSV of its Detailed report.

The report's local times belong to one zone, which the caller states; a time that the zone skips is reported, one that
it repeats is told apart by the Duration column, and a doubt is said, never hidden. A row is known by whom, when and
what it says, not by its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from models.domain.basics.errors import DeskError
from models.domain.basics.text import shown
from models.domain.basics.wallclock import gap_around, instants_of
from models.domain.basics.zone import Zone
from models.importers.base import (
    BadLine,
    ImportedRow,
    Parsed,
    Problem,
    checked,
    decode,
    identity,
    tidy,
    tidy_name,
)
from models.importers.csvtext import Record, read_records

DateOrder = Literal["dmy", "mdy"]

_ALIASES = {"member": "user", "tag": "tags", "stop date": "end date", "stop time": "end time"}
_COLUMNS = frozenset(
    (
        *("user", "email", "client", "project", "task", "description", "billable"),
        *("start date", "start time", "end date", "end time", "duration", "tags"),
    )
)
_ISO_DATE = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", re.ASCII)
_DOTTED = re.compile(r"(?P<d>\d\d?)\.(?P<m>\d\d?)\.(?P<y>\d{4})", re.ASCII)
_SLASHED = {
    "dmy": re.compile(r"(?P<d>\d\d?)[/-](?P<m>\d\d?)[/-](?P<y>\d{4})", re.ASCII),
    "mdy": re.compile(r"(?P<m>\d\d?)[/-](?P<d>\d\d?)[/-](?P<y>\d{4})", re.ASCII),
}
_TIME = re.compile(r"(\d\d?):(\d\d)(?::(\d\d))?(?:\s?([ap])\.?m\.?)?", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(r"(\d{1,5}):([0-5]\d):([0-5]\d)", re.ASCII)
_YES, _NO = frozenset(("yes", "true", "1", "billable")), frozenset(("no", "false", "0", "non-billable"))

_Cells = dict[str, str]


def parse(data: bytes, zone: Zone, date_order: DateOrder | None = None) -> Parsed:
    """Rows and problems of a Detailed report whose times are local in `zone`.

    Dates are YYYY-MM-DD or DD.MM.YYYY; slashes need `date_order`, since 03/02/2026 could be either. Raises
    DeskError when the file is empty, a needed column is missing, or a column stands twice.
    """
    text = decode(data)
    separator = _separator(text)
    records = read_records(text, separator)
    header = next(records, Record(1))
    columns = _columns(header)
    rows: list[ImportedRow] = []
    problems: list[Problem] = []
    for record in records:
        try:
            rows.append(_row(_cells(record, header, columns), record.line, zone, date_order))
        except BadLine as error:
            problems.append(Problem(record.line, str(error)))
    return tuple(_without_twins(rows, problems)), tuple(sorted(problems, key=lambda problem: problem.line))


def _separator(text: str) -> str:
    """The one of `,`, `;` and tab that finds the most known columns in the first line."""

    def known(separator: str) -> int:
        first = next(read_records(text, separator), Record(1))
        return len(_COLUMNS & set(map(_column, first.fields)))

    return max(",;\t", key=known)


def _column(title: str) -> str:
    name = tidy_name(title).casefold()
    return _ALIASES.get(name, name)


def _columns(header: Record) -> dict[str, int]:
    names = [_column(title) for title in header.fields]
    for name in names:
        if name in _COLUMNS and names.count(name) > 1:
            raise DeskError(
                f"line {header.line}: the column {name.capitalize()} stands twice; accepted is once"
            )
    columns = {name: at for at, name in enumerate(names) if name in _COLUMNS}
    needed = ["start date", "start time"]
    if "duration" not in columns:
        needed += ["end date", "end time"]
    missing = [name.capitalize() for name in needed if name not in columns]
    if missing:
        raise DeskError(
            f"line {header.line}: the columns {', '.join(missing)} are missing; "
            "accepted is the CSV of Toggl's Detailed report"
        )
    return columns


def _cells(record: Record, header: Record, columns: dict[str, int]) -> _Cells:
    if record.broken:
        raise BadLine(record.broken)
    if record.fields == header.fields:
        raise BadLine("is the header again")
    if len(record.fields) != len(header.fields):
        raise BadLine(f"has {len(record.fields)} columns; the header has {len(header.fields)}")
    return {name: record.fields[at] for name, at in columns.items()}


def _row(cells: _Cells, line: int, zone: Zone, order: DateOrder | None) -> ImportedRow:
    names = {key: tidy_name(cells.get(key, "")) for key in _COLUMNS if key != "description"}
    note = tidy(cells.get("description", ""))
    start = _local(names, "start", order)
    seconds = _seconds(names["duration"])
    end = _local(names, "end", order) if names["end date"] or names["end time"] else None
    started_at, ended_at, doubt = _span(start, end, seconds, zone)
    who = names["email"].casefold() or names["user"].casefold()
    what = (who, str(start), str(end or seconds), names["client"], names["project"], names["task"], note)
    return checked(
        ImportedRow(
            line=line,
            external_id=identity("TG", what),
            started_at=started_at,
            ended_at=ended_at,
            agent=names["user"],
            email=names["email"],
            client=names["client"],
            project=names["project"],
            task=names["task"],
            tags=_tags(names["tags"]),
            note=note,
            billable=_billable(names["billable"]),
            doubt=doubt,
        )
    )


def _without_twins(rows: Iterable[ImportedRow], problems: list[Problem]) -> Iterable[ImportedRow]:
    """Rows that say the same as an earlier one are reported: nobody does the same thing twice at once."""
    seen: dict[str, int] = {}
    for row in rows:
        first = seen.setdefault(row.external_id, row.line)
        if first == row.line:
            yield row
        else:
            problems.append(Problem(row.line, f"says the same as line {first}; only that one is imported"))


def _local(names: _Cells, which: str, order: DateOrder | None) -> datetime:
    date_text, time_text = names[f"{which} date"], names[f"{which} time"]
    day = _ISO_DATE.fullmatch(date_text) or _DOTTED.fullmatch(date_text)
    if day is None and order:
        day = _SLASHED[order].fullmatch(date_text)
    clock = _TIME.fullmatch(time_text)
    try:
        if day and clock:
            # A wall clock; its zone is applied by _span.
            hour, minute, second = _hour(int(clock[1]), clock[4]), int(clock[2]), int(clock[3] or 0)
            return datetime(int(day["y"]), int(day["m"]), int(day["d"]), hour, minute, second)  # noqa: DTZ001 - wall clock
    except ValueError:
        pass
    if day is None and order is None and _SLASHED["dmy"].fullmatch(date_text):
        raise BadLine(
            f"{which} date {shown(date_text)} could be day or month first; say which, or use YYYY-MM-DD"
        )
    raise BadLine(
        f"{which} {shown(f'{date_text} {time_text}'.strip())} is no time; accepted is YYYY-MM-DD and HH:MM:SS"
    )


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(f"{hour} {half}m")
    return hour % 12 + (12 if half in "pP" else 0)


def _seconds(text: str) -> int | None:
    if not text:
        return None
    match = _DURATION.fullmatch(text)
    if match is None:
        raise BadLine(f"duration {shown(text)} is no duration; accepted is HH:MM:SS")
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3])


def _span(start: datetime, end: datetime | None, seconds: int | None, zone: Zone) -> tuple[int, int, str]:
    """Start and end as instants, and a doubt if the zone repeats a time or the duration says otherwise."""
    starts = _instants(start, "start", zone)
    if end is None:
        if seconds is None:
            raise BadLine("has neither an end nor a duration")
        doubt = f"{start:%H:%M} comes twice that day, taken as the first" if len(starts) > 1 else ""
        return starts[0], starts[0] + seconds, doubt
    pairs = [(one, two) for one in starts for two in _instants(end, "end", zone)]
    fitting = [pair for pair in pairs if seconds is not None and abs(pair[1] - pair[0] - seconds) <= 1]
    if len(fitting) == 1 or (len(pairs) == 1 and seconds is None):
        return (*(fitting or pairs)[0], "")
    if len(pairs) > 1:
        later = [pair for pair in fitting or pairs if pair[1] > pair[0]] or pairs
        return (*later[0], "the clock is set back in these hours; taken as the first of the two")
    span = pairs[0][1] - pairs[0][0]
    return (
        *pairs[0],
        f"the times are {timedelta(seconds=span)} apart, the duration is {timedelta(seconds=seconds or 0)}",
    )


def _instants(local: datetime, which: str, zone: Zone) -> tuple[int, ...]:
    if not 1970 <= local.year <= 2999:
        raise BadLine(f"{which} {local.date()} lies outside the years 1970 to 2999")
    instants = instants_of(local, zone)
    if not instants:
        leaves, lands = gap_around(local, zone)
        raise BadLine(
            f"{which} {local:%Y-%m-%d %H:%M} does not exist in {zone.name}: the clock goes from "
            f"{leaves:%H:%M} to {lands:%H:%M}; is the report in another zone?"
        )
    return instants


def _tags(text: str) -> tuple[str, ...]:
    return tuple(sorted({tag.strip() for tag in text.split(",") if tag.strip()}))


def _billable(text: str) -> bool | None:
    word = text.casefold()
    return True if word in _YES else False if word in _NO else None
