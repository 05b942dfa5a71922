"""What was promised stands in the month's checks, in capacity, and is opened when somebody sits down (RULES 2.9)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.exporters.statements.page import printed
from models.queries.desk.promised import read_promised
from models.queries.month_end.months import read_desk_month
from models.queries.month_end.statements import read_statement, read_statements
from models.queries.month_end.todo import todos_of
from models.queries.planning.capacity import capacity_document
from models.services.desk.duties import do_duties
from models.services.month_end.months import close_month
from models.services.requests.life import resolve_request
from models.services.requests.recurring import open_promised
from tests.opened import at, contract, monthly, opened, small_book
from tests.statements import statements

BACKUPS = {"key": "backups", "name": "Check the backups", "every": "month", "minutes": 30}
WEEKLY = {"key": "look", "name": "Look in", "every": "week", "minutes": 10}


def desk(*promises: dict[str, Any]) -> dict[str, Any]:
    return small_book(contracts=[contract("plan", allowances=[monthly("1:00")], recurring=list(promises))])


def missed(month: Month, today: date) -> list[tuple[str, str | None, str | None]]:
    checks = read_desk_month(month, today).checks
    return [(c.message, c.request, c.client) for c in checks if c.code == "recurring_missed"]


def test_what_was_missed_is_a_warning_of_the_month(tmp_path: Path) -> None:
    march = Month(2026, 3)
    with opened(tmp_path, desk(BACKUPS)):
        assert missed(march, date(2026, 3, 31)) == []
        words = "Acme Ltd: Check the backups, promised for 2026-03-31, was not done"
        assert missed(march, date(2026, 4, 1)) == [(words, None, "acme")]
        (request,) = open_promised(at("2026-03-05T10:00"), "dana")
        assert missed(march, date(2026, 4, 1)) == [(words, request.key, "acme")]
        resolve_request(request.key, "upkeep", at("2026-04-02T10:00"), "dana")
        assert missed(march, date(2026, 4, 1)) == [(words, request.key, "acme")]
        assert missed(march, date(2026, 4, 2)) == []


@pytest.mark.parametrize(("promises", "minutes"), [((), 0), ((BACKUPS,), 30), ((BACKUPS, WEEKLY), 70)])
def test_capacity_counts_what_is_due_in_the_month(
    tmp_path: Path, promises: tuple[dict[str, Any], ...], minutes: int
) -> None:
    """June 2026 has four Sundays; 22 days of 8 hours are 10,560 minutes."""
    with opened(tmp_path, desk(*promises)):
        found = capacity_document(Month(2026, 6), at("2026-06-01T00:00"))
    assert (found["recurring"], found["recurring_percent"]) == (minutes, round(minutes / 105.6))


def test_it_is_opened_when_somebody_sits_down(tmp_path: Path) -> None:
    now = at("2026-03-02T10:00")
    with opened(tmp_path, desk(BACKUPS)):
        done = do_duties(tmp_path / "desk.db", now, "dana")
        assert done.opened == ("Check the backups (Acme Ltd)",)
        assert do_duties(tmp_path / "desk.db", now, "dana").opened == ()
        (row,) = read_promised(now, date(2026, 3, 1), date(2026, 3, 31))
        assert row.standing.state == "open"


def test_the_statement_says_what_was_promised_and_done_and_stays(tmp_path: Path) -> None:
    """Done by the close it counts; what is done after the close changes no issued statement."""
    january, february = Month(2026, 1), Month(2026, 2)
    with opened(tmp_path, desk(BACKUPS, WEEKLY)):
        assert ("Promised and done", "0 of 5") in printed(read_statement("acme", january)).facts
        first, *_ = open_promised(at("2026-01-05T10:00"), "dana")
        resolve_request(first.key, "upkeep", at("2026-01-06T10:00"), "dana")
        (second,) = open_promised(at("2026-01-12T10:00"), "dana")
        assert ("Promised and done", "1 of 5") in printed(read_statement("acme", january)).facts
        close_month(january, at("2026-02-02T10:00"), "dana")
        resolve_request(second.key, "upkeep", at("2026-02-03T10:00"), "dana")
        assert ("Promised and done", "1 of 5") in printed(read_statement("acme", january)).facts
        assert ("Promised and done", "0 of 5") in printed(read_statement("acme", february)).facts


def test_a_statement_without_promises_says_nothing_of_them(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        assert "Promised and done" not in dict(printed(read_statement("acme", Month(2026, 1))).facts)


def test_statements_of_the_month_ask_once_for_all_clients(tmp_path: Path) -> None:
    clients = [{"key": f"c{number}", "name": f"C {number}"} for number in range(6)]
    sold = [
        contract(f"k{n}", client=f"c{n}", allowances=[monthly("1:00")], recurring=[BACKUPS]) for n in range(6)
    ]
    counts = []
    for some in (2, 6):
        folder = tmp_path / str(some)
        folder.mkdir()
        with opened(folder, small_book(clients=clients[:some], contracts=sold[:some])):
            with statements() as seen:
                assert len(read_statements(Month(2026, 1))) == some
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_was_missed_is_one_thing_to_do_and_leads_to_its_request_or_client(tmp_path: Path) -> None:
    with opened(tmp_path, desk(BACKUPS)):
        checks = read_desk_month(Month(2026, 1), date(2026, 2, 1)).checks
        missed_one = [check for check in checks if check.code == "recurring_missed"]
        (todo,) = todos_of(missed_one, [], {}, {}, {}, zone("UTC"))
    assert (todo.problem, todo.place) == ("promised, not done", "Acme Ltd: Check the backups, due Sat 31 Jan")
    assert (todo.request, todo.client, todo.level) == (None, "acme", "warning")
