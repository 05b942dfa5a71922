"""Which tables of weights are refused, and with which field? Windows, weights, minimums, dates (RULES 3.9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.domain.basics.errors import InvalidValue
from models.domain.contracts.checked_bands import checked_row, checked_tables
from models.domain.values import Band, BandTable

DAY = date(2026, 1, 1)
EVENING = Band(1140, 1320, Decimal("1.5"), "evening")
NIGHT = Band(1320, 1440, Decimal(10), "night", 1440)


@pytest.mark.parametrize(
    "band",
    [
        EVENING,
        NIGHT,
        replace(EVENING, opens=0, closes=1440),
        replace(EVENING, weight=Decimal("0.01"), name=None, minimum=0),
    ],
)
def test_what_is_possible_stays_as_it_is(band: Band) -> None:
    assert checked_row((band,), "mon") == (band,)


def test_a_name_is_cleaned() -> None:
    assert checked_row((replace(EVENING, name="  late evening\t"),), "mon")[0].name == "late evening"


@pytest.mark.parametrize(
    ("band", "message"),
    [
        (replace(EVENING, opens=-1), r"^mon\[0\]\.at: .*is no window; accepted is HH:MM-HH:MM"),
        (replace(EVENING, closes=1140), r"^mon\[0\]\.at: 19:00-19:00 is no window"),
        (replace(EVENING, closes=1441), r"^mon\[0\]\.at: 19:00-24:01 is no window"),
        (replace(EVENING, weight=Decimal(0)), r"^mon\[0\]\.weight: '0' is no weight; accepted is a decimal"),
        (replace(EVENING, weight=Decimal("10.01")), r"^mon\[0\]\.weight: '10.01' is no weight"),
        (replace(EVENING, weight=Decimal("1.125")), r"^mon\[0\]\.weight: '1.125' is no weight"),
        (replace(EVENING, minimum=-1), r"^mon\[0\]\.minimum: "),
        (replace(EVENING, minimum=1441), r"^mon\[0\]\.minimum: "),
    ],
)
def test_what_is_not_possible_is_named(band: Band, message: str) -> None:
    with pytest.raises(InvalidValue, match=message):
        checked_row((band,), "mon")


def test_windows_follow_each_other() -> None:
    assert checked_row((EVENING, NIGHT), "mon") == (EVENING, NIGHT)
    with pytest.raises(
        InvalidValue, match=r"^mon\[1\]: 19:00 lies before 24:00; accepted are windows in the order"
    ):
        checked_row((NIGHT, EVENING), "mon")
    with pytest.raises(InvalidValue, match=r"^mon\[1\]: 21:59 lies before 22:00"):
        checked_row((EVENING, replace(NIGHT, opens=1319)), "mon")


def test_tables_begin_one_after_the_other() -> None:
    table = BandTable(DAY, ((EVENING,),) * 7, (NIGHT,))
    later = replace(table, since=date(2026, 1, 2), holiday=None)
    assert checked_tables((table, later), "bands") == (table, later)
    assert checked_tables((), "bands") == ()
    with pytest.raises(InvalidValue, match="bands"):
        checked_tables((later, table), "bands")
    wrong = replace(table, holiday=(replace(NIGHT, weight=Decimal(11)),))
    with pytest.raises(InvalidValue, match=r"^bands\[0\]\.windows\.holiday\[0\]\.weight: '11'"):
        checked_tables((wrong,), "bands")
