"""Does the palette find everything: each key of each screen, each command, each record, also what is done?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding

from models.queries.time.works import read_works
from models.services.desk.removal import archive
from models.services.requests.life import add_note
from tests.opened import at, contract, entry, small_book
from tests.tui.conftest import NOW, demo_text, desk_app, press, running, screen_text, until, write
from tests.tui.program.test_search import cafe_book
from tui.cli import build_parser
from tui.dialogs.pick import Ranked
from tui.dialogs.textview import TextView
from tui.program.app import DeskApp
from tui.program.palette.command_help import command_helps
from tui.program.palette.palette import Palette, bindings_of, listed, palette_items
from tui.program.palette.search import PaletteList
from tui.program.start.modes import MODES
from tui.records.base import RecordForm
from tui.widgets.list.rows import RowList
from tui.widgets.list.rowsort import SortedRows


def titles(app: DeskApp, query: str) -> list[str]:
    """What the palette shows for these words, without scattered matches, best first."""
    from tui.dialogs.pick import Option

    works = app.data.fetch_now(read_works)
    options = [
        Option(n, item.title, item.hint, item.more) for n, item in enumerate(palette_items(app, works))
    ]
    return [
        f"{option.title} · {option.hint}" for value, option in Ranked(options).best(query) if value < 1_000
    ]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("close month", "Close the month: its numbers stay"),
        ("statement", "statement"),
        ("export", "export"),
        ("backup", "Make a backup now"),
        ("dump", "deskhours dump"),
        ("import toggl", "deskhours import"),
        ("undo", "undo"),
        ("sort client", "Sort by client"),
        ("filter", "Show matching rows"),
        ("capacity", "Capacity and causes"),
        ("request resolve", "deskhours request resolve"),
    ],
)
async def test_found_3_11_the_palette_finds_by_the_words_people_use(
    tmp_path: Path, query: str, first: str
) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app):
        assert any(first in title for title in titles(app, query)[:6]), titles(app, query)


async def test_found_3_11_every_binding_of_every_screen_is_found_by_its_words(tmp_path: Path) -> None:
    app = desk_app(tmp_path, demo_text(at("2026-11-26T10:00")), now=at("2026-11-26T10:00"))
    async with running(app):
        bindings = [binding for mode in MODES for binding in bindings_of(mode)]
        everywhere = [*DeskApp.BINDINGS, *RowList.BINDINGS, *SortedRows.BINDINGS]
        bindings += [binding for binding in everywhere if isinstance(binding, Binding) and listed(binding)]
        assert len(bindings) > 100
        own = {
            binding.id for binding in (*bindings_of(MODES[0]), *everywhere) if isinstance(binding, Binding)
        }
        works = {active.binding.id for active in app.screen.active_bindings.values() if active.enabled}
        for binding in bindings:
            if binding.id in own - works:
                continue  # a key of the open screen that can do nothing now is not offered
            for words in (binding.description, binding.tooltip or binding.description):
                assert titles(app, words), words
        assert {"list.filter", "list.sort", "app.undo", "dashboard.edit"} <= works


async def test_found_3_11_every_command_is_found_by_its_name_and_its_words(tmp_path: Path) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app):
        known = {found.name for found in command_helps()}
        parsers = next(
            action for action in build_parser()._actions if action.dest == "==SUPPRESS==" or action.choices
        )
        assert set(parsers.choices or ()) - {"request", "team"} <= known
        assert {"request add", "team add"} <= known
        for found in command_helps():
            for query in (found.name, found.title):
                assert any(title.endswith(f"deskhours {found.name}") for title in titles(app, query)), query


async def test_a_command_of_the_shell_shows_how_it_is_called(tmp_path: Path) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app, (120, 50)) as pilot:
        await press(app, pilot, "ctrl+p")
        await write(app, pilot, "deskhours import")
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, TextView))
        assert "--dry-run" in screen_text(app)


async def test_a_key_of_another_screen_opens_it_and_is_pressed(tmp_path: Path) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app) as pilot:
        await press(app, pilot, "ctrl+p")
        await write(app, pilot, "Change between day and week")
        await press(app, pilot, "enter")
        await until(pilot, lambda: "Week 10" in screen_text(app))
        assert app.current_mode == "timesheet"


async def test_a_backup_is_made_from_the_palette(tmp_path: Path) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app) as pilot:
        await press(app, pilot, "ctrl+p")
        await write(app, pilot, "backup now")
        await press(app, pilot, "enter")
        await until(pilot, lambda: "Backup made" in screen_text(app))
        assert list((tmp_path / "desk-backups").glob("*.db"))


def old_book() -> dict[str, Any]:
    request = {"client": "acme", "reported_at": "2026-02-02T09:00:00Z"}
    done = {"state": "closed", "events": [{"at": "2026-02-03T11:00:00Z", "state": "closed"}]}
    return small_book(
        clients=[{"key": "acme", "name": "Acme Ltd", "contacts": [{"name": "Zoë Quist"}]}],
        requests=[{**request, "key": "R-1", "subject": "Passwort vergessen", **done}],
        entries=[entry("E-1", "2026-03-02T10:00", "2026-03-02T11:00", note="xylophone tuned")],
    )


@pytest.mark.parametrize(
    ("query", "shown", "mode"),
    [
        ("vergessen", "Acme Ltd · Passwort vergessen", "requests"),
        ("quist", "Acme Ltd · Zoë Quist", "clients"),
        ("xylophone", "Acme Ltd · xylophone tuned", "dashboard"),
        ("mündlich", "Acme Ltd · Mündlich geklärt", "requests"),
    ],
)
async def test_found_3_11_done_requests_contacts_entries_and_notes_are_found(
    tmp_path: Path, query: str, shown: str, mode: str
) -> None:
    app = desk_app(tmp_path, old_book())
    app.data.write_now(add_note, "R-1", "Mündlich geklärt", NOW - 86_400, "dana")
    async with running(app) as pilot:
        await press(app, pilot, "ctrl+p")
        await write(app, pilot, query)
        await until(pilot, lambda: shown in screen_text(app))
        await press(app, pilot, "enter")
        await until(pilot, lambda: not isinstance(app.screen, Palette))
        await until(pilot, lambda: app.current_mode == mode)
        if query == "xylophone":
            await until(pilot, lambda: "xylophone tuned" in screen_text(app))


async def test_what_was_found_stands_before_scattered_letters(tmp_path: Path) -> None:
    app = desk_app(tmp_path, old_book())
    async with running(app) as pilot:
        await press(app, pilot, "ctrl+p")
        matches = app.screen.query_one(PaletteList)
        await write(app, pilot, "tuned")
        await until(pilot, lambda: matches.count and matches._set.item(0).title.endswith("xylophone tuned"))
        assert not matches.unchosen
        await write(app, pilot, "zzz")
        await until(pilot, lambda: not matches.count)


async def test_an_archived_client_is_found_and_shows_its_form(tmp_path: Path) -> None:
    book = small_book(
        clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "old", "name": "Formerly & Sons"}]
    )
    app = desk_app(tmp_path, book)
    app.data.write_now(archive, "client", "old", NOW, "dana")
    async with running(app) as pilot:
        await press(app, pilot, "ctrl+p")
        await write(app, pilot, "formerly")
        await until(pilot, lambda: "Formerly & Sons" in screen_text(app))
        await press(app, pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, RecordForm))
        await until(pilot, lambda: "Client Formerly & Sons" in screen_text(app))


async def test_a_contract_is_found_on_the_page_of_its_client(tmp_path: Path) -> None:
    over = contract("c", name="Night watch", starts="2020-01-01", ends="2020-12-31")
    app = desk_app(tmp_path, small_book(contracts=[over]))
    async with running(app) as pilot:
        await press(app, pilot, "ctrl+p")
        await write(app, pilot, "night watch")
        await until(pilot, lambda: "Acme Ltd · Night watch" in screen_text(app))
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.current_mode == "clients" and "Night watch" in screen_text(app))
