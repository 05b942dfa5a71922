"""What are accounts, taxes and contacts called in the books? The small TOML file that says so.

[accounts]                        # codes or names of the program that reads the file
income = "200"                    # everything that has no account of its own below
receivable = "Assets:Receivable"  # hledger and beancount: the client's name goes behind it
tax = "Liabilities:VAT"           # hledger and beancount
fee = "210"                       # also overage, on_demand, additional, charge
[work_types]                      # accounts of kinds of work, by their key
design = "220"
[tax]                             # what the program calls the tax of a line
sales = "20% (VAT on Income)"
none = "No VAT"
reverse_charge = "Reverse Charge"
[contacts]                        # clients by their key
acme = "Acme Holdings Ltd"
[items]                           # QuickBooks: products and services, by kind; `default` for the rest
default = "Support"
[terms]
due_days = 30                     # else the client's, else the desk's
number_prefix = "INV-"
date_order = "dmy"                # dmy, mdy or ymd
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_choice
from models.domain.basics.text import shown
from models.domain.basics.typed.toml_text import check_names, read_toml, table_of
from models.domain.ledger.lines import LINE_KINDS
from models.domain.papers import MOST_DAYS

DateOrder = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")
_SECTIONS = ("accounts", "work_types", "tax", "contacts", "items", "terms")
_ACCOUNTS = ("income", "receivable", "tax", *LINE_KINDS)
_TAXES = ("sales", "none", "reverse_charge")
_TERMS = ("due_days", "number_prefix", "date_order")
_LONGEST = 250


@dataclass(frozen=True, slots=True)
class InvoiceMapping:
    """The names of the books; what is not named here takes the program's usual name."""

    accounts: Mapping[str, str] = field(default_factory=dict)
    work_types: Mapping[str, str] = field(default_factory=dict)
    tax: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    due_days: int | None = None
    number_prefix: str = ""
    date_order: DateOrder | None = None

    def account(self, kind: str, work_type: str | None, usual: str) -> str:
        """The account of a line: that of the kind of work, of the kind of line, of all income, else the usual."""
        own = self.work_types.get(work_type or "") or self.accounts.get(kind)
        return own or self.accounts.get("income", usual)

    def item(self, kind: str, usual: str) -> str:
        """The product or service of a line."""
        return self.items.get(kind) or self.items.get("default", usual)


def read_invoice_mapping(data: bytes) -> InvoiceMapping:
    """The mapping of a TOML file; raises InvalidValue naming the line or the path that is not accepted."""
    document = read_toml(data, "mapping")
    check_names(document, _SECTIONS, "mapping")
    terms = table_of(document, "terms", "value")
    check_names(terms, _TERMS, "terms")
    order = terms.get("date_order")
    return InvoiceMapping(
        accounts=_names(document, "accounts", _ACCOUNTS),
        work_types=_names(document, "work_types"),
        tax=_names(document, "tax", _TAXES),
        contacts=_names(document, "contacts"),
        items=_names(document, "items", ("default", *LINE_KINDS)),
        due_days=_days(terms.get("due_days")),
        number_prefix=_text(terms.get("number_prefix", ""), "terms.number_prefix"),
        date_order=None if order is None else parse_choice(order, "terms.date_order", ORDERS),
    )


def _days(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
        raise InvalidValue(
            "terms.due_days", f"{shown(value)} is no number of days; accepted is 0 to {MOST_DAYS}"
        )
    return value


def _names(
    document: Mapping[str, Any], section: str, accepted: tuple[str, ...] | None = None
) -> dict[str, str]:
    table = table_of(document, section, "value")
    if accepted is not None:
        check_names(table, accepted, section)
    return {name: _text(value, f'{section}."{name}"') for name, value in table.items()}


def _text(value: object, path: str) -> str:
    """A name on one line; numbers of accounts may stand without quotes."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or len(text) > _LONGEST or not text.isprintable():
        raise InvalidValue(path, f"{shown(value)} is no name; accepted is a text in quotes on one line")
    return text.strip()
