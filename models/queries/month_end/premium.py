"""Whose work of a month lies in a band that nobody agreed to or waived? Read only where weights must be agreed."""

from __future__ import annotations

from collections.abc import Sequence

from models.domain.basics.months import Month
from models.domain.contracts.weights import premium_rule, tables_for
from models.domain.month_end.checks import Check
from models.domain.month_end.premium_open import premium_checks
from models.domain.values import Contract, Entry
from models.queries.ledger.ledgers import Ledgers


def read_premium_checks(ledgers: Ledgers, month: Month, entries: Sequence[Entry]) -> list[Check]:
    """The checks `premium_open` of RULES 6.1, of the entries that touch the month."""
    clients = sorted({entry.client for entry in entries if entry.client is not None})
    open_ones = [client for client in clients if _can_be_open(ledgers, client, month)]
    return premium_checks(
        month, entries, {client: ledgers.terms(client, month, month) for client in open_ones}
    )


def _can_be_open(ledgers: Ledgers, client: str, month: Month) -> bool:
    desk = ledgers.desk
    contracts = ledgers.contracts
    if not desk.bands and not contracts.may_weigh(client):
        return False
    # Without tables of the desk only a contract with tables of its own weighs, and no such one is left out here.
    own = contracts.get(client, ()) if desk.bands else contracts.parted(client, month.first_day)[0]
    governing: list[Contract | None] = [None, *own]
    return any(premium_rule(desk, one) == "agreed" and tables_for(desk, one) for one in governing)
