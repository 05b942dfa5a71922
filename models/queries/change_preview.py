"""What would a contract on other terms change in the client's ledger? Open months, before and after (RULES 3.7).

Law: nothing is written; both sides are replayed from the newest closed month, or from the beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.domain.ledger import MonthLedger, State, replay
from models.domain.months import Month
from models.domain.preview import shift_lines, shifts
from models.domain.terms import ClientTerms
from models.domain.values import Contract
from models.queries.contracts import read_contract
from models.queries.ledgers import Ledgers

AHEAD_MONTHS = 3
"""So many months after the change, or after today, are compared: what is granted and billed shows by then."""


def read_contract_shifts(
    client: str, changed: Sequence[Contract], now: int, gone: Sequence[str] = ()
) -> tuple[str, ...]:
    """The numbers that would differ if the client had `changed` (by key, new ones too) and not `gone`.

    350.00 a month instead of 300.00 from June: "total in June 300.00 → 350.00". Empty when nothing would.
    """
    ledgers = Ledgers()
    today = ledgers.zone.date_of(now)
    before = ledgers.contracts.get(client, [])
    wanted = {contract.key: contract for contract in before if contract.key not in gone}
    wanted |= {contract.key: contract for contract in changed}
    starts = [contract.starts for contract in changed if contract not in before] or [today]
    last = max(Month.of(today), Month.of(max(starts))).plus(AHEAD_MONTHS)
    first = _first_month(ledgers, [*before, *changed], today)
    openings = {record.client: record for record in ledgers.records(first.plus(-1), [client])}
    [(_, opening, entries, charges)] = ledgers.material([client], {client: first}, last, openings)

    def replayed(contracts: Sequence[Contract]) -> list[MonthLedger]:
        terms = ClientTerms(ledgers.desk, contracts, ledgers.work_types, last.last_day)
        state: State = opening
        return list(replay(terms, client, entries, charges, ledgers.zone, first, last, state))

    found = shifts(replayed(before), replayed(list(wanted.values())))
    return shift_lines(found, ledgers.desk.currency, today)


def _first_month(ledgers: Ledgers, contracts: Sequence[Contract], today: date) -> Month:
    """The first open month that could differ: closed ones never do (RULES 6.2)."""
    if ledgers.closed_through is not None:
        return ledgers.closed_through.plus(1)
    return min([Month.of(contract.starts) for contract in contracts] or [Month.of(today)])


def read_term_changes(key: str, terms: Contract, now: int) -> tuple[str, ...]:
    """What `change_terms` with these terms would change in the ledger; raises NotFound."""
    from models.domain.renewals import ended_before

    contract = read_contract(key)
    old = ended_before(contract, terms.starts)
    return read_contract_shifts(contract.client, [old, terms], now)


def read_edit_changes(contract: Contract, now: int) -> tuple[str, ...]:
    """What `edit_contract` or `create_contract` with this contract would change in the ledger."""
    return read_contract_shifts(contract.client, [contract], now)
