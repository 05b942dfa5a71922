"""Does a write touch what it names and nothing beside it? The services at their edges: others, the same, none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import InvalidValue, NotFound
from models.domain.basics.months import Month
from models.queries.desk.request_rows import read_requests
from models.services.contracts.charges import create_absence, delete_absence, edit_absence
from models.services.core.together import changed_paths
from models.services.core.weight_guards import desk_weights_conflict
from models.services.month_end.months import mark_reviewed
from models.services.requests.life import edit_request, set_fields, set_flags
from models.services.time.entries import altered, edit_entry
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from models.storage.rows.reading import read_desk, read_entry
from tests.edges import table
from tests.opened import at, entry, opened, small_book

MARCH, APRIL = Month(2026, 3), Month(2026, 4)
NOW = at("2026-04-15T12:00")
HOLIDAYS = [{"from": "2026-02-01", "windows": {"holiday": [{"at": "00:00-24:00", "weight": "2"}]}}]
CLIENTS = [{"key": "acme", "name": "Acme"}, {"key": "bo", "name": "Bo"}]
REQUESTS = [
    {"key": key, "client": client, "subject": key, "reported_at": "2026-03-03T18:00:00Z", "channel": "phone"}
    for key, client in (("R-1", "acme"), ("R-2", "acme"), ("R-3", "bo"))
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[None]:
    book = small_book(
        desk={"bands": HOLIDAYS, "closed_days": ["2026-03-10"]},
        clients=CLIENTS,
        agents=[{"key": key, "name": key, "weekly_hours": "40:00"} for key in ("dana", "mo", "li")],
        requests=REQUESTS,
        entries=[entry("E-1", "2026-03-04T08:00", "2026-03-04T09:00", request="R-1")],
    )
    with opened(tmp_path, book, NOW):
        yield


@pytest.mark.parametrize(
    ("before", "now", "paths"),
    table(
        ("a list of plain values is one value", {"covers": ["a"]}, {"covers": ["a", "b"]}, ("covers",)),
        ("a list of documents is looked into", {"x": [{"h": 1}, {"h": 2}]}, {"x": [{"h": 1}, {"h": 3}]}, ("x[1].h",)),
        ("none, an empty list and nothing at all are the same", {"a": [], "b": None}, {}, ()),
        ("a tuple is as good as a list", {"a": ("x",)}, {"a": ["x"]}, ()),
        ("one more document", {"x": [{"h": 1}]}, {"x": [{"h": 1}, {"h": 2}]}, ("x[1].h",)),
    ),
)  # fmt: skip
def test_where_documents_differ(before: dict[str, Any], now: dict[str, Any], paths: tuple[str, ...]) -> None:
    assert changed_paths(before, now) == paths


@pytest.mark.parametrize(
    ("change", "day"),
    table(
        ("nothing changed", {}, None),
        ("a day off of the open month", {"closed_days": (date(2026, 3, 10), date(2026, 4, 1))}, None),
        ("the last day of what is closed", {"closed_days": (date(2026, 3, 10), date(2026, 3, 31))}, date(2026, 3, 31)),
        ("one less", {"closed_days": ()}, date(2026, 3, 10)),
        ("before the tables begin", {"closed_days": (date(2026, 1, 31), date(2026, 3, 10))}, None),
        ("another rule of weights moves all since they begin", {"premium": "agreed"}, date(2026, 2, 1)),
    ),
)  # fmt: skip
@pytest.mark.usefixtures("desk")
def test_what_of_the_weights_moves_closed_months(change: dict[str, Any], day: date | None) -> None:
    old = read_desk()
    assert desk_weights_conflict(old, replace(old, **change), MARCH) == day


@pytest.mark.parametrize(
    ("values", "client", "asked"),
    table(
        ("other words keep the request", {"note": "x"}, "acme", "R-1"),
        ("the same client, too", {"client": "acme"}, "acme", "R-1"),
        ("another client leaves it behind", {"client": "bo"}, "bo", None),
        ("but for one that is named with it", {"client": "bo", "request": "R-3"}, "bo", "R-3"),
    ),
)
@pytest.mark.usefixtures("desk")
def test_what_becomes_of_the_request(values: dict[str, Any], client: str, asked: str | None) -> None:
    new = altered(read_entry("E-1"), values)
    assert (new.client, new.request) == (client, asked)


@pytest.mark.usefixtures("desk")
def test_a_request_changes_its_client_only_without_time() -> None:
    worked, free = t_request("R-1"), t_request("R-2")
    assert edit_request(replace(worked, subject="Other"), NOW, "dana").subject == "Other"
    with pytest.raises(InvalidValue, match="has time logged for 'acme'"):
        edit_request(replace(worked, client="bo"), NOW, "dana")
    assert edit_request(replace(free, client="bo"), NOW, "dana").client == "bo"


def t_request(key: str) -> Any:
    """A request as it is stored."""
    return read_requests(t.Request.key == key)[0]


@pytest.mark.usefixtures("desk")
def test_fields_that_are_not_given_stay() -> None:
    assert set_fields(("R-1",), NOW, "dana", priority="high") == 1
    assert [(each.priority, each.channel) for each in (t_request("R-1"), t_request("R-2"))] == [
        ("high", "phone"),
        ("normal", "phone"),
    ]
    assert set_fields(("R-1",), NOW, "dana", channel="chat") == 1
    assert (t_request("R-1").priority, t_request("R-1").channel) == ("high", "chat")
    assert set_flags(("R-1",), NOW, "dana", rework=True) == 1
    assert set_flags(("R-1",), NOW, "dana", outside_scope=True) == 1
    assert (t_request("R-1").rework, t_request("R-1").outside_scope) == (True, True)
    titles = [
        title for (title,) in t.Change.select(t.Change.title).order_by(t.Change.id.desc()).limit(1).tuples()
    ]
    assert titles == ["Flagged R-1: outside scope"]


@pytest.mark.usefixtures("desk")
def test_absences_are_deleted_and_changed_one_by_one() -> None:
    first = create_absence({"agent": "dana", "first": "2026-05-01"}, NOW, "dana")
    second = create_absence({"agent": "mo", "first": "2026-05-01", "last": "2026-05-01"}, NOW, "dana")
    with pytest.raises(InvalidValue, match="lies before the first day"):
        edit_absence(second, {"agent": "mo", "first": "2026-05-02", "last": "2026-05-01"}, NOW, "dana")
    delete_absence(first, NOW, "dana")
    assert [row for (row,) in t.Absence.select(t.Absence.id).tuples()] == [second]
    with pytest.raises(NotFound, match=f"absence: {first} is not known"):
        delete_absence(first, NOW, "dana")


@pytest.mark.usefixtures("desk")
def test_a_review_is_of_one_client_and_month() -> None:
    for client, month in (("acme", MARCH), ("acme", APRIL), ("bo", MARCH), ("bo", MARCH)):
        mark_reviewed(client, month, True, NOW, "dana")
    mark_reviewed("acme", MARCH, False, NOW, "dana")
    rows = t.Review.select(t.Review.client, t.Review.month).order_by(t.Review.client, t.Review.month).tuples()
    assert list(rows) == [("acme", APRIL), ("bo", MARCH)]


@pytest.mark.parametrize(
    ("since", "day"),
    table(
        ("tables that begin on the last closed day hold on it", date(2026, 3, 31), date(2026, 3, 31)),
        ("those that begin on the day after do not", date(2026, 4, 1), None),
    ),
)
@pytest.mark.usefixtures("desk")
def test_weights_that_begin_as_the_closed_months_end(since: date, day: date | None) -> None:
    desk = read_desk()
    old = replace(desk, bands=(replace(desk.bands[0], since=since),), closed_days=())
    assert desk_weights_conflict(old, replace(old, closed_days=(date(2026, 3, 31),)), MARCH) == day


@pytest.mark.usefixtures("desk")
def test_a_timer_goes_to_an_agent_without_one() -> None:
    start_timer(TimerStart("dana", "acme"), NOW)
    mine = read_entry(start_timer(TimerStart("mo", "bo"), NOW).key)
    with pytest.raises(InvalidValue, match="'dana' has a timer running already"):
        edit_entry(replace(mine, agent="dana"), NOW, "mo")
    assert edit_entry(replace(mine, agent="li"), NOW, "mo").agent == "li"


@pytest.mark.usefixtures("desk")
def test_the_timer_of_another_agent_stops_nobody() -> None:
    start_timer(TimerStart("dana", "acme"), NOW)
    start_timer(TimerStart("mo", "bo"), NOW)
    running = t.Entry.select(t.Entry.agent).where(t.Entry.ended_at.is_null()).order_by(t.Entry.agent).tuples()
    assert list(running) == [("dana",), ("mo",)]
