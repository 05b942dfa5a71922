"""What is worth a talk: each kind at its edges, and what was said about it (RULES 5.9)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from models.domain.planning.opportunities import (
    Opportunity,
    flagged_words,
    in_order,
    talk_words,
    unused_fee,
    worth,
)
from models.queries.clients.pages import read_client_page
from models.queries.desk.talks import read_talks
from models.queries.month_end.review import read_month_end
from models.queries.planning.opportunities import (
    opportunities_document,
    read_opportunities,
)
from models.services.contracts.talks import talk_about
from models.services.history.undo import undo
from tests.opened import at, contract, entry, monthly, opened, small_book

NOW = at("2026-07-03T08:00")
OLD = [{"key": "acme", "name": "Acme", "since": "2026-01-01"}]


def kinds(**sections: Any) -> dict[str, Opportunity]:
    return {row.kind: row for row in read_opportunities(NOW)}


def request(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "client": "acme", "subject": "Help", "reported_at": "2026-05-04T09:00:00Z", **more}


def test_an_empty_desk_has_nothing_to_talk_about(tmp_path: Path) -> None:
    with opened(tmp_path, small_book()):
        assert opportunities_document(NOW) == []


def test_flagged_requests_of_the_last_three_months(tmp_path: Path) -> None:
    book = small_book(
        clients=OLD,
        requests=[
            request("R-1", outside_scope=True),
            request("R-2", outside_scope=True, reported_at="2026-01-05T09:00:00Z"),
            request("R-3", outside_scope=True, reported_at="2026-01-05T09:00:00Z"),
            request("R-4"),
        ],
        entries=[
            entry("E-1", "2026-05-04T10:00", "2026-05-04T10:50", request="R-1"),
            entry("E-2", "2026-04-03T10:00", "2026-04-03T11:00", request="R-2"),
            entry("E-3", "2026-04-02T10:00", "2026-04-02T11:00", request="R-3"),
            entry("E-4", "2026-06-02T10:00", "2026-06-02T11:00", request="R-4"),
        ],
    )
    with opened(tmp_path, book):
        row = kinds()["outside_scope"]
    # R-3 was worked on the day before the three months; R-4 has no flag.
    assert (row.since, row.minutes, row.detail) == (date(2026, 1, 5), 110, "R-1, R-2")


def test_drift_over_is_what_was_billed_and_under_what_was_paid_for_nothing(tmp_path: Path) -> None:
    work = [entry(f"E-{month}", f"2026-0{month}-04T10:00", f"2026-0{month}-04T11:00") for month in (4, 5, 6)]
    terms = {"starts": "2026-01-01", "ends": "2026-12-31", "fee": {"amount": "300.00"}}
    book = small_book(
        clients=OLD, contracts=[contract("k", allowances=[monthly("3:00")], **terms)], entries=work
    )
    with opened(tmp_path, book):
        row = kinds()["drift"]
        assert (row.minutes, row.amount, row.detail) == (180 - 540, 60000, "under")
    (tmp_path / "over").mkdir()
    book["contracts"][0]["allowances"] = [monthly("0:30")]
    with opened(tmp_path / "over", book):
        row = kinds()["drift"]
        assert (row.minutes, row.detail) == (180 - 90, "over")
        assert row.amount > 0


def test_unused_hours_want_two_full_months_without_a_draw(tmp_path: Path) -> None:
    terms = {"starts": "2026-01-01", "ends": "2026-12-31", "fee": {"amount": "300.00"}}
    book = small_book(clients=OLD, contracts=[contract("k", allowances=[monthly("3:00")], **terms)])
    with opened(tmp_path, book):
        row = kinds()["unused"]
        assert (row.since, row.minutes, row.amount) == (date(2026, 5, 1), 360, 60000)
    (tmp_path / "used").mkdir()
    book["entries"] = [entry("E-1", "2026-05-31T10:00", "2026-05-31T10:10")]
    with opened(tmp_path / "used", book):
        assert "unused" not in kinds()


def test_a_plan_that_would_have_been_cheaper(tmp_path: Path) -> None:
    work = [entry(f"E-{month}", f"2026-0{month}-04T10:00", f"2026-0{month}-04T14:00") for month in (4, 5, 6)]
    plan = {
        "key": "five",
        "name": "Five",
        "kind": "retainer",
        "months": 12,
        "allowances": [monthly("5:00")],
        "fee": {"amount": "200.00", "every": "month"},
    }
    book = small_book(clients=OLD, entries=work, plans=[plan], deskhours_book=2)
    with opened(tmp_path, book):
        row = kinds()["hourly"]
        paid = 12 * 7000  # three months of 4:00 at the rate of the desk, 70.00
        assert (row.since, row.minutes, row.amount, row.detail) == (
            date(2026, 4, 1),
            720,
            paid - 60000,
            "Five",
        )
    (tmp_path / "bound").mkdir()
    book["contracts"] = [contract("k", starts="2026-06-30", ends="2026-12-31")]
    with opened(tmp_path / "bound", book):
        assert "hourly" not in kinds()


def test_a_decision_that_is_near(tmp_path: Path) -> None:
    terms = {"starts": "2026-01-01", "ends": "2026-08-31", "fee": {"amount": "300.00"}}
    with opened(tmp_path, small_book(clients=OLD, contracts=[contract("k", **terms)])):
        row = kinds()["renewal"]
    assert (row.since, row.amount) == (date(2026, 5, 2), 8 * 30000)


def test_what_was_talked_about_sleeps_and_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(clients=OLD, requests=[request("R-1", outside_scope=True)])):
        (row,) = read_opportunities(NOW)
        assert not row.sleeps(date(2026, 7, 3))
        talk_about(row, "they pay for it", date(2026, 9, 1), NOW, "dana")
        (row,) = read_opportunities(NOW)
        assert (row.next_on, row.sleeps(date(2026, 8, 31)), row.sleeps(date(2026, 9, 1))) == (
            date(2026, 9, 1),
            True,
            False,
        )
        talk_about(row, "", None, NOW, "dana")
        assert [talk.result for talk in read_talks("acme")["acme", "outside_scope"]] == [
            "",
            "they pay for it",
        ]
        undo(NOW, "dana")
        assert opportunities_document(NOW)[0]["next_on"] == "2026-09-01"


def test_the_most_money_first() -> None:
    rows = [
        Opportunity("b", "unused", date(2026, 1, 1), 0, 10),
        Opportunity("a", "unused", date(2026, 1, 1), 0, 10),
        Opportunity("c", "rework", date(2026, 1, 1), 0, 11),
        Opportunity("a", "drift", date(2026, 1, 1), 0, 10),
    ]
    assert [(row.client, row.kind) for row in in_order(rows)] == [
        ("c", "rework"),
        ("a", "drift"),
        ("a", "unused"),
        ("b", "unused"),
    ]
    assert worth(50, 9000) == 7500
    assert (unused_fee(30000, 180, 540), unused_fee(30000, 600, 540), unused_fee(1, 0, 0)) == (20000, 0, 0)


def test_the_talk_and_what_it_stands_on_are_where_the_client_is(tmp_path: Path) -> None:
    book = small_book(
        clients=[*OLD, {"key": "bo", "name": "Bo"}],
        requests=[
            request("R-1", rework=True),
            request("R-2", rework=True),
            request("R-3", outside_scope=True),
            request("R-4", client="bo", rework=True),
        ],
        entries=[
            entry("E-1", "2026-05-04T10:00", "2026-05-04T10:50", request="R-1"),
            entry("E-2", "2026-06-03T10:00", "2026-06-03T10:20", request="R-2"),
        ],
    )
    with opened(tmp_path, book):
        assert read_client_page("acme", NOW).talks == ()
        rework = next(row for row in read_opportunities(NOW) if (row.client, row.kind) == ("acme", "rework"))
        for said, again in (("first", None), ("bigger plan", date(2026, 9, 1))):
            talk_about(rework, said, again, NOW, "dana")
        page = read_client_page("acme", NOW)
        assert flagged_words(page.flagged) == "2 rework, 1:10; 1 outside scope, 0:00"
        assert page.talks == ("rework: bigger plan; again on 1 Sep 2026",)
        assert read_month_end(None, NOW).talks == {"acme": page.talks}
        assert flagged_words(read_client_page("bo", NOW).flagged) == "1 rework, 0:00"
    assert talk_words("unused", "", None) == "unused: talked about"
    assert flagged_words(()) == ""
