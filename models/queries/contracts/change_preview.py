"""What would a contract on other terms change in the client's ledger? Open months, before and after (RULES 3.7).

Nothing is written; both sides are replayed from the newest closed month, or from the beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.domain.basics.months import Month
from models.domain.basics.notation import format_duration
from models.domain.basics.phrases import money_words
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.balances import State
from models.domain.ledger.differences import month_words
from models.domain.ledger.draws import replay
from models.domain.ledger.results import MonthLedger
from models.domain.ledger.sums import sums_of
from models.domain.values import Contract
from models.queries.ledger.ledgers import Ledgers

AHEAD_MONTHS = 3
"""So many months after the change, or after today, are compared: what is granted and billed shows by then."""
SUMS = (
    ("granted", "granted"),
    ("covered", "used"),
    ("unlimited", "unlimited"),
    ("by_sessions", "by sessions"),
    ("overage", "overage"),
    ("on_demand", "on demand"),
    ("accounted", "accounted"),
    ("counted", "counted"),
    ("lapsed", "lapsing"),
    ("forfeited", "over the carry limit"),
    ("closing", "carried forward"),
)
"""Sums of a month that another contract can move, and how they are called."""


def read_contract_shifts(
    client: str, changed: Sequence[Contract], now: int, gone: Sequence[str] = ()
) -> tuple[str, ...]:
    """The months that would differ if the client had `changed` (by key, new ones too) and not `gone`.

    350.00 a month instead of 300.00 from June: "June: total 300.00 → 350.00". Empty when nothing would.
    """
    ledgers = Ledgers()
    today = ledgers.zone.date_of(now)
    before = ledgers.contracts.get(client, ())
    wanted = {contract.key: contract for contract in before if contract.key not in gone}
    wanted |= {contract.key: contract for contract in changed}
    starts = [contract.starts for contract in changed if contract not in before] or [today]
    last = max(Month.of(today), Month.of(max(starts))).plus(AHEAD_MONTHS)
    first = _first_month(ledgers, [*before, *changed], today)
    openings = {record.client: record for record in ledgers.records(first.plus(-1), [client])}
    [(_, opening, entries, charges)] = ledgers.material([client], {client: first}, last, openings)

    def replayed(contracts: Sequence[Contract]) -> list[MonthLedger]:
        facts = ledgers.weight_facts(contracts)
        terms = ClientTerms(ledgers.desk, contracts, ledgers.work_types, last.last_day, facts=facts)
        state: State = opening
        return list(replay(terms, client, entries, charges, ledgers.zone, first, last, state))

    pairs = zip(replayed(before), replayed(list(wanted.values())), strict=True)
    words = (month_change(old, new, ledgers.desk.currency, today.year) for old, new in pairs)
    return tuple(line for line in words if line)


def month_change(old: MonthLedger, new: MonthLedger, currency: str, year: int) -> str:
    """What differs in a month, in one line; empty when nothing does."""
    was, will = sums_of(old), sums_of(new)
    found = [
        f"{word} {format_duration(was.of(name))} → {format_duration(will.of(name))}"
        for name, word in SUMS
        if was.of(name) != will.of(name) and (name != "counted" or was.is_weighed or will.is_weighed)
    ]
    if old.total != new.total:
        found.append(f"total {money_words(old.total, currency)} → {money_words(new.total, currency)}")
    return f"{month_words(old.month, year)}: {', '.join(found)}" if found else ""


def _first_month(ledgers: Ledgers, contracts: Sequence[Contract], today: date) -> Month:
    """The first open month that could differ: closed ones never do (RULES 6.2)."""
    if ledgers.closed_through is not None:
        return ledgers.closed_through.plus(1)
    return min([Month.of(contract.starts) for contract in contracts] or [Month.of(today)])


def read_edit_changes(contract: Contract, now: int) -> tuple[str, ...]:
    """What `edit_contract` or `create_contract` with this contract would change in the ledger."""
    return read_contract_shifts(contract.client, [contract], now)
