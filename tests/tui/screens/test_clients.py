"""Does the clients' screen tell everything about a client, and lead to whatever changes it?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.months import Month
from models.queries.desk.forms import client_form, contract_form
from models.storage import tables as t
from models.storage.rows.reading import read_entries
from tests.opened import contract, entry, monthly, small_book
from tests.tui.conftest import desk_app, fill, press, running, screen_text, until, write
from tests.tui.rest import at_rest
from tui.dialogs.confirm import Confirm
from tui.dialogs.textview import TextView
from tui.program.app import DeskApp
from tui.records.base import RecordForm
from tui.screens.clients.screen import Clients

SIZES = [(80, 24), (120, 40), (160, 50)]


def the_book() -> dict[str, Any]:
    care = contract(
        "care",
        name="Care [/]",
        starts="2025-06-01",
        ends="2026-12-31",
        allowances=[monthly("2:00", rollover={"periods": 1})],
        rates={"*": "90.00"},
        fee={"amount": "350.00", "every": "month"},
    )
    old = contract(
        "old", client="smith", starts="2025-01-01", ends="2026-01-31", allowances=[monthly("1:00")]
    )
    return small_book(
        tiers=[{"key": "gold", "name": "Gold", "first_response": "2h", "resolution": "2d"}],
        clients=[
            {
                "key": "acme",
                "name": "Acme Ltd",
                "tier": "gold",
                "contacts": [{"name": "Ann [bold]", "email": "ann@acme.example"}],
                "domains": ["acme.example"],
            },
            {"key": "smith", "name": "Smith & Co [UK]"},
        ],
        contracts=[care, old],
        requests=[
            {"key": "R-1", "client": "acme", "subject": "Form [/]", "reported_at": "2026-03-04T10:00:00Z"},
            {
                "key": "R-2",
                "client": "acme",
                "subject": "Old",
                "reported_at": "2026-02-02T10:00:00Z",
                "first_response_at": "2026-02-02T10:30:00Z",
                "events": [{"at": "2026-02-02T11:00:00Z", "state": "resolved"}],
            },
        ],
        entries=[
            entry("E-1", "2026-03-02T10:00", "2026-03-02T11:30", request="R-1"),
            entry("E-2", "2026-02-02T10:00", "2026-02-02T15:00", request="R-2"),
        ],
        charges=[
            {
                "key": "C-1",
                "client": "acme",
                "date": "2026-03-03",
                "description": "Stickers",
                "quantity": 2,
                "unit_price": "5.00",
            }
        ],
    )


def screen(app: DeskApp) -> Clients:
    found = app.base_screen
    assert isinstance(found, Clients)
    return found


async def to_page(app: DeskApp, pilot: Any) -> None:
    """The page of the first client, with the cursor in it."""
    await pilot.press("3")
    await until(pilot, lambda: app.current_mode == "clients" and screen(app).clients.count == 2)
    await pilot.press("enter")
    await until(pilot, lambda: screen(app).side.has_focus and screen(app).side.count > 3)


@pytest.mark.parametrize("size", SIZES)
async def test_the_page_is_complete_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app, size) as pilot:
        await to_page(app, pilot)
        seen = ""
        for _ in range(4):
            seen += screen_text(app)
            await press(app, pilot, "pagedown")
        for words in (
            "March 2026 so far",
            "Care [/]",
            "2 h each month, unused hours usable for 1 more month, then",
            "lapses on 30 Apr",
            "Feb 2026",
            "Form [/]",
            "100 % solved in time",
            "Ann [bold]",
            "mail from acme.example",
        ):
            assert words in seen
        assert screen(app).has_class("narrow") == (size[0] == 80)


async def test_a_contract_that_ran_out_is_loud(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await to_page(app, pilot)
        assert "1 without a contract" in screen_text(app)
        assert "ended 31 Jan" in screen_text(app)
        app.everywhere.open_record("client", "smith")
        await until(pilot, lambda: screen(app).page is not None and "on demand since" in screen_text(app))
        assert "Smith & Co [UK]" in screen_text(app)


async def test_the_ledger_of_a_month_and_the_months_beside_it(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app, (80, 24)) as pilot:
        await to_page(app, pilot)
        await pilot.press("l")
        await until(pilot, lambda: screen(app).ledgers.shown is not None)
        text = screen_text(app)
        assert "Acme Ltd · March 2026" in text
        assert "accounted 1:30 = 1:30 used" in text
        assert "360.00 GBP" in text
        await pilot.press("left")
        await until(pilot, lambda: "February 2026" in screen_text(app))
        assert "overage" in screen_text(app)
        screen(app).ledgers.asked = ("acme", Month(2036, 3))
        await pilot.press("right")
        refusal = "2036-04 lies too far ahead; accepted is up to 2036-03"
        await until(pilot, lambda: any(refusal in note.message for note in app._notifications))
        assert screen(app).ledgers.asked == ("acme", Month(2036, 3))
        await press(app, pilot, "escape")
        assert "March 2026 so far" in screen_text(app)
        await press(app, pilot, "escape")
        assert screen(app).clients.has_focus


async def test_a_ledger_asked_for_while_the_page_is_read_anew_is_shown(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await to_page(app, pilot)
        screen(app).action_ledger()
        screen(app).reload()  # somebody wrote meanwhile
        await at_rest(app)
        assert "Acme Ltd · March 2026" in screen_text(app)
        screen(app).action_month(-1)
        screen(app).action_month(-1)
        screen(app).reload()
        await at_rest(app)
        assert "Acme Ltd · January 2026" in screen_text(app)
        screen(app).action_ledger()
        screen(app).action_back()  # before it was read
        await at_rest(app)
        assert "March 2026 so far" in screen_text(app)


async def test_every_figure_can_be_asked_where_it_comes_from(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await to_page(app, pilot)
        await pilot.press("=")
        await until(pilot, lambda: isinstance(app.screen, TextView))
        assert "E-1" in screen_text(app)
        await press(app, pilot, "escape", "l")
        await until(pilot, lambda: screen(app).ledgers.shown is not None)
        await press(app, pilot, "end", "enter")
        await until(pilot, lambda: isinstance(app.screen, TextView))
        assert "E-1" in screen_text(app)


async def test_from_a_new_client_to_a_timer_on_its_contract_by_typing(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await pilot.press("3")
        await until(pilot, lambda: app.current_mode == "clients" and screen(app).clients.count == 2)
        await pilot.press("N")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        await write(app, pilot, "Bluefin")
        await press(app, pilot, "enter")
        await until(pilot, lambda: not app.screen.is_modal and screen(app).clients.cursor_key == "bluefin")
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        await fill(pilot, hours="5", rate="70", fee="350")
        await press(app, pilot, "enter")
        await until(pilot, lambda: not app.screen.is_modal and "bluefin-2026" in screen_text(app))
        assert app.data.fetch_now(contract_form, "bluefin-2026")["allowances"][0]["hours"] == "5:00"
        await pilot.press("space")
        await until(pilot, lambda: app.heads.running is not None)
        [running_entry] = app.data.fetch_now(lambda: list(read_entries(t.Entry.ended_at.is_null())))
        assert running_entry.client == "bluefin"


async def test_a_line_leads_to_its_form_and_can_be_taken_away(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await to_page(app, pilot)
        assert screen(app).side.move_to_key("contract-care")
        await pilot.pause()
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        assert "Contract Care [/] of Acme" in screen_text(app)
        await press(app, pilot, "escape")
        await until(pilot, lambda: not app.screen.is_modal)
        await pilot.press("l")
        await until(pilot, lambda: screen(app).ledgers.shown is not None)
        lines = [line for line in screen(app).side._set._items if line.kind == "charge"]
        screen(app).side.move_to_key(lines[0].key)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: not app.screen.is_modal and "350.00 GBP" in screen_text(app))


async def test_e_on_the_list_changes_the_client(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app, (80, 24)) as pilot:
        await pilot.press("3")
        await until(pilot, lambda: app.current_mode == "clients" and screen(app).clients.count == 2)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        await fill(pilot, name="Acme [/] International")
        await press(app, pilot, "enter")
        await until(pilot, lambda: "Acme [/]" in screen_text(app) and not app.screen.is_modal)
        assert app.data.fetch_now(client_form, "acme")["contacts"] == [
            {"name": "Ann [bold]", "email": "ann@acme.example", "phone": None}
        ]


async def test_found_1_7_the_page_breaks_its_lines_to_the_width_that_it_has(tmp_path: Path) -> None:
    """The list beside it may take more or less room without a change of the screen's own size."""
    app = desk_app(tmp_path, the_book())
    async with running(app, (140, 40)) as pilot:
        await press(app, pilot, "3")
        screen = app.screen
        assert isinstance(screen, Clients)
        wide = [line.text for line in screen.side._set]
        screen.clients.styles.width = 90
        await at_rest(app)
        narrow = [line.text for line in screen.side._set]
        assert len(narrow) > len(wide)
        assert "".join(narrow).replace(" ", "") == "".join(wide).replace(" ", "")
