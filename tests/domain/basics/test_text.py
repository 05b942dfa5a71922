"""Nothing that disturbs a terminal gets in; nothing that can be read is changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.domain.basics.text import clean, first_of, parse_body, parse_key, parse_line, parse_name, shown


@pytest.mark.parametrize(
    ("text", "line", "lines"),
    [
        (
            "[bold] Smith & Co [UK] 🚒 شركة",
            "[bold] Smith & Co [UK] 🚒 شركة",
            "[bold] Smith & Co [UK] 🚒 شركة",
        ),
        ("a\r\nb\rc\nd\te", "a b c d e", "a\nb\nc\nd\te"),
        ("\x1b]0;x\x07", "]0;x", "]0;x"),
        ("\x1b[2J\x9b31m\x00\x7f", "[2J31m", "[2J31m"),
        ("\u202eabc\u2066d\u2069", "abcd", "abcd"),
        ("x\u2028y", "x y", "x\u2028y"),
        ("\ud800", "\ufffd", "\ufffd"),
        ("no\u00a0break \u200f", "no\u00a0break \u200f", "no\u00a0break \u200f"),
    ],
)
def test_clean(text: str, line: str, lines: str) -> None:
    assert (clean(text), clean(text, lines=True)) == (line, lines)


@given(st.text(st.characters()), st.booleans())
def test_clean_twice_is_clean_once(text: str, lines: bool) -> None:
    once = clean(text, lines=lines)
    assert clean(once, lines=lines) == once
    assert "\x1b" not in once


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        ({"a": 1}, "an object"),
        ([1], "a list"),
        ((1,), "a list"),
        (7, "7"),
        ("\x1b[2J\u202e", r"'\x1b[2J\u202e'"),
        ("x" * 58, "'" + "x" * 58 + "'"),
        ("x" * 61, "'" + "x" * 59 + "…"),
        ("x" * 1000, "'" + "x" * 59 + "…"),
        (10**70, "1" + "0" * 59 + "…"),
    ],
)
def test_shown_is_short_and_harmless(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize("key", ["a", "R-1", "web design", "[/]", "k" * 100, "é", "a\u00a0b"])
def test_a_key_is_taken_as_it_stands(key: str) -> None:
    assert parse_key(key, "clients[0].key") == key


@pytest.mark.parametrize(
    "key", ["", " ", " a", "a ", "k" * 101, "a\nb", "a\x1b", "\u202ea", "\ud800", 1, None, True, ["a"]]
)
def test_no_key(key: object) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_key(key, "clients[0].key")
    assert refused.value.path == "clients[0].key"
    assert "accepted are 1 to 100 characters" in refused.value.message


def test_a_name_is_cleaned_and_stripped() -> None:
    assert parse_name(" Acme\r\n\x1b[1mLtd ", "name") == "Acme [1mLtd"
    assert parse_name("x" * 200 + " ", "name") == "x" * 200
    assert parse_line("x" * 500, "subject") == "x" * 500


@pytest.mark.parametrize("name", ["", "  \t", "\x1b", "x" * 201, None, 5, {}])
def test_no_name(name: object) -> None:
    with pytest.raises(InvalidValue, match="1 to 200 characters"):
        parse_name(name, "name")


def test_a_body_keeps_its_lines() -> None:
    assert parse_body("", "body") == ""
    assert parse_body(" a\r\n\tb\x07 ", "body") == " a\n\tb "
    for refused in ("x" * 100_001, None, 3):
        with pytest.raises(InvalidValue, match="100,000 characters"):
            parse_body(refused, "body")


def test_the_first_of_many_keys_are_listed() -> None:
    assert [first_of([]), first_of(["a"]), first_of(["a", "b"])] == ["none yet", "a", "a, b"]
    assert first_of([f"k{number}" for number in range(100)]).endswith(" …")
