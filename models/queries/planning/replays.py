"""What would other plans have cost a client for the same work? (RULES 5.4)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from models.book.contracts import parse_contract
from models.book.reading import load_json
from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import day_after
from models.domain.basics.notation import format_money
from models.domain.contracts.checked import check_contract
from models.domain.planning.plan_replay import PlanReplay, replay_plan
from models.domain.values import Contract, Entry
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.rows.reading import check_client, read_desk, read_entries, read_work_types


def parse_plan(text: str, client: str, path: str = "contract") -> Contract:
    """A contract as in the book, its `client` ignored: it is `client`'s. Raises InvalidValue at `path`."""
    try:
        document = load_json(text)
    except InvalidValue as error:
        raise InvalidValue(path, error.message) from error
    if not isinstance(document, dict):
        raise InvalidValue(path, "is no contract; accepted is one contract as in the book")
    desk = read_desk()
    document["client"] = client
    contract = parse_contract(document, desk, path)
    check_contract(contract, read_work_types(desk), path)
    return contract


def read_replays(
    client: str, first: date, last: date, contracts: Sequence[Contract]
) -> tuple[PlanReplay, ...]:
    """The client's work from `first` to `last` under each contract alone, in the order given.

    Raises NotFound, and InvalidValue for a span that ends before it begins.
    """
    if last < first:
        raise InvalidValue("TO", f"{last} lies before {first}; accepted is {first} or later")
    ledgers = Ledgers()
    check_client(client)
    return replays_of(ledgers, read_work(ledgers, [client], first, last)[client], first, last, contracts)


def read_work(
    ledgers: Ledgers, clients: Sequence[str], first: date, last: date
) -> dict[str, tuple[Entry, ...]]:
    """The finished entries of each client that reach into the span, whole, in one statement."""
    start, end = ledgers.zone.starts(first), ledgers.zone.starts(day_after(last))
    e = t.Entry
    found: dict[str, list[Entry]] = {client: [] for client in clients}
    for entry in read_entries(e.client.in_(clients), e.started_at < end, e.ended_at >= start):
        found[str(entry.client)].append(entry)
    return {client: tuple(entries) for client, entries in found.items()}


def replays_of(
    ledgers: Ledgers, entries: Sequence[Entry], first: date, last: date, contracts: Sequence[Contract]
) -> tuple[PlanReplay, ...]:
    """What a client's entries come to from `first` to `last` under each contract alone, in the order given."""
    return tuple(
        replay_plan(
            ledgers.desk,
            contract,
            ledgers.work_types,
            entries,
            ledgers.zone,
            first,
            last,
            ledgers.weight_facts([contract]),
        )
        for contract in contracts
    )


def replay_document(
    client: str, first: date, last: date, contracts: Sequence[Contract]
) -> list[dict[str, Any]]:
    """The rows of `replay` (RULES 11), in the order of the contracts."""
    currency = read_desk().currency
    return [
        {
            "contract": replay.contract,
            "covered": replay.covered,
            "overage": replay.overage,
            "lapsed": replay.lapsed,
            "total": format_money(replay.total, currency),
        }
        for replay in read_replays(client, first, last, contracts)
    ]
