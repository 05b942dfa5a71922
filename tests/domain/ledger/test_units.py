"""Pieces and units: cut at midnight, gathered, rounded once (RULES 3.1, 3.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.pieces import pieces_of
from models.domain.ledger.results import Unit
from models.domain.ledger.units import accounted_minutes, units_of
from models.domain.values import Entry, Rounding
from tests.builders import DESK, at, contract, terms, work
from tests.domain.basics.test_zone import ODD


def spans(entry: Entry, name: str = "UTC") -> list[tuple[str, int, bool]]:
    """Date, seconds and whether it was carried over midnight, of each piece."""
    return [
        (piece.work_date.isoformat(), piece.seconds, piece.carried) for piece in pieces_of(entry, zone(name))
    ]


def units(*entries: Entry, said: ClientTerms | None = None) -> list[Unit]:
    """The units of those entries in UTC."""
    said = said or terms()
    return units_of([piece for entry in entries for piece in pieces_of(entry, zone("UTC"))], said)


def accounted(*entries: Entry, rounding: Rounding) -> list[int]:
    """What each unit accounts for under one rounding."""
    return [unit.accounted for unit in units(*entries, said=terms(desk=replace(DESK, rounding=rounding)))]


class TestPieces:
    def test_over_midnight_and_month_end(self) -> None:
        entry = work("E", "2026-01-31 23:30", 75)
        assert spans(entry) == [("2026-01-31", 1800, False), ("2026-02-01", 2700, True)]

    @pytest.mark.parametrize(
        ("start", "minutes", "found"),
        [
            ("2026-01-31 23:00", 60, [("2026-01-31", 3600, False)]),
            ("2026-01-31 23:00", 60 + 1 / 60, [("2026-01-31", 3600, False), ("2026-02-01", 1, True)]),
            ("2026-02-01 00:00", 60, [("2026-02-01", 3600, False)]),
            ("2026-02-01 00:00", 0, [("2026-02-01", 0, False)]),
            ("2026-02-01 09:00", 0, [("2026-02-01", 0, False)]),
            (
                "2026-01-31 12:00",
                48 * 60,
                [("2026-01-31", 43200, False), ("2026-02-01", 86400, True), ("2026-02-02", 43200, True)],
            ),
        ],
    )
    def test_boundaries(self, start: str, minutes: float, found: list[tuple[str, int, bool]]) -> None:
        assert spans(work("E", start, minutes)) == found

    def test_a_timer_that_runs_has_none(self) -> None:
        assert pieces_of(replace(work("E", "2026-01-31 12:00", 1), ended_at=None), zone("UTC")) == ()

    def test_the_true_length_over_a_change_of_the_clock(self) -> None:
        # London, 29 March 2026: 00:00 to 03:00 on the clock are two hours.
        assert spans(work("E", "2026-03-29 00:00", 120), "Europe/London") == [("2026-03-29", 7200, False)]
        whole = replace(work("E", "2026-03-29 00:00", 0), ended_at=at("2026-03-29 23:00"))
        assert spans(whole, "Europe/London") == [("2026-03-29", 23 * 3600, False)]

    def test_half_past_five_east(self) -> None:
        entry = work("E", "2026-01-31 18:00", 60)
        assert spans(entry, "Asia/Kolkata") == [("2026-01-31", 1800, False), ("2026-02-01", 1800, True)]

    def test_a_date_that_was_left_out_has_no_piece(self) -> None:
        entry = work("E", "2011-12-30 06:00", 8 * 60)
        assert spans(entry, "Pacific/Apia") == [("2011-12-29", 14400, False), ("2011-12-31", 14400, True)]

    def test_an_hour_that_goes_back_over_midnight_is_not_negative(self) -> None:
        # St. John's, 7 November 2010: 00:01 becomes 23:01 again.
        entry = work("E", "2010-11-07 02:35", 60)
        assert spans(entry, "America/St_Johns") == [("2010-11-07", 3600, False)]
        across = work("E", "2010-11-07 02:00", 90)
        assert spans(across, "America/St_Johns") == [("2010-11-06", 1800, False), ("2010-11-07", 3600, True)]

    @settings(max_examples=100, deadline=None)
    @given(st.sampled_from(ODD), st.integers(946_684_800, 1_900_000_000), st.integers(0, 60 * 3600))
    def test_pieces_tile_the_entry(self, name: str, start: int, seconds: int) -> None:
        entry = replace(work("E", "2026-01-01 00:00", 0), started_at=start, ended_at=start + seconds)
        pieces = pieces_of(entry, zone(name))
        assert sum(piece.seconds for piece in pieces) == seconds
        begin = start
        for number, piece in enumerate(pieces):
            assert piece.started_at == begin
            assert piece.seconds > 0 or seconds == 0
            assert piece.carried is (number > 0)
            assert zone(name).date_of(piece.started_at) == piece.work_date
            assert zone(name).date_of(piece.started_at + max(piece.seconds - 1, 0)) == piece.work_date
            begin += piece.seconds


class TestRounding:
    @pytest.mark.parametrize(
        ("seconds", "increment", "minimum", "found"),
        [
            (0, 15, 30, 0),
            (1, 1, 0, 1),
            (59, 1, 0, 1),
            (60, 1, 0, 1),
            (61, 1, 0, 2),
            (47 * 60, 15, 0, 60),
            (45 * 60, 15, 0, 45),
            (45 * 60 + 1, 15, 0, 60),
            (12 * 60, 15, 30, 30),
            (12 * 60, 15, 20, 30),
            (22 * 60, 15, 30, 30),
            (31 * 60, 15, 30, 45),
            (60, 15, 180, 180),
            (60, 7, 180, 182),
        ],
    )
    def test_the_minimum_first_then_the_increment(
        self, seconds: int, increment: int, minimum: int, found: int
    ) -> None:
        assert accounted_minutes(seconds, Rounding(increment, minimum)) == found

    def test_without_the_minimum(self) -> None:
        assert accounted_minutes(600, Rounding(15, 180), with_minimum=False) == 15

    @given(st.integers(0, 10**6), st.integers(1, 120), st.integers(0, 300))
    def test_never_less_than_spent_never_a_whole_increment_more(
        self, seconds: int, increment: int, minimum: int
    ) -> None:
        minutes = accounted_minutes(seconds, Rounding(increment, minimum))
        least = max(seconds, minimum * 60) if seconds else 0
        assert minutes % increment == 0
        assert least <= minutes * 60 < least + increment * 60


class TestUnits:
    THREE = (
        work("E-1", "2026-03-02 09:00", 5, request="R"),
        work("E-2", "2026-03-02 11:00", 5, request="R"),
        work("E-3", "2026-03-02 15:00", 12, request="R"),
    )

    def test_one_request_and_day_is_rounded_once(self) -> None:
        assert accounted(*self.THREE, rounding=Rounding(15, 30, "request_day")) == [30]
        assert accounted(*self.THREE, rounding=Rounding(15, 30, "entry")) == [30, 30, 30]

    def test_without_a_request_every_piece_is_a_unit(self) -> None:
        alone = [replace(entry, request=None) for entry in self.THREE]
        assert accounted(*alone, rounding=Rounding(15, 30, "request_day")) == [30, 30, 30]

    @pytest.mark.parametrize(
        "other",
        [
            {"request": "R-2"},
            {"work_type": "design"},
            {"scope": "additional"},
            {"started_at": at("2026-03-03 11:00"), "ended_at": at("2026-03-03 11:05")},
        ],
    )
    def test_what_keeps_pieces_apart(self, other: dict[str, object]) -> None:
        first, second, _ = self.THREE
        changed = replace(second, **other)  # type: ignore[arg-type]  # the table holds fields of Entry
        assert len(units(first, second)) == 1
        assert len(units(first, changed)) == 2

    def test_another_agent_does_not_keep_them_apart(self) -> None:
        first, second, _ = self.THREE
        assert [unit.entries for unit in units(first, replace(second, agent="eli"))] == [("E-1", "E-2")]

    def test_one_call_over_midnight_pays_the_minimum_once(self) -> None:
        call = work("E", "2026-03-02 23:50", 20)
        assert accounted(call, rounding=Rounding(15, 180)) == [180, 15]

    def test_a_day_with_a_call_of_its_own_pays_the_minimum_again(self) -> None:
        call = work("E-1", "2026-03-02 23:50", 20, request="R")
        next_day = work("E-2", "2026-03-03 09:00", 5, request="R")
        assert accounted(call, next_day, rounding=Rounding(15, 180)) == [180, 180]

    def test_nothing_spent_is_nothing_accounted(self) -> None:
        assert accounted(work("E", "2026-03-02 09:00", 0), rounding=Rounding(15, 30)) == [0]

    def test_courtesy_is_shown_and_costs_nothing_internal_is_not_shown(self) -> None:
        gift = work("E-1", "2026-03-02 09:00", 20, scope="courtesy")
        own = work("E-2", "2026-03-02 10:00", 20, scope="internal")
        (unit,) = units(gift, own, said=terms(desk=replace(DESK, rounding=Rounding(15, 30))))
        assert (unit.entries, unit.accounted, unit.spent_seconds, unit.rate) == (("E-1",), 0, 1200, None)

    def test_the_governing_contract_sets_the_rounding(self) -> None:
        said = terms(contract("k", "on_demand", rounding=Rounding(15, 180)))
        (unit,) = units(work("E", "2026-03-02 09:00", 5), said=said)
        assert (unit.accounted, unit.contract) == (180, "k")

    def test_units_stand_by_date_then_first_start_then_smallest_key(self) -> None:
        found = units(
            work("E-9", "2026-03-02 09:00", 5),
            work("E-1", "2026-03-02 09:00", 5),
            work("E-3", "2026-03-02 08:00", 5, request="R"),
            work("E-2", "2026-03-02 10:00", 5, request="R"),
            work("E-0", "2026-03-01 23:00", 5),
        )
        assert [unit.entries for unit in found] == [("E-0",), ("E-3", "E-2"), ("E-1",), ("E-9",)]
        assert found[1].order == (date(2026, 3, 2), at("2026-03-02 08:00"), "E-2")
        assert found[1].started_at == at("2026-03-02 08:00")

    def test_pieces_of_a_unit_stand_by_start_then_key(self) -> None:
        pair = [
            work("E-2", "2026-03-02 09:00", 5, request="R"),
            work("E-1", "2026-03-02 09:00", 9, request="R"),
        ]
        assert [unit.entries for unit in units(*pair)] == [("E-1", "E-2")]

    def test_late_ones_say_so(self) -> None:
        pieces = pieces_of(work("E", "2026-03-02 09:00", 5), zone("UTC"))
        assert [unit.late for unit in units_of(pieces, terms(), late=True)] == [True]


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (
            date(2026, 1, 30),
            ["2026-01-31"],
        ),  # the first piece always: nobody asks for an entry that begins later
        (date(2026, 1, 31), ["2026-01-31"]),
        (date(2026, 2, 1), ["2026-01-31", "2026-02-01"]),
        (date(2026, 2, 2), ["2026-01-31", "2026-02-01", "2026-02-02"]),
        (date.max, ["2026-01-31", "2026-02-01", "2026-02-02"]),
    ],
)
def test_pieces_after_the_last_day_asked_for_are_left_out(last: date, days: list[str]) -> None:
    entry = work("E-1", "2026-01-31T23:30", 24 * 60 + 60)
    found = pieces_of(entry, zone("UTC"), last)
    assert [piece.work_date.isoformat() for piece in found] == days
    assert [piece.carried for piece in found] == [number > 0 for number in range(len(days))]
