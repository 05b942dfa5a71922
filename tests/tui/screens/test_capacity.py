"""Can the person who sells see what is promised, go down to the requests, and price an offer with the keyboard?"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import pytest
from textual.pilot import Pilot

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month
from models.domain.planning.capacity import Capacity
from models.domain.planning.opportunities import Opportunity
from models.queries.desk.catalogue import read_absence_rows
from models.queries.planning.causes import CauseRow, CausesPage
from models.queries.planning.price_sheet import PriceSheet
from models.services.contracts.charges import create_absence
from models.services.contracts.plans import create_plan
from models.services.contracts.talks import talk_about
from models.services.desk.desks import load_book
from models.services.history.undo import undo
from models.storage.database import open_database
from tests.opened import at, contract, entry, monthly, small_book
from tests.texts import parse_book
from tests.tui.helpers import picture
from tui.data import Data
from tui.dialogs.contracts.pricing import price_lines
from tui.dialogs.contracts.replay import Replay
from tui.dialogs.form import Form
from tui.dialogs.textview import TextView
from tui.open import OpenedDesk
from tui.program.actions.everywhere import Everywhere
from tui.program.app import DeskApp
from tui.screens.capacity.cause_cells import cause_lines, requests_behind, trend
from tui.screens.capacity.cause_requests import CauseRequests
from tui.screens.capacity.screen import Capacity as CapacityScreen
from tui.widgets.cells.capacity import WhatIf, load_bar, month_rows, verdict, verdict_line, what_if_lines

T = TypeVar("T")
NOW = at("2026-07-06T08:00")
"""A Monday."""
DAYS = ("2026-04-07", "2026-05-05", "2026-06-09")


def _request(key: str, client: str, cause: str | None, day: str, **more: Any) -> dict[str, Any]:
    resolved = [{"at": f"{day}T16:00:00Z", "state": "resolved"}]
    found = {
        "key": key,
        "client": client,
        "subject": f"Subject [/] {key}",
        "cause": cause,
        "events": resolved,
    }
    return found | {"reported_at": f"{day}T08:00:00Z"} | more


def book() -> dict[str, Any]:
    """Acme uses 3:00 of its 2:00 a month on forms; Smith & Co [UK] has a call without a cause in June."""
    requests = [_request(f"R-{n}", "acme", "forms", day) for n, day in enumerate(DAYS, 1)]
    requests.append(_request("R-4", "smith", None, "2026-06-10", repeat_of=None))
    entries = [
        entry(f"E-{n}", f"{day}T09:00", f"{day}T12:00", request=f"R-{n}") for n, day in enumerate(DAYS, 1)
    ]
    entries.append(entry("E-4", "2026-06-10T09:00", "2026-06-10T09:40", client="smith", request="R-4"))
    fee = {"amount": "150.00", "every": "month"}
    contacts = [{"name": "Bo [/]", "phone": "01632 960001"}]
    return small_book(
        desk={"hourly_cost": "28.00"},
        agents=[
            {"key": "dana", "name": "Dana", "weekly_hours": "40:00"},
            {"key": "mo", "name": "Mo [/]", "weekly_hours": "20:00"},
        ],
        clients=[
            {"key": "acme", "name": "Acme Ltd", "since": "2026-01-01", "contacts": contacts},
            {"key": "smith", "name": "Smith & Co [UK]"},
        ],
        contracts=[contract("plan", allowances=[monthly("2:00")], fee=fee, rates={"*": "70.00"})],
        requests=requests,
        entries=entries,
    )


class Desks:
    """An app on a database, and what stands in it."""

    def __init__(self, folder: Path, document: dict[str, Any]) -> None:
        self.opened = open_database(folder / "desk.db")
        with self.opened.connection():
            load_book(parse_book(json.dumps(document)), NOW, "load")
        self.data = Data(folder / "desk.db", self.opened.connection)
        self.pilot: Pilot[int]

    def call(self, service: Callable[..., T], *args: Any) -> T:
        return self.data.fetch_now(service, *args)

    @property
    def app(self) -> DeskApp:
        app = self.pilot.app
        assert isinstance(app, DeskApp)
        return app

    @property
    def screen(self) -> CapacityScreen:
        screen = self.app.base_screen
        assert isinstance(screen, CapacityScreen)
        return screen

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in picture(self.app)]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def line(self, words: str) -> str:
        """The one line of the screen, below the title with its date, that holds these words."""
        (found,) = (line for line in self.lines[1:] if words in line)
        return found

    def month(self, name: str) -> str:
        """The row of a month."""
        (found,) = (line for line in self.lines if line[2:].startswith(name))
        return found

    async def settle(self) -> None:
        """Wait until every worker has ended or waits for the user in a dialog."""
        for _ in range(3):
            await self.pilot.pause()
            busy = [worker for worker in self.app.workers if worker.group in {"reload", "form", "replay"}]
            if busy:
                await self.app.workers.wait_for_complete(busy)

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait for what a worker does that ends with the user's answer only."""
        for _ in range(200):
            if done():
                return
            await self.pilot.pause(0.01)
        raise AssertionError(self.text)

    async def keys(self, *keys: str) -> None:
        """Press keys; a text of several letters behind a `'` is typed."""
        for key in keys:
            await self.pilot.press(*(key[1:] if key.startswith("'") else (key,)))
            await self.settle()

    async def opens(self, kind: type[Any], *keys: str) -> None:
        """Press keys that open a dialog."""
        await self.keys(*keys)
        await self.until(lambda: isinstance(self.app.screen, kind))
        await self.settle()


@asynccontextmanager
async def desk(folder: Path, size: tuple[int, int] = (120, 40), *prepare: Any) -> AsyncIterator[Desks]:
    desks = Desks(folder, book())
    for service, *args in prepare:
        desks.call(service, *args, NOW, "dana")

    class TestApp(DeskApp):
        DEFAULT_MODE = "capacity"

    place = OpenedDesk(desks.data, "dana", True, False, None, folder / "desk.db")
    app = TestApp(desks.data, clock=lambda: NOW, place=place)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        desks.pilot = pilot
        await desks.settle()
        yield desks


# -- what stands on the screen ------------------------------------------------------------------------


async def test_a_wide_screen_shows_every_panel(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        # Dana and Mo: 12:00 on each of 23 open days; 2:00 promised, 3:00 expected (Smith has no full month yet).
        july = desks.month("Jul 2026")
        assert "276:00" in july
        assert "1 %" in july
        assert "Jan 2027" in desks.text
        for words in ("What costs the time", "About to lapse", "Use far more or less", "Away"):
            assert words in desks.text
        assert "01632 960001" in desks.line("31 Jul")
        assert "3 months" in desks.line("What costs")
        assert "150 %" in desks.line("▲ more")


async def test_a_small_screen_turns_the_panels(tmp_path: Path) -> None:
    async with desk(tmp_path, (80, 24)) as desks:
        titles = ["Causes", "About to lapse", "Use far more", "Away"]
        short = ["Causes", "Lapsing", "Drift", "Away"]
        for title, own in zip(titles, short, strict=True):
            await desks.keys("tab")
            lines = desks.text.split("\n")
            assert [name for name in titles if any(line.startswith(f" {name}") for line in lines)] == [title]
            # The panel in front names those behind it.
            behind = next(line for line in lines if line.startswith(f" {title}"))
            assert all(f" · {name} " in behind for name in short if name != own)
            assert "Hours sold and hours available" in desks.text
        await desks.keys("tab")
        assert desks.screen.months.has_focus
        await desks.keys("shift+tab")
        assert desks.screen.absences.has_focus


async def test_empty_panels_say_what_that_means(tmp_path: Path) -> None:
    desks = Desks(tmp_path, small_book(agents=[], clients=[{"key": "acme", "name": "Acme"}]))

    class TestApp(DeskApp):
        DEFAULT_MODE = "capacity"

    place = OpenedDesk(desks.data, "dana", True, False, None, tmp_path / "desk.db")
    async with TestApp(desks.data, clock=lambda: NOW, place=place).run_test(size=(120, 40)) as pilot:
        desks.pilot = pilot
        await desks.settle()
        for words in (
            "No hours are available",
            "no supply",
            "No resolved request",
            "Nothing lapses",
            "Nobody is away",
        ):
            assert words in desks.text
        assert "Everybody uses about what they pay for" in desks.text
        await desks.keys("tab", "enter", "tab", "enter", "tab", "enter", "v", "V", "e", "d")
        assert not desks.app.screen.is_modal


# -- what if ------------------------------------------------------------------------------------------


async def test_what_if_shows_before_and_after(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await desks.opens(Form, "w")
        # 2:00 of 276:00, then 22:00.
        july = [
            line for line in desks.lines if "Jul 2026" in line
        ]  # of the table above the box, and in the box
        assert july[-1].split() == ["Jul", "2026", "1", "%", "8", "%", "276:00", "254:00"]
        await desks.keys("'300h", "tab", "'2", "enter")
        await desks.until(lambda: not desks.app.screen.is_modal)
        assert "1 → 109 %" in desks.month("Jul 2026")
        # It must be used in the second month, and is gone in the third.
        assert "→" in desks.month("Aug 2026").rsplit("%", 2)[1]
        assert "→" not in desks.month("Sep 2026")
        assert "what if: 300:00 more for 2 months" in desks.text
        assert "too much" in desks.line("With 300:00 more")
        await desks.keys("escape")
        assert "→" not in desks.month("Jul 2026")
        assert "what if" not in desks.line("Hours sold")


async def test_what_if_of_nothing_is_refused_and_esc_keeps_what_was(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await desks.opens(Form, "w")
        await desks.keys("'0:00", "enter")
        assert "a block has some time in it" in desks.text
        await desks.keys("escape", "escape")
        await desks.until(lambda: not desks.app.screen.is_modal)
        assert desks.screen.what_if is None


async def test_a_month_opens_with_its_arithmetic(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await desks.opens(TextView, "enter")
        assert "2 agents with 60:00 a week, 23 open days" in desks.text
        assert "2:00     1 %  may be claimed" in desks.text


# -- causes -------------------------------------------------------------------------------------------


async def test_the_way_down_from_a_cause_to_the_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, str]] = []
    monkeypatch.setattr(Everywhere, "open_record", lambda self, kind, key: opened.append((kind, key)))
    async with desk(tmp_path) as desks:
        await desks.keys("tab")
        await desks.opens(CauseRequests, "enter")
        assert "Forms · 2 requests" in desks.text
        assert "Subject [/] R-3" in desks.text
        await desks.keys("j", "enter")
        await desks.until(lambda: bool(opened))
        assert opened == [("request", "R-3")]


async def test_spans_and_ways_to_count(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        assert desks.screen.causes.count == 2
        await desks.keys("left_square_bracket", "left_square_bracket")
        assert _view(desks).span == "this month"
        assert desks.screen.causes.count == 0
        await desks.keys("left_square_bracket")
        assert _view(desks).span == "this month"
        await desks.keys(*["right_square_bracket"] * 4)
        assert _view(desks).span == "12 months"
        assert "9:40" in desks.line("What costs")
        await desks.keys("tab", "b")
        assert "Smith & Co [UK]" in desks.line("0:40").replace("│", "")
        assert desks.screen.work_target() is not None
        await desks.keys("b")
        assert [line.name for line in cause_lines(_view(desks).causes, "both")] == [
            "forms, Acme Ltd",
            "no cause, Smith & Co [UK]",
        ]
        await desks.keys("b")
        assert desks.screen.work_target() is None


def _view(desks: Desks) -> Any:
    view = desks.screen.view
    assert view is not None
    return view


# -- drift, lapsing -----------------------------------------------------------------------------------


async def test_drift_opens_its_evidence(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        said = Opportunity("acme", "drift", date(2026, 4, 1), 0, 0)
        desks.app.data.write_now(talk_about, said, "takes the bigger plan", date(2026, 9, 1), NOW, "dana")
        await desks.keys("ctrl+r", "tab", "tab", "tab")
        assert desks.screen.drift.has_focus
        await desks.opens(TextView, "enter")
        for words in (
            "Talked about drift: takes the bigger plan; again on 1 Sep 2026",
            "far more",
            "3:00 of 2:00 a month, 150 %",
            "June 2026",
            "R-1",
            "Subject [/] R-1",
        ):
            assert words in desks.text


async def test_lapsing_leads_to_the_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, str]] = []
    monkeypatch.setattr(Everywhere, "open_record", lambda self, kind, key: opened.append((kind, key)))
    async with desk(tmp_path) as desks:
        await desks.keys("tab", "tab", "enter")
        assert opened == [("client", "acme")]


# -- absences -----------------------------------------------------------------------------------------


async def test_an_absence_is_written_changed_and_deleted_and_moves_the_supply(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await desks.opens(Form, "A")
        await desks.keys("'Mo", "tab", "'2026-07-13", "tab", "'2026-07-19", "tab", "'holiday", "enter")
        await desks.until(lambda: not desks.app.screen.is_modal)
        await desks.settle()
        # Five open days of 4:00.
        assert "256:00" in desks.month("Jul 2026")
        assert "5 days" in desks.line("Mo [/]")
        await desks.keys(*["tab"] * 4)
        await desks.opens(Form, "e")
        await desks.keys("tab", "tab", "'2026-07-13", "enter")
        await desks.until(lambda: not desks.app.screen.is_modal)
        await desks.settle()
        assert "272:00" in desks.month("Jul 2026")
        await desks.keys("d")
        await desks.until(lambda: desks.screen.absences.count == 0)
        assert "276:00" in desks.month("Jul 2026")
        assert desks.call(undo, NOW, "dana") == "Deleted absence"
        (row,) = desks.call(read_absence_rows, NOW_DAY)
        assert (row.agent, row.first, row.last, row.reason) == ("mo", row.last, row.first, "holiday")


NOW_DAY = Month(2026, 7).first_day


async def test_a_refusal_stands_beside_its_field(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await desks.opens(Form, "A")
        await desks.keys("'Mo", "tab", "'2026-07-13", "tab", "'2026-07-12", "enter")
        await desks.until(lambda: "lies before the first day" in desks.text)
        assert "2026-07-12" in desks.text


# -- price and replay ---------------------------------------------------------------------------------

PLAN = {
    "name": "All [/]",
    "kind": "unlimited",
    "fee": {"amount": "150.00", "every": "month"},
}


async def test_the_price_guide_follows_what_is_typed(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await desks.keys("tab", "tab", "tab")
        await desks.opens(Form, "v")
        # 9:00 in six months, 1.5 h × 28.00 × 1.5 = 63.00, up to 65.00.
        assert "1.5000 h a month" in desks.text
        assert "65.00" in desks.line("◂ this").split("◂")[0]
        assert "1 more client" in desks.line("10 %")
        assert "150.00 a month, 85.00 more than the guide" in desks.text
        await desks.keys("'3", "tab", "'100", "tab", "'10")
        assert "3.0000 h a month" in desks.text
        assert "170.00" in desks.line("◂ this").split("◂")[0]
        await desks.opens(TextView, "enter")
        assert "3.0000 h a month" in desks.text


async def test_a_price_that_cannot_be_is_refused_in_words(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await desks.keys("tab", "tab", "tab")
        await desks.opens(Form, "v")
        await desks.keys("tab", "'lots", "enter")
        assert "accepted is a percentage from 0 to 1000" in desks.text
        await desks.keys("ctrl+u", "'50", "tab", "'0", "enter")
        assert "is no step" in desks.text
        await desks.keys("escape", "escape")
        await desks.until(lambda: not desks.app.screen.is_modal)


async def test_the_replay_marks_the_cheapest_and_the_best_in_words(tmp_path: Path) -> None:
    async with desk(tmp_path, (120, 40), (create_plan, PLAN)) as desks:
        await desks.keys("tab", "tab")
        await desks.opens(Replay, "V")
        assert "6 months" in desks.text
        # Today: 6 × 150.00, and 3:00 over at 70.00; the plan covers all for 900.00.
        mine, plan = desks.line("● Plan"), desks.line("All [/]  ")
        assert "1,110.00" in mine
        assert "best for desk" in mine
        assert "900.00" in plan
        assert "cheapest" in plan
        assert "Cheapest for the client: All [/]" in desks.text
        await desks.keys("left_square_bracket", "left_square_bracket")
        assert "3 months" in desks.text
        assert "660.00" in desks.line("● Plan")
        await desks.keys("y")
        assert "450.00" in desks.app.clipboard
        await desks.opens(Form, "v")
        assert "Price guide · Acme Ltd" in desks.text


async def test_without_plans_the_replay_says_so(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await desks.keys("tab", "tab")
        await desks.opens(Replay, "V")
        assert "The catalogue has no plans yet" in desks.text


async def test_the_palette_sells_to_the_client_under_the_cursor(tmp_path: Path) -> None:
    async with desk(tmp_path) as desks:
        await desks.keys("ctrl+p", "'price guide for")
        assert "Nothing matches" in desks.text
        await desks.keys("escape", "tab", "tab", "ctrl+p", "'replay for Acme")
        await desks.opens(Replay, "enter")
        assert "Plan replay · Acme Ltd" in desks.text


# -- cells, without a screen --------------------------------------------------------------------------


def _month(number: int, supply: int, callable: int, expected: int = 0) -> Capacity:
    return Capacity(Month(2026, number), Fraction(supply), callable, 0, Fraction(expected))


@pytest.mark.parametrize(
    ("month", "added", "bar"),
    [
        (_month(1, 100, 50, 20), 0, "██░░░    ┊"),
        (_month(1, 100, 50, 20), 20, "██░░░▌▌  ┊"),
        (_month(1, 50, 100, 20), 0, "██░░░▚▚▚▚▚"),
        (_month(1, 50, 50, 70), 20, "███████   "),
        (_month(1, 100, 20, 50), 20, "██▌▌█    ┊"),
        (_month(1, 0, 30, 0), 0, "▚▚▚       "),
    ],
)
def test_parts_of_the_bar_differ_without_colour(month: Capacity, added: int, bar: str) -> None:
    assert "".join(text for text, _ in load_bar(10, month, added, 100)) == bar


def test_the_verdict_is_about_the_fullest_month() -> None:
    months = [_month(1, 6000, 3000), _month(2, 6000, 10920), _month(3, 0, 60)]
    assert verdict(month_rows(months, None), None) == (
        "Fullest is Feb 2026, worst case 182 %, 82:00 too much",
        "warn",
    )
    words, tone = verdict(month_rows(months[:1], None), None)
    assert (words, tone) == ("Fullest is Jan 2026, worst case 50 %, 50:00 to spare", "")
    block = WhatIf(1200, 1)
    assert verdict(month_rows(months[:1], block), block)[0].startswith(
        "With 20:00 more for 1 month: Jan 2026, worst case 70 %"
    )
    assert "may be claimed" in "".join(text for text, _ in verdict_line(month_rows(months, None), None, 120))
    assert what_if_lines(months, None) == ["how many hours?"]


def _row(cause: str | None, client: str, accounted: int, before: int) -> CauseRow:
    return CauseRow(cause, client, client.title(), 1, 0, accounted, 1, before)


def test_every_way_of_counting_adds_up_and_trends_are_words() -> None:
    first = NOW_DAY
    rows = (_row("dns", "acme", 60, 90), _row("dns", "beta", 30, 30), _row(None, "acme", 10, 0))
    page = CausesPage(first, first, (first, first), rows, ())
    for by in ("cause", "client", "both"):
        assert sum(line.accounted for line in cause_lines(page, by)) == page.accounted == 100
    trends = [trend(line)[0] for line in cause_lines(page, "both")]
    assert trends == ["▼ -0:30", "=", "new"]
    up = CausesPage(first, first, (first, first), (_row("dns", "acme", 60, 30),), ())
    assert trend(cause_lines(up, "cause")[0])[0] == "▲ +0:30"
    assert requests_behind(page, cause_lines(page, "client")[0]) == ()


def test_a_discount_is_said_in_clients() -> None:
    sheet = PriceSheet("acme", "Acme", "JPY", 3000, (Month(2026, 6),), (60,), (), 10)
    lines = [
        "".join(text for text, _ in line)
        for line in price_lines(sheet, _typed())
        if not isinstance(line, str)
    ]
    (twenty,) = (line for line in lines if " 20 %" in line)
    # 3,000 × 1.5 = 4,500; 20 % off is 3,600, and ten clients become thirteen.
    assert "3,600" in twenty
    assert "3 more clients" in twenty
    assert "today without a fee" in lines
    poor = PriceSheet("acme", "Acme", "JPY", None, (Month(2026, 6),), (60,), (), 10)
    (said,) = price_lines(poor, _typed())
    assert "hourly_cost" in said[0][0]
    assert price_lines(sheet, {}) == ["months, markup and step give a price"]
    with pytest.raises(InvalidValue):
        sheet.guide(121, Decimal(50), 5)


def _typed() -> dict[str, Any]:
    return {"months": 6, "markup": Decimal(50), "step": 5}


async def test_who_is_away_now_is_said(tmp_path: Path) -> None:
    away = {"agent": "dana", "first": "2026-07-06", "last": "2026-07-07", "reason": "course [/]"}
    async with desk(tmp_path, (160, 40), (create_absence, away)) as desks:
        assert "away now  course [/]" in desks.text


async def test_one_key_says_how_many_people_the_expected_work_takes(tmp_path: Path) -> None:
    async with desk(tmp_path, (80, 24)) as desks:
        await desks.keys("p")
        for _ in range(200):
            if "persons" in desks.text:
                break
            await desks.pilot.pause(0.01)
        assert "Staffing · Jul 2026" in desks.text
        together = [line.split()[1:] for line in desks.lines if "together" in line]
        assert together == [["0.02", "3:00", "100", "%"]] * 2
