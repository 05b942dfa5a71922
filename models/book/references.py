"""Does everything that is named exist, and fit? What takes the whole book to check (RULES 10).

In a book that passes every key is unique in its section, and every reference leads to what fits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from models.book.kept import earlier_issued
from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month
from models.domain.basics.text import check_known, shown
from models.domain.basics.zone import zone
from models.domain.contracts.checked import check_contract, check_renews
from models.domain.values import Book, Charge, Client, Contract, Desk, Entry, OccurrenceKey, Request


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


def keyed(records: Sequence[_Keyed], section: str) -> dict[str, None]:
    keys: dict[str, None] = {}
    for position, record in enumerate(records):
        if record.key in keys:
            raise InvalidValue(
                f"{section}[{position}].key",
                f"{shown(record.key)} is used already; accepted is a key that is free",
            )
        keys[record.key] = None
    return keys


def check_contracts(contracts: Sequence[Contract]) -> None:
    """Refuses a key used twice, a `renews` that does not fit, or a second one of the same contract."""
    keyed(contracts, "contracts")
    by_key = {contract.key: contract for contract in contracts}
    renewed: set[str] = set()
    for position, contract in enumerate(contracts):
        check_renews(contract, by_key, f"contracts[{position}]")
        if contract.renews in renewed:
            raise InvalidValue(
                f"contracts[{position}].renews",
                f"{shown(contract.renews)} is renewed already; a contract is renewed once",
            )
        if contract.renews is not None:
            renewed.add(contract.renews)


def check_closed(months: Sequence[Month]) -> None:
    """Refuses closed months that do not follow each other without a gap (RULES 6.2)."""
    for position in range(1, len(months)):
        wanted = months[position - 1].plus(1)
        if months[position] != wanted:
            raise InvalidValue(
                f"closed_months[{position}]", f"{months[position]} does not follow; accepted is {wanted}"
            )


def check_late(entry: Entry, desk: Desk, first_open: Month | None, path: str = "entry") -> None:
    """Refuses a `late_in` without a piece before it, or later than the first open month (RULES 6.3)."""
    if entry.late_in is None:
        return
    at = f"{path}.late_in"
    if first_open is None:
        raise InvalidValue(at, f"{entry.late_in} is not accepted; no month is closed, so nothing is late")
    if entry.late_in > first_open:
        raise InvalidValue(
            at, f"{entry.late_in} is later than the first open month; accepted is up to {first_open}"
        )
    if entry.started_at >= zone(desk.timezone).starts(entry.late_in.first_day):
        raise InvalidValue(
            at, f"{entry.late_in} has no work of this entry before it; accepted is a later month or null"
        )


def _check_occurrence(
    request: Request, contracts: Mapping[str, Contract], opened: set[OccurrenceKey], path: str
) -> None:
    """Refuses promised work of no contract of the client, and a second request for one time of it (RULES 2.9)."""
    named = request.recurring
    if named is None:
        return
    check_known(named.contract, contracts, f"{path}.contract", "contract")
    contract = contracts[named.contract]
    if contract.client != request.client:
        raise InvalidValue(
            f"{path}.contract",
            f"{shown(named.contract)} is a contract of {contract.client}, not of {request.client}",
        )
    promised = [promise.key for promise in contract.recurring]
    check_known(named.key, promised, f"{path}.key", "promised work")
    if named in opened:
        raise InvalidValue(f"{path}.starts", f"{named.starts} has a request already; it is opened once")
    opened.add(named)


def _check_circle(key: str, repeats: dict[str, str], path: str) -> None:
    seen = {key}
    step = repeats.get(key)
    while step is not None:
        if step == key:
            raise InvalidValue(
                path, f"{shown(repeats[key])} leads back to the request itself; accepted is another one"
            )
        if step in seen:
            return
        seen.add(step)
        step = repeats.get(step)


def _tier_path(client: Client, position: int, row: int) -> str:
    """Where a tier of a client stands: `clients[2].tier`, or in its row of a list by date."""
    path = f"clients[{position}].tier"
    return f"{path}[{row}].tier" if client.dated_tiers else path


class Checks:
    """The references of a book: those of everything but requests and entries at once, of these one by one.

    All requests come before the first entry. That no entry has the key of another is left to who holds them.
    """

    def __init__(self, book: Book) -> None:
        """Refuses what does not fit in the sections of `book` but requests and entries."""
        self._keys = keys = _Keys(book)
        self._desk = book.desk
        self._contracts = {contract.key: contract for contract in book.contracts}
        self._first_open = book.closed_months[-1].plus(1) if book.closed_months else None
        self._owner: dict[str, str] = {}
        """The client of each request."""
        self._repeats: dict[str, tuple[int, str]] = {}
        self._opened: set[OccurrenceKey] = set()
        self._running: set[str] = set()
        for position, client in enumerate(book.clients):
            check_known(client.tier, keys.tiers, _tier_path(client, position, 0), "tier")
            for number, row in enumerate(client.dated_tiers):
                check_known(row.tier, keys.tiers, _tier_path(client, position, number), "tier")
        for position, contract in enumerate(book.contracts):
            check_known(contract.client, keys.clients, f"contracts[{position}].client", "client")
            check_contract(contract, keys.work_types, f"contracts[{position}]")
        check_contracts(book.contracts)
        check_closed(book.closed_months)
        for position, charge in enumerate(book.charges):
            check_known(charge.client, keys.clients, f"charges[{position}].client", "client")
            self._check_refund(charge, f"charges[{position}].contract")
        _check_kept(book, keys)

    def _check_refund(self, charge: Charge, path: str) -> None:
        """Refuses a refund of no contract, or of another client's."""
        check_known(charge.contract, self._contracts, path, "contract")
        if charge.contract is not None and self._contracts[charge.contract].client != charge.client:
            owner = self._contracts[charge.contract].client
            raise InvalidValue(
                path, f"{shown(charge.contract)} is a contract of {owner}, not of {charge.client}"
            )

    def request(self, position: int, request: Request) -> None:
        """Refuses a request that names nothing, or has the key of an earlier one."""
        path, keys = f"requests[{position}]", self._keys
        if request.key in self._owner:
            raise InvalidValue(
                f"{path}.key", f"{shown(request.key)} is used already; accepted is a key that is free"
            )
        self._owner[request.key] = request.client
        check_known(request.client, keys.clients, f"{path}.client", "client")
        check_known(request.assignee, keys.agents, f"{path}.assignee", "agent")
        check_known(request.work_type, keys.work_types, f"{path}.work_type", "work type")
        for number, note in enumerate(request.notes):
            check_known(note.by, keys.agents, f"{path}.notes[{number}].by", "agent")
        if request.repeat_of is not None:
            self._repeats[request.key] = position, request.repeat_of
        _check_occurrence(request, self._contracts, self._opened, f"{path}.recurring")

    def finish_requests(self) -> None:
        """Refuses a request that repeats none, or in the end itself; a repeat may stand before what it repeats."""
        for position, repeated in self._repeats.values():
            check_known(repeated, self._owner, f"requests[{position}].repeat_of", "request")
        repeats = {key: repeated for key, (_, repeated) in self._repeats.items()}
        for key, (position, _) in self._repeats.items():
            _check_circle(key, repeats, f"requests[{position}].repeat_of")

    def entry(self, position: int, entry: Entry) -> None:
        """Refuses an entry that names nothing, a request of another client, or a second timer of its agent."""
        path, keys = f"entries[{position}]", self._keys
        check_known(entry.agent, keys.agents, f"{path}.agent", "agent")
        check_known(entry.client, keys.clients, f"{path}.client", "client")
        check_known(entry.request, self._owner, f"{path}.request", "request")
        check_known(entry.work_type, keys.work_types, f"{path}.work_type", "work type")
        if entry.request is not None and self._owner[entry.request] != entry.client:
            raise InvalidValue(
                f"{path}.request",
                f"{shown(entry.request)} is of client {self._owner[entry.request]}, not of the entry's",
            )
        if entry.ended_at is None:
            if entry.agent in self._running:
                raise InvalidValue(
                    f"{path}.ended_at", f"null is not accepted; {entry.agent} has a running entry already"
                )
            self._running.add(entry.agent)
        check_late(entry, self._desk, self._first_open, path)


class _Keys:
    """The keys of every section but requests and entries, each unique."""

    def __init__(self, book: Book) -> None:
        self.agents = keyed(book.agents, "agents")
        self.work_types = keyed(book.work_types, "work_types")
        self.tiers = keyed(book.tiers, "tiers")
        self.clients = keyed(book.clients, "clients")
        self.contracts = keyed(book.contracts, "contracts")
        keyed(book.plans, "plans")
        keyed(book.charges, "charges")


def _check_kept(book: Book, keys: _Keys) -> None:
    """What the desk keeps beside its work refers to what is there."""
    for position, plan in enumerate(book.plans):
        check_known(plan.terms.get("tier"), keys.tiers, f"plans[{position}].tier", "tier")
    for position, absence in enumerate(book.absences):
        check_known(absence.agent, keys.agents, f"absences[{position}].agent", "agent")
    _check_statements(book, keys)
    seen: set[tuple[str, Month]] = set()
    for position, review in enumerate(book.reviews):
        check_known(review.client, keys.clients, f"reviews[{position}].client", "client")
        if (review.client, review.month) in seen:
            raise InvalidValue(
                f"reviews[{position}]", f"{review.month} of {review.client} is reviewed already"
            )
        seen.add((review.client, review.month))
    for position, talk in enumerate(book.opportunities):
        check_known(talk.client, keys.clients, f"opportunities[{position}].client", "client")


def _check_statements(book: Book, keys: _Keys) -> None:
    """A number is of one client's month, and each version of it is issued once (RULES 6.5)."""
    closed = book.closed_months[-1] if book.closed_months else None
    seen: set[tuple[str, Month, int]] = set()
    numbers: dict[int, tuple[str, Month]] = {}
    owned: dict[tuple[str, Month], int] = {}
    earlier = earlier_issued(book.settings)
    for position, statement in enumerate((*book.statements, *earlier)):
        listed = position < len(book.statements)
        path = f"statements[{position}]" if listed else "desk.settings"
        check_known(statement.client, keys.clients, f"{path}.client", "client")
        if listed and (closed is None or statement.month > closed):
            until = "no month is closed" if closed is None else f"accepted is up to {closed}"
            raise InvalidValue(f"{path}.month", f"{statement.month} is not closed; {until}")
        owner = statement.client, statement.month
        if numbers.setdefault(statement.number, owner) != owner:
            raise InvalidValue(f"{path}.number", f"{statement.number} is another statement's already")
        if owned.setdefault(owner, statement.number) != statement.number:
            raise InvalidValue(f"{path}.number", f"{statement.number} is not that of its other versions")
        if listed and (*owner, statement.version) in seen:
            raise InvalidValue(f"{path}.version", f"{statement.version} is issued already")
        seen.add((*owner, statement.version))
