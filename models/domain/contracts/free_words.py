"""How is said what is proposed as courtesy? The rules of desk and contract, as people say them (RULES 3.10)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.domain.basics.errors import InvalidValue
from models.domain.basics.folding import fold
from models.domain.basics.typed.typed_time import parse_duration
from models.domain.values import CHANNELS, MOST_FREE_MINUTES, PRIORITIES, FreeRule

RULES_HINT = "email, low, up to 0:10; phone, up to 0:05"
_RULE = re.compile(r"(.*?)[,\s]*\bup\s+to\s+(.+)", re.IGNORECASE | re.DOTALL)


def rule_words(rule: FreeRule) -> str:
    """A rule as people say it: "email, low, up to 0:10"."""
    parts = [*(rule.channels or ()), *(rule.priorities or ())]
    hours, minutes = divmod(rule.up_to_minutes, 60)
    return ", ".join([*parts, f"up to {hours}:{minutes:02d}"])


def rules_text(rules: Iterable[FreeRule]) -> str:
    """Rules as they are typed: "email, low, up to 0:10; phone, up to 0:05"."""
    return "; ".join(rule_words(rule) for rule in rules)


def read_rules(text: str) -> tuple[FreeRule, ...]:
    """Rules as people type them, one after a semicolon: `email, low, up to 0:10; phone up to 5`.

    A rule without channels or priorities holds for any. Raises InvalidValue.
    """
    return tuple(_read_rule(part.strip()) for part in text.split(";") if part.strip())


def _read_rule(text: str) -> FreeRule:
    match = _RULE.fullmatch(text)
    if match is None:
        raise InvalidValue("", f"“{text}” does not say up to how long; accepted is {RULES_HINT}")
    words = [fold(word) for word in re.split(r"[,\s]+", match[1]) if word]
    for word in words:
        if word not in (*CHANNELS, *PRIORITIES):
            known = ", ".join((*CHANNELS, *PRIORITIES))
            raise InvalidValue("", f"“{word}” is no channel and no priority; accepted are {known}")
    minutes = parse_duration(match[2], "")
    if not 1 <= minutes <= MOST_FREE_MINUTES:
        raise InvalidValue("", f"“{match[2]}” is no length of a courtesy; accepted is from 0:01 to 24:00")
    channels = tuple(channel for channel in CHANNELS if channel in words)
    priorities = tuple(priority for priority in PRIORITIES if priority in words)
    return FreeRule(minutes, channels or None, priorities or None)
