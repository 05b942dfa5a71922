"""An import is all or nothing, is one step of undo, counts in the ledger, and adds nothing the second time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.book.ledgers import ledger_json
from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.values import Imported
from models.importers.base import ImportedRow, Problem
from models.importers.mapping import Mapping
from models.importers.planning.fates import Counts
from models.importers.planning.plan import ImportPlan, plan_import
from models.importers.planning.planner import Wishes
from models.queries.ledger.ledgers import Ledgers
from models.queries.time.imports import OpenedDesk, has_old_imports, read_known
from models.services.history.undo import undo
from models.services.month_end.months import close_month
from models.services.time.entries import edit_entry
from models.services.time.imports import write_import
from models.storage import tables as t
from models.storage.rows.reading import read_entries
from tests.opened import at, contract, monthly, opened, small_book
from tests.statements import statements

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
    return ImportedRow(number, at(start), at(end), agent=agent, client=client)


ROWS = (
    row(2, "2026-01-20T09:00", "2026-01-20T10:00"),
    row(3, "2026-03-02T09:00", "2026-03-02T15:30"),
    row(4, "2026-03-03T09:00", "2026-03-03T10:00", client="Odd [/]", agent="Zoe"),
)


def plan(
    create: bool = True, found: tuple[ImportedRow | Problem, ...] = ROWS, update: bool = False
) -> ImportPlan:
    wishes = Wishes("toggl", "TG", create, update, NOW)
    return plan_import(found, Mapping(), read_known(), OpenedDesk(), wishes)


def count(table: type[t.Table]) -> int:
    return int(table.select().count())


def test_what_the_plan_shows_is_written() -> None:
    done = write_import(plan(), NOW, "dana", "report.csv")
    assert (done.entries, done.late, done.agents, done.clients) == (3, 1, ("zoe",), ("odd",))
    late, *others = read_entries()
    assert late.imported is not None
    named = replace(late.imported, print=None)
    assert (named, late.late_in) == (Imported("toggl", f"dana@{at('2026-01-20T09:00')}"), Month(2026, 2))
    assert [(entry.client, entry.agent) for entry in others] == [("acme", "dana"), ("odd", "zoe")]
    ledgers = Ledgers()
    assert ledger_json(ledgers.document("acme", Month(2026, 2)))["minutes"]["late_accounted"] == 60
    assert ledger_json(ledgers.document("acme", Month(2026, 3)))["minutes"]["overage"] == 90
    assert ledgers.derived == []


def test_a_second_import_adds_nothing_and_leaves_no_trace() -> None:
    write_import(plan(), NOW, "dana", "report.csv")
    before = count(t.Change), count(t.Entry)
    again = plan()
    assert again.counts == Counts(exists=3)
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
        write_import(plan(found=(*ROWS, *problems)), NOW, "dana", "report.csv", stop_on_bad=True)
    assert (count(t.Entry), count(t.Client)) == (0, 2)
    assert write_import(plan(found=(*ROWS, *problems)), NOW, "dana", "report.csv").entries == 3


def test_nothing_is_half_written() -> None:
    ready = plan()
    t.Client.insert(key="odd", name="Came first").execute()
    with pytest.raises(DeskError, match="has changed since the file was looked at"):
        write_import(ready, NOW, "dana", "report.csv")
    assert (count(t.Entry), count(t.Agent)) == (0, 1)


def test_the_desk_is_read_in_a_fixed_number_of_statements() -> None:
    def sent() -> int:
        with statements() as seen:
            plan()
        return len(seen)

    few = sent()
    t.Client.insert_many([{"key": f"c{number}", "name": f"C {number}"} for number in range(50)]).execute()
    assert sent() == few


def test_found_4_3_a_row_that_was_corrected_at_the_source_is_kept_or_taken() -> None:
    write_import(plan(), NOW, "dana", "report.csv")
    corrected = (ROWS[0], replace(ROWS[1], note="corrected"), ROWS[2])
    kept = plan(found=corrected)
    assert kept.counts == Counts(exists=2, changed=1)
    (changed,) = [fate for fate in kept.fates() if fate.outcome == "changed"]
    assert changed.reason.startswith("was changed at the source: note; kept as it is here (TG-")
    taken = plan(found=corrected, update=True)
    assert taken.counts == Counts(exists=2, update=1)
    done = write_import(taken, NOW, "dana", "report.csv")
    assert (done.entries, done.updated) == (0, 1)
    assert [entry.note for entry in read_entries()] == ["", "corrected", ""]
    assert plan(found=corrected).counts == Counts(exists=3)
    assert undo(NOW + 1, "dana") == "Imported 1 entry from report.csv"
    assert plan(found=corrected).counts == Counts(exists=2, changed=1)


def test_what_was_edited_here_is_no_change_of_the_source() -> None:
    write_import(plan(), NOW, "dana", "report.csv")
    (entry,) = [entry for entry in read_entries() if entry.client == "odd"]
    edit_entry(replace(entry, note="said better", imported=None), NOW, "dana")
    assert plan(update=True).counts == Counts(exists=3)


def test_an_update_leaves_closed_months_alone() -> None:
    write_import(plan(), NOW, "dana", "report.csv")
    close_month(Month(2026, 2), NOW, "dana")
    corrected = (replace(ROWS[0], note="corrected"), *ROWS[1:])
    (fate, *_) = plan(found=corrected, update=True).fates()
    assert fate.outcome == "changed"
    assert "its month is closed" in fate.reason


def test_what_comes_in_overlaps_nothing_once_it_is_cut() -> None:
    write_import(plan(), NOW, "dana", "report.csv")
    more = (row(2, "2026-03-02T08:00", "2026-03-02T09:30"), row(3, "2026-03-02T15:00", "2026-03-02T15:20"))
    wishes = Wishes("clockify", "CL", now=NOW)
    asked = plan_import(more, Mapping(), read_known(), OpenedDesk(), wishes)
    assert asked.counts == Counts(unmapped=2)
    assert asked.doubts == {"overlap": 2}
    cut = plan_import(more, Mapping().decided("overlap", "cut"), read_known(), OpenedDesk(), wishes)
    assert cut.counts == Counts(add=1, skipped=1)
    (entry,) = cut.entries
    assert (entry.started_at, entry.ended_at) == (at("2026-03-02T08:00"), at("2026-03-02T09:00"))


def test_entries_of_version_one_are_known_again() -> None:
    old = replace(ROWS[1], old_key="TG-0123456789")
    write_import(plan(), NOW, "dana", "report.csv")
    t.Entry.update(key="TG-0123456789", imported_tool=None, imported_id=None, imported_print=None).where(
        t.Entry.started_at == old.started_at
    ).execute()
    assert has_old_imports("TG-")
    assert plan(found=(old,)).counts == Counts(exists=1)
    assert plan(found=(replace(old, note="else"),)).counts == Counts(changed=1)
