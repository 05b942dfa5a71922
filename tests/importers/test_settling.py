"""What shares time with other work is settled so that nothing counts twice, and days without times stay days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.month_end.checks import overlaps
from models.domain.values import Agent, Client, DatedRate, Entry, Window, WorkType
from models.importers.base import ImportedRow
from models.importers.mapping import Mapping
from models.importers.planning.overlaps import free_part
from models.importers.planning.plan import ImportPlan, plan_import
from models.importers.planning.planner import Wishes
from models.importers.resolve import Known
from tests.importers.at_desk import Memory
from tests.importers.reading import LONDON

KNOWN = Known(
    (Agent("dana", "Dana"), Agent("eli", "Eli")),
    (Client("acme", "Acme Ltd"),),
    (WorkType("maintenance", "Maintenance", (DatedRate(date(2020, 1, 1), 7000),)),),
    hours=((Window(9 * 60, 17 * 60),), *((),) * 6),
    zone=LONDON,
)
CUT = Mapping().decided("overlap", "cut")
DAY = date(2026, 3, 2).toordinal()
MONDAY = LONDON.starts(date(2026, 3, 2))


def row(line: int, start: int, end: int, agent: str = "Dana", note: str = "") -> ImportedRow:
    return ImportedRow(line, start, end, agent=agent, client="Acme Ltd", note=note or f"line {line}")


def plan(*rows: ImportedRow, mapping: Mapping = CUT, here: Memory | None = None) -> ImportPlan:
    return plan_import(rows, mapping, KNOWN, here, Wishes("toggl", "TG"))


def work(start: int, end: int, key: str = "E-1", agent: str = "dana") -> Entry:
    return Entry(key, agent, "maintenance", start, end, "acme")


@pytest.mark.parametrize(
    ("span", "taken", "left"),
    [
        ((0, 10), [], (0, 10)),
        ((0, 10), [(10, 12)], (0, 10)),
        ((0, 10), [(-5, 3)], (3, 10)),
        ((0, 10), [(7, 20)], (0, 7)),
        ((0, 10), [(4, 5)], (5, 10)),
        ((0, 10), [(5, 6)], (0, 5)),
        ((0, 10), [(2, 4), (3, 5)], (5, 10)),
        ((0, 10), [(-1, 5), (5, 11)], (0, 0)),
    ],
)
def test_the_longest_free_part_is_kept(
    span: tuple[int, int], taken: list[tuple[int, int]], left: tuple[int, int]
) -> None:
    found = free_part(*span, taken)
    assert found == left or (found[0] == found[1] and left[0] == left[1])


@pytest.mark.parametrize(
    ("rows", "spans"),
    [
        ([(0, 60), (60, 120)], [(0, 60), (60, 120)]),
        ([(0, 60), (59, 120)], [(0, 60), (60, 120)]),
        ([(0, 60), (10, 50)], [(0, 60)]),
        ([(30, 90), (0, 60)], [(60, 90), (0, 60)]),
        ([(0, 100), (10, 50), (40, 120)], [(0, 100), (100, 120)]),
    ],
)
def test_of_two_rows_the_later_is_cut(rows: list[tuple[int, int]], spans: list[tuple[int, int]]) -> None:
    entries = plan(*(row(at, *span) for at, span in enumerate(rows, 2))).entries
    assert [(entry.started_at, entry.ended_at) for entry in entries] == spans


def test_another_agent_is_no_overlap_and_what_is_here_stays() -> None:
    assert plan(row(2, 0, 60), row(3, 0, 60, "Eli"), mapping=Mapping()).counts.add == 2
    here = Memory.of(plan(), work(20, 30), work(0, 500, "E-2", "eli"))
    (entry,) = plan(row(2, 0, 60), here=here).entries
    assert (entry.started_at, entry.ended_at) == (30, 60)
    (fate,) = plan(row(2, 0, 60), mapping=Mapping(), here=here).lines
    assert (fate.outcome, fate.asked) == ("unmapped", (("overlap", ""),))
    assert "overlaps E-1, which is here" in fate.reason


@pytest.mark.parametrize(
    ("what", "outcomes", "scopes"),
    [("keep", ["add", "add"], ["support", "support"]), ("skip", ["add", "skipped"], ["support"]),
     ("courtesy", ["add", "add"], ["support", "courtesy"])],
)  # fmt: skip
def test_what_was_decided_is_done(what: str, outcomes: list[str], scopes: list[str]) -> None:
    for mapping in (Mapping().decided("overlap", what), Mapping().decided("overlap", what, line=3)):  # type: ignore[arg-type]
        found = plan(row(2, 0, 60), row(3, 30, 90), mapping=mapping)
        assert [fate.outcome for fate in found.lines] == outcomes
        assert [entry.scope for entry in found.entries] == scopes


_SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=8)


@given(_SPANS, _SPANS)
def test_what_enters_cut_overlaps_nothing_and_no_time_of_the_file_is_lost(
    mine: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    rows = [row(line, start, start + length) for line, (start, length) in enumerate(mine, 2)]
    alone = plan(*rows)
    assert list(overlaps(alone.entries)) == []
    covered = {second for entry in alone.entries for second in range(entry.started_at, entry.ended_at or 0)}
    assert covered == {second for start, length in mine for second in range(start, start + length)}
    here = [work(start, start + length, f"E-{at}") for at, (start, length) in enumerate(theirs)]
    beside = plan(*rows, here=Memory.of(plan(), *here))
    new = {entry.key for entry in beside.entries}
    pairs = overlaps([*here, *beside.entries])
    assert [pair for pair in pairs if new & {pair[0].key, pair[1].key}] == []


# -- work without a time of day -------------------------------------------------------------------


def hours(line: int, seconds: int, day: int = DAY, agent: str = "Dana", note: str = "") -> ImportedRow:
    return replace(row(line, 0, seconds, agent, note), day=day)


def starts(found: ImportPlan) -> list[int]:
    return [(entry.started_at - MONDAY) // 60 for entry in found.entries]


@pytest.mark.parametrize(
    ("lengths", "minutes"),
    [
        ([3600, 1800], [9 * 60, 10 * 60]),
        ([15 * 3600], [9 * 60]),
        ([15 * 3600 + 60], [9 * 60 - 1]),
        ([12 * 3600, 12 * 3600], [0, 12 * 60]),
    ],
)
def test_days_are_laid_end_to_end_and_end_by_midnight(lengths: list[int], minutes: list[int]) -> None:
    found = plan(*(hours(line, length) for line, length in enumerate(lengths, 2)), mapping=Mapping())
    assert starts(found) == minutes
    assert all(entry.note.endswith(" [no time of day in the source]") for entry in found.entries)


def test_each_person_and_day_begins_anew_and_a_free_day_as_the_week_does() -> None:
    rows = [hours(2, 60), hours(3, 60, agent="Eli"), hours(4, 60, DAY + 1), hours(5, 60)]
    assert starts(plan(*rows, mapping=Mapping())) == [540, 540, 540 + 24 * 60, 541]


def test_what_is_new_follows_what_is_here_and_an_edit_finds_its_entry() -> None:
    first = [hours(2, 3600, note="one"), hours(3, 1800, note="two")]
    here = Memory.of(plan(*first, mapping=Mapping()))
    more = plan(hours(2, 600, note="new"), first[0], first[1], mapping=Mapping(), here=here)
    assert (more.counts.add, more.counts.exists) == (1, 2)
    edited = plan(first[1], hours(3, 3600, note="one, said better"), mapping=Mapping(), here=here)
    assert (edited.counts.exists, edited.counts.changed) == (1, 1)
