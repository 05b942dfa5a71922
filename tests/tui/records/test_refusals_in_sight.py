"""Is what refuses a form in sight at every size, before anything is asked, and is the past shown first?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.months import Month
from models.queries.desk.forms import charge_form, contract_form
from models.services.contracts.plans import create_plan
from models.services.month_end.months import close_month
from models.storage.rows.reading import read_contracts, read_desk
from tests.opened import contract, entry, monthly, small_book
from tests.tui.conftest import NOW, desk_app, fill, press, running, screen_text, until
from tests.tui.records.test_together import KINDS, WAYS, opened_form, prepared
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.program.app import DeskApp
from tui.records.base import RecordForm

SIZES = [(80, 24), (120, 40)]


def lines(app: DeskApp) -> list[str]:
    return [line.strip() for line in screen_text(app).split("\n")]


def above_the_keys(app: DeskApp, words: str) -> bool:
    """Do the words end right above the rule over the keys?"""
    shown = [line for line in lines(app) if line]
    keys = next(at for at, line in enumerate(shown) if line.startswith("enter"))
    return words in " ".join(shown[max(0, keys - 5) : keys - 1])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
async def test_found_3_1_what_refuses_a_form_stands_above_the_keys(
    tmp_path: Path, kind: str, size: tuple[int, int]
) -> None:
    app = prepared(tmp_path)
    async with running(app, size) as pilot:
        form = await opened_form(app, pilot, kind)
        form.view.show_errors({"": "the whole of it is wrong"})
        await pilot.pause()
        await pilot.pause()
        assert above_the_keys(app, "the whole of it is wrong")
        name = WAYS[kind][-1][0]
        form.view.show_errors({name: "this one is wrong"})
        await pilot.pause()
        await pilot.pause()
        label = next(field.label for field in form.view.fields if field.name == name)
        assert above_the_keys(app, f"{label}: this one is wrong")
        form.view.put(form.view.active_name, "x")
        form.view.show_errors({})
        await pilot.pause()
        await pilot.pause()
        assert "is wrong" not in screen_text(app)


def closed(folder: Path) -> DeskApp:
    app = desk_app(
        folder,
        small_book(
            contracts=[
                contract("care", allowances=[monthly("8:00")], rates={"design": "80.00", "*": "70.00"})
            ],
            entries=[entry("E-1", "2026-02-10T10:00", "2026-02-10T10:30")],
        ),
    )
    app.data.write_now(close_month, Month(2026, 2), NOW, "dana")
    return app


@pytest.mark.parametrize("size", SIZES)
async def test_found_3_1_a_closed_month_refuses_before_it_asks_and_names_the_better_way(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = closed(tmp_path)
    async with running(app, size) as pilot:
        app.everywhere.write_down("contract", "care")
        await until(pilot, lambda: isinstance(app.screen, RecordForm) and app.screen.view.size.width)
        await fill(pilot, hours="9")
        await press(app, pilot, "ctrl+s")
        await until(pilot, lambda: "would move a closed month" in " ".join(lines(app)))
        assert isinstance(app.screen, RecordForm)
        shown = " ".join(lines(app))
        assert "Hours 8:00 → 9 would move a closed month. m on the client's page gives other terms" in shown
        assert "what it granted on 2026-01-01 would change" in shown


def with_work(folder: Path) -> DeskApp:
    return desk_app(
        folder, small_book(entries=[entry("E-1", "2026-03-02T10:00", "2026-03-02T12:00", client="acme")])
    )


async def opened_record(app: DeskApp, pilot: Any, kind: str, key: Any = None, **defaults: Any) -> RecordForm:
    app.everywhere.write_down(kind, key, **defaults)
    await until(pilot, lambda: isinstance(app.screen, RecordForm) and app.screen.view.size.width)
    assert isinstance(app.screen, RecordForm)
    return app.screen


@pytest.mark.parametrize("kind", ["contract", "sale"])
async def test_found_3_4_what_takes_done_work_shows_it_first(tmp_path: Path, kind: str) -> None:
    app = with_work(tmp_path)
    plan = {
        "name": "Ten",
        "kind": "block",
        "hours": "10:00",
        "valid_months": 6,
        "fee": {"amount": "500.00", "every": "term"},
    }
    app.data.write_now(create_plan, plan, NOW, "dana")
    async with running(app, (80, 24)) as pilot:
        form = await opened_record(app, pilot, kind, client="acme")
        if kind == "contract":
            await fill(pilot, kind="block of hours")
            await pilot.pause()
            await fill(pilot, block_hours="10", fee="500")
        assert form.view.texts["starts"] == "2026-03-04", "a block begins today"
        await fill(pilot, starts="2026-03-01")
        await press(app, pilot, "ctrl+s", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        shown = " ".join(lines(app))
        assert "This changes the following; closed months stay as they are" in shown
        assert "on demand 2:00 → 0:00" in shown
        assert not app.data.fetch_now(lambda: list(read_contracts(read_desk(), "acme")))
        await press(app, pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, Form) and "not saved yet" in screen_text(app))
        await fill(pilot, starts="2026-03-04")
        await press(app, pilot, "ctrl+s")
        await until(pilot, lambda: not app.screen.is_modal)
        assert app.data.fetch_now(lambda: list(read_contracts(read_desk(), "acme")))


async def test_found_3_4_no_fee_is_asked(tmp_path: Path) -> None:
    app = desk_app(tmp_path, small_book())
    async with running(app, (80, 24)) as pilot:
        await opened_record(app, pilot, "contract", client="acme")
        await fill(pilot, hours="5")
        await press(app, pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "It has no fee: what it includes is never billed. Is that meant?" in screen_text(app)
        await press(app, pilot, "y")
        await until(pilot, lambda: not app.screen.is_modal)
        await opened_record(app, pilot, "contract", "acme-2026")
        await fill(pilot, name="Other")
        await press(app, pilot, "ctrl+s")
        await until(pilot, lambda: not app.screen.is_modal)
        assert app.data.fetch_now(contract_form, "acme-2026")["name"] == "Other"


@pytest.mark.parametrize(
    ("kind", "key", "texts", "line"),
    [
        ("charge", "C-1", {"unit_price": "99"}, "March: total 152.00 → 239.00"),
        ("work_type", "maintenance", {"rate": "100", "since": "2026-03-01"}, "March: total 152.00 → 212.00"),
        ("desk", "desk", {"on_demand_increment": "180"}, "on demand 2:00 → 3:00"),
    ],
)
async def test_found_3_4_charges_rates_and_rounding_show_what_they_move(
    tmp_path: Path, kind: str, key: str, texts: dict[str, str], line: str
) -> None:
    charge = {"key": "C-1", "client": "acme", "date": "2026-03-03", "description": "Domain", "quantity": 1}
    app = desk_app(
        tmp_path,
        small_book(
            entries=[entry("E-1", "2026-03-02T10:00", "2026-03-02T12:00", client="acme")],
            charges=[charge | {"unit_price": "12.00"}],
        ),
    )
    async with running(app, (80, 24)) as pilot:
        await opened_record(app, pilot, kind, key)
        await fill(pilot, **texts)
        await press(app, pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert line in " ".join(lines(app))
        await press(app, pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        assert app.data.fetch_now(charge_form, "C-1")["unit_price"] == "12.00"


async def test_found_3_6_every_line_of_a_preview_can_be_read_at_80x24(tmp_path: Path) -> None:
    app = prepared(tmp_path)
    async with running(app, (80, 24)) as pilot:
        form = await opened_record(app, pilot, "contract", "care")
        box = form.words_box
        assert box is not None
        wanted = ["".join(text for text, _ in spans).strip() for spans in box.all_lines(box.size.width)]
        assert len(wanted) > box.size.height
        assert "more · pgdn" in screen_text(app)
        seen: set[str] = set()
        for _ in range(len(wanted)):
            seen |= set(lines(app))
            await press(app, pilot, "pagedown")
        assert [line for line in wanted if line not in seen] == []
        await press(app, pilot, "pageup")
        assert "above · pgup" in screen_text(app)


async def test_found_3_6_a_long_question_is_turned_by_page_keys(tmp_path: Path) -> None:
    app = prepared(tmp_path)
    async with running(app, (80, 24)) as pilot:
        app.push_screen(Confirm("Long", "\n".join(f"line {number}" for number in range(60))))
        await until(pilot, lambda: "pgdn more" in screen_text(app))
        seen = ""
        for _ in range(6):
            seen += screen_text(app)
            await press(app, pilot, "pagedown")
        assert all(f"line {number}" in seen for number in range(60))
