"""Does an empty database greet, and is there a running timer on a contract of one's own a minute later?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.queries.desk.forms import contract_form, desk_form, work_type_form
from models.queries.desk.session import has_desk, read_session
from models.storage.rows.reading import read_contracts, read_desk, read_entries
from tests.tui.conftest import NOW, desk_app, fill, press, running, screen_text, until, write
from tui.open import OpenedDesk
from tui.program.actions import records as record_actions
from tui.program.app import DeskApp
from tui.records.zones import zone_field
from tui.screens.setup.first_run import FirstRun

SIZES = [(80, 24), (120, 40)]


def form(app: DeskApp) -> FirstRun:
    assert isinstance(app.screen, FirstRun)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_from_nothing_to_a_running_timer_by_typing(tmp_path: Path, size: tuple[int, int]) -> None:
    app = desk_app(tmp_path)
    async with running(app, size) as pilot:
        assert "Welcome" in screen_text(app)
        assert "ctrl+d tries the sample desk" in screen_text(app)
        await write(app, pilot, "Northgate")
        await press(app, pilot, "tab")
        await write(app, pilot, "Dana")
        await press(app, pilot, "tab", "tab", "tab")
        await write(app, pilot, "70")
        await press(app, pilot, "tab")
        await write(app, pilot, "Acme Ltd")
        await press(app, pilot, "tab")
        await write(app, pilot, "5")
        assert "Acme Ltd: 5 h each month" in screen_text(app)
        assert "70.00/h" in screen_text(app)
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.session is not None and "Acme Ltd" in screen_text(app))
        told = "".join(line.rstrip(" ─") for line in screen_text(app).splitlines()[-3:])
        assert "space starts and stops the timer on the row" in told
        assert "? shows every key." in told  # the last of it, too
        await pilot.press("space")
        await until(pilot, lambda: app.heads.running is not None)
        session = app.data.fetch_now(read_session, "tester", NOW)
        assert session.me is not None
        assert session.me.name == "Dana"
        [entry] = app.data.fetch_now(lambda: list(read_entries()))
        assert (entry.agent, entry.client, entry.ended_at) == (session.me.key, "acme-ltd", None)
        [contract] = app.data.fetch_now(lambda: read_contracts(read_desk()))
        assert app.data.fetch_now(contract_form, contract.key)["allowances"][0]["hours"] == "5:00"
        rates = app.data.fetch_now(work_type_form, "support")["rates"]
        assert [rate["rate"] for rate in rates] == ["70.00"]


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_written(tmp_path: Path) -> None:
    app = desk_app(tmp_path)
    async with running(app) as pilot:
        await fill(
            pilot,
            desk_name="Desk",
            your_name="Dana",
            timezone="Mars/Olympus",
            currency="EUR",
            hourly_rate="70.005",
            client_name="",
            contract_hours="5",
        )
        await press(app, pilot, "enter")
        view = form(app).view
        assert set(view.filled.errors) == {"timezone"}
        await fill(pilot, timezone="Europe/London")
        await press(app, pilot, "enter")
        assert set(form(app).view.filled.errors) == {"hourly_rate"}
        await fill(pilot, hourly_rate="70.00")
        await press(app, pilot, "enter")
        assert "a contract needs a client" in view.filled.errors["client_name"]
        assert view.texts["contract_hours"] == "5"
        assert not app.data.fetch_now(has_desk)
        await fill(pilot, hourly_rate="seventy")
        await press(app, pilot, "enter")
        assert "accepted is" in view.filled.errors["hourly_rate"]


@pytest.mark.parametrize(
    "name", ["[bold]", "[/]", "=1+1", "🎉 desk", "مكتب الدعم", "a\x1b]0;x\x07b\x9b2J\x00c", "x" * 200]
)
async def test_any_name_is_taken_and_shown_as_plain_text(tmp_path: Path, name: str) -> None:
    app = desk_app(tmp_path)
    async with running(app, (80, 24)) as pilot:
        await fill(pilot, desk_name=name, your_name=name, hourly_rate="70", client_name=name)
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.session is not None)
        kept = app.data.fetch_now(desk_form)["name"]
        assert kept.isprintable()
        assert kept == name or "\x1b" in name
        text = screen_text(app)
        assert "\x1b" not in text
        assert "\x9b" not in text


async def test_300_characters_are_refused_with_words_and_kept(tmp_path: Path) -> None:
    app = desk_app(tmp_path)
    async with running(app) as pilot:
        await fill(pilot, desk_name="y" * 300, your_name="Dana", hourly_rate="70")
        await press(app, pilot, "enter")
        assert "1 to 200 characters" in form(app).view.filled.errors["desk_name"]
        assert form(app).view.texts["desk_name"] == "y" * 300


async def test_escape_leaves_the_database_empty_and_0_asks_again(tmp_path: Path) -> None:
    app = desk_app(tmp_path)
    async with running(app) as pilot:
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, FirstRun))
        assert not app.data.fetch_now(has_desk)
        await pilot.press("0")
        await until(pilot, lambda: isinstance(app.screen, FirstRun))


async def test_the_sample_desk_takes_the_place_of_the_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sample").mkdir()
    book = {
        "deskhours_book": 1,
        "desk": {"name": "Sample", "timezone": "UTC", "currency": "EUR"},
        "agents": [{"key": "mo", "name": "Mo"}],
    }

    def sample(now: int) -> OpenedDesk:
        return replace(desk_app(tmp_path / "sample", book).place, user="tester")

    monkeypatch.setattr(record_actions, "open_demo", sample)
    app = desk_app(tmp_path)
    async with running(app) as pilot:
        await pilot.press("ctrl+d")
        await until(pilot, lambda: app.desk_name == "Sample")
        assert app.demo
        assert "Sample" in screen_text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_found_3_6_a_fee_and_a_rollover_are_asked_and_their_effect_is_shown(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    app = desk_app(tmp_path)
    async with running(app, size) as pilot:
        await fill(
            pilot,
            desk_name="Desk",
            your_name="Dana",
            timezone="Europe/London",
            currency="GBP",
            hourly_rate="70",
            client_name="Acme Ltd",
            contract_hours="5",
        )
        assert "350.00 a month" not in screen_text(app)
        await press(app, pilot, "tab")
        await write(app, pilot, "350")
        await press(app, pilot, "tab")
        await write(app, pilot, "3")
        assert "unused hours usable for 3 more months" in " ".join(screen_text(app).split())
        assert "350.00 a month" in screen_text(app)
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.data.fetch_now(has_desk))
        [contract] = app.data.fetch_now(lambda: read_contracts(read_desk()))
        form = app.data.fetch_now(contract_form, contract.key)
        assert form["fee"]["amount"] == "350.00"
        assert form["allowances"][0]["rollover"]["periods"] == 3


async def test_found_3_6_a_fee_without_hours_is_said_at_its_field(tmp_path: Path) -> None:
    app = desk_app(tmp_path)
    async with running(app) as pilot:
        await fill(
            pilot,
            desk_name="Desk",
            your_name="Dana",
            timezone="UTC",
            hourly_rate="70",
            client_name="A",
            contract_fee="350",
        )
        await press(app, pilot, "enter")
        assert "a fee needs a contract" in form(app).view.filled.errors["contract_hours"]
        await fill(pilot, contract_fee="much", contract_hours="5", rollover_months="many")
        await press(app, pilot, "enter")
        assert set(form(app).view.filled.errors) == {"contract_fee", "rollover_months"}


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Lon", "Europe/London"),
        ("ber", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("par", "Europe/Paris"),
        ("sao p", "America/Sao_Paulo"),
        ("kol", "Asia/Kolkata"),
        ("Europe/Lis", "Europe/Lisbon"),
    ],
)
async def test_found_3_5_a_zone_is_found_by_the_beginning_of_its_city(
    tmp_path: Path, typed: str, zone: str
) -> None:
    app = desk_app(tmp_path)
    async with running(app) as pilot:
        await press(app, pilot, "tab", "tab")
        assert form(app).view.active_name == "timezone"
        await write(app, pilot, typed)
        await press(app, pilot, "tab")
        assert form(app).view.texts["timezone"] == zone


def test_found_3_5_the_machines_zone_is_the_first_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Sao_Paulo")
    field = zone_field(None)
    assert field.options("")[0] == "America/Sao_Paulo"
    assert field.options("sa")[0] == "America/Sao_Paulo"
    assert field.options("lon")[0] == "Europe/London"
    assert field.options("Europe/London")[0] == "America/Sao_Paulo"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("London", "Europe/London"),
        ("sao paulo", "America/Sao_Paulo"),
        ("europe/london", "Europe/London"),
        ("UTC", "UTC"),
        ("Europe/Lond", "Europe/London"),
        ("Atlantis", "Atlantis"),
    ],
)
def test_found_3_5_a_city_alone_names_its_zone(typed: str, zone: str) -> None:
    assert zone_field(None).parse(typed) == zone
