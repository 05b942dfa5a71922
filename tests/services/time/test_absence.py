"""Signs of life, absences, and the question that outlives the program (RULES 7)."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from models.domain.absence import Absence
from models.domain.basics.errors import DeskError
from models.queries.desk.absence import read_absence, read_timer_question
from models.queries.desk.session import read_session
from models.queries.time.overlaps import read_overlaps
from models.services.desk.removal import archive
from models.services.requests.life import NewRequest, create_request
from models.services.time import absence as services
from models.services.time.absence import (
    come_back,
    go_away,
    note_idle,
    note_machine,
    settle_absence,
    sign_of_life,
)
from models.services.time.entries import add_entry, edit_entry
from models.services.time.timer import (
    TimerStart,
    continue_timer,
    discard_timer,
    running_entry,
    split_timer,
    start_timer,
    stop_timer,
    switch_timer,
)
from models.storage import tables as t
from models.storage.rows.reading import read_entries, read_entry
from tests.opened import at, contract, entry, opened, small_book

NOW = at("2026-03-10T12:00")
HOUR = 3600
DANA = TimerStart("dana", "acme")


def desk(**more: Any) -> dict[str, Any]:
    agents = [{"key": "dana", "name": "Dana"}, {"key": "eli", "name": "Eli"}]
    clients = [{"key": "acme", "name": "Acme Ltd"}, {"key": "smith", "name": "Smith"}]
    return small_book(**({"agents": agents, "clients": clients} | more))


def standing() -> Absence | None:
    running = running_entry("dana")
    return None if running is None else read_absence("dana", running.key, running.started_at)


def test_found_6_3_a_sign_of_life_after_a_gap_keeps_the_old_one(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        key = start_timer(DANA, NOW).key
        assert sign_of_life("dana", NOW + 60) is None
        kept = Absence(key, NOW + 60, "gone", NOW + 3 * HOUR)
        assert sign_of_life("dana", NOW + 3 * HOUR) == kept
        assert sign_of_life("dana", NOW + 3 * HOUR + 60) == kept
        assert sign_of_life("dana", NOW + 14 * HOUR) == kept
        session = read_session("tester", NOW + 14 * HOUR)
        assert session.running is not None
        assert session.running.absence == kept


def test_found_6_3_what_was_seen_last_may_be_known_better(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        key = start_timer(DANA, NOW).key
        sign_of_life("dana", NOW + 10)
        assert sign_of_life("dana", NOW + HOUR, NOW + 50, "asleep") == Absence(
            key, NOW + 50, "asleep", NOW + HOUR
        )


def test_found_6_3_a_sister_a_clock_that_went_back_is_kept_too(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        key = start_timer(DANA, NOW).key
        sign_of_life("dana", NOW + HOUR // 12)
        assert sign_of_life("dana", NOW - HOUR) == Absence(key, NOW + HOUR // 12, "back", NOW - HOUR)
        found = read_timer_question(read_entry(key), NOW + 60)
        assert found is not None
        assert found.question.kind == "back"


def test_the_question_goes_with_its_timer(tmp_path: Path) -> None:
    for end in (stop_timer, discard_timer):
        with opened(tmp_path / end.__name__, desk()):
            start_timer(DANA, NOW)
            note_idle("dana", NOW + 60)
            assert standing() is not None
            end("dana", NOW + HOUR)
            assert standing() is None
            start_timer(DANA, NOW + HOUR)
            assert standing() is None


def test_nobody_is_asked_without_a_timer(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        assert sign_of_life("dana", NOW) is None
        assert note_idle("dana", NOW) is None
        assert go_away("dana", NOW) is None
        assert come_back("dana", NOW) is None
        start_timer(DANA, NOW)
        assert come_back("dana", NOW) is None


def test_an_absence_that_is_announced_begins_where_it_is_said_and_lasts_until_somebody_is_back(
    tmp_path: Path,
) -> None:
    with opened(tmp_path, desk()):
        key = start_timer(DANA, NOW).key
        assert go_away("dana", NOW + HOUR, 600) == {
            "agent": "dana",
            "entry": key,
            "since": NOW + HOUR - 600,
            "until": None,
        }
        go_away("dana", NOW + HOUR + 60)
        come_back("dana", NOW + 2 * HOUR)
        assert standing() == Absence(key, NOW + HOUR - 600, "away", NOW + 2 * HOUR)
        come_back("dana", NOW + 3 * HOUR, keep=True)
        assert standing() is None


def test_away_before_the_timer_began_is_away_since_its_start_and_a_moment_is_no_absence(
    tmp_path: Path,
) -> None:
    with opened(tmp_path, desk()):
        start_timer(DANA, NOW)
        told = go_away("dana", NOW + 30, 600)
        assert told is not None
        assert told["since"] == NOW
        come_back("dana", NOW + 59)
        assert standing() is None


def test_sleep_after_idleness_counts_from_the_last_key(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        key = start_timer(DANA, NOW).key
        note_idle("dana", NOW + 60)
        assert note_idle("dana", NOW + 600) == Absence(key, NOW + 60, "idle")
        sign_of_life("dana", NOW + HOUR)
        sign_of_life("dana", NOW + 2 * HOUR)
        assert standing() == Absence(key, NOW + 60, "gone", NOW + 2 * HOUR)
        settle_absence("dana")
        assert standing() is None


def test_an_absence_is_cut_out_of_the_timer_as_one_step(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        start_timer(TimerStart("dana", "acme", note="audit"), NOW)
        again = split_timer("dana", NOW + 5 * HOUR, NOW + HOUR, NOW + 4 * HOUR, "E-1")
        assert (again.note, again.started_at, again.ended_at) == ("audit", NOW + 4 * HOUR, None)
        assert [(e.started_at, e.ended_at) for e in read_entries(t.Entry.agent == "dana")] == [
            (NOW, NOW + HOUR),
            (NOW + 4 * HOUR, None),
        ]


def test_found_6_4_a_machine_that_slept_is_told_without_a_dashboard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path, desk()):
        key = start_timer(DANA, NOW).key
        monkeypatch.setattr(services, "slept_seconds", lambda: 100)
        note_machine("dana", key)
        monkeypatch.setattr("models.queries.desk.absence.slept_seconds", lambda: 100 + 2 * HOUR)
        found = read_timer_question(read_entry(key), NOW + 3 * HOUR)
        assert found is not None
        assert (found.question.kind, found.question.seconds, found.client_name) == (
            "asleep",
            2 * HOUR,
            "Acme Ltd",
        )
        monkeypatch.setattr("models.queries.desk.absence.boot_name", lambda: "another run")
        assert read_timer_question(read_entry(key), NOW + 3 * HOUR) is None


class TestContinue:
    def test_found_3_9_it_goes_back_and_there_again(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            start_timer(TimerStart("dana", "acme", note="one"), NOW)
            switch_timer(TimerStart("dana", "smith", note="two"), NOW + 60)
            assert [continue_timer("dana", NOW + 120 + n).client for n in range(3)] == [
                "acme",
                "smith",
                "acme",
            ]
            found = [(e.started_at, e.ended_at) for e in read_entries(t.Entry.agent == "dana")]
            assert all(before[1] == after[0] for before, after in pairwise(found))

    def test_more_of_the_same_is_nothing_to_go_back_to(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            start_timer(TimerStart("dana", "smith"), NOW)
            stop_timer("dana", NOW + 60)
            start_timer(DANA, NOW + 60)
            stop_timer("dana", NOW + 120)
            start_timer(DANA, NOW + 180)
            assert continue_timer("dana", NOW + 240).client == "smith"

    def test_the_running_one_may_have_ended_before(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            start_timer(DANA, NOW)
            switch_timer(TimerStart("dana", "smith"), NOW + 60)
            continue_timer("dana", NOW + HOUR, NOW + 120)
            assert [(e.started_at, e.ended_at) for e in read_entries(t.Entry.agent == "dana")][1:] == [
                (NOW + 60, NOW + 120),
                (NOW + HOUR, None),
            ]


def test_found_4_10_an_archived_client_is_refused_wherever_work_would_begin(tmp_path: Path) -> None:
    with opened(tmp_path, desk(entries=[entry("E-1", "2026-03-09T09:00", "2026-03-09T10:00")])):
        archive("client", "smith", NOW, "dana")
        smith = TimerStart("dana", "smith")
        finished = read_entry("E-1")
        attempts = (
            lambda: start_timer(smith, NOW),
            lambda: switch_timer(smith, NOW),
            lambda: add_entry(_of(finished, "smith", ""), NOW, "dana"),
            lambda: edit_entry(_of(finished, "smith", "E-1"), NOW, "dana"),
            lambda: create_request(NewRequest("smith", "help"), NOW, "dana"),
        )
        for attempt in attempts:
            with pytest.raises(DeskError, match=r"Smith \(smith\) is archived"):
                attempt()
        archive("client", "acme", NOW, "dana")
        assert edit_entry(_of(finished, "acme", "E-1", note="said later"), NOW, "dana").note == "said later"
        with pytest.raises(DeskError, match="is archived"):
            continue_timer("dana", NOW)


def _of(finished: Any, client: str, key: str, note: str = "") -> Any:
    from dataclasses import replace

    return replace(finished, client=client, key=key, note=note)


def test_overlaps_are_of_the_same_agent_and_touching_is_none(tmp_path: Path) -> None:
    work = [
        entry("E-1", "2026-03-09T09:00", "2026-03-09T10:00"),
        entry("E-2", "2026-03-07T09:00", "2026-03-09T09:30"),
        entry("E-3", "2026-03-09T09:10", "2026-03-09T09:20", agent="eli"),
        entry("E-4", "2026-03-09T10:00", "2026-03-09T11:00"),
        entry("E-5", "2026-03-09T08:00", "2026-03-09T08:00") | {"ended_at": None},
    ]
    with opened(tmp_path, desk(entries=work)):
        assert [e.key for e in read_overlaps(read_entry("E-1"), NOW)] == ["E-2", "E-5"]
        assert [e.key for e in read_overlaps(read_entry("E-5"), NOW)] == ["E-2", "E-1", "E-4"]
        assert read_overlaps(read_entry("E-3"), NOW) == ()


class TestBar:
    """What the bar is told of the running timer, and of none."""

    def minimum(self, **more: Any) -> dict[str, Any]:
        kinds = [
            {"key": "maintenance", "name": "Maintenance", "rates": [{"from": "2020-01-01", "rate": "90.00"}]}
        ]
        rounding = {"minimum": 180, "increment": 15, "per": "entry"}
        plan = contract("plan", kind="on_demand", rounding=rounding)
        for name in ("hours", "fee", "allowances"):
            plan.pop(name, None)
        return desk(contracts=[plan], work_types=kinds, **more)

    def test_found_3_8_a_minimum_that_will_apply_is_named(self, tmp_path: Path) -> None:
        with opened(tmp_path, self.minimum()):
            start_timer(DANA, NOW)
            running = read_session("tester", NOW).running
            assert running is not None
            assert running.minimum_after(4) == (180, 27_000)
            assert running.minimum_after(0) is None
            assert running.minimum_after(180 * 60 - 1) == (180, 27_000)
            assert running.minimum_after(180 * 60) is None

    def test_since_when_nothing_runs_in_working_hours(self, tmp_path: Path) -> None:
        work = [entry("E-1", "2026-03-10T10:00", "2026-03-10T11:30")]
        hours = {"mon": ["09:00-12:00", "13:00-17:00"], "tue": ["09:00-12:00", "13:00-17:00"]}
        book = desk(entries=work)
        book["desk"] = book["desk"] | {"hours": hours}
        with opened(tmp_path, book):
            for now, since in (
                ("2026-03-10T08:59", None),
                ("2026-03-10T09:00", "2026-03-10T09:00"),
                ("2026-03-10T11:45", "2026-03-10T11:30"),
                ("2026-03-10T12:30", None),
                ("2026-03-10T14:00", "2026-03-10T11:30"),
                ("2026-03-10T17:00", None),
                ("2026-03-11T10:00", None),
            ):
                found = read_session("tester", at(now)).nothing_since(at(now))
                assert found == (None if since is None else at(since)), now
            start_timer(DANA, NOW)
            assert read_session("tester", NOW).nothing_since(at("2026-03-10T14:00")) is None
