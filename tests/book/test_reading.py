"""JSON is read with its way kept: syntax by line and column, everything else by path."""

from __future__ import annotations

import json

import pytest

from models.book.reading import decode
from models.domain.basics.errors import InvalidValue
from tests.book.sample import SAMPLE
from tests.texts import parse_book

DESK = '"desk": {"name": "D", "timezone": "UTC", "currency": "GBP"%s}'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 1 column 1"),
        ('{"deskhours_book": 1,\n "desk": }', "line 2 column 10"),
        ("{'a': 1}", "line 1 column 2"),
        ('{"a": 1} x', "line 1 column 10"),
        ('{"a": "tab\t"}', "line 1 column 11"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_no_json(text: str, place: str) -> None:
    with pytest.raises(InvalidValue, match=place) as refused:
        parse_book(text)
    assert refused.value.path == ""


@pytest.mark.parametrize(
    ("more", "path"),
    [
        (', "name": "E"', "desk.name"),
        (', "hours": {"mon": [], "tue": [], "mon": []}', "desk.hours.mon"),
        (', "rounding": {"per": "entry", "per": "entry"}', "desk.rounding.per"),
        (', "\\u001b[2J": 1', "desk.'\\x1b[2J'"),
        (', "hourly_cost": NaN', "desk.hourly_cost"),
        (', "hourly_cost": -Infinity', "desk.hourly_cost"),
        (f', "rounding": {{"minimum": {"9" * 5000}}}', "desk.rounding.minimum"),
        (', "rounding": {"minimum": 1e308}', "desk.rounding.minimum"),
        (', "rounding": {"minimum": 9223372036854775808}', "desk.rounding.minimum"),
    ],
)
def test_what_json_lets_pass_is_refused_at_its_path(more: str, path: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_book('{"deskhours_book": 1, %s}' % (DESK % more))
    assert refused.value.path == path


def test_keys_given_twice_in_records() -> None:
    text = json.dumps(SAMPLE)
    twice = text.replace('"rates": {"design"', '"rates": {"design": "1.00", "design"', 1)
    with pytest.raises(InvalidValue, match="given twice") as refused:
        parse_book(twice)
    assert refused.value.path == "contracts[0].rates.design"
    with pytest.raises(InvalidValue, match="given twice") as refused:
        parse_book(text[:-1] + ', "agents": []}')
    assert refused.value.path == "agents"


def test_a_byte_order_mark_is_tolerated() -> None:
    text = '{"deskhours_book": 1, %s}' % (DESK % "")
    assert (
        parse_book("\ufeff" + text) == parse_book(text) == parse_book(decode(b"\xef\xbb\xbf" + text.encode()))
    )


def test_bytes_that_are_no_utf8() -> None:
    with pytest.raises(InvalidValue, match="line 2, byte 3"):
        decode(b"{\n \xff}")


def test_texts_are_cleaned_and_surrogates_replaced() -> None:
    text = '{"deskhours_book": 1, %s}' % (DESK % "")
    book = parse_book(text.replace('"D"', r'" \u001b[1mD\ud800\u202e "'))
    assert book.desk.name == "[1mD\ufffd"


def test_whole_sections_may_be_left_out() -> None:
    book = parse_book('{"deskhours_book": 1, "agents": null, %s}' % (DESK % ', "hours": {"mon": null}'))
    assert (book.agents, book.closed_months, book.desk.hours) == ((), (), ((),) * 7)
