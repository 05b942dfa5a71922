"""What reaches back into closed months, and what does not (RULES 6.2, 6.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.month_end.closed_months import contract_conflict, first_shown, late_month, rate_conflict
from models.domain.values import Allowance, Contract, DatedRate, Fee, Rollover, Rounding, WorkType
from tests.builders import PLAIN, block, contract, monthly, work

UTC = zone("UTC")
FEBRUARY = Month(2026, 2)


class TestLateMonth:
    @pytest.mark.parametrize(
        ("start", "minutes", "closed", "found"),
        [
            ("2026-01-30 09:00", 60, None, None),
            ("2026-01-30 09:00", 60, Month(2026, 1), FEBRUARY),
            ("2026-01-30 09:00", 60, Month(2026, 5), Month(2026, 6)),
            ("2026-01-31 23:30", 60, Month(2026, 1), FEBRUARY),
            ("2026-02-01 00:00", 60, Month(2026, 1), None),
            ("2026-01-30 09:00", 60, Month(2025, 12), None),
        ],
    )
    def test_the_first_open_month_for_what_reaches_back(
        self, start: str, minutes: float, closed: Month | None, found: Month | None
    ) -> None:
        assert late_month(work("E", start, minutes), closed, UTC) == found

    def test_a_running_timer_is_not_late_yet(self) -> None:
        running = replace(work("E", "2026-01-30 09:00", 60), ended_at=None)
        assert late_month(running, Month(2026, 1), UTC) is None

    def test_the_month_is_that_of_the_desk(self) -> None:
        entry = work("E", "2026-01-31 20:00", 60)
        assert late_month(entry, Month(2026, 1), UTC) == FEBRUARY
        assert late_month(entry, Month(2026, 1), zone("Asia/Kolkata")) is None

    def test_first_shown(self) -> None:
        entry = work("E", "2026-01-31 23:30", 60)
        assert first_shown(entry, UTC) == Month(2026, 1)
        assert first_shown(replace(entry, late_in=Month(2026, 3)), UTC) == Month(2026, 3)


PLAN = contract("k", "retainer", monthly(300, 1, 400), fee=Fee(30000, "month"))


def conflict(
    new: Contract | None,
    old: Contract | None = PLAN,
    *,
    before: bool = False,
    after: bool = False,
    closed: Month = FEBRUARY,
) -> str | None:
    """Why the change is refused with months closed through February."""
    return contract_conflict(old, new, PLAIN, closed, renewed_before=before, renewed_after=after)


class TestContracts:
    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"name": "Other"}, None),
            ({"cancelled": date(2026, 3, 10)}, None),
            (
                {"cancelled": date(2026, 2, 28)},
                "what it granted on 2026-02-01 would have expired on 2026-02-28",
            ),
            ({"cancelled": date(2026, 2, 27)}, "last day would be 2026-02-27"),
            ({"ends": date(2026, 2, 28)}, "would have expired on 2026-02-28"),
            ({"ends": None}, None),
            ({"ends": date(2026, 2, 10)}, "last day"),
            ({"key": "other"}, "its key would change"),
            ({"client": "beta"}, "its client would change"),
            ({"kind": "unlimited", "allowances": ()}, "its kind would change"),
            ({"starts": date(2026, 1, 2)}, "its starts would change"),
            ({"covers": ("design",)}, "its covers would change"),
            ({"rates": (("*", 1),)}, "its rates would change"),
            ({"rounding": Rounding(15)}, "its rounding would change"),
            ({"fee": None}, "its fee lines would change"),
            ({"fee": Fee(30001, "month")}, "its fee lines would change"),
            ({"allowances": ()}, "cap"),
            ({"allowances": (monthly(300, 1, 500),)}, "cap"),
            ({"allowances": (monthly(301, 1, 400),)}, "what it granted on 2026-01-01 would change"),
            (
                {"allowances": (monthly(300, 1, 400, work_types=("design",)),)},
                "what it granted on 2026-01-01 would change",
            ),
            ({"allowances": (monthly(300, 0, 400),)}, "would have expired on 2026-01-31"),
            ({"allowances": (monthly(300, 5, 400),)}, None),
            ({"allowances": (monthly(300, 1, 400), monthly(60))}, "other periods"),
            ({"anchor": "start"}, None),
            ({"renewal": replace(PLAN.renewal, notice_months=2)}, None),
        ],
    )
    def test_what_reaches_back(self, change: dict[str, Any], says: str | None) -> None:
        found = conflict(replace(PLAN, **change))
        assert found is None if says is None else says in (found or "")

    def test_an_end_with_the_closed_month_is_fine_when_it_moves_no_lapse(self) -> None:
        plan = replace(PLAN, allowances=(monthly(300),))
        assert conflict(replace(plan, cancelled=date(2026, 2, 28)), plan) is None

    @pytest.mark.parametrize(
        ("starts", "found"),
        [(date(2026, 2, 28), "it begins on 2026-02-28"), (date(2026, 3, 1), None)],
    )
    def test_a_new_one_and_one_that_is_deleted(self, starts: date, found: str | None) -> None:
        other = replace(PLAN, starts=starts)
        assert conflict(other, None) == found
        assert conflict(None, other) == found

    def test_nothing_at_all(self) -> None:
        assert conflict(None, None) is None

    def test_what_begins_later_may_change_freely(self) -> None:
        later = replace(PLAN, starts=date(2026, 3, 1))
        assert conflict(replace(later, starts=date(2026, 4, 1), kind="block", allowances=()), later) is None
        assert conflict(replace(later, starts=date(2026, 2, 1)), later) == "its starts would change"

    def test_a_successor_extends_and_its_loss_would_have_lapsed(self) -> None:
        across = Allowance("month", minutes=60, rollover=Rollover(3, None, True))
        plan = contract("k", "retainer", across, ends=date(2026, 1, 31))
        assert conflict(plan, plan, after=True) is None
        assert "would have expired on 2026-01-31" in (conflict(plan, plan, before=True) or "")
        assert conflict(plan, plan, before=True, after=True) is None
        assert conflict(plan, plan, before=True, closed=Month(2026, 1)) is not None

    def test_a_lapse_may_move_later_but_not_earlier(self) -> None:
        plan = block("k", 60, date(2026, 1, 1), date(2026, 1, 31))
        assert "last day would be open" in (conflict(replace(plan, ends=None), plan) or "")

    def test_an_allowance_changes_from_one_form_to_another(self) -> None:
        sessions = contract("k", "retainer", Allowance("month", sessions=2, session_minutes=15))
        longer = replace(sessions, allowances=(Allowance("month", sessions=2, session_minutes=20),))
        assert "would change" in (conflict(longer, sessions) or "")


class TestRates:
    @pytest.mark.parametrize(
        ("old", "new", "found"),
        [
            ({2020: 70}, {2020: 70}, None),
            ({2020: 70}, {2020: 80}, date(2019, 12, 31)),
            ({2020: 70}, {2019: 70}, None),
            ({2020: 70}, {2020: 70, 2027: 80}, None),
            ({2020: 70}, {2020: 70, 2026: 80}, date(2026, 1, 1)),
            ({2020: 70, 2026: 80}, {2020: 70}, date(2026, 1, 1)),
            ({2027: 70}, {2027: 80}, date(2026, 2, 28)),
            ({2027: 70}, {2027: 70, 2028: 90}, None),
        ],
    )
    def test_the_first_day_on_which_work_would_cost_another_price(
        self, old: dict[int, int], new: dict[int, int], found: date | None
    ) -> None:
        def rates(since: dict[int, int]) -> WorkType:
            return WorkType(
                "w", "W", tuple(DatedRate(date(year, 1, 1), rate) for year, rate in since.items())
            )

        assert rate_conflict(rates(old), rates(new), FEBRUARY) == found
