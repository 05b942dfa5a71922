"""What is written reads back as the same book, and is written alike again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from models.book.contracts import parse_contract
from models.book.records import parse_charge, parse_entry, parse_request
from models.book.sections import parse_agent, parse_client, parse_desk, parse_tier, parse_work_type
from models.book.terms.contracts import contract_document
from models.book.writing import (
    agent_document,
    charge_document,
    client_document,
    desk_document,
    entry_document,
    request_document,
    tier_document,
    work_type_document,
)
from models.domain.basics.errors import InvalidValue
from models.domain.contracts.checked import check_contract, check_renews
from models.domain.values import Book
from tests.book.sample import SAMPLE
from tests.strategies import books
from tests.texts import dump_text, parse_book
from tests.weights import weighed


@settings(max_examples=60, deadline=None)
@given(books())
def test_a_book_reads_back(book: Book) -> None:
    text = dump_text(book)
    assert parse_book(text) == book
    assert dump_text(parse_book(text)) == text


@settings(max_examples=40, deadline=None)
@given(books(closed=True))
def test_a_book_with_closed_months_reads_back(book: Book) -> None:
    assert parse_book(dump_text(book)) == book


@settings(max_examples=20, deadline=None)
@given(books())
def test_each_record_reads_back(book: Book) -> None:
    desk = book.desk
    assert parse_desk(desk_document(replace(desk, holidays="XX"))) == replace(desk, holidays="XX")
    for agent in book.agents:
        assert parse_agent(agent_document(agent)) == agent
    for work_type in book.work_types:
        assert parse_work_type(work_type_document(work_type, desk), desk) == work_type
    for tier in book.tiers:
        assert parse_tier(tier_document(tier)) == tier
    for client in book.clients:
        assert parse_client(client_document(client)) == client
    for contract in book.contracts:
        assert parse_contract(contract_document(contract, desk), desk) == contract
    for request in book.requests:
        assert parse_request(request_document(request)) == request
    for entry in book.entries:
        assert parse_entry(entry_document(entry)) == entry
    for charge in book.charges:
        assert parse_charge(charge_document(charge, desk), desk) == charge


def test_the_sample_dumps_with_every_key() -> None:
    dumped = json.loads(dump_text(parse_book(json.dumps(SAMPLE))))
    assert list(dumped) == list(SAMPLE)
    for section in (
        *("agents", "tiers", "clients", "requests", "entries", "charges"),
        *("absences", "statements", "reviews", "opportunities"),
    ):
        assert list(dumped[section][0]) == list(SAMPLE[section][0])
        assert dumped[section][0] == SAMPLE[section][0]
    assert dumped["entries"][1]["scope"] == "support"
    assert dumped["work_types"][0]["rates"] == SAMPLE["work_types"][0]["rates"][::-1]
    assert dumped["work_types"][1]["rates"][0]["rate"] == "90.00"


def test_a_contract_dumps_its_effective_values() -> None:
    book = parse_book(json.dumps(SAMPLE))
    assert contract_document(book.contracts[3], book.desk) == {
        "key": "k3",
        "client": "beta",
        "kind": "on_demand",
        "name": "Hours",
        "starts": "2026-01-01",
        "ends": None,
        "hours": None,
        "valid_months": None,
        "allowances": [],
        "covers": None,
        "rates": {},
        "rounding": None,
        "fee": None,
        "anchor": "calendar",
        "proration": "prorate",
        "renewal": {"mode": "manual", "notice_months": 1},
        "cancellation": {"notice_months": 1, "fee": None},
        "renews": None,
        "cancelled": None,
        "recurring": [],
        "bands": None,
        "premium": None,
        "free": None,
        "declined": False,
        "snoozed_until": None,
        "statement": None,
    }
    retainer = contract_document(book.contracts[0], book.desk)
    assert retainer["allowances"] == [
        SAMPLE["contracts"][0]["allowances"][0],
        {
            **SAMPLE["contracts"][0]["allowances"][1],
            "work_types": None,
            "rollover": {"periods": 0, "cap": None, "across_renewal": False, "after_end_months": 0},
        },
        {
            **SAMPLE["contracts"][0]["allowances"][2],
            "work_types": None,
            "rollover": {"periods": 0, "cap": None, "across_renewal": False, "after_end_months": 0},
        },
    ]
    assert retainer["fee"] == SAMPLE["contracts"][0]["fee"]


def test_the_order_of_records_is_kept() -> None:
    turned = {**SAMPLE, "entries": SAMPLE["entries"][::-1], "clients": SAMPLE["clients"][::-1]}
    book = parse_book(json.dumps(turned))
    assert [entry.key for entry in book.entries] == ["E-3", "E-2", "E-1"]
    assert [client.key for client in book.clients] == ["beta", "acme"]


def test_equal_shares_are_written_alike() -> None:
    desk = parse_book(json.dumps(SAMPLE)).desk
    documents = [desk_document(replace(desk, support_share=Decimal(text))) for text in ("1", "1.0", "1.000")]
    assert [document["support_share"] for document in documents] == ["1.00"] * 3


def test_one_contract_alone() -> None:
    book = parse_book(json.dumps(SAMPLE))
    plan = {"key": "plan", "client": "nobody", "kind": "retainer", "name": "Plan", "starts": "2026-01-01"}
    contract = parse_contract({**plan, "allowances": [{"hours": "5:00"}], "rates": {"*": "70"}}, book.desk)
    check_contract(contract, ["maintenance"])
    assert (contract.allowances[0].every, contract.rates) == ("month", (("*", 7000),))
    with pytest.raises(InvalidValue) as refused:
        parse_contract({**plan, "fee": {"amount": "x"}}, book.desk)
    assert refused.value.path == "contract.fee.amount"
    with pytest.raises(InvalidValue) as refused:
        check_contract(replace(contract, covers=("seo",)), ["maintenance"])
    assert refused.value.path == "contract.covers[0]"
    follower = replace(contract, renews="k0", client="acme", starts=date(2026, 6, 1))
    check_renews(follower, {kept.key: kept for kept in book.contracts})


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(weighed(books()))
def test_weights_read_back(book: Book) -> None:
    book = replace(book, desk=replace(book.desk, closed_days=tuple(dict.fromkeys(book.desk.closed_days))))
    assert parse_book(dump_text(book)) == book
    assert dump_text(parse_book(dump_text(book))) == dump_text(book)
