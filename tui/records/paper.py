"""What do desk and client put on their statements? The fields of the paper, in the forms of both (RULES 6.5)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.months import parse_date
from models.domain.basics.notation import format_percent, parse_percent
from models.domain.papers import MOST_DAYS, checked_logo
from models.storage.files.named import named_file
from tui.dialogs.form import Values
from tui.records.base import Document, grouped, kept
from tui.widgets.form.fields import Choice, Field, Number, Parsed, TextField, Toggle

FROM_ALWAYS = "1970-01-01"
"""The day from which a tax holds that names none."""
_TAX = re.compile(r"([\d.,]+)\s*%?\s+(.+?)(?:\s+from\s+(\d{4}-\d\d-\d\d))?")
_NAMED_FIRST = re.compile(r"([^\d\s%][^\d%]*?)\s+([\d.,]+)\s*%?(\s+from\s+\S+)?")
_NO_TAX = re.compile(r"none\s+from\s+(\d{4}-\d\d-\d\d)", re.IGNORECASE)

DESK_TEXTS = ("tax_id", "footer", "payment_days")
CLIENT_TEXTS = ("tax_id", "order_number", "payment_days")
TAXES = (("none", "no tax"), ("reverse_charge", "reverse charge"))
ANNEXES = (("summary", "work by request"), ("full", "full timesheet"), ("none", "nothing"))
CAUSES = ((True, "said"), (False, "left out"))
PAGES = (("A4", "A4"), ("letter", "letter"))
CHOICES = ("annex", "causes", "page")
PAPER_PLACES = {f"statement.{name}": name for name in CHOICES}
"""Fields of the form by the path of the book."""


def desk_paper_fields(document: Mapping[str, Any]) -> list[Field]:
    """What statements say of the desk."""
    tax = document.get("tax") or []
    return grouped(
        "On statements",
        _lines("address", "Address", document, "1 High Street; York"),
        TextField("tax_id", "Tax number", document.get("tax_id")),
        kept("tax", "Tax", tax, tax_text(tax), read_tax, hint="20 % VAT, or 20 % VAT from 2026-01-01; …"),
        _lines("bank", "Bank", document, "IBAN …; BIC …"),
        _days(document, "of a statement"),
        TextField("footer", "Footer", document.get("footer"), hint="the last lines of the page", limit=2000),
        Parsed("logo", "Logo", document.get("logo"), False, "an SVG or PNG file", reader=_logo),
        Toggle("agents_see_money", "Agents see money", bool(document.get("agents_see_money"))),
    )


def desk_paper_written(values: Values) -> Document:
    """The keys of the desk's paper from the values of the form."""
    return {
        **{name: values.get(name) for name in DESK_TEXTS},
        "logo": values.get("logo"),
        "address": values.get("address") or [],
        "bank": values.get("bank") or [],
        "tax": values.get("tax") or [],
        "agents_see_money": bool(values.get("agents_see_money")),
    }


def client_paper_fields(document: Mapping[str, Any]) -> list[Field]:
    """What statements say of the client, and how the client wants them; empty is as the desk has it."""
    wanted = document.get("statement") or {}
    return grouped(
        "On statements",
        _lines("address", "Address", document, "2 Low Road; Leeds"),
        TextField("tax_id", "Tax number", document.get("tax_id")),
        TextField("order_number", "Order number", document.get("order_number"), hint="the client's own"),
        _days(document, "empty: as the desk"),
        Choice("tax", "Tax", document.get("tax"), choices=TAXES, hint="empty: as the desk"),
        Choice("annex", "Annex", wanted.get("annex"), choices=ANNEXES, hint="empty: the work by request"),
        Choice("causes", "Causes", wanted.get("causes"), choices=CAUSES, hint="why work was needed"),
        Choice("page", "Page", wanted.get("page"), choices=PAGES, hint="empty: A4"),
    )


def client_paper_written(values: Values, before: Mapping[str, Any]) -> Document:
    """The keys of the client's paper from the values of the form; a language of the statement's own stays."""
    said = {name: values.get(name) for name in CHOICES}
    language = (before.get("statement") or {}).get("language")
    nothing = language is None and all(value is None for value in said.values())
    return {
        **{name: values.get(name) for name in CLIENT_TEXTS},
        "address": values.get("address") or [],
        "tax": values.get("tax"),
        "statement": None if nothing else {**said, "language": language},
    }


def _lines(name: str, label: str, document: Mapping[str, Any], hint: str) -> Field:
    """Lines of paper, on one line with semicolons between them."""
    before = document.get(name) or []
    return kept(name, label, before, "; ".join(before), _split, hint=hint, limit=4000)


def _split(text: str) -> list[str]:
    return [part for part in (part.strip() for part in text.split(";")) if part]


def _days(document: Mapping[str, Any], hint: str) -> Field:
    return Number("payment_days", "Days to pay", document.get("payment_days"), hint=hint, most=MOST_DAYS)


def _logo(text: str) -> str:
    """The whole name of a picture that is there, so that it is found wherever the program runs."""
    path = _named(text)
    checked_logo(path.name, "")
    if not path.is_file():
        raise InvalidValue("", f"“{text}” is no file; accepted is the name of an .svg or .png file")
    # Kept as text in every locale, and read back as `system_name` would.
    return os.fsencode(path.absolute()).decode("utf-8", "replace")


def _named(text: str) -> Path:
    try:
        return named_file(text, at_home=True)
    except DeskError as error:
        raise InvalidValue("", str(error)) from error


def tax_text(rates: Sequence[Mapping[str, Any]]) -> str:
    """Taxes by date as they are typed: `20 % VAT`, `19 % VAT from 2025-01-01; 20 % VAT from 2026-01-01`."""
    return "; ".join(_rate_text(rate) for rate in rates)


def _rate_text(rate: Mapping[str, Any]) -> str:
    since = "" if rate["from"] == FROM_ALWAYS else f" from {rate['from']}"
    return f"none{since}" if rate["percent"] is None else f"{rate['percent']} % {rate['name']}{since}"


def read_tax(text: str) -> list[Document]:
    """Taxes by date from what was typed; the first may leave out its date."""
    return [_read_rate(part, first=not number) for number, part in enumerate(_split(text))]


def _read_rate(text: str, *, first: bool) -> Document:
    ended = _NO_TAX.fullmatch(text)
    if ended is not None:
        return {"from": parse_date(ended[1], "").isoformat(), "percent": None}
    named = _NAMED_FIRST.fullmatch(text)
    match = _TAX.fullmatch(f"{named[2]} % {named[1]}{named[3] or ''}" if named else text)
    if match is None or (match[3] is None and not first):
        raise InvalidValue(
            "",
            f"“{text}” is no tax; accepted is 20 % VAT, then 21 % VAT from 2027-01-01, none from 2028-01-01",
        )
    percent = format_percent(parse_percent(match[1].replace(",", "."), ""))
    since = FROM_ALWAYS if match[3] is None else parse_date(match[3], "").isoformat()
    return {"from": since, "percent": percent, "name": match[2]}
