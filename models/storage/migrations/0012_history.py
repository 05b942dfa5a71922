"""The twelfth schema: what happened lately is found among all that ever happened. The file stands on its own and stays.

Requests by the day they were resolved, by their cause and by their flags; events by their time.
"""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Indexes; no row changes."""
    db.execute_sql(
        'CREATE INDEX "request_resolved" ON "request" ("resolved_at") WHERE "resolved_at" IS NOT NULL'
    )
    db.execute_sql(
        'CREATE INDEX "request_cause" ON "request" ("cause", "resolved_at", "reported_at")'
        ' WHERE "cause" IS NOT NULL'
    )
    db.execute_sql('CREATE INDEX "request_flagged" ON "request" ("client") WHERE "rework" OR "outside_scope"')
    db.execute_sql('CREATE INDEX "request_event_at" ON "request_event" ("at")')
