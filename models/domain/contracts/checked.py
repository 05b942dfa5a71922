"""Is this contract possible? Its own terms, and what it names at the desk (RULES 2, 10).

A contract that passes `checked_contract` has periods, grants and a fee. A refusal names the value by its path, as in
`contract.allowances[0].hours`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_choice, parse_whole
from models.domain.basics.ranges import checked_day, checked_minutes, checked_money, checked_percent
from models.domain.basics.text import (
    check_known,
    join_path,
    parse_key,
    parse_line,
    parse_name,
    refuse_repeats,
    shown,
)
from models.domain.contracts.checked_bands import checked_tables
from models.domain.values import (
    ANCHORS,
    BILLINGS,
    EVERY,
    KINDS,
    MODES,
    PERS,
    PREMIUM_RULES,
    PRORATIONS,
    ROUNDS,
    Allowance,
    BandTable,
    CancellationFee,
    Contract,
    Fee,
    Promise,
    Rounding,
)

MOST_MONTHS = 1200
"""A hundred years: more months, or periods, are a typing mistake."""
MOST_WEEK = 7 * 24 * 60
"""Minutes of a week: nobody works more, and nothing is rounded to more."""
MOST_LEAD = 3660
"""Ten years of days."""


def checked_contract(contract: Contract, currency: str, path: str = "contract") -> Contract:
    """The contract with its texts cleaned; amounts are minor units of `currency`. Raises InvalidValue."""
    contract = replace(
        contract,
        key=parse_key(contract.key, f"{path}.key"),
        client=parse_key(contract.client, f"{path}.client"),
        name=parse_name(contract.name, f"{path}.name"),
        renews=None if contract.renews is None else parse_key(contract.renews, f"{path}.renews"),
        covers=_work_types(contract.covers, f"{path}.covers"),
        rates=tuple(
            (
                parse_key(key, join_path(f"{path}.rates", key)),
                checked_money(rate, join_path(f"{path}.rates", key), currency),
            )
            for key, rate in contract.rates
        ),
        allowances=tuple(
            _checked_allowance(allowance, f"{path}.allowances[{position}]")
            for position, allowance in enumerate(contract.allowances)
        ),
        recurring=_promises(contract.recurring, f"{path}.recurring"),
    )
    parse_choice(contract.kind, f"{path}.kind", KINDS)
    parse_choice(contract.anchor, f"{path}.anchor", ANCHORS)
    parse_choice(contract.proration, f"{path}.proration", PRORATIONS)
    parse_choice(contract.renewal.mode, f"{path}.renewal.mode", MODES)
    for name in ("starts", "ends", "cancelled"):
        day = getattr(contract, name)
        if day is not None:
            checked_day(day, f"{path}.{name}")
    if contract.minutes is not None:
        checked_minutes(contract.minutes, f"{path}.hours")
    if contract.valid_months is not None:
        _check_months(contract.valid_months, f"{path}.valid_months", least=1)
    contract = replace(contract, bands=_checked_tables(contract.bands, f"{path}.bands"))
    if contract.premium is not None:
        parse_choice(contract.premium, f"{path}.premium", PREMIUM_RULES)
    if contract.rounding is not None:
        check_rounding(contract.rounding, f"{path}.rounding")
    if contract.fee is not None:
        _check_fee(contract.fee, currency, f"{path}.fee")
    _check_months(contract.renewal.notice_months, f"{path}.renewal.notice_months")
    _check_months(contract.cancellation.notice_months, f"{path}.cancellation.notice_months")
    if contract.cancellation.fee is not None:
        _check_leaving(contract.cancellation.fee, currency, f"{path}.cancellation.fee")
    check_terms(contract, path)
    return contract


def _checked_tables(tables: tuple[BandTable, ...] | None, path: str) -> tuple[BandTable, ...] | None:
    return None if tables is None else checked_tables(tables, path)


def _check_months(months: int, path: str, least: int = 0) -> None:
    parse_whole(months, path, least, MOST_MONTHS)


def check_rounding(rounding: Rounding, path: str) -> None:
    """Refuses an increment or a minimum beyond a week of minutes (RULES 3.2)."""
    parse_choice(rounding.per, f"{path}.per", PERS)
    parse_whole(rounding.increment, f"{path}.increment", 1, MOST_WEEK)
    parse_whole(rounding.minimum, f"{path}.minimum", 0, MOST_WEEK)


def _work_types(keys: tuple[str, ...] | None, path: str) -> tuple[str, ...] | None:
    """None for all, else at least one key, none of them twice."""
    if keys is None:
        return None
    if not keys:
        raise InvalidValue(path, "[] is not accepted; it is null for all, or names at least one")
    cleaned = tuple(parse_key(key, f"{path}[{position}]") for position, key in enumerate(keys))
    refuse_repeats(cleaned, path, "a work type")
    return cleaned


def _checked_allowance(allowance: Allowance, path: str) -> Allowance:
    """The allowance with its keys cleaned; exactly one of hours, pages and sessions is given (RULES 2.2)."""
    forms = [allowance.minutes, allowance.pages, allowance.sessions]
    if forms.count(None) != 2:
        raise InvalidValue(
            f"{path}.hours", "is not accepted; an allowance has one of hours, pages and sessions"
        )
    for minutes, name in (
        (allowance.minutes, "hours"),
        (allowance.minutes_per_group, "hours_per_group"),
        (allowance.rollover.cap, "rollover.cap"),
    ):
        if minutes is not None:
            checked_minutes(minutes, f"{path}.{name}")
    for count, name, least in (
        (allowance.pages, "pages", 0),
        (allowance.pages_per_group, "pages_per_group", 1),
        (allowance.sessions, "sessions", 0),
        (allowance.session_minutes, "session_minutes", 1),
    ):
        if count is not None:
            parse_whole(count, f"{path}.{name}", least)
    parse_choice(allowance.every, f"{path}.every", EVERY)
    _check_months(allowance.rollover.periods, f"{path}.rollover.periods")
    _check_months(allowance.rollover.after_end_months, f"{path}.rollover.after_end_months")
    return replace(allowance, work_types=_work_types(allowance.work_types, f"{path}.work_types"))


def _promises(promises: tuple[Promise, ...], path: str) -> tuple[Promise, ...]:
    """The promises with their texts cleaned, no key twice (RULES 2.9)."""
    checked = tuple(
        _checked_promise(promise, f"{path}[{position}]") for position, promise in enumerate(promises)
    )
    seen: set[str] = set()
    for position, promise in enumerate(checked):
        if promise.key in seen:
            raise InvalidValue(
                f"{path}[{position}].key",
                f"{shown(promise.key)} is used already; accepted is a key that is free",
            )
        seen.add(promise.key)
    return checked


def _checked_promise(promise: Promise, path: str) -> Promise:
    parse_choice(promise.every, f"{path}.every", ROUNDS)
    if promise.minutes is not None:
        parse_whole(promise.minutes, f"{path}.minutes", 0, MOST_WEEK)
    if promise.lead_days is not None:
        parse_whole(promise.lead_days, f"{path}.lead_days", 0, MOST_LEAD)
    if promise.since is not None:
        checked_day(promise.since, f"{path}.from")
    return replace(
        promise,
        key=parse_key(promise.key, f"{path}.key"),
        name=parse_name(promise.name, f"{path}.name"),
        work_type=None if promise.work_type is None else parse_key(promise.work_type, f"{path}.work_type"),
        checklist=tuple(
            parse_line(line, f"{path}.checklist[{position}]")
            for position, line in enumerate(promise.checklist)
        ),
    )


def _check_rounds(contract: Contract, path: str) -> None:
    """Refuses a promise of once a term where the contract has no last day."""
    for position, promise in enumerate(contract.recurring):
        if promise.every == "term" and contract.last_day is None:
            accepted = ", ".join(each for each in ROUNDS if each != "term")
            raise InvalidValue(
                f"{path}.recurring[{position}].every",
                f"'term' needs an end of the contract; accepted are {accepted}",
            )


def _check_fee(fee: Fee, currency: str, path: str) -> None:
    parse_choice(fee.every, f"{path}.every", EVERY)
    parse_choice(fee.billing, f"{path}.billing", BILLINGS)
    checked_money(fee.amount, f"{path}.amount", currency)
    checked_percent(fee.discount_percent, f"{path}.discount_percent")
    _check_months(fee.free_months, f"{path}.free_months")


def _check_leaving(fee: CancellationFee, currency: str, path: str) -> None:
    if [fee.percent, fee.amount, fee.months].count(None) != 2:
        raise InvalidValue(
            path, "is not accepted; it has exactly one of percent, amount and months, or is null"
        )
    if fee.percent is not None:
        checked_percent(fee.percent, f"{path}.percent")
    if fee.amount is not None:
        checked_money(fee.amount, f"{path}.amount", currency)
    if fee.months is not None:
        _check_months(fee.months, f"{path}.months")


def check_terms(contract: Contract, path: str = "contract") -> None:
    """Refuses a contract whose own terms contradict each other, at the path where they do (RULES 2, 10)."""
    _check_kind(contract, path)
    _check_dates(contract, path)
    for position, allowance in enumerate(contract.allowances):
        _check_allowance(contract, allowance, f"{path}.allowances[{position}]")
    _check_rounds(contract, path)
    fee = contract.fee
    if fee and fee.billing == "term" and fee.every != "term" and contract.term_end is None:
        raise InvalidValue(f"{path}.fee.billing", "'term' needs an end of the contract; accepted is monthly")


def _check_kind(contract: Contract, path: str) -> None:
    block = contract.kind == "block"
    if contract.minutes is not None and not block:
        raise InvalidValue(
            f"{path}.hours", f"is not accepted for kind {contract.kind}; only a block has hours"
        )
    if contract.valid_months is not None and not block:
        raise InvalidValue(
            f"{path}.valid_months", f"is not accepted for kind {contract.kind}; only a block has it"
        )
    if block and contract.minutes is None:
        raise InvalidValue(f"{path}.hours", "is missing; a block needs its hours, H:MM")
    if contract.allowances and contract.kind != "retainer":
        raise InvalidValue(
            f"{path}.allowances", f"is not accepted for kind {contract.kind}; only a retainer has it"
        )


def _check_dates(contract: Contract, path: str) -> None:
    starts, cancelled = contract.starts, contract.cancelled
    if contract.ends is not None and contract.valid_months is not None:
        raise InvalidValue(
            f"{path}.valid_months", "is not accepted beside ends; a block has one of them or neither"
        )
    if contract.ends is not None and contract.ends < starts:
        raise InvalidValue(
            f"{path}.ends", f"{contract.ends} lies before starts; accepted is {starts} or later"
        )
    last = contract.term_end
    if cancelled is not None and (cancelled < starts or (last is not None and cancelled > last)):
        until = f"to {last}" if last else "on"
        raise InvalidValue(
            f"{path}.cancelled", f"{cancelled} is outside the term; accepted is {starts} {until}"
        )


def _check_allowance(contract: Contract, allowance: Allowance, path: str) -> None:
    rollover = allowance.rollover
    if allowance.every == "term":
        if contract.term_end is None:
            raise InvalidValue(
                f"{path}.every", "'term' needs an end of the contract; accepted are month and quarter"
            )
        for key, given in (
            ("periods", rollover.periods != 0),
            ("cap", rollover.cap is not None),
            ("across_renewal", rollover.across_renewal),
        ):
            if given:
                raise InvalidValue(f"{path}.rollover.{key}", "is not accepted for an allowance per term")
    if allowance.sessions is not None and rollover.cap is not None:
        raise InvalidValue(f"{path}.rollover.cap", "is not accepted for sessions; accepted is null")
    if contract.covers is None:
        return
    for position, work_type in enumerate(allowance.work_types or ()):
        if work_type not in contract.covers:
            raise InvalidValue(
                f"{path}.work_types[{position}]",
                f"{work_type!r} is outside covers; accepted are {', '.join(contract.covers)}",
            )


def check_contract(contract: Contract, work_types: Collection[str], path: str = "contract") -> None:
    """Refuses a contract whose terms contradict each other or that names a work type which is not there."""
    check_terms(contract, path)
    for position, key in enumerate(contract.covers or ()):
        check_known(key, work_types, f"{path}.covers[{position}]", "work type")
    for key, _ in contract.rates:
        if key != "*":
            check_known(key, work_types, join_path(f"{path}.rates", key), "work type")
    for number, allowance in enumerate(contract.allowances):
        for position, key in enumerate(allowance.work_types or ()):
            check_known(key, work_types, f"{path}.allowances[{number}].work_types[{position}]", "work type")
    for position, promise in enumerate(contract.recurring):
        check_known(promise.work_type, work_types, f"{path}.recurring[{position}].work_type", "work type")


def check_renews(contract: Contract, contracts: Mapping[str, Contract], path: str = "contract") -> None:
    """Refuses a `renews` of nothing, of another client's contract, or of one that has not ended before."""
    if contract.renews is None:
        return
    at = f"{path}.renews"
    check_known(contract.renews, contracts, at, "contract")
    before = contracts[contract.renews]
    if before.client != contract.client:
        raise InvalidValue(
            at, f"{shown(before.key)} is a contract of {before.client}, not of {contract.client}"
        )
    if before.last_day is None:
        raise InvalidValue(
            at, f"{shown(before.key)} has no end; accepted is a contract that ends before {contract.starts}"
        )
    if before.last_day >= contract.starts:
        raise InvalidValue(
            at,
            f"{shown(before.key)} ends on {before.last_day};"
            f" accepted is a contract that ends before {contract.starts}",
        )
