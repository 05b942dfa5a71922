"""What nobody may miss."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.domain.basics.months import Month, parse_date
from models.queries.ledger.lapsing import read_lapsing
from models.queries.overview.alerts import alerts_document
from models.services.contracts.contracts import snooze_renewal
from models.services.desk.alerts import record_alerts
from models.storage import tables as t
from tests.opened import at, block, contract, entry, monthly, opened, small_book

JULY = at("2026-07-10T12:00")


def kinds(found: list[dict[str, Any]]) -> list[str]:
    return [row["kind"] for row in found]


def test_the_highest_mark_is_shown_and_the_pace(tmp_path: Path) -> None:
    book = small_book(
        contracts=[
            contract("plan", ends=None, allowances=[monthly("5:00", rollover={"periods": 6, "cap": "0:00"})])
        ],
        entries=[entry("E-1", "2026-07-02T10:00", "2026-07-02T14:30")],
    )
    with opened(tmp_path, book):
        used, pace = alerts_document(JULY)
    assert used == {
        "kind": "used",
        "client": "acme",
        "message": "Acme Ltd: 90 % used, 4:30 of 5:00",
        "month": "2026-07",
        "percent": 90,
        "accounted": 270,
        "usable": 300,
    }
    # 270 minutes in 8 of 23 working days.
    assert (pace["kind"], pace["expected"], pace["percent"]) == ("run_rate", 776, 259)


def test_marks_are_recorded_once(tmp_path: Path) -> None:
    book = small_book(
        contracts=[block("b", "5:00")], entries=[entry("E-1", "2026-07-02T10:00", "2026-07-02T14:30")]
    )
    with opened(tmp_path, book):
        assert record_alerts(JULY) == (("acme", 75), ("acme", 90))
        assert record_alerts(JULY + 60) == ()
        assert record_alerts(at("2026-08-10T12:00")) == ()
        rows = list(
            t.database.execute_sql("SELECT client, month, percent, reached_at FROM alert ORDER BY percent")
        )
    assert rows == [("acme", "2026-07", 75, JULY), ("acme", "2026-07", 90, JULY)]


def test_minutes_about_to_lapse(tmp_path: Path) -> None:
    sessions = {"sessions": 2, "session_minutes": 15, "every": "month"}
    book = small_book(
        contracts=[
            contract("plan", ends=None, allowances=[monthly("2:00"), sessions]),
            block("b", "1:00", ends="2026-08-02", renewal={"mode": "none"}),
            block("never", "1:00", ends=None),
        ],
        entries=[entry("E-1", "2026-07-02T10:00", "2026-07-02T10:45")],
    )
    with opened(tmp_path, book):
        found = [row for row in alerts_document(at("2026-07-18T12:00")) if row["kind"] == "lapsing"]
        assert [(row["contract"], row["expires_on"], row["minutes"]) for row in found] == [
            # A session took 15 of the 45 minutes, the two hours the rest.
            ("plan", "2026-07-31", 90 + 15)
        ]
        assert read_lapsing(at("2026-07-16T12:00")) == ()
        assert [row.minutes for row in read_lapsing(at("2026-07-18T12:00"), days=15)] == [105, 60]
        assert [row.minutes for row in read_lapsing(at("2026-07-31T23:00"), days=0)] == [105]


def test_decisions_and_what_ended(tmp_path: Path) -> None:
    book = small_book(
        contracts=[
            contract("soon", ends="2026-08-31"),
            contract("over", ends="2026-06-30", starts="2025-07-01"),
        ]
    )
    with opened(tmp_path, book):
        rows = alerts_document(JULY)
        assert [(row["kind"], row["contract"]) for row in rows] == [
            ("decision", "over"),
            ("decision", "soon"),
        ]
        assert (rows[1]["decision"], rows[1]["days_to_decision"], rows[1]["bucket"]) == (
            "2026-07-31",
            21,
            "0-30",
        )
        snooze_renewal("over", parse_date("2026-07-12"), JULY, "dana")
        assert [row["contract"] for row in alerts_document(JULY)] == ["soon"]
        assert len(alerts_document(at("2026-07-12T00:00"))) == 2
        assert kinds(alerts_document(at("2026-09-12T00:00"))) == ["ended", "ended", "decision", "decision"]


def request(key: str, reported: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "client": "acme", "subject": "Help", "reported_at": f"{reported}:00Z", **more}


def test_service_levels_that_are_due(tmp_path: Path) -> None:
    """Reported Friday 9:00 with 4 and 8 working hours: at noon 3 of 4 are gone, at 17:00 all of 8."""
    answered = {"first_response_at": "2026-07-10T09:30:00Z"}
    book = small_book(
        tiers=[{"key": "gold", "name": "Gold", "first_response": "4h", "resolution": "8h"}],
        clients=[{"key": "acme", "name": "Acme Ltd", "tier": "gold"}, {"key": "beta", "name": "Beta"}],
        requests=[
            request("R-1", "2026-07-10T09:00"),
            request("R-2", "2026-07-10T09:00", **answered),
            request("R-3", "2026-07-10T09:00", events=[{"at": "2026-07-10T11:00:00Z", "state": "resolved"}]),
            {**request("R-4", "2026-07-10T09:00"), "client": "beta"},
        ],
    )
    with opened(tmp_path, book):
        noon = alerts_document(JULY)
        assert [(row["request"], row["clock"], row["state"], row["due"]) for row in noon] == [
            ("R-1", "response", "due_soon", "2026-07-10T13:00:00Z")
        ]
        assert noon[0]["message"] == "Acme Ltd: response to R-1 is due on 10 Jul 13:00"
        evening = alerts_document(at("2026-07-13T09:01"))
    assert [(row["request"], row["clock"], row["state"]) for row in evening] == [
        ("R-1", "response", "breached"),
        ("R-1", "resolution", "breached"),
        ("R-2", "resolution", "breached"),
    ]


def test_no_kind_mutes_another(tmp_path: Path) -> None:
    book = small_book(
        contracts=[block("b", "5:00", ends="2026-07-20")],
        entries=[entry("E-1", "2026-07-02T10:00", "2026-07-02T14:30")],
        tiers=[{"key": "gold", "name": "Gold", "first_response": "1h"}],
        clients=[{"key": "acme", "name": "Acme Ltd", "tier": "gold"}],
        requests=[request("R-1", "2026-07-09T09:00")],
    )
    with opened(tmp_path, book):
        assert kinds(alerts_document(JULY)) == ["sla", "used", "run_rate", "lapsing", "decision"]
        derived_month = Month(2026, 7)
        record_alerts(JULY)
        assert kinds(alerts_document(JULY)) == ["sla", "used", "run_rate", "lapsing", "decision"]
        assert t.Alert.select().where(t.Alert.month == derived_month).count() == 2
