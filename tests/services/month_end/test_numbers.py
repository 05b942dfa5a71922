"""Does a statement's number stay, whatever is undone, reopened and closed again? (FOUND 2.4, RULES 6.4, 6.5)"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.exporters.statements.files import file_name
from models.queries.history.undo_questions import read_next_redo, read_next_undo
from models.queries.month_end.statements import read_statement
from models.queries.overview.closed_health import broken_seals, changed_statements
from models.services.history.undo import redo, undo
from models.services.month_end.months import close_month, reopen_month
from models.services.time.entries import alter_entries, delete_entries, edit_entry
from models.storage import tables as t
from models.storage.reading import read_entry
from tests.opened import at, contract, entry, monthly, opened, small_book

JANUARY = Month(2026, 1)
NOW = at("2026-02-03T10:00")


def desk() -> dict[str, object]:
    found = small_book(
        contracts=[contract("care", allowances=[monthly("5:00")])],
        entries=[
            entry("E-1", "2026-01-10T10:00", "2026-01-10T11:00"),
            entry("E-2", "2026-01-11T10:00", "2026-01-11T11:00", client="beta"),
            *(entry(f"N-{n}", f"2026-02-{n:02d}T10:00", f"2026-02-{n:02d}T11:00") for n in range(1, 3)),
        ],
    )
    found["clients"].append({"key": "beta", "name": "Beta"})
    return found


def issued() -> list[tuple[int, int, str]]:
    rows = t.Statement.select(t.Statement.number, t.Statement.version, t.Statement.client)
    return list(rows.order_by(t.Statement.number, t.Statement.version).tuples())


def _undo() -> None:
    undo(NOW, "dana", "dana")


def _reopen() -> None:
    reopen_month(JANUARY, "look again", NOW, "dana")


@pytest.mark.parametrize("take_back", [_undo, _reopen])
def test_found_2_4_a_number_stays_and_only_what_changed_is_version_two(
    tmp_path: Path, take_back: Callable[[], None]
) -> None:
    with opened(tmp_path, desk()):
        close_month(JANUARY, NOW, "dana")
        first = issued()
        assert [(client, number, version) for number, version, client in first] == [
            ("acme", 1, 1),
            ("beta", 2, 1),
        ]
        take_back()
        assert issued() == first
        close_month(JANUARY, NOW + 60, "dana")
        assert issued() == first
        assert read_statement("acme", JANUARY).header.version == 1
        take_back()
        edit_entry(replace(read_entry("E-1"), ended_at=at("2026-01-10T12:00")), NOW, "dana")
        close_month(JANUARY, NOW + 120, "dana")
        assert issued() == [(1, 1, "acme"), (1, 2, "acme"), (2, 1, "beta")]
        now, before = read_statement("acme", JANUARY), read_statement("acme", JANUARY, version=1)
        assert (now.header.number, now.header.version) == (1, 2)
        assert file_name(before, "pdf") == "2026-01-acme-1.pdf"
        assert file_name(now, "pdf") == "2026-01-acme-1-v2.pdf"
        assert [*broken_seals(), *changed_statements()] == []


def test_found_2_4_a_client_of_whom_nothing_is_left_gets_an_empty_version_two(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        close_month(JANUARY, NOW, "dana")
        _undo()
        delete_entries(["E-2"], NOW, "dana")
        close_month(JANUARY, NOW + 60, "dana")
        assert issued() == [(1, 1, "acme"), (2, 1, "beta"), (2, 2, "beta")]
        assert read_statement("beta", JANUARY).is_empty
        assert [*broken_seals(), *changed_statements()] == []


def test_found_2_4_a_client_that_comes_in_later_gets_the_next_number(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        delete_entries(["E-2"], NOW, "dana")
        close_month(JANUARY, NOW, "dana")
        _undo()
        _undo()
        close_month(JANUARY, NOW + 60, "dana")
        assert issued() == [(1, 1, "acme"), (2, 1, "beta")]


def test_found_2_4_undo_and_redo_of_a_close_are_asked_about(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        close_month(JANUARY, NOW, "dana")
        asked = read_next_undo("dana")
        assert asked is not None
        assert asked.asks[0].startswith("January 2026 is open again, for everybody")
        assert asked.asks[1].startswith("Statements 1 to 2 were issued and keep their numbers")
        undo(NOW, "dana", "dana", expected=asked.id)
        again = read_next_redo("dana")
        assert again is not None
        assert again.asks == ("January 2026 is closed again: its figures never move from then on.",)
        redo(NOW, "dana", "dana")
        reopen_month(JANUARY, "why", NOW, "dana")
        reopened = read_next_undo("dana")
        assert reopened is not None
        assert reopened.asks == ("January 2026 is closed again: its figures never move from then on.",)


def test_found_2_4_what_is_light_is_not_asked_and_what_is_much_is(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        edit_entry(replace(read_entry("N-1"), note="x"), NOW, "dana")
        light = read_next_undo("dana")
        assert light is not None
        assert light.asks == ()
        book = [f"M-{number}" for number in range(12)]
        from models.services.time.entries import add_entry

        for number, key in enumerate(book):
            start = at(f"2026-02-02T{number + 8:02d}:00")
            add_entry(replace(read_entry("N-1"), key=key, started_at=start, ended_at=start + 60), NOW, "dana")
        alter_entries(book, {"note": "much"}, NOW, "dana", "Changed 12 entries")
        much = read_next_undo("dana")
        assert much is not None
        assert much.asks == ("It wrote 12 entries changed: all of that is undone at once.",)
        assert read_next_undo("eli") is None
        assert read_next_redo("eli") is None


def test_found_2_4_another_change_than_the_one_asked_about_is_not_undone(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        close_month(JANUARY, NOW, "dana")
        asked = read_next_undo("dana")
        assert asked is not None
        edit_entry(replace(read_entry("N-1"), note="x"), NOW, "dana")
        with pytest.raises(DeskError, match="was done meanwhile; nothing is undone"):
            undo(NOW, "dana", "dana", expected=asked.id)
