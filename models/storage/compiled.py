"""How is a statement written once and asked often? peewee takes 0.2–1 ms to write one, SQLite less to answer it.

    @compiled
    def _running(agent: str) -> Any:
        return t.Entry.select(t.Entry.key).where((t.Entry.agent == agent) & t.Entry.ended_at.is_null())

    rows = _running("dana")

The function is called once for each engine, with placeholders in the place of its arguments; after that only the
values travel. What takes a list (`in_`) is given a list. Rows come as the engine has them: days and months as ISO
text, structures as JSON text, which costs nothing for columns that nobody reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import update_wrapper
from typing import Any, Generic, ParamSpec

from peewee import SQL, ColumnBase, Context

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import Month
from models.storage import tables as t

P = ParamSpec("P")
Row = tuple[Any, ...]
_MARK = "\0"


@dataclass(frozen=True, slots=True)
class _Place:
    """Which of the arguments goes here."""

    number: int


class _Given(ColumnBase):  # type: ignore[misc]
    """What stands in a query for an argument."""

    def __init__(self, number: int) -> None:
        self.place = _Place(number)

    def __sql__(self, ctx: Context) -> Context:
        """A mark in the text, and among the values the place of the argument."""
        return ctx.literal(_MARK).value(self.place, converter=False, add_param=False)


def _compile(query: Any) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """The text between the given values, and all values in order, the given ones as places."""
    sql, values = t.database.get_sql_context().sql(query).query()
    return tuple(sql.split(_MARK)), tuple(values)


def _crossing(value: object) -> object:
    """A value as the tables hold it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Month) else value


class Compiled(Generic[P]):
    """A statement with open values; it is asked by calling it with them."""

    def __init__(self, build: Callable[P, Any], count: int | None = None) -> None:
        """`build` makes the query of its arguments, all of them positional; `count` where it takes any number."""
        self._build, self._count = build, _arguments(build) if count is None else count
        self._texts: dict[type, tuple[tuple[str, ...], tuple[object, ...]]] = {}
        update_wrapper(self, build)

    def __call__(self, *given: P.args, **named: P.kwargs) -> list[Row]:
        """All rows that the values find, in memory at once."""
        rows: list[Row] = self._asked(given).fetchall()
        return rows

    def first(self, *given: P.args, **named: P.kwargs) -> Row | None:
        """The first row, None without any."""
        row: Row | None = self._asked(given).fetchone()
        return row

    def one(self, *given: P.args, **named: P.kwargs) -> Row:
        """The one row of a statement that always has one."""
        row: Row = self._asked(given).fetchone()
        return row

    def each(self, *given: P.args, **named: P.kwargs) -> Iterator[Row]:
        """The rows as they are read, none of them held."""
        yield from self._asked(given)

    def run(self, *given: P.args, **named: P.kwargs) -> int:
        """Write; how many rows that were."""
        return int(self._asked(given).rowcount)

    def _asked(self, given: Sequence[object]) -> Any:
        engine = type(t.database.obj)
        if engine not in self._texts:
            build: Callable[..., Any] = self._build
            self._texts[engine] = _compile(build(*map(_Given, range(self._count))))
        parts, values = self._texts[engine]
        return t.database.execute(SQL(*_filled(parts, values, given, t.database.param)))


def _arguments(build: Callable[..., Any]) -> int:
    return build.__code__.co_argcount


def _filled(
    parts: Sequence[str], values: Sequence[object], given: Sequence[object], mark: str
) -> tuple[str, list[object]]:
    """Text and values of one call: a list takes a mark for each of its members, an empty one matches nothing."""
    text, found, rest = [parts[0]], list[object](), iter(parts[1:])
    for known in values:
        value = given[known.number] if isinstance(known, _Place) else known
        if not isinstance(known, _Place):
            found.append(value)
        elif isinstance(value, list | tuple | set | frozenset):
            text += f"({', '.join([mark] * len(value)) or 'NULL'})", next(rest)
            found += map(_crossing, value)
        else:
            text += mark, next(rest)
            found.append(_crossing(value))
    return "".join(text), found


def compiled(build: Callable[P, Any]) -> Compiled[P]:
    """Make a statement of a function that returns a query; see above."""
    return Compiled(build)


def plain_rows(query: Any) -> Iterator[Row]:
    """The rows of a query that is written anew each time, as the engine has them, as they are read."""
    yield from t.database.execute(query)
