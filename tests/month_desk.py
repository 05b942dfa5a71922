"""A small desk with two months of work: one to close, one that runs; what the month-end tests stand on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from models.services.desk.desks import load_book
from models.storage.database import open_database
from models.storage.engine import Opened
from tests.texts import parse_book


def at(text: str) -> int:
    """Epoch seconds of an ISO instant."""
    return int(datetime.fromisoformat(text).timestamp())


NOW = at("2026-03-02T10:00:00Z")


def entry(key: str, start: str, end: str | None, client: str | None = "acme", **more: Any) -> dict[str, Any]:
    """An entry of the book, Dana's unless said otherwise."""
    return {
        "key": key,
        "agent": "dana",
        "client": client,
        "work_type": "care",
        "started_at": start,
        "ended_at": end,
        "note": f"work {key}",
        **more,
    }


ENTRIES = (
    entry("E-1", "2026-01-12T09:00:00Z", "2026-01-12T10:00:00Z", request="R-1"),
    entry("E-2", "2026-02-03T09:00:00Z", "2026-02-03T10:30:30Z", request="R-1"),
    entry("E-3", "2026-02-03T11:00:00Z", "2026-02-03T11:20:00Z", request="R-1", note="=1+1 [bold] #let x"),
    entry("E-4", "2026-02-10T09:00:00Z", "2026-02-10T12:00:00Z"),
    entry("E-5", "2026-02-11T09:00:00Z", "2026-02-11T09:15:00Z", scope="courtesy"),
    entry("E-6", "2026-02-12T09:00:00Z", "2026-02-12T09:40:00Z", "globex", request="R-2"),
    entry("E-7", "2026-02-27T23:30:00Z", "2026-02-28T00:30:00Z", "globex", scope="additional"),
)


def book_document(entries: tuple[Mapping[str, Any], ...] = ENTRIES, **more: Any) -> dict[str, Any]:
    """The desk: Acme has 4 hours a month and a fee, Globex pays by the hour."""
    return {
        "deskhours_book": 2,
        "desk": {
            "name": "North & Gate <b>",
            "timezone": "Europe/London",
            "currency": "EUR",
            "rounding": {"increment": 15, "minimum": 0, "per": "request_day"},
        },
        "agents": [{"key": "dana", "name": "Dana"}, {"key": "mo", "name": "Mo"}],
        "work_types": [{"key": "care", "name": "Care", "rates": [{"from": "2020-01-01", "rate": "90.00"}]}],
        "clients": [
            {"key": "acme", "name": "=Acme #strong[x]", "contacts": [{"name": "Ann Cole"}]},
            {"key": "globex", "name": "Глобекс Ω"},
        ],
        "contracts": [
            {
                "key": "acme-1",
                "client": "acme",
                "kind": "retainer",
                "name": "Care plan",
                "starts": "2026-01-01",
                "allowances": [{"hours": "4:00", "every": "month"}],
                "fee": {"amount": "300.00", "every": "month"},
            }
        ],
        "requests": [
            {
                "key": "R-1",
                "client": "acme",
                "subject": "@Form $broken$",
                "cause": "forms",
                "reported_at": "2026-01-12T08:00:00Z",
                "events": [{"at": "2026-02-03T12:00:00Z", "state": "resolved"}],
            },
            {"key": "R-2", "client": "globex", "subject": "Письмо", "reported_at": "2026-02-12T08:00:00Z"},
        ],
        "entries": list(entries),
        "charges": [
            {
                "key": "C-1",
                "client": "globex",
                "date": "2026-02-20",
                "description": "+1 page",
                "quantity": 3,
                "unit_price": "12.50",
            }
        ],
        "closed_months": ["2026-01"],
        **more,
    }


def month_desk(folder: Path, entries: tuple[Mapping[str, Any], ...] = ENTRIES, **more: Any) -> Opened:
    """A database with the desk under `folder`, bound to the tables."""
    opened = open_database(folder / "desk.db")
    with opened.connection():
        load_book(parse_book(json.dumps(book_document(entries, **more))), NOW)
    return opened
