"""How is a contract sold, edited, renewed and cancelled? Each is one undoable change (RULES 2, 5).

What was closed never moves. Whatever would reach back into a closed month is refused when the change is finished,
with nothing written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.zone import zone
from models.domain.contracts.cancellation import (
    RefundMethod,
    net_refund,
    refund_charge,
    refund_quote,
)
from models.domain.contracts.checked import check_contract, check_renews, checked_contract
from models.domain.contracts.renewals import (
    cancelled,
    changed_from,
    declined,
    ended_before,
    is_auto_due,
    successor,
    successor_key,
)
from models.domain.values import Contract, Desk
from models.queries.contracts.contracts import read_contract, read_renewed
from models.services.core.changes import ChangeInProgress, change, next_key
from models.services.core.documents import check_not_far, row_of
from models.storage import tables as t
from models.storage.rows.reading import check_client, read_contracts, read_desk, read_work_types
from models.storage.rows.writing import charge_columns, contract_columns


def create_contract(contract: Contract, now: int, who: str) -> Contract:
    """Sell a contract; an empty key becomes client and year. Raises InvalidValue, NotFound, MonthClosed."""
    with change(now, who, f"Sold {contract.name} to {contract.client}") as work:
        known = _known(work.guards.desk)
        if not contract.key:
            contract = replace(contract, key=_first_key(contract, known))
        return _insert(work, contract, known)


def edit_contract(key: str, contract: Contract, now: int, who: str) -> Contract:
    """Change a contract's terms; its key stays. Raises InvalidValue, NotFound, MonthClosed."""
    with change(now, who, f"Edited {key}") as work:
        return _update(work, key, contract)


def renew_contract(key: str, now: int, who: str) -> Contract:
    """Make the successor of a contract and return it (RULES 5.1); raises DeskError when it cannot be renewed.

    The terms are the same, the discount too, but no months are free; `edit_contract` changes them after.
    """
    with change(now, who, f"Renewed {key}") as work:
        desk = work.guards.desk
        contract, known = read_contract(key, desk), _known(desk)
        following = successor(contract, read_renewed())
        following = replace(following, key=successor_key(contract, following.starts, known))
        return _insert(work, following, known)


def decline_contract(key: str, now: int, who: str) -> Contract:
    """Let a contract end without a successor: its renewal mode becomes none (RULES 5.1)."""
    with change(now, who, f"Declined to renew {key}") as work:
        contract = read_contract(key, work.guards.desk)
        if key in read_renewed():
            raise DeskError(f"{key}: is renewed already by {read_renewed()[key]}; delete that one to decline")
        return _update(work, key, declined(contract))


def cancel_contract(
    key: str, notice: date, last: date | None, now: int, who: str, refund: RefundMethod | None = None
) -> Contract:
    """Cancel: the last day is the later of `last` and the end of the notice, within the term (RULES 5.2).

    What was paid in advance stays billed; with `refund` the net refund of that method is booked as a charge
    with a negative price, in the same step of undo, and nothing for 0. Raises DeskError for one that is cancelled
    already or, with `refund`, was not paid ahead, MonthClosed for a day in a closed month.
    """
    with change(now, who, f"Cancelled {key}") as work:
        contract = read_contract(key, work.guards.desk)
        net = 0 if refund is None else net_refund(refund_quote(contract, notice, last), refund)
        done = _update(work, key, cancelled(contract, notice, last))
        if net and done.last_day is not None:
            charge_key = next_key(t.Charge, "C-")
            charge = refund_charge(contract, net, done.last_day, work.guards.closed_through, charge_key)
            work.insert(t.Charge, **charge_columns(charge))
        return done


def auto_renew(now: int, who: str) -> tuple[str, ...]:
    """Renew every contract of mode auto whose decision date has passed; returns their keys (RULES 5.1).

    To be called when the dashboard opens. Each is a change of its own; one that reaches into a closed month
    is left for a person to decide. A successor that is due itself is renewed too.
    """
    done: list[str] = []
    refused: set[str] = set()
    while True:
        due = [key for key in _auto_due(now) if key not in refused]
        if not due:
            return tuple(done)
        for key in due:
            try:
                renew_contract(key, now, who)
            except DeskError:
                refused.add(key)
            else:
                done.append(key)


def change_terms(key: str, terms: Contract, now: int, who: str) -> tuple[Contract, Contract]:
    """Change a contract in mid-term: it ends the day before `terms.starts`, and `terms` takes over.

    Returns both. `terms` is best made from `draft_change`; its client, `renews` and `cancelled` are set here,
    and an empty key gets a free one. Raises DeskError for a day outside the term, or one renewed already.
    """
    with change(now, who, f"Changed the terms of {key} from {terms.starts}") as work:
        desk = work.guards.desk
        contract, known = read_contract(key, desk), _known(desk)
        _refuse_renewed(key)
        draft = changed_from(
            contract, terms.starts, terms.key or successor_key(contract, terms.starts, known)
        )
        old = _update(work, key, ended_before(contract, terms.starts))
        new = replace(terms, key=draft.key, client=contract.client, renews=key, cancelled=None)
        return old, _insert(work, new, known | {key: old})


def draft_change(key: str, day: date) -> Contract:
    """What `change_terms` would write with the same terms from `day` on, to be edited; writes nothing."""
    desk = read_desk()
    contract = read_contract(key, desk)
    _refuse_renewed(key)
    return changed_from(contract, day, successor_key(contract, day, _known(desk)))


def delete_contract(key: str, now: int, who: str) -> None:
    """Take a contract away as if never sold; refused when another renews it or in closed months."""
    with change(now, who, f"Deleted {key}") as work:
        read_contract(key, work.guards.desk)
        _refuse_renewed(key)
        work.delete(t.Contract, row_of(t.Contract, key, "contract"))


def snooze_renewal(key: str, until: date | None, now: int, who: str) -> None:
    """Hide the reminder of a decision until a day; None shows it again."""
    with change(now, who, f"Put off the decision on {key}") as work:
        _update(work, key, replace(read_contract(key, work.guards.desk), snoozed_until=until))


def _auto_due(now: int) -> list[str]:
    desk = read_desk()
    today, renewed = zone(desk.timezone).date_of(now), read_renewed()
    return [contract.key for contract in read_contracts(desk) if is_auto_due(contract, renewed, today)]


def _known(desk: Desk) -> dict[str, Contract]:
    return {contract.key: contract for contract in read_contracts(desk)}


def _first_key(contract: Contract, known: Mapping[str, Contract]) -> str:
    key = f"{contract.client}-{contract.starts.year}"
    return successor_key(replace(contract, key=key), contract.starts, known) if key in known else key


def _refuse_renewed(key: str) -> None:
    renewed = read_renewed()
    if key in renewed:
        raise DeskError(f"{key}: is renewed already by {renewed[key]}; change or delete that one first")


def _insert(work: ChangeInProgress, contract: Contract, known: Mapping[str, Contract]) -> Contract:
    if contract.key in known:
        raise InvalidValue("contract.key", f"{contract.key!r} is used already; accepted is a new one")
    contract = _checked(contract, work.guards.desk, known)
    check_not_far(work, contract.starts, "contract.starts")
    work.insert(t.Contract, **contract_columns(contract, work.guards.desk))
    return contract


def _update(work: ChangeInProgress, key: str, contract: Contract) -> Contract:
    desk = work.guards.desk
    known = _known(desk)
    read_contract(key, desk)
    contract = _checked(replace(contract, key=key), desk, known)
    _keep_opened(known[key], contract)
    check_not_far(work, contract.starts, "contract.starts")
    for other in known.values():
        if other.renews == key:
            # The contract that follows must still begin after this one.
            check_renews(other, known | {key: contract}, f"contract {other.key}")
    work.update(t.Contract, row_of(t.Contract, key, "contract"), **contract_columns(contract, desk))
    return contract


def _keep_opened(old: Contract, new: Contract) -> None:
    """Refuses to take a promise from a client while a request was opened for it (RULES 2.9)."""
    gone = {promise.key for promise in old.recurring}
    if new.client == old.client:
        gone -= {promise.key for promise in new.recurring}
    if not gone:
        return
    r = t.Request
    row = (
        r.select(r.recurring_key, r.key)
        .where((r.recurring_contract == new.key) & r.recurring_key.in_(gone))
        .order_by(r.id)
        .tuples()
        .first()
    )
    if row is not None:
        raise InvalidValue(
            "contract.recurring",
            f"{row[0]!r} was promised and has requests ({row[1]});"
            " accepted is to change the contract's terms from a day on",
        )


def _checked(contract: Contract, desk: Desk, known: Mapping[str, Contract]) -> Contract:
    """The contract, possible in itself and beside the others of the desk (RULES 10)."""
    contract = checked_contract(contract, desk.currency)
    check_client(contract.client)
    check_contract(contract, read_work_types(desk))
    others = {key: other for key, other in known.items() if key != contract.key}
    check_renews(contract, others)
    if contract.renews is not None and any(other.renews == contract.renews for other in others.values()):
        raise InvalidValue(
            "contract.renews", f"{contract.renews!r} is renewed already; a contract is renewed once"
        )
    return contract
