"""A statement is written once, and asked with other values each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.months import Month
from models.storage import tables as t
from models.storage.compiled import compiled, plain_rows
from models.storage.database import open_database
from models.storage.rows.whole import insert_row, price_of

BUILT: list[str] = []


@compiled
def _charges(description: str, keys: list[str], first: date, last: Month) -> Any:
    """Constants stand between the values, so that their order matters."""
    BUILT.append("charges")
    c = t.Charge
    dated = (c.date >= first) & (c.date <= last)
    chosen = (c.quantity == 1) & (c.description == description) & (price_of(c) > 5) & c.key.in_(keys)
    return c.select(c.key, c.date).where(chosen & dated).order_by(c.key)


@compiled
def _rename(key: str, name: str) -> Any:
    return t.Client.update(name=name).where(t.Client.key == key)


@compiled
def _setting(name: str, value: str) -> Any:
    s = t.Setting
    return s.insert(name=name, value=value).on_conflict(conflict_target=[s.name], preserve=[s.value])


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path) -> Iterator[None]:
    with open_database(tmp_path / "desk.db").connection():
        t.Client.insert(key="acme", name="Acme").execute()
        for key, day, price in (("a", "2026-03-01", 6), ("b", "2026-03-31", 6), ("c", "2026-03-31", 5)):
            values = {"description": "x", "quantity": 1, "unit_price": price}
            insert_row(t.Charge, {"key": key, "client": "acme", "date": day, **values})
        yield


@pytest.mark.parametrize(
    ("keys", "first", "found"),
    [
        (["a", "b", "c"], date(2026, 3, 1), ["a", "b"]),
        (["a", "b", "c"], date(2026, 3, 2), ["b"]),
        (["a"], date(2026, 3, 1), ["a"]),
        (["z"], date(2026, 3, 1), []),
        ([], date(2026, 3, 1), []),
    ],
    ids=["all", "from the second day", "one", "unknown", "none"],
)
def test_the_values_take_their_places(keys: list[str], first: date, found: list[str]) -> None:
    assert [key for key, _ in _charges("x", keys, first, Month(2026, 4))] == found
    assert list(_charges.each("x", keys, first, Month(2026, 4))) == _charges("x", keys, first, Month(2026, 4))
    assert _charges("y", keys, first, Month(2026, 4)) == []


def test_it_is_written_once() -> None:
    _charges("x", ["a"], date(2026, 3, 1), Month(2026, 4))
    BUILT.clear()
    for count in range(3):
        _charges("x", ["a"] * count, date(2026, 3, 1), Month(2026, 4))
    assert BUILT == []


def test_rows_are_as_the_engine_has_them() -> None:
    row = _charges.first("x", ["b"], date(2026, 3, 1), Month(2026, 4))
    assert row == ("b", "2026-03-31")
    assert _charges.first("x", [], date(2026, 3, 1), Month(2026, 4)) is None
    assert list(plain_rows(t.Charge.select(t.Charge.date).where(t.Charge.key == "a"))) == [("2026-03-01",)]


def test_it_writes_and_counts_the_rows() -> None:
    assert (_rename.run("acme", "Acme Ltd"), _rename.run("nobody", "X")) == (1, 0)
    assert t.Client.get(t.Client.key == "acme").name == "Acme Ltd"


def test_what_is_there_is_replaced() -> None:
    for value in ("1", "2"):
        _setting.run("theme", value)
    assert list(t.Setting.select(t.Setting.name, t.Setting.value).tuples()) == [("theme", 2)]
