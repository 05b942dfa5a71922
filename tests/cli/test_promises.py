"""What only keys could do: promised work, charges, hours that lapse and the hints of a request, in the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import answer, run
from tests.opened import block, contract, entry, monthly, small_book

AT = ("--at", "2026-03-10T12:00:00Z")
BACKUPS = {"key": "backups", "name": "Check the backups", "every": "month", "checklist": ["restore one file"]}


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))
    monkeypatch.setattr("tui.commands.base.clock", lambda: 1_773_144_000)  # 10 March 2026, 12:00
    book = small_book(
        deskhours_book=2,
        tiers=[{"key": "gold", "name": "Gold", "channels": ["email"]}],
        clients=[
            {"key": "acme", "name": "Acme Ltd", "tier": "gold"},
            {"key": "gone", "name": "Gone", "archived": True},
        ],
        contracts=[
            contract("plan", recurring=[BACKUPS], allowances=[monthly("3:00", rollover={"periods": 1})]),
            block("hours", "5:00", ends="2026-03-20", starts="2026-02-01"),
        ],
        requests=[
            {"key": "R-1", "client": "acme", "subject": "Contact form broken"}
            | {"reported_at": "2026-03-09T09:00:00Z"},
        ],
        entries=[
            entry("E-1", "2026-03-02T10:00", "2026-03-02T11:00"),
            entry("E-2", "2026-03-25T10:00", "2026-03-25T11:00"),
            entry("E-3", "2026-03-03T10:00", "2026-03-03T10:05", scope="courtesy", told=True),
        ],
    )
    (tmp_path / "book.json").write_text(json.dumps(book), encoding="utf-8")
    run(capsys, "load", str(tmp_path / "book.json"))
    return tmp_path


def test_open_opens_once_and_then_answers(capsys: pytest.CaptureFixture[str]) -> None:
    span = ("--from", "2026-03-01", "--to", "2026-03-31")
    assert [row["state"] for row in answer(capsys, "recurring", *span, *AT)] == ["due"]
    opened = answer(capsys, "recurring", "--open", *span, *AT)
    assert [(row["state"], row["request"]) for row in opened] == [("open", "R-2")]
    assert answer(capsys, "recurring", "--open", "--client", "acme", *span, *AT) == opened
    assert answer(capsys, "request", "show", "R-2")["body"] == "[ ] restore one file"
    assert "2026-03-31  open      acme" in run(capsys, "recurring", *span, *AT)
    assert "lies before" in run(capsys, "recurring", "--from", "2026-03-31", "--to", "2026-03-01", status=1)
    assert "nobody" in run(capsys, "recurring", "--client", "nobody", status=1)


def test_a_request_says_what_it_is_promised_for_and_when_no_longer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(capsys, "recurring", "--open")
    assert "promised: Plan, for 1 Mar 2026 to 31 Mar 2026" in run(capsys, "request", "show", "R-2")
    run(capsys, "cancel", "plan", "--notice", "2026-01-05")
    assert "no longer promised: Plan ended or was changed" in run(capsys, "request", "show", "R-2")
    assert [answer(capsys, "request", "show", key)["no_longer_promised"] for key in ("R-1", "R-2")] == [
        False,
        True,
    ]


def test_what_lapses_is_what_is_left_today(capsys: pytest.CaptureFixture[str]) -> None:
    """The hour of the 25th is not worked yet on the 10th; the block's last day is the 20th."""
    february = {"client": "acme", "contract": "plan", "expires_on": "2026-03-31", "minutes": 180}
    hours = {"client": "acme", "contract": "hours", "expires_on": "2026-03-20", "minutes": 240}
    assert answer(capsys, "lapsing", *AT) == [hours, february]
    assert answer(capsys, "lapsing", "--days", "10", *AT) == [hours]
    assert answer(capsys, "lapsing", "--days", "9", *AT) == []
    (still,) = answer(capsys, "lapsing", "--at", "2026-03-31T12:00:00Z", "--days", "0")
    assert still == february | {"minutes": 120}
    assert run(capsys, "lapsing", "--days", "10", *AT) == "2026-03-20     4:00  acme             hours\n"
    assert "--days" in run(capsys, "lapsing", "--days", "-1", status=1)


def test_a_charge_and_a_credit(capsys: pytest.CaptureFixture[str]) -> None:
    charged = answer(capsys, "charge", "acme", "2026-03-05", "3", "12.00", "Stock photo")
    assert charged["key"].startswith("C-")
    assert (charged["quantity"], charged["unit_price"], charged["description"]) == (3, "12.00", "Stock photo")
    credit = answer(capsys, "charge", "acme", "2026-03-06", "1", "-5.00", "Sorry", "--key", "K")
    assert (credit["key"], credit["unit_price"]) == ("K", "-5.00")
    assert answer(capsys, "ledger", "acme", "2026-03")["total"] == "31.00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody", "2026-03-05", "1", "1.00", "x"), "nobody"),
        (("gone", "2026-03-05", "1", "1.00", "x"), "archived"),
        (("acme", "5 March", "1", "1.00", "x"), "DATE"),
        (("acme", "2026-03-05", "0", "1.00", "x"), "QUANTITY"),
        (("acme", "2026-03-05", "1.5", "1.00", "x"), "QUANTITY"),
        (("acme", "2026-03-05", "1", "1.001", "x"), "PRICE"),
        (("acme", "2026-03-05", "1", "1.00", " "), "DESCRIPTION"),
    ],
    ids=["client", "archived", "date", "none", "half", "price", "text"],
)
def test_a_charge_that_cannot_be_names_the_word(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in run(capsys, "charge", *words, status=1)


def test_a_new_request_has_its_hints(capsys: pytest.CaptureFixture[str]) -> None:
    added = answer(capsys, "request", "add", "acme", "Contact form is broken", "--channel", "phone")
    assert added["hints"] == {
        "channel_not_included": True,
        "similar": ["R-1"],
        "courtesies": {"count": 1, "minutes": 5, "worth": "5.83", "last_told": "2026-03-03"},
    }
    quiet = answer(capsys, "request", "add", "acme", "Roof")["hints"]
    assert (quiet["channel_not_included"], quiet["similar"]) == (False, [])
    said = run(capsys, "request", "add", "acme", "Contact form", "--channel", "phone")
    assert "phone is not included in the client's service level" in said
    assert "1 courtesy in 12 months, 0:05, worth 5.83; told on 3 Mar 2026" in said


@pytest.mark.parametrize(
    "words",
    [
        ("request", "add", "gone", "Help"),
        ("request", "capture", "gone help"),
        ("start", "gone"),
        ("switch", "gone"),
        ("add", "gone", "2026-03-09T10:00", "2026-03-09T11:00"),
    ],
    ids=["request", "capture", "start", "switch", "add"],
)
def test_an_archived_client_is_refused(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert "gone" in run(capsys, *words, status=1).casefold()
