"""Does the statement command answer, write, and refuse with the right status?"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.month_desk import month_desk
from tui.cli import main


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The small desk's file."""
    return str(month_desk(tmp_path).path)


def run(database: str, *words: str) -> int:
    """The status of `deskhours statement …`."""
    return main(["statement", "--database", database, *words])


def test_text_by_default_and_json_on_demand(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Both say 390.00."""
    assert run(database, "acme", "2026-02") == 0
    assert "€390.00" in capsys.readouterr().out
    assert run(database, "acme", "2026-02", "--json") == 0
    assert json.loads(capsys.readouterr().out)["total"] == "390.00"


def test_the_files_name_says_the_form(database: str, tmp_path: Path) -> None:
    """A PDF is written for a name that ends so; the language may be chosen."""
    target = tmp_path / "a.PDF"
    assert run(database, "acme", "2026-02", "--output", str(target), "--language", "ru") == 0
    assert target.read_bytes().startswith(b"%PDF")


def test_all_of_a_month_go_into_a_folder(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder is made; their names come back."""
    folder = tmp_path / "new" / "february"
    assert run(database, "--all", "2026-02", "--output", str(folder), "--format", "text", "--json") == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert files == [str(folder / "2026-02-acme-draft.txt"), str(folder / "2026-02-globex-draft.txt")]
    assert all(Path(name).exists() for name in files)


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["nobody", "2026-02"], 1, "client: 'nobody' is not known"),
        (["acme", "2026-13"], 1, "MONTH: '2026-13' is no month"),
        (["acme", "2026-02", "--language", "klingon"], 1, "accepted is a code like en-GB, en-US, de, ru, fr"),
        (["acme", "2026-02", "--issue", "3"], 1, "no version 3"),
        (["acme"], 2, "needs CLIENT and MONTH"),
        (["--all", "2026-02"], 2, "needs the folder"),
        (["acme", "2026-02", "--output", "/nowhere/a.txt"], 1, "the folder does not exist"),
    ],
)
def test_refusals(
    database: str, capsys: pytest.CaptureFixture[str], words: list[str], status: int, message: str
) -> None:
    """1 with the reason, 2 for wrong usage."""
    assert run(database, *words) == status
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(("form", "module"), [("pdf", "typst"), ("xlsx", "xlsxwriter")])
def test_a_missing_extra_says_what_to_install(
    database: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    module: str,
) -> None:
    """And no file is made."""
    monkeypatch.setitem(sys.modules, module, None)
    target = tmp_path / f"a.{form}"
    assert run(database, "acme", "2026-02", "--output", str(target)) == 1
    assert f"pip install 'deskhours[{form}]'" in capsys.readouterr().err
    assert not target.exists()
