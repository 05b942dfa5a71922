"""What was done in ten years costs today's reads nothing: no statement of a screen or command walks it.

SQLite plans without knowing how many rows there are, so the plans of this small desk are those of a million entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from peewee import fn

from models.demo import DEMO_NOW, demo_book
from models.domain.basics.months import Month
from models.queries.clients.pages import read_client_board, read_client_page
from models.queries.contracts.renewal_board import read_renewal_board
from models.queries.desk.promised import read_promised
from models.queries.desk.record_choices import read_record_choices
from models.queries.desk.session import read_session
from models.queries.ledger.lapsing_now import lapsing_document
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.left import read_left
from models.queries.month_end.months import read_desk_month
from models.queries.month_end.outline import read_month_outline
from models.queries.month_end.review import read_month_end
from models.queries.overview.alerts import alerts_document
from models.queries.overview.announcements import read_announcements
from models.queries.overview.dashboard import read_dashboard
from models.queries.planning.capacity import capacity_document
from models.queries.planning.capacity_board import read_capacity_board
from models.queries.planning.causes import causes_document, default_first
from models.queries.planning.opportunities import read_opportunities
from models.queries.planning.staffing import read_staffing
from models.queries.requests.board import read_request_board, read_request_choices
from models.queries.requests.filters import QueueFilter
from models.queries.requests.page import read_request_page
from models.queries.requests.queue import requests_document
from models.queries.time.timesheet import read_timesheet
from models.storage import tables as t
from tests.opened import opened

GROWING = {"entry", "request", "request_event", "request_note", "month_record", "statement", "change_row"}
FEW = re.compile(r"USING (COVERING )?INDEX (entry_(running|long|late)|request_(flagged|premium|recurring))\b")
"""Indexes of what is rare."""
OPEN_RANGE = re.compile(r"\((\w+<\?|(request|client|agent|work_type)>\?)\)$")
"""What was before an instant, or has any client at all, is nearly everything."""

pytestmark = pytest.mark.file
MONTH = Month(2026, 11)
READS: dict[str, Callable[[], Any]] = {
    "dashboard": lambda: read_dashboard("nobody", DEMO_NOW),
    "session": lambda: read_session("nobody", DEMO_NOW),
    "announcements": lambda: read_announcements("nobody", DEMO_NOW),
    "queue": lambda: read_request_board(DEMO_NOW, QueueFilter(), "dana"),
    "request": lambda: read_request_page(_newest(t.Request), DEMO_NOW),
    "choices of requests": read_request_choices,
    "choices of records": lambda: read_record_choices(DEMO_NOW),
    "clients": lambda: read_client_board(DEMO_NOW),
    "client": lambda: read_client_page(_newest(t.Client), DEMO_NOW),
    "renewals": lambda: read_renewal_board(DEMO_NOW),
    "timesheet": lambda: read_timesheet(DEMO_NOW),
    "month end": lambda: read_month_end(MONTH, DEMO_NOW),
    "month end, closed": lambda: read_month_end(MONTH.plus(-2), DEMO_NOW),
    "outline": lambda: read_month_outline(None, DEMO_NOW),
    "capacity board": lambda: read_capacity_board(DEMO_NOW),
    "staffing": lambda: read_staffing(MONTH.plus(1), DEMO_NOW),
    "month": lambda: read_desk_month(MONTH, _today()),
    "ledger": lambda: Ledgers().document(_newest(t.Client), MONTH),
    "causes": lambda: causes_document(default_first(_today()), _today(), DEMO_NOW),
    "alerts": lambda: alerts_document(DEMO_NOW),
    "lapsing": lambda: lapsing_document(DEMO_NOW, 45),
    "capacity": lambda: capacity_document(MONTH, DEMO_NOW),
    "opportunities": lambda: read_opportunities(DEMO_NOW),
    "requests": lambda: requests_document(DEMO_NOW, False),
    "recurring": lambda: read_promised(DEMO_NOW, _today(), _today()),
    "left": lambda: read_left(_newest(t.Client), DEMO_NOW),
}


def _today() -> Any:
    return Ledgers().zone.date_of(DEMO_NOW)


def _newest(table: Any) -> str:
    return str(table.select(fn.max(table.key)).scalar())


def walked(sql: str, values: Any) -> Iterator[str]:
    """The steps of a plan that go through a table which grows with the years."""
    names = {alias: table for table, alias in re.findall(r'"(\w+)" AS "(\w+)"', sql)}
    for *_, step in t.database.obj.connection().execute(f"EXPLAIN QUERY PLAN {sql}", values or ()):
        found = re.match(r"(SCAN|SEARCH) (\w+)", step)
        if found is None or names.get(found[2], found[2]) not in GROWING or FEW.search(step):
            continue
        if found[1] == "SCAN" or OPEN_RANGE.search(step):
            yield step


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("desk")
    with opened(folder, demo_book(DEMO_NOW), DEMO_NOW):
        yield folder


@pytest.mark.parametrize("name", READS)
def test_found_6_5_no_read_walks_what_ever_was(name: str, desk: Path) -> None:
    seen: list[Any] = []
    hooks = t.database.obj.query_hooks
    hooks.append(seen.append)
    try:
        READS[name]()
    finally:
        hooks.clear()
    steps = {
        step: event.sql
        for event in seen
        if event.sql.lstrip().startswith(("SELECT", "WITH"))
        for step in walked(event.sql, event.params)
    }
    assert steps == {}


def test_a_walk_is_seen(desk: Path) -> None:
    look = partial(walked, values=())
    assert list(look('SELECT "t1"."note" FROM "entry" AS "t1"'))
    assert list(look('SELECT "t1"."id" FROM "entry" AS "t1" WHERE "t1"."started_at" < 5'))
    assert not list(look('SELECT "t1"."id" FROM "entry" AS "t1" WHERE "t1"."started_at" > 5'))
    assert not list(look('SELECT "t1"."key" FROM "client" AS "t1"'))
