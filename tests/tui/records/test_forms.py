"""Can everything be made and changed with the keyboard alone, and is nothing lost when it is refused?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from models.queries.desk.catalogue import read_absence_rows, read_agent_rows, read_plan_rows
from models.queries.desk.forms import (
    agent_form,
    charge_form,
    client_form,
    contract_form,
    desk_form,
    plan_form,
    tier_form,
    work_type_form,
)
from models.queries.desk.settings import setting
from models.queries.time.works import read_works
from models.services.contracts.plans import create_plan
from models.services.desk.catalogue import create_tier
from tests.opened import contract, monthly, small_book
from tests.tui.conftest import NOW, desk_app, fill, press, running, screen_text, until, write
from tui.dialogs.confirm import Confirm
from tui.program.app import DeskApp
from tui.program.palette.palette import binding_items
from tui.program.palette.record_items import record_items
from tui.records.base import RecordForm, nearest
from tui.records.client import read_contacts
from tui.records.contracts.allowance import Allowances
from tui.records.desk import read_windows
from tui.records.open_form import FORMS
from tui.screens.setup.records import RecordList, SetUpList
from tui.widgets.form.fields import Toggle

NASTY = ["[bold]", "[/]", "=1+1", "🎉🎉", "شركة الدعم", "a\x1b]52;c;x\x07b\x9b2J\x00c", "z" * 300]


def shown_form(app: DeskApp) -> RecordForm:
    assert isinstance(app.screen, RecordForm), screen_text(app)
    return app.screen


async def open_as(app: DeskApp, pilot: Pilot[int], kind: str, key: Any = None, **defaults: Any) -> RecordForm:
    app.everywhere.write_down(kind, key, **defaults)
    await until(pilot, lambda: isinstance(app.screen, RecordForm))
    await until(pilot, lambda: shown_form(app).view.size.width)
    await pilot.pause()
    return shown_form(app)


async def saved(app: DeskApp, pilot: Pilot[int]) -> None:
    """Save; what is asked before (no fee, the ledger) is meant."""
    await press(app, pilot, "enter")
    await until(pilot, lambda: not isinstance(app.screen, RecordForm))
    if isinstance(app.screen, Confirm):
        await press(app, pilot, "y")
        await until(pilot, lambda: not isinstance(app.screen, RecordForm | Confirm))


def the_book(**more: Any) -> dict[str, Any]:
    return small_book(**more)


def full_contract() -> dict[str, Any]:
    return contract(
        "full",
        allowances=[
            monthly("5:00", rollover={"periods": 3, "cap": "6:00", "across_renewal": True, "after_end_months": 1}),
            {"sessions": 2, "session_minutes": 15, "every": "quarter", "work_types": ["design"]},
        ],
        rates={"design": "95.00", "*": "70.00"},
        rounding={"increment": 15, "minimum": 30, "per": "entry"},
        fee={"amount": "350.00", "every": "quarter", "discount_percent": "7.5", "free_months": 1, "billing": "term"},
        anchor="start",
        proration="full",
        covers=["maintenance", "design"],
        renewal={"mode": "auto", "notice_months": 2},
        cancellation={"notice_months": 3, "fee": {"percent": "10"}},
    )  # fmt: skip


# -- simple records -------------------------------------------------------------------------------


async def test_every_kind_of_record_has_a_form_that_opens(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book(contracts=[contract("plan", ends=None)]))
    app.data.write_now(
        create_plan, {"name": "Gold", "kind": "retainer", "allowances": [monthly("5:00")]}, NOW, "dana"
    )
    async with running(app, (80, 24)) as pilot:
        for kind in FORMS:
            app.everywhere.write_down(kind, {"desk": "desk", "change": "plan"}.get(kind))
            await until(pilot, lambda: app.screen.is_modal)
            await press(app, pilot, "escape")
            await until(pilot, lambda: not app.screen.is_modal)


async def test_an_agent_is_typed(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await open_as(app, pilot, "agent")
        await write(app, pilot, "Mo Ek")
        await press(app, pilot, "tab")
        await write(app, pilot, "37h30")
        await saved(app, pilot)
        assert app.data.fetch_now(agent_form, "mo-ek")["weekly_hours"] == "37:30"


async def test_a_plain_number_of_hours_is_hours_not_minutes(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await open_as(app, pilot, "agent")
        await fill(pilot, name="Mo", weekly_hours="20")
        await saved(app, pilot)
        assert app.data.fetch_now(agent_form, "mo")["weekly_hours"] == "20:00"


async def test_a_work_type_gets_a_new_rate_and_keeps_the_old(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await open_as(app, pilot, "work_type", "design")
        await fill(pilot, rate="95", since="2026-04-01")
        assert "95.00 GBP an hour from Wed 1 Apr 2026 on" in screen_text(app)
        await saved(app, pilot)
        rates = app.data.fetch_now(work_type_form, "design")["rates"]
        assert rates == [{"from": "2020-01-01", "rate": "90.00"}, {"from": "2026-04-01", "rate": "95.00"}]


async def test_a_tier_a_client_and_a_charge(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await open_as(app, pilot, "tier")
        await fill(pilot, name="Gold", first_response="2h", resolution="same_day", channels="email, phone")
        await saved(app, pilot)
        assert app.data.fetch_now(tier_form, "gold")["resolution"] == "same_day"
        await open_as(app, pilot, "client")
        people = "Ann Ek, ann@x.org, +44 20 7946; Bo"
        await fill(
            pilot, name="Smith & Co [UK]", tier="Gold", contacts=people, domains="x.org y.org", notes="n"
        )
        await press(app, pilot, "enter")
        await until(pilot, lambda: not isinstance(app.screen, RecordForm))
        document = app.data.fetch_now(client_form, "smith-co-uk")
        assert document["contacts"][0] == {"name": "Ann Ek", "email": "ann@x.org", "phone": "+44 20 7946"}
        assert document["domains"] == ["x.org", "y.org"]
        await open_as(app, pilot, "charge", client="smith-co-uk")
        assert "What it means stands here as soon as the fields are filled in." in screen_text(app)
        await fill(pilot, description="Credit", quantity="2", unit_price="-12.50")
        assert "a credit of -25.00 GBP in March 2026" in screen_text(app)
        await saved(app, pilot)
        assert app.data.fetch_now(charge_form, "C-1")["unit_price"] == "-12.50"


async def test_the_desk_and_an_absence(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await open_as(app, pilot, "desk", "desk")
        await fill(
            pilot, mon="9-12.30, 13-17:30", sun="", holidays="GB-ENG", increment="15", hourly_cost="28"
        )
        await saved(app, pilot)
        document = app.data.fetch_now(desk_form)
        assert document["hours"][-1]["mon"] == ["09:00-12:30", "13:00-17:30"]
        assert document["rounding"]["increment"] == 15
        assert document["hourly_cost"] == "28.00"
        await open_as(app, pilot, "absence")
        await fill(pilot, agent="Dana", first="2026-03-10", last="2026-03-12", reason="away")
        await saved(app, pilot)
        [row] = app.data.fetch_now(read_absence_rows, app.data.fetch_now(lambda: _day("2026-03-01")))
        assert (row.agent, row.reason) == ("dana", "away")


def _day(text: str) -> Any:
    from models.domain.basics.months import parse_date

    return parse_date(text)


# -- contracts ------------------------------------------------------------------------------------


async def test_a_contract_is_said_in_words_while_it_is_typed(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app, (80, 24)) as pilot:
        form = await open_as(app, pilot, "contract", client="acme")
        assert "Not yet" in screen_text(app)
        await fill(pilot, hours="5", periods="3", rate="70")
        assert form.words_box is not None
        assert (
            form.words_box._sentences[0]
            == "5 h each month, unused hours usable for 3 more months, then 70.00/h"
        )
        await saved(app, pilot)
        document = app.data.fetch_now(contract_form, "acme-2026")
        assert document["allowances"][0]["hours"] == "5:00"
        assert document["rates"] == {"*": "70.00"}


@pytest.mark.parametrize(
    ("kind", "texts", "wanted"),
    [
        (
            "block of hours",
            {"block_hours": "20", "ends": ""},
            {"kind": "block", "hours": "20:00", "ends": None},
        ),
        (
            "block of hours",
            {"block_hours": "20", "ends": "", "valid_months": "3"},
            {"valid_months": 3, "ends": None},
        ),
        (
            "block of hours",
            {"block_hours": "20", "valid_months": "3", "fee": "1400"},
            {
                "valid_months": 3,
                "ends": None,
                "name": "Block of hours",
                "fee": {
                    "amount": "1400.00",
                    "every": "term",
                    "discount_percent": "0",
                    "free_months": 0,
                    "billing": "monthly",
                },
            },
        ),
        ("unlimited", {"fee": "0"}, {"kind": "unlimited", "allowances": []}),
        ("on demand", {"rate": "110", "increment": "15", "minimum": "180"}, {"kind": "on_demand"}),
    ],
)
async def test_every_kind_of_contract(
    tmp_path: Path, kind: str, texts: dict[str, str], wanted: dict[str, Any]
) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await open_as(app, pilot, "contract", client="acme")
        await fill(pilot, kind=kind, more="")
        shown_form(app).view.set_text("more", "yes")
        shown_form(app)._leave_out()
        await fill(pilot, **texts)
        await saved(app, pilot)
        document = app.data.fetch_now(contract_form, "acme-2026")
        assert {name: document[name] for name in wanted} == wanted


async def test_a_form_that_is_saved_untouched_changes_nothing(tmp_path: Path) -> None:
    terms = full_contract()
    documents = [
        terms,
        contract("block", kind="block", hours="20:00", ends=None),
        contract("open", ends=None, allowances=[monthly("5:00")]),
    ]
    app = desk_app(tmp_path, the_book(contracts=documents))
    async with running(app) as pilot:
        for key in ("full", "block", "open"):
            before = app.data.fetch_now(contract_form, key)
            await open_as(app, pilot, "contract", key)
            await saved(app, pilot)
            assert app.data.fetch_now(contract_form, key) == before


async def test_further_allowances_have_a_list_of_their_own(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        form = await open_as(app, pilot, "contract", client="acme")
        await fill(pilot, hours="5")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, Allowances))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        await fill(pilot, gives="sessions")
        await fill(pilot, sessions="2", session_minutes="15")
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, Allowances))
        assert "2 sessions of 15 min per month" in screen_text(app)
        await press(app, pilot, "escape")
        await until(pilot, lambda: app.screen is form)
        await saved(app, pilot)
        document = app.data.fetch_now(contract_form, "acme-2026")
        assert [allowance.get("sessions") for allowance in document["allowances"]] == [None, 2]


async def test_refusals_stand_beside_the_nearest_field_and_keep_every_text(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        form = await open_as(app, pilot, "contract", client="acme")
        await fill(pilot, hours="5", ends="2025-01-01", name="Odd [/]")
        await press(app, pilot, "enter")
        assert "lies before starts" in form.view.filled.errors["ends"]
        await fill(pilot, ends="", every="term")
        await press(app, pilot, "enter")
        assert "needs an end" in form.view.filled.errors["every"]
        assert form.view.texts["name"] == "Odd [/]"
        await fill(pilot, every="month", hours="12,5")
        await press(app, pilot, "enter")
        assert form.view.texts["hours"] == "12,5" or form.saved is not None


async def test_an_edit_says_what_it_changes_in_the_ledger_first(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book(contracts=[contract("plan", allowances=[monthly("5:00")])]))
    async with running(app) as pilot:
        await open_as(app, pilot, "contract", "plan")
        await fill(pilot, hours="6")
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "March: granted 5:00 → 6:00" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        assert app.data.fetch_now(contract_form, "plan")["allowances"][0]["hours"] == "5:00"
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: not app.screen.is_modal)
        assert app.data.fetch_now(contract_form, "plan")["allowances"][0]["hours"] == "6:00"


async def test_other_terms_from_june_leave_the_past_untouched(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book(contracts=[contract("plan-2026", allowances=[monthly("5:00")])]))
    async with running(app) as pilot:
        app.everywhere.write_down("change", "plan-2026")
        await until(pilot, lambda: app.screen.is_modal)
        await fill(pilot, day="2026-06-01")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        await fill(pilot, hours="8")
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "June: granted 5:00 → 8:00" in screen_text(app)
        assert "May:" not in screen_text(app)
        await pilot.press("y")
        await until(pilot, lambda: not app.screen.is_modal)
        assert app.data.fetch_now(contract_form, "plan-2026")["cancelled"] == "2026-05-31"
        following = app.data.fetch_now(contract_form, "plan-2026-r2")
        assert following["renews"] == "plan-2026"
        assert following["allowances"][0]["hours"] == "8:00"


async def test_a_plan_is_made_and_sold_with_a_preview(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    app.data.write_now(create_tier, {"name": "Gold"}, NOW, "dana")
    async with running(app) as pilot:
        await open_as(app, pilot, "plan")
        await fill(
            pilot, name="Gold", months="12", tier="Gold", hours="5", fee="350", discounts="3: 7, 12: 21"
        )
        await saved(app, pilot)
        [plan] = app.data.fetch_now(read_plan_rows)
        assert app.data.fetch_now(plan_form, plan.key)["discounts"] == {"3": "7", "12": "21"}
        await open_as(app, pilot, "sale", client="acme")
        assert "3,318.00" in screen_text(app)
        await saved(app, pilot)
        document = app.data.fetch_now(contract_form, "acme-2026")
        assert document["ends"] == "2027-02-28"
        assert document["fee"]["discount_percent"] == "21"
        assert app.data.fetch_now(client_form, "acme")["tier"] == "gold"


async def test_without_a_plan_the_sale_says_where_one_is_made(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        app.everywhere.write_down("sale", None, client="acme")
        await until(pilot, lambda: app._notifications)
        assert "no plan in the catalogue" in "".join(note.message for note in app._notifications)


# -- any text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [0, 3])
async def test_every_field_of_every_form_takes_any_text(tmp_path: Path, turn: int) -> None:
    app = desk_app(tmp_path, the_book(contracts=[full_contract()]))
    app.data.write_now(
        create_plan, {"name": "Gold", "kind": "retainer", "allowances": [monthly("5:00")]}, NOW, "dana"
    )
    async with running(app, (80, 24)) as pilot:
        for kind in ("client", "agent", "tier", "work_type", "contract", "plan", "sale", "charge", "absence"):
            form = await open_as(app, pilot, kind)
            typed = [field.name for field in form.view.filled.shown if not isinstance(field, Toggle)]
            await fill(pilot, **{name: NASTY[(at + turn) % len(NASTY)] for at, name in enumerate(typed)})
            await press(app, pilot, "enter")
            shown = screen_text(app)
            assert not any(mark in shown for mark in ("\x1b", "\x9b", "\x07", "\x00"))
            if app.screen.is_modal:
                await press(app, pilot, "escape", "escape")
                await until(pilot, lambda: not app.screen.is_modal)  # fmt: skip


@pytest.mark.parametrize("name", NASTY[:-1])
async def test_names_are_kept_as_they_are_but_for_control_characters(tmp_path: Path, name: str) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app, (80, 24)) as pilot:
        await open_as(app, pilot, "agent")
        await fill(pilot, name=name)
        await saved(app, pilot)
        rows = app.data.fetch_now(read_agent_rows)
        kept = next(row.name for row in rows if row.key != "dana")
        assert kept.isprintable()
        assert kept == name or "\x1b" in name


# -- where they are -------------------------------------------------------------------------------


async def test_N_makes_a_client_from_anywhere(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await pilot.press("N")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        await write(app, pilot, "Bluefin")
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.current_mode == "clients")
        assert app.data.fetch_now(client_form, "bluefin")["name"] == "Bluefin"


async def test_the_lists_of_the_setup_make_change_and_put_away(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app, (80, 24)) as pilot:
        await pilot.press("0")
        await until(pilot, lambda: isinstance(app.screen, SetUpList))
        await press(app, pilot, "down", "enter")
        await until(pilot, lambda: "Dana" in screen_text(app))
        assert isinstance(app.screen, RecordList)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        await write(app, pilot, "Mo")
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordList) and "Mo" in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: len(app.data.fetch_now(read_agent_rows)) == 1)


async def test_the_palette_knows_clients_records_and_people(tmp_path: Path) -> None:
    agents = [{"key": "dana", "name": "Dana"}, {"key": "mo", "name": "Mo [/]"}]
    app = desk_app(tmp_path, the_book(agents=agents))
    async with running(app) as pilot:
        items = {
            item.title: item
            for item in [*binding_items(app), *record_items(app, app.data.fetch_now(read_works))]
        }
        assert {"Acme Ltd", "New contract", "New plan", "Desk settings", "I am Mo [/]"} <= set(items)
        items["I am Mo [/]"].run()
        await until(pilot, lambda: app.agent == "Mo [/]")
        assert app.data.fetch_now(setting, "me:tester") == "mo"


async def test_the_theme_is_remembered(tmp_path: Path) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        await press(app, pilot, "f2")
        await until(pilot, lambda: app.data.fetch_now(setting, "theme:tester") is not None)
        assert app.data.fetch_now(setting, "theme:tester") == app.theme


# -- small readers --------------------------------------------------------------------------------


def test_refusals_find_the_nearest_field() -> None:
    names = ["hours", "cap", "fee", "ends"]
    places = {"allowances": "hours", "allowances.rollover.cap": "cap", "rates": "rate"}
    assert nearest("contract.allowances[0].rollover.cap", names, places) == "cap"
    assert nearest("allowances[2].pages", names, places) == "hours"
    assert nearest("contract.fee.amount", names, places) == "fee"
    assert nearest("rates.design", names, places) == ""
    assert nearest("", names, places) == ""


def test_windows_and_contacts_as_people_type_them() -> None:
    assert read_windows("9-12.30; 13:00–17:30") == ["09:00-12:30", "13:00-17:30"]
    assert read_contacts("Ek, Ann, ann@x.org;") == [{"name": "Ek, Ann", "email": "ann@x.org"}]
    with pytest.raises(Exception, match="no name"):
        read_contacts("ann@x.org")
    with pytest.raises(Exception, match="no window"):
        read_windows("all day")


async def test_a_form_for_a_known_client_begins_behind_it_and_typing_replaces_a_proposed_name(
    tmp_path: Path,
) -> None:
    app = desk_app(tmp_path, the_book())
    async with running(app) as pilot:
        form = await open_as(app, pilot, "contract", client="acme")
        assert form.view.active_name == "kind"
        await press(app, pilot, "tab", *"Hours")
        assert (form.view.texts["client"], form.view.texts["name"]) == ("Acme Ltd", "Hours")
