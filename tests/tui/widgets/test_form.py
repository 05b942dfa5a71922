"""Does a form say what is wrong, keep what was typed, and give back values?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from models.domain.basics.errors import InvalidValue, NotFound
from tests.tui.helpers import app_showing, picture
from tui.dialogs.form import Choice, Duration, Field, Form, TextField, Toggle, place_errors
from tui.program.app import DeskApp

FIELDS: Sequence[Field] = (
    TextField("name", "Name", required=True),
    Duration("hours", "Hours", value=300),
    Choice("tier", "Tier", choices=("Gold", "Silver")),
    Toggle("prorate", "First month in part", value=True),
)


class Asked:
    """An app with a form, and what became of it."""

    def __init__(self, **options: Any) -> None:
        """A form over the list of things."""
        self.app: DeskApp = app_showing(())
        self.form = Form("New contract", FIELDS, **options)
        self.answer: Any = "open"

    def push(self) -> None:
        """Open it."""
        self.app.push_screen(self.form, lambda value: setattr(self, "answer", value))


async def test_values_come_back_by_name() -> None:
    asked = Asked()
    async with asked.app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        asked.push()
        await pilot.press(*"Acme", "tab", *"1h30", "tab", *"si", "tab", "space", "enter")
        await pilot.pause()
        assert asked.answer == {"name": "Acme", "hours": 90, "tier": "Silver", "prorate": False}


async def test_what_is_wrong_stands_at_its_field_and_the_cursor_goes_there() -> None:
    asked = Asked()
    async with asked.app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        asked.push()
        await pilot.press("tab", *"soon", "enter")
        await pilot.pause()
        assert asked.answer == "open"
        lines = picture(asked.app)
        assert any("✗ Name is needed" in line for line in lines)
        assert not any("Name: Name" in line for line in lines)  # above the keys, the field is named once
        assert any("is no duration" in line for line in lines)
        assert asked.form.view.filled.active == 0
        assert asked.form.view.texts["hours"] == "soon"


async def test_a_refusal_of_the_service_is_placed_and_nothing_is_lost() -> None:
    def taken(name: str, **_: Any) -> None:
        raise InvalidValue("clients[0].name", f"there already is a client called {name}")

    async def save(values: dict[str, Any]) -> dict[str, str]:
        return await asked.app.save(taken, **values)

    asked = Asked(submit=save)
    async with asked.app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        asked.push()
        await pilot.press(*"[/]", "enter")
        await asked.app.workers.wait_for_complete()
        await pilot.pause()
        assert any("✗ there already is a client called [/]" in line for line in picture(asked.app))
        assert asked.form.view.texts["name"] == "[/]"
        assert asked.answer == "open"


async def test_escape_asks_once_when_something_was_typed() -> None:
    asked = Asked()
    async with asked.app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        asked.push()
        await pilot.press("x", "escape")
        await pilot.pause()
        assert any("esc again gives it up" in line for line in picture(asked.app))
        await pilot.press("escape")
        await pilot.pause()
        assert asked.answer is None


async def test_typing_in_a_form_never_reaches_the_keys_of_the_program() -> None:
    asked = Asked()
    async with asked.app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        asked.push()
        await pilot.press(*"q1?jk", "space", "x")
        assert asked.form.view.texts["name"] == "q1?jk x"
        assert asked.app.screen is asked.form


@pytest.mark.parametrize("size", [(80, 24), (50, 10), (40, 10), (20, 5)])
async def test_the_active_field_is_in_sight_on_every_screen(size: tuple[int, int]) -> None:
    asked = Asked(preview=lambda values: [f"{values.get('hours')} minutes each month"] * 3)
    async with asked.app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        asked.push()
        await pilot.press("tab", "tab", "tab")
        await pilot.pause()
        if size != (20, 5):
            assert any("▸ First month" in line for line in picture(asked.app))


def test_errors_find_their_field_by_the_last_part_of_the_path() -> None:
    errors = {"contracts[2].allowances[0].hours": "too many", "since": "no date", "clients[1]": "gone"}
    placed = place_errors(errors, {"hours"})
    assert placed["hours"] == "too many"
    assert placed[""] == "since: no date; clients[1]: gone"


async def test_refusals_of_a_write_are_told_and_nothing_else_happens() -> None:
    def refuse() -> None:
        raise NotFound("there is no request R-9 [/]")

    app = app_showing(())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await app.submit(refuse)
        await pilot.pause()
        assert any("there is no request R-9 [/]" in line for line in picture(app))


async def test_the_active_field_is_in_sight_on_the_smallest_screen() -> None:
    app = app_showing(())
    async with app.run_test(size=(40, 10)) as pilot:
        app.push_screen(Form("Small", [TextField(f"f{n}", f"Field {n}", group="Some") for n in range(9)]))
        await pilot.pause()
        for number in range(9):
            assert any(f"▸ Field {number}" in line for line in picture(app)), number
            await pilot.press("tab")
            await pilot.pause()


async def test_enter_saves_where_a_choice_is_typed_in_full_and_takes_one_that_is_not() -> None:
    for typed, answer in (("Silver", {"tier": "Silver"}), ("si", "open")):
        asked = Asked()
        asked.form = Form("Tier", FIELDS[2:3], submit=None)
        async with asked.app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
            asked.push()
            await pilot.press(*typed, "enter")
            await pilot.pause()
            assert asked.answer == answer


@pytest.mark.parametrize("width", [80, 120])
async def test_a_hint_that_is_longer_than_its_column_is_read_whole(width: int) -> None:
    hint = "19-22 1.5 evening, 22-24 2 night min 60; = as the day above"
    asked = Asked()
    asked.form = Form("Weights", [TextField("mon", "Monday", hint=hint), *FIELDS])
    async with asked.app.run_test(size=(width, 24), notifications=True, tooltips=True) as pilot:
        asked.push()
        await pilot.pause()
        said = " ".join(picture(asked.app))
        assert all(word in said for word in hint.split())


async def test_a_form_with_more_fields_than_lines_shows_where_it_stands() -> None:
    asked = Asked()
    asked.form = Form("Many", [TextField(f"f{number}", f"Field {number}") for number in range(40)])
    async with asked.app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        asked.push()
        await pilot.pause()
        first = ["▐" in line for line in picture(asked.app)]
        await pilot.press("shift+tab")
        await pilot.pause()
        last = ["▐" in line for line in picture(asked.app)]
        assert any(first)
        assert first != last


async def test_the_hint_of_the_lowest_field_in_sight_is_read_whole() -> None:
    hint = "periods unused hours stay usable; empty: none"
    fields = [TextField(f"f{number}", f"Field {number}", hint=hint) for number in range(40)]
    asked = Asked()
    asked.form = Form("Many", fields)
    async with asked.app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        asked.push()
        for _ in range(25):
            await pilot.press("tab")
            await pilot.pause()
            active = asked.form.view.active_line
            assert active is not None
            assert active + asked.form.view.lines.beside_active(80) <= asked.form.view.size.height


async def test_a_long_value_takes_the_room_where_no_choices_stand() -> None:
    people = "Harriet Lowe, harriet@acme.example, 01632 960123"
    fields = (
        Choice("tier", "Tier", choices=("Gold", "Silver")),
        TextField("note", "Note"),
        TextField("people", "People", value=people),
        TextField("last", "Last", hint="19-22 1.5 evening, 22-24 2 night min 60"),
    )
    asked = Asked()
    asked.form = Form("Client", fields)
    async with asked.app.run_test(size=(80, 24)) as pilot:
        asked.push()
        await pilot.pause()
        text = "\n".join(picture(asked.app))
        assert people in text
        assert "22-24 2 night min 60" in text
        assert "Gold" in text
        await pilot.press("tab")
        await pilot.pause()
        assert people in "\n".join(picture(asked.app))


async def test_a_long_value_never_covers_the_choices() -> None:
    fields = (
        Choice("tier", "Tier", choices=("Gold", "Silver", "Bronze")),
        TextField("people", "People", value="x" * 70),
        TextField("last", "Last"),
    )
    asked = Asked()
    asked.form = Form("Client", fields)
    async with asked.app.run_test(size=(80, 24)) as pilot:
        asked.push()
        await pilot.pause()
        text = "\n".join(picture(asked.app))
        assert all(name in text for name in ("Gold", "Silver", "Bronze"))
