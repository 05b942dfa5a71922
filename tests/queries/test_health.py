"""doctor finds each kind of damage, names it, and finds nothing in a desk that is well."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import tables as t
from models.backup import back_up, backups
from models.domain.months import Month
from models.queries.health import Finding, broken_identities, check_files, read_findings
from models.services.records import derive_through
from tests.opened import at, contract, entry, monthly, opened, small_book

NOW = at("2026-04-15T12:00")


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    book = small_book(
        clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "globex", "name": "Globex"}],
        contracts=[contract("plan", allowances=[monthly("5:00", rollover={"periods": 2, "cap": "3:00"})])],
        requests=[{"key": "R-1", "client": "acme", "subject": "x", "reported_at": "2026-01-05T09:00:00Z"}],
        entries=[
            entry("E-1", "2026-01-05T09:00", "2026-01-05T13:00"),
            entry("E-2", "2026-02-03T09:00", "2026-02-03T17:00"),
            entry("E-3", "2026-04-03T09:00", "2026-04-03T10:00", client="globex", request=None),
            entry("E-4", "2026-04-06T09:00", "2026-04-06T10:00", request="R-1"),
            entry("E-5", "2026-01-30T09:00", "2026-01-30T10:00", late_in="2026-03"),
        ],
        closed_months=["2026-01", "2026-02"],
    )
    with opened(tmp_path, book, NOW):
        derive_through(Month(2026, 4))
        yield tmp_path / "desk.db"


def damaged(sql: str) -> list[Finding]:
    t.database.execute_sql(sql)
    return [finding for finding in read_findings(NOW) if finding.level != "ok"]


@pytest.mark.usefixtures("path")
def test_a_desk_that_is_well() -> None:
    assert [finding.level for finding in read_findings(NOW)] == ["ok"] * 9


@pytest.mark.usefixtures("path")
def test_an_empty_desk_is_well() -> None:
    t.database.execute_sql("DELETE FROM month_record")
    assert {finding.level for finding in read_findings(NOW)} == {"ok"}


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(
    ("sql", "name", "level", "details"),
    [
        (
            "UPDATE month_record SET closing = '[]' WHERE client = 'acme' AND month = '2026-04'",
            "records",
            "wrong",
            ("acme 2026-04",),
        ),
        (
            "UPDATE month_record SET summary = replace(summary, '\"accounted\":60', '\"accounted\":61')"
            " WHERE NOT frozen AND client = 'globex' AND month = '2026-04'",
            "records",
            "wrong",
            ("globex 2026-04",),
        ),
        (
            "UPDATE month_record SET month = '2025-12' WHERE client = 'globex' AND month = '2026-04'",
            "records",
            "wrong",
            ("globex 2025-12 (no month of this client)",),
        ),
        (
            "UPDATE request SET state = 'open' WHERE key = 'R-1'",
            "states of requests",
            "wrong",
            ("R-1",),
        ),
        ("UPDATE entry SET client = 'globex' WHERE key = 'E-4'", "requests of entries", "wrong", ("E-4",)),
        ("UPDATE entry SET late_in = '2026-04' WHERE key = 'E-5'", "late work", "wrong", ("E-5",)),
        (
            "UPDATE entry SET ended_at = ended_at + 3600 * 24 * 3 WHERE key = 'E-3'",
            "overlaps",
            "note",
            ("E-4",),
        ),
        (
            "UPDATE entry SET ended_at = started_at + 86401 WHERE key = 'E-4'",
            "long entries",
            "note",
            ("E-4",),
        ),
        (f"UPDATE entry SET ended_at = {NOW + 1} WHERE key = 'E-4'", "future", "note", ("E-4",)),
    ],
)
def test_each_damage_is_named(sql: str, name: str, level: str, details: tuple[str, ...]) -> None:
    if name == "states of requests":
        t.RequestEvent.insert(request="R-1", at=NOW, state="new").execute()
    found = {finding.name: finding for finding in damaged(sql)}
    assert (found[name].level, found[name].details) == (level, details)


@pytest.mark.usefixtures("path")
def test_closed_months_that_do_not_add_up() -> None:
    (finding,) = damaged(
        'UPDATE month_record SET document = replace(document, \'"opening":60,"granted":300,\','
        " '\"opening\":61,\"granted\":300,') WHERE month = '2026-02'"
    )
    assert (finding.name, finding.level) == ("closed months", "wrong")
    assert "acme 2026-02: opening and flows do not make the closing" in finding.details
    assert "acme 2026-02: opens with 61 min, the month before closed with 60" in finding.details


@pytest.mark.usefixtures("path")
def test_both_identities_are_checked() -> None:
    text = t.database.execute_sql("SELECT document FROM month_record WHERE month = '2026-02'").fetchone()[0]
    document = json.loads(text)
    assert list(broken_identities(document)) == []
    document["units"][0]["covered"] += 1
    document["grants"][0]["drawn"] += 1
    document["minutes"]["overage"] += 1
    assert list(broken_identities(document)) == [
        "the grants do not add up to drawn",
        "the parts of the month do not make what is accounted",
        "the parts of the unit of E-2 do not make what is accounted",
    ]


@pytest.mark.usefixtures("path")
def test_many_rows_are_counted_not_listed() -> None:
    t.database.execute_sql("DELETE FROM entry WHERE key IN ('E-3', 'E-4')")
    rows = [
        {"key": f"L-{n}", "agent": "dana", "work_type": "design",
         "started_at": n * 90_000, "ended_at": n * 90_000 + 86_401}
        for n in range(13)
    ]  # fmt: skip
    t.Entry.insert_many(rows).execute()
    (finding,) = [finding for finding in read_findings(NOW) if finding.name == "long entries"]
    assert finding.message == "13 entries last longer than a day"
    assert (len(finding.details), finding.details[-1]) == (11, "and 3 more")


def test_backups_and_privacy(path: Path) -> None:
    private, none = check_files(path, NOW)
    assert (private.level, none.level) == ("ok", "note")
    copy = back_up(path, now=NOW)
    assert check_files(path, NOW)[1].message == "the newest of 1 is of 2026-04-15 12:00 UTC"
    old = check_files(path, NOW + 2 * 86_400)[1]
    assert (old.level, old.message) == ("note", "the newest backup is 2 days old")
    copy.write_bytes(os.urandom(5000))
    assert check_files(path, NOW)[1].level == "wrong"
    path.chmod(0o644)
    assert check_files(path, NOW)[0].details == (f"{path} has mode 0644; chmod 600 makes it private",)
    assert backups(path) == [copy]
