"""What may a contract of the book say? Its reader, and what its terms alone forbid (RULES 2, 10).

The law: a contract that passes `check_terms` has periods, grants and a fee. What it names: `references`.
"""

from __future__ import annotations

from functools import partial

from models.book.reading import Fields, join, one_of, open_object
from models.book.sections import parse_rounding
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import (
    parse_day,
    parse_duration,
    parse_flag,
    parse_money,
    parse_percent,
    parse_whole,
)
from models.domain.basics.text import parse_key, parse_name
from models.domain.values import (
    KINDS,
    Allowance,
    Cancellation,
    CancellationFee,
    Contract,
    Desk,
    Every,
    Fee,
    Renewal,
    Rollover,
)

MOST_MONTHS = 1200
"""A hundred years: more months, or periods, are a typing mistake."""
EVERY: tuple[Every, ...] = ("month", "quarter", "term")

_CONTRACT = frozenset(
    {
        "key",
        "client",
        "kind",
        "name",
        "starts",
        "ends",
        "hours",
        "valid_months",
        "allowances",
        "covers",
        "rates",
        "rounding",
        "fee",
        "anchor",
        "proration",
        "renewal",
        "cancellation",
        "renews",
        "cancelled",
    }
)
_ALLOWANCE = frozenset(
    {
        "hours",
        "pages",
        "hours_per_group",
        "pages_per_group",
        "sessions",
        "session_minutes",
        "every",
        "work_types",
        "rollover",
    }
)
_COMPANIONS = {"hours": (), "pages": ("hours_per_group", "pages_per_group"), "sessions": ("session_minutes",)}
_ROLLOVER = frozenset(("periods", "cap", "across_renewal", "after_end_months"))
_FEE = frozenset(("amount", "every", "discount_percent", "free_months", "billing"))
_RENEWAL = frozenset(("mode", "notice_months"))
_CANCELLATION = frozenset(("notice_months", "fee"))
_LEAVING = frozenset(("percent", "amount", "months"))

_months = partial(parse_whole, most=MOST_MONTHS)


def _rollover(document: object, path: str) -> Rollover:
    fields = Fields(document, path, _ROLLOVER)
    return Rollover(
        fields.value("periods", _months, 0),
        fields.optional("cap", parse_duration),
        fields.value("across_renewal", parse_flag, False),
        fields.value("after_end_months", _months, 0),
    )


def _check_form(fields: Fields) -> None:
    given = [form for form in _COMPANIONS if fields.has(form)]
    if not given:
        raise InvalidValue(fields.at("hours"), "is missing; an allowance has hours, pages or sessions")
    if len(given) > 1:
        raise InvalidValue(
            fields.at(given[1]), f"is not accepted beside {given[0]}; an allowance has one of them"
        )
    for form, companions in _COMPANIONS.items():
        for key in companions:
            if form != given[0] and fields.has(key):
                raise InvalidValue(fields.at(key), f"is not accepted with {given[0]}; it belongs to {form}")


def _allowance(document: object, path: str) -> Allowance:
    fields = Fields(document, path, _ALLOWANCE)
    _check_form(fields)
    pages, sessions = fields.has("pages"), fields.has("sessions")
    count = partial(parse_whole, least=1)
    return Allowance(
        every=fields.choice("every", EVERY, "month"),
        minutes=fields.optional("hours", parse_duration),
        pages=fields.optional("pages", parse_whole),
        minutes_per_group=fields.needed("hours_per_group", parse_duration) if pages else None,
        pages_per_group=fields.needed("pages_per_group", count) if pages else None,
        sessions=fields.optional("sessions", parse_whole),
        session_minutes=fields.needed("session_minutes", count) if sessions else None,
        work_types=fields.some("work_types", parse_key, "a work type"),
        rollover=fields.value("rollover", _rollover, Rollover()),
    )


def _fee(document: object, path: str, currency: str) -> Fee:
    fields = Fields(document, path, _FEE)
    return Fee(
        amount=fields.needed("amount", partial(parse_money, currency=currency)),
        every=fields.choice("every", EVERY, "month"),
        discount_percent=fields.value("discount_percent", parse_percent, parse_percent("0", path)),
        free_months=fields.value("free_months", _months, 0),
        billing=fields.choice("billing", ("monthly", "term"), "monthly"),
    )


def _renewal(document: object, path: str) -> Renewal:
    fields = Fields(document, path, _RENEWAL)
    return Renewal(
        fields.choice("mode", ("none", "manual", "auto"), "manual"), fields.value("notice_months", _months, 1)
    )


def _leaving(document: object, path: str, currency: str) -> CancellationFee:
    fields = Fields(document, path, _LEAVING)
    fee = CancellationFee(
        fields.optional("percent", parse_percent),
        fields.optional("amount", partial(parse_money, currency=currency)),
        fields.optional("months", _months),
    )
    if [fee.percent, fee.amount, fee.months].count(None) != 2:
        raise InvalidValue(
            path, "is not accepted; it has exactly one of percent, amount and months, or is null"
        )
    return fee


def _cancellation(document: object, path: str, currency: str) -> Cancellation:
    fields = Fields(document, path, _CANCELLATION)
    return Cancellation(
        fields.value("notice_months", _months, 1),
        fields.optional("fee", partial(_leaving, currency=currency)),
    )


def _rates(document: object, path: str, currency: str) -> tuple[tuple[str, int], ...]:
    rates = open_object(document, path)
    return tuple(
        (parse_key(key, join(path, key)), parse_money(rate, join(path, key), currency))
        for key, rate in rates.items()
    )


def parse_contract(document: object, desk: Desk, path: str = "contract") -> Contract:
    """One contract in the desk's currency, its terms checked; what it names is not."""
    fields = Fields(document, path, _CONTRACT)
    money = {"currency": desk.currency}
    contract = Contract(
        key=fields.needed("key", parse_key),
        client=fields.needed("client", parse_key),
        kind=fields.needed("kind", one_of(KINDS)),
        name=fields.needed("name", parse_name),
        starts=fields.needed("starts", parse_day),
        ends=fields.optional("ends", parse_day),
        allowances=fields.items("allowances", _allowance),
        minutes=fields.optional("hours", parse_duration),
        valid_months=fields.optional("valid_months", partial(parse_whole, least=1, most=MOST_MONTHS)),
        covers=fields.some("covers", parse_key, "a work type"),
        rates=fields.value("rates", partial(_rates, **money), ()),
        rounding=fields.optional("rounding", parse_rounding),
        fee=fields.optional("fee", partial(_fee, **money)),
        anchor=fields.choice("anchor", ("calendar", "start"), "calendar"),
        proration=fields.choice("proration", ("prorate", "full"), "prorate"),
        renewal=fields.value("renewal", _renewal, Renewal()),
        cancellation=fields.value("cancellation", partial(_cancellation, **money), Cancellation()),
        renews=fields.optional("renews", parse_key),
        cancelled=fields.optional("cancelled", parse_day),
    )
    check_terms(contract, path)
    return contract


def check_terms(contract: Contract, path: str = "contract") -> None:
    """Refuses a contract whose own terms contradict each other, at the path where they do (RULES 2, 10)."""
    _check_kind(contract, path)
    _check_dates(contract, path)
    for position, allowance in enumerate(contract.allowances):
        _check_allowance(contract, allowance, f"{path}.allowances[{position}]")
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
