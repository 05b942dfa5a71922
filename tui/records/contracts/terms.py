"""What may the terms of a contract say, and where in the form? Fields from the book's document, and back (RULES 2).

What is set is always shown; what stands at its default hides behind “all terms”; the document of untouched fields is
the document that they were made of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.domain.basics.errors import InvalidValue
from models.domain.basics.folding import fold
from models.domain.basics.notation import format_duration, format_money, parse_money
from models.queries.desk.record_choices import RecordChoices
from tui.dialogs.form import Values
from tui.records.base import Document, Hours, grouped, kept, unique
from tui.records.contracts.allowance import (
    EVERY,
    allowance_document,
    allowance_fields,
    allowance_hidden,
    minutes_of,
)
from tui.records.contracts.own_weights import DESKS, weight_fields, weights_document
from tui.records.contracts.rounding import read_rounding, rounding_fields
from tui.widgets.form.fields import Choice, Field, Money, MultiChoice, Number, Parsed, Toggle

KINDS = (
    ("retainer", "retainer: hours per period"),
    ("block", "block of hours"),
    ("unlimited", "unlimited"),
    ("on_demand", "on demand"),
)
ANCHORS = (("calendar", "calendar months"), ("start", "from the start day"))
PRORATIONS = (("prorate", "by days"), ("full", "in full"))
BILLINGS = (("monthly", "per period"), ("term", "in advance"))
MODES = (("manual", "ask"), ("auto", "by itself"), ("none", "no"))
PLAIN = {
    "every": "month",
    "fee_every": "month",
    "billing": "per period",
    "anchor": "calendar months",
    "proration": "by days",
    "mode": "ask",
    "renewal_notice": "1",
    "leaving_notice": "1",
    "across_renewal": "no",
    "free_months": "",
    "per": "",
    "weights": DESKS,
    "premium": DESKS,
}
"""Texts of fields that say no more than the default."""
ALWAYS = frozenset(
    {
        *("client", "kind", "name", "starts", "ends", "months", "plan", "more"),
        *("block_hours", "valid_months", "gives", "hours", "pages", "minutes_per_group", "pages_per_group"),
        *("sessions", "session_minutes", "every", "periods", "rate", "fee", "discount", "mode", "tier"),
        "discounts",
    }
)
"""Fields that every contract of their kind shows."""
_ONLY_RETAINER = frozenset(
    {"every", "periods", "cap", "across_renewal", "after_end", "allowance_types", "gives"}
)
_OF_FEE = frozenset({"fee_every", "discount", "free_months", "billing"})
_OF_CALLS = frozenset({"increment", "minimum"})
"""What a client without hours agrees to first: how a call is rounded, and what it costs at least."""
_LEAVING = re.compile(r"([\d.,]+)\s*(%|months?|m)?", re.ASCII)
PLACES = {
    "hours": "block_hours",
    "allowances": "hours",
    "allowances.every": "every",
    "allowances.work_types": "allowance_types",
    "allowances.hours_per_group": "minutes_per_group",
    "allowances.rollover": "periods",
    "allowances.rollover.cap": "cap",
    "allowances.rollover.across_renewal": "across_renewal",
    "allowances.rollover.after_end_months": "after_end",
    "rates": "rates",
    "rounding": "increment",
    "rounding.minimum": "minimum",
    "rounding.per": "per",
    "bands": "weights",
    "fee": "fee",
    "fee.every": "fee_every",
    "fee.discount_percent": "discount",
    "fee.free_months": "free_months",
    "fee.billing": "billing",
    "renewal": "mode",
    "renewal.notice_months": "renewal_notice",
    "cancellation": "leaving_notice",
    "recurring": "name",
    "cancellation.fee": "leaving_fee",
}
"""Paths of the book and the fields where their refusals stand."""


def terms_fields(document: Mapping[str, Any], choices: RecordChoices) -> list[Field]:
    """The fields of what a contract grants and costs, filled from its document."""
    currency = choices.desk.currency
    work_types = tuple(unique(_with(choices.work_types, document.get("covers"), choices.names)))
    allowances = document.get("allowances") or [{}]
    return [
        *grouped(
            "Included",
            Hours("block_hours", "Hours", minutes_of(document.get("hours")), True, hint="20:00"),
            Number(
                "valid_months",
                "Valid for months",
                document.get("valid_months"),
                hint="empty: to the end",
                least=1,
            ),
            *allowance_fields(allowances[0], choices),
            MultiChoice(
                "covers",
                "Covers only",
                tuple(document.get("covers") or ()),
                hint="empty: all work",
                choices=work_types,
            ),
        ),
        *grouped("What it costs", *_cost_fields(document, choices, currency)),
        *grouped("How time counts", *rounding_fields(document.get("rounding")), *weight_fields(document)),
        *grouped(
            "Periods and end",
            _choice("anchor", "Periods are", document, ANCHORS),
            _choice("proration", "Partial periods", document, PRORATIONS),
            *_end_fields(document, currency),
        ),
        Toggle("more", "Show all terms", value=False, hint="space: everything that can be agreed"),
    ]


def _choice(name: str, label: str, document: Mapping[str, Any], pairs: tuple[tuple[str, str], ...]) -> Choice:
    return Choice(name, label, document.get(name) or pairs[0][0], True, choices=pairs)


def _cost_fields(document: Mapping[str, Any], choices: RecordChoices, currency: str) -> list[Field]:
    rates = dict(document.get("rates") or {})
    every = rates.pop("*", None)
    fee = document.get("fee") or {}
    text = ", ".join(f"{key} {rate}" for key, rate in rates.items())
    percent = fee.get("discount_percent")
    return [
        _money("rate", "Rate after that, per hour", every, currency, hint="empty: the desk's rates"),
        kept(
            "rates", "Rates by work type", rates, text, rates_reader(choices), hint="design 90.00, seo 80.00"
        ),
        _money("fee", "Fee", fee.get("amount"), currency, hint="350.00; empty: none"),
        Choice("fee_every", "Fee per", fee.get("every") or "month", True, choices=EVERY),
        Parsed(
            "discount",
            "Discount %",
            None if percent in (None, "0") else percent,
            hint="7 or 7.5",
            reader=_percent,
        ),
        Number(
            "free_months", "Free months", fee.get("free_months") or None, hint="at the beginning", most=120
        ),
        Choice("billing", "Billed", fee.get("billing") or "monthly", True, choices=BILLINGS),
    ]


def _end_fields(document: Mapping[str, Any], currency: str) -> list[Field]:
    renewal = {"mode": "manual", "notice_months": 1, **(document.get("renewal") or {})}
    cancellation = {"notice_months": 1, **(document.get("cancellation") or {})}
    fee = cancellation.get("fee")
    return [
        Choice("mode", "Renews", renewal["mode"], True, choices=MODES),
        Number("renewal_notice", "Decide, months before", renewal["notice_months"], True, most=1200),
        Number("leaving_notice", "Notice to cancel, months", cancellation["notice_months"], True, most=1200),
        kept(
            "leaving_fee",
            "Cancelling costs",
            fee,
            _leaving_text(fee),
            _read_leaving,
            hint="10 %, 100.00 or 2 months",
        ),
    ]


def _money(name: str, label: str, amount: str | None, currency: str, *, hint: str) -> Money:
    return Money(
        name,
        label,
        None if amount is None else parse_money(amount, name, currency),
        currency=currency,
        hint=hint,
    )


def _with(
    pairs: tuple[tuple[str, str], ...], keys: list[str] | None, names: Mapping[str, str]
) -> list[tuple[str, str]]:
    """The pairs, and those of the keys that are no longer offered."""
    known = dict(pairs)
    return [*pairs, *((key, names.get(key, key)) for key in keys or () if key not in known)]


def _percent(text: str) -> str:
    plain = text.rstrip(" %").replace(",", ".")
    if not (plain.isascii() and plain.replace(".", "", 1).isdecimal()):
        raise InvalidValue("", f"“{text}” is no percentage; accepted is one like 10 or 7.5")
    return plain


def rates_reader(choices: RecordChoices) -> Callable[[str], dict[str, str]]:
    """Reads `design 90.00, seo 80.00`, work types by key or name."""
    known = {fold(name): key for key, name in choices.names.items()}
    known |= {fold(key): key for key in choices.names}

    def read(text: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            name, _, rate = part.rpartition(" ")
            if fold(name.strip()) not in known:
                listed = ", ".join(list(choices.names)[:6])
                raise InvalidValue(
                    "", f"“{part}” names no work type; accepted is one of {listed} and its rate"
                )
            found[known[fold(name.strip())]] = rate
        return found

    return read


def _leaving_text(fee: Mapping[str, Any] | None) -> str:
    if fee is None:
        return ""
    if fee.get("percent") is not None:
        return f"{fee['percent']} %"
    return str(fee["amount"]) if fee.get("amount") is not None else f"{fee.get('months')} months"


def _read_leaving(text: str) -> dict[str, Any]:
    match = _LEAVING.fullmatch(text.strip().casefold())
    if match is None:
        raise InvalidValue("", f"“{text}” is not clear; accepted is 10 %, 100.00 or 2 months")
    if match[2] == "%":
        return {"percent": match[1]}
    if match[2] is None:
        return {"amount": match[1]}
    if not match[1].isdecimal():
        raise InvalidValue("", f"“{text}” is no number of months; accepted is 2 months")
    return {"months": int(match[1])}


# -- back to the document -------------------------------------------------------------------------


def terms_document(
    values: Values, further: list[Document], currency: str, tables: Sequence[Document] = ()
) -> Document:
    """The document of the terms: of the shown fields, of further allowances and tables of weights."""
    kind = values.get("kind") or "retainer"
    rates = dict(values.get("rates") or {})
    if values.get("rate") is not None:
        rates["*"] = format_money(values["rate"], currency)
    hours = values.get("block_hours")
    return {
        "kind": kind,
        "hours": format_duration(hours) if kind == "block" and hours is not None else None,
        "valid_months": values.get("valid_months"),
        "allowances": [allowance_document(values), *further] if kind == "retainer" else [],
        "covers": list(values.get("covers") or ()) or None,
        "rates": rates,
        "rounding": read_rounding(values),
        **weights_document(values, tables),
        "fee": _fee_document(values, currency),
        "anchor": values.get("anchor"),
        "proration": values.get("proration"),
        "renewal": _without_none(mode=values.get("mode"), notice_months=values.get("renewal_notice")),
        "cancellation": _without_none(
            notice_months=values.get("leaving_notice"), fee=values.get("leaving_fee") or None
        ),
    }


def _fee_document(values: Values, currency: str) -> Document | None:
    if values.get("fee") is None:
        return None
    return _without_none(
        amount=format_money(values["fee"], currency),
        every=values.get("fee_every"),
        discount_percent=values.get("discount"),
        free_months=values.get("free_months"),
        billing=values.get("billing"),
    )


def _without_none(**given: Any) -> Document:
    return {name: value for name, value in given.items() if value is not None}


# -- what is shown --------------------------------------------------------------------------------


def in_order(terms: Document, base: Mapping[str, Any]) -> Document:
    """The terms with rates in the order in which they stand already: the same ones in another are no change."""
    rates = base.get("rates")
    return terms | {"rates": rates} if rates is not None and rates == terms.get("rates") else terms


def terms_hidden(texts: Mapping[str, str]) -> set[str]:
    """Fields that the kind has no use for, and those at their default unless all terms are asked for."""
    kind = next((key for key, text in KINDS if text == texts.get("kind")), "retainer")
    hidden = allowance_hidden(texts)
    if kind != "retainer":
        hidden |= _ONLY_RETAINER | {"hours", "pages", "minutes_per_group", "pages_per_group"}
        hidden |= {"sessions", "session_minutes"}
    if kind != "block":
        hidden |= {"block_hours", "valid_months"}
    if not texts.get("fee", "").strip():
        hidden |= _OF_FEE
    if not (texts.get("ends", "") or texts.get("valid_months", "") or texts.get("months", "")).strip():
        hidden |= {name for name in ("mode", "renewal_notice") if texts.get(name) == PLAIN[name]}
    if texts.get("more") != "yes":
        always = ALWAYS | _OF_CALLS if kind == "on_demand" else ALWAYS
        hidden |= {name for name, text in texts.items() if name not in always and text == PLAIN.get(name, "")}
    return hidden
