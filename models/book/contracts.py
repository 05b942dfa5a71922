"""What may a contract of the book say? Its JSON becomes a value, which checks itself (RULES 2, 10).

What the contract names at the desk is checked by `references`. A new key stands in `_CONTRACT`, is read in
`parse_contract` and written in `writing`.
"""

from __future__ import annotations

from functools import partial

from models.book.reading import Fields, as_given, one_of, open_object
from models.book.sections import parse_rounding
from models.book.terms.bands import parse_tables
from models.book.terms.courtesy import parse_free
from models.book.terms.papers import parse_statement_choice
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import (
    parse_day,
    parse_duration,
    parse_flag,
    parse_money,
    parse_percent,
)
from models.domain.basics.text import join_path
from models.domain.contracts.checked import checked_contract
from models.domain.values import (
    PREMIUM_RULES,
    Allowance,
    Cancellation,
    CancellationFee,
    Contract,
    Desk,
    Fee,
    Promise,
    Renewal,
    Rollover,
)

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
        "recurring",
        "bands",
        "premium",
        "free",
        "declined",
        "snoozed_until",
        "statement",
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
_PROMISE = frozenset(("key", "name", "every", "work_type", "minutes", "lead_days", "checklist", "from"))
_RENEWAL = frozenset(("mode", "notice_months"))
_CANCELLATION = frozenset(("notice_months", "fee"))
_LEAVING = frozenset(("percent", "amount", "months"))


def _rollover(document: object, path: str) -> Rollover:
    fields = Fields(document, path, _ROLLOVER)
    return Rollover(
        fields.value("periods", as_given, 0),
        fields.optional("cap", parse_duration),
        fields.value("across_renewal", parse_flag, False),
        fields.value("after_end_months", as_given, 0),
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


def _keys(fields: Fields, key: str) -> tuple[str, ...] | None:
    """None for all when left out."""
    return fields.items(key, as_given) if fields.has(key) else None


def _allowance(document: object, path: str) -> Allowance:
    fields = Fields(document, path, _ALLOWANCE)
    _check_form(fields)
    pages, sessions = fields.has("pages"), fields.has("sessions")
    return Allowance(
        every=fields.value("every", as_given, "month"),
        minutes=fields.optional("hours", parse_duration),
        pages=fields.optional("pages", as_given),
        minutes_per_group=fields.needed("hours_per_group", parse_duration) if pages else None,
        pages_per_group=fields.needed("pages_per_group", as_given) if pages else None,
        sessions=fields.optional("sessions", as_given),
        session_minutes=fields.needed("session_minutes", as_given) if sessions else None,
        work_types=_keys(fields, "work_types"),
        rollover=fields.value("rollover", _rollover, Rollover()),
    )


def _fee(document: object, path: str, currency: str) -> Fee:
    fields = Fields(document, path, _FEE)
    return Fee(
        amount=fields.needed("amount", partial(parse_money, currency=currency)),
        every=fields.value("every", as_given, "month"),
        discount_percent=fields.value("discount_percent", parse_percent, parse_percent("0", path)),
        free_months=fields.value("free_months", as_given, 0),
        billing=fields.value("billing", as_given, "monthly"),
    )


def parse_promise(document: object, path: str) -> Promise:
    """Promised work; it is checked with its contract (RULES 2.9)."""
    fields = Fields(document, path, _PROMISE)
    return Promise(
        key=fields.needed("key", as_given),
        name=fields.needed("name", as_given),
        every=fields.needed("every", as_given),
        work_type=fields.optional("work_type", as_given),
        minutes=fields.optional("minutes", as_given),
        lead_days=fields.optional("lead_days", as_given),
        checklist=fields.items("checklist", as_given),
        since=fields.optional("from", parse_day),
    )


def _renewal(document: object, path: str) -> Renewal:
    fields = Fields(document, path, _RENEWAL)
    return Renewal(
        fields.value("mode", as_given, "manual"),
        fields.value("notice_months", as_given, 1),
    )


def _leaving(document: object, path: str, currency: str) -> CancellationFee:
    fields = Fields(document, path, _LEAVING)
    return CancellationFee(
        fields.optional("percent", parse_percent),
        fields.optional("amount", partial(parse_money, currency=currency)),
        fields.optional("months", as_given),
    )


def _cancellation(document: object, path: str, currency: str) -> Cancellation:
    fields = Fields(document, path, _CANCELLATION)
    return Cancellation(
        fields.value("notice_months", as_given, 1),
        fields.optional("fee", partial(_leaving, currency=currency)),
    )


def _rates(document: object, path: str, currency: str) -> tuple[tuple[str, int], ...]:
    rates = open_object(document, path)
    return tuple((key, parse_money(rate, join_path(path, key), currency)) for key, rate in rates.items())


def parse_contract(document: object, desk: Desk, path: str = "contract") -> Contract:
    """One contract in the desk's currency, checked in itself; what it names is not."""
    fields = Fields(document, path, _CONTRACT)
    money = {"currency": desk.currency}
    contract = Contract(
        key=fields.needed("key", as_given),
        client=fields.needed("client", as_given),
        kind=fields.needed("kind", as_given),
        name=fields.needed("name", as_given),
        starts=fields.needed("starts", parse_day),
        ends=fields.optional("ends", parse_day),
        allowances=fields.items("allowances", _allowance),
        minutes=fields.optional("hours", parse_duration),
        valid_months=fields.optional("valid_months", as_given),
        covers=_keys(fields, "covers"),
        rates=fields.value("rates", partial(_rates, **money), ()),
        rounding=fields.optional("rounding", parse_rounding),
        fee=fields.optional("fee", partial(_fee, **money)),
        anchor=fields.value("anchor", as_given, "calendar"),
        proration=fields.value("proration", as_given, "prorate"),
        renewal=fields.value("renewal", _renewal, Renewal()),
        cancellation=fields.value("cancellation", partial(_cancellation, **money), Cancellation()),
        renews=fields.optional("renews", as_given),
        cancelled=fields.optional("cancelled", parse_day),
        recurring=fields.items("recurring", parse_promise),
        bands=fields.optional("bands", parse_tables),
        premium=fields.optional("premium", one_of(PREMIUM_RULES)),
        free=fields.optional("free", parse_free),
        declined=fields.value("declined", parse_flag, False),
        snoozed_until=fields.optional("snoozed_until", parse_day),
        statement=fields.optional("statement", parse_statement_choice),
    )
    return checked_contract(contract, desk.currency, path)
