"""A spreadsheet never calculates what a person typed, and every entry comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.months import Month
from models.domain.values import PREMIUM_WORDS, SCOPES, Entry, Imported
from models.exporters.entries_csv import COLUMNS
from models.exporters.names import Names
from models.exporters.spreadsheet import neutral
from tests.exporters.samples import BERLIN, ENTRIES, LATE, NAMES, RUNNING, nasty_entries
from tests.texts import plain, read_entries_csv, write_entries_csv

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@pytest.mark.parametrize(
    "text", ["=1+1", "+7", "-3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "'quoted", "'"]
)
def test_what_looks_like_a_formula_is_neutralised(text: str) -> None:
    assert neutral(text) == "'" + text
    assert plain(neutral(text)) == text


@pytest.mark.parametrize("text", ["", "a=1", "5 - 3", "[/]", "  blank", "42", "it's"])
def test_other_text_is_left_alone(text: str) -> None:
    assert neutral(text) == plain(text) == text


@given(st.one_of(TEXT, st.text("='+-@ \t\r\n", max_size=4)))
@settings(max_examples=100)
def test_neutral_is_reversible_and_safe(text: str) -> None:
    assert plain(neutral(text)) == text
    assert not neutral(text).lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))


def test_found_4_9_the_columns_say_it_in_both_clocks_and_as_dates() -> None:
    header, first, *_ = csv.reader(
        io.StringIO(write_entries_csv([ENTRIES[3], RUNNING], NAMES, BERLIN), newline="")
    )
    assert tuple(header) == COLUMNS
    assert dict(zip(header, first, strict=True)) == {
        "key": "E-4",
        "agent": "dana",
        "agent_name": "Dana",
        "client": "acme",
        "client_name": "Acme Ltd",
        "request": "",
        "work_type": "maintenance",
        "work_type_name": "Maintenance",
        "scope": "support",
        "date": "2026-10-25",
        "started_at": "2026-10-24T22:30:00Z",
        "ended_at": "2026-10-25T04:30:00Z",
        "started_local": "2026-10-25 00:30:00",
        "ended_local": "2026-10-25 05:30:00",
        "seconds": "21600",
        "hours": "6:00:00",
        "note": "autumn, six hours",
        **dict.fromkeys(("late_in", "premium", "told", "imported_tool", "imported_id"), ""),
    }


def test_text_is_neutralised_and_numbers_are_not() -> None:
    entries, names = nasty_entries()
    rows = list(csv.DictReader(io.StringIO(write_entries_csv(entries, names, BERLIN), newline="")))
    assert {"'=1+1", "'@x", "'+7", "'-3", "'\ttab", "'\rcr"} <= {row["note"] for row in rows}
    assert {"'=1+1", "'@x"} <= {row["client_name"] for row in rows}
    assert [row["seconds"] for row in rows[:2]] == ["1000", "1001"]
    assert read_entries_csv(write_entries_csv(entries, names, BERLIN)) == entries


def test_running_and_late_entries_come_back() -> None:
    entries = (*ENTRIES, LATE, RUNNING)
    text = write_entries_csv(entries, NAMES, BERLIN)
    assert read_entries_csv(text) == entries
    assert read_entries_csv("\ufeff" + text) == entries
    assert text.endswith("\r\n")
    assert read_entries_csv(write_entries_csv((), NAMES, BERLIN)) == ()


_ENTRIES = st.builds(
    Entry,
    key=TEXT.filter(bool),
    agent=TEXT,
    work_type=TEXT,
    started_at=st.integers(0, 4_000_000_000),
    ended_at=st.none() | st.integers(0, 4_000_000_000),
    client=st.none() | TEXT.filter(bool),
    request=st.none() | TEXT.filter(bool),
    scope=st.sampled_from(SCOPES),
    note=TEXT,
    late_in=st.none() | st.builds(Month, st.integers(1970, 2999), st.integers(1, 12)),
    premium=st.none() | st.sampled_from(PREMIUM_WORDS),
    told=st.booleans(),
    imported=st.none() | st.builds(Imported, TEXT.filter(bool), TEXT),
)


@given(st.lists(_ENTRIES, max_size=4))
@settings(max_examples=100)
def test_nothing_is_lost(entries: list[Entry]) -> None:
    assert read_entries_csv(write_entries_csv(entries, Names(), BERLIN)) == tuple(entries)
