"""What does an import find of its earlier ones, and what is near a span? At their edges, very long work too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from models.queries.contracts.renewals import _undone
from models.queries.time.day import entries_between
from models.queries.time.imports import OpenedDesk, has_old_imports
from models.storage import tables as t
from tests.edges import table
from tests.opened import at, entry, opened, small_book

FIRST, END = at("2026-03-10T00:00"), at("2026-03-11T00:00")


def instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def span(key: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    """An entry to the second."""
    return entry(key, "2026-01-01T00:00", "2026-01-01T00:00") | {
        "started_at": instant(start),
        "ended_at": instant(end),
        **more,
    }


NEAR = FIRST - t.LONG_SECONDS
ENTRIES = [
    span("day-before", FIRST - 3600, FIRST),
    span("into", FIRST - 3600, FIRST + 1),
    span("at-near", NEAR, FIRST + 1, agent="mo"),
    span("before-near", NEAR - 1, FIRST + 1, agent="mo"),
    span("long-over", NEAR - 7200, FIRST, agent="mo"),
    span("long-into", NEAR - 7200, FIRST + 60, agent="ty"),
    span("nothing", FIRST, FIRST, agent="ty"),
    span("last", END - 1, END + 3600),
    span("next", END, END + 60),
    span("TG-1", FIRST - 400_000, FIRST - 390_000),
    span("TG-2", FIRST - 500_000, FIRST - 490_000, imported={"tool": "toggl", "id": "2"}),
    span("TH", FIRST - 600_000, FIRST - 590_000, imported={"tool": "harvest", "id": "2"}),
    span("CL-1", FIRST - 700_000, FIRST - 690_000, imported={"tool": "toggl", "id": "3"}),
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read."""
    agents = [{"key": key, "name": key.title(), "weekly_hours": "40:00"} for key in ("dana", "mo", "ty")]
    with opened(tmp_path_factory.mktemp("imports"), small_book(agents=agents, entries=ENTRIES)):
        yield


def test_what_has_time_in_a_day_however_long_it_is() -> None:
    found = [each.key for each in entries_between(FIRST, END)]
    assert found == ["long-into", "before-near", "at-near", "into", "nothing", "last"]


@pytest.mark.parametrize(
    ("agent", "keys"),
    table(
        ("what ended as the span begins is not in it, what begins as it ends is not", "dana", {"into", "last"}),
        ("longer than a day and some hours, from either side of where the index changes", "mo",
         {"at-near", "before-near"}),
        ("of the agent alone", "ty", {"long-into"}),
        ("nobody's", "li", set()),
    ),
)  # fmt: skip
def test_stretches_of_an_agent(agent: str, keys: set[str]) -> None:
    assert {key for _, _, key in OpenedDesk().stretches(agent, FIRST, END)} == keys


@pytest.mark.parametrize(
    ("tool", "identities", "keys", "found"),
    table(
        ("nothing is asked", "toggl", [], [], []),
        ("by identity, of this tool only", "toggl", ["2"], [], [("TG-2", "2")]),
        ("an identity that is not asked for is not told", "toggl", ["2", "4"], [], [("TG-2", "2")]),
        ("by key, whoever brought it", "toggl", [], ["TH", "TG-1"], [("TH", None), ("TG-1", None)]),
        ("by both", "toggl", ["3"], ["CL-1"], [("CL-1", "3"), ("CL-1", "3")]),
        ("of another tool", "harvest", ["3"], [], []),
    ),
)
def test_what_came_from_a_tool(tool: str, identities: list[str], keys: list[str], found: list[Any]) -> None:
    here = [(each.entry.key, each.identity) for each in OpenedDesk().imported(tool, identities, keys)]
    assert sorted(here, key=str) == sorted(found, key=str)


@pytest.mark.parametrize(
    ("prefix", "there"),
    table(
        ("a key that begins so, without a word on where it came from", "TG-", True),
        ("one that says where it came from is no old one", "CL-", False),
        ("the next letter is another prefix", "TH-", False),
        ("no such key", "AA-", False),
        ("other keys come after, but do not begin so", "TF-", False),
    ),
)
def test_what_version_1_0_imported(prefix: str, there: bool) -> None:
    assert has_old_imports(prefix) is there


@pytest.mark.parametrize(
    ("now", "keys"),
    table(
        ("what ends at this second is done, however long it took", FIRST + 1, {"long-into"}),
        ("a second before it is not", FIRST, {"into", "at-near", "before-near", "long-into"}),
        ("a minute on all of it is done", FIRST + 60, set()),
    ),
)
def test_what_is_not_done_yet(now: int, keys: set[str]) -> None:
    assert _undone(("acme",), now) - {"last", "next"} == keys
