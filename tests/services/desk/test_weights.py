"""Do weights hold in a real database? Written, undone, waived, refused where they would move a closed month."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.book.writing import desk_document
from models.domain.basics.errors import DeskError, InvalidValue, MonthClosed
from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.ledger.sums import MonthSums
from models.holiday_dates import calendar_of
from models.queries.clients.hours import read_hours
from models.queries.contracts.contracts import read_contract
from models.queries.desk.request_rows import read_requests
from models.queries.desk.session import read_running
from models.queries.ledger.explain import explain
from models.queries.ledger.explain_document import explain_document
from models.queries.ledger.ledgers import Ledgers
from models.queries.ledger.left import read_left
from models.queries.month_end.months import read_checks
from models.queries.planning.drift import read_drift
from models.queries.time.entry_preview import Change, read_month_changes, read_preview
from models.services.contracts.contracts import edit_contract
from models.services.core.month_records import derive_through
from models.services.desk.catalogue import edit_desk
from models.services.history.undo import undo
from models.services.month_end.months import close_month
from models.services.requests.life import give_premium
from models.services.time.entries import alter_entries, edit_entry, merge_entries
from models.services.time.timer import TimerStart, start_timer
from models.storage import tables as t
from models.storage.rows.reading import read_desk, read_entry
from models.storage.status_left import left_after
from tests.opened import at, contract, entry, monthly, opened, small_book
from tests.texts import dump_text, stored_book

MARCH, APRIL = Month(2026, 3), Month(2026, 4)
NOW = at("2026-04-15T12:00")
EVENING = [{"at": "19:00-22:00", "weight": "1.5", "name": "evening"}]
WEEK = {day: EVENING for day in ("mon", "tue", "wed", "thu", "fri")}
TABLES = [{"from": "2026-01-01", "windows": {**WEEK, "holiday": [{"at": "00:00-24:00", "weight": "2"}]}}]


def weighed(**more: Any) -> dict[str, Any]:
    """Two evening hours in March, one of them on R-1, and one in April; 10 hours a month."""
    sections: dict[str, Any] = {
        "contracts": [contract("plan", allowances=[monthly("10:00")])],
        "requests": [
            {"key": "R-1", "client": "acme", "subject": "Down", "reported_at": "2026-03-03T18:00:00Z"}
        ],
        "entries": [
            entry("E-1", "2026-03-03T19:00", "2026-03-03T20:00", note="a"),
            entry("E-2", "2026-03-04T19:00", "2026-03-04T20:00", note="b", request="R-1"),
            entry("E-3", "2026-04-07T19:00", "2026-04-07T20:00", note="c", request="R-1"),
        ],
        "desk": {"bands": TABLES},
    }
    return small_book(**sections | more)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Path]:
    with opened(tmp_path, weighed()):
        yield tmp_path


def sums(month: Month = MARCH) -> MonthSums:
    return Ledgers().document("acme", month).sums


def set_desk(**more: Any) -> None:
    edit_desk({**desk_document(read_desk()), **more}, NOW, "dana")


def counted(month: Month = MARCH) -> tuple[int, int]:
    found = sums(month)
    return found.accounted, found.counted


def test_a_word_on_a_request_counts_at_once_and_is_undone(desk: Path) -> None:
    derive_through(APRIL)
    assert (counted(), counted(APRIL)) == ((120, 180), (60, 90))
    give_premium(["R-1"], "waived", NOW, "dana")
    derive_through(APRIL)
    assert (counted(), counted(APRIL)) == ((120, 150), (60, 60))
    assert read_requests(t.Request.key == "R-1")[0].premium == "waived"
    undo(NOW, "dana")
    assert (counted(), counted(APRIL)) == ((120, 180), (60, 90))


def test_an_entrys_word_goes_before_its_requests(desk: Path) -> None:
    give_premium(["R-1"], "waived", NOW, "dana")
    alter_entries(["E-2"], {"premium": "agreed"}, NOW, "dana", "Agreed")
    assert counted() == (120, 180)
    with pytest.raises(InvalidValue, match=r"premium.*agreed, waived"):
        edit_entry(replace(read_entry("E-2"), premium="perhaps"), NOW, "dana")  # type: ignore[arg-type]
    with pytest.raises(DeskError, match="differ in"):
        merge_entries(["E-1", "E-2"], NOW, "dana")


def test_the_book_keeps_tables_and_words(desk: Path) -> None:
    give_premium(["R-1"], "agreed", NOW, "dana")
    alter_entries(["E-1"], {"premium": "waived"}, NOW, "dana", "Waived")
    book = stored_book()
    assert (book.requests[0].premium, book.entries[0].premium) == ("agreed", "waived")
    assert '"bands": [{"from": "2026-01-01", "windows": {"mon": [{"at": "19:00-22:00"' in dump_text(book)


class TestClosedMonths:
    """With March closed, what would weigh its work anew is refused; what does not is taken (RULES 3.9, 6.2)."""

    @pytest.fixture(autouse=True)
    def closed(self, desk: Path) -> None:
        close_month(MARCH, NOW, "dana")

    def test_words_on_requests(self) -> None:
        with pytest.raises(MonthClosed, match="weights of request R-1: 2026-03"):
            give_premium(["R-1"], "waived", NOW, "dana")
        give_premium(["R-1"], "agreed", NOW, "dana")
        assert counted() == (120, 180)

    def test_tables_of_the_desk(self) -> None:
        for bands in ([], [{**TABLES[0], "from": "2026-01-02"}], [{"from": "2026-01-01", "windows": {}}]):
            with pytest.raises(MonthClosed, match="weights of the desk"):
                set_desk(bands=bands)
        set_desk(bands=[*TABLES, {"from": "2026-04-01", "windows": {}}])
        assert (counted(), counted(APRIL)) == ((120, 180), (60, 60))

    def test_when_they_hold_and_what_is_a_holiday(self) -> None:
        with pytest.raises(MonthClosed, match="weights of the desk"):
            set_desk(premium="agreed")
        with pytest.raises(MonthClosed, match="weights of the desk: 2026-03"):
            set_desk(closed_days=["2026-03-04"])
        set_desk(closed_days=["2026-04-07"])
        assert counted(APRIL) == (60, 120)

    def test_tables_of_a_contract(self) -> None:
        plan = read_contract("plan", read_desk())
        for change in ({"bands": ()}, {"premium": "agreed"}):
            with pytest.raises(MonthClosed, match=r"contract plan: (its|when its) weights"):
                edit_contract("plan", replace(plan, **change), NOW, "dana")  # type: ignore[arg-type]
        same = replace(plan, bands=read_desk().bands)
        later = replace(same.bands[0], since=APRIL.first_day, weekdays=((),) * 7)  # type: ignore[index]
        edit_contract("plan", replace(same, bands=(*read_desk().bands, later)), NOW, "dana")
        assert (counted(), counted(APRIL)) == ((120, 180), (60, 60))

    def test_what_was_frozen_is_read_back(self) -> None:
        unit = Ledgers().document("acme", MARCH).units[0]
        assert (unit.accounted, unit.counted, unit.slices[0].name) == (60, 90, "evening")


def test_a_month_without_weights_is_frozen_as_before_there_were_any(tmp_path: Path) -> None:
    with opened(tmp_path, weighed(desk={})):
        close_month(MARCH, NOW, "dana")
        texts = t.MonthRecord.select(t.MonthRecord.summary).tuples()
        assert all('"counted"' not in text for (text,) in texts)
        assert counted() == (120, 120)


def test_a_desk_without_weights_never_asks_for_words_or_holidays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It costs nothing where it is not used (RULES 3.9)."""

    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("models.queries.ledger.ledgers.read_premium_words", never)
    monkeypatch.setattr("models.queries.ledger.engine.holiday_test", never)
    with opened(tmp_path, weighed(desk={})):
        assert counted() == (120, 120)
        assert read_checks(MARCH, Ledgers(), NOW_DAY)
        start_timer(TimerStart("dana", "acme"), NOW)
        running = read_running("dana", NOW + 60)
        assert running is not None
        assert running.weighed_after(60) is None
        close_month(MARCH, NOW + 120, "dana")


class TestPremiumOpen:
    """One warning an entry, under `agreed`, above 1, support and additional, neither agreed nor waived (RULES 6.1)."""

    @pytest.mark.parametrize(
        ("change", "found"),
        [
            ({}, True),
            ({"scope": "additional"}, True),
            ({"scope": "courtesy"}, False),
            ({"scope": "internal"}, False),
            ({"premium": "agreed"}, False),
            ({"premium": "waived"}, False),
            ({"started_at": "2026-03-03T18:00:00Z", "ended_at": "2026-03-03T19:00:00Z"}, False),
            ({"started_at": "2026-03-03T18:00:00Z", "ended_at": "2026-03-03T19:00:01Z"}, True),
            ({"started_at": "2026-03-03T22:00:00Z", "ended_at": "2026-03-03T23:00:00Z"}, False),
            ({"started_at": "2026-02-28T22:00:00Z", "ended_at": "2026-03-01T01:00:00Z"}, False),
        ],
    )
    def test_which_entries(self, tmp_path: Path, change: dict[str, str], found: bool) -> None:
        mine = entry("E-1", "2026-03-03T19:00", "2026-03-03T20:00", note="a") | change
        book = weighed(entries=[mine], desk={"bands": TABLES, "premium": "agreed"})
        with opened(tmp_path, book):
            checks = read_checks(MARCH, Ledgers(), NOW_DAY)
            assert [c.entry for c in checks if c.code == "premium_open"] == (["E-1"] if found else [])

    def test_a_light_window_and_always_ask_nothing(self, tmp_path: Path) -> None:
        light = [{"from": "2026-01-01", "windows": {"tue": [{"at": "19:00-22:00", "weight": "0.5"}]}}]
        for number, desk in enumerate(({"bands": light, "premium": "agreed"}, {"bands": TABLES})):
            with opened(tmp_path / str(number), weighed(desk=desk)):
                checks = read_checks(MARCH, Ledgers(), NOW_DAY)
                assert not [c for c in checks if c.code == "premium_open"]


NOW_DAY = zone("UTC").date_of(NOW)


def test_used_run_rate_and_marks_take_what_is_counted(desk: Path) -> None:
    ledgers, march = Ledgers(), zone("UTC").date_of(at("2026-03-31T12:00"))
    (row,) = read_hours(ledgers, MARCH, march, at("2026-03-31T12:00"), calendar_of(ledgers.desk))
    assert (row.used, row.accounted, row.usable) == (180, 120, 600)
    assert row.run_rate_percent == 30


def test_drift_looks_at_counted_minutes(tmp_path: Path) -> None:
    evenings = [
        entry(f"E-{month}", f"2026-0{month}-05T19:00", f"2026-0{month}-05T21:00", note="x")
        for month in (1, 2, 3)
    ]
    book = weighed(contracts=[contract("plan", allowances=[monthly("2:30")])], entries=evenings)
    with opened(tmp_path, book):
        (found,) = read_drift(NOW)
        # 5 January and 5 February are weekdays, 5 March a Thursday: 2:00 × 1.5 each, 3:00 of 2:30 is 120 %.
        assert (found.direction, found.used) == ("over", (180, 180, 180))


def test_a_preview_says_what_a_word_would_change(desk: Path) -> None:
    old = read_entry("E-1")
    change = Change((old,), (replace(old, premium="waived"),))
    assert "counted in March 3:00 → 2:30" in read_preview(change, NOW).ledger
    pairs = read_month_changes(change, NOW)
    assert [str(before.month) for before, _ in pairs] == ["2026-03"]


def test_an_explanation_says_how_it_was_weighed_or_why_not(desk: Path) -> None:
    said = explain("acme", MARCH, "E-1")
    assert "evening ×1.5: 60 min worked, 60 min its share" in said
    assert "60 × 1.5 = 90 min counted, rounded once" in said
    assert "90 min (1 h 30 min) of the 90 min" in said
    document = explain_document("acme", MARCH, "E-1")
    assert [part["weight"] for part in document["slices"]] == ["1.5"]
    assert document["draws"][0]["amount"] == 90
    assert document["draws"][0]["reason"] == "the only one that had anything left"
    alter_entries(["E-1"], {"premium": "waived"}, NOW, "dana", "Waived")
    assert "E-1 lies in evening ×1.5, which was waived for it" in explain("acme", MARCH, "E-1")


BEGAN, LATER = at("2026-04-14T19:00"), at("2026-04-14T20:00")


def test_the_timer_says_what_an_evening_counts(desk: Path) -> None:
    start_timer(TimerStart("dana", "acme"), BEGAN)
    running = read_running("dana", LATER)
    assert running is not None
    weighed_so_far = running.weighed_after(3600)
    assert weighed_so_far is not None
    slices, accounted, counts = weighed_so_far
    assert (slices[0].name, accounted, counts) == ("evening", 60, 90)
    assert running.left_after(3600) == 600 - 90 - 90


def test_a_running_timer_counts_by_its_weight_before_it_is_rounded(tmp_path: Path) -> None:
    own = contract("plan", allowances=[monthly("10:00")], bands=TABLES)
    for number, book in enumerate((weighed(), weighed(desk={}, contracts=[own]), weighed(desk={}))):
        with opened(tmp_path / str(number), book):
            start_timer(TimerStart("dana", "acme"), BEGAN - 1800)
            ledgers, today = Ledgers(), zone("UTC").date_of(LATER)
            (row,) = read_hours(ledgers, APRIL, today, LATER, calendar_of(ledgers.desk))
            assert row.running_seconds == (5400 if number == 2 else 1800 + 5400)


def test_the_shortest_call_takes_the_minimum_of_the_band_it_touches(tmp_path: Path) -> None:
    bands = [{"from": "2026-01-01", "windows": {"tue": [{**EVENING[0], "minimum": 45}]}}]
    with opened(tmp_path, weighed(desk={"bands": bands})):
        assert read_left("acme", BEGAN).call_minutes() == 45
        assert read_left("acme", BEGAN).added_minutes() == 68
        assert read_left("acme", BEGAN - 3600).call_minutes() == 1


@pytest.mark.file
def test_a_prompt_in_the_shell_agrees_with_the_bar(desk: Path) -> None:
    key = start_timer(TimerStart("dana", "acme"), BEGAN).key
    with closing(sqlite3.connect(desk / "desk.db")) as connection:
        row = ("dana", "acme", None, "", BEGAN, None, key, "maintenance", "support")
        assert left_after(connection, row, zone("UTC"), LATER)[0] == 600 - 90 - 90
