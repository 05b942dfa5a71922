"""What does somebody see of money who may not see it? A dash in the place of every amount (RULES 13).

The server keeps amounts to itself; what stands in their place says only whether there is one. It must not be taken
for an amount, on the screen or in the shell.
"""

from __future__ import annotations

import re
from typing import Any

HIDDEN = "–"
_AMOUNT = r"(?<![\d:.-])-?\d[\d,\u202f\u00a0]*\.\d{2}(?![\d.])"
_KEYS = frozenset(
    {
        *(
            "total",
            "amount",
            "rate",
            "price",
            "unit_price",
            "worth",
            "paid",
            "net",
            "refund",
            "fee",
            "hourly_cost",
        ),
        *("on_demand_amount", "overage_amount", "earned", "cost", "amounts", "rates"),
    }
)
"""Names of amounts in the answers of commands."""

_hidden = False


def hide_money(hidden: bool) -> None:
    """From now on amounts are hidden, or shown again."""
    global _hidden
    _hidden = hidden


def money_is_hidden() -> bool:
    """May whoever sits here not see amounts?"""
    return _hidden


def struck(text: str) -> str:
    """A text with a dash in the place of every amount; as long as it was: "490.00 a month" is "     – a month"."""
    return re.sub(_AMOUNT, lambda found: HIDDEN.rjust(len(found[0])), text)


def struck_document(value: Any) -> Any:
    """The answer of a command with null in the place of every amount; a draw's `amount` is minutes, a number."""
    if isinstance(value, dict):
        return {
            key: None if key in _KEYS and type(each) is not int else struck_document(each)
            for key, each in value.items()
        }
    return [struck_document(each) for each in value] if isinstance(value, list) else value
