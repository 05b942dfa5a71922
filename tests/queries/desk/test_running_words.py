"""What does the line of a running timer say, and is a client under contract today? At the edges of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.queries.desk.catalogue import read_client_rows
from models.queries.desk.session import read_running
from tests.opened import at, contract, entry, monthly, opened, small_book

NOW = at("2026-03-04T11:00")


def running(**more: Any) -> dict[str, Any]:
    return entry("E-1", "2026-03-04T10:00", "2026-03-04T10:00", **more) | {"ended_at": None}


@pytest.mark.parametrize(
    ("more", "words", "counted", "has_work", "rate"),
    [
        ({}, "", True, True, 7000),
        ({"scope": "courtesy"}, "courtesy, costs nothing", False, True, None),
        ({"scope": "additional"}, "additional, billed", False, True, 7000),
        ({"scope": "internal"}, "internal", False, False, None),
        ({"scope": "internal", "client": None}, "internal", False, False, None),
        ({"client": None}, "no client yet", False, False, None),
        ({"client": "bo"}, "on demand", False, True, 7000),
    ],
)
def test_what_the_timer_says_is_left(
    tmp_path: Path, more: dict[str, Any], words: str, counted: bool, has_work: bool, rate: int | None
) -> None:
    clients = [{"key": "acme", "name": "Acme"}, {"key": "bo", "name": "Bo"}]
    contracts = [contract("plan", allowances=[monthly("3:00")])]
    book = small_book(clients=clients, contracts=contracts, entries=[running(**more)])
    with opened(tmp_path, book, NOW):
        found = read_running("dana", NOW)
    assert found is not None
    assert (found.words, found.left_minutes is not None) == (words, counted)
    assert (found.work is not None, found.rate) == (has_work, rate)


@pytest.mark.parametrize(
    ("today", "kinds"),
    [
        (date(2025, 12, 31), ()),
        (date(2026, 1, 1), ("retainer",)),
        (date(2026, 3, 31), ("retainer",)),
        (date(2026, 4, 1), ()),
    ],
)
def test_a_contract_that_was_cancelled_runs_until_then(
    tmp_path: Path, today: date, kinds: tuple[str, ...]
) -> None:
    book = small_book(contracts=[contract("plan", cancelled="2026-03-31")])
    with opened(tmp_path, book, NOW):
        (acme,) = read_client_rows(today)
    assert acme.kinds == kinds
