"""Invoices go to an accounting program once: a version as a whole, the next as what differs."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from models.domain.basics.months import Month
from models.services.month_end.months import close_month, reopen_month
from models.storage import tables as t
from models.storage.database import open_database
from tests.month_desk import NOW, month_desk
from tui.cli import main

FEBRUARY = Month(2026, 2)


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """January closed with No. 1, February with No. 2 and 3."""
    place = month_desk(tmp_path)
    with place.connection():
        close_month(FEBRUARY, NOW, "dana")
    file = tmp_path / "desk.db"  # on a server the desk has a place of its own, but is known by the file
    monkeypatch.setenv("DESKHOURS_DATABASE", str(file))
    monkeypatch.chdir(tmp_path)
    return file


def run(*words: str, status: int = 0) -> None:
    assert main(["export", "invoice-lines", *words]) == status


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[tuple[str, str]]:
    """Invoice and amount of each line that goes to standard output."""
    run("--for", "csv", *words)
    text = capsys.readouterr().out.lstrip("\ufeff")
    return [(row["invoice"], row["amount"]) for row in csv.DictReader(io.StringIO(text))]


ALL = [("1", "300.00"), ("2", "300.00"), ("2", "90.00"), ("3", "67.50"), ("3", "90.00"), ("3", "37.50")]


def test_each_version_goes_once_and_again_repeats(capsys: pytest.CaptureFixture[str]) -> None:
    assert rows(capsys) == ALL
    assert rows(capsys) == []
    assert rows(capsys, "--again") == ALL
    assert rows(capsys) == []


def test_each_program_has_marks_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert rows(capsys) == ALL
    run("--for", "xero", "--output", "x.csv")
    assert "3 invoices, 885.00" in capsys.readouterr().out


def test_a_span_and_a_client_leave_the_rest_for_later(capsys: pytest.CaptureFixture[str]) -> None:
    assert rows(capsys, "--from", "2026-02-01", "--to", "2026-02-28", "--client", "globex") == ALL[3:]
    assert rows(capsys, "--to", "2026-01-31") == ALL[:1]
    assert rows(capsys) == ALL[1:3]


def test_a_new_version_goes_as_the_difference(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rows(capsys) == ALL
    change_of_acme(desk, 1_200)
    assert rows(capsys) == [("2-v2", "45.00")]
    change_of_acme(desk, -1_200)
    again = rows(capsys)
    assert again == [("2-v3", "-45.00")]
    everything = rows(capsys, "--again")
    assert sum(Decimal(amount) for number, amount in everything if number.startswith("2")) == 390


def change_of_acme(desk: Path, seconds: int) -> None:
    with open_database(desk).connection():
        reopen_month(FEBRUARY, "a call was longer", NOW, "dana")
        t.Entry.update(ended_at=t.Entry.ended_at + seconds).where(t.Entry.key == "E-4").execute()
        close_month(FEBRUARY, NOW, "dana")


def test_a_statement_that_became_empty_goes_as_a_credit(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rows(capsys) == ALL
    with open_database(desk).connection():
        reopen_month(FEBRUARY, "was another's", NOW, "dana")
        t.Entry.delete().where(t.Entry.client == "globex").execute()
        t.Charge.delete().where(t.Charge.client == "globex").execute()
        close_month(FEBRUARY, NOW, "dana")
    assert sum(Decimal(amount) for number, amount in rows(capsys) if number == "3-v2") == -195


def test_a_file_of_invoices_is_never_written_over_unasked(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("--for", "xero", "--output", "x.csv")
    before = Path("x.csv").read_bytes()
    run("--for", "xero", "--output", "x.csv")  # nothing to hand over: nothing is written
    assert Path("x.csv").read_bytes() == before
    assert "nothing to hand over to Xero" in capsys.readouterr().out
    change_of_acme(desk, 1_200)
    run("--for", "xero", "--output", "x.csv", status=1)
    assert Path("x.csv").read_bytes() == before
    run("--for", "xero", "--output", "y.csv")  # the refusal marked nothing
    assert "1 invoice, 45.00" in capsys.readouterr().out


def test_json_says_what_went(capsys: pytest.CaptureFixture[str]) -> None:
    run("--for", "hledger", "--output", "x.journal", "--json")
    document = json.loads(capsys.readouterr().out)
    assert [(each["number"], each["client"], each["lines"]) for each in document["invoices"]] == [
        ("1", "acme", 1),
        ("2", "acme", 2),
        ("3", "globex", 3),
    ]


def test_a_credit_that_quickbooks_does_not_take_is_said(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("--for", "quickbooks", "--output", "q.csv")
    change_of_acme(desk, -1_200)
    run("--for", "quickbooks", "--output", "r.csv")
    assert "QuickBooks Online imports no credit of 22.50" in capsys.readouterr().err


def test_what_is_known_by_its_number_only_cannot_go_as_a_difference(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("--for", "csv", "--output", "a.csv")
    change_of_acme(desk, 1_200)
    with open_database(desk).connection():
        superseded = (t.Statement.version == 1) & (t.Statement.number == 2)
        t.Statement.update(document=None).where(superseded).execute()
    run("--for", "csv", "--output", "b.csv")
    assert "No. 2, =Acme #strong[x]" in capsys.readouterr().err
    assert not Path("b.csv").exists()


def test_a_mapping_names_accounts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text('[accounts]\nincome = "4400"\n[contacts]\nacme = "Acme Holdings"\n')
    run("--for", "xero", "--mapping", "m.toml", "--output", "x.csv")
    text = Path("x.csv").read_text("utf-8-sig")
    assert ",4400," in text
    assert "Acme Holdings" in text


@pytest.mark.parametrize("section", ["contacts", "work_types"])
def test_a_name_that_the_desk_does_not_know_is_refused(
    section: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "m.toml").write_text(f'[{section}]\nacmee = "1"\n')
    run("--for", "xero", "--mapping", "m.toml", "--output", "x.csv", status=1)
    assert f'{section}."acmee": is not known' in capsys.readouterr().err
    assert not Path("x.csv").exists()


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("--again",), 2, "go with invoice-lines --for PROGRAM"),
        (("--for", "xero", "--agent", "dana"), 1, "--agent"),
        (("--for", "xero", "--client", "nobody"), 1, "'nobody' is not known"),
        (("--for", "xero", "--mapping", "none.toml"), 1, "none.toml: cannot be read"),
    ],
)
def test_refusals(
    words: tuple[str, ...], status: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(*words, status=status)
    assert message in capsys.readouterr().err
