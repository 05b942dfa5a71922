"""How do Xero, QuickBooks and a spreadsheet take invoices? One row a line, the invoice's own facts on every row.

The columns are those of the programs' own templates. Lines end in CRLF; write the text with newline="" and the
encoding utf-8-sig. Text that a person typed is neutralised (see spreadsheet.py).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date

from models.domain.basics.notation import format_money
from models.exporters.invoices.invoice import Invoice, InvoiceLine
from models.exporters.invoices.mapping import DateOrder, InvoiceMapping
from models.exporters.spreadsheet import neutral

Row = tuple[object, ...]
XERO = (
    *("*ContactName", "EmailAddress", "POAddressLine1", "POAddressLine2", "POAddressLine3", "POAddressLine4"),
    *("POCity", "PORegion", "POPostalCode", "POCountry", "*InvoiceNumber", "Reference", "*InvoiceDate"),
    *("*DueDate", "Total", "InventoryItemCode", "*Description", "*Quantity", "*UnitAmount", "Discount"),
    *("*AccountCode", "*TaxType", "TaxAmount", "TrackingName1", "TrackingOption1", "TrackingName2"),
    *("TrackingOption2", "Currency", "BrandingTheme"),
)
QUICKBOOKS = (
    *("*InvoiceNo", "*Customer", "*InvoiceDate", "*DueDate", "Terms", "Location", "Memo"),
    *("Item(Product/Service)", "ItemDescription", "ItemQuantity", "ItemRate", "*ItemAmount", "*ItemTaxCode"),
    *("ItemTaxAmount", "Currency", "Service Date"),
)
PLAIN = (
    *("invoice", "statement", "version", "client", "contact", "month", "issued_on", "due_on"),
    *("order_number", "position", "kind", "description", "contract", "work_type", "late", "minutes"),
    *("quantity", "unit_price", "amount", "account", "tax_type", "tax_amount", "currency"),
)
_XERO_ADDRESS = 4
_DATES: dict[DateOrder, str] = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "ymd": "%Y-%m-%d"}


def write_xero(invoices: Iterable[Invoice], mapping: InvoiceMapping) -> str:
    """Xero's template of sales invoices; amounts are without tax, which stands beside them."""

    def row(invoice: Invoice, line: InvoiceLine) -> Row:
        money, day = _money(invoice), _day(invoice, mapping)
        address = [neutral(each) for each in invoice.address[:_XERO_ADDRESS]]
        return (
            neutral(invoice.contact),
            "",
            *address,
            *("" for _ in range(_XERO_ADDRESS - len(address))),
            *("", "", "", ""),
            neutral(invoice.number),
            neutral(invoice.order_number or invoice.title),
            day(invoice.issued_on),
            day(invoice.due_on),
            money(invoice.gross),
            "",
            neutral(line.description),
            line.quantity,
            money(line.price),
            "",
            neutral(mapping.account(line.kind, line.work_type, "200")),
            neutral(tax_type(invoice, mapping, "Tax on Sales", "Tax Exempt")),
            money(line.tax),
            *("", "", "", ""),
            invoice.currency,
            "",
        )

    return _table(XERO, invoices, row)


def write_quickbooks(invoices: Iterable[Invoice], mapping: InvoiceMapping) -> str:
    """QuickBooks Online's template of invoices."""

    def row(invoice: Invoice, line: InvoiceLine) -> Row:
        money, day = _money(invoice), _day(invoice, mapping)
        return (
            neutral(invoice.number),
            neutral(invoice.contact),
            day(invoice.issued_on),
            day(invoice.due_on),
            "",
            "",
            neutral(invoice.order_number or invoice.title),
            neutral(mapping.item(line.kind, "Support")),
            neutral(line.description),
            line.quantity,
            money(line.price),
            money(line.amount),
            neutral(tax_type(invoice, mapping, "S", "Exempt")),
            money(line.tax),
            invoice.currency,
            day(invoice.issued_on),
        )

    return _table(QUICKBOOKS, invoices, row)


def write_plain(invoices: Iterable[Invoice], mapping: InvoiceMapping) -> str:
    """For any other program: dates as ISO, unless the mapping says another order."""

    def row(invoice: Invoice, line: InvoiceLine) -> Row:
        money, order = _money(invoice), mapping.date_order or "ymd"
        return (
            neutral(invoice.number),
            invoice.statement,
            invoice.version,
            neutral(invoice.client),
            neutral(invoice.contact),
            invoice.month,
            invoice.issued_on.strftime(_DATES[order]),
            invoice.due_on.strftime(_DATES[order]),
            neutral(invoice.order_number),
            line.position,
            line.kind,
            neutral(line.description),
            neutral(line.contract or ""),
            neutral(line.work_type or ""),
            "yes" if line.late else "",
            "" if line.minutes is None else line.minutes,
            line.quantity,
            money(line.price),
            money(line.amount),
            neutral(mapping.account(line.kind, line.work_type, "")),
            neutral(tax_type(invoice, mapping, invoice.tax_name, "")),
            money(line.tax),
            invoice.currency,
        )

    return _table(PLAIN, invoices, row)


def tax_type(invoice: Invoice, mapping: InvoiceMapping, sales: str, none: str) -> str:
    """What the program calls the tax of these lines; `sales` and `none` where the mapping does not say."""
    if invoice.tax_note is not None:
        return mapping.tax.get(invoice.tax_note) or mapping.tax.get("none", none)
    return mapping.tax.get("sales", sales) if invoice.tax_name else mapping.tax.get("none", none)


def _money(invoice: Invoice) -> Callable[[int], str]:
    return lambda minor: format_money(minor, invoice.currency)


def _day(invoice: Invoice, mapping: InvoiceMapping) -> Callable[[date], str]:
    """Dates as the program reads them: with the month first for dollars of the United States, unless it is said."""
    order = mapping.date_order or ("mdy" if invoice.currency == "USD" else "dmy")
    return lambda day: day.strftime(_DATES[order])


def _table(
    columns: tuple[str, ...], invoices: Iterable[Invoice], row: Callable[[Invoice, InvoiceLine], Row]
) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for invoice in invoices:
        writer.writerows(row(invoice, line) for line in invoice.lines)
    return text.getvalue()
