"""The twelfth schema: what happened lately is found among all that ever happened. The file stands on its own and stays.

Requests by the day they were resolved, by their cause and by their flags; events by their time.
"""

from __future__ import annotations

from typing import Any

from peewee import Table

request = Table("request", ("cause", "outside_scope", "resolved_at", "rework"))


def up(migrator: Any, db: Any) -> None:
    """Indexes; no row changes."""
    resolved, caused = request.resolved_at.is_null(False), request.cause.is_null(False)
    flagged = request.rework | request.outside_scope
    migrator.migrate(
        migrator.add_index("request", ("resolved_at",), where=resolved, name="request_resolved"),
        migrator.add_index(
            "request", ("cause", "resolved_at", "reported_at"), where=caused, name="request_cause"
        ),
        migrator.add_index("request", ("client",), where=flagged, name="request_flagged"),
        migrator.add_index("request_event", ("at",), name="request_event_at"),
    )
