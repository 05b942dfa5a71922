"""doctor finds each kind of damage, names it, and finds nothing in a desk that is well."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from peewee import SqliteDatabase

from models.book.ledgers import ledger_json
from models.domain.basics.months import Month
from models.domain.ledger import draws
from models.queries.ledger.ledgers import Ledgers
from models.queries.overview.health import broken_identities, check_closed_work, check_seals, read_findings
from models.services.core.month_records import derive_through
from models.services.history.undo import undo
from models.services.month_end.months import close_month, reopen_month
from models.services.time.entries import add_entry
from models.storage import tables as t
from models.storage.engine import Finding
from models.storage.rows.ledger_texts import document_and_counted
from models.storage.rows.reading import read_entry
from models.storage.rows.whole import frozen_document
from models.storage.sqlite.backup import back_up, backups
from models.storage.sqlite.keeping import FileKeeper
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


@pytest.mark.usefixtures("path")
def test_what_ends_now_is_not_in_the_future() -> None:
    assert damaged(f"UPDATE entry SET ended_at = {NOW} WHERE key = 'E-4'")[-1].name != "future"


def damaged(sql: str) -> list[Finding]:
    """What is found after a change; `deskhours_text` is of a file, where long texts are packed."""
    is_file = isinstance(t.database.obj, SqliteDatabase)
    t.database.execute_sql(sql if is_file else sql.replace("deskhours_text(", "("))
    return [finding for finding in read_findings(NOW) if finding.level != "ok"]


@pytest.mark.usefixtures("path")
def test_a_desk_that_is_well() -> None:
    assert [finding.level for finding in read_findings(NOW)] == ["ok"] * 11


@pytest.mark.usefixtures("path")
def test_an_empty_desk_is_well() -> None:
    t.database.execute_sql("DELETE FROM month_record WHERE NOT frozen")
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
            "UPDATE month_record SET summary = replace(deskhours_text(summary), '\"accounted\":60', '\"accounted\":61')"
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
    finding, seal = damaged(
        'UPDATE statement SET document = replace(deskhours_text(document), \'"opening":60,"granted":300,\','
        " '\"opening\":61,\"granted\":300,') WHERE month = '2026-02'"
    )
    assert (finding.name, finding.level) == ("closed months", "wrong")
    assert (seal.name, seal.details[0]) == ("seals", "acme 2026-02: was changed after the close")
    assert "acme 2026-02: opening and flows do not make the closing" in finding.details
    assert "acme 2026-02: opens with 61 min, the month before closed with 60" in finding.details


@pytest.mark.file
@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(
    ("table", "column", "word"),
    [("statement", "document", "statement"), ("closed_month", "checks", "closed month")],
)
def test_a_packed_text_that_is_damaged_is_named(table: str, column: str, word: str) -> None:
    """Half of the bytes, and bytes of no form that this program writes."""
    for broken in (f"substr({column}, 1, length({column}) / 2)", "x'0905'"):
        found = damaged(f"UPDATE {table} SET {column} = {broken}")[0]
        assert (found.name, found.level) == ("documents", "wrong")
        assert f"{word} " in found.details[0]
        assert found.details[0].endswith(f"{column} is no JSON")


@pytest.mark.usefixtures("path")
def test_both_identities_are_checked() -> None:
    text = t.MonthRecord.select(frozen_document()).where(t.MonthRecord.month == "2026-02").scalar()
    document = json.loads(text)
    assert list(broken_identities(*document_and_counted(json.dumps(document), "GBP"))) == []
    document["units"][0]["covered"] += 1
    document["grants"][0]["drawn"] += 1
    document["minutes"]["overage"] += 1
    assert list(broken_identities(*document_and_counted(json.dumps(document), "GBP"))) == [
        "the grants do not add up to drawn",
        "the parts of the month do not make what is counted",
        "the parts of the unit of E-2 do not make what is counted",
    ]


@pytest.mark.file
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


@pytest.mark.file
def test_backups_and_privacy(path: Path) -> None:
    private, none = FileKeeper().check_place(path, NOW)
    assert (private.level, none.level) == ("ok", "note")
    copy = back_up(path, now=NOW)
    assert FileKeeper().check_place(path, NOW)[1].message == "the newest of 1 is of 2026-04-15 12:00 UTC"
    old = FileKeeper().check_place(path, NOW + 2 * 86_400)[1]
    assert (old.level, old.message) == ("note", "the newest backup is 2 days old")
    copy.write_bytes(os.urandom(5000))
    assert FileKeeper().check_place(path, NOW)[1].level == "wrong"
    path.chmod(0o644)
    assert FileKeeper().check_place(path, NOW)[0].details == (
        f"{path} has mode 0644; chmod 600 makes it private",
    )
    assert backups(path) == [copy]


# -- what was closed ----------------------------------------------------------------------------

LAST = "(SELECT max(month) FROM closed_month)"
CLOSED_DAMAGES = [
    (
        "UPDATE statement SET number = 9 WHERE number = (SELECT max(number) FROM statement)",
        "seals",
        "statement 2 of 2026-02: is missing",
    ),
    (
        "UPDATE statement SET issued_at = issued_at + 86400 WHERE number = 2",
        "seals",
        "statement 2 of 2026-02: was issued in another version or on another day",
    ),
    (
        "UPDATE statement SET version = 3 WHERE number = 2",
        "seals",
        "statement 2 of 2026-02: was issued in another version or on another day",
    ),
    (
        "UPDATE statement_money SET document = replace(document, '.', '1.') WHERE row = 2",
        "seals",
        "statement 2 of 2026-02: was changed after it was issued",
    ),
    (
        "UPDATE statement SET document = replace(deskhours_text(document), '\"late\":false', '\"late\":true')"
        " WHERE id = 2",
        "seals",
        "acme 2026-02: was changed after the close",
    ),
    (
        "UPDATE month_record SET summary = replace(deskhours_text(summary), '\"opening\":', '\"opening\":1')"
        f" WHERE month = {LAST}",
        "seals",
        "acme 2026-02: was changed after the close",
    ),
    (
        f"DELETE FROM month_record WHERE month = {LAST} AND client = 'acme'",
        "seals",
        "acme 2026-02: the frozen month is missing",
    ),
    (
        "UPDATE entry SET ended_at = ended_at + 60 WHERE key = 'E-2'",
        "closed work",
        "acme 2026-02: E-2: 8:01:00 of support work on 2026-02-03 where 8:00:00",
    ),
    ("DELETE FROM entry WHERE key = 'E-2'", "closed work", "acme 2026-02: E-2: nothing where"),
    (
        "UPDATE entry SET scope = 'courtesy' WHERE key = 'E-2'",
        "closed work",
        "acme 2026-02: E-2: 8:00:00 of courtesy work",
    ),
    (
        "INSERT INTO charge (key, client, date, description, quantity)"
        " VALUES ('C-9', 'acme', '2026-02-03', 'x', 1)",
        "closed work",
        "acme 2026-02: its charges are not those that were closed",
    ),
    (
        "DELETE FROM closed_month WHERE month = (SELECT min(month) FROM closed_month)",
        "seals",
        "2026-01: is missing among the closed months",
    ),
    (
        f"DELETE FROM closed_month WHERE month = {LAST}",
        "seals",
        "2026-02: is frozen, but missing among the closed months",
    ),
]


@pytest.mark.file  # on a server nobody touches what was issued in the first place
@pytest.mark.usefixtures("path")
def test_a_statement_of_a_month_that_is_open_again_is_held_against_its_own_digest() -> None:
    reopen_month(Month(2026, 2), "a reason", NOW, "dana")
    assert check_seals().level == "ok"
    t.database.execute_sql("UPDATE statement_money SET document = replace(document, '.', '1.') WHERE row = 2")
    assert check_seals().details == ("statement 2 of acme 2026-02: was changed after it was issued",)


@pytest.mark.usefixtures("path")
def test_a_seal_of_an_earlier_program_knows_the_content_alone() -> None:
    m = t.ClosedMonth
    for month, seal in list(m.select(m.month, m.seal).tuples()):
        earlier = seal | {"statements": {name: digest[:16] for name, digest in seal["statements"].items()}}
        m.update(seal=earlier).where(m.month == month).execute()
    assert check_seals().level == "ok"
    t.Statement.update(issued_at=0).where(t.Statement.number == 2).execute()
    assert check_seals().level == "ok"
    t.Statement.update(document="{}").where(t.Statement.number == 2).execute()
    assert "statement 2 of 2026-02: was changed after it was issued" in check_seals().details


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(
    ("sql", "name", "detail"),
    # A server does not let anybody touch an entry of a closed month in the first place.
    [
        pytest.param(*each, marks=[pytest.mark.file] if " entry " in each[0] else [])
        for each in CLOSED_DAMAGES
    ],
)
def test_found_4_6_a_change_of_what_was_closed_is_found(sql: str, name: str, detail: str) -> None:
    found = {finding.name: finding for finding in damaged(sql)}
    assert found[name].level == "wrong"
    assert any(one.startswith(detail) for one in found[name].details), found[name].details


@pytest.mark.usefixtures("path")
def test_found_4_6_what_may_change_after_a_close_is_no_fault() -> None:
    """Reopened, closed again, undone, late work: all is well."""
    reopen_month(Month(2026, 2), "a correction", NOW, "dana")
    assert damaged("SELECT 1") == []
    close_month(Month(2026, 2), NOW, "dana")
    assert damaged("SELECT 1") == []
    undo(NOW, "dana")
    assert damaged("SELECT 1") == []
    undo(NOW, "dana")
    assert damaged("SELECT 1") == []
    add_entry(
        replace(
            read_entry("E-2"), key="", started_at=at("2026-02-20T09:00"), ended_at=at("2026-02-20T10:00")
        ),
        NOW,
        "dana",
    )
    assert damaged("SELECT 1") == []


BROKEN = [
    ("desk", "document", "desk 1: document is no JSON"),
    ("contract", "document", "contract plan: document is no JSON"),
    ("work_type", "rates", "work type maintenance: rates is no JSON"),
    ("month_record", "closing", "month record 1: closing is no JSON"),
    ("statement", "document", "statement 1: document is no JSON"),
    ("client", "contacts", "client acme: contacts is no JSON"),
]


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(("table", "column", "detail"), BROKEN)
def test_found_6_6_a_broken_document_is_named(table: str, column: str, detail: str) -> None:
    found = {finding.name: finding for finding in damaged(f"UPDATE {table} SET {column} = '{{not so'")}
    assert found["documents"].level == "wrong"
    assert detail in found["documents"].details


@pytest.mark.usefixtures("path")
def test_found_6_6_a_document_of_another_shape_is_named() -> None:
    found = {finding.name: finding for finding in damaged("UPDATE contract SET document = '[]'")}
    (detail,) = found["documents"].details
    assert detail.startswith("contract plan: contract: a list")
    t.database.execute_sql("UPDATE client SET contacts = '{}' WHERE key = 'acme'")
    assert "client acme: contacts is no list" in {f.name: f for f in read_findings(NOW)}["documents"].details


def test_found_1_8_a_client_that_did_nothing_in_a_closed_month_is_well(tmp_path: Path) -> None:
    """On demand, with work in January and March and none in February, the newest closed month."""
    book = small_book(
        entries=[
            entry("E-1", "2026-01-05T09:00", "2026-01-05T10:00"),
            entry("E-2", "2026-03-05T09:00", "2026-03-05T10:00"),
        ],
        closed_months=["2026-01", "2026-02"],
    )
    with opened(tmp_path / "other", book, NOW):
        derive_through(Month(2026, 4))
        assert {finding.level for finding in read_findings(NOW)} == {"ok"}
        assert ledger_json(Ledgers().document("acme", Month(2026, 4)))["total"] == "0.00"


@pytest.mark.usefixtures("path")
def test_the_long_checks_say_how_far_they_are() -> None:
    heard: dict[str, list[tuple[int, int]]] = {}

    def step(what: str, of: int, done: int) -> None:
        heard.setdefault(what, []).append((of, done))

    assert {finding.level for finding in read_findings(NOW, step)} == {"ok"}
    assert {what: steps[-1] for what, steps in heard.items()} == {
        "closed months": (2, 2),
        "seals": (2, 2),
        "closed work, by client": (2, 2),
    }


@pytest.mark.file  # a server lets nobody write into a closed month
@pytest.mark.usefixtures("path")
def test_closed_work_is_compared_without_drawing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of a closed month is drawn, billed or rounded again: only what was worked is compared (FOUND 4.6)."""
    before = check_closed_work()
    monkeypatch.setattr(draws, "month_ledger", None)
    assert check_closed_work() == before == replace(before, level="ok", details=())
    t.database.execute_sql("UPDATE entry SET ended_at = ended_at + 60 WHERE key = 'E-5'")
    t.database.execute_sql("UPDATE entry SET scope = 'additional' WHERE key = 'E-2'")
    assert check_closed_work().details == (
        "acme 2026-02: E-2: 8:00:00 of additional work on 2026-02-03 where 8:00:00 of support work on 2026-02-03"
        " was closed",
    )
