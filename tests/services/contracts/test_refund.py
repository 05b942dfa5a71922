"""A cancellation with its refund: what is booked when, in one step of undo (RULES 5.2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.queries.contracts.contracts import read_contract
from models.queries.contracts.quotes import refund_document
from models.services.contracts.contracts import cancel_contract
from models.services.history.undo import undo
from models.services.month_end.months import close_month
from tests.opened import at, contract, opened, small_book
from tests.texts import stored_book

NOW = at("2026-05-10T09:00")
NOTICE = date(2026, 5, 10)
AHEAD = {"amount": "700.00", "every": "month", "discount_percent": "10", "billing": "term"}
LEAVING = {"notice_months": 1, "fee": {"percent": "10"}}


def desk(**terms: Any) -> Any:
    given = {"fee": AHEAD, "cancellation": LEAVING, "name": "Care plan", **terms}
    return small_book(contracts=[contract("k", **given)])


@pytest.mark.parametrize(("method", "price"), [("pro_rata", -380279), ("rerated", -344400)])
def test_found_2_9_the_refund_is_a_charge_on_the_last_day(tmp_path: Path, method: Any, price: int) -> None:
    with opened(tmp_path, desk()):
        before = stored_book()
        assert cancel_contract("k", NOTICE, None, NOW, "dana", method).cancelled == date(2026, 6, 10)
        (charge,) = stored_book().charges
        assert (charge.date, charge.unit_price, charge.quantity) == (date(2026, 6, 10), price, 1)
        assert (charge.description, charge.contract, charge.client) == ("Refund, Care plan", "k", "acme")
        undo(NOW, "dana")
        assert stored_book() == before


def test_found_2_9_without_a_method_nothing_is_booked_but_both_are_told(tmp_path: Path) -> None:
    with opened(tmp_path, desk()):
        cancel_contract("k", NOTICE, None, NOW, "dana")
        assert stored_book().charges == ()
        assert refund_document("k", NOTICE) == {"pro_rata": "3802.79", "rerated": "3444.00"}


def test_a_refund_of_nothing_books_nothing(tmp_path: Path) -> None:
    with opened(tmp_path, desk(cancellation={"notice_months": 0, "fee": {"amount": "9999.00"}})):
        cancel_contract("k", NOTICE, None, NOW, "dana", "pro_rata")
        assert stored_book().charges == ()


@pytest.mark.parametrize("fee", [None, {"amount": "700.00", "every": "month"}], ids=["free", "monthly"])
def test_what_was_not_paid_ahead_has_no_refund(tmp_path: Path, fee: Any) -> None:
    with opened(tmp_path, desk(fee=fee)):
        assert refund_document("k", NOTICE) is None
        with pytest.raises(DeskError, match="no quote for k"):
            cancel_contract("k", NOTICE, None, NOW, "dana", "pro_rata")
        assert read_contract("k").cancelled is None


def test_a_refund_never_lies_in_a_closed_month(tmp_path: Path) -> None:
    with opened(tmp_path, desk(cancellation={"notice_months": 0})):
        close_month(Month(2026, 5), NOW + 86_400 * 40, "dana")
        cancel_contract("k", date(2026, 5, 31), None, NOW + 86_400 * 40, "dana", "pro_rata")
        (charge,) = stored_book().charges
        assert (read_contract("k").cancelled, charge.date) == (date(2026, 5, 31), date(2026, 6, 1))


def test_what_was_never_billed_does_not_come_back(tmp_path: Path) -> None:
    """Two free months, the price due on 1 March: no credit of it for who leaves on 10 February (RULES 2.8, 5.2)."""
    with opened(tmp_path, desk(fee={**AHEAD, "free_months": 2}, cancellation={"notice_months": 0})):
        before, day = date(2026, 2, 10), date(2026, 3, 1)
        assert refund_document("k", before) is None
        with pytest.raises(DeskError, match="billed on 2026-03-01, after the last day 2026-02-10"):
            cancel_contract("k", before, None, NOW, "dana", "pro_rata")
        assert (read_contract("k").cancelled, stored_book().charges) == (None, ())
        assert refund_document("k", day) == {"pro_rata": "6279.41", "rerated": "6277.42"}
