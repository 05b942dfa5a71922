"""How is a request's page written as JSON? For `request show`, so that scripts see what the screen shows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from models.book.writing import entry_document, request_document
from models.domain.basics.notation import format_money
from models.domain.basics.zone import to_iso
from models.domain.requests.clocks import Step
from models.queries.ledger.left import Left
from models.queries.ledger.units import WorkUnit
from models.queries.requests.page import Brief, RequestPage, Said


def page_document(page: RequestPage) -> dict[str, Any]:
    """The request as in the book, then clocks, conversation, time, repeats and what the client has left."""
    row, known = page.row, page.row.clocks
    return request_document(page.request) | {
        "state": row.state,
        "rework": row.rework,
        "channel_not_included": row.channel_not_included,
        "owes": row.owes,
        "due": _iso(row.due),
        "left_seconds": row.left_seconds,
        "response_due": _iso(known.response_due),
        "response_state": known.response_state,
        "response_steps": [_step(step) for step in page.response_steps],
        "resolution_due": _iso(known.resolution_due),
        "resolution_state": known.resolution_state,
        "resolution_steps": [_step(step) for step in page.resolution_steps],
        "waiting_seconds": known.waiting_seconds,
        "reopened": known.reopened,
        "no_longer_promised": row.no_longer_promised,
        "conversation": [_said(line) for line in page.conversation],
        "entries": [entry_document(entry) for entry in page.entries],
        "units": [_unit(unit, page.currency) for unit in page.units],
        "older_work": page.older_work,
        "spent_seconds": page.spent_seconds,
        "accounted": page.accounted,
        "repeats": [_brief(brief) for brief in page.repeats],
        "related": [_brief(brief) for brief in page.related],
        "left": _left(page.left),
    }


def _iso(instant: int | None) -> str | None:
    return None if instant is None else to_iso(instant)


def _step(step: Step) -> dict[str, Any]:
    return {"kind": step.kind, "from": to_iso(step.first), "to": to_iso(step.last), "seconds": step.seconds}


def _said(line: Said) -> dict[str, Any]:
    return asdict(line) | {"at": to_iso(line.at)}


def _unit(unit: WorkUnit, currency: str) -> dict[str, Any]:
    return asdict(unit) | {
        "entries": list(unit.entries),
        "work_date": unit.work_date.isoformat(),
        "rate": None if unit.rate is None else format_money(unit.rate, currency),
        "month": str(unit.month),
    }


def _brief(brief: Brief) -> dict[str, Any]:
    times = {"reported_at": to_iso(brief.reported_at), "resolved_at": _iso(brief.resolved_at)}
    return asdict(brief) | times


def _left(left: Left) -> dict[str, Any]:
    return {
        "manner": left.manner,
        "minutes": left.minutes,
        "sessions": left.sessions,
        "session_minutes": left.session_minutes,
        "shortest_call_minutes": left.call_minutes(),
    }
