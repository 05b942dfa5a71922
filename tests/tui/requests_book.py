"""A desk with a queue: two tiers, three clients, requests in every state; Wednesday 4 March 2026, 16:00 UTC."""

from __future__ import annotations

from typing import Any

from tests.opened import contract, entry, monthly, small_book

TIERS = [
    {
        "key": "gold",
        "name": "Gold",
        "first_response": "2h",
        "resolution": "2d",
        "clock": "working",
        "channels": ["email", "phone"],
    },
    {"key": "silver", "name": "Silver", "first_response": "1d", "resolution": None, "channels": ["email"]},
]


def request(key: str, subject: str, at: str, state: str | None = None, **more: Any) -> dict[str, Any]:
    """A request of acme, taken into `state` an hour after its report."""
    hour = int(at[11:13]) + 1
    moved = f"{at[:11]}{hour:02d}{at[13:]}:00Z"
    events = [] if state in (None, "new") else [{"at": moved, "state": state}]
    answered = {"first_response_at": moved} if events else {}
    return {
        "key": key,
        "client": "acme",
        "subject": subject,
        "reported_at": f"{at}:00Z",
        "events": events,
        **answered,
        **more,
    }


def queue_book(**more: Any) -> dict[str, Any]:
    """The desk; sections can be replaced."""
    sections: dict[str, Any] = {
        "desk": {"closed_days": ["2026-03-06"]},
        "agents": [
            {"key": "dana", "name": "Dana", "weekly_hours": "40:00"},
            {"key": "mo", "name": "Mo [/]", "weekly_hours": "20:00"},
        ],
        "tiers": TIERS,
        "clients": [
            {"key": "acme", "name": "Acme Ltd", "tier": "gold"},
            {"key": "smith", "name": "Smith & Co [UK]", "tier": "silver"},
            {"key": "ivy", "name": "Ivy Street"},
        ],
        "contracts": [contract("plan", allowances=[monthly("3:00")], rounding={"increment": 15})],
        "requests": [
            request("R-1", "Contact form [/] broken", "2026-03-04T13:00", priority="high", assignee="dana"),
            request("R-2", "Opening hours", "2026-03-04T09:00", "open", assignee="mo", cause="content"),
            request("R-3", "SSL renewal", "2026-02-24T09:00", "waiting", assignee="dana", cause="dns"),
            request("R-4", "Hotline call", "2026-03-04T15:00", client="smith", channel="phone"),
            request("R-5", "New logo", "2026-02-20T10:00", client="ivy"),
            request("R-6", "Contact form dead", "2026-03-02T10:00", "resolved", cause="forms"),
            request("R-7", "Old invoice", "2026-01-12T10:00", "closed", cause="content"),
        ],
        "entries": [
            entry("E-1", "2026-03-04T10:00", "2026-03-04T10:47", request="R-2", note="looked [/b] at it")
        ],
    }
    return small_book(**(sections | more))
