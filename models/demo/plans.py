"""What does the sample desk sell? Its catalogue of plans, as documents that the services take.

Nothing here depends on time: a plan has no dates.
"""

from __future__ import annotations

from typing import Any

_DISCOUNTS = {"3": "7", "6": "14", "12": "21"}
_BACKUPS = {
    "key": "backups",
    "name": "Check the backups",
    "every": "month",
    "minutes": 30,
    "lead_days": 7,
    "checklist": ["Restore one file from last night", "Look at the log", "Write to the client"],
}
_QUARTER_HOUR = {"increment": 15, "minimum": 0, "per": "request_day"}


def demo_plans() -> tuple[dict[str, Any], ...]:
    """Silver, Gold and Platinum, a plan by the quarter, and a block of hours."""
    return (*_monthly_plans(), *_other_plans())


def _monthly_plans() -> tuple[dict[str, Any], ...]:
    """The plans whose hours are granted every month."""
    return (
        {
            "key": "silver",
            "name": "Silver 2 h",
            "kind": "retainer",
            "tier": "silver",
            "months": 12,
            "allowances": [{"hours": "2:00", "every": "month"}],
            "fee": {"amount": "150.00", "every": "month"},
            "discounts": _DISCOUNTS,
        },
        {
            "key": "gold",
            "name": "Gold 5 h",
            "kind": "retainer",
            "tier": "gold",
            "months": 12,
            "allowances": [{"hours": "5:00", "every": "month", "rollover": {"periods": 2, "cap": "5:00"}}],
            "rates": {"*": "70.00", "level2": "105.00"},
            "fee": {"amount": "340.00", "every": "month"},
            "discounts": _DISCOUNTS,
            "recurring": [_BACKUPS],
        },
        {
            "key": "gold-10",
            "name": "Gold 10 h",
            "kind": "retainer",
            "tier": "gold",
            "months": 12,
            "allowances": [{"hours": "10:00", "every": "month", "rollover": {"periods": 2, "cap": "10:00"}}],
            "rates": {"*": "68.00", "level2": "100.00"},
            "fee": {"amount": "640.00", "every": "month"},
            "discounts": _DISCOUNTS,
        },
    )


def _other_plans() -> tuple[dict[str, Any], ...]:
    """Without a limit, by the quarter, and as a block."""
    return (
        {
            "key": "platinum",
            "name": "Platinum",
            "kind": "unlimited",
            "tier": "platinum",
            "months": 12,
            "covers": ["maintenance", "consultation", "level2"],
            "fee": {"amount": "1450.00", "every": "month"},
            "discounts": {"12": "10"},
        },
        {
            "key": "quarterly",
            "name": "Quarterly 12 h",
            "kind": "retainer",
            "anchor": "start",
            "tier": "silver",
            "allowances": [{"hours": "12:00", "every": "quarter"}],
            "fee": {"amount": "800.00", "every": "quarter"},
        },
        {
            "key": "block-20",
            "name": "Block of 20 h",
            "kind": "block",
            "hours": "20:00",
            "valid_months": 6,
            "rounding": _QUARTER_HOUR,
            "fee": {"amount": "1280.00", "every": "term"},
        },
    )
