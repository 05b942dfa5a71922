"""Do the commands on requests answer, refuse and speak as they should? Run as a user would, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.storage import tables as t
from models.storage.database import open_database
from tests.opened import contract, entry, small_book
from tests.test_cases import CASES, play, read_case
from tui.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a database of its own; status, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as wrong_usage:
            status = int(wrong_usage.code or 0)
        return status, *capsys.readouterr()

    return command


@pytest.fixture
def desk(run: Run, tmp_path: Path) -> Run:
    """A desk with a gold client, a request from the past and work on it."""
    book = small_book(
        clients=[{"key": "acme", "name": "Acme Ltd", "tier": "gold"}, {"key": "bond", "name": "Bond"}],
        tiers=[
            {"key": "gold", "name": "Gold", "first_response": "2h", "resolution": "2d", "clock": "working"}
        ],
        contracts=[contract("plan")],
        requests=[
            {
                "key": "R-1",
                "client": "acme",
                "subject": "Form [/] broken",
                "cause": "forms",
                "reported_at": "2026-03-02T09:00:00Z",
                "first_response_at": "2026-03-02T09:30:00Z",
                "events": [{"at": "2026-03-02T12:00:00Z", "state": "resolved"}],
            },
            {"key": "R-2", "client": "bond", "subject": "Roof", "reported_at": "2026-03-02T10:00:00Z"},
            {"key": "R-3", "client": "acme", "subject": "Hours", "reported_at": "2026-03-02T10:00:00Z"},
        ],
        entries=[entry("E-1", "2026-03-02T10:00", "2026-03-02T10:45", request="R-1")],
    )
    (tmp_path / "book.json").write_text(json.dumps(book), encoding="utf-8")
    assert run("load", "book.json")[0] == 0
    return run


def answer(run: Run, *arguments: str) -> Any:
    """The JSON of a command that is done."""
    status, out, err = run(*arguments, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


AT = ("--at", "2026-03-02T16:00:00Z")


@pytest.mark.parametrize(
    "path", [path for path in CASES if path.stem.startswith("sla-")], ids=lambda path: path.stem
)
def test_golden_cases(path: Path, run: Run, tmp_path: Path) -> None:
    assert not list(play(read_case(path), tmp_path, lambda arguments: run(*arguments)))


def test_requests_as_json_and_in_words(desk: Run) -> None:
    assert answer(desk, "requests", *AT) == [
        {
            "key": "R-3",
            "client": "acme",
            "subject": "Hours",
            "state": "new",
            "priority": "normal",
            "assignee": None,
            "response_due": "2026-03-02T12:00:00Z",
            "response_state": "breached",
            "resolution_due": "2026-03-04T10:00:00Z",
            "resolution_state": "ok",
            "waiting_seconds": 0,
        },
        {
            "key": "R-2",
            "client": "bond",
            "subject": "Roof",
            "state": "new",
            "priority": "normal",
            "assignee": None,
            "response_due": None,
            "response_state": None,
            "resolution_due": None,
            "resolution_state": None,
            "waiting_seconds": 0,
        },
    ]
    lines = desk("requests", "--all", *AT)[1].splitlines()
    assert "response late since 2 Mar 12:00" in lines[0]
    assert lines[1].startswith("R-1      resolved ")
    assert lines[-1] == "3 requests"


def test_causes_as_json_and_in_words(desk: Run) -> None:
    row = {"cause": "forms", "client": "acme", "requests": 1, "repeats": 0, "accounted": 45}
    assert answer(desk, "causes", *AT) == [row]
    assert answer(desk, "causes", "--from", "2026-03-03", *AT) == []
    assert answer(desk, "causes", "--from", "2026-03-01", "--to", "2026-03-31", *AT) == [row]
    assert desk("causes", *AT)[1].splitlines() == [
        "    0:45  forms                    acme                     1 request, 0 repeats",
        "    0:45  in all",
    ]


def test_a_request_from_report_to_close(desk: Run) -> None:
    new = answer(
        desk, "request", "add", "acme", "New form", "--priority", "high", "--channel", "phone",
        "--assignee", "dana", "--repeat-of", "R-1", "--body", "as before", "--work-type", "design",
    )  # fmt: skip
    said = {
        name: value
        for name, value in new.items()
        if name not in {"touched_at", "recurring", "premium", "hints"}
    }
    assert {**said, "reported_at": ""} == {
        "key": "R-4",
        "client": "acme",
        "subject": "New form",
        "body": "as before",
        "channel": "phone",
        "priority": "high",
        "state": "new",
        "assignee": "dana",
        "cause": None,
        "work_type": "design",
        "reported_at": "",
        "first_response_at": None,
        "repeat_of": "R-1",
        "outside_scope": False,
        "events": [],
        "rework": False,
        "notes": [],
    }
    assert answer(desk, "request", "answer", "R-4")["first_response_at"] is not None
    assert answer(desk, "request", "state", "R-4", "waiting")["state"] == "waiting"
    assert answer(desk, "request", "assign", "R-4")["assignee"] is None
    assert desk("request", "note", "R-4", "they call back") == (0, "noted on R-4: New form\n", "")
    assert desk("request", "resolve", "R-4", "--cause", "forms") == (0, "resolved R-4: New form\n", "")
    assert desk("request", "state", "R-4", "closed") == (0, "now closed: R-4: New form\n", "")
    page = answer(desk, "request", "show", "R-4")
    assert [line["kind"] for line in page["conversation"]].count("note") == 1
    assert [brief["key"] for brief in page["repeats"]] == ["R-1"]
    assert (page["state"], page["cause"], page["left"]["manner"]) == ("closed", "forms", "counted")


def test_a_page_in_words(desk: Run) -> None:
    lines = desk("request", "show", "R-1", "--at", "2026-03-02T11:00:00Z")[1].splitlines()
    assert lines[:3] == [
        "R-1 Form [/] broken",
        "  Acme Ltd, new, normal, by email, unassigned",
        "  resolution due 3 Mar 2026 17:00: 14:00 left",
    ]
    assert "  2 Mar 2026 09:30  answered" in lines
    assert "  2 Mar 2026  0:45, used 0:00, to bill 0:45" in lines


def test_one_line_is_a_request(desk: Run) -> None:
    new = answer(desk, "request", "capture", "bond leaking roof !u #building @ph >dana")
    assert (new["client"], new["subject"], new["priority"]) == ("bond", "leaking roof", "urgent")
    assert (new["cause"], new["channel"], new["assignee"]) == ("building", "phone", "dana")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("request", "add", "nobody", "x"), "client: 'nobody'"),
        (("request", "add", "acme", " "), "request.subject"),
        (("request", "add", "acme", "x", "--priority", "asap"), "--priority: 'asap'"),
        (("request", "add", "acme", "x", "--channel", "fax"), "--channel: 'fax'"),
        (("request", "capture", "zz roof"), "no client is called 'zz'"),
        (("request", "show", "R-9"), "'R-9' is not known"),
        (("request", "state", "R-1", "gone"), "STATE: 'gone'"),
        (("request", "state", "R-1", "resolved"), "R-1 is resolved already"),
        (("request", "state", "R-2", "resolved"), "needs a cause"),
        (("request", "resolve", "R-9", "--cause", "x"), "'R-9' is not known"),
        (("request", "note", "R-1", ""), "note"),
        (("request", "assign", "R-1", "nobody"), "agent: 'nobody'"),
        (("causes", "--from", "yesterday"), "--from"),
        (("causes", "--from", "2026-03-02", "--to", "2026-03-01"), "--to: 2026-03-01 lies before 2026-03-02"),
    ],
)
def test_refusals_say_what_and_why(desk: Run, arguments: tuple[str, ...], words: str) -> None:
    before = desk("dump")[1]
    status, out, err = desk(*arguments)
    assert (status, out) == (1, "")
    assert words in err
    assert desk("dump")[1] == before


@pytest.mark.parametrize(
    "arguments", [("request",), ("request", "resolve", "R-1"), ("request", "add", "acme")]
)
def test_wrong_usage(desk: Run, arguments: tuple[str, ...]) -> None:
    assert desk(*arguments)[0] == 2


def test_spec_11_the_queue_is_filtered(run: Run, tmp_path: Path) -> None:
    base = {"client": "acme", "reported_at": "2026-03-02T09:00:00Z"}
    done = {"state": "resolved", "events": [{"at": "2026-03-02T11:00:00Z", "state": "resolved"}]}
    requests = [
        {**base, "key": "R-1", "subject": "Form broken", "priority": "high"},
        {**base, "key": "R-2", "subject": "Café closed", "client": "bond", "outside_scope": True},
        {**base, "key": "R-3", "subject": "Form again", **done},
        {**base, "key": "R-4", "subject": "Menu", "body": "the form, please"},
    ]
    book = small_book(
        clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "bond", "name": "Bond"}], requests=requests
    )
    (tmp_path / "more.json").write_text(json.dumps(book), encoding="utf-8")
    run("load", "more.json")
    with open_database(tmp_path / "desk.db").connection():
        t.Request.update(rework=True).where(t.Request.key.in_(["R-3", "R-4"])).execute()

    def keys(*options: str) -> list[str]:
        status, out, _ = run("requests", *options, "--json", "--at", "2026-03-03T09:00:00Z")
        assert status == 0
        return sorted(row["key"] for row in json.loads(out))

    assert keys() == ["R-1", "R-2", "R-4"]
    assert keys("--all", "--rework") == ["R-3", "R-4"]
    assert keys("--rework") == ["R-4"]
    assert keys("--outside-scope") == ["R-2"]
    assert keys("--priority", "high") == ["R-1"]
    assert keys("--client", "acme") == ["R-1", "R-4"]
    assert keys("--state", "resolved") == ["R-3"]
    assert keys("--state", "new") == ["R-1", "R-2", "R-4"]
    assert keys("--search", "FORM") == ["R-1", "R-4"]
    assert keys("--search", "cafe bond") == ["R-2"]
    assert keys("--all", "--search", "form", "--client", "acme", "--rework") == ["R-3", "R-4"]
    for option, word in (("--client", "nobody"), ("--priority", "huge"), ("--state", "lost")):
        status, out, err = run("requests", option, word)
        assert (status, out) == (1, "")
        assert word in err
