"""What the list of clients, a client's page and a month of it say, and what they cost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month
from models.domain.contracts.renewals import ended_before
from models.domain.values import Contract, Renewal
from models.queries.clients.pages import (
    TargetsMet,
    ran_out,
    read_client_board,
    read_client_month,
    read_client_page,
)
from models.queries.contracts.change_preview import read_contract_shifts, read_edit_changes
from models.queries.contracts.contracts import read_contract
from models.queries.ledger.ledgers import Ledgers
from models.services.contracts.contracts import change_terms, draft_change
from models.storage import tables as t
from tests.opened import at, contract, entry, monthly, opened, small_book

NOW = at("2026-03-04T16:00")


def plan(**more: Any) -> dict[str, Any]:
    allowance = monthly("4:00", rollover={"periods": 2, "cap": "6:00"})
    return contract("plan", allowances=[allowance], rates={"*": "90.00"}, **more)


def worked() -> list[dict[str, Any]]:
    return [
        entry("E-1", "2026-01-12T10:00", "2026-01-12T11:00"),
        entry("E-2", "2026-02-10T10:00", "2026-02-10T12:30"),
        entry("E-3", "2026-03-03T10:00", "2026-03-03T11:40"),
    ]


def test_the_page_says_the_worked_numbers_of_the_rules(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(contracts=[plan()], entries=worked())):
        page = read_client_page("acme", NOW)
    assert [(part.month, part.granted, part.used, part.lost) for part in page.months] == [
        (Month(2026, 3), 240, 100, 50),
        (Month(2026, 2), 240, 150, 0),
        (Month(2026, 1), 240, 60, 0),
    ]
    assert page.contracts[0].stage == "running"
    assert page.hours is not None
    assert (page.hours.used, page.hours.usable) == (100, 180 - 150 + 240 + 240)


def test_grants_are_listed_by_their_lapse(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(contracts=[plan()], entries=worked())):
        grants = read_client_page("acme", at("2026-02-12T10:00")).grants
    assert [(grant.valid_from, grant.expires_on, grant.left) for grant in grants] == [
        (date(2026, 1, 1), date(2026, 3, 31), 30),
        (date(2026, 2, 1), date(2026, 4, 30), 240),
    ]


def test_a_month_is_the_ledger_and_knows_the_words(tmp_path: Path) -> None:
    request = {"key": "R-1", "client": "acme", "subject": "Form [/]", "reported_at": "2026-03-02T08:00:00Z"}
    charge = {"key": "C-1", "client": "acme", "date": "2026-03-03", "description": "Product"}
    book = small_book(
        contracts=[plan()],
        requests=[request],
        entries=[entry("E-3", "2026-03-03T10:00", "2026-03-03T11:40", request="R-1")],
        charges=[charge | {"quantity": 3, "unit_price": "12.00"}],
    )
    with opened(tmp_path, book):
        found = read_client_month("acme", Month(2026, 3))
        assert found.document == Ledgers().document("acme", Month(2026, 3))
    assert found.subjects == {"R-1": "Form [/]"}
    assert found.charges == {"C-1": "Product"}
    assert found.name == "Acme Ltd"


def test_what_nobody_knows_is_not_found(tmp_path: Path) -> None:
    with opened(tmp_path, small_book()):
        with pytest.raises(NotFound):
            read_client_page("nobody", NOW)
        with pytest.raises(NotFound):
            read_client_month("nobody", Month(2026, 3))


def bought(ends: date | None = date(2026, 1, 31), **more: Any) -> Contract:
    given: dict[str, Any] = {"key": "c", "client": "acme", "kind": "retainer", "name": "C"}
    return Contract(**given | {"starts": date(2025, 1, 1), "ends": ends} | more)


@pytest.mark.parametrize(
    ("contracts", "wanted"),
    [
        ([], None),
        ([bought()], date(2026, 1, 31)),
        ([bought(ends=date(2026, 3, 4))], None),
        ([bought(ends=date(2026, 3, 3))], date(2026, 3, 3)),
        ([bought(cancelled=date(2026, 1, 15))], None),
        ([bought(renewal=Renewal("none", 1))], None),
        ([bought(), bought(key="d", starts=date(2026, 2, 1), ends=None, renews="c")], None),
        ([bought(), bought(key="d", kind="on_demand", ends=None)], date(2026, 1, 31)),
        ([bought(), bought(key="d", starts=date(2026, 5, 1), ends=None)], None),
    ],
)
def test_who_ran_out(contracts: list[Contract], wanted: date | None) -> None:
    assert ran_out(contracts, date(2026, 3, 4)) == wanted


def test_the_list_flags_who_ran_out_and_who_waits_for_a_decision(tmp_path: Path) -> None:
    clients = [{"key": key, "name": key.title()} for key in ("acme", "bo", "cy")]
    contracts = [
        contract("a", ends="2026-01-31"),
        contract("b", client="bo", ends="2026-03-20"),
        contract("c", client="cy"),
    ]
    with opened(tmp_path, small_book(clients=clients, contracts=contracts)):
        board = read_client_board(NOW)
    assert [(line.key, line.ended, line.overdue) for line in board.lines] == [
        ("acme", date(2026, 1, 31), date(2025, 12, 31)),
        ("bo", None, date(2026, 2, 20)),
        ("cy", None, None),
    ]
    assert board.undecided_count == 1


def test_service_levels_are_whole_per_cent() -> None:
    assert TargetsMet(0, 0).percent is None
    assert TargetsMet(1, 8).percent == 13
    assert TargetsMet(2, 2).percent == 100


def statements(run: Any) -> int:
    seen: list[str] = []
    real = t.database.obj.execute_sql

    def counted(sql: str, *args: Any, **more: Any) -> Any:
        seen.append(sql)
        return real(sql, *args, **more)

    t.database.obj.execute_sql = counted
    try:
        run()
    finally:
        t.database.obj.execute_sql = real
    return len(seen)


def costs(folder: Path, count: int) -> tuple[int, int]:
    """Statements of the list and of a page on a desk of so many clients."""
    folder.mkdir()
    clients = [{"key": f"k{number}", "name": f"Client {number}"} for number in range(count)]
    contracts = [contract(f"c{n}", client=f"k{n}", allowances=[monthly("4:00")]) for n in range(count)]
    entries = [entry(f"E-{n}", "2026-03-02T10:00", "2026-03-02T11:00", client=f"k{n}") for n in range(count)]
    with opened(folder, small_book(clients=clients, contracts=contracts, entries=entries)):
        board = statements(lambda: read_client_board(NOW))
        return board, statements(lambda: read_client_page("k1", NOW))


def test_the_number_of_statements_does_not_grow(tmp_path: Path) -> None:
    assert costs(tmp_path / "few", 2) == costs(tmp_path / "many", 30)


def test_other_terms_are_compared_before_they_are_written(tmp_path: Path) -> None:
    from dataclasses import replace

    with opened(tmp_path, small_book(contracts=[contract("p", allowances=[monthly("5:00")])])):
        draft = draft_change("p", date(2026, 6, 1))
        old = ended_before(read_contract("p"), draft.starts)
        assert read_contract_shifts("acme", [old, draft], NOW) == ()
        more = replace(draft, allowances=(replace(draft.allowances[0], minutes=480),))
        lines = read_contract_shifts("acme", [old, more], NOW)
        assert lines[0].startswith("June: granted 5:00 → 8:00")
        change_terms("p", more, NOW, "dana")
        assert read_edit_changes(read_contract("p"), NOW) == ()
