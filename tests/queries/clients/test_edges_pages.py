"""Which requests stand on a client's page, and which of them count for its targets? A year, an instant, a neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.zone import to_iso
from models.queries.clients.pages import read_client_board, read_client_page
from models.services.time.timer import TimerStart, start_timer
from tests.edges import DAY, HOUR, beside, table
from tests.opened import at, contract, entry, opened, small_book

NOON = at("2026-03-10T12:00")
YEAR = 366 * DAY


def asked(key: str, reported: int, client: str = "acme", *, done: bool = False) -> dict[str, Any]:
    """A request, answered half an hour later and resolved after two hours where it is done."""
    start = {"key": key, "client": client, "subject": key, "reported_at": to_iso(reported)}
    if not done:
        return start
    events = [{"at": to_iso(reported + 2 * HOUR), "state": "resolved"}]
    return start | {"first_response_at": to_iso(reported + HOUR // 2), "events": events}


REQUESTS = [
    asked("year", NOON - YEAR, done=True),
    asked("more", NOON - YEAR - 1, done=True),
    asked("old", NOON - 2 * YEAR),
    asked("now", NOON),
    asked("soon", NOON + 1),
    asked("busy", NOON - DAY),
    asked("left", NOON - DAY),
    asked("theirs", NOON - DAY, "bo"),
    asked("theirs-done", NOON - DAY, "bo", done=True),
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables: Dana works on acme's, Mo on Bo's; what Dana did before is over."""
    gold = {"key": "gold", "name": "Gold", "first_response": "1h", "resolution": "1h", "clock": "always"}
    book = small_book(
        agents=[{"key": key, "name": key.title()} for key in ("dana", "mo")],
        tiers=[gold],
        clients=[{"key": key, "name": key.title(), "tier": "gold"} for key in ("acme", "bo")],
        requests=REQUESTS,
        entries=[entry("E-1", "2026-03-10T09:00", "2026-03-10T10:00", request="left")],
    )
    with opened(tmp_path_factory.mktemp("edges"), book, NOON):
        start_timer(TimerStart("dana", "acme", request="busy"), NOON - HOUR)
        start_timer(TimerStart("mo", "bo", request="theirs"), NOON - HOUR)
        yield


@pytest.mark.parametrize(
    ("client", "keys", "running"),
    table(
        ("open ones, however old, reported by now, newest first", "acme", ["now", "busy", "left", "old"], {"busy"}),
        ("another client's are that client's", "bo", ["theirs"], {"theirs"}),
    ),
)  # fmt: skip
def test_requests_of_a_page(client: str, keys: list[str], running: set[str]) -> None:
    rows = read_client_page(client, NOON).requests
    assert [row.key for row in rows] == keys
    assert {row.key for row in rows if row.running} == running


@pytest.mark.parametrize(
    ("now", "answered", "resolved"),
    table(
        ("what was reported a year ago counts: answered in time, resolved late", NOON, (1, 4), (0, 4)),
        ("a second later it does not", NOON + 1, (0, 3), (0, 3)),
    ),
)
def test_the_targets_of_a_year(now: int, answered: tuple[int, int], resolved: tuple[int, int]) -> None:
    """Those that are open and late count, too: of `old`, `busy` and `left` both clocks have run out."""
    page = read_client_page("acme", now)
    assert [(met.met, met.of) for met in (page.answered, page.resolved)] == [answered, resolved]


ENDING = contract("k", ends="2026-03-31", kind="unlimited")
"""To be decided by 28 February."""
EARLIER = ENDING | {"key": "j", "ends": "2026-03-20"}


@pytest.mark.parametrize(
    ("contracts", "day", "overdue"),
    table(
        ("on the day of the decision it is not late", [ENDING], "2026-02-28", None),
        ("the day after it is", [ENDING], "2026-03-01", "2026-02-28"),
        ("not where it was renewed", [ENDING, contract("n", starts="2026-04-01", renews="k")], "2026-03-01", None),
        ("nor where it was cancelled", [ENDING | {"cancelled": "2026-03-15"}], "2026-03-01", None),
        ("nor where nobody wants to renew", [ENDING | {"renewal": {"mode": "none"}}], "2026-03-01", None),
        ("nor before it begins", [ENDING | {"starts": "2026-03-02"}], "2026-03-01", None),
        ("of two the older one is said", [ENDING, EARLIER], "2026-03-01", "2026-02-20"),
    ),
)  # fmt: skip
def test_which_decision_is_late(
    tmp_path: Path, contracts: list[dict[str, Any]], day: str, overdue: str | None
) -> None:
    with beside(tmp_path, small_book(contracts=contracts)):
        (line,) = read_client_board(at(f"{day}T12:00")).lines
    assert (line.overdue and str(line.overdue)) == overdue


def test_what_is_promised_this_year_reaches_from_january_to_december(tmp_path: Path) -> None:
    monthly = {"key": "p", "name": "Check", "every": "month"}
    plan = contract("k", starts="2025-06-01", ends="2027-05-31", recurring=[monthly])
    with beside(tmp_path, small_book(contracts=[plan])):
        days = [work.occurrence.due for work in read_client_page("acme", NOON).promised]
    assert (len(days), days[0], days[-1]) == (12, date(2026, 1, 31), date(2026, 12, 31))
