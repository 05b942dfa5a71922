"""May a file be called anything? In every locale, by any bytes; what can name no file is refused in words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from models.domain.basics.errors import DeskError, InvalidValue
from models.storage.files.named import named_file
from tests.opened import at, entry, opened, small_book
from tui.cli import main
from tui.records.paper import _logo

NOW = at("2026-03-31T12:00")
ROOT = Path(__file__).parents[2]
WITHOUT_LETTERS = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
REPORT = (
    "User,Email,Client,Description,Billable,Start date,Start time,End date,End time,Duration\n"
    "Dana,d@x,Acme Ltd,fix,Yes,2026-03-18,09:00:00,2026-03-18,10:00:00,01:00:00\n"
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with opened(tmp_path, small_book(entries=[entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00")]), NOW):
        pass
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    return tmp_path


def program(*words: str | bytes, **more: str) -> tuple[int, str]:
    """The status and all the words of a command as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tui", *words],
        cwd=ROOT,
        env=os.environ | more,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def test_f42_a_name_with_letters_in_a_locale_without(desk: Path) -> None:
    there = desk / "büro"
    there.mkdir()
    (desk / "desk.db").rename(there / "Größe.db")
    (there / "zeiten é.csv").write_text(REPORT, encoding="utf-8")
    place = {"DESKHOURS_DATABASE": str(there / "Größe.db")} | WITHOUT_LETTERS
    for words in (
        ("--database", str(there / "Größe.db"), "requests"),
        ("import", "toggl", str(there / "zeiten é.csv")),
        ("export", "entries", "--output", str(there / "ü.csv")),
        ("backup",),
    ):
        status, said = program(*words, **place)
        assert status == 0, said
    assert sorted(os.listdir(there)) == ["Größe-backups", "Größe.db", "zeiten é.csv", "ü.csv"]
    assert len(list((there / "Größe-backups").glob("Größe-*.db"))) == 1


def test_f42_a_name_that_is_no_utf_8_is_found(desk: Path) -> None:
    name = os.fsencode(desk) + b"/caf\xe9.csv"
    with suppress(OSError):  # a file system may take names in UTF-8 only: then there is no such file
        Path(os.fsdecode(name)).write_text(REPORT, encoding="utf-8")
    status, said = program("import", "toggl", name, LC_ALL="C.UTF-8")
    if Path(os.fsdecode(name)).exists():
        assert (status, said) == (0, "added 1 entries\n")
    else:
        assert (status, "cannot be read" in said) == (1, True)
    status, said = program("ledger", b"\xff", "2026-03", LC_ALL="C.UTF-8")
    assert status == 1
    assert "no text in UTF-8" in said


@pytest.mark.parametrize(
    "words",
    [
        ["load", ""],
        ["restore", "", "--yes"],
        ["import", "toggl", ""],
        ["import", "toggl", "report.csv", "--mapping", ""],
        ["export", "entries", "--output", ""],
        ["export", "invoice-lines", "--for", "xero", "--mapping", ""],
        ["statement", "acme", "2026-03", "--output", ""],
        ["backup", "--to", ""],
        ["move", "--to", ""],
        ["--database", "", "status"],
        ["status", "--database", " "],
    ],
    ids=" ".join,
)
def test_f44_an_empty_name_is_never_another_file(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    (desk / "report.csv").write_text(REPORT, encoding="utf-8")
    monkeypatch.chdir(desk)
    before = sorted(desk.iterdir())
    assert main(words) == 1
    said = capsys.readouterr().err
    assert any(part in said for part in ("no name of a file", "the name is empty"))
    assert sorted(desk.iterdir()) == before


@pytest.mark.parametrize("what", ["long", "circle"])
@pytest.mark.parametrize(
    "words",
    [
        ["load", "NAME"],
        ["restore", "NAME", "--yes"],
        ["import", "toggl", "NAME"],
        ["export", "entries", "--output", "NAME"],
        ["statement", "acme", "2026-03", "--output", "NAME"],
        ["backup", "--to", "NAME"],
        ["--database", "NAME", "requests"],
    ],
    ids=" ".join,
)
def test_found_4_14_what_can_be_no_file_is_refused_in_words(
    desk: Path, capsys: pytest.CaptureFixture[str], words: list[str], what: str
) -> None:
    place = desk / ("a" * 300 if what == "long" else "circle")
    if what == "circle":
        place.symlink_to(place)
    assert main([str(place) if word == "NAME" else word for word in words]) == 1
    said = capsys.readouterr().err
    assert "something went wrong" not in said
    assert "cannot be written" not in said
    assert any(part in said for part in ("too long", "leads back", "symbolic links"))


@pytest.mark.parametrize("typed", ["~nobody-of-this-name/x.svg", "a" * 300 + ".svg", "x\0.svg"])
def test_found_4_14_what_is_typed_for_a_file_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(DeskError):
        named_file(typed, at_home=True)
    with pytest.raises(InvalidValue):
        _logo(typed)


def test_a_key_is_known_however_it_is_composed_and_a_file_stays_what_it_is_called(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A terminal may hand é over as e and a mark: the same key (RULES 12), but another file."""
    monkeypatch.setenv("DESKHOURS_DATABASE", str(desk / "other.db"))
    monkeypatch.chdir(desk)
    apart = "cafe\u0301"
    book = small_book(
        clients=[{"key": apart, "name": "C"}], agents=[{"key": apart, "name": "D"}], contracts=[]
    )
    Path(f"{apart}.json").write_text(json.dumps(book), encoding="utf-8")
    for words in (
        ("load", f"{apart}.json"),
        ("add", apart, "2026-03-02T09:00", "2026-03-02T10:00", "--agent", apart, "--key", f"{apart}-1"),
        ("ledger", apart, "2026-03"),
        ("explain", apart, "2026-03", "--entry", f"{apart}-1"),
        ("preview", "entry", f"{apart}-1", "--delete", "--client", apart),
        ("export", "entries", "--client", apart, "--output", f"{apart}.csv"),
    ):
        assert main(list(words)) == 0, (words, capsys.readouterr().err)
    assert f"{apart}.csv" in os.listdir()
