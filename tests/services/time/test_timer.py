"""The timer: a committed row, one per agent, never negative, never lost (RULES 7)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from models.domain.basics.errors import DeskError, InvalidValue, NotFound
from models.domain.values import Entry
from models.services.time.absence import sign_of_life
from models.services.time.timer import (
    TimerStart,
    continue_timer,
    default_work_type,
    discard_timer,
    running_entry,
    start_timer,
    stop_timer,
    switch_timer,
)
from models.storage import tables as t
from models.storage.database import open_database
from models.storage.rows.reading import read_entries, read_entry
from models.storage.rows.writing import entry_columns
from tests.deeds import describe_running
from tests.opened import at, entry, opened, small_book

NOW = at("2026-03-10T12:00")
ROOT = Path(__file__).resolve().parents[3]
DANA = TimerStart("dana", "acme")


def desk(**more: Any) -> dict[str, Any]:
    return small_book(
        agents=[{"key": "dana", "name": "Dana"}, {"key": "eli", "name": "Eli"}],
        requests=[
            {"key": "R-1", "client": "acme", "subject": "A", "reported_at": "2026-03-01T09:00:00Z"},
            {
                "key": "R-2",
                "client": "acme",
                "subject": "B",
                "reported_at": "2026-03-01T09:00:00Z",
                "work_type": "design",
            },
        ],
        **more,
    )


class TestStart:
    def test_now_or_a_while_ago(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            first = start_timer(replace(DANA, note="a call", request="R-1"), NOW)
            assert (first.started_at, first.ended_at, first.note, first.late_in) == (
                NOW,
                None,
                "a call",
                None,
            )
            second = start_timer(TimerStart("eli", None, scope="internal", ago_seconds=600), NOW)
            assert (second.started_at, second.client) == (NOW - 600, None)
            assert running_entry("dana") == first

    def test_a_second_one_is_refused_in_words(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk(desk={"timezone": "Asia/Kolkata"})):
            start_timer(DANA, NOW)
            with pytest.raises(
                DeskError, match=r"dana has one running on acme since 2026-03-10 17:30; stop it, or switch"
            ):
                start_timer(DANA, NOW + 60)
            assert len(list(read_entries(t.Entry.ended_at.is_null()))) == 1

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"client": "nobody"}, "client: 'nobody'"),
            ({"agent": "nobody"}, "agent: 'nobody'"),
            ({"request": "R-9"}, "request: 'R-9'"),
            ({"work_type": "cooking"}, "work type: 'cooking'"),
            ({"client": None, "request": "R-1"}, "'R-1' is a request of 'acme'"),
        ],
    )
    def test_what_is_not_known(self, tmp_path: Path, wrong: dict[str, Any], says: str) -> None:
        with opened(tmp_path, desk()):
            with pytest.raises(DeskError, match=says):
                start_timer(replace(DANA, **wrong), NOW)
            assert not t.Entry.select().exists()

    def test_the_work_type_of_the_request_else_the_first(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            assert [default_work_type(key) for key in (None, "R-1", "R-2", "R-9")] == [
                "maintenance",
                "maintenance",
                "design",
                "maintenance",
            ]
            t.WorkType.update(archived=True).where(t.WorkType.key == "maintenance").execute()
            assert default_work_type(None) == "design"

    def test_a_desk_without_work_types(self, tmp_path: Path) -> None:
        with (
            opened(tmp_path, small_book(work_types=[])),
            pytest.raises(NotFound, match="work type: the desk has none"),
        ):
            start_timer(DANA, NOW)


class TestStop:
    def test_now_or_at_a_time(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            start_timer(DANA, NOW)
            assert stop_timer("dana", NOW + 60, note="done").ended_at == NOW + 60
            start_timer(DANA, NOW)
            assert stop_timer("dana", NOW + 600, at=NOW + 300).ended_at == NOW + 300
            start_timer(DANA, NOW)
            assert stop_timer("dana", NOW, at=NOW).ended_at == NOW

    @pytest.mark.parametrize(
        ("instant", "says"),
        [
            (NOW - 1, r"at: 2026-03-10T11:59:59Z is before the timer's start"),
            (NOW + 61, "at: .* lies in the future"),
        ],
    )
    def test_at_what_cannot_be(self, tmp_path: Path, instant: int, says: str) -> None:
        with opened(tmp_path, desk()):
            start_timer(DANA, NOW)
            with pytest.raises(InvalidValue, match=says):
                stop_timer("dana", NOW + 60, at=instant)
            assert running_entry("dana") is not None

    def test_a_clock_that_went_back_makes_no_negative_entry(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            start_timer(DANA, NOW)
            assert stop_timer("dana", NOW - 86400).ended_at == NOW

    @pytest.mark.parametrize("verb", [stop_timer, discard_timer])
    def test_none_runs(self, tmp_path: Path, verb: Callable[[str, int], object]) -> None:
        with opened(tmp_path, desk()), pytest.raises(DeskError, match="timer: dana has none running"):
            verb("dana", NOW)

    def test_no_rule_of_the_business_stops_a_stop(self, tmp_path: Path) -> None:
        """No note, no request, no client, far too long: the review finds that later."""
        with opened(tmp_path, desk()):
            start_timer(TimerStart("dana", None), NOW)
            assert stop_timer("dana", NOW + 5 * 86400).ended_at == NOW + 5 * 86400


class TestSwitch:
    def test_one_ends_where_the_other_begins(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            first = start_timer(DANA, NOW)
            second = switch_timer(replace(DANA, request="R-2"), NOW + 60)
            assert (read_entry(first.key).ended_at, second.started_at) == (NOW + 60, NOW + 60)
            assert second.work_type == "design"
            assert t.Change.select().count() == 3

    def test_a_while_ago_but_not_before_the_first_began(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            first = start_timer(DANA, NOW)
            second = switch_timer(replace(DANA, ago_seconds=30), NOW + 60)
            assert (read_entry(first.key).ended_at, second.started_at) == (NOW + 30, NOW + 30)
            third = switch_timer(replace(DANA, ago_seconds=3600), NOW + 60)
            assert (read_entry(second.key).ended_at, third.started_at) == (NOW + 30, NOW + 30)

    def test_with_a_clock_that_went_back(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            first = start_timer(DANA, NOW)
            second = switch_timer(DANA, NOW - 3600)
            assert (read_entry(first.key).ended_at, second.started_at) == (NOW, NOW)

    def test_without_one_it_starts(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            assert switch_timer(DANA, NOW).started_at == NOW

    def test_a_switch_to_what_is_not_known_stops_nothing(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            first = start_timer(DANA, NOW)
            with pytest.raises(NotFound):
                switch_timer(replace(DANA, client="nobody"), NOW + 60)
            assert running_entry("dana") == first


class TestOthers:
    def test_continue_takes_up_the_last(self, tmp_path: Path) -> None:
        work = [
            entry(
                "E-1", "2026-03-02T09:00", "2026-03-02T10:00", request="R-2", work_type="design", note="mine"
            ),
            entry("E-2", "2026-03-03T09:00", "2026-03-03T10:00", agent="eli", note="not mine"),
        ]
        with opened(tmp_path, desk(entries=work)):
            again = continue_timer("dana", NOW)
            assert (again.request, again.work_type, again.note, again.started_at) == (
                "R-2",
                "design",
                "mine",
                NOW,
            )
            with pytest.raises(DeskError, match="dana has no other work to go back to"):
                continue_timer("dana", NOW)

    @pytest.mark.parametrize(
        ("before", "running", "other"),
        [
            (("acme", None, "a"), ("acme", None, "a"), False),
            (("acme", None, "a"), ("acme", None, "b"), True),
            (("acme", "R-1", "a"), ("acme", "R-1", "b"), False),
            (("acme", "R-1", ""), ("acme", "R-2", ""), True),
            (("acme", "R-1", ""), ("acme", None, ""), True),
            (("acme", None, ""), ("acme", "R-1", ""), True),
            ((None, None, ""), ("acme", None, ""), True),
            (("acme", None, ""), (None, None, ""), True),
            ((None, None, "a"), (None, None, "a"), False),
            ((None, None, "a"), (None, None, "b"), True),
        ],
    )
    def test_what_is_other_work(
        self, tmp_path: Path, before: tuple[str, ...], running: tuple[str, ...], other: bool
    ) -> None:
        with opened(tmp_path, desk()):
            for work, start in ((before, NOW - 60), (running, NOW)):
                client, request, note = work
                switch_timer(TimerStart("dana", client, request, note=note), start)
            if other:
                again = continue_timer("dana", NOW + 60)
                assert (again.client, again.request, again.note) == before
            else:
                with pytest.raises(DeskError, match="no other work to go back to"):
                    continue_timer("dana", NOW + 60)

    def test_nothing_to_continue(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()), pytest.raises(DeskError, match="dana has no earlier work to continue"):
            continue_timer("dana", NOW)

    def test_discard_and_describe(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            started = start_timer(DANA, NOW)
            described = describe_running("dana", NOW, "what it is")
            assert described.note == "what it is"
            assert discard_timer("dana", NOW) == described
            assert started.key == described.key
            assert not t.Entry.select().exists()

    def test_a_sign_of_life_is_no_change(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            started = start_timer(DANA, NOW)
            changes = t.Change.select().count()
            sign_of_life("dana", NOW + 60)
            row = t.Entry.select(t.Entry.alive_at).where(t.Entry.key == started.key).tuples().first()
            assert (row, t.Change.select().count()) == ((NOW + 60,), changes)

    def test_a_sign_of_life_is_of_one_agent(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            start_timer(DANA, NOW)
            sign_of_life("dana", NOW + 60)
            sign_of_life("eli", NOW + 600)
            assert t.Entry.select(t.Entry.alive_at).tuples().first() == (NOW + 60,)


class TestOneAgentOneTimer:
    def test_the_database_itself_forbids_a_second(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            started = start_timer(DANA, NOW)
            with pytest.raises(IntegrityError, match=r"(?i)unique"), t.database.atomic():
                t.Entry.insert(**entry_columns(replace(started, key="second"))).execute()
            t.Entry.insert(**entry_columns(replace(started, key="finished", ended_at=NOW))).execute()
            t.Entry.insert(**entry_columns(replace(started, key="elis", agent="eli"))).execute()

    def test_and_an_end_before_the_start(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()), pytest.raises(IntegrityError, match=r"(?i)check"):
            t.Entry.insert(**entry_columns(Entry("E", "dana", "design", NOW, NOW - 1))).execute()

    def test_of_many_who_start_at_once_one_wins(self, tmp_path: Path) -> None:
        with opened(tmp_path, desk()):
            pass
        database = open_database(tmp_path / "desk.db")
        won, lost = [], []

        def start() -> None:
            with database.connection():
                try:
                    won.append(start_timer(DANA, NOW).key)
                except DeskError as error:
                    lost.append(str(error))

        threads = [threading.Thread(target=start) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(won), len(lost)) == (1, 5)
        assert all("has one running" in text for text in lost)


@pytest.mark.file
def test_a_killed_program_loses_nothing(tmp_path: Path) -> None:
    """The program says that the timer runs, and is killed at once: the timer runs."""
    with opened(tmp_path, desk()):
        pass
    program = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from models.storage.database import open_database\n"
        "from models.services.time.timer import TimerStart, start_timer\n"
        f"with open_database(Path({str(tmp_path / 'desk.db')!r})).connection():\n"
        f"    start_timer(TimerStart('dana', 'acme'), {NOW})\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    with open_database(tmp_path / "desk.db").connection():
        running = running_entry("dana")
        assert running is not None
        assert running.started_at == NOW
        assert stop_timer("dana", NOW + 3600).ended_at == NOW + 3600
