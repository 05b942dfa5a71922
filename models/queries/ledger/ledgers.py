"""What does a client's month come to? Balances of the months before, then the month itself, computed (RULES 3, 6).

A balance holds what a client's month left behind. Those of closed months are frozen; those of open months are
derived: dropped by any write that could change them, made again from the month before, and equal to a replay of
everything since the beginning (`deskhours doctor` compares them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from peewee import fn

from models.domain.basics.months import Month
from models.domain.basics.zone import Zone, zone
from models.domain.ledger.balances import State, carried
from models.domain.ledger.summary import summary_of
from models.domain.values import Charge, Contract, Desk, Entry, PremiumWord, WorkType
from models.queries.ledger.balances import (
    MonthBalance,
    closing_balances,
    closings_since,
    newest_before,
    no_balance,
    stored_balances,
)
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.expressions import is_long, unindexed_text
from models.storage.fields import month_of
from models.storage.rows.contracts import Contracts
from models.storage.rows.month_texts import StoredState
from models.storage.rows.reading import (
    ENTRY_COLUMNS,
    check_client,
    entry_from,
    read_charges,
    read_closed_through,
    read_desk,
    read_premium_words,
    read_work_types,
)
from models.storage.rows.whole import frozen_document

if TYPE_CHECKING:
    from models.domain.contracts.terms import ClientTerms
    from models.domain.contracts.weights import WeightFacts
    from models.domain.ledger.document import LedgerDocument
    from models.domain.ledger.results import MonthLedger
    from models.queries.ledger.engine import Engine
    from models.queries.ledger.papers import Papers


def engine() -> type[Engine]:
    """What computes ledgers, loaded late: a start finds every month stored and needs none of it."""
    from models.queries.ledger.engine import Engine

    return Engine


def papers() -> type[Papers]:
    """What writes and reads ledgers as documents, loaded late: not even a running timer needs it."""
    from models.queries.ledger.papers import Papers

    return Papers


class Ledgers:
    """The ledgers of the desk, within one connection; what they are computed from is read once."""

    def __init__(self) -> None:
        """Reads the desk, its contracts, rates and closed months; raises NotFound without a desk."""
        # Read before all else: a change that comes between the reads below then shows as a newer one.
        self.as_of = newest_change()
        self.desk: Desk = read_desk()
        self.zone: Zone = zone(self.desk.timezone)
        self.closed_through = read_closed_through()
        self.derived: list[MonthBalance] = []
        """Records that had to be computed; a service may store them for the next reader."""
        self._terms: dict[str, ClientTerms] = {}

    @cached_property
    def work_types(self) -> dict[str, WorkType]:
        """The desk's work types by key."""
        return read_work_types(self.desk)

    @cached_property
    def _premium_words(self) -> dict[str, PremiumWord]:
        return read_premium_words()

    def weight_facts(self, contracts: Sequence[Contract]) -> WeightFacts:
        """What the weights of these contracts and the desk depend on; read only where there are any (RULES 3.9)."""
        return engine().weight_facts(self.desk, contracts, lambda: self._premium_words)

    @cached_property
    def contracts(self) -> Contracts:
        """The contracts of each client that has any, in the order of the book."""
        return Contracts(self.desk.currency)

    @cached_property
    def clients(self) -> tuple[str, ...]:
        """Keys of all clients, sorted."""
        return tuple(key for (key,) in _client_keys())

    def terms(self, client: str, month: Month, first: Month | None = None) -> ClientTerms:
        """The client's conditions up to the end of `month`; of contracts over before `first` only what is asked for.

        Without `first`, all of them.
        """
        since = date.min if first is None else first.first_day
        known = self._terms.get(client)
        if known is None or known.through < month.last_day or known.since > since:
            # A year ahead costs little and saves making the terms again for each month of a replay or a close.
            through = month.plus(11).last_day
            own, rest = self.contracts.parted(client, since)
            facts = self.weight_facts(own)
            left_out = partial(self.contracts.whole_of, rest)
            known = engine().terms(self.desk, own, self.work_types, through, since, facts, left_out)
            self._terms[client] = known
        return known

    def is_closed(self, month: Month) -> bool:
        """Whether the month's numbers are frozen (RULES 6.2)."""
        return self.closed_through is not None and month <= self.closed_through

    def document(self, client: str, month: Month) -> LedgerDocument:
        """The ledger of RULES 10.1; a closed month answers what was frozen. Raises NotFound."""
        check_client(client)
        return self.documents([client], month)[client]

    def documents(
        self, clients: Sequence[str], month: Month, *, with_units: bool = True
    ) -> dict[str, LedgerDocument]:
        """The ledgers of several clients for one month; `with_units` False leaves out what only pages of work need."""
        currency = self.desk.currency
        if self.is_closed(month):
            texts = dict(self._frozen(month))
            return {
                client: papers().document_from(texts[client], currency, with_units=with_units)
                if client in texts
                else papers().empty(client, month, True, currency)
                for client in clients
            }
        return {
            client: papers().document(ledger, currency, closed=False, with_units=with_units)
            for client, ledger in self.ledgers(clients, month).items()
        }

    @staticmethod
    def _frozen(month: Month) -> Iterable[tuple[str, str]]:
        """Client and ledger of a closed month, as it is stored."""
        rows: Iterable[tuple[str, str]] = _frozen_documents.each(month)
        return rows

    def ledgers(self, clients: Sequence[str], month: Month) -> dict[str, MonthLedger]:
        """The computed ledgers of an open month, from the records of the month before."""
        before = self.records(month.plus(-1), clients, with_summary=False)
        openings = {record.client: record for record in before}
        return {
            client: ledger
            for client, ledgers in self._computed(
                clients, {client: month for client in clients}, month, openings
            )
            for ledger in ledgers
        }

    def records(
        self, month: Month, clients: Sequence[str] | None = None, *, with_summary: bool = True
    ) -> list[MonthBalance]:
        """What `month` left behind for each client, stored or computed now (then also in `derived`).

        `with_summary` False is for whoever goes on from the balances: what is stored then comes without a summary.
        """
        wanted = self.clients if clients is None else tuple(clients)
        stored = {
            record.client: record for record in (stored_balances if with_summary else closing_balances)(month)
        }
        stored |= {record.client: record for record in self.derived if record.month == month}
        missing = [client for client in wanted if client not in stored]
        if missing and not self.is_closed(month):
            for record in self._derive(missing, month):
                stored[record.client] = record
        return [stored.get(client) or no_balance(client, month) for client in wanted]

    def missing_records(self, month: Month) -> Iterator[tuple[MonthBalance, ...]]:
        """What is not stored yet up to `month`, computed client by client and kept by nobody here.

        An import brings decades of a hundred clients: all of them at once would fill the memory.
        """
        stored = {record.client for record in stored_balances(month)}
        missing = [client for client in self.clients if client not in stored]
        if missing and not self.is_closed(month):
            for _ in self._derive(missing, month):
                yield tuple(self.derived)
                self.derived.clear()
                self._terms.clear()

    def _derive(self, clients: Sequence[str], month: Month) -> Iterator[MonthBalance]:
        before = {record.client: record for record in newest_before(month)}
        starts = {client: before[client].month.plus(1) for client in clients if client in before}
        if self.closed_through is not None:
            # A client without a record in the newest closed month did nothing there: that is frozen, too.
            open_from = self.closed_through.plus(1)
            starts = {client: max(start, open_from) for client, start in starts.items()}
        unknown = [client for client in clients if client not in before]
        starts.update(self.beginnings(unknown, month))
        for client, ledgers in self._computed(clients, starts, month, before):
            for ledger in ledgers:
                terms = self.terms(client, month, starts[client])
                record = MonthBalance(
                    client,
                    ledger.month,
                    False,
                    ledger.closing_state,
                    summary_of(ledger, terms),
                    self.as_of,
                )
                self.derived.append(record)
            yield record

    def beginnings(self, clients: Sequence[str], month: Month) -> dict[str, Month]:
        """The first month in which each of the clients has anything, `month` at the latest."""
        if not clients:
            return {}
        first = {client: month for client in clients}
        if self.closed_through is not None:
            # Nothing stands in a closed month of a client without a record.
            return {client: min(month, self.closed_through.plus(1)) for client in clients}
        for client in clients:
            for contract in self.contracts.rows_of(client):
                first[client] = min(first[client], month_of(contract.starts))
        for client, started_at, charged in _firsts.each():
            if client in first and started_at is not None:
                first[client] = min(first[client], Month.of(self.zone.date_of(started_at)))
            if client in first and charged is not None:
                first[client] = min(first[client], month_of(charged))
        return first

    def _computed(
        self,
        clients: Sequence[str],
        starts: Mapping[str, Month],
        month: Month,
        before: Mapping[str, MonthBalance],
    ) -> Iterator[tuple[str, list[MonthLedger]]]:
        """Each client's ledgers from its start to `month`, one statement for all entries of all of them."""
        for client, opening, entries, charges in self.material(clients, starts, month, before):
            yield (
                client,
                list(
                    engine().replay(
                        self.terms(client, month, starts[client]),
                        client,
                        entries,
                        charges,
                        self.zone,
                        starts[client],
                        month,
                        opening,
                    )
                ),
            )

    def material(
        self,
        clients: Sequence[str],
        starts: Mapping[str, Month],
        month: Month,
        before: Mapping[str, MonthBalance],
        more: Iterable[Entry] = (),
    ) -> Iterator[tuple[str, State, list[Entry], list[Charge]]]:
        """What each client's ledgers from its start to `month` are made of: opening, entries, charges.

        `more` are entries that somebody may add: where one is late, its client opens with what it may take back.
        """
        if not clients:
            return
        if len(clients) > 1:
            self.contracts.rows()  # in one statement
        first = min(starts.values())
        charges: dict[str, list[Charge]] = {}
        for charge in read_charges(first.first_day.isoformat(), month.last_day.isoformat(), clients):
            charges.setdefault(charge.client, []).append(charge)
        entries = self._entries(clients, first, month)
        late = [entry for entry in (*entries.rare, *more) if entry.late_in is not None]
        lost = self._with_lost({client: starts[client] for client in clients if client in before}, late)
        for client in sorted(clients):
            opening: State = before[client].closing if client in before else {}
            yield client, lost.get(client, opening), entries(client), charges.get(client, [])

    def _with_lost(self, starts: Mapping[str, Month], late: Iterable[Entry]) -> dict[str, State]:
        """What clients with late work open with, what was lost since that work was done included (RULES 6.3)."""
        since: dict[str, Month] = {}
        for entry in late:
            client, done = entry.client or "", Month.of(self.zone.date_of(entry.started_at))
            if client in starts and done < starts[client]:
                since[client] = min(done, since.get(client, done))
        return self.openings({client: (first, starts[client]) for client, first in since.items()})

    def openings(self, spans: Mapping[str, tuple[Month, Month]]) -> dict[str, State]:
        """What each client's month (the second of the span) opens with, with what was lost since the first."""
        found: dict[str, State] = {}
        if not spans:
            return found
        rows = closings_since(min(first for first, _ in spans.values()), list(spans))
        closings: dict[tuple[Month, str], State] = {
            (month_of(month), client): StoredState(closing) for client, month, closing in rows
        }
        closings |= {(record.month, record.client): record.closing for record in self.derived}
        for month, client in sorted(closings):
            if client in spans and spans[client][0] <= month < spans[client][1]:
                found[client] = carried(found.get(client, {}), closings[month, client])
        return found

    def _entries(self, clients: Sequence[str], first: Month, last: Month) -> _EntriesByClient:
        start, end = self.zone.starts(first.first_day), self.zone.starts(last.plus(1).first_day)
        rare = _rare_entries.each(start, first, last, clients)
        common = _common_entries.each(start - t.LONG_SECONDS, end, clients)
        return _EntriesByClient(map(entry_from, common), map(entry_from, rare))


class _EntriesByClient:
    """Hands out a stream that is ordered by client, client by client, so that only one client's is held."""

    def __init__(self, common: Iterable[Entry], rare: Iterable[Entry]) -> None:
        self.rare = tuple(rare)
        """What is very long, and what is late."""
        self._rare: dict[str, dict[str, Entry]] = {}
        for entry in self.rare:
            self._rare.setdefault(entry.client or "", {})[entry.key] = entry
        self._common = iter(common)
        self._next = next(self._common, None)

    def __call__(self, client: str) -> list[Entry]:
        found = dict(self._rare.get(client, {}))
        while self._next is not None and self._next.client == client:
            found[self._next.key] = self._next
            self._next = next(self._common, None)
        return list(found.values())


def newest_change() -> int:
    """The number of the newest recorded change, 0 before the first."""
    return int(_newest_change.one()[0] or 0)


@compiled
def _newest_change() -> Any:
    return t.Change.select(fn.max(t.Change.id))


@compiled
def _client_keys() -> Any:
    return t.Client.select(t.Client.key).order_by(t.Client.key)


@compiled
def _frozen_documents(month: Month) -> Any:
    r = t.MonthRecord
    return r.select(r.client, frozen_document(r)).where((r.month == month) & r.frozen)


@compiled
def _firsts() -> Any:
    """Each client with its first start and its first charge, both from the end of an index."""
    c, e, h = t.Client, t.Entry, t.Charge
    started = e.select(e.started_at).where(e.client == c.key).order_by(e.started_at).limit(1)
    return c.select(c.key, started, h.select(h.date).where(h.client == c.key).order_by(h.date).limit(1))


@compiled
def _rare_entries(start: int, first: Month, last: Month, clients: Sequence[str]) -> Any:
    """What is very long and begun before, and what is shown late in these months."""
    e = t.Entry
    of_clients = e.select(*ENTRY_COLUMNS).where(unindexed_text(e.client).in_(clients))
    long = of_clients.where(is_long() & (e.started_at < start))
    return long | of_clients.where((e.late_in >= first) & (e.late_in <= last))


@compiled
def _common_entries(near: int, end: int, clients: Sequence[str]) -> Any:
    e = t.Entry
    inside = (e.started_at >= near) & (e.started_at < end) & e.ended_at.is_null(False)
    return e.select(*ENTRY_COLUMNS).where(e.client.in_(clients) & inside).order_by(e.client, e.started_at)
