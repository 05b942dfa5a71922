"""What would an edit change, and what does it touch? Previews and spans at their edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.domain.basics.zone import zone
from models.domain.values import Entry
from models.queries.time.entry_preview import Change, read_preview
from models.queries.time.exports import SpanFacts, read_span_facts
from models.storage.rows.reading import read_entry
from tests.edges import DAY, HOUR, table
from tests.opened import at, contract, entry, monthly, opened, small_book

NOW = at("2026-02-20T12:00")
NINE = at("2026-02-10T09:00")
ENTRIES = [
    entry("E-1", "2026-02-10T13:00", "2026-02-10T14:00", client="bo"),
    entry("E-2", "2026-02-11T13:00", "2026-02-11T13:00", client="bo", agent="mo"),
    entry("E-3", "2026-02-11T14:00", "2026-02-11T15:00", client="bo"),
    entry("E-5", "2026-02-13T14:00", "2026-02-13T15:00", client=None, scope="internal"),
    entry("E-4", "2026-02-12T14:00", "2026-02-12T15:00", client="bo", agent="mo"),
]


@pytest.fixture(scope="module", autouse=True)
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One desk for all tables, which only read; acme has two hours in February, one of them from January."""
    book = small_book(
        agents=[{"key": key, "name": key.title()} for key in ("dana", "mo")],
        clients=[{"key": key, "name": key.title()} for key in ("acme", "bo")],
        contracts=[contract("plan", allowances=[monthly("1:00", rollover={"periods": 1})])],
        entries=ENTRIES,
        closed_months=["2025-12"],
    )
    with opened(tmp_path_factory.mktemp("edges"), book, NOW):
        yield


def work(start: int, minutes: int) -> Entry:
    return Entry("", "dana", "maintenance", start, start + 60 * minutes, "acme")


@pytest.mark.parametrize(
    ("minutes", "lines"),
    table(
        ("what January left covers, too", 120, ()),
        (
            "a minute more is over",
            121,
            (
                "total in February 0.00 → 1.17",
                "overage in February 0:00 → 0:01",
            ),
        ),
    ),
)
def test_a_preview_draws_what_was_carried(minutes: int, lines: tuple[str, ...]) -> None:
    found = read_preview(Change((), (work(NINE, minutes),)), NOW).ledger
    assert tuple(line for line in found if line.split()[0] in {"total", "overage"}) == lines


def test_each_part_of_a_change_is_held_against_what_is_there() -> None:
    parts = work(NINE, 60), work(NINE + 4 * HOUR, 30)
    assert read_preview(Change((), parts), NOW).warnings == ("overlaps E-1, 13:00–14:00, bo",)
    alone = replace(parts[1], started_at=NINE + 5 * HOUR, ended_at=NINE + 6 * HOUR)
    assert read_preview(Change((), (parts[0], alone)), NOW).warnings == ()


@pytest.mark.parametrize(
    ("first", "last", "agent", "facts"),
    table(
        ("of one person", "2026-02-10", "2026-02-10", None, SpanFacts(1, False)),
        ("time of no length is nobody's", "2026-02-11", "2026-02-11", None, SpanFacts(1, False)),
        ("of two", "2026-02-11", "2026-02-12", None, SpanFacts(2, True)),
        ("of one who was asked for", None, None, "dana", SpanFacts(3, False)),
        ("of nobody", "2026-02-14", None, None, SpanFacts(0, False)),
    ),
)
def test_facts_of_a_span(first: str | None, last: str | None, agent: str | None, facts: SpanFacts) -> None:
    days: list[Any] = [None if day is None else date.fromisoformat(day) for day in (first, last)]
    assert read_span_facts(days[0], days[1], None, zone("UTC"), agent) == facts


def test_what_moves_to_another_month_changes_both() -> None:
    """Bo's hour of 10 February, moved to 10 January or to 10 March."""
    old = read_entry("E-1")
    for days, first, second in ((-31, "January", "February"), (28, "February", "March")):
        new = replace(old, started_at=old.started_at + days * DAY, ended_at=(old.ended_at or 0) + days * DAY)
        found = read_preview(Change((old,), (new,)), at("2026-03-20T12:00"))
        assert found.warnings == ()
        months = [first, second]
        assert [
            month for month in months if any(f"on demand in {month} " in line for line in found.ledger)
        ] == months


def test_work_for_nobody_is_overlapped_by_name() -> None:
    clash = work(at("2026-02-13T14:30"), 60)
    assert read_preview(Change((), (clash,)), NOW).warnings == ("overlaps E-5, 14:00–15:00, no client",)
