"""Records come with the line they start on, and a broken quote costs its own line only."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.importers.cells import csvtext
from models.importers.cells.csvtext import read_records
from models.importers.cells.durations import number_of, seconds_of


def _read(text: str, separator: str = ",") -> list[tuple[int, tuple[str, ...] | str]]:
    return [(record.line, record.broken or record.fields) for record in read_records(text, separator)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end: str) -> None:
    text = end.join(["a,b", "", f'"1{end}2",x', "y,"])
    assert _read(text) == [(1, ("a", "b")), (3, (f"1{end}2", "x")), (5, ("y", ""))]
    assert _read(text + end) == _read(text)


def test_quotes_hold_separators_and_doubled_quotes() -> None:
    assert _read('"a;b";"c""d";""', ";") == [(1, ("a;b", 'c"d', ""))]
    assert _read('a "quoted" word,b') == [(1, ('a "quoted" word', "b"))]


def test_a_broken_quote_costs_its_own_line() -> None:
    (one, first), (two, second), (three, third) = _read('ok,1\n"open,2\nok,3')
    assert (one, first, three, third) == (1, ("ok", "1"), 3, ("ok", "3"))
    assert two == 2
    assert second == "a quote is opened here and never closed"
    assert _read('"a" b,1\nok,2') == [
        (1, "text follows a closing quote; a quote inside a field must be doubled"),
        (2, ("ok", "2")),
    ]


def test_nothing_has_no_records() -> None:
    assert _read("") == []
    assert _read("\n \r\n\r") == []


_FIELD = st.text(st.sampled_from('ab ,;"\n\r\t=é😀'), min_size=1, max_size=6).filter(str.strip)


@given(st.lists(st.lists(_FIELD, min_size=2, max_size=3), max_size=4), st.sampled_from([",", ";", "\t"]))
@settings(max_examples=80)
def test_what_a_csv_writer_writes_is_read_back(rows: list[list[str]], separator: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    assert [list(record.fields) for record in read_records(text.getvalue(), separator)] == rows


def test_a_text_in_parts_is_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvtext, "LONGEST", 40)
    text = 'a,b\r\n"x\r\ny",2\r\n\r\n' * 30 + '"never closed,3\nlast,4'
    whole = list(read_records(text, ","))
    for size in (1, 7, 41):
        parts = [text[at : at + size] for at in range(0, len(text), size)]
        assert list(read_records(parts, ",")) == whole
    assert [record.line for record in whole[:3]] == [1, 2, 5]
    assert whole[-2].broken
    assert whole[-1].fields == ("last", "4")


@pytest.mark.parametrize("text", ["9" * 5000, "9" * 5000 + ":00", "1." + "0" * 5000, "9" * 5000 + " min"])
def test_a_number_of_thousands_of_digits_is_no_duration(text: str) -> None:
    assert seconds_of(text, "hours") is None
    assert number_of(text) is None
