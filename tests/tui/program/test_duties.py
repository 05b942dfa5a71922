"""Does what is due by itself happen while the program stands open, and after it slept?"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from models.services.desk.duties import Done
from models.storage.sqlite.backup import dated
from tests.opened import at, contract, entry, monthly, small_book
from tests.tui.conftest import Clock, running, until
from tests.tui.program.test_clock import app_at, clock_book, go_on
from tui.program.app import DeskApp

CHRISTMAS = at("2026-12-25T10:00")
DAY = 86_400


def auto(key: str, starts: str, ends: str, **more: Any) -> dict[str, Any]:
    renewal = {"mode": "auto", "notice_months": 0}
    return contract(key, starts=starts, ends=ends, allowances=[monthly("5:00")], renewal=renewal, **more)


def contracts(app: DeskApp) -> list[str]:
    from models.storage import tables as t

    def read() -> list[str]:
        return sorted(key for (key,) in t.Contract.select(t.Contract.key).tuples())

    found: list[str] = app.data.fetch_now(read)
    return found


def has_backups(app: DeskApp, count: int) -> bool:
    return len(dated(app.place.path)) == count


async def done_once(app: DeskApp, pilot: Any) -> None:
    """The duties of the start, before anything else."""
    told: list[Done] = []
    app.duties.done.subscribe(app, told.append)
    app.duties.do()
    await until(pilot, lambda: told)


async def test_found_1_2_a_contract_renews_itself_while_the_program_stands_open(tmp_path: Path) -> None:
    hands = Clock(CHRISTMAS)
    app = app_at(tmp_path, hands, clock_book(contracts=[auto("acme-2026", "2026-01-01", "2026-12-31")]))
    async with running(app) as pilot:
        await done_once(app, pilot)
        assert contracts(app) == ["acme-2026"]
        await go_on(app, pilot, hands, at("2026-12-31T23:59"))
        assert contracts(app) == ["acme-2026"]
        await go_on(app, pilot, hands, at("2027-01-01T00:00"))
        await until(pilot, lambda: len(contracts(app)) == 2)


async def test_found_1_2_terms_that_ended_while_it_slept_are_renewed_one_after_the_other(
    tmp_path: Path,
) -> None:
    hands = Clock(CHRISTMAS)
    short = auto("acme-short", "2026-12-01", "2026-12-31")
    app = app_at(tmp_path, hands, clock_book(contracts=[short]))
    async with running(app) as pilot:
        await done_once(app, pilot)
        await go_on(app, pilot, hands, at("2027-03-10T08:00"))
        await until(pilot, lambda: len(contracts(app)) == 4)
        await until(pilot, lambda: "Renewed, as agreed" in str(app._notifications._notifications.values()))


async def test_found_1_2_each_day_has_its_backup(tmp_path: Path) -> None:
    hands = Clock(CHRISTMAS)
    app = app_at(tmp_path, hands)
    async with running(app) as pilot:
        await done_once(app, pilot)
        for count in (2, 3, 4):
            await go_on(app, pilot, hands, at("2026-12-24T00:00") + count * DAY)
            await until(pilot, partial(has_backups, app, count))


async def test_found_1_2_the_day_is_that_of_the_desk(tmp_path: Path) -> None:
    """In New York a day begins at 5:00 UTC: the copy of 20:00 the evening before is not that of the new day."""
    hands = Clock(at("2026-12-26T01:00"))
    desk = small_book()["desk"] | {"timezone": "America/New_York"}
    app = app_at(tmp_path, hands, clock_book(desk=desk))
    async with running(app) as pilot:
        await done_once(app, pilot)
        assert has_backups(app, 1)
        await go_on(app, pilot, hands, at("2026-12-26T05:00"))
        await until(pilot, partial(has_backups, app, 2))


async def test_found_1_2_marks_are_recorded_within_the_hour(tmp_path: Path) -> None:
    hands = Clock(CHRISTMAS)
    app = app_at(tmp_path, hands)
    async with running(app) as pilot:
        await done_once(app, pilot)
        told: list[Done] = []
        app.duties.done.subscribe(app, told.append)
        long = entry("E-2", "2026-12-25T05:00", "2026-12-25T09:30")
        await app.submit(_add, long)
        await go_on(app, pilot, hands, CHRISTMAS + 3599)
        assert not told
        await go_on(app, pilot, hands, CHRISTMAS + 3660)
        await until(pilot, lambda: told)
        assert told[0].reached == (("acme", 75), ("acme", 90))


def _add(document: dict[str, Any]) -> None:
    from models.book.records import parse_entry
    from models.services.time.entries import add_entry

    add_entry(parse_entry(document, "entry"), CHRISTMAS, "dana")
