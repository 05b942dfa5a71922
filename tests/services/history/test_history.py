"""Undo and redo: everything can be taken back, nothing of anybody else's work with it."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.book.contracts import parse_contract
from models.book.ledgers import ledger_json
from models.domain.basics.errors import DeskError, MonthClosed
from models.domain.basics.months import Month
from models.domain.values import Entry
from models.queries.history.trail import ROWS_SHOWN, Kind, read_history, read_record_history
from models.queries.ledger.ledgers import Ledgers
from models.services.contracts.charges import create_absence, create_charge, delete_absence, delete_charge
from models.services.contracts.contracts import create_contract
from models.services.contracts.plans import create_plan
from models.services.core.changes import change
from models.services.core.month_records import derive_through
from models.services.desk.catalogue import create_client, edit_client, edit_desk
from models.services.desk.removal import archive, remove
from models.services.history.undo import redo, undo
from models.services.month_end.months import close_month, mark_reviewed, reopen_month
from models.services.time.absence import sign_of_life
from models.services.time.entries import (
    add_entry,
    alter_entries,
    delete_entries,
    edit_entry,
    merge_entries,
    split_entry,
)
from models.services.time.timer import (
    TimerStart,
    discard_timer,
    start_timer,
    stop_timer,
    switch_timer,
)
from models.storage import tables as t
from models.storage.database import open_database
from models.storage.plain_text import to_json as dump_json
from models.storage.rows.images import read_images
from models.storage.rows.reading import read_closed_through, read_desk, read_entry
from tests.deeds import add_rate, undoable
from tests.opened import at, contract, entry, monthly, opened, small_book
from tests.texts import dump_text, stored_book

NOW = at("2026-03-10T12:00")
JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)


def desk_book() -> dict[str, Any]:
    """Two agents, two clients, a retainer, work in January and March, a running timer of eli's."""
    return small_book(
        agents=[{"key": "dana", "name": "Dana"}, {"key": "eli", "name": "Eli"}],
        tiers=[{"key": "gold", "name": "Gold"}],
        clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "beta", "name": "Beta"}],
        contracts=[
            contract("k1", allowances=[monthly("5:00", rollover={"periods": 1})], rates={"*": "70.00"})
        ],
        requests=[
            {"key": "R-1", "client": "acme", "subject": "Form", "reported_at": "2026-03-02T09:00:00Z"},
        ],
        entries=[
            entry("E-1", "2026-01-12T10:00", "2026-01-12T12:00"),
            entry("E-2", "2026-03-02T10:00", "2026-03-02T11:00"),
            entry("E-3", "2026-03-02T11:00", "2026-03-02T11:30"),
            {"key": "E-4", "agent": "eli", "client": "acme", "work_type": "design"}
            | {"started_at": "2026-03-10T11:00:00Z"},
        ],
        charges=[
            {"key": "C-1", "client": "acme", "date": "2026-03-05", "description": "Page", "quantity": 1}
            | {"unit_price": "12.00"}
        ],
    )


def snapshot() -> dict[str, list[Any]]:
    """Every row that people made, as it stands."""
    found = {}
    for table in t.ALL:
        name = table._meta.table_name
        if table in (t.Change, t.ChangeRow, t.Setting, t.Statement, *t.MONEY.values()):
            continue  # what was issued stays issued (RULES 6.5); money is part of the rows it belongs to
        primary = table._meta.primary_key
        rows = table.select(primary)
        if table is t.MonthRecord:
            rows = rows.where(table.frozen)
        drop = {"alive_at"} | ({"id"} if table is t.MonthRecord else set())
        images = read_images(table, tuple(key for (key,) in rows.tuples()))
        rows = [{k: v for k, v in row.items() if k not in drop} for row in images]
        found[name] = sorted(rows, key=repr)
    return found


def bulk() -> None:
    alter_entries(["E-2", "E-3"], {"work_type": "design", "note": "both"}, NOW, "dana", "Changed two entries")


def with_derived_records() -> None:
    create_client({"name": "Gamma"}, NOW, "dana")
    derive_through(FEBRUARY)


DEEDS: dict[str, Callable[[], Any]] = {
    "start": lambda: start_timer(TimerStart("dana", "beta"), NOW),
    "stop": lambda: stop_timer("eli", NOW),
    "switch": lambda: switch_timer(TimerStart("eli", "beta"), NOW),
    "discard": lambda: discard_timer("eli", NOW),
    "edit": lambda: edit_entry(replace(read_entry("E-2"), client="beta", note="x"), NOW, "dana"),
    "delete": lambda: delete_entries(["E-2", "E-1"], NOW, "dana"),
    "delete newest": lambda: delete_entries(["E-4"], NOW, "dana"),
    "bulk": bulk,
    "split": lambda: split_entry("E-2", at("2026-03-02T10:20"), NOW, "dana"),
    "merge": lambda: merge_entries(["E-2", "E-3"], NOW, "dana"),
    "charge": lambda: delete_charge("C-1", NOW, "dana"),
    "client": with_derived_records,
    "client edited": lambda: edit_client("acme", {"name": "ACME", "tier": "gold", "notes": "n"}, NOW, "dana"),
    "client removed": lambda: remove("client", "beta", NOW, "dana"),
    "agent archived": lambda: archive("agent", "dana", NOW, "dana"),
    "absence": lambda: create_absence({"agent": "eli", "first": "2026-03-12"}, NOW, "dana"),
    "rate": lambda: add_rate("design", {"from": "2026-03-01", "rate": "95.00"}, NOW, "dana"),
    "desk": lambda: edit_desk(
        {"name": "D", "timezone": "Europe/Paris", "currency": "GBP", "holidays": "FR"}, NOW, "dana"
    ),
    "plan": lambda: create_plan({"name": "Silver", "kind": "block", "hours": "5:00"}, NOW, "dana"),
    "contract": lambda: create_contract(
        parse_contract(contract("k2", starts="2027-01-01", ends="2027-12-31", renews="k1"), read_desk()),
        NOW,
        "dana",
    ),
    "review": lambda: mark_reviewed("acme", JANUARY, True, NOW, "dana"),
    "close": lambda: close_month(JANUARY, NOW, "dana"),
    "close two at once": lambda: close_month(FEBRUARY, NOW, "dana"),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_everything_is_taken_back_and_done_again(tmp_path: Path, deed: Callable[[], Any]) -> None:
    with opened(tmp_path, desk_book()):
        before, ledger = snapshot(), ledger_json(Ledgers().document("acme", Month(2026, 3)))
        deed()
        after = snapshot()
        assert after != before
        derive_through(Month(2026, 4))
        title = undo(NOW, "dana")
        assert snapshot() == before
        assert ledger_json(Ledgers().document("acme", Month(2026, 3))) == ledger
        derive_through(Month(2026, 4))
        assert redo(NOW, "dana") == title
        assert snapshot() == after
        assert undo(NOW, "eli") == title
        assert snapshot() == before


def test_reopening_is_taken_back_with_its_late_work(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        close_month(JANUARY, NOW, "dana")
        late = Entry("E-9", "dana", "maintenance", at("2026-01-30T10:00"), at("2026-01-30T13:00"), "acme")
        add_entry(late, NOW, "dana")
        closed = snapshot()
        reopen_month(JANUARY, "a mistake", NOW, "dana")
        reopened = snapshot()
        assert read_entry("E-9").late_in is None
        assert undo(NOW, "dana") == "Reopened 2026-01: a mistake"
        assert snapshot() == closed
        assert read_entry("E-9").late_in == FEBRUARY
        assert redo(NOW, "dana") == "Reopened 2026-01: a mistake"
        assert snapshot() == reopened
        assert [undo(NOW, "dana") for _ in range(3)][1:] == ["Added time for acme", "Closed 2026-01"]
        assert read_closed_through() is None


def _images(change_id: int) -> int:
    """Characters of the history of one change."""
    r = t.ChangeRow
    rows = r.select(r.before, r.after).where(r.change == change_id).tuples()
    return sum(len(dump_json(row)) for row in rows)


def test_found_5_3_the_history_of_a_close_names_the_month_alone(tmp_path: Path) -> None:
    """What is frozen is kept once (HOUSE 6): the undo of a close opens the month, and redo closes it as it was."""
    with opened(tmp_path, desk_book()):
        before = snapshot()
        close_month(JANUARY, NOW, "dana")
        newest = read_history(1)[0]
        assert (newest.count, _images(newest.id) < 300) == (1, True)
        closed = snapshot()
        undo(NOW + 60, "eli")
        assert snapshot() == before
        assert [row.table for row in read_history(1)[0].rows] == ["closed month"]
        redo(NOW + 120, "eli")
        assert snapshot() == closed
        assert [row.table for row in read_history(1)[0].rows] == ["closed month"]
        assert t.Statement.select().count() == 1


def test_a_month_that_would_be_closed_otherwise_now_is_closed_as_it_was(tmp_path: Path) -> None:
    """The rounding was changed since: the frozen record goes into the history, and comes back to the letter."""
    with opened(tmp_path, desk_book()):
        close_month(JANUARY, NOW, "dana")
        document = {"name": "D", "timezone": "UTC", "currency": "GBP", "rounding": {"increment": 45}}
        edit_desk(document, NOW, "dana")
        edit_entry(replace(read_entry("E-2"), note="n"), NOW, "dana")
        closed = snapshot()
        reopen_month(JANUARY, "a look", NOW, "dana")
        assert "1 month record deleted" in read_history(1)[0].summary
        undo(NOW, "dana")
        assert snapshot() == closed
        assert t.Statement.select().count() == 1


def test_a_month_that_would_not_be_what_was_closed_is_not_closed_again(tmp_path: Path) -> None:
    """Something was changed behind the history: the seal tells."""
    with opened(tmp_path, desk_book()):
        close_month(JANUARY, NOW, "dana")
        undo(NOW, "dana")
        t.Entry.update(ended_at=t.Entry.ended_at + 900).where(t.Entry.key == "E-1").execute()
        before = snapshot()
        refused = (
            "'Closed 2026-01' cannot be redone: 2026-01 would not be what was closed; close 2026-01 instead"
        )
        with pytest.raises(DeskError, match=refused):
            redo(NOW, "dana")
        assert snapshot() == before
        assert t.Statement.select().count() == 1
        close_month(JANUARY, NOW, "dana")
        assert t.Statement.select().count() == 2


def test_found_2_4_a_statement_that_differs_after_an_undo_is_version_2(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        close_month(JANUARY, NOW, "dana")
        undo(NOW, "dana")
        edit_entry(replace(read_entry("E-1"), ended_at=at("2026-01-12T13:00")), NOW, "dana")
        close_month(JANUARY, NOW, "dana")
        s = t.Statement
        versions = s.select(s.number, s.version).order_by(s.version).tuples()
        assert list(versions) == [(1, 1), (1, 2)]
        undo(NOW, "dana")
        redo(NOW, "dana")
        assert list(versions.clone()) == [(1, 1), (1, 2)]


@pytest.mark.parametrize("steps", [10, pytest.param(100, marks=pytest.mark.long)])
def test_many_steps_back_and_forth(tmp_path: Path, steps: int) -> None:
    with opened(tmp_path, desk_book()):
        states = [snapshot()]
        for number in range(steps):
            edit_entry(replace(read_entry("E-2"), note=f"note {number}"), NOW + number, "dana")
            states.append(snapshot())
        for number in reversed(range(steps)):
            undo(NOW, "dana")
            assert snapshot() == states[number]
        with pytest.raises(DeskError, match="nothing to undo"):
            undo(NOW, "dana")
        for number in range(steps):
            redo(NOW, "dana")
            assert snapshot() == states[number + 1]
        with pytest.raises(DeskError, match="nothing to redo"):
            redo(NOW, "dana")


def test_undo_after_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        before = snapshot()
        delete_entries(["E-1", "E-2"], NOW, "dana")
    with open_database(tmp_path / "desk.db").connection():
        assert undo(NOW, "dana") == "Deleted 2 entries"
        assert snapshot() == before
    with open_database(tmp_path / "desk.db").connection():
        assert redo(NOW, "dana") == "Deleted 2 entries"


def test_a_loaded_desk_is_a_beginning(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        assert undoable() is None
        for turn in (undo, redo):
            with pytest.raises(DeskError, match="nothing to"):
                turn(NOW, "dana")


def test_a_new_change_ends_what_could_be_done_again(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        edit_entry(replace(read_entry("E-2"), note="a"), NOW, "dana")
        edit_entry(replace(read_entry("E-3"), note="b"), NOW, "dana")
        undo(NOW, "dana")
        delete_charge("C-1", NOW, "dana")
        with pytest.raises(DeskError, match="nothing to redo"):
            redo(NOW, "dana")
        assert [undo(NOW, "dana"), undo(NOW, "dana")] == ["Deleted charge C-1", "Edited E-2"]
        assert [redo(NOW, "dana"), redo(NOW, "dana")] == ["Edited E-2", "Deleted charge C-1"]
        assert read_entry("E-3").note == ""


def test_another_persons_change_is_never_taken_along(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        edit_entry(replace(read_entry("E-2"), note="dana's"), NOW, "dana")
        edit_entry(replace(read_entry("E-3"), note="eli's own"), NOW, "eli")
        edit_entry(replace(read_entry("E-2"), note="eli's"), NOW + 60, "eli")
        before = snapshot()
        with pytest.raises(
            DeskError, match=r"entry E-2 was changed by eli on 2026-03-10 12:01 \(Edited E-2\)"
        ):
            undo(NOW + 120, "dana", whose="dana")
        assert snapshot() == before
        assert undo(NOW + 120, "eli", whose="eli") == "Edited E-2"
        assert undo(NOW + 120, "dana", whose="dana") == "Edited E-2"
        assert read_entry("E-3").note == "eli's own"
        assert redo(NOW + 180, "dana", whose="dana") == "Edited E-2"
        assert read_entry("E-2").note == "dana's"


def test_redo_is_overtaken_too(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        edit_entry(replace(read_entry("E-2"), note="dana's"), NOW, "dana")
        undo(NOW, "dana")
        delete_entries(["E-2"], NOW, "eli")
        with pytest.raises(DeskError, match="cannot be redone: entry E-2 was changed by eli"):
            redo(NOW, "dana", whose="dana")


def test_a_row_changed_behind_the_history_is_left_alone(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        edit_entry(replace(read_entry("E-2"), note="dana's"), NOW, "dana")
        t.database.execute_sql("UPDATE entry SET note = 'by hand' WHERE key = 'E-2'")
        with pytest.raises(DeskError, match="entry E-2 is not as it was left any more"):
            undo(NOW, "dana")


def test_a_sign_of_life_overtakes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        start_timer(TimerStart("dana", "beta"), NOW)
        sign_of_life("dana", NOW + 30)
        assert undo(NOW + 60, "dana") == "Started the timer on beta"
        redo(NOW + 60, "dana")
        sign_of_life("dana", NOW + 90)
        undo(NOW + 120, "dana")


def test_a_number_given_to_another_row_since_is_not_taken_from_it(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        discard_timer("eli", NOW)
        start_timer(TimerStart("dana", "beta"), NOW)
        numbers = dict(t.database.execute_sql("SELECT key, id FROM entry"))
        assert undo(NOW, "eli", whose="eli") == "Discarded the timer"
        assert read_entry("E-4").agent == "eli"
        assert dict(t.database.execute_sql("SELECT key, id FROM entry")).items() > numbers.items()
        assert redo(NOW, "eli", whose="eli") == "Discarded the timer"
        assert undo(NOW, "eli", whose="eli") == "Discarded the timer"
    with opened(_folder(tmp_path), desk_book()):
        first = create_absence({"agent": "eli", "first": "2026-03-12"}, NOW, "eli")
        delete_absence(first, NOW, "eli")
        assert create_absence({"agent": "dana", "first": "2026-04-01"}, NOW, "dana") == first
        assert undo(NOW, "eli", whose="eli") == "Deleted absence"
        agents = [agent for (agent,) in t.database.execute_sql("SELECT agent FROM absence ORDER BY id")]
        assert agents == ["dana", "eli"]


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "second"
    folder.mkdir()
    return folder


def test_what_is_in_use_since_stays(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        create_client({"name": "Gamma"}, NOW, "dana")
        charge = {
            "client": "gamma",
            "date": "2026-03-01",
            "description": "x",
            "quantity": 1,
            "unit_price": "1",
        }
        create_charge(charge, NOW, "eli")
        with pytest.raises(DeskError, match="client gamma is tied to something newer"):
            undo(NOW, "dana", whose="dana")
        stop_timer("eli", NOW)
        start_timer(TimerStart("eli", "beta"), NOW)
        t.Change.update(who="x").where(t.Change.title.startswith("Started")).execute()
        with pytest.raises(DeskError, match="tied to something newer"):
            undo(NOW, "eli", whose="eli")


def test_a_request_that_was_worked_on_is_not_taken_back(tmp_path: Path) -> None:
    from models.services.core.changes import change

    with opened(tmp_path, desk_book()):
        with change(NOW, "dana", "Took a call") as work:
            work.insert(t.Request, key="R-2", client="acme", subject="x", reported_at=NOW)
        with change(NOW, "eli", "Noted") as work:
            work.insert(t.RequestNote, request="R-2", at=NOW, text="on it")
        with pytest.raises(DeskError, match="request R-2 has been worked on since"):
            undo(NOW, "dana", whose="dana")


def test_closed_months_refuse(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        edit_entry(replace(read_entry("E-1"), note="n"), NOW, "dana")
        close_month(JANUARY, NOW, "eli")
        before = snapshot()
        with pytest.raises(MonthClosed, match=r"'Edited E-1' cannot be undone: .* 2026-01 is closed by eli"):
            undo(NOW, "dana", whose="dana")
        assert snapshot() == before


def test_only_the_newest_close_is_undone(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        close_month(JANUARY, NOW, "dana")
        close_month(FEBRUARY, NOW, "eli")
        with pytest.raises(DeskError, match="2026-01 is no longer the newest closed month, that is 2026-02"):
            undo(NOW, "dana", whose="dana")


def test_a_close_with_late_work_after_it_is_not_undone(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        close_month(JANUARY, NOW, "dana")
        late = Entry("E-9", "eli", "maintenance", at("2026-01-30T10:00"), at("2026-01-30T13:00"), "acme")
        add_entry(late, NOW, "eli")
        with pytest.raises(DeskError, match=r"late work was recorded since \(E-9\); reopen 2026-01 instead"):
            undo(NOW, "dana", whose="dana")


def test_a_month_is_closed_again_only_as_it_was(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        edit_entry(replace(read_entry("E-1"), note="early"), NOW, "eli")
        close_month(JANUARY, NOW, "dana")
        reopen_month(JANUARY, "why not", NOW, "dana")
        closed_again = "cannot be undone: eli made a change on .*; close 2026-01 instead"
        edit_entry(replace(read_entry("E-1"), note="moved"), NOW, "eli")
        with pytest.raises(DeskError, match=closed_again):
            undo(NOW, "dana", whose="dana")
        assert undo(NOW, "eli", whose="eli") == "Edited E-1"
        undo(NOW, "eli", whose="eli")
        with pytest.raises(DeskError, match=closed_again):
            undo(NOW, "dana", whose="dana")
        redo(NOW, "eli", whose="eli")
        assert undo(NOW, "dana", whose="dana") == "Reopened 2026-01: why not"
        assert read_closed_through() == JANUARY


def test_the_audit_trail_tells_who_what_and_from_what_to_what(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        edit_entry(replace(read_entry("E-2"), ended_at=at("2026-03-02T11:15"), note="a\nb"), NOW, "dana")
        add_rate("design", {"from": "2026-06-01", "rate": "95.00"}, NOW, "eli")
        undo(NOW + 60, "eli")
        newest, rate, edit, *_ = read_history()
        assert (newest.title, newest.undoes, newest.undone) == (
            "Undid: Edited work type design",
            rate.id,
            False,
        )
        assert rate.undone
        assert not edit.undone
        assert (edit.at, edit.who, edit.count) == (NOW, "dana", 1)
        assert [(row.table, row.key, row.what) for row in edit.rows] == [("entry", "E-2", "changed")]
        assert [str(field) for field in edit.rows[0].fields] == [
            "ended at: 2026-03-02 11:00:00 → 2026-03-02 11:15:00",
            "note: a b",
        ]
        assert [str(field) for field in rate.rows[0].fields] == [
            "rates[1].from: 2026-06-01",
            "rates[1].rate: 95.00",
        ]
        redo(NOW, "eli")
        assert not read_history()[2].undone
        assert undoable() == "Edited work type design"
        assert undoable("dana") == "Edited E-2"


def test_the_trail_is_read_by_windows_and_by_record(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        for number in range(7):
            edit_entry(replace(read_entry("E-2"), note=f"{number}"), NOW + number, "dana")
        bulk()
        close_month(JANUARY, NOW, "dana")
        first = read_history(3)
        second = read_history(3, before=first[-1].id)
        assert [step.title for step in (*first, *second)][:4] == [
            "Closed 2026-01",
            "Changed two entries",
            "Edited E-2",
            "Edited E-2",
        ]
        assert [step.id for step in second] == [first[-1].id - n for n in (1, 2, 3)]
        own = read_record_history("E-2", limit=2)
        assert [[row.key for row in step.rows] for step in own] == [["E-2"], ["E-2"]]
        assert read_record_history("E-2", "contract") == ()
        assert first[0].count == len(first[0].rows) == 1
        assert first[0].summary == "1 closed month added"


def test_a_change_of_many_rows_is_counted_and_its_first_rows_are_read(tmp_path: Path) -> None:
    with opened(tmp_path, desk_book()):
        with change(NOW, "dana", "Imported") as work:
            for number in range(ROWS_SHOWN + 5):
                work.insert(t.Agent, key=f"a{number}", name="A", weekly_minutes=0)
            work.update(t.Client, 1, name="Else")
        step = read_history(1)[0]
        assert (step.count, len(step.rows)) == (ROWS_SHOWN + 6, ROWS_SHOWN)
        assert step.summary == f"{ROWS_SHOWN + 5} agents added, 1 client changed"
        assert str(Kind("entry", "added", 19_997)) == "19,997 entries added"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["note", "move", "add", "delete", "stop", "start", "close", "reopen", "undo", "redo"]
        ),
        st.integers(0, 5),
    ),
    max_size=25,
)


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_undo_then_redo_is_identity_at_every_step(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder), desk_book()):
        for number, (what, choice) in enumerate(steps):
            with contextlib.suppress(DeskError):
                _act(what, choice, NOW + 60 * number)
            text, rows = dump_text(stored_book()), snapshot()
            if undoable() is not None:
                undo(NOW, "dana")
                assert dump_text(stored_book()) != text or snapshot() != rows
                redo(NOW, "dana")
                assert dump_text(stored_book()) == text
                assert snapshot() == rows


def _act(what: str, choice: int, now: int) -> None:
    keys = [key for (key,) in t.database.execute_sql("SELECT key FROM entry ORDER BY id")]
    key = keys[choice % len(keys)] if keys else "none"
    acts: dict[str, Callable[[], Any]] = {
        "note": lambda: edit_entry(replace(read_entry(key), note=f"{now}"), now, "dana"),
        "move": lambda: edit_entry(replace(read_entry(key), client="beta", request=None), now, "dana"),
        "add": lambda: add_entry(
            Entry(
                "", "dana", "design", start := at(f"2026-0{1 + choice % 3}-15T10:00"), start + 1800, "acme"
            ),
            now,
            "dana",
        ),
        "delete": lambda: delete_entries([key], now, "dana"),
        "stop": lambda: stop_timer("eli", now),
        "start": lambda: start_timer(TimerStart("eli", "beta"), now),
        "close": lambda: close_month(JANUARY.plus(choice % 2), now, "dana"),
        "reopen": lambda: reopen_month(read_closed_through() or JANUARY, "why", now, "dana"),
        "undo": lambda: undo(now, "dana"),
        "redo": lambda: redo(now, "dana"),
    }
    acts[what]()
