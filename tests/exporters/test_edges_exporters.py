"""What do papers and tables say where there is nothing to say? Names, notes, references and parts at their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from models.domain.papers import DeskPaper, TaxRate
from models.exporters.entries_csv import entries_csv
from models.exporters.invoices.invoice import invoice_of
from models.exporters.invoices.journals import write_beancount
from models.exporters.invoices.mapping import InvoiceMapping
from models.exporters.invoices.tables import write_plain, write_xero
from models.exporters.statements.languages.russian_numbers import sum_in_words
from models.exporters.statements.page import printed
from models.exporters.statements.statement import Statement
from tests.edges import table
from tests.exporters.papers import HEADER, fee, of_lines, whole, worked
from tests.exporters.samples import BERLIN, ENTRIES, NAMES
from tests.exporters.test_invoices import invoice, rows

LINES = [worked(40, 9_000)]


@pytest.mark.parametrize(
    ("order", "day"),
    table(
        ("as it is usual", None, "2026-12-01"),
        ("day first", "dmy", "01/12/2026"),
        ("month first", "mdy", "12/01/2026"),
    ),
)
def test_dates_of_a_plain_table(order: str | None, day: str) -> None:
    mapping = replace(InvoiceMapping(), date_order=order)
    (row,) = rows(write_plain([invoice(LINES, mapping)], mapping))
    assert day in row.values()


def test_without_an_order_number_the_reference_is_the_title() -> None:
    plain = invoice_of(of_lines(LINES, replace(HEADER, order_number="")), None, InvoiceMapping())
    assert plain is not None
    found = [row["Reference"] for row in rows(write_xero([invoice(LINES), plain], InvoiceMapping()))]
    assert found == ["PO-4711", plain.title]


def test_a_posting_without_words_has_no_text() -> None:
    text = write_beancount([invoice([fee(100)])], InvoiceMapping())
    assert 'text: ""' not in text
    assert text.count("    text: ") == 2  # of the fee and of its tax


@pytest.mark.parametrize(
    ("minor", "words"),
    table(
        ("the least that is owed back", -1, "Минус ноль рублей 01 копейка"),
        ("nothing", 0, "Ноль рублей 00 копеек"),
        ("the least", 1, "Ноль рублей 01 копейка"),
    ),
)
def test_small_sums_in_russian(minor: int, words: str) -> None:
    assert sum_in_words(minor, "RUB") == words


@pytest.mark.parametrize(
    ("count", "parts"),
    table(
        ("less than a part", 999, 1),
        ("a part, and what is left", 1000, 2),
        ("one more", 1001, 2),
        ("none", 0, 1),
    ),
)
def test_entries_are_handed_on_in_parts(count: int, parts: int) -> None:
    found = list(entries_csv((ENTRIES[0] for _ in range(count)), NAMES, BERLIN))
    assert len(found) == parts
    assert "".join(found).count("\r\n") == count + 1


def unlimited(counted: int, free: int) -> Statement:
    paper = whole()
    return replace(paper, sums=replace(paper.sums, counted=counted, unlimited=free, covered=counted - free))


@pytest.mark.parametrize(
    ("counted", "free", "noted"),
    table(
        ("all of it was unlimited", 60, 60, True),
        ("all but a minute", 60, 59, False),
        ("nothing was worked", 0, 0, False),
    ),
)
def test_a_month_of_unlimited_hours_says_so(counted: int, free: int, noted: bool) -> None:
    assert bool(printed(unlimited(counted, free)).note) is noted


def test_parts_of_the_hours_that_are_nothing_are_not_named() -> None:
    assert [minutes for _, minutes in printed(whole()).facts] == ["6:40", "6:28", "5:48", "0:40", "0:15"]


def test_a_tax_without_a_name_is_called_tax() -> None:
    paper = of_lines(LINES, desk=DeskPaper(tax=(TaxRate(date(2020, 1, 1), Decimal("20"), ""),)))
    assert any("Tax 20" in name for name, _ in printed(paper).totals)
