"""What does a row of the queue owe, and what stands beside a request? Ties, what is done, what weighs more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from models.queries.requests.courtesies import proposal_for
from models.queries.requests.filters import QueueFilter
from models.queries.requests.hints import read_hints
from models.queries.requests.page import read_request_page
from models.queries.requests.queue import read_queue
from models.queries.requests.results import read_results
from tests.edges import table
from tests.opened import at, contract, entry, opened, small_book

NOON = at("2026-06-10T12:00")
REPORTED = at("2026-06-09T18:00")
FREE = [{"channels": ["email"], "priorities": ["low"], "up_to_minutes": 10}]
EVENING = [
    {"from": "2026-01-01", "windows": {"tue": [{"at": "19:00-22:00", "weight": "1.5", "name": "evening"}]}}
]
TIERS = [{"key": "gold", "name": "Gold", "resolution": "20h", "clock": "always", "channels": ["email"]}]
TIERS += [{"key": "any", "name": "Any", "resolution": "20h"}]
ENDING = [{"from": "2020-01-01", "tier": "gold"}, {"from": "2026-06-11", "tier": None}]
CLIENTS = [
    {"key": "gold", "name": "Gold Ltd", "tier": ENDING},
    {"key": "none", "name": "None Ltd"},
    {"key": "open", "name": "Open Ltd", "tier": "any"},
    {"key": "rated", "name": "Rated Ltd"},
]  # fmt: skip


def asked(key: str, *, state: str | None = None, client: str = "gold", **more: Any) -> dict[str, Any]:
    events = [] if state is None else [{"at": "2026-06-10T11:00:00Z", "state": state}]
    start = {"key": key, "client": client, "subject": "Printer", "reported_at": "2026-06-09T18:00:00Z"}
    return start | {"events": events, "cause": "paper"} | more


REQUESTS = [
    asked("R-3", assignee="mo"),
    asked("R-2", state="resolved"),
    asked("R-1", client="none", cause="ink"),
    asked("R-0", state="waiting", cause=None),
    asked("R-4", client="none"),
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read."""
    book = small_book(
        desk={"bands": EVENING, "free": FREE},
        agents=[{"key": key, "name": key.title()} for key in ("dana", "mo")],
        tiers=TIERS,
        clients=CLIENTS,
        contracts=[contract("design", client="rated", kind="on_demand", covers=["maintenance"], free=[])],
        requests=REQUESTS,
        entries=[entry("E-1", "2026-06-09T19:00", "2026-06-09T20:00", client="gold", request="R-3")],
    )
    with opened(tmp_path_factory.mktemp("edges"), book, NOON):
        yield


@pytest.mark.parametrize(
    ("state", "key", "owed"),
    table(
        ("what is done owes nothing, though its clock has run", "resolved", "R-2", (None, None, None)),
        ("what waits owes its solution", "waiting", "R-0", ("resolution", 3 * 3600, "due_soon")),
    ),
)
def test_what_a_row_owes(state: Any, key: str, owed: tuple[Any, ...]) -> None:
    (row,) = read_queue(NOON, QueueFilter(states=(state,)))
    assert (row.key, (row.owes, row.left_seconds, row.due_state)) == (key, owed)


@pytest.mark.parametrize(
    ("text", "keys"),
    table(
        ("by cause", "ink", ["R-1"]),
        ("by who does it", "mo", ["R-3"]),
        ("by the client's name and the key", "ltd r-4", ["R-4"]),
        ("each word must be there", "printer ink gold", []),
        ("blanks ask for nothing", "  ", ["R-3", "R-0", "R-1", "R-4"]),
    ),
)
def test_a_text_is_looked_for(text: str, keys: list[str]) -> None:
    assert [row.key for row in read_queue(NOON, QueueFilter(text=text))] == keys


def test_a_page_accounts_worked_minutes_whatever_they_weigh() -> None:
    page = read_request_page("R-3", NOON)
    assert [(unit.accounted, unit.counted) for unit in page.units] == [(60, 90)]
    assert page.accounted == 60


def test_related_ones_of_one_report_go_by_key() -> None:
    assert [brief.key for brief in read_request_page("R-4", NOON).related] == ["R-2", "R-3"]


@pytest.mark.parametrize(
    ("client", "work_type", "minutes", "proposed"),
    table(
        ("ten minutes are free at the desk", "none", None, 10, True),
        ("eleven are not", "none", None, 11, False),
        ("without a work type the desk's first is meant, which that contract charges", "rated", None, 10, False),
        ("what it does not cover is the desk's affair", "rated", "design", 10, True),
    ),
)  # fmt: skip
def test_what_is_proposed_as_courtesy(
    client: str, work_type: str | None, minutes: int, proposed: bool
) -> None:
    found = proposal_for(client, "email", "low", work_type, minutes, NOON)
    assert (found is not None) is proposed


@pytest.mark.parametrize(
    ("client", "channel", "now", "outside"),
    table(
        ("a channel that the tier has", "gold", "email", NOON, False),
        ("one that it has not", "gold", "phone", NOON, True),
        ("the day after the tier ended any is as good", "gold", "phone", NOON + 86_400, False),
        ("without a tier, too", "none", "phone", NOON, False),
        ("a tier without channels has them all", "open", "phone", NOON, False),
    ),
)
def test_hints_on_the_channel(client: str, channel: Any, now: int, outside: bool) -> None:
    hints = read_hints(client, "Printer", channel, now)
    assert hints.channel_not_included is outside
    assert hints.document()["courtesies"]["last_told"] is None
    # What is resolved is no company.
    similar = {"gold": {"R-3", "R-0"}, "none": {"R-1", "R-4"}}
    assert set(hints.similar) == similar.get(client, set())


@pytest.mark.parametrize(
    ("since", "now", "count"),
    table(
        ("the second before the report", date(2026, 6, 9), REPORTED - 1, 0),
        ("in its second", date(2026, 6, 9), REPORTED, 5),
        ("a year before the day counts, too", date(2027, 6, 9), NOON, 5),
        ("a day more does not", date(2027, 6, 10), NOON, 0),
    ),
)
def test_whose_clocks_are_looked_at(since: date, now: int, count: int) -> None:
    assert len(read_results(since, now)) == count
