"""A contract's whole life: sold, changed, renewed, declined, cancelled, deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.book.contracts import parse_contract
from models.book.ledgers import ledger_json
from models.domain.basics.errors import DeskError, InvalidValue, MonthClosed, NotFound
from models.domain.basics.months import Month, parse_date
from models.domain.values import Allowance, Contract, Fee, Renewal
from models.queries.contracts.contracts import read_contract
from models.queries.contracts.renewals import renewals_document
from models.queries.ledger.ledgers import Ledgers
from models.services.contracts.contracts import (
    auto_renew,
    cancel_contract,
    change_terms,
    create_contract,
    decline_contract,
    delete_contract,
    draft_change,
    edit_contract,
    renew_contract,
    snooze_renewal,
)
from models.storage import tables as t
from models.storage.rows.reading import read_desk
from tests.opened import at, block, contract, entry, monthly, opened, small_book
from tests.texts import dump_text, stored_book

NOW = at("2026-07-05T08:00")
day = parse_date


def sold(key: str, **more: Any) -> Contract:
    return parse_contract(contract(key, **more), read_desk())


def test_selling_and_editing(tmp_path: Path) -> None:
    with opened(tmp_path, small_book()):
        first = create_contract(replace(sold("x"), key=""), NOW, "dana")
        second = create_contract(replace(sold("x"), key=""), NOW, "dana")
        assert (first.key, second.key) == ("acme-2026", "acme-2026-r2")
        edited = edit_contract("acme-2026", replace(first, key="ignored", name=" Gold  "), NOW, "dana")
        assert (edited.key, edited.name) == ("acme-2026", "Gold")
        assert read_contract("acme-2026") == edited
        titles = [title for (title,) in t.database.execute_sql("SELECT title FROM change ORDER BY id")]
        assert titles[1:] == ["Sold Plan to acme", "Sold Plan to acme", "Edited acme-2026"]


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({"client": "nope"}, NotFound, "nope"),
        ({"key": "k1"}, InvalidValue, "contract.key: 'k1' is used already"),
        ({"ends": day("2025-01-01")}, InvalidValue, "contract.ends"),
        ({"covers": ("cooking",)}, InvalidValue, "cooking"),
        ({"renews": "k1"}, InvalidValue, "contract.renews"),
        ({"renews": "k1", "starts": day("2027-01-01"), "ends": None}, None, ""),
        ({"renews": "k0", "starts": day("2027-01-01"), "ends": None}, InvalidValue, "renewed already"),
    ],
)
def test_what_cannot_be_sold(
    tmp_path: Path, change: dict[str, Any], error: type[DeskError] | None, says: str
) -> None:
    old = contract("k0", starts="2025-01-01", ends="2025-12-31")
    with opened(tmp_path, small_book(contracts=[old, contract("k1", renews="k0")])):
        wanted = replace(sold("new"), **change)
        before = dump_text(stored_book())
        if error is None:
            assert create_contract(wanted, NOW, "dana").renews == "k1"
            return
        with pytest.raises(error, match=says):
            create_contract(wanted, NOW, "dana")
        assert dump_text(stored_book()) == before
        assert t.Change.select().count() == 1


def test_an_edit_must_leave_room_for_what_follows(tmp_path: Path) -> None:
    book = small_book(contracts=[contract("k1"), contract("k2", starts="2027-01-01", ends=None, renews="k1")])
    with opened(tmp_path, book):
        with pytest.raises(InvalidValue, match=r"contract k2\.renews"):
            edit_contract("k1", replace(read_contract("k1"), ends=day("2027-01-01")), NOW, "dana")
        with pytest.raises(NotFound, match="nope"):
            edit_contract("nope", read_contract("k1"), NOW, "dana")


def test_renewing_once(tmp_path: Path) -> None:
    terms = {
        "allowances": [monthly("5:00", rollover={"periods": 1, "across_renewal": True})],
        "fee": {"amount": "350.00", "discount_percent": "10", "free_months": 1},
        "renewal": {"mode": "auto", "notice_months": 2},
    }
    with opened(tmp_path, small_book(contracts=[contract("acme-2026", **terms)])):
        following = renew_contract("acme-2026", NOW, "dana")
        before = read_contract("acme-2026")
        assert (following.key, following.starts, following.ends) == (
            "acme-2027",
            day("2027-01-01"),
            day("2027-12-31"),
        )
        assert before.fee is not None
        paid = replace(before, fee=replace(before.fee, free_months=0))
        assert replace(following, key=before.key, starts=before.starts, ends=before.ends, renews=None) == paid
        with pytest.raises(DeskError, match="renewed already"):
            renew_contract("acme-2026", NOW, "dana")
        with pytest.raises(DeskError, match="renewed already by acme-2027"):
            decline_contract("acme-2026", NOW, "dana")
        # December's hours now go on into January.
        minutes = ledger_json(Ledgers().document("acme", Month(2027, 1)))["minutes"]
        assert (minutes["opening"], minutes["granted"]) == (300, 300)


def test_a_block_is_renewed_for_as_many_months(tmp_path: Path) -> None:
    book = small_book(contracts=[block("b", "3:00", starts="2026-11-30", ends=None, valid_months=3)])
    with opened(tmp_path, book):
        following = renew_contract("b", NOW, "dana")
    assert (following.key, following.starts, following.last_day) == (
        "b-r2",
        day("2027-02-28"),
        day("2027-05-27"),
    )


@pytest.mark.parametrize(
    ("terms", "says"), [({"ends": None}, "has no end"), ({"cancelled": "2026-08-01"}, "is cancelled")]
)
def test_what_cannot_be_renewed(tmp_path: Path, terms: dict[str, Any], says: str) -> None:
    with opened(tmp_path, small_book(contracts=[contract("k", **terms)])):
        with pytest.raises(DeskError, match=says):
            renew_contract("k", NOW, "dana")
        with pytest.raises(NotFound):
            renew_contract("nope", NOW, "dana")


def test_declining_takes_it_off_the_list(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(contracts=[contract("k", renewal={"notice_months": 2})])):
        assert decline_contract("k", NOW, "dana").renewal == Renewal("none", 2)
        assert renewals_document(NOW, None) == []


def test_cancelling_keeps_the_notice(tmp_path: Path) -> None:
    book = small_book(contracts=[contract("k", fee={"amount": "300.00"}), contract("open", ends=None)])
    with opened(tmp_path, book):
        gone = cancel_contract("k", day("2026-05-10"), day("2026-05-20"), NOW, "dana")
        assert gone.cancelled == day("2026-06-10")
        assert cancel_contract("open", day("2026-05-10"), None, NOW, "dana").last_day == day("2026-06-10")
        june = ledger_json(Ledgers().document("acme", Month(2026, 6)))
        assert june["lines"][0]["amount"] == "100.00"
        with pytest.raises(DeskError, match="cancelled already"):
            cancel_contract("k", day("2026-05-10"), None, NOW, "dana")


def test_auto_renews_after_the_decision_date(tmp_path: Path) -> None:
    auto = {"mode": "auto"}
    book = small_book(
        contracts=[
            contract("a", ends="2026-08-31", renewal=auto),
            contract("b", ends="2026-08-31"),
            contract("c", starts="2026-05-01", ends="2026-05-31", renewal=auto),
        ]
    )
    with opened(tmp_path, book):
        # What ended on 31 May is due month by month: June, July, and August's decision is on 30 June.
        assert auto_renew(NOW, "dana") == ("c", "c-r2", "c-r3")
        assert auto_renew(NOW, "dana") == ()
        assert "a" not in auto_renew(at("2026-07-31T23:59"), "dana")
        assert "a" in auto_renew(at("2026-08-01T00:00"), "dana")
        assert read_contract("a-r2").starts == day("2026-09-01")


def test_auto_renewal_leaves_closed_months_alone(tmp_path: Path) -> None:
    book = small_book(
        contracts=[
            contract("a", starts="2026-01-01", ends="2026-01-31", renewal={"mode": "auto"}),
            contract("b", ends="2026-07-31", renewal={"mode": "auto"}),
        ],
        closed_months=["2026-02"],
    )
    with opened(tmp_path, book):
        assert auto_renew(NOW, "dana") == ("b",)
        with pytest.raises(MonthClosed, match="2026-02 is closed"):
            renew_contract("a", NOW, "dana")


def test_more_hours_from_june(tmp_path: Path) -> None:
    plan = contract("acme-2026", allowances=[monthly("5:00")], fee={"amount": "300.00", "billing": "monthly"})
    book = small_book(
        contracts=[plan],
        entries=[entry("E-1", "2026-05-04T10:00", "2026-05-04T14:00")],
        closed_months=["2026-05"],
    )
    with opened(tmp_path, book):
        may = ledger_json(Ledgers().document("acme", Month(2026, 5)))
        draft = draft_change("acme-2026", day("2026-06-01"))
        assert (draft.key, draft.ends, draft.renews) == ("acme-2026-r2", day("2026-12-31"), "acme-2026")
        more = replace(draft, allowances=(Allowance("month", minutes=600),), fee=Fee(50000, "month"))
        old, new = change_terms("acme-2026", more, NOW, "dana")
        assert (old.last_day, new.starts) == (day("2026-05-31"), day("2026-06-01"))
        june = ledger_json(Ledgers().document("acme", Month(2026, 6)))
        assert (june["minutes"]["granted"], june["total"]) == (600, "500.00")
        assert ledger_json(Ledgers().document("acme", Month(2026, 5))) == may
        assert t.Change.select().count() == 2
        with pytest.raises(DeskError, match="renewed already by acme-2026-r2"):
            draft_change("acme-2026", day("2026-05-01"))


@pytest.mark.parametrize(
    ("starts", "error"), [("2026-01-01", DeskError), ("2027-01-01", DeskError), ("2026-05-31", MonthClosed)]
)
def test_a_change_of_terms_leaves_the_past(tmp_path: Path, starts: str, error: type[DeskError]) -> None:
    with opened(tmp_path, small_book(contracts=[contract("k")], closed_months=["2026-05"])):
        before = dump_text(stored_book())
        with pytest.raises(error):
            change_terms("k", replace(sold("k9"), starts=day(starts)), NOW, "dana")
        assert dump_text(stored_book()) == before


REACHING_BACK: list[Callable[[], object]] = [
    lambda: cancel_contract("k", day("2026-04-10"), None, NOW, "dana"),
    lambda: delete_contract("k", NOW, "dana"),
    lambda: edit_contract("k", replace(read_contract("k"), rates=(("*", 100),)), NOW, "dana"),
    lambda: create_contract(sold("new"), NOW, "dana"),
]


@pytest.mark.parametrize("write", REACHING_BACK)
def test_nothing_reaches_back_into_closed_months(tmp_path: Path, write: Callable[[], object]) -> None:
    with opened(tmp_path, small_book(contracts=[contract("k")], closed_months=["2026-05"])):
        before = dump_text(stored_book())
        with pytest.raises(MonthClosed, match=r"2026-05 is closed by .*reopen"):
            write()
        assert dump_text(stored_book()) == before
        assert t.Change.select().count() == 1


def test_deleting(tmp_path: Path) -> None:
    book = small_book(contracts=[contract("k1"), contract("k2", starts="2027-01-01", ends=None, renews="k1")])
    with opened(tmp_path, book):
        with pytest.raises(DeskError, match="renewed already by k2"):
            delete_contract("k1", NOW, "dana")
        delete_contract("k2", NOW, "dana")
        delete_contract("k1", NOW, "dana")
        assert stored_book().contracts == ()
        with pytest.raises(NotFound):
            delete_contract("k1", NOW, "dana")


def test_snoozing_and_waking(tmp_path: Path) -> None:
    with opened(tmp_path, small_book(contracts=[contract("k", ends="2026-08-31")])):
        snooze_renewal("k", day("2026-07-20"), NOW, "dana")
        assert renewals_document(NOW)[0]["snoozed_until"] == "2026-07-20"
        snooze_renewal("k", None, NOW, "dana")
        assert renewals_document(NOW)[0]["snoozed_until"] is None
        with pytest.raises(NotFound):
            snooze_renewal("nope", None, NOW, "dana")
