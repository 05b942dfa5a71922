"""The first run: a desk in one step, or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.book.ledgers import ledger_json
from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.months import Month
from models.domain.contracts.contract_words import contract_words
from models.queries.desk.settings import setting
from models.queries.ledger.ledgers import Ledgers
from models.services.desk.setup import Begun, SetUp, first_contract, set_up_desk
from models.services.history.undo import undo
from models.services.time.timer import TimerStart, start_timer, stop_timer
from models.storage import tables as t
from models.storage.database import open_database
from models.storage.machine.currency import guess_currency
from models.storage.machine.zone import guess_zone
from tests.opened import at
from tests.texts import dump_text, parse_book, stored_book

NOW = at("2026-03-10T12:00")
FORM = SetUp("Harbour Desk", "Europe/London", "gbp", "Dana Reed", "70.00", user="sitting")
FULL = replace(FORM, client_name="Acme & Co", contract_hours="5:00", contract_fee="350", rollover_months=3)


def counts() -> dict[str, int]:
    names = [table._meta.table_name for table in t.ALL]
    found = {name: t.database.execute_sql(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    return {name: count for name, count in found.items() if count}


def test_the_shortest_way_to_a_desk(tmp_path: Path) -> None:
    with open_database(tmp_path / "desk.db").connection():
        assert set_up_desk(FORM, NOW) == Begun("dana-reed", "support", None, None)
        book = stored_book()
        assert (book.desk.name, book.desk.currency) == ("Harbour Desk", "GBP")
        assert [len(windows) for windows in book.desk.hours] == [1, 1, 1, 1, 1, 0, 0]
        assert book.desk.hours[0][0].opens == 9 * 60
        assert book.desk.hours[0][0].closes == 17 * 60 + 30
        assert book.agents[0].weekly_minutes == 2400
        assert book.work_types[0].rates[0].rate == 7000
        assert setting("me:sitting") == "dana-reed"
        assert parse_book(dump_text(book)) == book


def test_a_first_client_with_hours_a_month_and_a_running_timer(tmp_path: Path) -> None:
    with open_database(tmp_path / "desk.db").connection():
        begun = set_up_desk(FULL, NOW)
        assert begun == Begun("dana-reed", "support", "acme-co", "acme-co-2026-03")
        start_timer(TimerStart(begun.agent, begun.client), NOW)
        stop_timer(begun.agent, NOW + 3600)
        ledger = ledger_json(Ledgers().document("acme-co", Month(2026, 3)))
        assert (ledger["minutes"]["granted"], ledger["minutes"]["drawn"], ledger["total"]) == (
            300,
            60,
            "350.00",
        )
        assert stored_book().contracts[0].name == "5 h a month"


def test_the_preview_says_what_will_be_written(tmp_path: Path) -> None:
    previewed = first_contract(FULL, NOW)
    assert previewed is not None
    assert contract_words(*previewed)[0].startswith("5 h each month, unused hours usable for 3 more months")
    assert first_contract(FORM, NOW) is None
    with open_database(tmp_path / "desk.db").connection():
        set_up_desk(FULL, NOW)
        assert stored_book().contracts == (previewed[0],)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("desk_name", "  "),
        ("desk_name", "x" * 300),
        ("timezone", "Europe/Nowhere"),
        ("timezone", ""),
        ("currency", "pounds"),
        ("your_name", ""),
        ("hourly_rate", "seventy"),
        ("hourly_rate", ""),
        ("work_type", ""),
        ("hours", "9-5"),
        ("weekly_hours", "40"),
        ("client_name", ""),
        ("client_name", "x" * 300),
        ("contract_hours", "5"),
        ("contract_hours", ""),
        ("contract_fee", "free"),
        ("rollover_months", -1),
    ],
)
def test_what_is_refused_is_refused_at_its_field_and_nothing_is_written(
    tmp_path: Path, field: str, value: Any
) -> None:
    with open_database(tmp_path / "desk.db").connection():
        with pytest.raises(InvalidValue) as caught:
            set_up_desk(replace(FULL, **{field: value}), NOW)
        assert caught.value.path == field
        assert counts() == {}


def test_a_desk_is_set_up_once_and_not_undone(tmp_path: Path) -> None:
    with open_database(tmp_path / "desk.db").connection():
        set_up_desk(FORM, NOW)
        before = counts()
        with pytest.raises(DeskError, match="a desk in this database already"):
            set_up_desk(replace(FORM, desk_name="Another"), NOW)
        with pytest.raises(DeskError, match="nothing to undo"):
            undo(NOW, "dana-reed")
        assert counts() == before


def test_found_6_6_the_machines_zone_is_guessed_or_asked_for(tmp_path: Path) -> None:
    nowhere = tmp_path / "localtime"
    assert guess_zone({"TZ": "Europe/Berlin"}, nowhere) == "Europe/Berlin"
    assert guess_zone({"TZ": ":America/New_York"}, nowhere) == "America/New_York"
    assert guess_zone({"TZ": "/usr/share/zoneinfo/Asia/Tokyo"}, nowhere) == "Asia/Tokyo"
    assert guess_zone({"TZ": "EST5EDT,M3.2.0,M11.1.0"}, nowhere) == ""
    assert guess_zone({}, nowhere) == ""
    folder = tmp_path / "zoneinfo" / "Europe"
    folder.mkdir(parents=True)
    (folder / "Paris").touch()
    nowhere.symlink_to(folder / "Paris")
    assert guess_zone({}, nowhere) == "Europe/Paris"
    assert guess_zone({"TZ": "nonsense"}, nowhere) == "Europe/Paris"
    (folder / "Paris").unlink()
    assert guess_zone({}, nowhere) == ""
    plain = tmp_path / "plain"
    plain.touch()
    assert guess_zone({}, plain) == ""


@pytest.mark.parametrize(
    ("environment", "currency"),
    [
        ({"LANG": "en_GB.UTF-8"}, "GBP"),
        ({"LANG": "en_US.UTF-8", "LC_MONETARY": "de_CH@euro"}, "CHF"),
        ({"LC_ALL": "ja_JP", "LANG": "en_GB"}, "JPY"),
        ({"LANG": "C.UTF-8"}, "EUR"),
        ({"LANG": "en_ZZ"}, "EUR"),
        ({}, "EUR"),
    ],
)
def test_the_machines_currency_is_guessed(environment: dict[str, str], currency: str) -> None:
    assert guess_currency(date(2026, 3, 10), environment) == currency
