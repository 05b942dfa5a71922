"""Amounts that may not be seen: a dash in their place, and nothing else touched (RULES 13)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tui.text.format import money
from tui.text.privacy import hide_money, struck, struck_document


@pytest.fixture
def hidden() -> Iterator[None]:
    hide_money(True)
    yield
    hide_money(False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("490.00 a month", "     – a month"),
        ("5,880.00 for the term", "       – for the term"),
        ("-3802.79", "       –"),
        ("9:15 of 13:00, 84 %", "9:15 of 13:00, 84 %"),
        ("26.11.2026 at 10.30.05", "26.11.2026 at 10.30.05"),
        ("weight 1.5, 2 sessions", "weight 1.5, 2 sessions"),
    ],
)
def test_only_amounts_are_struck(text: str, shown: str) -> None:
    assert struck(text) == shown
    assert len(struck(text)) == len(text)


@pytest.mark.usefixtures("hidden")
def test_an_amount_is_a_dash_on_the_screen() -> None:
    assert money(421250, "EUR") == "–"
    assert money(421250, "JPY", code=True) == "– JPY"


def test_the_answers_of_commands_have_null_in_its_place() -> None:
    document = {
        "minutes": {"used": 60},
        "total": "70.00",
        "lines": [{"kind": "fee", "amount": "0.01", "minutes": 5}],
    }
    assert struck_document(document) == {
        "minutes": {"used": 60},
        "total": None,
        "lines": [{"kind": "fee", "amount": None, "minutes": 5}],
    }


def test_the_amount_of_a_draw_is_minutes_and_stays() -> None:
    draw = {"contract": "k", "valid_from": "2026-03-01", "amount": 20}
    assert struck_document({"rate": "60.00", "draws": [draw]}) == {"rate": None, "draws": [draw]}
