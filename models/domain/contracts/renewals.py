"""What happens at the end of a contract? Decision dates, and the term that follows (RULES 5.1).

A successor begins on the day after its contract's end, with the same terms, and a contract has one successor at most.
What is decided here changes nothing: services write what these functions return.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from models.domain.basics.errors import DeskError
from models.domain.basics.months import add_months, day_after, day_before
from models.domain.contracts.cancellation import last_day_after_notice
from models.domain.contracts.fees import months_length
from models.domain.contracts.grants import grants_of
from models.domain.contracts.periods import FAR
from models.domain.values import Contract, Renewal, Rounding

Bucket = Literal["overdue", "0-30", "31-60", "61-90", "91+"]
Proposal = Literal["renew", "bigger", "smaller", "talk"]
ADVICE: dict[Proposal, str] = {
    "renew": "renew",
    "bigger": "bigger plan",
    "smaller": "smaller plan",
    "talk": "call",
}
"""What is proposed for a contract that ends, in words."""

_BUCKETS: tuple[tuple[int, Bucket], ...] = ((30, "0-30"), (60, "31-60"), (90, "61-90"))
_MOST_BASE = 90
"""Characters of a key that are kept when a number is put behind it; a key has at most 100."""
_FULL, _SMALL, _TINY = 95, 60, 40
"""Per cent drawn of what was granted: from `_FULL` propose more, up to `_TINY` less, up to `_SMALL` talk."""


def decision_date(contract: Contract) -> date | None:
    """The day by which to decide: `notice_months` before the end (RULES 5.1); None when open-ended.

    Ends 31 Aug, one month: 31 Jul.
    """
    ends = contract.term_end
    return None if ends is None else add_months(ends, -contract.renewal.notice_months)


def bucket_of(days: int) -> Bucket:
    """The bucket of so many days to the decision date (RULES 5.1): 26 are "0-30", −1 is "overdue"."""
    if days < 0:
        return "overdue"
    return next((bucket for most, bucket in _BUCKETS if days <= most), "91+")


def renewed_keys(contracts: Iterable[Contract]) -> frozenset[str]:
    """The keys of the contracts that one of `contracts` renews."""
    return frozenset(contract.renews for contract in contracts if contract.renews is not None)


def is_listed(contract: Contract, renewed: Collection[str], today: date) -> bool:
    """Is there something to decide: begun, with an end, not cancelled, not renewed, mode not none?

    `renewed` holds the keys of the contracts that another one renews (RULES 5.1).
    """
    return (
        contract.starts <= today
        and contract.term_end is not None
        and contract.cancelled is None
        and contract.key not in renewed
        and contract.renewal.mode != "none"
        and not contract.declined
    )


def is_auto_due(contract: Contract, renewed: Collection[str], today: date) -> bool:
    """Does it renew itself today: listed, mode auto, and its decision date has passed (RULES 5.1)?

    Ends 31 Aug, one month: not yet on 31 Jul, on 1 Aug it does.
    """
    decision = decision_date(contract)
    auto = contract.renewal.mode == "auto" and decision is not None and decision < today
    return auto and is_listed(contract, renewed, today)


def granted_minutes(contract: Contract, rounding: Rounding, today: date) -> int | None:
    """Minutes granted up to `today`, sessions in minutes; None when unlimited (RULES 5.1).

    2:00 a month from January: on 5 July 7 × 120 = 840.
    """
    if contract.kind == "unlimited":
        return None
    grants = grants_of(contract, rounding, today, renewed=False)
    return sum(grant.amount * (grant.session_minutes or 1) for grant in grants)


def proposal_for(used: int, granted: int | None) -> Proposal:
    """What to propose, from minutes drawn and granted: more from 95 %, less up to 40 %, a talk up to 60 %.

    An advice, not a rule: 90 of 840 minutes is "smaller". Nothing granted is something to talk about.
    """
    if granted is None:
        return "renew"
    if granted == 0:
        return "talk"
    if used * 100 >= granted * _FULL:
        return "bigger"
    if used * 100 <= granted * _TINY:
        return "smaller"
    return "talk" if used * 100 <= granted * _SMALL else "renew"


def successor(contract: Contract, renewed: Collection[str]) -> Contract:
    """The contract that follows: same terms and length from the end + 1, no free months (RULES 5.1), no key yet.

    The length is whole months, then the days left (RULES 2.8): 1 Mar 2025 to 28 Feb 2026 is followed by 1 Mar
    2026 to 28 Feb 2027. Raises DeskError for one that has no end, is cancelled, or was renewed already.
    """
    ends = contract.term_end
    if ends is None:
        raise DeskError(f"{contract.key}: has no end; accepted are contracts with an end")
    if contract.cancelled is not None:
        raise DeskError(f"{contract.key}: is cancelled to {contract.cancelled} and cannot be renewed")
    if contract.key in renewed:
        raise DeskError(f"{contract.key}: is renewed already; a contract is renewed once")
    starts = day_after(ends)
    fee = contract.fee and replace(contract.fee, free_months=0)
    following = replace(
        contract, key="", starts=starts, renews=contract.key, fee=fee, declined=False, snoozed_until=None
    )
    if contract.valid_months is not None:
        return following
    return replace(following, ends=_end_after(starts, contract.starts, ends))


def _end_after(starts: date, old_starts: date, old_ends: date) -> date:
    """The last day of a term from `starts` that is as long as the old one: whole months, then days."""
    months = int(months_length(old_starts, old_ends))
    rest = day_after(old_ends) - add_months(old_starts, months)
    return day_before(add_months(starts, months) + rest)


def successor_key(contract: Contract, starts: date, taken: Collection[str]) -> str:
    """A free key for what follows on `starts`: with the new date if the key names the old, else numbered.

    "acme-2026" is followed by "acme-2027", within the year by "acme-2026-r2"; "acme-2026-01" in July by
    "acme-2026-07"; "acme-gold" by "acme-gold-r2", and that by "acme-gold-r3".
    """
    numbered = re.fullmatch(r"(.+)-r([0-9]{1,4})", contract.key)
    base, number = (numbered[1], int(numbered[2]) + 1) if numbered else (contract.key, 2)
    for form in ("%Y-%m", "%Y"):
        old, new = contract.starts.strftime(form), starts.strftime(form)
        if base.endswith(old) and new != old:
            base, number = base.removesuffix(old) + new, 2
            if base not in taken:
                return base
            break
    base = base[:_MOST_BASE].rstrip()
    while f"{base}-r{number}" in taken:
        number += 1
    return f"{base}-r{number}"


def declined(contract: Contract) -> Contract:
    """The contract with nothing to decide any more: its mode is none, its notice stays (RULES 5.1)."""
    return replace(contract, renewal=Renewal("none", contract.renewal.notice_months), declined=True)


def cancelled(contract: Contract, notice: date, last: date | None) -> Contract:
    """The contract cut short: notice given on `notice`, `last` the wished day (RULES 5.2).

    Notice 10 May, one month: the last day is 10 Jun. Raises DeskError for one that is cancelled already.
    """
    if contract.cancelled is not None:
        raise DeskError(f"{contract.key}: is cancelled already, its last day is {contract.cancelled}")
    last_day = last_day_after_notice(contract, notice, last, contract.term_end or FAR)
    return replace(contract, cancelled=last_day)


def changed_from(contract: Contract, day: date, key: str) -> Contract:
    """A draft of the contract that takes over on `day` of a running term: same terms up to the same end.

    5:00 a month in 2026, more from 1 Jun: a contract from 1 Jun to 31 Dec that renews the old one, which
    ends on 31 May. A block's months become that end. Raises DeskError for a day outside the term.
    """
    last = contract.last_day
    if day <= contract.starts or (last is not None and day > last):
        until = "or later" if last is None else f"to {last}"
        raise DeskError(
            f"{contract.key}: {day} is not inside its term; accepted is {day_after(contract.starts)} {until}"
        )
    return replace(
        contract,
        key=key,
        starts=day,
        ends=last,
        valid_months=None,
        renews=contract.key,
        cancelled=None,
        declined=False,
        snoozed_until=None,
    )


def ended_before(contract: Contract, day: date) -> Contract:
    """The contract with `day` − 1 as its last day: what is past keeps its numbers (RULES 2.4, 2.8)."""
    return replace(contract, cancelled=day - timedelta(days=1))
