"""Time that was worked, written down: what is accepted, what is refused, all or nothing (RULES 3, 6.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import DeskError, InvalidValue, NotFound, Overtaken
from models.domain.values import Entry
from models.services.core.together import save_over
from models.services.time.entries import (
    add_entry,
    alter_entries,
    delete_entries,
    edit_entry,
    merge_entries,
    split_entry,
)
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from models.storage.rows.reading import read_entry
from tests.opened import at, entry, opened, small_book
from tests.texts import dump_text, stored_book
from tui.dialogs.time.entry_form import entry_bases

NOW = at("2026-03-10T12:00")


def desk() -> dict[str, Any]:
    return small_book(
        agents=[{"key": "dana", "name": "Dana"}, {"key": "eli", "name": "Eli"}],
        clients=[{"key": "acme", "name": "Acme"}, {"key": "beta", "name": "Beta"}],
        requests=[{"key": "R-1", "client": "acme", "subject": "Form", "reported_at": "2026-03-01T09:00:00Z"}],
        entries=[
            entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00", request="R-1", note="one"),
            entry("E-2", "2026-03-02T10:00", "2026-03-02T11:00", request="R-1", note="two"),
            entry("E-3", "2026-03-03T09:00", "2026-03-03T10:00"),
        ],
    )


def work(**more: Any) -> Entry:
    fresh = Entry("", "dana", "maintenance", at("2026-03-05T09:00"), at("2026-03-05T10:00"), "acme")
    return replace(fresh, **more)


def test_an_entry_gets_the_next_free_key(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        assert [add_entry(work(), NOW, "dana").key, add_entry(work(), NOW, "dana").key] == ["E-4", "E-5"]
        assert add_entry(work(key="mine", note="  kept\n"), NOW, "dana") == read_entry("mine")


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ({"ended_at": None}, InvalidValue, "ended_at: is missing"),
        ({"ended_at": at("2026-03-05T08:59")}, InvalidValue, "ended_at: is before the start"),
        ({"key": "E-1"}, InvalidValue, "'E-1' is used already"),
        ({"key": "no\nkey"}, InvalidValue, "entry.key"),
        ({"agent": "nobody"}, NotFound, "agent: 'nobody' is not known"),
        ({"client": "nobody"}, NotFound, "client: 'nobody' is not known"),
        ({"client": "Acm"}, NotFound, "client: 'Acm' is not known; near it is acme"),
        ({"work_type": "cooking"}, NotFound, "work type: 'cooking' is not known"),
        ({"request": "R-9"}, NotFound, "request: 'R-9' is not known"),
        ({"request": "R-1", "client": "beta"}, InvalidValue, "'R-1' is a request of 'acme', not of 'beta'"),
        ({"request": "R-1", "client": None}, InvalidValue, "not of None"),
    ],
)
def test_what_is_refused_leaves_nothing(
    tmp_path: Path, wrong: dict[str, Any], error: type[DeskError], says: str
) -> None:
    with opened(tmp_path, desk()):
        before, changes = dump_text(stored_book()), t.Change.select().count()
        with pytest.raises(error, match=says):
            add_entry(work(**wrong), NOW, "dana")
        if "key" not in wrong:
            with pytest.raises((error, NotFound, InvalidValue)):
                edit_entry(work(**{"key": "E-3"} | wrong), NOW, "dana")
        assert (dump_text(stored_book()), t.Change.select().count()) == (before, changes)


def test_an_end_at_the_start_is_accepted(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        assert add_entry(work(ended_at=at("2026-03-05T09:00")), NOW, "dana").key == "E-4"


class TestEdit:
    def test_everything_but_the_key(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            new = work(
                key="E-3", agent="eli", client="beta", scope="additional", note="moved", work_type="design"
            )
            assert edit_entry(new, NOW, "dana") == new == read_entry("E-3")

    def test_nothing_changed_is_no_change(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            before = t.Change.select().count()
            edit_entry(read_entry("E-3"), NOW, "dana")
            assert t.Change.select().count() == before

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()), pytest.raises(NotFound, match="entry: 'E-9' is not known"):
            edit_entry(work(key="E-9"), NOW, "dana")

    def test_what_somebody_changed_meanwhile_is_not_overwritten(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            seen = read_entry("E-3")
            edit_entry(replace(seen, note="eli was here"), NOW, "eli")
            mine = partial(edit_entry, replace(seen, note="mine"), NOW, "dana")
            with pytest.raises(Overtaken, match="E-3 was changed by eli at ") as refused:
                save_over(entry_bases((seen,)), mine)
            assert [(change.path, change.who) for change in refused.value.changes] == [("note", "eli")]
            assert read_entry("E-3").note == "eli was here"

    def test_a_finished_entry_keeps_an_end(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()), pytest.raises(InvalidValue, match="ended_at: is missing"):
            edit_entry(replace(read_entry("E-3"), ended_at=None), NOW, "dana")

    @pytest.mark.parametrize(
        "change",
        [
            lambda entry: edit_entry(replace(entry, agent="eli"), NOW, "dana"),
            lambda entry: alter_entries([entry.key], {"agent": "eli"}, NOW, "dana", "Several"),
        ],
    )
    def test_nobody_gets_a_second_timer(self, tmp_path: Path, change: Callable[[Entry], object]) -> None:
        with opened(tmp_path, desk()):
            running = start_timer(TimerStart("dana", "acme"), NOW)
            change(running)
            assert read_entry(running.key).agent == "eli"
            second = start_timer(TimerStart("dana", "acme"), NOW)
            with pytest.raises(InvalidValue, match="agent: 'eli' has a timer running already"):
                change(second)
            assert read_entry(second.key).agent == "dana"

    def test_several_are_one_change_all_or_none(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            before = t.Change.select().count()
            assert alter_entries(["E-1", "E-3"], {"note": "x"}, NOW, "dana", "Two") == 2
            assert t.Change.select().count() == before + 1
            with pytest.raises(NotFound):
                alter_entries(["E-1", "E-9"], {"note": "y"}, NOW, "dana", "Two")
            assert read_entry("E-1").note == "x"

    def test_moving_to_another_client_leaves_the_request_behind(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            assert alter_entries(["E-1", "E-3"], {"client": "beta"}, NOW, "dana", "Moved") == 2
            assert [(read_entry(k).client, read_entry(k).request) for k in ("E-1", "E-3")] == [
                ("beta", None)
            ] * 2
            with pytest.raises(InvalidValue, match="started_at: is not changed jointly"):
                alter_entries(["E-1"], {"started_at": 0}, NOW, "dana", "Moved")


class TestSplitAndMerge:
    def test_a_split_keeps_every_second(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            old = read_entry("E-1")
            first, second = split_entry("E-1", at("2026-03-02T09:20"), NOW, "dana")
            assert (first.started_at, first.ended_at) == (old.started_at, second.started_at)
            assert (second.ended_at, second.request, second.note) == (old.ended_at, "R-1", "one")
            assert merge_entries([second.key, "E-1"], NOW, "dana") == old
            with pytest.raises(NotFound):
                read_entry(second.key)

    @pytest.mark.parametrize("instant", ["2026-03-02T09:00", "2026-03-02T10:00", "2026-03-09T09:00"])
    def test_a_split_outside(self, tmp_path: Path, instant: str) -> None:
        with opened(tmp_path, desk()), pytest.raises(InvalidValue, match="at: lies outside the entry"):
            split_entry("E-1", at(instant), NOW, "dana")

    def test_a_running_timer_is_not_split(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            running = start_timer(TimerStart("dana", "acme", ago_seconds=3600), NOW)
            with pytest.raises(InvalidValue, match="lies outside"):
                split_entry(running.key, NOW - 60, NOW, "dana")

    def test_merging_what_touches(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            joined = merge_entries(["E-2", "E-1"], NOW, "dana")
            assert (joined.key, joined.note) == ("E-1", "one; two")
            assert (joined.ended_at or 0) - joined.started_at == 7200

    def test_what_cannot_be_merged(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            with pytest.raises(DeskError, match="takes two entries or more"):
                merge_entries(["E-1"], NOW, "dana")
            with pytest.raises(DeskError, match="E-2 and E-3 differ in request; only"):
                merge_entries(["E-2", "E-3"], NOW, "dana")
            edit_entry(replace(read_entry("E-3"), request="R-1"), NOW, "dana")
            before = dump_text(stored_book())
            with pytest.raises(DeskError, match="E-2 does not end where E-3 starts"):
                merge_entries(["E-2", "E-3"], NOW, "dana")
            assert dump_text(stored_book()) == before

    def test_bridging_a_gap(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            edit_entry(replace(read_entry("E-3"), request="R-1"), NOW, "dana")
            joined = merge_entries(["E-3", "E-1"], NOW, "dana", bridge=True)
            assert (joined.started_at, joined.ended_at) == (at("2026-03-02T09:00"), at("2026-03-03T10:00"))

    def test_a_timer_stays_one_when_it_is_merged(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            start = at("2026-03-03T10:00")
            start_timer(TimerStart("dana", "acme"), start)
            joined = merge_entries(["E-3", "E-4"], NOW, "dana")
            assert (joined.key, joined.ended_at) == ("E-3", None)


def test_deleting(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        assert delete_entries(["E-1", "E-3"], NOW, "dana") == 2
        titles = [title for (title,) in t.Change.select(t.Change.title).order_by(t.Change.id.desc()).tuples()]
        assert titles[0] == "Deleted 2 entries"
        with pytest.raises(NotFound, match="'E-1'"):
            delete_entries(["E-2", "E-1"], NOW, "dana")
        assert [entry.key for entry in stored_book().entries] == ["E-2"]
