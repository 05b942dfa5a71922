"""How are the terms of a contract, or of a plan, written? (RULES 10)"""

from __future__ import annotations

from datetime import date

from models.book.terms.bands import tables_document
from models.book.terms.courtesy import free_document
from models.book.terms.papers import statement_choice_document
from models.domain.basics.notation import format_duration, format_money, format_percent
from models.domain.kept import Plan
from models.domain.values import Allowance, Cancellation, Contract, Desk, Fee, Promise, Rounding

Document = dict[str, object]


def day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _duration(minutes: int | None) -> str | None:
    return None if minutes is None else format_duration(minutes)


def _names(keys: tuple[str, ...] | None) -> list[str] | None:
    return None if keys is None else list(keys)


def rounding_document(rounding: Rounding | None) -> Document | None:
    """A rounding, null for none."""
    if rounding is None:
        return None
    return {"increment": rounding.increment, "minimum": rounding.minimum, "per": rounding.per}


def allowance_document(allowance: Allowance) -> Document:
    """An allowance with the keys of its form only."""
    form: Document
    if allowance.pages is not None:
        form = {
            "pages": allowance.pages,
            "hours_per_group": _duration(allowance.minutes_per_group),
            "pages_per_group": allowance.pages_per_group,
        }
    elif allowance.sessions is not None:
        form = {"sessions": allowance.sessions, "session_minutes": allowance.session_minutes}
    else:
        form = {"hours": _duration(allowance.minutes)}
    rollover = allowance.rollover
    return form | {
        "every": allowance.every,
        "work_types": _names(allowance.work_types),
        "rollover": {
            "periods": rollover.periods,
            "cap": _duration(rollover.cap),
            "across_renewal": rollover.across_renewal,
            "after_end_months": rollover.after_end_months,
        },
    }


def _fee(fee: Fee | None, currency: str) -> Document | None:
    if fee is None:
        return None
    return {
        "amount": format_money(fee.amount, currency),
        "every": fee.every,
        "discount_percent": format_percent(fee.discount_percent),
        "free_months": fee.free_months,
        "billing": fee.billing,
    }


def _cancellation(cancellation: Cancellation, currency: str) -> Document:
    fee = cancellation.fee
    leaving: Document | None = None
    if fee is not None and fee.percent is not None:
        leaving = {"percent": format_percent(fee.percent)}
    elif fee is not None and fee.amount is not None:
        leaving = {"amount": format_money(fee.amount, currency)}
    elif fee is not None:
        leaving = {"months": fee.months}
    return {"notice_months": cancellation.notice_months, "fee": leaving}


def promise_document(promise: Promise) -> Document:
    """Promised work as in the book."""
    return {
        "key": promise.key,
        "name": promise.name,
        "every": promise.every,
        "work_type": promise.work_type,
        "minutes": promise.minutes,
        "lead_days": promise.lead_days,
        "checklist": list(promise.checklist),
        "from": day_text(promise.since),
    }


def contract_document(contract: Contract, desk: Desk) -> Document:
    """A contract as in the book; `ends` is null where `valid_months` makes it."""
    return {
        "key": contract.key,
        "client": contract.client,
        "kind": contract.kind,
        "name": contract.name,
        "starts": contract.starts.isoformat(),
        "ends": day_text(contract.ends),
        "hours": _duration(contract.minutes),
        "valid_months": contract.valid_months,
        "allowances": [allowance_document(allowance) for allowance in contract.allowances],
        "covers": _names(contract.covers),
        "rates": {key: format_money(rate, desk.currency) for key, rate in contract.rates},
        "rounding": rounding_document(contract.rounding),
        "fee": _fee(contract.fee, desk.currency),
        "anchor": contract.anchor,
        "proration": contract.proration,
        "renewal": {"mode": contract.renewal.mode, "notice_months": contract.renewal.notice_months},
        "cancellation": _cancellation(contract.cancellation, desk.currency),
        "renews": contract.renews,
        "cancelled": day_text(contract.cancelled),
        "recurring": [promise_document(promise) for promise in contract.recurring],
        "bands": None if contract.bands is None else tables_document(contract.bands),
        "premium": contract.premium,
        "free": free_document(contract.free),
        "declined": contract.declined,
        "snoozed_until": day_text(contract.snoozed_until),
        "statement": statement_choice_document(contract.statement),
    }


def plan_document(plan: Plan) -> Document:
    """A plan of the catalogue as in the book: its terms beside key and name."""
    return {"key": plan.key, "name": plan.name, **plan.terms, "archived": plan.archived}
