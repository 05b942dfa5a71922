"""Does the board of capacity say what the rules say, and do price sheet and replay agree with the commands?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.book.ledgers import ledger_json
from models.demo.plans import demo_plans
from models.domain.basics.errors import DeskError, InvalidValue, NotFound
from models.domain.basics.months import Month, months_between
from models.domain.basics.notation import parse_money
from models.domain.planning.plan_replay import PlanReplay
from models.domain.values import Allowance, Contract, Fee
from models.queries.ledger.ledgers import Ledgers
from models.queries.planning.capacity import capacity_document, read_outlook
from models.queries.planning.capacity_board import SPANS, read_capacity_board, span_days
from models.queries.planning.price_sheet import monthly_fee, read_price_sheet
from models.queries.planning.pricing import read_price
from models.queries.planning.replay_board import Offer, by_the_month, from_day, judged, read_replay_board
from models.services.contracts.charges import create_absence
from models.services.contracts.plans import create_plan, load_plans
from models.services.history.undo import undo
from tests.opened import at, block, contract, entry, monthly, opened, small_book
from tests.statements import statements

JULY = at("2026-07-06T08:00")
"""A Monday."""


def request(key: str, cause: str | None, day: str, **more: Any) -> dict[str, Any]:
    """A request of acme that was reported and resolved on a day."""
    return {
        "key": key,
        "client": "acme",
        "subject": f"Subject of {key}",
        "cause": cause,
        "reported_at": f"{day}T08:00:00Z",
        "events": [{"at": f"{day}T16:00:00Z", "state": "resolved"}],
        **more,
    }


def book(**more: Any) -> dict[str, Any]:
    """Acme pays for 2:00 a month since January and used 3:00 in each month from April to June."""
    fee = {"amount": "150.00", "every": "month"}
    days = ("2026-04-07", "2026-05-05", "2026-06-09")
    sections: dict[str, Any] = {
        "desk": {"hourly_cost": "28.00"},
        "clients": [
            {
                "key": "acme",
                "name": "Acme [/] Ltd",
                "since": "2026-01-01",
                "contacts": [{"name": "Ann"}, {"name": "Bo", "phone": "01632 960001"}],
            }
        ],
        "contracts": [contract("plan", allowances=[monthly("2:00")], fee=fee, rates={"*": "70.00"})],
        "requests": [request(f"R-{n}", "forms", day) for n, day in enumerate(days, 1)],
        "entries": [
            entry(f"E-{n}", f"{day}T09:00", f"{day}T12:00", request=f"R-{n}") for n, day in enumerate(days, 1)
        ],
    }
    return small_book(**(sections | more))


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("this month", "2026-03-01", "2026-03-31"),
        ("last month", "2026-02-01", "2026-02-28"),
        ("3 months", "2026-01-01", "2026-03-31"),
        ("12 months", "2025-04-01", "2026-03-31"),
    ],
)
def test_spans_reach_to_today(span: Any, first: str, last: str) -> None:
    assert span in SPANS
    assert span_days(span, date(2026, 3, 31)) == (date.fromisoformat(first), date.fromisoformat(last))


def test_this_month_and_the_six_to_come(tmp_path: Path) -> None:
    with opened(tmp_path, book()):
        board = read_capacity_board(JULY)
        document = capacity_document(Month(2026, 8), JULY)
        assert board.months == read_outlook(Month(2026, 7), 7, JULY)
    months = [outlook.present for outlook in board.months]
    assert [str(month.month) for month in months] == [str(Month(2026, 7).plus(step)) for step in range(7)]
    # The contract ends with the year: nothing is promised in January.
    assert [month.callable for month in months] == [120] * 6 + [0]
    august = months[1]
    assert (august.supply, august.must_use) == (document["supply"], document["must_use"])


def test_absences_are_taken_off_what_can_be_worked(tmp_path: Path) -> None:
    with opened(tmp_path, book()):
        before = read_capacity_board(JULY).months[0]
        # Monday to Sunday: five open days of 8:00.
        create_absence({"agent": "dana", "first": "2026-07-13", "last": "2026-07-19"}, JULY, "dana")
        create_absence({"agent": "dana", "first": "2026-07-01", "last": "2026-07-03"}, JULY, "dana")
        board = read_capacity_board(JULY)
    after = board.months[0]
    assert before.present.supply - after.present.supply == (5 + 3) * 480
    assert after.capacity.supply == before.capacity.supply
    # The one that is over is not listed any more, though it still counts.
    assert [(a.agent_name, a.row.first, a.open_days) for a in board.absences] == [
        ("Dana", date(2026, 7, 13), 5)
    ]


def test_whom_to_ring_about_minutes_that_lapse(tmp_path: Path) -> None:
    two = book(
        contracts=[
            contract("plan", allowances=[monthly("2:00")]),
            block("b", "20:00", name="Block", starts="2026-06-01", ends="2026-08-20"),
            block("far", "9:00", starts="2026-06-01", ends="2026-08-21"),
        ],
        entries=[],
        requests=[],
    )
    with opened(tmp_path, two):
        calls = read_capacity_board(JULY).lapsing
    found = [(c.contract_name, c.days, c.lapsing.minutes, c.contact, c.phone) for c in calls]
    assert found == [("Plan", 25, 120, "Bo", "01632 960001"), ("Block", 45, 1200, "Bo", "01632 960001")]


@pytest.mark.parametrize(
    ("contacts", "whom"), [([], ("", "")), ([{"name": "Ann", "email": "a@b.example"}], ("Ann", ""))]
)
def test_who_has_no_phone_is_named_all_the_same(
    tmp_path: Path, contacts: list[Any], whom: tuple[str, str]
) -> None:
    clients = [{"key": "acme", "name": "Acme", "contacts": contacts}]
    with opened(tmp_path, book(clients=clients)):
        call = read_capacity_board(JULY).lapsing[0]
    assert (call.contact, call.phone) == whom


def test_drift_brings_the_subjects_of_its_requests(tmp_path: Path) -> None:
    with opened(tmp_path, book()):
        board = read_capacity_board(JULY)
    (case,) = board.drift
    assert (case.row.direction, case.row.used, case.row.overage) == ("over", (180,) * 3, (60,) * 3)
    assert case.requests[0] == ("R-1", "Subject of R-1", 180)


def test_causes_of_the_span_that_was_asked_for(tmp_path: Path) -> None:
    with opened(tmp_path, book()):
        assert read_capacity_board(JULY, "this month").causes.rows == ()
        assert read_capacity_board(JULY, "last month").causes.accounted == 180
        assert read_capacity_board(JULY, "3 months").causes.accounted == 360
        (row,) = read_capacity_board(JULY, "12 months").causes.rows
        assert (row.cause, row.accounted, row.accounted_before) == ("forms", 540, 0)


def test_the_number_of_statements_does_not_grow_with_the_desk(tmp_path: Path) -> None:
    counts = []
    for size in (1, 12):
        keys = ["acme", *(f"c{number}" for number in range(1, size))]
        plans = [contract(f"p-{key}", client=key, allowances=[monthly("1:00")]) for key in keys]
        requests = [request(f"R-{n}", f"cause {n}", "2026-06-09", client=key) for n, key in enumerate(keys)]
        entries = [
            entry(
                f"E-{n}-{day}",
                f"2026-0{day}-09T{8 + n % 9:02d}:00",
                f"2026-0{day}-09T{8 + n % 9:02d}:50",
                client=key,
                request=f"R-{n}",
            )
            for n, key in enumerate(keys)
            for day in (4, 5, 6)
        ]
        clients = [{"key": key, "name": key.title()} for key in keys]
        folder = tmp_path / str(size)
        folder.mkdir()
        with opened(folder, book(clients=clients, contracts=plans, requests=requests, entries=entries)):
            with statements() as seen:
                assert len(read_capacity_board(JULY).causes.rows) == size
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 120


# -- the price sheet --------------------------------------------------------------------------------


@pytest.mark.parametrize("months", [1, 2, 3, 6, 120])
def test_the_sheet_gives_the_price_of_the_command(tmp_path: Path, months: int) -> None:
    with opened(tmp_path, book()):
        sheet = read_price_sheet("acme", JULY)
        known = read_price("acme", months, Decimal(50), "5", JULY)
    assert sheet.guide(months, Decimal(50), 500) == known


def test_the_sheet_knows_what_is_paid_today(tmp_path: Path) -> None:
    clients = [{"key": key, "name": key} for key in ("acme", "beta", "gone", "later")]
    fee = {"amount": "90.00", "every": "quarter", "discount_percent": "10"}
    contracts = [
        contract("plan", name="Care", fee={"amount": "150.00", "every": "month"}),
        contract("b", client="beta", fee=fee),
        contract("g", client="gone", ends="2026-06-30", fee=fee),
        contract("l", client="later", starts="2026-07-07", fee=fee),
    ]
    with opened(tmp_path, book(clients=clients, contracts=contracts)):
        sheet = read_price_sheet("acme", JULY)
        assert read_price_sheet("beta", JULY).fees == (("Plan", 2700),)
        assert read_price_sheet("later", JULY).fees == ()
    assert (sheet.fees, sheet.paying) == ((("Care", 15000),), 2)


def test_a_sheet_without_a_full_month_or_a_cost_says_so(tmp_path: Path) -> None:
    clients = [{"key": "acme", "name": "Acme", "since": "2026-06-15"}]
    with opened(tmp_path, book(clients=clients)):
        sheet = read_price_sheet("acme", JULY)
        assert sheet.months == ()
        with pytest.raises(DeskError, match="no full month"):
            sheet.guide(6, Decimal(50), 500)
        with pytest.raises(InvalidValue, match="accepted is 1 to 120"):
            sheet.guide(0, Decimal(50), 500)
        with pytest.raises(NotFound, match="'nope'"):
            read_price_sheet("nope", JULY)


@pytest.mark.parametrize(
    ("fee", "ends", "amount"),
    [
        (None, date(2026, 12, 31), None),
        (Fee(10000, "month", Decimal("7.5")), None, 9250),
        (Fee(10000, "quarter"), None, 3333),
        (Fee(128000, "term"), date(2026, 6, 30), 21333),
        (Fee(128000, "term"), None, None),
    ],
)
def test_a_fee_by_the_month(fee: Fee | None, ends: date | None, amount: int | None) -> None:
    assert monthly_fee(Contract("k", "acme", "retainer", "Plan", date(2026, 1, 1), ends, fee=fee)) == amount


# -- the replay of the catalogue ----------------------------------------------------------------------


def test_todays_contract_replays_as_its_ledger(tmp_path: Path) -> None:
    with opened(tmp_path, book()):
        board = read_replay_board("acme", 3, JULY)
        ledgers = Ledgers()
        documents = [
            ledger_json(ledgers.document("acme", m)) for m in months_between(Month(2026, 4), Month(2026, 6))
        ]
    (mine,) = board.offers
    minutes = [document["minutes"] for document in documents]
    assert (board.first, board.last, board.plans) == (date(2026, 4, 1), date(2026, 6, 30), 0)
    assert (mine.mine, mine.moved, mine.replay.contract) == (True, False, "plan")
    assert mine.replay.covered == sum(m["covered"] for m in minutes) == 360
    assert mine.replay.overage == sum(m["overage"] for m in minutes) == 180
    assert mine.replay.total == sum(parse_money(d["total"], "total", "GBP") for d in documents) == 66000
    # 660.00 for 9:00.
    assert mine.hourly == 7333


def test_plans_side_by_side_with_the_cheapest_and_the_best_marked(tmp_path: Path) -> None:
    with opened(tmp_path, book()):
        fee = {"amount": "200.00", "every": "month", "billing": "term"}
        create_plan(
            {
                "name": "Big",
                "kind": "retainer",
                "months": 12,
                "allowances": [monthly("4:00")],
                "fee": fee,
                "discounts": {"12": "10"},
            },
            JULY,
            "dana",
        )
        create_plan(
            {"name": "All", "kind": "unlimited", "fee": {"amount": "900.00", "every": "month"}}, JULY, "dana"
        )
        board = read_replay_board("acme", 3, JULY)
    rows = [
        (o.name, o.replay.covered, o.replay.lapsed, o.replay.total, o.cheapest, o.best) for o in board.offers
    ]
    # 200.00 less 10 % for three months, though a year is billed at once.
    assert rows == [
        ("Plan", 360, 0, 66000, False, False),
        ("Big", 540, 180, 54000, True, False),
        ("All", 540, 0, 270000, False, True),
    ]


def test_a_plan_shorter_than_the_span_is_sold_on_and_a_block_is_not(tmp_path: Path) -> None:
    with opened(tmp_path, book()):
        fee = {"amount": "100.00", "every": "month"}
        terms = {"kind": "retainer", "allowances": [monthly("3:00")], "fee": fee}
        create_plan(
            {"name": "Month", "months": 1, "discounts": {"1": "10", "3": "50"}, **terms}, JULY, "dana"
        )
        create_plan(
            {
                "name": "Block",
                "kind": "block",
                "hours": "9:00",
                "valid_months": 2,
                "fee": {**fee, "every": "term"},
            },
            JULY,
            "dana",
        )
        _, month, block_offer = read_replay_board("acme", 3, JULY).offers
    # The discount is that of one month, the price that of three.
    assert (month.replay.covered, month.replay.fees) == (540, 27000)
    # April and May fit into the block, June comes after its end.
    assert (block_offer.replay.covered, block_offer.replay.overage, block_offer.replay.lapsed) == (
        360,
        180,
        180,
    )


def test_a_contract_younger_than_the_span_lends_its_terms(tmp_path: Path) -> None:
    young = contract("young", starts="2026-06-01", ends="2027-05-31", allowances=[monthly("2:00")])
    with opened(tmp_path, book(contracts=[young])):
        (mine,) = read_replay_board("acme", 3, JULY).offers
    assert (mine.moved, mine.replay.covered, mine.replay.overage) == (True, 360, 180)


@pytest.mark.parametrize("months", [0, 37])
def test_a_span_that_is_none_is_refused(tmp_path: Path, months: int) -> None:
    with opened(tmp_path, book()):
        with pytest.raises(InvalidValue, match="accepted is 1 to 36"):
            read_replay_board("acme", months, JULY)
        with pytest.raises(NotFound, match="'nope'"):
            read_replay_board("nope", 3, JULY)


def _offer(key: str, total: int, accounted: int = 60) -> Offer:
    return Offer(key, key, False, False, PlanReplay(key, accounted, 0, 0, 0, total, 0))


def test_marks_need_a_difference() -> None:
    assert judged([]) == ()
    assert not any(offer.cheapest or offer.best for offer in judged([_offer("a", 5), _offer("b", 5)]))
    marks = [(o.cheapest, o.best) for o in judged([_offer("a", 5), _offer("b", 9), _offer("c", 5)])]
    assert marks == [(True, False), (False, True), (True, False)]
    assert _offer("a", 5, 0).hourly is None


def _terms(**more: Any) -> Contract:
    values: dict[str, Any] = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31)}
    return Contract("k", "acme", more.pop("kind", "retainer"), "Plan", **(values | more))


@pytest.mark.parametrize(
    ("terms", "ends"),
    [
        (_terms(), date(2027, 4, 30)),
        (_terms(ends=date(2026, 3, 31), cancelled=date(2026, 2, 1)), date(2026, 10, 31)),
        (_terms(ends=None), None),
        (_terms(kind="block", ends=date(2026, 3, 31), minutes=60), date(2026, 7, 31)),
        (_terms(kind="block", ends=None, valid_months=3, minutes=60), None),
        (_terms(ends=date(2026, 3, 31), allowances=(Allowance("term", minutes=60),)), date(2026, 7, 31)),
        (_terms(ends=date(2026, 3, 31), fee=Fee(100, "term")), date(2026, 7, 31)),
    ],
)
def test_terms_moved_to_the_first_day(terms: Contract, ends: date | None) -> None:
    moved = from_day(terms, date(2026, 5, 1), date(2026, 10, 31))
    assert (moved.starts, moved.ends, moved.cancelled) == (date(2026, 5, 1), ends, None)


def test_a_fee_in_advance_is_counted_by_the_month() -> None:
    prepaid = _terms(fee=Fee(100, "month", billing="term"))
    fee = by_the_month(prepaid).fee
    assert fee == Fee(100, "month", billing="monthly")
    assert by_the_month(_terms()) == _terms()


# -- the sample's catalogue ---------------------------------------------------------------------------


def test_the_plans_of_the_sample_are_a_beginning(tmp_path: Path) -> None:
    tiers = [{"key": key, "name": key.title()} for key in ("silver", "gold", "platinum")]
    kinds = ("maintenance", "consultation", "level2")
    work_types = [{"key": k, "name": k, "rates": [{"from": "2020-01-01", "rate": "70.00"}]} for k in kinds]
    with opened(tmp_path, book(tiers=tiers, work_types=work_types)):
        load_plans(demo_plans(), JULY, "demo")
        assert read_replay_board("acme", 6, JULY).plans == len(demo_plans())
        with pytest.raises(DeskError, match="nothing to undo"):
            undo(JULY, "dana")


def test_plans_are_loaded_all_or_none(tmp_path: Path) -> None:
    good = {"name": "Good", "kind": "unlimited"}
    with opened(tmp_path, book()):
        with pytest.raises(InvalidValue, match="tier"):
            load_plans([good, {"name": "Bad", "kind": "unlimited", "tier": "nope"}], JULY, "demo")
        assert read_replay_board("acme", 6, JULY).plans == 0
