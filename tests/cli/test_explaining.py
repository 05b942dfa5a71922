"""Do `explain` and `preview entry` say in the shell what the screens say, and refuse what the edit would refuse?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.opened import contract, entry, monthly, small_book
from tui.cli import main

EVENING = {"at": "19:00-22:00", "weight": "1.5", "name": "evening"}
AT = ("--at", "2026-04-10T12:00:00Z")


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert main(list(words)) == status
    output = capsys.readouterr()
    return output.err if status else output.out


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(run(capsys, *words, *AT, "--json"))


@pytest.fixture(autouse=True)
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    book = small_book(
        clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "smith", "name": "Smith"}],
        contracts=[
            contract(
                "plan",
                allowances=[monthly("1:00"), monthly("0:20", work_types=["maintenance"])],
                rates={"*": "90.00"},
                rounding={"increment": 15},
                bands=[{"from": "2026-01-01", "windows": {"tue": [EVENING]}}],
            )
        ],
        requests=[{"key": "R-1", "client": "acme", "subject": "Down", "reported_at": "2026-03-03T08:00:00Z"}],
        entries=[
            entry("E-1", "2026-03-03T18:53", "2026-03-03T19:40", note="a", request="R-1"),
            entry("E-2", "2026-03-10T23:30", "2026-03-11T00:30", note="b"),
        ],
    )
    (tmp_path / "book.json").write_text(json.dumps(book), encoding="utf-8")
    run(capsys, "load", str(tmp_path / "book.json"))


def test_a_unit_is_explained_step_by_step(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "explain", "acme", "2026-03", "--entry", "E-1")
    assert (found["accounted"], found["counted"], found["request"]) == (60, 86, "R-1")
    assert found["slices"] == [
        {"name": None, "weight": "1", "seconds": 420, "accounted": 9},
        {"name": "evening", "weight": "1.5", "seconds": 2400, "accounted": 51},
    ]
    (piece,) = found["pieces"]
    assert (piece["entry"], piece["started_at"], piece["ended_at"], piece["carried"]) == (
        "E-1",
        "2026-03-03T18:53:00Z",
        "2026-03-03T19:40:00Z",
        False,
    )
    assert found["rounding"] == {"contract": "plan", "increment": 15, "minimum": 0, "per": "request_day"}
    assert found["weights"] == {"contract": "plan", "from": "2026-01-01", "premium": "always"}
    narrow, wide = found["draws"]
    assert (narrow["allowance"], narrow["amount"], narrow["left_before"]) == (1, 20, 20)
    assert narrow["reason"].startswith("before the next: it serves 1 work type, ")
    assert (wide["allowance"], wide["amount"], wide["reason"]) == (0, 60, "the last that had anything left")
    (line,) = found["lines"]
    assert (line["kind"], line["unit_minutes"], line["minutes"], line["amount"]) == (
        "overage",
        6,
        66,
        "99.00",
    )
    assert any("9 × 1 + 51 × 1.5 = 85.5 → 86 min counted" in words for words in found["words"])


def test_an_entry_over_midnight_has_two_units(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "explain", "acme", "2026-03", "--entry", "E-2")
    (other,) = found["also"]
    assert (found["work_date"], other["work_date"]) == ("2026-03-10", "2026-03-11")
    assert other["pieces"][0]["carried"] is True
    words = run(capsys, "explain", "acme", "2026-03", "--entry", "E-2")
    assert words.count("Worked (local time") == 2


def test_a_sum_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "explain", "acme", "2026-03", "--sum", "counted")["words"][0].startswith(
        "counted 146 min"
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nobody", "2026-03", "--entry", "E-1"), "'nobody' is not known"),
        (("acme", "2026-03", "--entry", "E-9"), "'E-9' is no entry of acme in 2026-03"),
        (("smith", "2026-03", "--entry", "E-1"), "'E-1' is no entry of smith"),
        (("acme", "2026-13", "--entry", "E-1"), "2026-13"),
    ],
)
def test_what_is_not_there_is_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    assert says in run(capsys, "explain", *words, status=1)


def test_a_preview_says_the_months_before_and_after_and_writes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = run(capsys, "dump")
    (row,) = answer(capsys, "preview", "entry", "E-1", "--to", "2026-03-03T19:00:00Z")
    assert (row["client"], row["month"]) == ("acme", "2026-03")
    minutes, total = row["minutes"], row["total"]
    assert (minutes["before"]["accounted"], minutes["after"]["accounted"]) == (120, 75)
    assert (minutes["before"]["counted"], minutes["after"]["counted"]) == (146, 75)
    assert (total["before"], total["after"]) == ("99.00", "0.00")
    (gone,) = answer(capsys, "preview", "entry", "E-1", "--delete")
    assert gone["minutes"]["after"]["accounted"] == 60
    assert answer(capsys, "preview", "entry", "E-1") == []
    assert answer(capsys, "preview", "entry", "E-1", "--premium", "none") == []
    (waived,) = answer(capsys, "preview", "entry", "E-1", "--premium", "waived")
    assert waived["minutes"]["after"]["counted"] == 120
    rows = answer(capsys, "preview", "entry", "E-2", "--client", "smith", "--scope", "additional")
    assert [(row["client"], row["month"]) for row in rows] == [("acme", "2026-03"), ("smith", "2026-03")]
    assert run(capsys, "dump") == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("E-9", "--delete"), "'E-9' is not known"),
        (("E-1", "--premium", "half"), "it is one of agreed, waived, none"),
        (("E-1", "--client", "nobody"), "'nobody' is not known"),
        (("E-1", "--client", "smith"), "'R-1' is a request of 'acme', not of 'smith'"),
        (("E-1", "--scope", "free"), "--scope"),
        (("E-1", "--to", "2026-03-03T10:00:00Z"), "lies before the start"),
    ],
)
def test_what_the_edit_would_refuse_the_preview_refuses(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    assert says in run(capsys, "preview", "entry", *words, status=1)


def test_a_closed_month_is_refused_with_the_way_on(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "close", "2026-03", "--agent", "dana")
    said = run(capsys, "preview", "entry", "E-1", "--delete", status=1)
    assert "2026-03 is closed" in said
    assert "reopen" in said
    found = answer(capsys, "explain", "acme", "2026-03", "--entry", "E-1")
    assert (found["counted"], found["lines"][0]["amount"]) == (86, "99.00")


def test_a_month_of_a_ticket_is_explained_as_one_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "other.db"))
    terms = {"rounding": {"increment": 60, "minimum": 60, "per": "request_month"}}
    book = small_book(
        deskhours_book=2,
        contracts=[contract("plan", **terms)],
        requests=[{"key": "R-1", "client": "acme", "subject": "Down", "reported_at": "2026-03-01T08:00:00Z"}],
        entries=[
            entry("E-1", "2026-03-03T09:00", "2026-03-03T09:45", request="R-1"),
            entry("E-2", "2026-03-09T10:00", "2026-03-09T10:05", request="R-1"),
            entry("E-3", "2026-04-01T10:00", "2026-04-01T10:05", request="R-1"),
        ],
    )
    (tmp_path / "month.json").write_text(json.dumps(book), encoding="utf-8")
    run(capsys, "load", str(tmp_path / "month.json"))
    found = answer(capsys, "explain", "acme", "2026-03", "--entry", "E-2")
    assert (found["accounted"], [piece["entry"] for piece in found["pieces"]]) == (60, ["E-1", "E-2"])
    words = run(capsys, "explain", "acme", "2026-03", "--entry", "E-1")
    assert "one request's work of a month, type, scope and contract is one unit" in words


def test_courtesy_in_an_evening_is_explained_and_counts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "free.db"))
    evening = [{"at": "19:00-22:00", "weight": "1.5", "name": "evening"}]
    tables = [{"from": "2026-01-01", "windows": {"tue": evening}}]
    book = small_book(
        deskhours_book=2,
        contracts=[contract("plan", bands=tables)],
        entries=[entry("E-1", "2026-03-03T19:00", "2026-03-03T19:30", scope="courtesy")],
    )
    (tmp_path / "free.json").write_text(json.dumps(book), encoding="utf-8")
    run(capsys, "load", str(tmp_path / "free.json"))
    words = run(capsys, "explain", "acme", "2026-03", "--entry", "E-1")
    assert "evening ×1.5" in words
    assert "counted, rounded once" not in words
