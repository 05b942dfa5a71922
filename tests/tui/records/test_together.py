"""Does a form lose what a colleague writes while it stands open, or the text that stands in it? (FOUND 2.1)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from models.services.contracts.charges import create_absence, delete_absence, delete_charge
from models.services.contracts.contracts import delete_contract
from models.services.contracts.plans import create_plan
from models.services.desk.catalogue import (
    create_tier,
)
from models.services.requests.life import (
    add_note,
    delete_request,
)
from models.services.time.entries import delete_entries
from tests.opened import contract, entry, monthly, small_book
from tests.tui.conftest import NOW, desk_app, press, running, screen_text, until
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.program.app import DeskApp

Open = Callable[[DeskApp], object]


def book() -> dict[str, Any]:
    found = small_book(
        contracts=[
            contract(
                "care",
                allowances=[monthly("5:00", rollover={"periods": 2, "cap": "6:00"})],
                rates={"*": "70.00"},
                fee={"amount": "350.00"},
                renewal={"mode": "auto", "notice_months": 2},
            )
        ],
        requests=[
            {
                "key": key,
                "client": "acme",
                "subject": f"Form {key}",
                "body": "broken",
                "reported_at": "2026-03-02T09:00:00Z",
                "channel": "email",
                "priority": "normal",
            }
            for key in ("R-1", "R-2")
        ],
        entries=[
            entry("E-1", "2026-03-02T10:00", "2026-03-02T10:30", client="acme", note="one"),
            entry("E-2", "2026-03-02T11:00", "2026-03-02T11:30", client="acme", note="two"),
        ],
        charges=[
            {
                "key": "C-1",
                "client": "acme",
                "date": "2026-03-03",
                "description": "Domain",
                "quantity": 1,
                "unit_price": "12.00",
            }
        ],
    )
    found["agents"].append({"key": "eli", "name": "Eli", "weekly_hours": "40:00"})
    found["clients"].append({"key": "beta", "name": "Beta"})
    return found


def _record(kind: str, key: Any) -> Callable[[DeskApp], object]:
    return lambda app: app.everywhere.write_down(kind, key)


def _request(app: DeskApp) -> object:
    from tui.screens.requests.request_form import request_form as ask

    return app.run_worker(ask(app, "R-1"))


def _entry(app: DeskApp) -> object:
    return app.run_worker(app.everywhere.edit_entry("E-1"))


KINDS: dict[str, Open] = {
    "agent": _record("agent", "dana"),
    "client": _record("client", "acme"),
    "tier": _record("tier", "gold"),
    "work_type": _record("work_type", "design"),
    "charge": _record("charge", "C-1"),
    "plan": _record("plan", "silver"),
    "absence": _record("absence", 1),
    "desk": _record("desk", "desk"),
    "contract": _record("contract", "care"),
    "request": _request,
    "entry": _entry,
}
WAYS: dict[str, list[tuple[str, str, str]]] = {
    # field of the form, what one person types there, what another one does
    "agent": [("name", "Dana D", "Dana K"), ("weekly_hours", "30:00", "35:00")],
    "client": [
        ("name", "Acme Inc", "Acme GmbH"),
        ("tier", "Gold", ""),
        ("contacts", "Ann Ek", "Bo Li, bo@acme.org"),
        ("domains", "acme.org", "acme.com"),
        ("since", "2020-01-01", "2021-02-02"),
        ("language", "German", "fr"),
        ("notes", "call before nine", "never on Fridays"),
    ],
    "tier": [
        ("name", "Silver", "Bronze"),
        ("first_response", "1h", "2h"),
        ("resolution", "2d", "5d"),
        ("clock", "always, day and night", "working hours"),
        ("channels", "email", "phone"),
    ],
    "work_type": [("name", "Drawing", "Painting"), ("rates", "2020-01-01 91.00", "2020-01-01 92.00")],
    "charge": [
        ("client", "Beta", "Acme Ltd"),
        ("date", "2026-03-02", "2026-03-01"),
        ("description", "Hosting", "Mail"),
        ("quantity", "2", "3"),
        ("unit_price", "13.00", "14.00"),
    ],
    "plan": [
        ("name", "Silver plus", "Silver minus"),
        ("months", "6", "24"),
        ("tier", "Gold", ""),
        ("discounts", "3: 7", "6: 14"),
        ("hours", "4:00", "8:00"),
        ("fee", "200.00", "300.00"),
        ("periods", "1", "3"),
    ],
    "absence": [
        ("first", "2026-03-09", "2026-03-10"),
        ("last", "2026-03-12", "2026-03-13"),
        ("reason", "fair", "rest"),
    ],
    "desk": [
        ("name", "The desk", "Our desk"),
        ("mon", "09:00-12:00", "10:00-13:00"),
        ("tue", "09:00-12:00", "10:00-13:00"),
        ("closed_days", "2026-12-24", "2026-12-31"),
        ("increment", "15", "30"),
        ("on_demand_increment", "15", "30"),
        ("support_share", "0.50", "0.75"),
    ],
    "contract": [
        ("name", "Care plus", "Care minus"),
        ("ends", "2027-06-30", "2027-03-31"),
        ("hours", "6:00", "7:00"),
        ("periods", "1", "3"),
        ("cap", "8:00", "9:00"),
        ("fee", "360.00", "370.00"),
        ("mode", "ask", "no"),
        ("renewal_notice", "3", "4"),
    ],
    "request": [
        ("subject", "Other form", "Third form"),
        ("body", "all broken", "half broken"),
        ("channel", "phone", "chat"),
        ("priority", "high", "low"),
        ("assignee", "Dana", "Eli"),
        ("cause", "dns", "user"),
        ("work_type", "Design", "Maintenance"),
        ("outside_scope", "yes", "no"),
        ("rework", "yes", "no"),
    ],
    "entry": [
        ("client", "Beta", "Acme Ltd"),
        ("work_type", "Design", "Maintenance"),
        ("scope", "courtesy", "internal"),
        ("agent", "Eli", "Dana"),
        ("start", "09:50", "09:55"),
        ("end", "10:40", "10:45"),
        ("note", "mine", "theirs"),
    ],
}


def prepared(folder: Path) -> DeskApp:
    app = desk_app(folder, book())
    write = app.data.write_now
    write(create_tier, {"name": "Gold", "first_response": "4h"}, NOW, "dana")
    write(
        create_plan,
        {
            "name": "Silver",
            "kind": "retainer",
            "months": 12,
            "allowances": [monthly("5:00", rollover={"periods": 2, "cap": "6:00"})],
            "fee": {"amount": "100.00"},
        },
        NOW,
        "dana",
    )
    write(create_absence, {"agent": "dana", "first": "2026-03-07", "last": "2026-03-15"}, NOW, "dana")
    write(add_note, "R-1", "rang twice", NOW, "dana", "dana")
    return app


async def opened_form(app: DeskApp, pilot: Pilot[int], kind: str) -> Form:
    KINDS[kind](app)
    await until(pilot, lambda: isinstance(app.screen, Form) and app.screen.view.size.width)
    await pilot.pause()
    assert isinstance(app.screen, Form)
    return app.screen


async def colleague_saves(app: DeskApp, pilot: Pilot[int], texts: Mapping[str, str]) -> None:
    """Somebody else saves the same form with some fields changed, at another desk, as Eli."""
    form, session = app.screen, app.session
    assert isinstance(form, Form)
    assert form.again is not None
    assert session is not None
    me = session.me
    app.session = replace(session, me=next(person for person in session.agents if person.key == "eli"))
    fresh = await form.again()
    assert fresh is not None
    for field, text in texts.items():
        fresh.view.set_text(field, text)
    assert fresh.view.filled.touched_names == set(texts), texts
    for _ in range(2):  # a doubt is asked once
        worker = app.run_worker(fresh.attempt(fresh.view.values()), group="colleague")
        while not worker.is_finished:
            await pilot.pause(0.01)
            if isinstance(app.screen, Confirm):
                await pilot.press("y")
        errors = worker.result
        if "enter again" not in str(errors):
            break
    assert not errors, errors
    app.session = replace(session, me=me)


async def type_in(app: DeskApp, pilot: Pilot[int], texts: Mapping[str, str]) -> None:
    form = app.screen
    assert isinstance(form, Form)
    for field, text in texts.items():
        form.view._activate(next(at for at, one in enumerate(form.view.fields) if one.name == field))
        form.view.put(field, text)
        await pilot.pause()


async def save(app: DeskApp, pilot: Pilot[int]) -> None:
    """ctrl+s, and whatever is asked about the ledger is meant."""
    for _ in range(4):
        await press(app, pilot, "ctrl+s")
        if isinstance(app.screen, Confirm):
            await press(app, pilot, "y")
        if not isinstance(app.screen, Form) or "enter again" not in app.screen.refusal.words:
            return


def halves(kind: str, at: int) -> tuple[dict[str, str], dict[str, str]]:
    """Every second field changed by one, the others by the other."""
    ways = WAYS[kind]
    return {way[0]: way[1] for way in ways[at::2]}, {way[0]: way[1] for way in ways[1 - at :: 2]}


@pytest.mark.parametrize("at", [0, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", WAYS)
async def test_found_2_1_what_two_people_change_in_different_fields_both_stands(
    tmp_path: Path, kind: str, at: int
) -> None:
    app = prepared(tmp_path)
    their_texts, my_texts = halves(kind, at)
    async with running(app) as pilot:
        await opened_form(app, pilot, kind)
        await colleague_saves(app, pilot, their_texts)
        await type_in(app, pilot, my_texts)
        await save(app, pilot)
        await until(pilot, lambda: not isinstance(app.screen, Form | Confirm))
        form = await opened_form(app, pilot, kind)
        wanted = their_texts | my_texts
        assert {name: form.view.texts[name] for name in wanted} == wanted


@pytest.mark.parametrize("at", [0, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", WAYS)
async def test_found_2_1_a_field_that_both_changed_is_asked_about(tmp_path: Path, kind: str, at: int) -> None:
    app = prepared(tmp_path)
    async with running(app) as pilot:
        form = await opened_form(app, pilot, kind)
        ways = [way for way in WAYS[kind] if form.view.texts[way[0]] not in way[1:]]
        await colleague_saves(app, pilot, {way[0]: way[1] for way in ways})
        await type_in(app, pilot, {way[0]: way[2] for way in ways})
        await save(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, Form) and bool(app.screen._conflicts))
        shown = app.screen
        assert isinstance(shown, Form)
        await until(pilot, lambda: "Eli changed this at 16:00 to" in shown.refusal.words)
        assert set(shown._conflicts) == {way[0] for way in ways}
        await save(app, pilot)  # nothing is decided by enter
        assert set(shown._conflicts) == {way[0] for way in ways}
        wanted = {}
        for number, way in enumerate(ways):
            name = shown.view.active_name
            way = next(way for way in ways if way[0] == name)
            theirs = number % 2 == at
            wanted[name] = way[1] if theirs else way[2]
            await press(app, pilot, "ctrl+t" if theirs else "ctrl+y")
        await save(app, pilot)
        await until(pilot, lambda: not isinstance(app.screen, Form | Confirm))
        form = await opened_form(app, pilot, kind)
        assert {name: form.view.texts[name] for name in wanted} == wanted


@pytest.mark.parametrize("kind", WAYS)
async def test_found_2_1_the_same_value_is_no_conflict(tmp_path: Path, kind: str) -> None:
    app = prepared(tmp_path)
    texts = {way[0]: way[1] for way in WAYS[kind]}
    async with running(app) as pilot:
        await opened_form(app, pilot, kind)
        await colleague_saves(app, pilot, texts)
        await type_in(app, pilot, texts)
        await save(app, pilot)
        await until(pilot, lambda: not isinstance(app.screen, Form | Confirm))


DELETES: dict[str, Callable[[], object]] = {
    "charge": lambda: delete_charge("C-1", NOW, "eli"),
    "absence": lambda: delete_absence(1, NOW, "eli"),
    "contract": lambda: delete_contract("care", NOW, "eli"),
    "request": lambda: delete_request("R-1", NOW, "eli"),
    "entry": lambda: delete_entries(["E-1"], NOW, "eli"),
}


@pytest.mark.parametrize("kind", DELETES)
async def test_found_2_1_what_was_deleted_meanwhile_is_said_and_no_text_is_lost(
    tmp_path: Path, kind: str
) -> None:
    app = prepared(tmp_path)
    async with running(app, (80, 24)) as pilot:
        form = await opened_form(app, pilot, kind)
        app.data.write_now(DELETES[kind])
        way = WAYS[kind][-1]
        await type_in(app, pilot, {way[0]: way[1]})
        await save(app, pilot)
        await until(pilot, lambda: "was deleted by Eli at 16:00" in " ".join(screen_text(app).split()))
        assert app.screen is form
        assert form.view.texts[way[0]] == way[1]
