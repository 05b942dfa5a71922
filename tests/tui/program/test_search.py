"""Does what somebody types find what is meant, in filters, pickers, forms and the line of capture?"""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.folding import name_order
from models.queries.clients.alike import read_twins
from models.queries.desk.catalogue import read_client_rows
from models.queries.desk.record_choices import read_record_choices
from models.queries.month_end.review import read_month_end
from models.queries.overview.dashboard import read_dashboard
from models.queries.requests.one_line import read_capture_catalogue
from models.queries.time.entry_choices import read_entry_choices
from models.queries.time.works import read_works
from models.storage import tables as t
from tests.opened import opened, small_book
from tests.tui.conftest import NOW, desk_app, fill, press, running, screen_text, until, write
from tui.cli import main
from tui.dialogs.pick import Option, Pick, Ranked, rank
from tui.dialogs.time.entry_fields import RequestField
from tui.program.app import DeskApp
from tui.records.base import RecordForm
from tui.widgets.form.fields import Choice
from tui.widgets.list.rows import RowList

NFD = unicodedata.normalize("NFD", "Bluefin Café")


def cafe_book() -> dict[str, Any]:
    """Clients with accents, and a request whose scattered letters say cafe."""
    return small_book(
        clients=[
            {"key": "tidewater", "name": "Tidewater"},
            {"key": "bluefin", "name": NFD},
            {"key": "mueller", "name": "Müller & Søn"},
        ],
        requests=[
            {
                "key": f"R-{number}",
                "client": client,
                "subject": subject,
                "reported_at": "2026-03-02T09:00:00Z",
            }
            for number, (client, subject) in enumerate(
                (("tidewater", "charter offers"), ("mueller", "login broken"), ("bluefin", "menu card")), 1
            )
        ],
    )


def works(app: DeskApp) -> RowList[Any]:
    """The list of the picker on the screen."""
    return app.screen.query_one(RowList)


async def test_found_3_2_the_picker_of_the_timer_finds_names_without_their_accents(tmp_path: Path) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app) as pilot:
        await press(app, pilot, "S")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await write(app, pilot, "cafe")
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.session is not None and app.session.running is not None)
        assert app.session is not None
        assert app.session.running is not None
        assert app.session.running.entry.client == "bluefin"


async def test_found_3_2_scattered_letters_are_never_started_on_unasked(tmp_path: Path) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app) as pilot:
        await press(app, pilot, "S")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await write(app, pilot, "tdwt")
        assert works(app).unchosen
        assert "↓ chooses what is like them" in screen_text(app)
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Pick)
        await press(app, pilot, "down")
        assert not works(app).unchosen
        assert works(app).cursor == 0
        await press(app, pilot, "enter")
        await until(pilot, lambda: app.session is not None and app.session.running is not None)


@pytest.mark.parametrize(("typed", "row"), [("cafe", "R-3"), ("muller", "R-2"), ("SON", "R-2")])
async def test_found_3_2_the_filter_of_a_list_is_folded(tmp_path: Path, typed: str, row: str) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app) as pilot:
        await press(app, pilot, "2", "slash")
        await write(app, pilot, typed)
        await press(app, pilot, "enter")
        base = app.base_screen
        assert base is not None
        queue = base.query_one("#queue", RowList)
        assert [item.key for item in queue._set] == [row]


def test_found_3_2_texts_enter_the_database_composed(tmp_path: Path) -> None:
    with opened(tmp_path, cafe_book()):
        names = [name for (name,) in t.database.execute_sql("SELECT name FROM client ORDER BY id")]
    assert names[1] == "Bluefin Café" != NFD


def test_a_match_of_scattered_letters_stands_behind_every_other() -> None:
    options = [Option(1, "Tidewater charter offers"), Option(2, "A wide café"), Option(3, "Cafe")]
    assert [option.key for option in rank("cafe", options)] == [3, 2, 1]
    ranked = Ranked(options)
    assert [value >= 1000 for value, _ in ranked.best("tco")] == [True]
    assert ranked.best("") == [(0, option) for option in options]


def test_found_3_2_choices_of_forms_are_folded() -> None:
    field = Choice("c", "Client", choices=(("a", "Bluefin Café"), ("b", "Müller"), ("c", "Cafe Mull")))
    assert field.options("cafe") == ["Cafe Mull", "Bluefin Café"]
    assert field.parse("muller") == "b"
    assert field.parse("BLUEFIN CAFE") == "a"
    assert list(field.options("mul")) == ["Müller", "Cafe Mull"]
    request = RequestField("r", "Request")
    assert request.options("x") == []


async def test_found_4_10_a_client_that_looks_like_another_is_asked_about_once(tmp_path: Path) -> None:
    app = desk_app(tmp_path, cafe_book())
    async with running(app) as pilot:
        await press(app, pilot, "N")
        await fill(pilot, name="bluefin  cafe")
        await press(app, pilot, "enter")
        form = app.screen
        assert isinstance(form, RecordForm)
        assert "looks the same as the client Bluefin Café (bluefin)" in form.view.filled.errors["name"]
        assert len(app.data.fetch_now(read_works)) == 6
        await press(app, pilot, "enter")
        await until(pilot, lambda: len(app.data.fetch_now(read_works)) == 7)
        assert [set(keys) for keys in app.data.fetch_now(read_twins)] == [{"bluefin", "bluefin-cafe"}]


def test_found_4_10_loading_clients_that_look_the_same_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    clients = [
        {"key": "a", "name": "Café Noir"},
        {"key": "b", "name": "Acme"},
        {"key": "c", "name": "cafe\u200b noir"},
    ]
    (tmp_path / "book.json").write_text(json.dumps(small_book(clients=clients)), encoding="utf-8")
    assert main(["load", str(tmp_path / "book.json")]) == 0
    assert "the names of the clients a, c look the same" in capsys.readouterr().err


def test_found_4_10_lists_of_names_are_sorted_as_they_are_read(tmp_path: Path) -> None:
    names = ["Zander", "Äpfel", "acme", "Łódź", "Éclair", "Acme", "Mill"]
    clients = [{"key": f"c{number}", "name": name} for number, name in enumerate(names)]
    with opened(tmp_path, small_book(clients=clients), NOW):
        right = ["Acme", "acme", "Äpfel", "Éclair", "Łódź", "Mill", "Zander"]
        assert [work.client_name for work in read_works()] == right
        assert [name for _, name in read_entry_choices().clients] == right
        assert [name for _, name in read_record_choices(NOW).clients] == right
        assert [choice.name for choice in read_capture_catalogue().clients] == right
        assert [row.name for row in read_client_rows(date(2026, 3, 4), archived=True)] == right
        assert [row.name for row in read_dashboard("tester", NOW).hours] == right
        assert [row.name for row in read_month_end(None, NOW).clients] == sorted(
            (row.name for row in read_month_end(None, NOW).clients), key=name_order
        )
