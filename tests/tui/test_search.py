"""Does what somebody types find what is meant, in filters, pickers, forms and the line of capture?"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from models import tables as t
from tests.opened import opened, small_book
from tests.tui.conftest import desk_app, press, running, screen_text, until, write
from tui.app import DeskApp
from tui.dialogs.entry_fields import RequestField
from tui.dialogs.fields import Choice
from tui.dialogs.pick import Option, Pick, Ranked, rank
from tui.widgets.rows import RowList

NFD = unicodedata.normalize("NFD", "Bluefin Café")


def cafe_book() -> dict[str, Any]:
    """Clients with accents, and a request whose scattered letters say cafe."""
    return small_book(
        clients=[
            {"key": "tidewater", "name": "Tidewater"},
            {"key": "bluefin", "name": NFD},
            {"key": "mueller", "name": "Müller & Søn"},
        ],
        requests=[
            {
                "key": f"R-{number}",
                "client": client,
                "subject": subject,
                "reported_at": "2026-03-02T09:00:00Z",
            }
            for number, (client, subject) in enumerate(
                (("tidewater", "charter offers"), ("mueller", "login broken"), ("bluefin", "menu card")), 1
            )
        ],
    )


def works(app: DeskApp) -> RowList[Any]:
    """The list of the picker on the screen."""
    return app.screen.query_one(RowList)


async def test_found_3_2_the_picker_of_the_timer_finds_names_without_their_accents(tmp_path: Path) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app) as pilot:
        await press(app, pilot, "S")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await write(app, pilot, "cafe")
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.session is not None and app.session.running is not None)
        assert app.session is not None
        assert app.session.running is not None
        assert app.session.running.entry.client == "bluefin"


async def test_found_3_2_scattered_letters_are_never_started_on_unasked(tmp_path: Path) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app) as pilot:
        await press(app, pilot, "S")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await write(app, pilot, "tdwt")
        assert works(app).unchosen
        assert "↓ chooses what is like them" in screen_text(app)
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Pick)
        await press(app, pilot, "down")
        assert not works(app).unchosen
        assert works(app).cursor == 0
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.session is not None and app.session.running is not None)


@pytest.mark.parametrize(("typed", "row"), [("cafe", "R-3"), ("muller", "R-2"), ("SON", "R-2")])
async def test_found_3_2_the_filter_of_a_list_is_folded(tmp_path: Path, typed: str, row: str) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app) as pilot:
        await press(app, pilot, "2", "slash")
        await write(app, pilot, typed)
        await press(app, pilot, "enter")
        base = app.base_screen
        assert base is not None
        queue = base.query_one("#queue", RowList)
        assert [item.key for item in queue._set] == [row]


def test_found_3_2_texts_enter_the_database_composed(tmp_path: Path) -> None:
    with opened(tmp_path, cafe_book()):
        names = [name for (name,) in t.database.execute_sql("SELECT name FROM client ORDER BY id")]
    assert names[1] == "Bluefin Café" != NFD


def test_a_match_of_scattered_letters_stands_behind_every_other() -> None:
    options = [Option(1, "Tidewater charter offers"), Option(2, "A wide café"), Option(3, "Cafe")]
    assert [option.key for option in rank("cafe", options)] == [3, 2, 1]
    ranked = Ranked(options)
    assert [value >= 1000 for value, _ in ranked.best("tco")] == [True]
    assert ranked.best("") == [(0, option) for option in options]


def test_found_3_2_choices_of_forms_are_folded() -> None:
    field = Choice("c", "Client", choices=(("a", "Bluefin Café"), ("b", "Müller"), ("c", "Cafe Mull")))
    assert field.options("cafe") == ["Cafe Mull", "Bluefin Café"]
    assert field.parse("muller") == "b"
    assert field.parse("BLUEFIN CAFE") == "a"
    assert list(field.options("mul")) == ["Müller", "Cafe Mull"]
    request = RequestField("r", "Request")
    assert request.options("x") == []
