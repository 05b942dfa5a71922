"""For which programs are invoices written, and how do their files begin? One table; a new program is one more row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.exporters.invoices.invoice import Invoice
from models.exporters.invoices.journals import write_beancount, write_hledger
from models.exporters.invoices.mapping import InvoiceMapping
from models.exporters.invoices.tables import write_plain, write_quickbooks, write_xero
from models.exporters.invoices.titles import TITLES


@dataclass(frozen=True, slots=True)
class Program:
    """An accounting program: its name on the command line, the ending of its files, its writer."""

    name: str
    ending: str
    write: Callable[[Sequence[Invoice], InvoiceMapping], str]
    encoding: str = "utf-8"
    credits: bool = True
    """Whether it takes an invoice of less than nothing."""

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.name]


PROGRAMS = (
    Program("xero", "csv", write_xero, "utf-8-sig"),
    Program("quickbooks", "csv", write_quickbooks, "utf-8-sig", credits=False),
    Program("hledger", "journal", write_hledger),
    Program("beancount", "beancount", write_beancount),
    Program("csv", "csv", write_plain, "utf-8-sig"),
)
BY_NAME = {each.name: each for each in PROGRAMS}
