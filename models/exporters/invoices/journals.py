"""How do hledger and beancount take invoices? One transaction each: what is owed against income and tax.

Guarantees (`test_hledger_accepts_what_is_written`, `test_beancount_accepts_what_is_written`): every transaction
balances, and the programs' own checkers accept the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from models.domain.basics.notation import currency_digits, format_money
from models.domain.basics.text import clean
from models.exporters.invoices.invoice import Invoice, InvoiceLine
from models.exporters.invoices.mapping import InvoiceMapping

AccountName = Callable[[str, str, str], str]
"""An account of the mapping, with a part for a name (or, where that has no letters, a key) behind it."""
Posting = tuple[str, int, str]
"""Account, minor units, what it is for."""
_NO_LETTERS = re.compile(r"[^A-Za-z0-9]+")
_PART, _WIDTH = 200, 48


def write_hledger(invoices: Sequence[Invoice], mapping: InvoiceMapping) -> str:
    """A journal of hledger (ledger reads it, too), with the accounts and the currency declared."""
    lines = ["; deskhours, invoices for hledger"]
    postings = [_postings(invoice, mapping, _hledger_account) for invoice in invoices]
    for currency in sorted({invoice.currency for invoice in invoices}):
        digits = currency_digits(currency)
        lines.append(f"commodity 1000.{'0' * digits} {currency}")
    lines += [f"account {name}" for name in sorted({each[0] for group in postings for each in group})]
    for invoice, group in zip(invoices, postings, strict=True):
        lines.append("")
        title = _comment(f"{invoice.contact} | {invoice.title}", "|")
        facts = f"client:{_tag(invoice.client)}, month:{invoice.month}, due:{invoice.due_on}"
        lines.append(f"{invoice.issued_on} * ({_code(invoice.number)}) {title}  ; {facts}")
        for account, minor, words in group:
            amount = f"{format_money(minor, invoice.currency)} {invoice.currency}"
            note = f"  ; {_comment(words)}" if words else ""
            lines.append(f"    {account:<{_WIDTH}}  {amount:>16}{note}")
    return "\n".join(lines) + "\n"


def write_beancount(invoices: Sequence[Invoice], mapping: InvoiceMapping) -> str:
    """A file of beancount; accounts that are not open yet are opened by the plugin `auto_accounts`.

    The plugin works where this is the main file; included, it must stand in the main file, or the accounts be opened.
    """
    plugin = 'plugin "beancount.plugins.auto_accounts"'
    lines = [";; deskhours, invoices for beancount", plugin]
    postings = [_postings(invoice, mapping, _beancount_account) for invoice in invoices]
    if invoices:
        lines.append(f";; where this file is included: put {plugin} into the main file, or open there")
        day = min(invoice.issued_on for invoice in invoices)
        names = sorted({each[0] for group in postings for each in group})
        lines += [f";; {day} open {name}" for name in names]
    for invoice, group in zip(invoices, postings, strict=True):
        lines.append("")
        tag = _NO_LETTERS.sub("-", invoice.number).strip("-") or "0"
        lines.append(
            f"{invoice.issued_on} * {_quoted(invoice.contact)} {_quoted(invoice.title)} ^statement-{tag}"
        )
        lines.append(f"  client: {_quoted(invoice.client)}")
        lines.append(f"  due: {invoice.due_on}")
        for account, minor, words in group:
            amount = f"{format_money(minor, invoice.currency)} {invoice.currency}"
            lines.append(f"  {account:<{_WIDTH}}  {amount:>16}")
            if words:
                lines.append(f"    text: {_quoted(words)}")
    return "\n".join(lines) + "\n"


def _postings(invoice: Invoice, mapping: InvoiceMapping, account: AccountName) -> list[Posting]:
    receivable = mapping.accounts.get("receivable", "Assets:Receivable")
    found = [(account(receivable, invoice.contact, invoice.client), invoice.gross, "")]
    for line in invoice.lines:
        name = mapping.account(line.kind, line.work_type, "Income:Support")
        found.append((account(name, "", ""), -line.amount, _words(line)))
    if invoice.tax:
        name = mapping.accounts.get("tax", "Liabilities:Tax")
        found.append((account(name, "", ""), -invoice.tax, invoice.tax_name))
    return found


def _words(line: InvoiceLine) -> str:
    return clean(line.description)


def _hledger_account(account: str, name: str, key: str) -> str:
    """Parts on one line with single blanks; nothing that begins a comment, an amount or a virtual account."""
    parts = [_hledger_part(part) for part in account.split(":")]
    if name:
        parts.append(_hledger_part(name) or _hledger_part(key) or "unnamed")
    return ":".join(part for part in parts if part) or "Income"


def _hledger_part(text: str) -> str:
    words = " ".join(clean(text).replace(":", "-").replace(";", ",").replace("|", "/").split())
    return words.strip("()[]*!=@~ ")[:_PART]


def _beancount_account(account: str, name: str, key: str) -> str:
    """Parts of letters and digits that begin with a capital or a digit: `Assets:Receivable:Acme-Ltd`."""
    parts = [_beancount_part(part) for part in account.split(":")]
    if name:
        parts.append(_beancount_part(name) or _beancount_part(key) or "Unnamed")
    return ":".join(part for part in parts if part)


def _beancount_part(text: str) -> str:
    words = _NO_LETTERS.sub("-", clean(text)).strip("-")[:_PART]
    return words[:1].upper() + words[1:]


def _comment(text: str, keep: str = "") -> str:
    words = clean(text).replace(";", ",")
    return " ".join((words if keep else words.replace("|", "/")).split())


def _tag(text: str) -> str:
    return _comment(text).replace(",", " ")


def _code(text: str) -> str:
    return _comment(text).replace("(", "").replace(")", "")


def _quoted(text: str) -> str:
    plain = " ".join(clean(text).split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
