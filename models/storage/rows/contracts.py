"""Which contracts are there? All by their dates, each read whole only where somebody asks for it.

A desk of ten years holds thousands of contracts, a month is made of some hundreds: what is over for good costs a row
(1,000,000 entries, 3,000 contracts: 25 ms so, 330 ms where each is read).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from peewee import fn

from models.domain.basics.months import add_months, day_after
from models.domain.values import Contract
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.rows.money import whole_text
from models.storage.rows.reading import CONTRACTS_KEPT, stored_contract

_CARRIED = re.compile(r'"(periods|after_end_months)":\s*(\d+)')
_WEIGHTS = re.compile(r'"bands":\s*\[\s*[^\]\s]')
_FAR = 2400
"""Months; who carries hours on for longer is never over."""


@dataclass(frozen=True, slots=True)
class StoredContract:
    """A contract by its columns; days as ISO text."""

    key: str
    client: str
    kind: str
    name: str
    starts: str
    last_day: str | None
    renews: str | None
    document: str
    amounts: str | None

    def reaches(self, day: str) -> bool:
        """Is its last day on that day or later?"""
        return self.last_day is None or self.last_day >= day

    def may_hold(self, since: date) -> bool:
        """Could work or a balance from `since` on have to do with it? True where only reading it could tell.

        Ends 31 Dec 2026, periods 3: until the end of May 2028, as if the periods were quarters.
        """
        until = None if self.last_day is None else _held_until(self.last_day, self.document)
        return until is None or until > since.isoformat()


@lru_cache(CONTRACTS_KEPT)
def _held_until(last_day: str, document: str) -> str | None:
    """The day on which nothing of a contract is left for certain, None where only reading it could tell."""
    if _WEIGHTS.search(document):
        return None
    months = 6
    for name, number in _CARRIED.findall(document):
        months = max(months, 3 * int(number) + 6 if name == "periods" else int(number))
    return None if months > _FAR else add_months(day_after(date.fromisoformat(last_day)), months).isoformat()


class Contracts(Mapping[str, tuple[Contract, ...]]):
    """The contracts of each client that has any, in the order of the book.

    The first client that is asked for alone is read alone; who needs more of them reads all.
    """

    def __init__(self, currency: str) -> None:
        """Nothing is read yet."""
        self._currency = currency
        self._one: dict[str, list[StoredContract]] = {}
        self._all: dict[str, list[StoredContract]] | None = None
        self._read: dict[str, Contract] = {}
        self._weighed: dict[str, bool] = {}
        self._since: date | None = None
        self._parted: dict[str, tuple[tuple[Contract, ...], tuple[StoredContract, ...]]] = {}

    def rows(self) -> dict[str, list[StoredContract]]:
        """All of them by client, by their columns alone."""
        if self._all is None:
            self._all = {}
            for row in _stored():
                self._all.setdefault(row[1], []).append(StoredContract(*row))
        return self._all

    def rows_of(self, client: str) -> Sequence[StoredContract]:
        """Those of a client, by their columns alone."""
        if self._all is None and client not in self._one:
            if self._one:
                return self.rows().get(client, ())
            self._one[client] = [StoredContract(*row) for row in _stored_of(client)]
        return self._one[client] if self._all is None else self._all.get(client, ())

    def __getitem__(self, client: str) -> tuple[Contract, ...]:
        found = self.rows_of(client)
        if not found:
            raise KeyError(client)
        return tuple(map(self.whole, found))

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows())

    def __len__(self) -> int:
        return len(self.rows())

    def whole(self, stored: StoredContract) -> Contract:
        """The contract as the book has it."""
        if stored.key not in self._read:
            text = whole_text(stored.document, stored.amounts)
            self._read[stored.key] = stored_contract(text or "", self._currency)
        return self._read[stored.key]

    def whole_of(self, some: Sequence[StoredContract]) -> tuple[Contract, ...]:
        """Several of them as the book has them."""
        return tuple(map(self.whole, some))

    def of_key(self, client: str, key: str) -> Contract:
        """One of the client's; raises StopIteration for a key that is none of them."""
        return next(self.whole(each) for each in self.rows_of(client) if each.key == key)

    def may_weigh(self, client: str) -> bool:
        """Has any contract of the client a table of weights of its own?"""
        if client not in self._weighed:
            self._weighed[client] = any(_WEIGHTS.search(each.document) for each in self.rows_of(client))
        return self._weighed[client]

    def names(self) -> dict[str, str]:
        """What each contract is called."""
        return {stored.key: stored.name for found in self.rows().values() for stored in found}

    def reaching(self, client: str, day: date) -> tuple[Contract, ...]:
        """The client's whose last day is on `day` or later."""
        text = day.isoformat()
        return tuple(self.whole(stored) for stored in self.rows_of(client) if stored.reaches(text))

    def all_reaching(self, day: date) -> Iterator[Contract]:
        """Everybody's whose last day is on `day` or later."""
        for client in self.rows():
            yield from self.reaching(client, day)

    def undecided(self, client: str, day: date) -> tuple[Contract, ...]:
        """The client's that are not over on `day` or that nothing follows, with what renews those.

        What is over and was renewed says nothing about today.
        """
        rows, text = self.rows_of(client), day.isoformat()
        renewed = {stored.renews for stored in rows}
        wanted = {each.key for each in rows if each.reaches(text) or each.key not in renewed}
        return tuple(self.whole(each) for each in rows if each.key in wanted or each.renews in wanted)

    def parted(self, client: str, since: date) -> tuple[tuple[Contract, ...], tuple[StoredContract, ...]]:
        """What may matter from `since` on, with what renews that; and the rest, which is over for certain."""
        if since != self._since:
            self._since, self._parted = since, {}
        if client not in self._parted:
            self._parted[client] = self._part(client, since)
        return self._parted[client]

    def _part(self, client: str, since: date) -> tuple[tuple[Contract, ...], tuple[StoredContract, ...]]:
        rows = self.rows_of(client)
        wanted = {each.key for each in rows if each.may_hold(since)}
        wanted |= {each.key for each in rows if each.renews in wanted}
        rest = tuple(each for each in rows if each.key not in wanted)
        return tuple(self.whole(each) for each in rows if each.key in wanted), rest


def _columns() -> tuple[Any, ...]:
    c, money = t.Contract, t.ContractMoney
    amounts = money.select(money.document).where(money.row == c.id)
    last_day = fn.coalesce(c.cancelled, c.ends)
    return c.key, c.client, c.kind, c.name, c.starts, last_day, c.renews, c.document, amounts


@compiled
def _stored() -> Any:
    return t.Contract.select(*_columns()).order_by(t.Contract.id)


@compiled
def _stored_of(client: str) -> Any:
    return t.Contract.select(*_columns()).where(t.Contract.client == client).order_by(t.Contract.id)
