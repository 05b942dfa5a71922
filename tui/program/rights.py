"""What does a screen offer to whom? Actions that only a lead may take are not offered to others (RULES 13).

The services refuse them in words, and the server by itself; this keeps them out of sight.
"""

from __future__ import annotations

from models.domain.basics.rights import Rights

LEAD_ACTIONS: dict[str, frozenset[str]] = {
    "DeskApp": frozenset(("new_client", "setup")),
    "MonthEnd": frozenset(("close_month", "reopen", "review", "statement", "statements", "export")),
    "Clients": frozenset(
        ("edit", "new_contract", "sell", "change_terms", "charge", "cancel", "remove", "price", "quote")
    ),
    "Renewals": frozenset(("renew", "change", "decline", "snooze", "cancel", "quote", "talks")),
    "Capacity": frozenset(("price", "replay", "talks")),
}
"""By the class of the screen, or of the program: what only a lead is offered."""
AGENT_ACTIONS: dict[str, frozenset[str]] = {
    "DeskApp": frozenset(
        {
            *("toggle_timer", "switch_timer", "continue_timer", "start_on", "stop_at", "began_earlier"),
            *("discard_timer", "give_away", "new_request", "add_time", "undo", "redo"),
        }
    ),
    "Requests": frozenset(
        {
            *("resolve", "state", "note", "answered", "tick", "tick_one", "assign", "edit", "priority"),
            *("cause", "close_marked", "delete", "rework", "outside", "premium", "repeat", "add"),
        }
    ),
    "Timesheet": frozenset(("edit", "delete", "split", "merge", "move", "scope", "copy")),
    "Capacity": frozenset(("edit", "delete", "absence")),
}
"""What a viewer is not offered besides."""


MONEY_ACTIONS: dict[str, frozenset[str]] = {"MonthEnd": frozenset(("look",))}
"""What shows nothing but amounts."""


def offered(rights: Rights, owner: str, action: str) -> bool:
    """Is an action of a screen (or of the program) offered to whoever has these rights?"""
    if rights.leads:
        return True
    if action in LEAD_ACTIONS.get(owner, ()) or (
        not rights.sees_money and action in MONEY_ACTIONS.get(owner, ())
    ):
        return False
    return rights.role != "viewer" or action not in AGENT_ACTIONS.get(owner, ())
