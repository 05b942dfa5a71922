"""Promised work is opened on its day, once, whoever comes first (RULES 2.9)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from models.book.terms.contracts import contract_document
from models.domain.basics.errors import DeskError
from models.domain.basics.zone import to_iso
from models.domain.requests.checklist import items
from models.domain.values import OccurrenceKey
from models.queries.contracts.contracts import read_contract
from models.queries.desk.promised import read_promised
from models.queries.requests.board import read_resolving
from models.queries.requests.queue import read_queue
from models.services.contracts.contracts import cancel_contract, edit_contract, renew_contract
from models.services.history.undo import undo
from models.services.requests.checklist import tick
from models.services.requests.life import delete_request, edit_request, resolve_request
from models.services.requests.recurring import open_promised
from models.services.requests.rows import read_request
from models.storage import tables as t
from models.storage.database import open_database
from models.storage.rows.reading import read_desk
from tests.opened import at, contract, opened, small_book

BACKUPS: dict[str, Any] = {
    "key": "backups",
    "name": "Check the backups",
    "every": "month",
    "work_type": "maintenance",
    "minutes": 30,
    "lead_days": 7,
    "checklist": ["restore one file", "look at the log"],
}
AUDIT = {"key": "audit", "name": "Audit", "every": "quarter"}
TEN = at("2026-02-10T10:00")
OPENS = at("2026-02-21T00:00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[None]:
    clients = [{"key": "acme", "name": "Acme Ltd"}, {"key": "bond", "name": "Bond"}]
    book = small_book(clients=clients, contracts=[contract("plan", recurring=[BACKUPS, AUDIT])])
    with opened(tmp_path, book):
        yield


@pytest.mark.usefixtures("desk")
def test_a_request_is_opened_with_what_was_promised() -> None:
    (audit,) = open_promised(TEN, "dana")
    assert (audit.subject, to_iso(audit.reported_at)) == ("Audit", "2026-01-01T00:00:00Z")
    (found,) = open_promised(OPENS, "dana")
    stored = read_request(found.key)
    assert replace(stored, touched_at=None) == replace(found, touched_at=None)
    assert stored.body == "[ ] restore one file\n[ ] look at the log"
    assert (stored.client, stored.channel, stored.work_type) == ("acme", "other", "maintenance")
    assert stored.recurring == OccurrenceKey("plan", "backups", date(2026, 2, 1))
    assert (stored.reported_at, stored.due_day) == (OPENS, date(2026, 2, 28))


@pytest.mark.usefixtures("desk")
def test_it_is_opened_once() -> None:
    assert len(open_promised(OPENS, "dana")) == 2
    changes = t.Change.select().count()
    assert open_promised(OPENS, "eli") == ()
    assert open_promised(at("2026-02-28T23:59"), "eli") == ()
    assert t.Change.select().count() == changes
    assert [each.subject for each in open_promised(at("2026-03-25T00:00"), "eli")] == ["Check the backups"]


def test_two_programs_open_it_once(tmp_path: Path) -> None:
    """Four look at the same time: each occurrence has one request, and nobody meets an error."""
    with opened(tmp_path, small_book(contracts=[contract("plan", recurring=[BACKUPS, AUDIT])])):
        pass
    database = open_database(tmp_path / "desk.db")

    def look(number: int) -> int:
        with database.connection():
            return len(open_promised(OPENS, f"agent-{number}"))

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(look, range(4)))
    assert sum(counts) == 2
    with database.connection():
        assert t.Request.select().count() == 2


@pytest.mark.usefixtures("desk")
def test_the_table_takes_no_second_one() -> None:
    (found, *_) = open_promised(OPENS, "dana")
    row = t.Request.select().where(t.Request.key == found.key).dicts().get()
    with pytest.raises(IntegrityError):
        t.Request.insert(**{**row, "id": None, "key": "R-99"}).execute()


@pytest.mark.usefixtures("desk")
def test_what_was_missed_is_not_opened_afterwards() -> None:
    assert [each.recurring for each in open_promised(at("2026-05-03T00:00"), "dana")] == [
        OccurrenceKey("plan", "audit", date(2026, 4, 1))
    ]


@pytest.mark.usefixtures("desk")
def test_opening_is_one_step_of_undo() -> None:
    open_promised(OPENS, "dana")
    undo(OPENS, "dana")
    assert t.Request.select().count() == 0
    assert len(open_promised(OPENS, "dana")) == 2


@pytest.mark.usefixtures("desk")
def test_an_archived_client_gets_none() -> None:
    t.Client.update(archived=True).execute()
    assert open_promised(OPENS, "dana") == ()


@pytest.mark.usefixtures("desk")
def test_a_desk_that_promises_nothing_reads_its_contracts_only(tmp_path: Path) -> None:
    t.Contract.update(document=contract_document(_bare(), read_desk())).execute()
    assert open_promised(OPENS, "dana") == ()
    assert read_promised(OPENS, date(2026, 1, 1), date(2026, 12, 31)) == ()


def _bare() -> Any:
    return replace(read_contract("plan"), recurring=())


@pytest.mark.usefixtures("desk")
def test_it_stands_in_the_queue_by_its_due_day() -> None:
    open_promised(OPENS, "dana")
    first, second = read_queue(at("2026-02-27T10:00"))
    assert (first.subject, first.owes, first.due) == (
        "Check the backups",
        "resolution",
        at("2026-02-27T17:00"),
    )
    assert (first.due_state, first.left_seconds) == ("due_soon", 7 * 3600)
    assert (second.subject, second.due, second.clock) == ("Audit", at("2026-03-31T17:00"), "always")


@pytest.mark.usefixtures("desk")
def test_a_cancellation_takes_what_comes_later_and_leaves_open_requests() -> None:
    open_promised(at("2026-03-25T00:00"), "dana")
    cancel_contract("plan", date(2026, 1, 20), date(2026, 2, 20), at("2026-03-25T00:00"), "dana")
    found = read_promised(at("2026-03-26T00:00"), date(2026, 1, 1), date(2026, 12, 31))
    assert [(each.occurrence.promise.key, each.occurrence.due) for each in found] == [
        ("backups", date(2026, 1, 31)),
        ("audit", date(2026, 2, 20)),
        ("backups", date(2026, 2, 20)),
    ]
    march = next(row for row in read_queue(at("2026-03-26T00:00")) if row.subject == "Check the backups")
    assert (march.due, march.owes) == (None, None)
    assert read_request(march.key).due_day is None


@pytest.mark.usefixtures("desk")
def test_the_successor_promises_the_same() -> None:
    following = renew_contract("plan", TEN, "dana")
    assert following.recurring == read_contract("plan").recurring
    (first, *_) = read_promised(TEN, date(2027, 1, 1), date(2027, 1, 31))
    assert (first.occurrence.contract, first.occurrence.due) == (following.key, date(2027, 1, 31))


@pytest.mark.usefixtures("desk")
def test_a_promise_that_was_opened_stays_in_its_contract() -> None:
    (found,) = open_promised(TEN, "dana")
    with pytest.raises(DeskError, match=f"audit.*{found.key}"):
        edit_contract("plan", _bare(), TEN, "dana")
    with pytest.raises(DeskError, match=f"audit.*{found.key}"):
        edit_contract("plan", replace(read_contract("plan"), client="bond"), TEN, "dana")
    with pytest.raises(DeskError, match="plan promises"):
        edit_request(replace(found, client="bond"), TEN, "dana")
    assert (
        edit_request(replace(found, subject="Q1", recurring=None), TEN, "dana").recurring == found.recurring
    )
    delete_request(found.key, TEN, "dana")
    assert edit_contract("plan", _bare(), TEN, "dana").recurring == ()


@pytest.mark.usefixtures("desk")
def test_done_is_said_by_its_request() -> None:
    (found,) = open_promised(TEN, "dana")
    resolve_request(found.key, "upkeep", TEN, "dana")
    (_, _, audit, _) = read_promised(TEN, date(2026, 1, 1), date(2026, 3, 31), "acme")
    assert (audit.standing.state, audit.standing.late, audit.request and audit.request.key) == (
        "done",
        False,
        found.key,
    )


@pytest.mark.usefixtures("desk")
def test_a_line_is_ticked_with_who_and_when_and_undone() -> None:
    found = next(each for each in open_promised(OPENS, "dana") if each.body)
    first = items(found.body)[0]
    ticked = tick(found.key, first, "Dana", at("2026-02-23T10:12"), "dana")
    assert ticked.body.split("\n")[0] == "[x] restore one file (Dana, 2026-02-23 10:12)"
    assert read_request(found.key).body == ticked.body
    with pytest.raises(DeskError, match="changed meanwhile"):
        tick(found.key, first, "Eli", at("2026-02-23T10:13"), "eli")
    undo(at("2026-02-23T10:14"), "dana")
    assert read_request(found.key).body == found.body


@pytest.mark.usefixtures("desk")
def test_the_cause_of_the_last_time_is_proposed() -> None:
    (first, other) = open_promised(OPENS, "dana")
    resolve_request(first.key, "upkeep", OPENS, "dana")
    (second,) = open_promised(at("2026-03-25T00:00"), "dana")
    now = at("2026-03-25T10:00")
    assert first.recurring is not None
    assert first.recurring.key == "backups"
    assert read_resolving(second.key, "acme", None, now).usual_cause == "upkeep"
    assert read_resolving(other.key, "acme", None, now).usual_cause is None
