"""Courtesy that is proposed and told: edges of a rule, and what it came to (RULES 3.10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.domain.requests.courtesy import (
    Courtesies,
    GivenAway,
    courtesies_of,
    free_rules,
    proposing_rule,
    rule_words,
)
from models.domain.values import Contract, Desk, FreeRule

MAIL = FreeRule(10, ("email",), ("low", "normal"))
ANY = FreeRule(5)


@pytest.mark.parametrize(
    ("channel", "priority", "minutes", "rule"),
    [
        ("email", "low", 10, MAIL),
        ("email", "low", 11, None),
        ("email", "urgent", 6, None),
        ("phone", "low", 6, None),
        ("phone", "urgent", 5, ANY),
        ("email", "normal", 0, MAIL),
    ],
)
def test_a_rule_holds_up_to_its_minutes(
    channel: Any, priority: Any, minutes: int, rule: FreeRule | None
) -> None:
    assert proposing_rule((MAIL, ANY), channel, priority, minutes) == rule


def test_a_contract_goes_before_the_desk_and_may_want_none() -> None:
    desk = Desk("D", "UTC", "GBP", free=(ANY,))
    contract = Contract("k", "acme", "retainer", "K", date(2026, 1, 1))
    assert free_rules(desk, None) == free_rules(desk, contract) == (ANY,)
    assert free_rules(desk, replace(contract, free=(MAIL,))) == (MAIL,)
    assert free_rules(desk, replace(contract, free=())) == ()


def test_what_was_given_away_is_rounded_once_an_entry() -> None:
    given = [
        GivenAway(date(2026, 3, 1), 300, 7000, told=True),
        GivenAway(date(2026, 3, 9), 300, 7000),
        GivenAway(date(2026, 2, 9), 59, 7000, told=True),
    ]
    assert courtesies_of(given) == Courtesies(3, 10, 583 + 583 + 115, date(2026, 3, 1))
    assert courtesies_of([]) == Courtesies()


def test_a_rule_in_words() -> None:
    assert rule_words(MAIL) == "email, low, normal, up to 0:10"
    assert rule_words(FreeRule(75)) == "up to 1:15"
