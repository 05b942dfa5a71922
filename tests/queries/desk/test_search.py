"""Does the search find what holds every word, newest first, and only that, however text is written?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.domain.basics.folding import fold
from models.queries.desk.search import Found, read_found, search_document
from models.services.requests.life import add_note
from models.storage import tables as t
from tests.opened import at, contract, entry, opened, small_book
from tui.cli import main

NOW = at("2026-03-04T16:00")
LONG = "Guten Tag, " + "das Formular ist lang. " * 30 + "Der Schlüssel fehlt. " + "Bitte helfen. " * 30


def book() -> dict[str, Any]:
    request = {"client": "bluefin", "reported_at": "2026-03-01T09:00:00Z"}
    return small_book(
        clients=[
            {"key": "acme", "name": "Acme Ltd", "since": "2024-02-01", "domains": ["acme.example"]},
            {
                "key": "bluefin",
                "name": "Bluefin Café",
                "contacts": [{"name": "Zoë Łukasz", "email": "zoe@bluefin.example", "phone": "01632 960001"}],
            },
        ],
        contracts=[contract("acme-2026", name="Care plan"), contract("b", client="bluefin", name="Pflege")],
        requests=[
            {**request, "key": "R-1", "subject": "Menu card", "body": LONG},
            {
                **request,
                "key": "R-2",
                "subject": "Login kaputt für Gäste",
                "state": "resolved",
                "cause": "password",
                "reported_at": "2026-02-01T09:00:00Z",
                "events": [{"at": "2026-02-01T10:00:00Z", "state": "resolved"}],
            },
            {
                **request,
                "key": "R-3",
                "client": "acme",
                "subject": "Login page",
                "reported_at": "2026-03-03T09:00:00Z",
            },
            {
                **request,
                "key": "R-4",
                "client": "acme",
                "subject": "Login later",
                "reported_at": "2026-03-05T09:00:00Z",
            },
        ],
        entries=[
            entry("E-1", "2026-03-02T10:00", "2026-03-02T11:00", note="login geprüft"),
            entry("E-2", "2026-03-03T10:00", "2026-03-03T11:00", note="Straße 100% neu_gesetzt"),
            entry("E-3", "2026-03-03T12:00", "2026-03-03T12:30", client="bluefin", note="menu"),
        ],
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[None]:
    with opened(tmp_path, book(), NOW):
        add_note("R-2", "Das Paßwort war abgelaufen", at("2026-02-01T09:30"), "dana")
        yield


def keys(text: str, limit: int = 100) -> list[str]:
    return [f"{found.kind} {found.key}" for found in read_found(text, NOW, limit)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("login", ["request R-3", "entry E-1", "request R-2"]),
        ("LOGIN kaputt", ["request R-2"]),
        ("gaste fur", ["request R-2"]),
        ("passwort", ["note R-2"]),
        ("password", ["request R-2"]),
        ("schlussel", ["request R-1"]),
        ("strasse 100%", ["entry E-2"]),
        ("neu_g", ["entry E-2"]),
        ("neuxg", []),
        ("geprueft", []),
        ("cafe", ["client bluefin"]),
        ("cafe menu", ["entry E-3", "request R-1"]),
        ("bluefin login", ["request R-2"]),
        ("lukasz", ["contact bluefin"]),
        ("960001", ["contact bluefin"]),
        ("cafe zoe", ["contact bluefin"]),
        ("care", ["contract acme-2026"]),
        ("acme.example", ["client acme"]),
        ("retainer", ["contract acme-2026", "contract b"]),
        ("e-1", ["entry E-1"]),
        ("r-2", ["request R-2"]),
        ("acme cafe", []),
        ("", []),
        ("  ", []),
    ],
)
def test_found_3_11_every_word_is_held(desk: None, text: str, found: list[str]) -> None:
    assert keys(text) == found


def test_the_newest_come_first_and_a_limit_takes_the_newest(desk: None) -> None:
    assert keys("login", 2) == ["request R-3", "entry E-1"]
    assert keys("e", 1) == ["entry E-3"]


def test_what_comes_later_than_now_is_not_known(desk: None) -> None:
    assert [row["key"] for row in search_document("login", at("2026-02-15T00:00"))] == ["R-2"]
    assert "R-4" in [row["key"] for row in search_document("login", at("2026-03-06T00:00"))]


def test_a_long_text_shows_where_the_word_stands(desk: None) -> None:
    (found,) = read_found("schlussel", NOW)
    assert found.text.startswith("Menu card: …")
    assert "Der Schlüssel fehlt." in found.text
    assert len(found.text) < 220


def test_the_document_says_what_is_found_and_where(desk: None) -> None:
    assert search_document("paßwort", NOW) == [
        {
            "kind": "note",
            "key": "R-2",
            "client": "bluefin",
            "request": "R-2",
            "at": "2026-02-01T09:30:00Z",
            "text": "Das Paßwort war abgelaufen",
        }
    ]


WORDS = ("Löwe", "lowe", "İris", "straße", "50%", "a_b", "c\\d", "Ærø", "日本", "x'y", '"q"', "łódź", "plain")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    notes=st.lists(st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join), min_size=1, max_size=6),
    asked=st.lists(st.sampled_from([*WORDS, "o", "%", "_", "\\", "acme"]), min_size=1, max_size=3),
)
def test_sqlite_leaves_nothing_out(
    tmp_path_factory: pytest.TempPathFactory, notes: list[str], asked: list[str]
) -> None:
    entries = [
        entry(f"E-{n}", f"2026-03-01T{n:02}:00", f"2026-03-01T{n:02}:10", note=note)
        for n, note in enumerate(notes)
    ]
    words = fold(" ".join(asked)).split()

    def held(note: str) -> bool:
        own = fold(note)
        return any(w in own for w in words) and all(w in own or w in "acme ltd acme" for w in words)

    with opened(tmp_path_factory.mktemp("desk"), small_book(entries=entries), NOW):
        found = [one.key for one in read_found(" ".join(asked), NOW) if one.kind == "entry"]
    assert found == [f"E-{n}" for n in reversed(range(len(notes))) if held(notes[n])]


def test_a_word_that_many_clients_have_is_told_by_us(tmp_path: Path) -> None:
    clients = [{"key": f"c{n}", "name": f"Client {n}"} for n in range(250)]
    entries = [entry("E-1", "2026-03-01T10:00", "2026-03-01T11:00", client="c7", note="backup looked at")]
    with opened(tmp_path, small_book(clients=clients, entries=entries), NOW):
        assert keys("client backup") == ["entry E-1"]
        assert keys("zebra backup") == []


def test_found_3_11_the_command_answers_in_json_and_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    with opened(tmp_path, book(), NOW):
        pass
    at_ = ("--at", "2026-03-04T16:00:00Z")
    assert main(["search", "login", "--json", *at_]) == 0
    assert [row["key"] for row in json.loads(capsys.readouterr().out)] == ["R-3", "E-1", "R-2"]
    assert main(["search", "CAFE menu", *at_]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].split() == ["2026-03-03", "entry", "E-3", "Bluefin", "Café", "menu"]
    assert said[-1] == "2 found"
    assert main(["search", "login", "--limit", "1", *at_]) == 0
    assert "--limit 10 shows them" in capsys.readouterr().out
    assert main(["search", " ", *at_]) == 1
    assert "text" in capsys.readouterr().err
    with pytest.raises(SystemExit) as wrong:
        main(["search", "login", "--limit", "0"])
    assert wrong.value.code == 2


def test_the_search_reads_a_fixed_number_of_statements(desk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    execute = t.database.obj.execute_sql

    def listen(sql: str, *args: Any, **more: Any) -> Any:
        said.append(sql)
        return execute(sql, *args, **more)

    monkeypatch.setattr(t.database.obj, "execute_sql", listen)
    found: tuple[Found, ...] = read_found("login", NOW)
    assert len(found) == 3
    assert len(said) == 6, "\n".join(said)
    assert sys.getsizeof(found) < 1_000
