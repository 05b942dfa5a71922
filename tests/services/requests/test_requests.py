"""Does a request live as it should, and can each of its steps be taken back?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from peewee import Table

from models.domain.basics.errors import DeskError, InvalidValue, NotFound
from models.domain.requests.one_line import Catalogue, Choice, parse_capture
from models.domain.values import Entry
from models.queries.requests.filters import QueueFilter, filter_document, filter_from, read_saved_filters
from models.services.core.settings import set_setting
from models.services.history.undo import undo
from models.services.requests.filters import forget_filter, save_filter
from models.services.requests.life import (
    NewRequest,
    add_note,
    answer_request,
    assign_requests,
    capture_and_start,
    change_state,
    close_requests,
    create_request,
    delete_note,
    delete_request,
    edit_note,
    edit_request,
    link_repeat,
    new_request,
    resolve_request,
    set_fields,
    set_flags,
)
from models.services.requests.rows import read_request
from models.services.time.entries import add_entry
from models.services.time.timer import running_entry
from models.storage import tables as t
from tests.opened import at, opened, small_book
from tests.texts import stored_book

NOW = at("2026-03-10T12:00")
MINUTE = 60


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[None]:
    """Two agents, two clients, no request."""
    book = small_book(
        agents=[{"key": "dana", "name": "Dana"}, {"key": "eli", "name": "Eli"}],
        clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "bond", "name": "Bond"}],
    )
    with opened(tmp_path, book):
        yield


def report(client: str = "acme", **fields: Any) -> str:
    """A request reported now; its key."""
    return create_request(NewRequest(client, "Form broken", **fields), NOW, "dana").key


def column(key: str, name: str) -> Any:
    """One column of a request as the table holds it."""
    request = Table("request")
    query = request.select(getattr(request.c, name)).where(request.c.key == key)
    return t.database.execute(query).fetchone()[0]


def rows_of_everything() -> dict[str, list[Any]]:
    """All rows about requests, as they stand."""
    names = ("request", "request_event", "request_note")
    return {name: t.database.execute_sql(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in names}


@pytest.mark.usefixtures("desk")
class TestLife:
    def test_from_report_to_reopening(self) -> None:
        key = report(channel="phone", priority="high", assignee="eli", cause="forms")
        assert key == "R-1"
        assert read_request(key).state == "new"
        assert read_request(key).first_response_at is None
        change_state(key, "open", NOW + MINUTE, "dana")
        assert read_request(key).first_response_at == NOW + MINUTE
        change_state(key, "waiting", NOW + 2 * MINUTE, "dana")
        resolve_request(key, "hosting", NOW + 3 * MINUTE, "dana")
        assert (column(key, "cause"), column(key, "resolved_at")) == ("hosting", NOW + 3 * MINUTE)
        change_state(key, "closed", NOW + 4 * MINUTE, "dana")
        assert column(key, "resolved_at") == NOW + 3 * MINUTE
        change_state(key, "open", NOW + 5 * MINUTE, "dana")
        assert (column(key, "state"), column(key, "resolved_at")) == ("open", None)
        request = read_request(key)
        assert request.first_response_at == NOW + MINUTE
        assert [event.state for event in request.events] == ["open", "waiting", "resolved", "closed", "open"]
        assert column(key, "touched_at") == NOW + 5 * MINUTE

    def test_an_event_before_the_last_one_is_refused(self) -> None:
        key = report()
        change_state(key, "open", NOW + 10 * MINUTE, "dana")
        before = rows_of_everything()
        with pytest.raises(InvalidValue, match="accepted is 2026-03-10T12:10:00Z or later"):
            change_state(key, "waiting", NOW + 20 * MINUTE, "dana", at=NOW + 9 * MINUTE)
        with pytest.raises(InvalidValue, match="future"):
            change_state(key, "waiting", NOW + 20 * MINUTE, "dana", at=NOW + 21 * MINUTE)
        assert rows_of_everything() == before
        change_state(key, "waiting", NOW + 20 * MINUTE, "dana", at=NOW + 10 * MINUTE)
        assert read_request(key).events[-1].at == NOW + 10 * MINUTE

    def test_a_clock_that_was_set_back_does_not_stop_the_work(self) -> None:
        key = report()
        change_state(key, "open", NOW + 10 * MINUTE, "dana")
        assert change_state(key, "waiting", NOW, "dana").events[-1].at == NOW + 10 * MINUTE
        assert column(key, "touched_at") == NOW + 10 * MINUTE

    @pytest.mark.parametrize(("state", "path"), [("new", "state"), ("open", "state"), ("resolved", "cause")])
    def test_what_makes_no_sense_is_refused(self, state: Any, path: str) -> None:
        key = report()
        change_state(key, "open", NOW, "dana")
        with pytest.raises(InvalidValue) as refused:
            change_state(key, state, NOW, "dana")
        assert refused.value.path == path

    def test_closing_or_taking_up_unanswered_is_no_answer(self) -> None:
        first, second = report(), report()
        close_requests([first], NOW, "dana", cause="spam")
        change_state(second, "open", NOW, "dana", answered=False)
        assert [read_request(key).first_response_at for key in (first, second)] == [None, None]
        answer_request(second, NOW + MINUTE, "dana", at=NOW)
        assert read_request(second).first_response_at == NOW
        with pytest.raises(InvalidValue, match="was answered"):
            answer_request(second, NOW + MINUTE, "dana")
        with pytest.raises(InvalidValue, match="between the report and now"):
            answer_request(first, NOW + MINUTE, "dana", at=NOW - 1)

    def test_the_book_holds_all_of_it(self) -> None:
        """What services write is what the book reads back, so a dump has it."""
        key = report(body="two\nlines")
        resolve_request(key, "forms", NOW, "dana")
        (request,) = stored_book().requests
        assert request == read_request(key)


@pytest.mark.usefixtures("desk")
class TestReferences:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"client": "nobody"}, "client: 'nobody'"),
            ({"assignee": "nobody"}, "agent: 'nobody'"),
            ({"work_type": "magic"}, "work type: 'magic'"),
            ({"repeat_of": "R-9"}, "request: 'R-9'"),
        ],
    )
    def test_unknown_ones_are_refused_and_nothing_is_written(
        self, fields: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(NotFound, match=words):
            report(**fields)
        assert not rows_of_everything()["request"]
        assert not t.Change.select().where(t.Change.undone_at.is_null()).exists()

    @pytest.mark.parametrize(
        "fields", [{"channel": "fax"}, {"priority": "asap"}, {"reported_at": NOW + 1}, {"cause": "x" * 201}]
    )
    def test_impossible_values_are_refused(self, fields: dict[str, Any]) -> None:
        with pytest.raises(InvalidValue):
            report(**fields)

    def test_repeats_are_of_the_same_client_and_never_circular(self) -> None:
        first, second, other = report(), report(), report("bond")
        link_repeat(second, first, NOW, "dana")
        assert read_request(second).repeat_of == first
        with pytest.raises(InvalidValue, match="repeats"):
            link_repeat(first, second, NOW, "dana")
        with pytest.raises(InvalidValue, match="repeats"):
            link_repeat(first, first, NOW, "dana")
        with pytest.raises(InvalidValue, match="'bond'"):
            link_repeat(first, other, NOW, "dana")
        link_repeat(second, None, NOW, "dana")
        assert read_request(second).repeat_of is None


@pytest.mark.usefixtures("desk")
class TestEditing:
    def test_fields_change_and_events_stay(self) -> None:
        key = report()
        change_state(key, "open", NOW, "dana")
        old = read_request(key)
        edit_request(replace(old, subject=" New \x1bone ", client="bond", events=()), NOW + 5, "dana")
        assert read_request(key) == replace(old, subject="New one", client="bond", touched_at=NOW + 5)
        assert column(key, "touched_at") == NOW + 5

    def test_nothing_changed_leaves_no_trace(self) -> None:
        key = report()
        changes = t.Change.select().count()
        edit_request(read_request(key), NOW + 5, "dana")
        assert (t.Change.select().count(), column(key, "touched_at")) == (changes, NOW)

    def test_the_client_stays_while_time_is_logged(self) -> None:
        key = report()
        log_time(key)
        with pytest.raises(InvalidValue, match="has time logged"):
            edit_request(replace(read_request(key), client="bond"), NOW, "dana")

    @pytest.mark.parametrize(
        "fields",
        [
            {"reported_at": NOW + 100},
            {"first_response_at": NOW - 1},
            {"first_response_at": NOW + 100},
            {"subject": " "},
            {"cause": None},
        ],
    )
    def test_impossible_fields_are_refused(self, fields: dict[str, Any]) -> None:
        key = report()
        resolve_request(key, "forms", NOW, "dana")
        with pytest.raises(InvalidValue):
            edit_request(replace(read_request(key), **fields), NOW, "dana")

    def test_many_at_once(self) -> None:
        keys = [report() for _ in range(3)]
        assert assign_requests(keys, "eli", NOW, "dana") == 3
        assert assign_requests(keys, "eli", NOW, "dana") == 0
        assert set_fields(keys[:2], NOW, "dana", priority="urgent", cause="forms") == 2
        assert [read_request(key).priority for key in keys] == ["urgent", "urgent", "normal"]
        with pytest.raises(InvalidValue, match=f"{keys[2]} cannot be closed without a cause"):
            close_requests(keys, NOW, "dana")
        assert close_requests(keys, NOW, "dana", cause="spam") == 3
        assert [read_request(key).cause for key in keys] == ["forms", "forms", "spam"]
        assert close_requests(keys, NOW, "dana") == 0

    @pytest.mark.parametrize("agent", ["eli", "nobody"])
    def test_bulk_changes_are_all_or_nothing(self, agent: str) -> None:
        key = report()
        with pytest.raises(NotFound):
            assign_requests([key, "R-9"] if agent == "eli" else [key], agent, NOW, "dana")
        assert read_request(key).assignee is None

    def test_flags(self) -> None:
        key = report()
        assert set_flags([key], NOW, "dana", rework=True) == 1
        assert set_flags([key], NOW, "dana", outside_scope=True) == 1
        assert (column(key, "rework"), column(key, "outside_scope")) == (1, 1)
        assert set_flags([key], NOW, "dana", rework=False, outside_scope=True) == 1
        assert (column(key, "rework"), column(key, "outside_scope")) == (0, 1)
        change_state(key, "open", NOW, "dana")
        assert column(key, "outside_scope") == 1

    def test_notes(self) -> None:
        key = report()
        note = add_note(key, " called back\nagain \x1b[2J", NOW + 5, "dana", "dana")
        assert rows_of_everything()["request_note"] == [
            (note, key, NOW + 5, "dana", "called back\nagain [2J")
        ]
        assert column(key, "touched_at") == NOW + 5
        edit_note(note, "called", NOW + 6, "dana")
        assert rows_of_everything()["request_note"][0][4] == "called"
        for text in ("", " \n"):
            with pytest.raises(InvalidValue, match="note"):
                add_note(key, text, NOW, "dana")
        delete_note(note, NOW, "dana")
        assert not rows_of_everything()["request_note"]

    def test_deleting_takes_notes_and_events_but_nothing_that_is_needed(self) -> None:
        first, second = report(), report()
        add_note(first, "a", NOW, "dana")
        change_state(first, "open", NOW, "dana")
        link_repeat(second, first, NOW, "dana")
        with pytest.raises(DeskError, match="repeated"):
            delete_request(first, NOW, "dana")
        link_repeat(second, None, NOW, "dana")
        before = rows_of_everything()
        delete_request(first, NOW, "dana")
        assert [row[1] for row in rows_of_everything()["request"]] == [second]
        assert not rows_of_everything()["request_event"]
        undo(NOW, "dana")
        assert rows_of_everything() == before
        log_time(second)
        with pytest.raises(DeskError, match="time is logged"):
            delete_request(second, NOW, "dana")


def log_time(key: str) -> None:
    """An hour of work on a request of acme."""
    hour = 3600
    add_entry(Entry("", "dana", "maintenance", NOW - hour, NOW, "acme", key), NOW, "dana")


STEPS: dict[str, Callable[[str], object]] = {
    "state": lambda key: change_state(key, "waiting", NOW + 5, "dana"),
    "resolve": lambda key: resolve_request(key, "forms", NOW + 5, "dana"),
    "answer": lambda key: answer_request(key, NOW + 5, "dana"),
    "assign": lambda key: assign_requests([key], "eli", NOW + 5, "dana"),
    "close": lambda key: close_requests([key], NOW + 5, "dana", cause="spam"),
    "fields": lambda key: set_fields([key], NOW + 5, "dana", channel="visit"),
    "flags": lambda key: set_flags([key], NOW + 5, "dana", rework=True, outside_scope=True),
    "note": lambda key: add_note(key, "hello", NOW + 5, "dana"),
    "edit": lambda key: edit_request(replace(read_request(key), body="more"), NOW + 5, "dana"),
    "delete": lambda key: delete_request(key, NOW + 5, "dana"),
    "create": lambda key: create_request(NewRequest("acme", "Same", repeat_of=key), NOW + 5, "dana"),
}


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_one_change_and_can_be_taken_back(step: str) -> None:
    key = report()
    before, changes = rows_of_everything(), t.Change.select().count()
    STEPS[step](key)
    assert rows_of_everything() != before
    assert t.Change.select().count() == changes + 1
    undo(NOW + 10, "dana")
    assert rows_of_everything() == before


@pytest.mark.usefixtures("desk")
def test_a_line_becomes_a_request_with_a_running_timer() -> None:
    names = Catalogue(clients=(Choice("acme", "Acme Ltd"),), agents=(Choice("eli", "Eli"),))
    line = parse_capture("acme contact form broken !high #forms @phone >eli", names)
    request, entry = capture_and_start(new_request(line), "dana", NOW)
    assert (request.priority, request.cause, request.channel, request.assignee) == (
        "high",
        "forms",
        "phone",
        "eli",
    )
    assert running_entry("dana") == entry
    assert (entry.request, entry.client, entry.started_at) == (request.key, "acme", NOW)
    bare = new_request(parse_capture("acme x", names))
    assert (bare.channel, bare.priority) == ("email", "normal")


@pytest.mark.usefixtures("desk")
def test_capture_and_start_do_both_or_neither() -> None:
    with pytest.raises(NotFound):
        capture_and_start(NewRequest("acme", "Form"), "nobody", NOW)
    assert not rows_of_everything()["request"]


@pytest.mark.usefixtures("desk")
class TestFilters:
    def test_they_are_kept_by_name(self) -> None:
        mine = QueueFilter(mine=True, states=("waiting",), text="form")
        save_filter("mine", mine)
        save_filter("gold", QueueFilter(tier="gold", untouched=True))
        assert list(read_saved_filters()) == ["mine", "gold"]
        assert read_saved_filters()["mine"] == mine
        forget_filter("mine")
        forget_filter("never there")
        assert read_saved_filters() == {"gold": QueueFilter(tier="gold", untouched=True)}
        with pytest.raises(InvalidValue):
            save_filter(" ", mine)

    def test_a_broken_setting_does_no_harm(self) -> None:
        assert read_saved_filters() == {}
        set_setting("queue-filters", [1])
        assert read_saved_filters() == {}

    def test_a_document_is_read_as_far_as_it_makes_sense(self) -> None:
        stored = {"client": 7, "mine": "yes", "untouched": True, "states": ["open", "lost"], "more": 1}
        assert filter_from(stored) == QueueFilter(untouched=True, states=("open",))
        assert filter_from("nonsense") == QueueFilter()
        assert filter_document(QueueFilter()) == {}
        assert not QueueFilter().active
        assert QueueFilter(text="x").active
