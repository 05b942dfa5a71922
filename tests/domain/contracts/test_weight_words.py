"""Tables of weights in words, at the edges: nothing heavier, holidays alone, nights of single days (RULES 3.9)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from models.domain.contracts.weight_words import table_words, week_grid, weights_summary
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
