"""An import is all or nothing, is one step of undo, counts in the ledger, and adds nothing the second time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.book.ledgers import ledger_json
from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.importers.base import ImportedRow, Problem
from models.importers.mapping import Mapping
from models.importers.plan import ImportPlan, plan_import
from models.queries.ledger.ledgers import Ledgers
from models.queries.time.imports import read_imported_keys, read_known
from models.services.history.undo import undo
from models.services.time.imports import write_import
from models.storage import tables as t
from models.storage.reading import read_entries
from tests.opened import at, contract, monthly, opened, small_book

NOW = at("2026-03-31T12:00")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path) -> Iterator[None]:
    book = small_book(
        contracts=[contract("plan", allowances=[monthly("5:00")])],
        clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "globex", "name": "Globex"}],
        closed_months=["2026-01"],
    )
    with opened(tmp_path, book, NOW):
        yield


def row(number: int, start: str, end: str, client: str = "Acme Ltd", agent: str = "Dana") -> ImportedRow:
    return ImportedRow(number, f"TG-{number}", at(start), at(end), agent=agent, client=client)


ROWS = (
    row(2, "2026-01-20T09:00", "2026-01-20T10:00"),
    row(3, "2026-03-02T09:00", "2026-03-02T15:30"),
    row(4, "2026-03-03T09:00", "2026-03-03T10:00", client="Odd [/]", agent="Zoe"),
)


def plan(create: bool = True, problems: tuple[Problem, ...] = ()) -> ImportPlan:
    keys = read_imported_keys("TG-")
    return plan_import(ROWS, problems, Mapping(), read_known(), keys, create_missing=create, now=NOW)


def count(table: type[t.Table]) -> int:
    return int(table.select().count())


def test_what_the_plan_shows_is_written() -> None:
    done = write_import(plan(), NOW, "dana", "report.csv")
    assert (done.entries, done.late, done.agents, done.clients) == (3, 1, ("zoe",), ("odd",))
    late, *others = read_entries()
    assert (late.key, late.late_in) == ("TG-2", Month(2026, 2))
    assert [(entry.key, entry.client, entry.agent) for entry in others] == [
        ("TG-3", "acme", "dana"),
        ("TG-4", "odd", "zoe"),
    ]
    ledgers = Ledgers()
    assert ledger_json(ledgers.document("acme", Month(2026, 2)))["minutes"]["late_accounted"] == 60
    assert ledger_json(ledgers.document("acme", Month(2026, 3)))["minutes"]["overage"] == 90
    assert ledgers.derived == []


def test_a_second_import_adds_nothing_and_leaves_no_trace() -> None:
    write_import(plan(), NOW, "dana", "report.csv")
    before = count(t.Change), count(t.Entry)
    again = plan()
    assert again.counts == (0, 3, 0, 0)
    assert write_import(again, NOW, "dana", "report.csv").entries == 0
    assert (count(t.Change), count(t.Entry)) == before


def test_an_import_is_one_step_of_undo() -> None:
    write_import(plan(), NOW, "dana", "report.csv")
    assert undo(NOW + 1, "dana") == "Imported 3 entries from report.csv"
    assert (count(t.Entry), count(t.Agent), count(t.Client)) == (0, 1, 2)
    assert plan().counts.add == 3


def test_a_bad_line_stops_everything_only_when_asked() -> None:
    problems = tuple(Problem(line, "is broken") for line in range(10, 17))
    with pytest.raises(
        DeskError, match=r"7 lines are bad: line 10 is broken; .*line 14 is broken \(and 2 more\)"
    ):
        write_import(plan(problems=problems), NOW, "dana", "report.csv", stop_on_bad=True)
    assert (count(t.Entry), count(t.Client)) == (0, 2)
    assert write_import(plan(problems=problems), NOW, "dana", "report.csv").entries == 3


def test_nothing_is_half_written() -> None:
    ready = plan()
    t.Client.insert(key="odd", name="Came first").execute()
    with pytest.raises(DeskError, match="has changed since the file was looked at"):
        write_import(ready, NOW, "dana", "report.csv")
    assert (count(t.Entry), count(t.Agent)) == (0, 1)


def test_the_desk_is_read_in_a_fixed_number_of_statements() -> None:
    def statements() -> int:
        seen: list[str] = []
        t.database.connection().set_trace_callback(seen.append)
        read_known()
        read_imported_keys("TG-")
        t.database.connection().set_trace_callback(None)
        return len(seen)

    few = statements()
    t.Client.insert_many([{"key": f"c{number}", "name": f"C {number}"} for number in range(50)]).execute()
    assert statements() == few


def test_only_keys_of_the_source_count_as_imported() -> None:
    write_import(plan(), NOW, "dana", "report.csv")
    assert read_imported_keys("TG-") == {"TG-2", "TG-3", "TG-4"}
    assert read_imported_keys("TW-") == frozenset()
