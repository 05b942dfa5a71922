"""Can the owner of a shop set weights by typing? Days as text and back, the week as a picture, words and warnings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.book.terms.bands import parse_tables, tables_document
from models.domain.basics.errors import InvalidValue
from models.domain.contracts.checked_bands import checked_tables
from models.domain.contracts.weight_words import table_words, week_grid, weights_summary
from models.domain.values import Band, BandTable, Desk
from tests.builders import contract
from tui.records.contracts.own_weights import weights_document
from tui.records.weights import merged, read_row, read_table, row_text, table_fields, week_words

NIGHT = {"at": "22:00-24:00", "weight": "2", "name": "night", "minimum": 60}
EVENING = {"at": "19:00-22:00", "weight": "1.5", "name": "evening"}
DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("19-22 1.5 evening, 22-24 2 night min 60", [EVENING, NIGHT]),
        ("19:00-22:00 150% evening; 22.00–24.00 +100% night min 60", [EVENING, NIGHT]),
        ("19-22 ×1,5 evening, 22-24 x2 night min 60", [EVENING, NIGHT]),
        ("7:30-8 0.75", [{"at": "07:30-08:00", "weight": "0.75"}]),
        (
            "8-18 1.50 on call, first line",
            [{"at": "08:00-18:00", "weight": "1.50", "name": "on call, first line"}],
        ),
        ("0-24 2 min 15", [{"at": "00:00-24:00", "weight": "2", "minimum": 15}]),
        ("0-24 125%", [{"at": "00:00-24:00", "weight": "1.25"}]),
        ("=", "="),
    ],
)
def test_a_day_as_people_type_it(text: str, row: Any) -> None:
    assert read_row(text) == row
    if row != "=":
        assert read_row(row_text(row)) == row


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("22-2 2", "22:00-24:00 here and 00:00-02:00 on the next day"),
        ("evening", "is not clear; accepted is 19-22 1.5 evening"),
        ("19-22", "is not clear"),
        ("19-19 2", "goes over midnight"),
        ("19-22 12.5% x", "has decimals"),
    ],
)
def test_what_is_no_window_is_refused_with_the_way_to_write_it(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says.replace("(", r"\(")):
        read_row(text)


def table(since: date = DAY, **windows: Any) -> BandTable:
    return parse_tables([{"from": since.isoformat(), "windows": windows}], "bands")[0]


def test_the_fields_give_back_the_table_they_were_made_of() -> None:
    tables = (table(mon=[EVENING, NIGHT], sun=[], holiday=[]), table(date(2026, 6, 1), tue=[NIGHT]))
    for today in (DAY, date(2026, 6, 1), date(2020, 1, 1)):
        values = {field.name: field.read(field.shown(field.value)) for field in table_fields(tables, today)}
        assert merged(values, tables) == tables_document(tables)


def test_the_sign_of_the_same_takes_the_day_above() -> None:
    values = {"since": DAY, "mon": [EVENING], "tue": "=", "wed": "=", "fri": [NIGHT], "sat": "="}
    windows = read_table(values)["windows"]
    assert windows == {"mon": [EVENING], "tue": [EVENING], "wed": [EVENING], "fri": [NIGHT], "sat": [NIGHT]}
    with pytest.raises(InvalidValue, match="mon"):
        read_table({"since": DAY, "mon": "="})


def test_another_day_makes_another_table_and_one_can_go() -> None:
    tables = (table(mon=[EVENING]),)
    later = {"since": date(2026, 6, 1), "mon": [NIGHT]}
    assert [known["from"] for known in merged(later, tables)] == ["2026-03-01", "2026-06-01"]
    assert merged({"since": DAY, "remove": True}, tables) == []
    assert week_words({"since": DAY, "remove": True}, tables, (1,)) == [
        "this table goes",
        "then nothing weighs more or less",
    ]


def test_the_week_is_a_picture_with_a_legend() -> None:
    lines = week_grid(table(mon=[EVENING, NIGHT], tue=[{"at": "00:00-01:00", "weight": "0.5"}]))
    assert lines[1] == "Mon " + "·" * 38 + "░" * 6 + "▒" * 4
    assert lines[2] == "Tue --" + "·" * 46
    assert lines[-1] == "- ×0.5   ░ ×1.5 evening   ▒ ×2 night"


def test_words_say_which_date_a_night_belongs_to_and_warn_of_half_minutes() -> None:
    weekend = [{"at": "00:00-08:00", "weight": "2", "name": "weekend"}]
    said = table_words(table(fri=[EVENING, NIGHT], sat=weekend, holiday=[]), (15, 5))
    assert said == (
        "Friday 19:00, evening ×1.5: 1:00 counts 1:30",
        "nothing weighs on holidays and closed days",
        "careful: 15 min at evening ×1.5 are 22.5, no whole minutes; what counts is rounded",
        "careful: 5 min at evening ×1.5 are 7.5, no whole minutes; what counts is rounded",
        "the night after Friday: 22:00-24:00 night ×2 counts on that date, 0:00-8:00 weekend ×2 on the next",
    )
    assert not any("careful" in line for line in table_words(table(fri=[EVENING]), (2, 60)))


def test_a_contract_says_its_weights_in_a_sentence() -> None:
    own = (table(mon=[EVENING, NIGHT]),)
    desk = Desk("Desk", "UTC", "GBP")
    shop = Desk("Desk", "UTC", "GBP", bands=own, premium="agreed")
    assert weights_summary(contract("k"), desk) == ()
    assert weights_summary(contract("k", bands=()), desk) == ()
    assert weights_summary(contract("k", bands=own), desk) == (
        "hours weigh evening ×1.5, night ×2, unless waived",
    )
    assert weights_summary(contract("k"), shop) == ("hours weigh evening ×1.5, night ×2, only where agreed",)
    assert weights_summary(contract("k", bands=()), shop) == ("evenings and weekends count like any hour",)


@pytest.mark.parametrize(
    ("whose", "premium", "document"),
    [
        ("desk", "desk", {"bands": None, "premium": None}),
        ("none", "agreed", {"bands": [], "premium": "agreed"}),
        ("own", "always", {"bands": [{"from": "x"}], "premium": "always"}),
    ],
)
def test_a_contracts_choice_becomes_its_document(whose: str, premium: str, document: Any) -> None:
    assert weights_document({"weights": whose, "premium": premium}, [{"from": "x"}]) == document


@pytest.mark.parametrize(
    ("band", "path"),
    [
        (Band(0, 1441, Decimal(1)), "at"),
        (Band(60, 60, Decimal(1)), "at"),
        (Band(0, 60, Decimal("0")), "weight"),
        (Band(0, 60, Decimal("10.01")), "weight"),
        (Band(0, 60, Decimal("1.234")), "weight"),
        (Band(0, 60, Decimal(1), None, -1), "minimum"),
    ],
)
def test_a_band_that_cannot_be_is_refused_at_its_path(band: Band, path: str) -> None:

    with pytest.raises(InvalidValue) as refused:
        checked_tables((BandTable(DAY, ((band,), *((),) * 6)),), "desk.bands")
    assert refused.value.path == f"desk.bands[0].windows.mon[0].{path}"
