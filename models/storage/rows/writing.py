"""How does a value of the domain become a row? The writing half of the crossing; `reading` is the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from models.book.terms.contracts import contract_document
from models.book.terms.papers import client_paper_document
from models.book.writing import (
    agent_document,
    client_document,
    desk_document,
    tier_document,
    work_type_document,
)
from models.domain.kept import DaysOff, Plan, Review, Talk
from models.domain.papers import NO_CLIENT_PAPER
from models.domain.requests.clocks import resolved_at
from models.domain.values import Agent, Charge, Client, Contract, Desk, Entry, Request, Tier, WorkType

Row = dict[str, Any]
"""Values by the name of their column."""
_LAST = 1 << 60
_OF_REQUEST = (
    *("key", "client", "subject", "body", "channel", "priority", "state", "assignee", "cause", "work_type"),
    *("reported_at", "first_response_at", "repeat_of", "outside_scope", "premium", "rework"),
)
_OF_ENTRY = (
    *("key", "agent", "client", "request", "work_type", "scope", "started_at", "ended_at", "note", "late_in"),
    *("premium", "told"),
)


def _same(value: object, *names: str) -> Row:
    """What the table calls as the value does."""
    return dict(zip(names, _getter(names)(value), strict=True))


@cache
def _getter(names: tuple[str, ...]) -> Callable[[object], tuple[Any, ...]]:
    return attrgetter(*names)


def desk_columns(desk: Desk) -> Row:
    """The desk as columns; all of it in `document`, the rest for statements that need one value."""
    return {**_same(desk, "name", "timezone", "currency"), "document": desk_document(desk)}


def agent_columns(agent: Agent) -> Row:
    """An agent as columns of its table."""
    dated = agent_document(agent)["weekly_hours"] if agent.dated_minutes else None
    return {**_same(agent, "key", "name", "weekly_minutes", "archived"), "weekly_hours": dated}


def client_columns(client: Client) -> Row:
    """A client as columns, contacts, domains and paper as in the book."""
    document = client_document(client)
    return {
        **_same(client, "key", "name", "tier", "since", "notes", "language", "archived"),
        "tiers": document["tier"] if client.dated_tiers else None,
        "contacts": document["contacts"],
        "domains": document["domains"],
        "paper": None if client.paper == NO_CLIENT_PAPER else client_paper_document(client.paper),
    }


def contract_columns(contract: Contract, desk: Desk) -> Row:
    """A contract as columns; `ends` is the end of the term, also where months make it."""
    return {
        **_same(contract, "key", "client", "kind", "name", "starts", "cancelled", "renews", "snoozed_until"),
        "ends": contract.term_end,
        "document": contract_document(contract, desk),
    }


def request_columns(request: Request) -> Row:
    """A request as columns, with what its events make of it; its notes are rows of their own."""
    recurring = request.recurring
    return {
        **_same(request, *_OF_REQUEST),
        "resolved_at": resolved_at(request, _LAST),
        "touched_at": request.last_touched,
        "recurring_contract": None if recurring is None else recurring.contract,
        "recurring_key": None if recurring is None else recurring.key,
        "recurring_starts": None if recurring is None else recurring.starts,
    }


def entry_columns(entry: Entry) -> Row:
    """The entry as columns of its table."""
    imported = entry.imported
    return {
        **_same(entry, *_OF_ENTRY),
        "imported_tool": None if imported is None else imported.tool,
        "imported_id": None if imported is None else imported.id,
        "imported_print": None if imported is None else imported.print,
    }


def work_type_columns(work_type: WorkType, desk: Desk) -> Row:
    """A work type as columns."""
    rates = work_type_document(work_type, desk)["rates"]
    return {"key": work_type.key, "name": work_type.name, "rates": rates, "archived": work_type.archived}


def tier_columns(tier: Tier) -> Row:
    """A tier as columns, its targets as in the book."""
    return {"key": tier.key, "name": tier.name, "document": tier_document(tier)}


def charge_columns(charge: Charge) -> Row:
    """A charge as columns, its price in minor units."""
    return _same(charge, "key", "client", "date", "description", "quantity", "unit_price", "contract")


def plan_columns(plan: Plan) -> Row:
    """A plan as columns, its terms as in the book."""
    return {"key": plan.key, "name": plan.name, "document": dict(plan.terms), "archived": plan.archived}


def absence_columns(absence: DaysOff) -> Row:
    """Days off as columns."""
    return _same(absence, "agent", "first", "last", "reason")


def review_columns(review: Review) -> Row:
    """A review as columns."""
    return _same(review, "client", "month", "reviewed_at", "reviewed_by")


def opportunity_columns(talk: Talk) -> Row:
    """An opportunity that was talked about, as columns."""
    return _same(talk, "client", "kind", "since", "result", "next_on")
