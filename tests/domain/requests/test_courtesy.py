"""Courtesy that is proposed and told: edges of a rule, and what it came to (RULES 3.10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from models.domain.basics.errors import InvalidValue
from models.domain.contracts.free_words import read_rules, rule_words, rules_text
from models.domain.requests.courtesy import (
    Courtesies,
    GivenAway,
    courtesies_of,
    free_rules,
    given_words,
    proposing_rule,
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


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", ()),
        ("email, low, normal, up to 0:10; up to 5", (MAIL, ANY)),
        ("Normal LOW email UP TO 10m", (MAIL,)),
        ("up to 24:00;", (FreeRule(1440),)),
    ],
)
def test_rules_are_read_as_they_are_said_and_written_as_they_are_read(text: str, rules: Any) -> None:
    assert read_rules(text) == rules
    assert read_rules(rules_text(rules)) == rules


@pytest.mark.parametrize("text", ["email", "post up to 5", "up to 24:01", "up to 0", "up to ever"])
def test_a_rule_that_is_not_clear_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(InvalidValue, match="accepted"):
        read_rules(text)


def test_what_was_given_is_said_with_the_day_on_which_it_was_told() -> None:
    today, given = date(2026, 3, 9), Courtesies(3, 25, 2917, date(2026, 3, 4))
    assert given_words(given, "GBP", today) == "3 courtesies in 12 months, 0:25, 29.17; told 4 Mar"
    assert given_words(given, None, today) == "3 courtesies in 12 months, 0:25; told 4 Mar"
    once = Courtesies(1, 5, 583)
    assert given_words(once, "GBP", today) == "1 courtesy in 12 months, 0:05, 5.83; never told"
    assert given_words(replace(given, last_told=date(2025, 4, 1)), "GBP", today).endswith("told 1 Apr 2025")
    assert given_words(Courtesies(), "GBP", today) == ""
