"""What may no longer change once months are closed? A contract's and a rate's reach into the past (RULES 6.2)."""

from __future__ import annotations

from datetime import date, timedelta

from models.domain.basics.months import Month
from models.domain.basics.zone import Zone
from models.domain.contracts.fees import fee_lines
from models.domain.contracts.grants import cap_days, grants_of
from models.domain.contracts.terms import desk_rate
from models.domain.values import Contract, Entry, Rounding, WorkType

_TERMS = ("key", "client", "kind", "starts", "covers", "rates", "rounding")


def late_month(entry: Entry, closed_through: Month | None, zone: Zone) -> Month | None:
    """The month in whose ledger an entry must be shown as late: the first open one, None for not late (RULES 6.3).

    With January closed, work for 30 January is shown in February.
    """
    if closed_through is None or entry.ended_at is None:
        return None
    begins = Month.of(zone.date_of(entry.started_at))
    return closed_through.plus(1) if begins <= closed_through else None


def first_shown(entry: Entry, zone: Zone) -> Month:
    """The earliest month whose ledger shows any of the entry."""
    return entry.late_in or Month.of(zone.date_of(entry.started_at))


def contract_conflict(
    old: Contract | None,
    new: Contract | None,
    rounding: Rounding,
    closed: Month,
    *,
    renewed_before: bool = False,
    renewed_after: bool = False,
) -> str | None:
    """Why a change from `old` to `new` reaches back into months closed through `closed`; None when it does not.

    A later expiry is no conflict: it does not bring back what a closed month lapsed.
    """
    end = closed.last_day
    if old is None or new is None:
        only = new if old is None else old
        if only is not None and only.starts <= end:
            return f"it begins on {only.starts}"
        return None
    if old.starts > end and new.starts > end:
        return None
    for name in _TERMS:
        before, after = getattr(old, name), getattr(new, name)
        if name == "rates":  # their order says nothing
            before, after = dict(before), dict(after)
        if before != after:
            return f"its {name} would change"
    if min(old.last_day or date.max, end) != min(new.last_day or date.max, end):
        return f"its last day would be {new.last_day or 'open'}"
    if fee_lines(old, end) != fee_lines(new, end):
        return "its fee lines would change"
    if _caps(old, end) != _caps(new, end):
        return "its cap on hours carried forward would change"
    return _grants_conflict(old, new, rounding, end, renewed_before, renewed_after)


def _grants_conflict(
    old: Contract, new: Contract, rounding: Rounding, end: date, renewed_before: bool, renewed_after: bool
) -> str | None:
    before = {grant.identity: grant for grant in grants_of(old, rounding, end, renewed_before)}
    after = {grant.identity: grant for grant in grants_of(new, rounding, end, renewed_after)}
    if before.keys() != after.keys():
        return "it would grant other periods"
    for identity, grant in before.items():
        other = after[identity]
        if (grant.unit, grant.amount, grant.session_minutes, grant.scope) != (
            other.unit,
            other.amount,
            other.session_minutes,
            other.scope,
        ):
            return f"what it granted on {grant.valid_from} would change"
        expired = other.expires_on is not None and other.expires_on <= end
        if expired and other.expires_on != grant.expires_on:
            return f"what it granted on {grant.valid_from} would have expired on {other.expires_on}"
    return None


def _caps(contract: Contract, end: date) -> list[tuple[int, int, tuple[date, ...]]]:
    return [
        (index, allowance.rollover.cap, cap_days(contract, index, end))
        for index, allowance in enumerate(contract.allowances)
        if allowance.rollover.cap is not None and cap_days(contract, index, end)
    ]


def rate_conflict(old: WorkType, new: WorkType, closed: Month) -> date | None:
    """The first day up to the end of `closed` on which the desk's rate would change; None when none would."""
    end = closed.last_day
    days = {dated.since for work_type in (old, new) for dated in work_type.rates if dated.since <= end}
    days |= {day - timedelta(days=1) for day in days} | {end}
    return min((day for day in days if desk_rate(old, day) != desk_rate(new, day)), default=None)
