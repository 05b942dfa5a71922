"""Which weights did nobody decide? Where they hold only when agreed, and neither word was said (RULES 3.9, 6.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.domain.basics.months import Month
from models.domain.contracts.terms import ClientTerms
from models.domain.contracts.weights import WeightFacts
from models.domain.month_end.premium_open import premium_checks, undecided
from models.domain.values import Band, BandTable, Entry, PremiumRule
from tests.builders import DESK, WORK_TYPES, contract, work

MARCH = Month(2026, 3)
ROW = (
    Band(0, 360, Decimal("0.5"), "early"),
    Band(1140, 1320, Decimal("1.5"), "evening"),
    Band(1320, 1440, Decimal(2), "night"),
)
TABLE = BandTable(date(2026, 1, 1), (ROW,) * 7)
EVENING = work("E", "2026-03-02 20:00", 60, request="R")


def terms(premium: PremiumRule | None = "agreed", *, weighed: bool = True, **more: object) -> ClientTerms:
    """Acme's retainer at a desk whose evenings weigh more where that was agreed."""
    desk = replace(DESK, bands=(TABLE,) if weighed else ())
    plan = contract("plan", premium=premium)
    return ClientTerms(desk, (plan,), WORK_TYPES, date(2026, 12, 31), facts=WeightFacts(**more))  # type: ignore[arg-type]  # words on requests


@pytest.mark.parametrize(
    ("entry", "said", "found"),
    [
        (EVENING, terms(), {"E": "evening ×1.5"}),
        (work("E", "2026-03-02 21:30", 60), terms(), {"E": "evening ×1.5"}),
        (work("E", "2026-03-02 22:30", 60), terms(), {"E": "night ×2"}),
        (work("E", "2026-03-02 23:30", 60), terms(), {"E": "night ×2"}),
        (work("E", "2026-03-02 12:00", 60), terms(), {}),
        (work("E", "2026-03-02 02:00", 60), terms(), {}),
        (replace(EVENING, premium="agreed"), terms(), {}),
        (replace(EVENING, premium="waived"), terms(), {}),
        (EVENING, terms(requests={"R": "waived"}), {}),
        (EVENING, terms("always"), {}),
        (EVENING, terms(weighed=False), {}),
        (work("E", "2025-12-31 20:00", 60), terms(), {}),
    ],
)
def test_what_nobody_decided(entry: Entry, said: ClientTerms, found: dict[str, str]) -> None:
    assert undecided([entry], said) == found


@pytest.mark.parametrize(
    ("entry", "warned"),
    [
        (EVENING, True),
        (work("E", "2026-02-28 20:00", 60, late_in="2026-03"), True),
        (work("E", "2026-02-28 20:00", 60), False),
        (work("E", "2026-03-31 20:00", 60, late_in="2026-04"), True),
        (replace(EVENING, scope="additional"), True),
        (replace(EVENING, scope="courtesy"), False),
        (replace(EVENING, client="beta"), False),
        (work("E", "2026-03-02 12:00", 60), False),
    ],
)
def test_a_month_is_warned_of_what_began_or_is_shown_in_it(entry: Entry, warned: bool) -> None:
    checks = premium_checks(MARCH, [entry], {"acme": terms()})
    assert [(one.code, one.entry) for one in checks] == ([("premium_open", "E")] if warned else [])
    assert [one.message for one in checks] == ["E: evening ×1.5 neither agreed nor waived"] * warned
