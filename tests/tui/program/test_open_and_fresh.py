"""Does a program that stands open show what one shows that is started now?

Two laws over generated desks. (a) For any screen and any instants t1 < t2: a program open from t1 to t2, its screen
in sight or hidden meanwhile, shows the same as one started at t2. (b) After any services, on every screen: the open
program shows what a fresh one shows. Cursor, scroll and toasts are apart, and where somebody went: both stand on the
same month. Run with `--hypothesis-profile=thorough` for many more desks.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.planning.opportunities import Opportunity
from models.domain.requests.checklist import items
from models.domain.values import Book, Entry, Promise
from models.queries.contracts.contracts import read_contract
from models.queries.desk.forms import client_form, desk_form
from models.services.contracts.charges import create_absence, create_charge
from models.services.contracts.contracts import (
    auto_renew,
    cancel_contract,
    decline_contract,
    edit_contract,
    renew_contract,
    snooze_renewal,
)
from models.services.contracts.talks import talk_about
from models.services.core.settings import set_setting
from models.services.desk.catalogue import edit_client, edit_desk
from models.services.desk.removal import archive
from models.services.history.undo import redo, undo
from models.services.month_end.months import close_month, mark_reviewed, reopen_month
from models.services.requests.checklist import tick
from models.services.requests.life import (
    NewRequest,
    add_note,
    answer_request,
    assign_requests,
    change_state,
    create_request,
    give_premium,
    link_repeat,
    resolve_request,
    set_fields,
    set_flags,
)
from models.services.requests.recurring import open_promised
from models.services.requests.rows import read_request
from models.services.time.entries import add_entry, alter_entries, delete_entries, edit_entry, split_entry
from models.services.time.timer import TimerStart, continue_timer, discard_timer, start_timer, stop_timer
from models.storage import tables as t
from models.storage.rows.reading import read_entry
from tests.strategies import DAY, FIRST_DAY, HOUR, books
from tests.tui.conftest import Clock, desk_app, running
from tests.tui.program.test_clock import MODES, forget_told
from tests.tui.rest import at_rest
from tui.program.app import DeskApp
from tui.screens.month.screen import MonthEnd
from tui.widgets.list.rows import RowList

EXAMPLES = settings().max_examples
THOROUGH = EXAMPLES > 100
SIZES = ((80, 24), (120, 40))


def quick(share: int) -> settings:
    """A share of the profile's examples: a program takes a while to start."""
    return settings(
        max_examples=EXAMPLES // share,
        derandomize=not THOROUGH,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to make an example small takes minutes
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


# -- what a program shows -------------------------------------------------------------------------


async def calm(app: DeskApp, pilot: Pilot[int]) -> None:
    """Everything is read and every duty done; no question is in the way."""
    for _ in range(20):
        await at_rest(app)
        if app.screen is app.base_screen:
            return
        await pilot.press("escape")
    raise AssertionError(f"never calm: {app.screen}")


async def shown(app: DeskApp, pilot: Pilot[int]) -> list[str]:
    """The screen with every list at its top and the focus nowhere: each line, and the styles of its cells."""
    await calm(app, pilot)
    app.screen.set_focus(None)
    for rows in app.screen.query(RowList):
        rows.move_to(0)
    await calm(app, pilot)
    forget_told(app)
    await calm(app, pilot)
    lines = []
    for strip in app.screen._compositor.render_strips():
        cells = [(char, str(segment.style)) for segment in strip for char in segment.text]
        text = "".join(char for char, _ in cells)
        styles = [style for at, (_, style) in enumerate(cells) if at == 0 or style != cells[at - 1][1]]
        lines.append(f"{text}\t{' | '.join(styles)}")
    return lines


async def fresh(
    app: DeskApp, clock: Callable[[], int], mode: str, size: tuple[int, int], month: Month | None = None
) -> list[str]:
    """What a program that is started now on the same desk shows."""
    other = DeskApp(app.data, clock=clock, place=app.place)
    async with running(other, size) as pilot:
        await other.switch_mode(mode)
        await calm(other, pilot)
        if isinstance(screen := other.base_screen, MonthEnd) and month is not None:
            screen.month = month
            screen.reload()
        return await shown(other, pilot)


# -- (a) time -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stand:
    """A program that stands open on a screen from one instant to another."""

    book: Book
    mode: str
    hidden: bool
    size: tuple[int, int]
    instants: tuple[int, ...]
    """When it looks at the clock: the first is t1, the last t2."""


STEPS = st.sampled_from([60, 17 * 60, HOUR, 8 * HOUR, DAY, 9 * DAY, 35 * DAY]) | st.integers(1, 40 * DAY)


@st.composite
def stands(draw: st.DrawFn) -> Stand:
    """Any desk, screen and instants; a timer that runs is begun shortly before, so that nothing is asked about."""
    book = draw(books(running=False, closed=draw(st.booleans()), most_entries=4))
    place = zone(book.desk.timezone)
    first = place.starts(FIRST_DAY + timedelta(days=draw(st.integers(0, 150)))) + draw(st.integers(0, DAY))
    steps = draw(st.lists(STEPS, min_size=1, max_size=2))
    if draw(st.booleans()):
        steps = [draw(st.integers(1, 240))]
        book = with_timer(book, first - draw(st.integers(0, 2 * HOUR)))
    instants = [first]
    for step in steps:
        instants.append(instants[-1] + step)
    return Stand(
        book,
        draw(st.sampled_from(MODES)),
        draw(st.booleans()),
        draw(st.sampled_from(SIZES)),
        tuple(instants),
    )


def with_timer(book: Book, started_at: int) -> Book:
    """The book with a timer of its first agent, if no closed month forbids it."""
    day = zone(book.desk.timezone).date_of(started_at)
    if book.closed_months and Month.of(day) <= book.closed_months[-1]:
        return book
    timer = Entry(
        key="E-now",
        agent=book.agents[0].key,
        work_type=book.work_types[0].key,
        started_at=started_at,
        ended_at=None,
        client=book.clients[0].key,
    )
    return replace(book, entries=(*book.entries, timer))


async def stand(folder: Path, case: Stand) -> None:
    hands = Clock(case.instants[0])
    app = desk_app(folder, case.book, now=hands.now, clock=hands)
    async with running(app, case.size) as pilot:
        await app.switch_mode(case.mode)
        await calm(app, pilot)
        if case.hidden:
            await app.switch_mode("dashboard" if case.mode != "dashboard" else "month")
            await calm(app, pilot)
        for instant in case.instants[1:]:
            hands.now = instant
            app.tick()
            await pilot.pause()
            await calm(app, pilot)
        if case.hidden:
            await app.switch_mode(case.mode)
        was = await shown(app, pilot)
    assert was == await fresh(app, hands, case.mode, case.size)


@quick(8)
@given(stands())
def test_a_program_that_stood_open_shows_what_a_fresh_one_shows(case: Stand) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(stand(Path(folder), case))


# -- (b) services ---------------------------------------------------------------------------------

Deed = Callable[[DeskApp, int], Any]
"""Something that somebody does at an instant; the number chooses on what."""
WHO = "dana"


def nth(sql: str, number: int) -> str:
    """The key of one of the rows; "" without any, which every service refuses."""
    rows = t.database.execute_sql(sql).fetchall()
    return str(rows[number % len(rows)][0]) if rows else ""


def _client(number: int) -> str:
    return nth("SELECT key FROM client ORDER BY key", number)


def _contract(number: int) -> str:
    return nth("SELECT key FROM contract ORDER BY key", number)


def _request(number: int) -> str:
    return nth("SELECT key FROM request ORDER BY key", number)


def _entry(number: int) -> str:
    return nth("SELECT key FROM entry WHERE ended_at IS NOT NULL ORDER BY key", number)


def _agent() -> str:
    return nth("SELECT key FROM agent ORDER BY id", 0)


def _log(now: int, number: int) -> None:
    span = (now - 50 * 60 * (number + 1), now - 50 * 60 * number - 60)
    kind = nth("SELECT key FROM work_type ORDER BY id", number)
    add_entry(Entry("", _agent(), kind, *span, client=_client(number)), now, WHO)


def _shift(now: int, number: int) -> None:
    entry = read_entry(_entry(number))
    edit_entry(replace(entry, started_at=entry.started_at - 25 * HOUR, note="moved"), now, WHO)


def _report(now: int, number: int) -> None:
    create_request(NewRequest(_client(number), "Broken", priority="urgent"), now, WHO)


def _charge(now: int, number: int, today: date) -> None:
    document = {"client": _client(number), "date": today.isoformat(), "description": "Product"}
    create_charge({**document, "quantity": 1 + number, "unit_price": "12"}, now, WHO)


def _weigh(now: int, number: int, today: date) -> None:
    windows = {
        day: [{"at": "00:00-24:00", "weight": "1.5", "name": "always"}] for day in ("mon", "wed", "sun")
    }
    table = {"from": (today - timedelta(days=40 * (number + 1))).isoformat(), "windows": windows}
    edit_desk({**desk_form(), "bands": [table]}, now, WHO)


def _promise(now: int, number: int, today: date) -> None:
    contract = read_contract(_contract(number))
    work = Promise("look", "Look in", "month", None, 30, 40, ("one", "two"))
    edit_contract(contract.key, replace(contract, recurring=(work,)), now, WHO)
    open_promised(now, WHO)


def _tick(now: int, number: int) -> None:
    key = nth("SELECT key FROM request WHERE body LIKE '%[ ]%' ORDER BY key", number)
    for item in items(read_request(key).body)[:1]:
        tick(key, item, WHO, now, WHO)


def _talk(now: int, number: int, today: date) -> None:
    found = Opportunity(_client(number), "unused", today, 0, 0)
    talk_about(found, "rang them", today + timedelta(days=9 * number), now, WHO)


def _away(now: int, number: int, today: date) -> None:
    last = (today + timedelta(days=number)).isoformat()
    create_absence({"agent": _agent(), "first": today.isoformat(), "last": last, "reason": "ill"}, now, WHO)


DEEDS: dict[str, Callable[[int, int, date], Any]] = {
    "log": lambda now, n, today: _log(now, n),
    "shift": lambda now, n, today: _shift(now, n),
    "delete": lambda now, n, today: delete_entries([_entry(n)], now, WHO),
    "start": lambda now, n, today: start_timer(TimerStart(_agent(), _client(n), None), now),
    "stop": lambda now, n, today: stop_timer(_agent(), now),
    "report": lambda now, n, today: _report(now, n),
    "assign": lambda now, n, today: assign_requests([_request(n)], _agent(), now, WHO),
    "wait": lambda now, n, today: change_state(_request(n), "waiting", now, WHO),
    "charge": lambda now, n, today: _charge(now, n, today),
    "renew": lambda now, n, today: renew_contract(_contract(n), now, WHO),
    "decline": lambda now, n, today: decline_contract(_contract(n), now, WHO),
    "cancel": lambda now, n, today: cancel_contract(_contract(n), today, None, now, WHO),
    "snooze": lambda now, n, today: snooze_renewal(_contract(n), today + timedelta(days=9), now, WHO),
    "renew by itself": lambda now, n, today: auto_renew(now, WHO),
    "review": lambda now, n, today: mark_reviewed(_client(n), Month.of(today), True, now, WHO),
    "close": lambda now, n, today: close_month(Month.of(today).plus(-1), now, WHO),
    "reopen": lambda now, n, today: reopen_month(Month.of(today).plus(-1), "late invoice", now, WHO),
    "weigh": _weigh,
    "promise": _promise,
    "open promised": lambda now, n, today: open_promised(now, WHO),
    "tick": lambda now, n, today: _tick(now, n),
    "talk": _talk,
    "away": _away,
    "courtesy": lambda now, n, today: alter_entries(
        [_entry(n)], {"scope": "courtesy", "told": True}, now, WHO, "x"
    ),
    "agree": lambda now, n, today: give_premium([_request(n)], "agreed", now, WHO),
    "waive": lambda now, n, today: alter_entries([_entry(n)], {"premium": "waived"}, now, WHO, "x"),
    "flag": lambda now, n, today: set_flags([_request(n)], now, WHO, outside_scope=n > 1, rework=n < 2),
    "note": lambda now, n, today: add_note(_request(n), "rang them", now, WHO),
    "resolve": lambda now, n, today: resolve_request(_request(n), "forms", now, WHO),
    "answer": lambda now, n, today: answer_request(_request(n), now, WHO),
    "urgent": lambda now, n, today: set_fields([_request(n)], now, WHO, priority="urgent", cause="dns"),
    "repeat": lambda now, n, today: link_repeat(_request(n), _request(n + 1), now, WHO),
    "split": lambda now, n, today: split_entry(_entry(n), read_entry(_entry(n)).started_at + 60, now, WHO),
    "discard": lambda now, n, today: discard_timer(_agent(), now),
    "continue": lambda now, n, today: continue_timer(_agent(), now),
    "rename": lambda now, n, today: edit_client(
        _client(n), {**client_form(_client(n)), "name": "Новый"}, now, WHO
    ),
    "archive": lambda now, n, today: archive("client", _client(n), now, WHO),
    "setting": lambda now, n, today: set_setting("idle_minutes", n),
    "undo": lambda now, n, today: undo(now, WHO),
    "redo": lambda now, n, today: redo(now, WHO),
}


async def serve(folder: Path, book: Book, now: int, deeds: Sequence[tuple[str, int]]) -> None:
    size = (120, 40)
    app = desk_app(folder, book, now=now)
    today = zone(book.desk.timezone).date_of(now)
    async with running(app, size) as pilot:
        for mode in MODES:
            await app.switch_mode(mode)
            await calm(app, pilot)
        for name, number in deeds:
            await app.submit(DEEDS[name], now, number, today)
            await calm(app, pilot)
        was, month = {}, None
        for mode in MODES:
            await app.switch_mode(mode)
            was[mode] = await shown(app, pilot)
            month = app.base_screen.month if isinstance(app.base_screen, MonthEnd) else month
    for mode in MODES:
        assert was[mode] == await fresh(app, lambda: now, mode, size, month)


@quick(33)
@given(
    books(running=False, closed=True, most_entries=4),
    st.integers(0, 150 * DAY),
    st.lists(st.tuples(st.sampled_from(list(DEEDS)), st.integers(0, 3)), min_size=1, max_size=4),
)
def test_after_any_service_the_open_program_shows_what_a_fresh_one_shows(
    book: Book, after: int, deeds: list[tuple[str, int]]
) -> None:
    now = zone(book.desk.timezone).starts(FIRST_DAY) + after
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(serve(Path(folder), book, now, deeds))
