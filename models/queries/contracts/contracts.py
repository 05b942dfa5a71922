"""Which contract is meant? One contract by its key, and all of them with what renews what (RULES 2)."""

from __future__ import annotations

from typing import Any

from models.book.contracts import parse_contract
from models.book.terms.contracts import contract_document
from models.domain.values import Contract, Desk
from models.storage import tables as t
from models.storage.rows.reading import read_desk
from models.storage.rows.unknown import not_known
from models.storage.rows.whole import whole


def read_contract(key: str, desk: Desk | None = None) -> Contract:
    """The contract of that key; raises NotFound."""
    row = t.Contract.select(whole(t.Contract.document)).where(t.Contract.key == key).tuples().first()
    if row is None:
        raise not_known(t.Contract, key, "contract")
    return parse_contract(row[0], desk or read_desk())


def contract_json(key: str) -> dict[str, Any]:
    """The contract as the book holds it (RULES 10); raises NotFound."""
    desk = read_desk()
    return dict(contract_document(read_contract(key, desk), desk))


def read_renewed() -> dict[str, str]:
    """The keys of contracts that another one renews, each with the key of that one."""
    c = t.Contract
    return dict(c.select(c.renews, c.key).where(c.renews.is_null(False)).tuples())
