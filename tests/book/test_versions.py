"""What does a book 1 know, and what does a dump of it say?"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from models.book.versions import FIRST, NEWEST
from models.domain.basics.errors import InvalidValue
from tests.book.sample import SAMPLE
from tests.texts import dump_text, parse_book

NEW_SECTIONS = [section for section in SAMPLE if section not in FIRST[""]]


def _only(record: dict[str, Any], section: str) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key in FIRST[section]}


def _first() -> dict[str, Any]:
    """The sample as a book 1."""
    book = {key: copy.deepcopy(value) for key, value in SAMPLE.items() if key in FIRST[""]}
    for section, value in book.items():
        if section == "desk":
            book[section] = _only(value, section)
        elif isinstance(value, list) and section in FIRST:
            book[section] = [_only(record, section) for record in value]
    return {**book, "deskhours_book": 1}


def _new_keys() -> list[tuple[str, str, Any]]:
    """Section, key and value of every key of the sample that version 2 added."""
    found = [("desk", key, value) for key, value in SAMPLE["desk"].items() if key not in FIRST["desk"]]
    for section, records in SAMPLE.items():
        if isinstance(records, list) and section in FIRST:
            found += [(section, key, records[0][key]) for key in records[0] if key not in FIRST[section]]
    return found


def _refusal(book: dict[str, Any]) -> InvalidValue:
    with pytest.raises(InvalidValue) as refused:
        parse_book(json.dumps(book))
    return refused.value


def test_a_book_1_comes_out_new() -> None:
    book = parse_book(json.dumps(_first()))
    dumped = json.loads(dump_text(book))
    assert dumped["deskhours_book"] == NEWEST
    assert parse_book(json.dumps(dumped)) == book


@pytest.mark.parametrize(("section", "key", "value"), _new_keys())
def test_a_book_1_knows_no_new_key(section: str, key: str, value: Any) -> None:
    book = _first()
    record = book[section] if section == "desk" else book[section][0]
    record[key] = value
    refused = _refusal(book)
    assert refused.path == (f"desk.{key}" if section == "desk" else f"{section}[0].{key}")
    accepted = refused.message.rpartition("accepted are ")[2].split(", ")
    assert set(accepted) == FIRST[section]


@pytest.mark.parametrize("section", NEW_SECTIONS)
def test_a_book_1_knows_no_new_section(section: str) -> None:
    assert _refusal({**_first(), section: []}).path == section


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"desk": {"hours": [{"from": "2026-01-01", "mon": ["09:00-17:00"]}]}}, "desk.hours"),
        ({"desk": {"rounding": {"per": "request_month"}}}, "desk.rounding.per"),
        ({"desk": {"on_demand_rounding": {"per": "request_month"}}}, "desk.on_demand_rounding.per"),
        ({"agents": {"weekly_hours": [{"from": "2026-01-01", "hours": "40:00"}]}}, "agents[0].weekly_hours"),
        ({"clients": {"tier": [{"from": "2026-01-01", "tier": None}]}}, "clients[0].tier"),
        ({"contracts": {"rounding": {"per": "request_month"}}}, "contracts[0].rounding.per"),
    ],
)
def test_a_book_1_knows_no_new_form(change: dict[str, dict[str, Any]], path: str) -> None:
    book = _first()
    ((section, values),) = change.items()
    (book[section] if section == "desk" else book[section][0]).update(values)
    assert _refusal(book).path == path
    if section != "contracts":
        # the newest book accepts it
        parse_book(json.dumps({**book, "deskhours_book": NEWEST}))
