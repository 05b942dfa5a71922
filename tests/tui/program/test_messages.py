"""Do messages name what they are about, as people call it?"""

from __future__ import annotations

import pytest

from models.queries.history.titles import read_named_title
from tests.tui.helpers import picture
from tests.tui.screens.test_sizes import place, program, rest
from tui.open import OpenedDesk
from tui.records.contracts.allowance import allowance_words
from tui.records.open_form import _called
from tui.widgets.list.rows import RowList

__all__ = ["place"]


def test_found_3_13_an_allowance_without_hours_is_not_none() -> None:
    assert allowance_words({"hours": None, "every": "month"}, {}) == "no hours yet per month"
    assert allowance_words({"hours": "8:00", "every": "month"}, {}) == "8:00 h per month"


def test_found_3_13_what_was_saved_is_called_by_its_name() -> None:
    assert _called({"key": "kirk", "name": "Kirk & Daughters"}) == "Kirk & Daughters"
    assert _called((None, {"key": "k-2", "name": "Care plan"})) == "Care plan"
    assert _called({"key": "C-1"}) == ""


async def test_found_3_13_renewals_ask_and_tell_with_names_and_one_manner_of_dates(place: OpenedDesk) -> None:
    app = program(place)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await rest(app, pilot)
        await pilot.press("4")
        await rest(app, pilot)
        await pilot.press("r")
        await rest(app, pilot)
        text = "\n".join(picture(app))
        assert "Renew Care plan 4 of Bluefin Café after 30 Nov 2026" in text
        await pilot.press("escape")


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Added time for kirk", "Added time for Kirk & Daughters"),
        ("Sold Care plan to kirk", "Sold Care plan to Kirk & Daughters"),
        ("Edited client kirk", "Edited client Kirk & Daughters"),
        ("Reviewed kirk 2026-10", "Reviewed Kirk & Daughters October 2026"),
        ("Assigned R-1 to mo", "Assigned R-1 to Mo"),
        ("Declined to renew bluefin-2025-12", "Declined to renew Care plan 4 of Bluefin Café"),
        ("Edited bluefin-2025-12", "Edited Care plan 4 of Bluefin Café"),
        ("Edited tier gold", "Edited tier Gold"),
        ("Undid: Added time for kirk", "Undid: Added time for Kirk & Daughters"),
        (
            "Changed the terms of bluefin-2025-12 from 2026-01-01",
            "Changed the terms of Care plan 4 of Bluefin Café from 1 Jan 2026",
        ),
        ("Put off the decision on bluefin-2025-12", "Put off the decision on Care plan 4 of Bluefin Café"),
        ("Closed 2026-10", "Closed October 2026"),
        ("Reopened 2026-10: see 2026-09", "Reopened October 2026: see 2026-09"),
        ("Undid: Closed 2026-10", "Undid: Closed October 2026"),
        ("Stopped the timer", "Stopped the timer"),
    ],
)
async def test_found_3_13_undo_says_names(place: OpenedDesk, title: str, said: str) -> None:
    assert await place.data.fetch(read_named_title, title) == said


async def test_found_2_10_a_flag_is_seen_in_the_list_and_found_by_its_word(place: OpenedDesk) -> None:
    app = program(place)
    async with app.run_test(size=(160, 45)) as pilot:
        await rest(app, pilot)
        await pilot.press("2")
        await rest(app, pilot)
        await pilot.press("slash", *"outside", "enter")
        await rest(app, pilot)
        rows = app.screen.query_one("#queue", RowList)
        assert [row.outside_scope for row in rows._set] == [True]
        assert any("outside" in line and "Quarry Lane" in line for line in picture(app))
