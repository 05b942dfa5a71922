"""Is a book that is read piece by piece the same book, and refused at the same places?"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.book import jsonstream, reading
from models.book.jsonstream import JsonStream
from models.book.streaming import open_book
from models.book.writing import dump_lines
from models.domain.basics.errors import InvalidValue
from models.domain.values import Book
from tests.book.sample import SAMPLE, spoiled
from tests.strategies import books
from tests.texts import dump_text, parse_book

TEXT = json.dumps(SAMPLE, ensure_ascii=False)


class Trickle(io.BytesIO):
    """A file that gives a few bytes at a time."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self.most = most

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self.most)


class Pipe(io.BytesIO):
    """A file that cannot go back."""

    def seekable(self) -> bool:
        return False


def streamed(text: str | bytes, most: int = 1 << 20) -> Book:
    """The whole book, read as a stream."""
    source = open_book(Trickle(text if isinstance(text, bytes) else text.encode(), most))
    book = replace(source.head, requests=tuple(source.requests()), entries=tuple(source.entries()))
    assert (source.request_count, source.entry_count) == (len(book.requests), len(book.entries))
    return book


@settings(max_examples=25, deadline=None)
@given(books(), st.integers(1, 400))
def test_a_streamed_book_is_the_same_book(book: Book, most: int) -> None:
    text = dump_text(book)
    assert streamed(text, most) == book
    assert "".join(dump_lines(book, iter(book.requests), iter(book.entries))) == text


@pytest.mark.parametrize("most", [1, 2, 3, 7, 1000])
def test_the_sample_is_read_in_any_pieces(most: int) -> None:
    assert streamed("\ufeff" + TEXT, most) == parse_book(TEXT)
    assert streamed(json.dumps(SAMPLE, indent=2), most) == parse_book(TEXT)


def test_sections_stand_in_any_order() -> None:
    turned = dict(reversed(SAMPLE.items()))
    assert streamed(json.dumps(turned)) == parse_book(TEXT)


def test_a_pipe_is_read_too() -> None:
    source = open_book(Pipe(TEXT.encode()))
    assert len(list(source.requests())) == 3
    assert [entry.key for entry in source.entries()] == ["E-1", "E-2", "E-3"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("desk.name", 5),
        ("colour", "blue"),
        ("requests", {}),
        ("entries", "none"),
        ("requests[1].client", "nobody"),
        ("requests[1].repeat_of", "R-9"),
        ("requests[1].key", "R-1"),
        ("entries[1].agent", "nobody"),
        ("entries[0].request", "R-3"),
        ("entries[2].ended_at", "2026-04-01T10:00:00Z"),
    ],
)
def test_it_is_refused_at_the_same_place(path: str, value: Any) -> None:
    text = json.dumps(spoiled(path, value))
    with pytest.raises(InvalidValue) as whole:
        parse_book(text)
    with pytest.raises(InvalidValue) as piecewise:
        streamed(text, 50)
    assert piecewise.value.path == whole.value.path == path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON at line 1 column 1"),
        ("[]", "no JSON at line 1 column 1"),
        ('{"a": 1,\n "b" 2}', "no JSON at line 2 column 6"),
        ('{"a": 1,\n "b": tru}', "no JSON at line 2 column 7"),
        ('{"a": 1} x', "no JSON at line 1 column 10"),
        ('{"entries": [1, 2', "no JSON at line 1"),
        ('{"entries": [1 2]}', "no JSON at line 1 column 16"),
        ('{"a": "x', "no JSON at line 1 column 7"),
        pytest.param("{" + '"a": ' + "[" * 100_000, "nested too deep", id="nested too deep"),
        (b'{"a":\n "\xff"}', "no UTF-8 at line 2, byte 8"),
        (b'\n{"a": "\xff"}', "no UTF-8 at line 2, byte 8"),
        (b'{"a": "\xc3', "no UTF-8 at line 1, byte 7"),
    ],
)
@pytest.mark.parametrize("most", [1, 1 << 20])
def test_what_is_no_json_is_refused_with_its_line(text: str | bytes, said: str, most: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        streamed(text, most)
    assert said in str(refused.value)


def test_a_key_given_twice_is_refused() -> None:
    for key in ("agents", "entries"):
        with pytest.raises(InvalidValue) as refused:
            streamed(TEXT[:-1] + f', "{key}": []}}')
        assert refused.value.path == key


def test_an_error_in_the_middle_is_seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of a file that is no JSON is not read to the end."""
    monkeypatch.setattr(jsonstream, "_CHUNK", 64)
    file = io.BytesIO(b'{"a": [1, 2, nonsense' + b" " * 100_000)
    stream = JsonStream(file)
    with pytest.raises(InvalidValue):
        {key: stream.value() for key in stream.members()}
    assert file.tell() < 1_000


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists), st.integers(1, 9))
def test_any_value_is_read_whole(value: Any, most: int) -> None:
    text = json.dumps({"x": value, "y": value}, ensure_ascii=False)
    stream = JsonStream(Trickle(text.encode(errors="surrogatepass"), most)) if text.isascii() else None
    if stream is None:
        return
    assert {key: stream.value() for key in stream.members()} == reading.load_json(text)
