"""Which versions of statements has an accounting program got already, and which are still to be handed over?

A mark is kept for each program and month: the versions of each number, in the order in which they went. Each version
goes once, the first as a whole, a later one as what differs from the one before it (RULES 16).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.domain.basics.errors import InvalidValue, NotFound
from models.domain.basics.months import Month
from models.exporters.statements.statement import Statement
from models.queries.month_end.marks import Marks, marks_name, read_marks
from models.queries.month_end.statements import read_statement, read_statements
from models.storage import tables as t
from models.storage.expressions import statements_of
from models.storage.rows.reading import check_client, read_closed_through


@dataclass(frozen=True, slots=True)
class HandOver:
    """A version to hand over; `before` is the one that went earlier, None where the whole goes.

    `problem` says why a version cannot go: then neither of the two is looked at.
    """

    statement: Statement
    before: Statement | None = None
    problem: str = ""

    @property
    def sent(self) -> Sent:
        """What is to be marked when it has gone."""
        header = self.statement.header
        return Sent(header.month, header.number or 0, header.version or 0)


@dataclass(frozen=True, slots=True)
class Sent:
    """A version of a statement that went to a program."""

    month: Month
    number: int
    version: int


def check_names(clients: Iterable[str], work_types: Iterable[str]) -> None:
    """Refuse keys of a mapping that this desk does not know; raises InvalidValue with the first of them."""
    for section, names, table in (("contacts", clients, t.Client), ("work_types", work_types, t.WorkType)):
        known = {key for (key,) in table.select(table.key).tuples()}
        for name in names:
            if name not in known:
                raise InvalidValue(f'{section}."{name}"', "is not known; accepted are keys of this desk")


def read_handovers(
    program: str,
    first: Month | None = None,
    last: Month | None = None,
    client: str | None = None,
    *,
    again: bool = False,
) -> Iterator[HandOver]:
    """What is to be handed over of the closed months from `first` to `last`, by month and client, as it is asked for.

    `again` gives what went before, too. Raises NotFound for an unknown client at once.
    """
    if client is not None:
        check_client(client)
    months = _months(first, last)
    return (found for month in months for found in _of_month(program, month, client, again))


def _months(first: Month | None, last: Month | None) -> list[Month]:
    """The closed months in which a statement was issued."""
    closed, s = read_closed_through(), t.Statement
    rows = s.select(s.month).distinct().order_by(s.month).tuples()
    return [
        month
        for (month,) in rows
        if closed is not None
        and month <= closed
        and (first is None or month >= first)
        and (last is None or month <= last)
    ]


def _of_month(program: str, month: Month, client: str | None, again: bool) -> Iterator[HandOver]:
    marks = read_marks(program, month)
    if not again and not _pending(month, marks, client):
        return
    found = read_statements(month) if client is None else (read_statement(client, month),)
    for statement in found:
        yield from _versions(statement, marks, again)


def _pending(month: Month, marks: Marks, client: str | None) -> bool:
    """Whether the newest version of any statement has no mark yet."""
    s = t.Statement
    query = s.select(s.number, s.version).where(statements_of(month))
    if client is not None:
        query = query.where(s.client == client)
    newest: dict[int, int] = {}
    for number, version in query.tuples():
        newest[number] = max(version, newest.get(number, 0))
    return any(version not in marks.get(str(number), ()) for number, version in newest.items())


def _versions(statement: Statement, marks: Marks, again: bool) -> Iterator[HandOver]:
    number, newest = statement.header.number, statement.header.version
    if number is None or newest is None:
        return
    gone = sorted(set(marks.get(str(number), ())) - {newest})
    done = newest in marks.get(str(number), ())
    if done and not again:
        return
    for position, version in enumerate([*gone, newest]):
        if version == newest or again:
            yield _handover(statement, version, gone[position - 1] if position else None)


def _handover(newest: Statement, version: int, before: int | None) -> HandOver:
    header = newest.header
    try:
        found = newest if version == header.version else _version(newest, version)
        return HandOver(found, None if before is None else _version(newest, before))
    except NotFound as error:
        number = f"No. {header.number}, {header.client_name}"
        return HandOver(newest, problem=f"{number}: {error}; enter the difference by hand")


def _version(newest: Statement, version: int) -> Statement:
    return read_statement(newest.header.client, newest.header.month, version=version)


def marked(program: str, sent: Iterable[Sent]) -> dict[str, dict[str, list[int]]]:
    """The settings to keep when these have been handed over, by name: earlier marks and the new ones."""
    by_month: dict[Month, dict[str, list[int]]] = {}
    for each in sent:
        marks = by_month.setdefault(each.month, read_marks(program, each.month))
        versions = marks.setdefault(str(each.number), [])
        if each.version not in versions:
            versions.append(each.version)
    return {marks_name(program, month): marks for month, marks in by_month.items()}
