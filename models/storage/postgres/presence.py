"""Who has which request open? Said to the others at once, and forgotten when nobody says it any more (RULES 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.basics.rights import Present

if TYPE_CHECKING:
    from models.storage.postgres.driver import ServerDatabase

PRESENCE = "deskhours_presence"
FRESH_SECONDS = 40
"""A program says it every fifteen seconds, by the server's clock: whoever has not for longer is gone."""
_NOW = "extract(epoch FROM clock_timestamp())::bigint"


def show_presence(database: ServerDatabase, agent: str, request: str | None, now: int) -> None:
    """Say that an agent has the page of a request open since now, or still; None for no page."""
    if request is None:
        sql = f"DELETE FROM {PRESENCE} WHERE agent = %s"
        changed = database.execute_sql(sql, (agent,)).rowcount
    else:
        sql = (
            f"INSERT INTO {PRESENCE} AS p (agent, request, since, seen) VALUES (%s, %s, %s, {_NOW})"
            " ON CONFLICT (agent) DO UPDATE SET request = excluded.request, seen = excluded.seen,"
            " since = CASE WHEN p.request = excluded.request AND p.seen > excluded.seen - %s"
            " THEN p.since ELSE excluded.since END RETURNING since = %s"
        )
        row = database.execute_sql(sql, (agent, request, now, FRESH_SECONDS, now)).fetchone()
        changed = bool(row and row[0])
    if changed:
        database.execute_sql("NOTIFY deskhours")


def others_present(database: ServerDatabase, agent: str) -> tuple[Present, ...]:
    """What the others have open, by request and since when."""
    rows = database.execute_sql(
        f"SELECT agent, request, since FROM {PRESENCE}"
        f" WHERE agent <> %s AND seen > {_NOW} - %s ORDER BY request, since",
        (agent, FRESH_SECONDS),
    )
    return tuple(Present(*row) for row in rows)
