"""Promised work is set up by typing: on a contract from the day of the agreement, on a plan without one (RULES 2.9)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from models.queries.desk.catalogue import read_plan_rows
from models.queries.desk.forms import contract_form, plan_form
from models.services.contracts.plans import create_plan
from tests.opened import contract, monthly, small_book
from tests.tui.conftest import NOW, desk_app, fill, press, running, screen_text, until
from tests.tui.records.test_forms import open_as, saved
from tui.records.contracts.promises import PromiseForm, Promises, choose_promises

BACKUPS = {
    "key": "check-the-backups",
    "name": "Check the backups",
    "every": "month",
    "work_type": "maintenance",
    "minutes": 30,
    "lead_days": 7,
    "checklist": ["restore one file", "look at the log"],
}


async def test_a_promise_is_typed_into_a_contract(tmp_path: Path) -> None:
    app = desk_app(tmp_path, small_book(contracts=[contract("plan", allowances=[monthly("3:00")])]))
    async with running(app) as pilot:
        await open_as(app, pilot, "contract", "plan")
        await press(app, pilot, "ctrl+g")
        await until(pilot, lambda: isinstance(app.screen, Promises))
        await press(app, pilot, "n")
        await until(pilot, lambda: isinstance(app.screen, PromiseForm))
        await fill(
            pilot,
            name="Check the backups",
            lead="7",
            minutes="0:30",
            work_type="Maintenance",
            checklist="restore one file; look at the log",
        )
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, Promises))
        assert "Check the backups each month, opened 7 days before, about 30 min, 2 lines" in screen_text(app)
        await press(app, pilot, "escape")
        await until(pilot, lambda: not isinstance(app.screen, Promises))
        assert "1 promised" in screen_text(app)
        await saved(app, pilot)
        stored = app.data.fetch_now(contract_form, "plan")
        assert stored["recurring"] == [BACKUPS | {"from": "2026-03-04"}]


async def test_a_plan_promises_from_the_day_it_is_sold(tmp_path: Path) -> None:
    app = desk_app(tmp_path, small_book())
    plan = {
        "name": "Care",
        "kind": "retainer",
        "months": 12,
        "allowances": [monthly("3:00")],
        "recurring": [BACKUPS],
    }
    app.data.write_now(create_plan, plan, NOW, "dana")
    async with running(app) as pilot:
        (row,) = app.data.fetch_now(read_plan_rows)
        await open_as(app, pilot, "plan", row.key)
        assert "promised: Check the backups each month" in screen_text(app)
        await press(app, pilot, "escape")
        assert app.data.fetch_now(plan_form, row.key)["recurring"][0]["from"] is None
        await open_as(app, pilot, "sale", client="acme")
        await saved(app, pilot)
        sold = app.data.fetch_now(contract_form, "acme-2026")
        assert sold["starts"] == "2026-03-01"
        assert sold["recurring"] == [BACKUPS | {"from": "2026-03-04"}]


class Asked:
    """A program that answers one question, and the question."""

    def __init__(self, answer: str) -> None:
        self.answer, self.text = answer, ""

    async def push_screen_wait(self, dialog: Any) -> str:
        self.text = str(dialog._body._lines)
        return self.answer


class Sides:
    """What a form holds: its promises now, and as it was opened."""

    def __init__(self, now: list[dict[str, Any]], before: list[dict[str, Any]]) -> None:
        self.promises, self.promises_before = now, before


AUDIT = {"key": "audit", "name": "Audit", "every": "quarter"}


@pytest.mark.parametrize(
    ("mine", "theirs", "answer", "kept"),
    [
        ([BACKUPS], [AUDIT], "", [AUDIT]),
        ([AUDIT], [BACKUPS], "", [AUDIT]),
        ([AUDIT], [AUDIT], "", [AUDIT]),
        ([], [AUDIT], "t", [AUDIT]),
        ([], [AUDIT], "m", []),
    ],
    ids=["only theirs", "only mine", "both alike", "theirs", "mine"],
)
async def test_promises_that_two_changed_are_theirs_or_mine(
    mine: list[dict[str, Any]], theirs: list[dict[str, Any]], answer: str, kept: list[dict[str, Any]]
) -> None:
    program = Asked(answer)
    assert await choose_promises(program, Sides(mine, [BACKUPS]), Sides(theirs, [])) == kept
    assert ("Audit each quarter" in program.text) is bool(answer)
