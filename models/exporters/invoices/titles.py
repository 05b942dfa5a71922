"""What are the accounting programs called that invoices go to? By their names on the command line."""

from __future__ import annotations

TITLES = {
    "xero": "Xero",
    "quickbooks": "QuickBooks Online",
    "hledger": "hledger",
    "beancount": "beancount",
    "csv": "another program (CSV)",
}
