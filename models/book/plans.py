"""What may a plan of the catalogue say, and what contract does selling it make? (RULES 10)

A plan's document is a contract's without client and dates, and besides: `tier`, `months` (the usual length, null for
open-ended) and `discounts` (per cent by months of the term, like {"3": "7", "12": "21"}).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from models.book.contracts import parse_contract
from models.book.reading import open_object
from models.book.terms.contracts import contract_document
from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import add_months, day_before
from models.domain.basics.notation import format_percent, parse_flag, parse_percent, parse_whole
from models.domain.basics.text import parse_key, shown
from models.domain.basics.typed.keys import suggest_key
from models.domain.contracts.checked import MOST_MONTHS, check_contract
from models.domain.kept import Plan
from models.domain.values import Desk

Document = Mapping[str, Any]

_SOLD = ("client", "starts", "ends", "renews", "cancelled", "declined", "snoozed_until", "statement")
"""Keys of a contract that only a sale knows."""
_OF_PLAN = ("tier", "months", "discounts")
_SAMPLE_START = date(2026, 1, 1)
_SAMPLE_MONTHS = 12


def parse_plan(given: object, desk: Desk, work_types: Collection[str], path: str = "plan") -> dict[str, Any]:
    """The plan as it is kept, proved by a contract on its terms; raises InvalidValue."""
    document = open_object(given, path)
    for name in _SOLD:
        if name in document:
            raise InvalidValue(f"{path}.{name}", "is no key of a plan; it is given when the plan is sold")
    months = document.get("months")
    if months is not None:
        months = parse_whole(months, f"{path}.months", least=1, most=MOST_MONTHS)
    discounts = _discounts(document, path)
    sample = {name: value for name, value in document.items() if name not in _OF_PLAN}
    sample |= {"client": "client", "starts": _SAMPLE_START.isoformat()}
    if "valid_months" not in sample:
        sample["ends"] = _last_day(_SAMPLE_START, months or _SAMPLE_MONTHS).isoformat()
    contract = parse_contract(sample, desk, path)
    check_contract(contract, work_types, path)
    written = contract_document(contract, desk)
    terms = {name: value for name, value in written.items() if name not in _SOLD}
    tier = document.get("tier")
    tier = None if tier is None else parse_key(tier, f"{path}.tier")
    return terms | {"tier": tier, "months": months, "discounts": discounts}


def parse_kept_plan(given: object, desk: Desk, work_types: Collection[str], path: str = "plan") -> Plan:
    """A plan of the book's catalogue: terms as `parse_plan` takes them, and perhaps `archived`."""
    document = dict(open_object(given, path))
    archived = document.pop("archived", None)
    terms = parse_plan(document, desk, work_types, path)
    return Plan(
        terms.pop("key"),
        terms.pop("name"),
        terms,
        False if archived is None else parse_flag(archived, f"{path}.archived"),
    )


def _discounts(document: Document, path: str) -> dict[str, str]:
    given = document.get("discounts") or {}
    if not isinstance(given, dict):
        raise InvalidValue(
            f"{path}.discounts", f'{shown(given)} is not accepted; it is an object like {{"12": "21"}}'
        )
    if given and "fee" not in document:
        raise InvalidValue(
            f"{path}.discounts", "is not accepted without a fee; there is nothing to take it off"
        )
    found: dict[int, Decimal] = {}
    for term, percent in given.items():
        at = f"{path}.discounts.{term}"
        count = int(term) if term.isascii() and term.isdecimal() and len(term) <= 4 else 0
        if not 1 <= count <= MOST_MONTHS:
            raise InvalidValue(at, f"{shown(term)} is no term; accepted are months from 1 to {MOST_MONTHS}")
        found[count] = parse_percent(percent, at)
    return {str(term): format_percent(found[term]) for term in sorted(found)}


def _last_day(starts: date, months: int) -> date:
    return day_before(add_months(starts, months))


def plan_discount(plan: Document, months: int | None) -> str | None:
    """Per cent off for a term of so many months: of the longest term in the list that is not longer.

    7 % for 3 months and 21 % for 12: a term of 6 months gets 7 %. None when the list has nothing for it.
    """
    terms = [int(term) for term in plan.get("discounts") or {} if months is not None and int(term) <= months]
    return str(plan["discounts"][str(max(terms))]) if terms else None


def contract_from_plan(
    plan: Document,
    client: str,
    starts: date,
    *,
    months: int | None = None,
    ends: date | None = None,
    discount: str | None = None,
    key: str | None = None,
    name: str | None = None,
    taken: Collection[str] = (),
) -> dict[str, Any]:
    """The contract, as in the book, that sells `plan` to a client from a date for `months` or until `ends`.

    Neither: the plan's usual length. `discount` in per cent goes before the plan's discounts by term, these
    before the discount of its fee. Without a `key` one is made that is not in `taken`.
    """
    if months is not None and ends is not None:
        raise InvalidValue("ends", "is not accepted beside months; a term has one of them")
    terms = {given: value for given, value in plan.items() if given not in {*_OF_PLAN, *_SOLD}}
    length = months if months is not None or ends is not None else plan.get("months")
    if length is not None:
        length = parse_whole(length, "months", least=1, most=MOST_MONTHS)
    if length is not None and terms.get("valid_months") is None:
        ends = _last_day(starts, length)
    elif months is not None:
        terms["valid_months"] = months
    elif ends is not None:
        terms["valid_months"] = None
    fee = terms.get("fee")
    percent = discount if discount is not None else plan_discount(plan, _whole_months(starts, length, ends))
    if percent is not None:
        if fee is None:
            raise InvalidValue("discount", f"{shown(percent)} is not accepted; the plan has no fee")
        terms["fee"] = dict(fee) | {"discount_percent": format_percent(parse_percent(percent, "discount"))}
    return terms | {
        "key": key or suggest_key(f"{client} {starts:%Y-%m}", taken, "contract"),
        "client": client,
        "name": name or plan["name"],
        "starts": starts.isoformat(),
        "ends": None if ends is None else ends.isoformat(),
    }


def _whole_months(starts: date, months: int | None, ends: date | None) -> int | None:
    """The length of the term in whole months, None for open-ended."""
    if months is not None or ends is None:
        return months
    count = (ends.year - starts.year) * 12 + ends.month - starts.month + 1
    while count > 0 and _last_day(starts, count) > ends:
        count -= 1
    return count
