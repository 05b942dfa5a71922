"""How does a value of the domain become a row? The writing half of the crossing; `reading` is the other."""

from __future__ import annotations

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


def desk_columns(desk: Desk) -> Row:
    """The desk as columns; all of it in `document`, the rest for statements that need one value."""
    return {
        "name": desk.name,
        "timezone": desk.timezone,
        "currency": desk.currency,
        "document": desk_document(desk),
    }


def agent_columns(agent: Agent) -> Row:
    """An agent as columns of its table."""
    return {
        "key": agent.key,
        "name": agent.name,
        "weekly_minutes": agent.weekly_minutes,
        "weekly_hours": agent_document(agent)["weekly_hours"] if agent.dated_minutes else None,
        "archived": agent.archived,
    }


def client_columns(client: Client) -> Row:
    """A client as columns, contacts, domains and paper as in the book."""
    document = client_document(client)
    return {
        "key": client.key,
        "name": client.name,
        "tier": client.tier,
        "tiers": document["tier"] if client.dated_tiers else None,
        "contacts": document["contacts"],
        "domains": document["domains"],
        "since": client.since,
        "notes": client.notes,
        "language": client.language,
        "archived": client.archived,
        "paper": None if client.paper == NO_CLIENT_PAPER else client_paper_document(client.paper),
    }


def contract_columns(contract: Contract, desk: Desk) -> Row:
    """A contract as columns; `ends` is the end of the term, also where months make it."""
    return {
        "key": contract.key,
        "client": contract.client,
        "kind": contract.kind,
        "name": contract.name,
        "starts": contract.starts,
        "ends": contract.term_end,
        "cancelled": contract.cancelled,
        "renews": contract.renews,
        "document": contract_document(contract, desk),
        "snoozed_until": contract.snoozed_until,
    }


def request_columns(request: Request) -> Row:
    """A request as columns, with what its events make of it; its notes are rows of their own."""
    recurring = request.recurring
    return {
        "key": request.key,
        "client": request.client,
        "subject": request.subject,
        "body": request.body,
        "channel": request.channel,
        "priority": request.priority,
        "state": request.state,
        "assignee": request.assignee,
        "cause": request.cause,
        "work_type": request.work_type,
        "reported_at": request.reported_at,
        "first_response_at": request.first_response_at,
        "resolved_at": resolved_at(request, _LAST),
        "repeat_of": request.repeat_of,
        "outside_scope": request.outside_scope,
        "premium": request.premium,
        "touched_at": request.last_touched,
        "rework": request.rework,
        "recurring_contract": None if recurring is None else recurring.contract,
        "recurring_key": None if recurring is None else recurring.key,
        "recurring_starts": None if recurring is None else recurring.starts,
    }


def entry_columns(entry: Entry) -> Row:
    """The entry as columns of its table."""
    imported = entry.imported
    return {
        "key": entry.key,
        "agent": entry.agent,
        "client": entry.client,
        "request": entry.request,
        "work_type": entry.work_type,
        "scope": entry.scope,
        "started_at": entry.started_at,
        "ended_at": entry.ended_at,
        "note": entry.note,
        "late_in": entry.late_in,
        "premium": entry.premium,
        "told": entry.told,
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
    return {
        "key": charge.key,
        "client": charge.client,
        "date": charge.date,
        "description": charge.description,
        "quantity": charge.quantity,
        "unit_price": charge.unit_price,
        "contract": charge.contract,
    }


def plan_columns(plan: Plan) -> Row:
    """A plan as columns, its terms as in the book."""
    return {"key": plan.key, "name": plan.name, "document": dict(plan.terms), "archived": plan.archived}


def absence_columns(absence: DaysOff) -> Row:
    """Days off as columns."""
    return {
        "agent": absence.agent,
        "first": absence.first,
        "last": absence.last,
        "reason": absence.reason,
    }


def review_columns(review: Review) -> Row:
    """A review as columns."""
    return {
        "client": review.client,
        "month": review.month,
        "reviewed_at": review.reviewed_at,
        "reviewed_by": review.reviewed_by,
    }


def opportunity_columns(talk: Talk) -> Row:
    """An opportunity that was talked about, as columns."""
    return {
        "client": talk.client,
        "kind": talk.kind,
        "since": talk.since,
        "result": talk.result,
        "next_on": talk.next_on,
    }
