"""Who has which request open? Said to the others at once, and forgotten when nobody says it any more (RULES 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peewee import EXCLUDED, Case, Table, fn

from models.domain.basics.rights import Present
from models.storage.raw import MARK, PRESENCE

if TYPE_CHECKING:
    from models.storage.postgres.driver import ServerDatabase

FRESH_SECONDS = 40
"""A program says it every fifteen seconds, by the server's clock: whoever has not for longer is gone."""
_now = fn.date_part("epoch", fn.clock_timestamp()).cast("bigint")
_seen = Table(PRESENCE, ("agent", "request", "since", "seen"))


def show_presence(database: ServerDatabase, agent: str, request: str | None, now: int) -> None:
    """Say that an agent has the page of a request open since now, or still; None for no page."""
    if request is None:
        changed = bool(database.execute(_seen.delete().where(_seen.agent == agent)).rowcount)
    else:
        row = database.execute(_shown(agent, request, now)).fetchone()
        changed = bool(row and row[0])
    if changed:
        database.ask(fn.pg_notify(MARK, ""))


def _shown(agent: str, request: str, now: int) -> Any:
    """One row an agent; it tells whether the page is another one than before."""
    same = (_seen.request == EXCLUDED.request) & (_seen.seen > EXCLUDED.seen - FRESH_SECONDS)
    stays = Case(None, ((same, _seen.since),), EXCLUDED.since)
    update = {_seen.request: EXCLUDED.request, _seen.seen: EXCLUDED.seen, _seen.since: stays}
    row = {_seen.agent: agent, _seen.request: request, _seen.since: now, _seen.seen: _now}
    insert = _seen.insert(row).on_conflict(conflict_target=(_seen.agent,), update=update)
    return insert.returning(_seen.since == now)


def others_present(database: ServerDatabase, agent: str) -> tuple[Present, ...]:
    """What the others have open, by request and since when."""
    others = _seen.select(_seen.agent, _seen.request, _seen.since)
    others = others.where((_seen.agent != agent) & (_seen.seen > _now - FRESH_SECONDS))
    rows = database.execute(others.order_by(_seen.request, _seen.since))
    return tuple(Present(*row) for row in rows)
