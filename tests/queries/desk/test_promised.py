"""What was promised stands in the month's checks, in capacity, and is opened when somebody sits down (RULES 2.9)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.months import Month
from models.queries.desk.promised import read_promised
from models.queries.month_end.months import read_desk_month
from models.queries.planning.capacity import capacity_document
from models.services.desk.duties import do_duties
from models.services.requests.life import resolve_request
from models.services.requests.recurring import open_promised
from tests.opened import at, contract, opened, small_book

BACKUPS = {"key": "backups", "name": "Check the backups", "every": "month", "minutes": 30}
WEEKLY = {"key": "look", "name": "Look in", "every": "week", "minutes": 10}


def desk(*promises: dict[str, Any]) -> dict[str, Any]:
    return small_book(contracts=[contract("plan", recurring=list(promises))])


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
