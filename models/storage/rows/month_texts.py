"""How does what a month left behind cross into SQL? Balances and summaries as the JSON text of a column.

Guarantees (`test_what_is_read_is_what_was_written`): the text of a value never changes, since digests and seals of
closed months are made of it (RULES 6.5).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from models.book.sums import sums_from, sums_json
from models.domain.ledger.balances import Balance, Identity, Loss, State
from models.domain.ledger.summary import Amounts, ContractDraw, GrantBalance, MonthSummary, WorkedMonth
from models.storage.packing import unpack
from models.storage.plain_text import month_of, to_json
from models.storage.rows.money import COLUMNS, parted

_DRAWN = '"drawn_from":'


class StoredState(Mapping[Identity, Balance]):
    """The balances of a stored month, read when they are asked for: most readers need the summary alone."""

    __slots__ = ("_state", "_text")

    def __init__(self, text: str) -> None:
        """Of the text that `state_text` wrote."""
        self._text = text
        self._state: dict[Identity, Balance] | None = None

    def __getitem__(self, identity: Identity) -> Balance:
        return self._read()[identity]

    def __iter__(self) -> Iterator[Identity]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def _read(self) -> dict[Identity, Balance]:
        if self._state is None:
            self._state = dict(map(_balance_from, json.loads(self._text)))
        return self._state


def state_text(state: State) -> str:
    """Balances as [[contract, allowance, first day, left, [[day, kind, amount], ...]], ...], by grant."""
    return to_json(
        [
            [
                contract,
                allowance,
                valid_from.isoformat(),
                balance.left,
                [[loss.day.isoformat(), loss.kind, loss.amount] for loss in balance.losses],
            ]
            for (contract, allowance, valid_from), balance in sorted(state.items(), key=_place)
        ]
    )


def _place(item: tuple[Identity, Balance]) -> tuple[str, int, date]:
    contract, allowance, valid_from = item[0]
    return contract, -1 if allowance is None else allowance, valid_from


def _balance_from(row: list[Any]) -> tuple[Identity, Balance]:
    contract, allowance, valid_from, left, losses = row
    found = tuple(Loss(date.fromisoformat(day), kind, amount) for day, kind, amount in losses)
    return (contract, allowance, date.fromisoformat(valid_from)), Balance(left, found)


def summary_text(summary: MonthSummary) -> str:
    """A summary as an object of its sums and amounts, with short lists for months, grants and contracts."""
    amounts = summary.amounts
    return parted(
        {
            **sums_json(summary.sums, frozen=True),
            "total": summary.total,
            "amounts": {
                "fee": amounts.fee,
                "overage": amounts.overage,
                "on_demand": amounts.on_demand,
                "additional": amounts.additional,
                "charge": amounts.charge,
            },
            "usable": summary.usable,
            "expiring": summary.expiring,
            "unlimited_contract": summary.unlimited_contract,
            "worked": [
                [str(worked.month), worked.accounted, worked.support, worked.overage]
                for worked in summary.worked
            ],
            "grants": [_grant_list(grant) for grant in summary.grants],
            "drawn_from": [[draw.contract, draw.minutes] for draw in summary.drawn_from],
        },
        COLUMNS["month_record"]["summary"],
    )


def _grant_list(grant: GrantBalance) -> list[Any]:
    expires_on = None if grant.expires_on is None else grant.expires_on.isoformat()
    name = [grant.contract, grant.allowance, grant.valid_from.isoformat(), expires_on, grant.each]
    return [*name, grant.had, grant.drawn, grant.left]


def summary_from(text: str) -> MonthSummary:
    """The summary that `summary_text` wrote."""
    written = json.loads(text)
    return MonthSummary(
        sums_from(written),
        written["total"],
        Amounts(**written["amounts"]),
        written["usable"],
        written["expiring"],
        written["unlimited_contract"],
        tuple([WorkedMonth(month_of(month), *minutes) for month, *minutes in written["worked"]]),
        tuple(map(_grant_from, written["grants"])),
        tuple([ContractDraw(contract, minutes) for contract, minutes in written["drawn_from"]]),
    )


def drawn_from(kept: str | bytes) -> list[tuple[str, int]]:
    """What a stored summary says was drawn from each contract: its last part, found without reading the others."""
    text = unpack(kept) or ""
    return [
        (contract, minutes) for contract, minutes in json.loads(text[text.rindex(_DRAWN) + len(_DRAWN) : -1])
    ]


def _grant_from(row: list[Any]) -> GrantBalance:
    contract, allowance, valid_from, expires_on, each, had, drawn, left = row
    return GrantBalance(
        contract,
        allowance,
        date.fromisoformat(valid_from),
        None if expires_on is None else date.fromisoformat(expires_on),
        each,
        had,
        drawn,
        left,
    )
