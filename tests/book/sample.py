"""A valid book that uses every key of the format, to be spoiled one value at a time."""

from __future__ import annotations

import copy
import re
from typing import Any

SAMPLE: dict[str, Any] = {
    "deskhours_book": 2,
    "desk": {
        "name": "Desk",
        "timezone": "Europe/London",
        "currency": "GBP",
        "hours": {"mon": ["09:00-12:30", "13:00-24:00"], "tue": ["09:00-17:30"]},
        "holidays": "GB-ENG",
        "closed_days": ["2026-12-24"],
        "rounding": {"increment": 1, "minimum": 0, "per": "request_day"},
        "on_demand_rounding": {"increment": 15, "minimum": 30, "per": "entry"},
        "hourly_cost": "28.00",
        "support_share": "0.80",
        "free": [{"channels": ["email"], "priorities": None, "up_to_minutes": 10}],
        "agents_see_money": True,
        "payment_days": 14,
        "address": ["1 High Street", "York"],
        "tax_id": "GB 1",
        "bank": ["IBAN 1"],
        "footer": "Thank you\nfor your trust",
        "logo": "logo.svg",
        "tax": [
            {"from": "2026-01-01", "percent": "20", "name": "VAT"},
            {"from": "2026-07-01", "percent": None, "name": None},
        ],
        "settings": {"me:ann": "dana", "filters": {"mine": {"mine": True}}},
    },
    "agents": [
        {"key": "dana", "name": "Dana", "weekly_hours": "37:30", "archived": True},
        {"key": "eli", "name": "Eli"},
    ],
    "work_types": [
        {
            "key": "maintenance",
            "name": "Maintenance",
            "rates": [{"from": "2026-01-01", "rate": "75.00"}, {"from": "2020-01-01", "rate": "70.00"}],
        },
        {"key": "design", "name": "Design", "rates": [{"from": "2020-01-01", "rate": "90"}]},
    ],
    "tiers": [
        {
            "key": "gold",
            "name": "Gold",
            "first_response": "2h",
            "resolution": "same_day",
            "clock": "always",
            "channels": ["email", "phone"],
        }
    ],
    "clients": [
        {
            "key": "acme",
            "name": "Acme Ltd",
            "tier": "gold",
            "contacts": [{"name": "Ann", "email": "ann@acme.example", "phone": "1"}],
            "domains": ["acme.example"],
            "since": "2024-02-01",
            "language": "de",
            "notes": "Rings\ntwice",
            "archived": True,
            "address": ["2 Low Road"],
            "tax_id": "DE 2",
            "order_number": "PO 7",
            "payment_days": 30,
            "tax": "reverse_charge",
            "statement": {"annex": "full", "causes": True, "language": "de", "page": "A4"},
        },
        {"key": "beta", "name": "Beta"},
    ],
    "contracts": [
        {
            "key": "k0",
            "client": "acme",
            "kind": "retainer",
            "name": "Care",
            "starts": "2026-01-01",
            "ends": "2026-06-30",
            "allowances": [
                {
                    "hours": "5:00",
                    "every": "month",
                    "work_types": ["design"],
                    "rollover": {"periods": 3, "cap": "6:00", "across_renewal": True, "after_end_months": 1},
                },
                {"pages": 24, "hours_per_group": "1:00", "pages_per_group": 6, "every": "quarter"},
                {"sessions": 2, "session_minutes": 15, "every": "term"},
            ],
            "covers": ["maintenance", "design"],
            "rates": {"design": "80.00", "*": "70.00"},
            "rounding": {"increment": 15},
            "fee": {"amount": "350.00", "every": "month", "discount_percent": "7.5", "free_months": 1}
            | {"billing": "term"},
            "anchor": "start",
            "proration": "full",
            "renewal": {"mode": "auto", "notice_months": 2},
            "cancellation": {"notice_months": 0, "fee": {"percent": "10"}},
            "cancelled": "2026-05-31",
            "free": [{"channels": None, "priorities": ["low"], "up_to_minutes": 5}],
            "declined": True,
            "snoozed_until": "2026-04-01",
            "statement": {"annex": "none", "causes": False, "language": "ru", "page": "letter"},
        },
        {
            "key": "k1",
            "client": "acme",
            "kind": "block",
            "name": "Block",
            "starts": "2026-07-01",
            "hours": "20:00",
        }
        | {"valid_months": 3, "renews": "k0", "cancellation": {"fee": {"amount": "100.00"}}},
        {"key": "k2", "client": "beta", "kind": "unlimited", "name": "All", "starts": "2026-01-01"}
        | {"cancellation": {"fee": {"months": 1}}},
        {"key": "k3", "client": "beta", "kind": "on_demand", "name": "Hours", "starts": "2026-01-01"},
    ],
    "requests": [
        {
            "key": "R-1",
            "client": "acme",
            "subject": "Form",
            "body": "It\nfails",
            "channel": "phone",
            "priority": "high",
            "state": "resolved",
            "assignee": "dana",
            "cause": "forms",
            "work_type": "design",
            "reported_at": "2026-03-02T09:05:00Z",
            "first_response_at": "2026-03-02T09:40:00Z",
            "repeat_of": None,
            "outside_scope": True,
            "events": [
                {"at": "2026-03-02T09:40:00Z", "state": "open"},
                {"at": "2026-03-02T11:00:00Z", "state": "resolved"},
            ],
            "recurring": None,
            "premium": "waived",
            "rework": True,
            "notes": [{"at": "2026-03-02T10:00:00Z", "by": "dana", "text": "called"}],
            "touched_at": "2026-03-04T10:00:00Z",
        },
        {"key": "R-2", "client": "acme", "subject": "Again", "reported_at": "2026-03-03T09:05:00Z"}
        | {"repeat_of": "R-1"},
        {"key": "R-3", "client": "beta", "subject": "Other", "reported_at": "2026-03-03T09:05:00Z"},
    ],
    "entries": [
        {
            "key": "E-1",
            "agent": "dana",
            "client": "acme",
            "request": "R-1",
            "work_type": "maintenance",
            "scope": "additional",
            "started_at": "2026-01-31T23:30:00Z",
            "ended_at": "2026-02-01T00:45:00Z",
            "note": "work",
            "late_in": "2026-02",
            "premium": "agreed",
            "told": False,
            "imported": {"tool": "toggl", "id": "77"},
        },
        {"key": "E-2", "agent": "dana", "work_type": "design", "started_at": "2026-04-02T10:00:00Z"},
        {"key": "E-3", "agent": "eli", "work_type": "design", "started_at": "2026-04-02T10:00:00Z"},
    ],
    "charges": [
        {"key": "C-1", "client": "acme", "date": "2026-04-05", "description": "Product", "quantity": 3}
        | {"unit_price": "-12.00", "contract": "k0"}
    ],
    "plans": [
        {"key": "gold", "name": "Gold", "kind": "retainer", "tier": "gold", "months": 12, "archived": True}
    ],
    "absences": [{"agent": "dana", "first": "2026-03-02", "last": "2026-03-06", "reason": "ill"}],
    "statements": [
        {
            "client": "acme",
            "month": "2026-01",
            "version": 2,
            "number": 7,
            "issued_on": "2026-02-03",
        }
    ],
    "reviews": [{"client": "acme", "month": "2026-03", "at": "2026-04-01T08:00:00Z", "by": "dana"}],
    "opportunities": [
        {
            "client": "acme",
            "kind": "drift",
            "since": "2026-03-01",
            "result": "more hours",
            "next_on": "2026-09-01",
        }
    ],
    "closed_months": ["2025-12", "2026-01", "2026-02"],
}
"""Valid; acme's contract k1 renews k0, E-1 is late in February, R-2 repeats R-1."""

GONE = object()
"""A value that is taken out."""


def steps(path: str) -> list[str | int]:
    """The keys and positions of a path like `contracts[0].fee.amount`."""
    return [
        int(number) if number else word for word, number in re.findall(r"([^.\[\]]+(?!\]))|\[(\d+)\]", path)
    ]


def spoiled(path: str, value: object) -> dict[str, Any]:
    """The sample with `value` at `path`."""
    book = copy.deepcopy(SAMPLE)
    *way, last = steps(path)
    place: Any = book
    for step in way:
        place = place[step]
    if value is GONE:
        del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
    return book
