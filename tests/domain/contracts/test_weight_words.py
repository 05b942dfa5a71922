"""Tables of weights in words, at the edges: nothing heavier, holidays alone, nights of single days (RULES 3.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from models.domain.contracts.weight_words import (
    half_minute_warnings,
    table_words,
    week_grid,
    weights_summary,
)
from models.domain.values import Band, BandTable, Contract, Desk

DAY = date(2026, 1, 1)
PLAIN = Band(540, 1020, Decimal("1.00"), "office")
NIGHT = Band(1320, 1440, Decimal(2), "night")
MORNING = Band(0, 360, Decimal("1.5"), "early")


def week(*days: int, band: Band = NIGHT, holiday: tuple[Band, ...] | None = None) -> BandTable:
    return BandTable(DAY, tuple((band,) if day in days else () for day in range(7)), holiday)


def test_a_weight_of_one_has_no_sign_and_no_word() -> None:
    assert week_grid(week(0, band=PLAIN))[-1].startswith("Sun")
    own = Contract("k", "a", "retainer", "K", DAY, bands=(week(0, band=PLAIN),))
    assert weights_summary(own, Desk("D", "UTC", "GBP")) == ()
    assert table_words(week(0, band=PLAIN), (15,))[0] == "from 1 Jan 2026 on nothing weighs more or less"


def test_holidays_alone_may_weigh() -> None:
    words = table_words(week(holiday=(NIGHT,)), (15,))
    assert not any("nothing weighs" in line for line in words)


def test_nights_are_named_by_their_days() -> None:
    for days, name in (
        ((0, 2, 4), "Monday, Wednesday, Friday"),
        ((0, 2), "Monday and Wednesday"),
        ((0, 1, 2), "Monday to Wednesday"),
    ):
        table = BandTable(DAY, tuple((MORNING, NIGHT) if day in days else (MORNING,) for day in range(7)))
        assert any(f"after {name}:" in line for line in table_words(table, (60,))), table_words(table, (60,))


def test_a_week_is_drawn_by_weight_with_what_each_sign_means() -> None:
    low = Band(720, 780, Decimal("0.5"), "lunch")
    grid = week_grid(week(0, band=NIGHT, holiday=(MORNING, low)))
    assert grid[1] == "Mon " + "·" * 44 + "▒" * 4
    assert grid[8] == "hol " + "░" * 12 + "·" * 12 + "-" * 2 + "·" * 22
    assert grid[9] == "- ×0.5 lunch   ░ ×1.5 early   ▒ ×2 night"
    assert week_grid(week())[-1] == "Sun " + "·" * 48
    assert week_grid(week(0, band=Band(1320, 1440, Decimal(2))))[-1] == "░ ×2"


def test_the_night_that_goes_on_says_what_follows() -> None:
    all_day = Band(0, 1440, Decimal(2), "weekend")
    saturday = BandTable(DAY, ((), (), (), (), (NIGHT,), (all_day,), ()))
    assert table_words(saturday, ())[-1] == (
        "the night after Friday: 22:00-24:00 night ×2 counts on that date, from 0:00 ×2 on the next"
    )
    assert table_words(week(4), ())[-1] == (
        "the night after Friday: 22:00-24:00 night ×2 counts on that date, from 0:00 no weight on the next"
    )


def test_half_minutes_are_warned_of_once_an_increment() -> None:
    warnings = half_minute_warnings(week(0, 1, band=MORNING), (15, 15, 30))
    assert warnings == ("careful: 15 min at early ×1.5 are 22.5, no whole minutes; what counts is rounded",)


def test_what_weighs_is_told_in_a_sentence() -> None:
    desk = Desk("D", "UTC", "GBP", bands=(week(0),))
    plain = Contract("k", "a", "retainer", "K", DAY)
    assert weights_summary(plain, Desk("D", "UTC", "GBP")) == ()
    assert weights_summary(plain, desk) == ("hours weigh night ×2, unless waived",)
    assert weights_summary(replace(plain, premium="agreed"), desk) == (
        "hours weigh night ×2, only where agreed",
    )
    assert weights_summary(replace(plain, bands=()), desk) == ("evenings and weekends count like any hour",)


def test_holidays_that_weigh_nothing_are_named() -> None:
    assert table_words(week(0), ())[:2] == (
        "Monday 22:00, night ×2: 1:00 counts 2:00",
        "holidays and closed days weigh like their weekday",
    )
    assert "nothing weighs on holidays and closed days" in table_words(week(0, holiday=()), ())
