"""What is handed over to accounting programs adds up to the statements, and their own checkers accept it."""

from __future__ import annotations

import csv
import io
import subprocess
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.exporters.invoices.invoice import Invoice, invoice_of
from models.exporters.invoices.journals import write_beancount, write_hledger
from models.exporters.invoices.mapping import InvoiceMapping, read_invoice_mapping
from models.exporters.invoices.tables import write_plain, write_quickbooks, write_xero
from models.exporters.statements.statement import Statement, StatementLine
from tests.exporters.papers import HEADER, charge, fee, of_lines, worked
from tests.exporters.samples import NASTY

MAPPING = read_invoice_mapping(
    b"""
[accounts]
income = 200
fee = "210"
[work_types]
design = "220"
[tax]
sales = "20% (VAT on Income)"
reverse_charge = "Reverse Charge"
[contacts]
acme = "Acme Holdings"
[items]
default = "Support hours"
[terms]
due_days = 30
number_prefix = "INV-"
"""
)
LEDGER = read_invoice_mapping(
    b"""
[accounts]
income = "Income:Support"
fee = "Income:Contracts"
receivable = "Assets:Debtors"
tax = "Liabilities:VAT"
"""
)


def invoice(lines: list[StatementLine], mapping: InvoiceMapping = MAPPING) -> Invoice:
    found = invoice_of(of_lines(lines), None, mapping)
    assert found is not None
    return found


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


LINES = [fee(35_000), worked(40, 9_000), worked(90, 8_000, "additional", "design"), charge("C-1", 3, 1_200)]


def test_xero_gets_its_own_template() -> None:
    found = rows(write_xero([invoice(LINES)], MAPPING))
    assert [
        (row["*Quantity"], row["*UnitAmount"], row["TaxAmount"], row["*AccountCode"]) for row in found
    ] == [
        ("1", "350.00", "70.00", "210"),
        ("1", "60.00", "12.00", "200"),
        ("1.50", "80.00", "24.00", "220"),
        ("3", "12.00", "7.20", "200"),
    ]
    first = found[0]
    assert (first["*ContactName"], first["*InvoiceNumber"], first["Reference"]) == (
        "Acme Holdings",
        "INV-243",
        "PO-4711",
    )
    assert (first["*InvoiceDate"], first["*DueDate"]) == ("01/12/2026", "31/12/2026")
    assert (first["*TaxType"], first["Total"], first["Currency"]) == ("20% (VAT on Income)", "679.20", "GBP")
    assert first["POAddressLine1"] == "Acme House"
    assert found[1]["*Description"] == "Overage · Care · Plan · 0:40 h at 90.00 per hour"


def test_quickbooks_gets_its_own_template() -> None:
    found = rows(write_quickbooks([invoice(LINES)], MAPPING))
    assert [(row["ItemQuantity"], row["ItemRate"], row["*ItemAmount"]) for row in found] == [
        ("1", "350.00", "350.00"),
        ("1", "60.00", "60.00"),
        ("1.50", "80.00", "120.00"),
        ("3", "12.00", "36.00"),
    ]
    assert {row["*InvoiceNo"] for row in found} == {"INV-243"}
    assert {row["Item(Product/Service)"] for row in found} == {"Support hours"}


def test_dates_go_as_the_program_reads_them() -> None:
    dollars = replace(invoice(LINES), currency="USD")
    assert rows(write_xero([dollars], MAPPING))[0]["*InvoiceDate"] == "12/01/2026"
    days = replace(MAPPING, date_order="ymd")
    assert rows(write_xero([dollars], days))[0]["*InvoiceDate"] == "2026-12-01"
    assert rows(write_plain([dollars], MAPPING))[0]["issued_on"] == "2026-12-01"


def test_reverse_charge_has_its_own_tax_and_no_amount() -> None:
    found = invoice_of(of_lines(LINES, replace(HEADER, tax_note="reverse_charge")), None, MAPPING)
    assert found is not None
    assert (found.tax, found.gross) == (0, found.net)
    assert {row["*TaxType"] for row in rows(write_xero([found], MAPPING))} == {"Reverse Charge"}


def test_what_is_due_says_the_mapping_then_the_statement_then_the_day_of_issue() -> None:
    plain = InvoiceMapping()
    assert invoice(LINES).due_on == date(2026, 12, 31)
    assert invoice(LINES, plain).due_on == date(2026, 12, 15)
    at_once = invoice_of(of_lines(LINES, replace(HEADER, payment_days=None)), None, plain)
    assert at_once is not None
    assert at_once.due_on == date(2026, 12, 1)


def test_a_draft_is_never_handed_over() -> None:
    with pytest.raises(ValueError, match="draft"):
        invoice_of(of_lines(LINES, replace(HEADER, number=None, version=None, issued_on=None)), None, MAPPING)


def second(lines: list[StatementLine]) -> Statement:
    header = replace(HEADER, version=2, issued_on=date(2026, 12, 3), changed_since=(1, date(2026, 12, 1)))
    return of_lines(lines, header)


def test_a_new_version_goes_as_the_difference() -> None:
    found = invoice_of(second([fee(35_000), worked(70, 9_000)]), of_lines(LINES), MAPPING)
    assert found is not None
    assert found.number == "INV-243-v2"
    assert [(line.description, line.amount) for line in found.lines] == [
        ("Correction of No. 243: Overage · Care · Plan · 1:10 h at 90.00 per hour", 4_500),
        ("Correction of No. 243: Additional · Design · Plan", -12_000),
        ("Correction of No. 243: New page", -3_600),
    ]
    assert (found.net, found.tax) == (-11_100, -2_220)
    assert invoice_of(second(LINES), of_lines(LINES), MAPPING) is None


AMOUNTS = st.lists(
    st.one_of(
        st.builds(fee, st.integers(-50_000, 200_000)),
        st.builds(
            worked, st.integers(1, 3_000), st.integers(1, 20_000), st.sampled_from(["overage", "on_demand"])
        ),
        st.builds(charge, st.sampled_from(["C-1", "C-2"]), st.integers(1, 9), st.integers(-5_000, 5_000)),
    ),
    max_size=6,
)


@settings(max_examples=60)
@given(AMOUNTS, AMOUNTS)
def test_handed_over_lines_add_up(first: list[StatementLine], then: list[StatementLine]) -> None:
    old, new = of_lines(first), second(then)
    parts = [invoice_of(old, None, MAPPING), invoice_of(new, old, MAPPING)]
    gone = [each for each in parts if each is not None]
    assert sum(each.net for each in gone) == new.total
    assert sum(each.gross for each in gone) == new.gross
    for each in gone:
        assert sum(line.tax for line in each.lines) == each.tax or not each.lines
        for line in each.lines:
            assert (line.quantity * line.price).quantize(Decimal(1), ROUND_HALF_UP) == line.amount


def nasty_invoices() -> list[Invoice]:
    return [
        replace(
            invoice([*LINES, charge("C-9", 1, -500, name)], LEDGER),
            client=f"c{number}",
            contact=name,
            title=name,
            number=f"{number} {name[:20]}",
        )
        for number, name in enumerate(NASTY)
    ]


def balances(text: str, folder: Path) -> str:
    path = folder / "desk.journal"
    path.write_text(text, encoding="utf-8")
    command = ["hledger", "-f", str(path), "balance", "--depth", "2", "--no-elide", "-O", "csv"]
    done = subprocess.run(
        command, check=True, capture_output=True, encoding="utf-8", env={"LC_ALL": "C.UTF-8"}
    )
    return done.stdout


@pytest.mark.program("hledger")
def test_hledger_accepts_what_is_written(tmp_path: Path) -> None:
    invoices = [invoice(LINES, LEDGER), *nasty_invoices()]
    text = write_hledger(invoices, LEDGER)
    path = tmp_path / "desk.journal"
    path.write_text(text, encoding="utf-8")
    subprocess.run(
        ["hledger", "-f", str(path), "check", "--strict"], check=True, env={"LC_ALL": "C.UTF-8"}, timeout=60
    )
    sums = {row["account"]: row["balance"] for row in rows(balances(text, tmp_path))}
    gross = sum(each.gross for each in invoices)
    assert sums["Assets:Debtors"] == f"{Decimal(gross) / 100:.2f} GBP"
    assert sums["Income:Contracts"] == f"{-350 * len(invoices)}.00 GBP"


@pytest.mark.program("hledger")
@pytest.mark.parametrize(("currency", "sum_"), [("JPY", "67920 JPY"), ("KWD", "67.920 KWD")])
def test_hledger_reads_currencies_with_other_digits(tmp_path: Path, currency: str, sum_: str) -> None:
    text = write_hledger([replace(invoice(LINES, LEDGER), currency=currency)], LEDGER)
    sums = {row["account"]: row["balance"] for row in rows(balances(text, tmp_path))}
    assert sums["Assets:Debtors"] == sum_


def test_beancount_accepts_what_is_written() -> None:
    loader = pytest.importorskip("beancount.loader")
    data = pytest.importorskip("beancount.core.data")
    invoices = [invoice(LINES, LEDGER), *nasty_invoices()]
    entries, errors, _ = loader.load_string(write_beancount(invoices, LEDGER))
    assert errors == []
    found = [entry for entry in entries if isinstance(entry, data.Transaction)]
    debts = [entry.postings[0].units.number for entry in found]
    assert sum(debts) == Decimal(sum(each.gross for each in invoices)) / 100


def test_beancount_accepts_it_included_with_the_plugin_in_the_main_file(tmp_path: Path) -> None:
    loader = pytest.importorskip("beancount.loader")
    (tmp_path / "october.beancount").write_text(write_beancount([invoice(LINES, LEDGER)], LEDGER), "utf-8")
    main = tmp_path / "main.beancount"
    main.write_text('plugin "beancount.plugins.auto_accounts"\ninclude "october.beancount"\n')
    assert loader.load_file(str(main))[1] == []


def test_no_table_holds_a_formula() -> None:
    for write in (write_xero, write_quickbooks, write_plain):
        for row in rows(write(nasty_invoices(), MAPPING)):
            texts = [row[name] for name in row if "Quantity" not in name]
            assert not [text for text in texts if text.startswith(("=", "+", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("accounts = 1", "accounts: 1 is no table"),
        ("[account]\nfee = '1'", "mapping.account: is not known; accepted are accounts, work_types"),
        ("[accounts]\nfees = '1'", "accounts.fees: is not known; accepted are income"),
        ("[terms]\ndue_days = -1", "terms.due_days: -1 is no number of days"),
        ("[terms]\ndate_order = 'dym'", "terms.date_order"),
        ("[contacts]\nacme = ['x']", 'contacts."acme"'),
        ("x = ", "accepted is a TOML file"),
    ],
)
def test_a_mapping_that_is_wrong_names_the_place(text: str, words: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read_invoice_mapping(text.encode())
    assert words in str(caught.value)
