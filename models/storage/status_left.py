"""What has the client left after the running timer? For prompts and bars: plain sqlite3 and the domain (RULES 3, 8).

The answer is that of the bar on the screen; where no month is computed yet it is computed here, and not kept.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from models.book.contracts import parse_contract
from models.book.sections import parse_desk, parse_work_type
from models.domain.basics.months import Month
from models.domain.basics.zone import Zone
from models.domain.contracts.terms import ClientTerms
from models.domain.contracts.weights import NO_FACTS, WeightFacts, has_weights
from models.domain.ledger.balances import State, carried
from models.domain.ledger.provisional import ClientWork
from models.domain.values import Contract, Desk, Entry
from models.holiday_dates import holiday_test, remember
from models.storage.rows.money import whole_text
from models.storage.rows.month_texts import StoredState

if TYPE_CHECKING:
    from models.storage.postgres.plain import Connection

_LONG_SECONDS = 100_000
_COLUMNS = "key, agent, work_type, started_at, ended_at, client, request, scope, note, late_in, premium"


def left_after(
    connection: Connection, running: tuple[Any, ...], zone: Zone, now: int
) -> tuple[int | None, str]:
    """Minutes that the client has left after the timer (a row of `status`), or why nothing is counted."""
    agent, client, request, _, started_at, _, key, work_type, scope = running
    if client is None or scope in ("internal", "courtesy", "additional"):
        return None, scope if client is not None or scope == "internal" else "no client yet"
    found = connection.execute(
        "SELECT d.document, m.document FROM desk d LEFT JOIN desk_money m ON m.row = d.id"
    )
    desk = parse_desk(_whole(*found.fetchone()))
    call = Entry(key, agent, work_type, started_at, None, client, request, scope, "")
    work = _work(connection, zone, desk, client, min(started_at, now), now)
    manner = work.left(now, work_type).manner
    if manner == "counted":
        return work.after(call, max(now, started_at)).rest, ""
    return None, "unlimited" if manner == "unlimited" else "on demand"


def _terms(
    connection: Connection, desk: Desk, client: str, month: Month, since: date | None = None
) -> ClientTerms:
    rows = connection.execute(
        "SELECT c.document, m.document FROM contract c LEFT JOIN contract_money m ON m.row = c.id"
        " WHERE c.client = ? ORDER BY c.id",
        (client,),
    )
    contracts: list[Contract] = [parse_contract(_whole(*row), desk) for row in rows]
    kinds = connection.execute(
        "SELECT w.key, w.name, w.rates, m.rates FROM work_type w"
        " LEFT JOIN work_type_money m ON m.row = w.id ORDER BY w.id"
    )
    work_types = {
        key: parse_work_type({"key": key, "name": name, "rates": _whole(*rates)}, desk)
        for key, name, *rates in kinds
    }
    facts = _weight_facts(connection, desk, client) if has_weights(desk, contracts) else NO_FACTS
    return ClientTerms(desk, contracts, work_types, month.plus(11).last_day, since or month.first_day, facts)


def _whole(text: str, amounts: str | None) -> Any:
    """What a text and its amounts say together."""
    return json.loads(whole_text(text, amounts) or "null")


def _weight_facts(connection: Connection, desk: Desk, client: str) -> WeightFacts:
    """Holidays, as an earlier run kept them, and what was said on the client's requests (RULES 3.9)."""
    kept = connection.execute("SELECT value FROM setting WHERE name = ?", (f"holidays:{desk.holidays}",))
    for (decades,) in kept:
        days = {int(block): map(date.fromisoformat, known) for block, known in json.loads(decades).items()}
        remember(desk.holidays or "", days)
    words = connection.execute(
        "SELECT key, premium FROM request WHERE premium IS NOT NULL AND client = ?", (client,)
    )
    return WeightFacts(holiday_test(desk.holidays), dict(words))


def _work(connection: Connection, zone: Zone, desk: Desk, client: str, since: int, now: int) -> ClientWork:
    """The client's open months, from the newest before the call of which a record is kept."""
    month, last = (Month.of(zone.date_of(instant)) for instant in (since, now))
    before = connection.execute(
        "SELECT month, closing FROM month_record WHERE client = ? AND month < ? ORDER BY month DESC LIMIT 1",
        (client, str(month)),
    ).fetchone()
    first = _beginning(connection, zone, client, month)
    opening: State = {}
    if before is not None:
        first = max(first, Month(int(before[0][:4]), int(before[0][5:7])).plus(1))
        opening = StoredState(before[1])
    entries = tuple(_entries(connection, zone, client, first, last))
    late = [Month.of(zone.date_of(entry.started_at)) for entry in entries if entry.late_in is not None]
    if before is not None and late and min(late) < first:
        opening = _with_lost(connection, client, min(late), first)
    terms = _terms(connection, desk, client, last, first.first_day)
    return ClientWork(client, terms, zone, first, opening, entries)


def _with_lost(connection: Connection, client: str, since: Month, first: Month) -> State:
    """What the month `first` opens with, with what was lost since then: late work may take it back (RULES 6.3)."""
    rows = connection.execute(
        "SELECT closing FROM month_record WHERE client = ? AND month >= ? AND month < ? ORDER BY month",
        (client, str(since), str(first)),
    )
    opening: State = {}
    for (closing,) in rows:
        opening = carried(opening, StoredState(closing))
    return opening


def _beginning(connection: Connection, zone: Zone, client: str, month: Month) -> Month:
    """The first open month in which the client has anything, `month` at the latest."""
    closed = connection.execute("SELECT max(month) FROM closed_month").fetchone()[0]
    if closed is not None:
        return min(month, Month(int(closed[:4]), int(closed[5:7])).plus(1))
    first = month
    starts = connection.execute("SELECT min(starts) FROM contract WHERE client = ?", (client,)).fetchone()[0]
    if starts is not None:
        first = min(first, Month(int(starts[:4]), int(starts[5:7])))
    worked = connection.execute("SELECT min(started_at) FROM entry WHERE client = ?", (client,)).fetchone()[0]
    return first if worked is None else min(first, Month.of(zone.date_of(worked)))


def _entries(connection: Connection, zone: Zone, client: str, first: Month, last: Month) -> list[Entry]:
    start, end = (zone.starts(month.first_day) for month in (first, last.plus(1)))
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM entry WHERE client = ? AND ended_at IS NOT NULL AND started_at < ?"
        " AND (started_at >= ? OR ended_at - started_at > ? OR (late_in >= ? AND late_in <= ?))",
        (
            client,
            end,
            start - _LONG_SECONDS,
            _LONG_SECONDS,
            str(first),
            str(last),
        ),
    )
    return [_entry(row) for row in rows]


def _entry(row: tuple[Any, ...]) -> Entry:
    key, agent, work_type, started_at, ended_at, client, request, scope, note, late_in, premium = row
    late = None if late_in is None else Month(int(late_in[:4]), int(late_in[5:7]))
    return Entry(key, agent, work_type, started_at, ended_at, client, request, scope, note, late, premium)
