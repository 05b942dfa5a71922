"""Do rows and their money come together again to the letter, and does nothing of it stay where it must not?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.months import Month
from models.queries.contracts.contracts import contract_json, read_contract
from models.queries.ledger.ledgers import Ledgers
from models.services.contracts.charges import edit_charge
from models.services.contracts.contracts import edit_contract
from models.services.history.undo import redo, undo
from models.services.month_end.months import close_month
from models.storage import tables as t
from models.storage.plain_text import to_json
from models.storage.rows.money import COLUMNS, part_image, part_text, whole_text
from models.storage.rows.whole import whole
from tests.opened import at, contract, entry, monthly, opened, small_book

AMOUNTS = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.sampled_from(["0.00", "12.50", "-3", "7"]))
WORDS = st.one_of(
    st.text(st.characters(min_codepoint=32, exclude_categories=("Cs",)), max_size=5),
    st.sampled_from(["\\u0001", "\\\\u0001", '"', "\\", '"\\u0001"']),
)
LINES = st.lists(st.fixed_dictionaries({"note": WORDS, "rate": AMOUNTS, "amount": AMOUNTS}), max_size=3)


@given(LINES, AMOUNTS, WORDS)
def test_what_is_parted_is_put_together(lines: list[dict[str, Any]], total: object, note: str) -> None:
    text = to_json({"note": note, "lines": lines, "total": total})
    public, amounts = part_text(text, COLUMNS["statement"]["document"])
    assert whole_text(public, amounts) == text
    document = json.loads(whole_text(public, None) or "")
    assert [set(line) for line in document["lines"]] == [set(line) for line in lines]
    image = {"id": 1, "document": text}
    public, amounts = part_image("statement", image)
    assert json.loads(whole_text(public, amounts) or "") == image
    json.loads(whole_text(public, None) or "")


def test_who_may_not_see_money_sees_whether_there_is_any() -> None:
    text = to_json(
        {"rates": {"design": "90.00", "care": "0.00"}, "fee": {"amount": "700.00", "every": "month"}}
    )
    public, amounts = part_text(text, COLUMNS["contract"]["document"])
    assert "90.00" not in public
    assert json.loads(whole_text(public, None) or "") == {
        "rates": {"design": "1", "care": "0"},
        "fee": {"amount": "1", "every": "month"},
    }
    assert amounts == '"90.00"\x1f"0.00"\x1f"700.00"'


BOOK = small_book(
    desk={"hourly_cost": "28.13"},
    contracts=[
        contract(
            "k",
            allowances=[monthly("1:00")],
            fee={"amount": "711.17", "every": "month"},
            rates={"*": "91.19"},
        )
    ],
    entries=[entry("E-1", "2026-01-05T09:00", "2026-01-05T12:00")],
    charges=[
        {"key": "C-1", "client": "acme", "date": "2026-01-06", "description": "Page", "quantity": 3}
        | {"unit_price": "12.57"}
    ],
)
SECRETS = (
    "28.13",
    "2813",
    "711.17",
    "71117",
    "91.19",
    "9119",
    "12.57",
    "1257",
    "70.00",
    "7000",
    "37.71",
    "3771",
)


def all_texts() -> str:
    """Whatever stands in the tables that an agent may read."""
    rows = [
        tuple(row)
        for table in t.ALL
        if table not in t.MONEY.values()
        for row in t.database.execute_sql(f'SELECT * FROM "{table._meta.table_name}"')
    ]
    return repr(rows)


@pytest.mark.file
def test_no_amount_stands_outside_the_tables_of_money(tmp_path: Path) -> None:
    with opened(tmp_path, BOOK, at("2026-02-01T09:00")):
        before = Ledgers().documents(["acme"], Month(2026, 1))["acme"]
        close_month(Month(2026, 1), at("2026-02-02T09:00"), "dana")
        assert Ledgers().documents(["acme"], Month(2026, 1))["acme"].total == before.total > 0
        assert contract_json("k")["fee"]["amount"] == "711.17"
        texts = all_texts()
        assert [secret for secret in SECRETS if secret in texts] == []
        issued = t.Statement.select(whole(t.Statement.document)).tuples().first()[0]
        assert "711.17" in issued


def test_the_history_has_its_money_apart(tmp_path: Path) -> None:
    with opened(tmp_path, BOOK, at("2026-02-01T09:00")):
        document = {
            "key": "C-1",
            "client": "acme",
            "date": "2026-01-06",
            "description": "Page",
            "quantity": 3,
        }
        edit_charge("C-1", document | {"unit_price": "99.99"}, at("2026-02-02T09:00"), "dana")
        assert "9999" not in all_texts()
        assert Ledgers().documents(["acme"], Month(2026, 1))["acme"].lines[-1].amount == 3 * 9999
        undo(at("2026-02-02T10:00"), "dana")
        assert Ledgers().documents(["acme"], Month(2026, 1))["acme"].lines[-1].amount == 3 * 1257


@pytest.mark.file
def test_an_undo_keeps_the_money_of_a_document_apart(tmp_path: Path) -> None:
    with opened(tmp_path, BOOK, at("2026-02-01T09:00")):
        dearer = replace(read_contract("k"), rates=(("*", 9998),))
        edit_contract("k", dearer, at("2026-02-02T09:00"), "dana")
        undo(at("2026-02-02T10:00"), "dana")
        assert contract_json("k")["rates"] == {"*": "91.19"}
        assert [secret for secret in (*SECRETS, "99.98") if secret in all_texts()] == []
        redo(at("2026-02-02T11:00"), "dana")
        assert contract_json("k")["rates"] == {"*": "99.98"}
        assert [secret for secret in (*SECRETS, "99.98") if secret in all_texts()] == []
