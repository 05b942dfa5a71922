"""What would this write change in the ledgers, or why would it be refused? It is done, read, and taken back.

A rehearsal writes nothing, and says of every service what that service would do: there is no second computation that
could say something else (RULES 3.7, 6.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.domain.basics.months import Month
from models.domain.ledger.draws import replay
from models.domain.ledger.results import MonthLedger
from models.domain.ledger.sums import sums_of
from models.queries.contracts.change_preview import AHEAD_MONTHS, month_change
from models.queries.ledger.ledgers import Ledgers, newest_change
from models.services.core.together import Base
from models.storage import tables as t
from models.storage.rows.reading import read_client_names
from models.storage.rows.whole import whole

WORK = ("covered", "unlimited", "by_sessions", "overage", "on_demand", "accounted")
"""Sums of a month that only work makes."""
MOST_CLIENTS = 400
_OF_CLIENT = ("contract", "charge", "entry")


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a write would do: `lines` of the ledger, month by month; `past` when done work or a past month moves."""

    lines: tuple[str, ...] = ()
    past: bool = False


def refuse_early(bases: Sequence[Base], write: Callable[[], object]) -> None:
    """Raise what the write would raise, and write nothing: nobody is asked about what would be refused."""
    with t.database.atomic() as transaction:
        check_bases(bases)
        write()
        transaction.rollback()


def rehearse(bases: Sequence[Base], write: Callable[[], object], now: int) -> Rehearsal:
    """Do it, compare the ledgers of the clients that it touches, take it back; raises what the write would raise.

    Compared are the open months up to three after the current one, or after what begins later.
    """
    with t.database.atomic() as transaction:
        check_bases(bases)
        clients, first, last = _reach(write, now)
        before = _computed(clients, first, last)
        write()
        after = _computed(clients, first, last)
        transaction.rollback()
    ledgers = Ledgers()
    today = ledgers.zone.date_of(now)
    names = read_client_names()
    lines, past = [], False
    for client in sorted(before.keys() | after.keys(), key=lambda key: str(names.get(key, key)).casefold()):
        pairs = list(zip(before.get(client, ()), after.get(client, ()), strict=False))
        found = [month_change(old, new, ledgers.desk.currency, today.year) for old, new in pairs]
        whose = f"{names.get(client, client)}, " if len(clients) > 1 else ""
        lines += [f"{whose}{line}" for line in found if line]
        past |= any(_moves_past(old, new, Month.of(today)) for old, new in pairs)
    return Rehearsal(tuple(lines), past)


def check_bases(bases: Sequence[Base]) -> None:
    """Raises Overtaken when any record is not what the form read."""
    for base in bases:
        base.check()


def _reach(write: Callable[[], object], now: int) -> tuple[tuple[str, ...], Month, Month]:
    """Whom the write touches, and from which open month to which it could be seen."""
    newest = newest_change()
    with t.database.atomic() as part:
        write()
        clients = _touched(newest)
        month = Month.of(Ledgers().zone.date_of(now))
        firsts, starts = _first(clients, month), _starts(clients)
        part.rollback()
    clients = clients[:MOST_CLIENTS]
    first = min(firsts, _first(clients, month))
    begun = [Month.of(day) for day in starts - _starts(clients)]
    return clients, first, max([month, *begun]).plus(AHEAD_MONTHS)


def _touched(after: int) -> tuple[str, ...]:
    """The clients whose ledger the changes after that number could move."""
    r, found = t.ChangeRow, set[str | None]()
    moving = r.table.in_((*_OF_CLIENT, "desk", "work_type"))
    for name, *sides in (
        r.select(r.table, whole(r.before), whole(r.after)).where(moving, r.change > after).tuples()
    ):
        old, new = (side or {} for side in sides)
        if name == "desk" or (name == "work_type" and old.get("rates") != new.get("rates")):
            return Ledgers().clients
        if name in _OF_CLIENT:
            found |= {old.get("client"), new.get("client")}
    return tuple(sorted(key for key in found if key is not None))


def _starts(clients: Iterable[str]) -> set[date]:
    contracts = Ledgers().contracts
    return {date.fromisoformat(each.starts) for client in clients for each in contracts.rows_of(client)}


def _first(clients: Sequence[str], month: Month) -> Month:
    """The first open month in which any of them has anything: closed ones never move (RULES 6.2)."""
    return min(Ledgers().beginnings(clients, month).values(), default=month)


def _computed(clients: Sequence[str], first: Month, last: Month) -> dict[str, list[MonthLedger]]:
    """Every month of every client, from what the newest closed month left behind."""
    ledgers = Ledgers()
    known = set(ledgers.clients)
    there = [client for client in clients if client in known]
    if not there:
        return {}
    openings = {record.client: record for record in ledgers.records(first.plus(-1), there)}
    found = {}
    for client, opening, entries, charges in ledgers.material(
        there, dict.fromkeys(there, first), last, openings
    ):
        terms = ledgers.terms(client, last, first)
        found[client] = list(replay(terms, client, entries, charges, ledgers.zone, first, last, opening))
    return found


def _moves_past(old: MonthLedger, new: MonthLedger, month: Month) -> bool:
    """Does done work, or a month that is over, become something else?"""
    if old.month > month:
        return False
    was, will = sums_of(old), sums_of(new)
    if old.month < month and old.total != new.total:
        return True
    return any(was.of(name) != will.of(name) for name in WORK)
