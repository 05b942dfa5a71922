"""What stands on a client's paper beside the numbers: addresses, tax, payment, annex, changes; alike in every form."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from models.domain.ledger.sums import MonthSums
from models.exporters.statements.billing import billed, tax_on
from models.exporters.statements.changes import Change
from models.exporters.statements.csv_form import write_statement_csv
from models.exporters.statements.files import FORMS, write_statement
from models.exporters.statements.json_form import statement_document
from models.exporters.statements.markdown_form import plain_markdown, write_statement_markdown
from models.exporters.statements.page import printed
from models.exporters.statements.pdf_form import logo_problem, paper_problems, write_statement_pdf
from models.exporters.statements.statement import Statement, StatementChange, WindowLine
from models.exporters.statements.text_form import write_statement_text
from models.exporters.statements.words import speech
from models.exporters.statements.xlsx_form import write_statement_xlsx
from tests.exporters.papers import HEADER, VAT, fee, of_lines, whole, worked

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360c82a05"
    "00014d00e02ff37c2c0000000049454e44ae426082"
)
"""A picture of one point."""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'


def pdf_text(statement: Statement) -> str:
    pages = PdfReader(io.BytesIO(write_statement_pdf(statement))).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def xlsx_text(statement: Statement) -> str:
    with zipfile.ZipFile(io.BytesIO(write_statement_xlsx(statement))) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def texts(statement: Statement) -> dict[str, str]:
    """What each form says, for a person."""
    return {
        "pdf": pdf_text(statement),
        "text": write_statement_text(statement),
        "markdown": write_statement_markdown(statement),
    }


# -- money ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "tax"), [(8_753, 1_751), (-8_753, -1_751), (0, 0), (3, 1), (2, 0), (12, 2), (13, 3)]
)
def test_tax_is_rounded_once_on_the_total(total: int, tax: int) -> None:
    found = tax_on(total, date(2026, 11, 30), VAT)
    assert found is not None
    assert found.amount == tax


def test_a_tax_holds_from_its_day_on() -> None:
    assert tax_on(100, date(2019, 12, 31), VAT) is None
    assert tax_on(100, date(2020, 1, 1), VAT) is not None


def test_every_form_has_the_same_total_tax_and_gross() -> None:
    found = whole()
    assert (found.total, found.tax and found.tax.amount, found.gross) == (56_600, 11_320, 67_920)
    for text in texts(found).values():
        assert "Total before tax" in text
        for amount in ("£566.00", "£113.20", "£679.20"):
            assert amount in text
        assert "VAT 20%" in text
    document = statement_document(found)
    assert (document["total"], document["gross"]) == ("566.00", "679.20")
    assert document["tax"] == {"name": "VAT", "percent": "20", "amount": "113.20"}
    rows = list(csv.DictReader(io.StringIO(write_statement_csv(found))))
    assert [(row["part"], row["amount"]) for row in rows if row["part"] in {"total", "tax", "gross"}] == [
        ("total", "566.00"),
        ("tax", "113.20"),
        ("gross", "679.20"),
    ]
    sheets = xlsx_text(found)
    for number in ("566", "113.2", "679.2"):
        assert f"<v>{number}</v>" in sheets


@pytest.mark.parametrize(
    ("note", "language", "sentence"),
    [
        ("reverse_charge", "en", "Reverse charge: the recipient of the service accounts for the tax."),
        ("reverse_charge", "de", "Steuerschuldnerschaft des Leistungsempfängers (Reverse Charge)."),
        ("none", "en", "No tax is charged."),
    ],
)
def test_a_client_without_tax_reads_why(note: str, language: str, sentence: str) -> None:
    found = of_lines([fee(10_000)], replace(HEADER, tax_note=note, language=language))  # type: ignore[arg-type]
    for text in (*texts(found).values(), xlsx_text(found)):
        assert plain_markdown(sentence) in text or sentence in text
    assert found.gross == found.total
    assert statement_document(found)["tax"] == {"note": note}


@pytest.mark.parametrize("rate", [6_500, 9_000, 7_333, 1, 99_999])
def test_found_4_7_hours_are_a_quantity_only_where_they_multiply_out(rate: int) -> None:
    for minutes in range(1, 1_441):
        line = worked(minutes, rate)
        found = billed(line)
        assert (found.quantity * found.price).quantize(Decimal(1), ROUND_HALF_UP) == line.amount
        assert found.hours is not found.spelled
        if minutes % 15 == 0:
            assert found.hours


def test_the_same_quantity_on_every_form() -> None:
    found = of_lines([worked(90, 8_000), worked(40, 9_000, work_type="design")])
    words = "Overage · Design · Plan · 0:40 h at 90.00 per hour"
    for text in texts(found).values():
        assert words in text
        assert re.search(r"1\.50\sh\W+80\.00\W+120\.00", text)
    lines = statement_document(found)["lines"]
    assert [(line["quantity"], line["unit_price"], line["amount"]) for line in lines] == [
        ("1.50", "80.00", "120.00"),
        (1, "60.00", "60.00"),
    ]
    rows = [row for row in csv.DictReader(io.StringIO(write_statement_csv(found))) if row["part"] == "line"]
    assert [(row["quantity"], row["rate"], row["time"]) for row in rows] == [
        ("1.50", "80.00", "1:30"),
        ("1", "60.00", "0:40"),
    ]


# -- who, whom, until when --------------------------------------------------------------------------


def test_both_addresses_tax_numbers_order_payment_and_bank_are_printed() -> None:
    for text in texts(whole()).values():
        for words in (
            *("4 Quayside", "Acme House", "Tax number: GB 123", "Tax number: GB 987", "PO-4711", "Ann Cole"),
            *("Payment due", "15 December 2026", "Please pay to", "IBAN GB33 BUKB", "registered in England"),
        ):
            assert words in text


def test_nobody_is_asked_to_pay_nothing_or_a_credit() -> None:
    for lines in ([], [fee(-5_000)]):
        text = write_statement_text(of_lines(lines))
        assert "Please pay" not in text
        assert "Payment due" not in text


def test_a_tax_number_that_names_itself_is_not_named_twice() -> None:
    page = printed(of_lines([], replace(HEADER, desk_tax_id="USt-IdNr. DE123", client_tax_id="DE 5")))
    assert page.address[-1] == "USt-IdNr. DE123"
    assert page.client_lines[-1] == "Tax number: DE 5"


def test_paper_is_what_the_client_says_else_what_is_usual_there() -> None:
    def size(**changes: str) -> tuple[int, int]:
        box = PdfReader(io.BytesIO(write_statement_pdf(of_lines([], replace(HEADER, **changes))))).pages[0]  # type: ignore[arg-type]
        return round(box.mediabox.width), round(box.mediabox.height)

    assert size() == (595, 842)
    assert size(page="letter") == (612, 792)
    assert size(language="en-US") == (612, 792)
    assert size(language="en-US", page="A4") == (595, 842)


def test_a_logo_is_printed_and_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(SVG)
    with_logo = of_lines([], replace(HEADER, logo=str(logo)))
    plain = of_lines([])
    assert paper_problems([with_logo, plain]) == ()
    assert len(write_statement_pdf(with_logo)) > len(write_statement_pdf(plain))
    gone = of_lines([], replace(HEADER, logo=str(tmp_path / "none.png")))
    assert "the logo cannot be read" in logo_problem(gone)
    assert paper_problems([gone, gone]) == (logo_problem(gone),)
    assert write_statement_pdf(gone).startswith(b"%PDF")
    png = tmp_path / "logo.png"
    png.write_bytes(PNG)
    assert logo_problem(of_lines([], replace(HEADER, logo=str(png)))) == ""
    broken = tmp_path / "broken.svg"
    broken.write_text("<svg><rect")
    damaged = of_lines([], replace(HEADER, logo=str(broken)))
    assert "is no SVG picture" in logo_problem(damaged)
    assert write_statement_pdf(damaged).startswith(b"%PDF")
    fake = tmp_path / "fake.png"
    fake.write_text("no picture")
    assert "is no PNG picture" in logo_problem(of_lines([], replace(HEADER, logo=str(fake))))


# -- the annex ----------------------------------------------------------------------------------------


def test_the_cause_stands_only_where_the_client_wants_it() -> None:
    found = whole()
    silent = replace(
        found,
        header=replace(found.header, causes=False),
        work=tuple(replace(row, cause="") for row in found.work),
    )
    for told, quiet in zip(texts(found).values(), texts(silent).values(), strict=True):
        assert "Cause" in told
        assert "Cause" not in quiet
        assert "Form sends nothing" in quiet


def test_without_annex_no_form_names_a_request() -> None:
    found = whole()
    bare = replace(found, header=replace(found.header, annex="none"), work=(), timesheet=())
    for form in FORMS:
        data = write_statement(bare, form)
        text = pdf_text(bare) if form == "pdf" else xlsx_text(bare) if form == "xlsx" else data.decode()
        assert "R-12" not in text
        assert "Work by request" not in text


def test_weights_are_printed_with_their_windows() -> None:
    found = whole()
    sums = replace(found.sums, counted=430, covered=390)
    assert "Counted" not in write_statement_text(found)
    weighed = replace(found, sums=sums, windows=(WindowLine("evening", Decimal("1.5"), 5_040, 84),))
    for text in texts(weighed).values():
        assert "Counted time" in text
        assert "7:10" in text
        assert re.search(r"evening\W+× 1\.5\W+1:24", text)
    assert statement_document(weighed)["windows"] == [
        {"name": "evening", "weight": "1.5", "seconds": 5_040, "accounted": 84}
    ]
    assert "counted 430" in statement_document(weighed)["identities"]["split"]


# -- versions -------------------------------------------------------------------------------------------


def test_version_two_says_what_changed() -> None:
    found = whole()
    header = replace(found.header, version=2, changed_since=(1, date(2026, 12, 1)))
    changes = (
        StatementChange(Change("total", "money", 50_600, 56_600)),
        StatementChange(Change("line", "money", None, 6_000, "overage", "care", "plan"), "", "Care", "Plan"),
        StatementChange(Change("sum", "minutes", 348, 388, "accounted")),
        StatementChange(Change("work", "minutes", 348, 388, "R-12"), "Form sends nothing"),
    )
    second = replace(found, header=header, changes=changes)
    for text in texts(second).values():
        assert "What has changed since version 1 of 1 December 2026" in text
        assert re.search(r"Total\W+506\.00\W+566\.00", text)
        assert re.search(r"Overage · Care · Plan\W+new\W+60\.00", text)
        assert re.search(r"Charged time\W+5:48\W+6:28", text)
    assert "What has changed" in xlsx_text(second)
    assert statement_document(second)["changes"]["changed"][0] == {
        "kind": "total",
        "name": None,
        "contract": None,
        "work_type": None,
        "charge": None,
        "late": False,
        "rate": None,
        "measure": "money",
        "before": "506.00",
        "after": "566.00",
    }
    same = replace(second, changes=())
    assert "None of its numbers has changed." in write_statement_text(same)
    assert json.loads(write_statement(found, "json"))["changes"] is None


# -- languages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "day", "month", "money", "percent"),
    [
        ("en-GB", "04/09/2026", "September 2026", "€12,345.50", "7.5%"),
        ("en-US", "9/4/2026", "September 2026", "€12,345.50", "7.5%"),
        ("de", "04.09.2026", "September 2026", "12.345,50 €", "7,5 %"),
        ("ru", "04.09.2026", "сентябрь 2026 г.", "12 345,50 €", "7,5 %"),
        ("fr", "04/09/2026", "septembre 2026", "12 345,50 €", "7,5 %"),
        ("es", "4/9/2026", "septiembre de 2026", "12.345,50 €", "7,5 %"),
        ("pl", "4.09.2026", "wrzesień 2026", "12 345,50 €", "7,5%"),
    ],
)
def test_dates_months_money_in_the_clients_locale(
    language: str, day: str, month: str, money: str, percent: str
) -> None:
    say = speech(language, "EUR")
    written = (
        say.day(date(2026, 9, 4)),
        say.month(HEADER.month.plus(-2)),
        say.money(1_234_550, symbol=True),
        say.percent(Decimal("7.50")),
    )
    assert tuple(re.sub(r"\s", " ", text) for text in written) == (day, month, money, percent)


def test_a_language_without_words_has_its_own_numbers_and_english_words() -> None:
    text = write_statement_text(replace(whole(), header=replace(HEADER, language="pl", currency="EUR")))
    assert "Total to pay" in text
    assert "679,20 €" in text.replace("\xa0", " ")
    assert "listopad 2026" in text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("[bold]", r"\[bold\]"),
        ("# head", r"\# head"),
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("a_b|c", r"a\_b\|c"),
        ("<b>&amp;", r"\<b\>\&amp;"),
        ("two\nlines", "two lines"),
        ("-45.00", "-45.00"),
        ("350.00", "350.00"),
    ],
)
def test_nothing_typed_is_markup_in_markdown(typed: str, written: str) -> None:
    assert plain_markdown(typed) == written


def test_seconds_of_a_sum_alone_are_shown() -> None:
    found = of_lines([], sums=MonthSums(spent_seconds=3_661, accounted=62, counted=62, on_demand=62))
    assert "1:01:01" in write_statement_text(replace(found, header=replace(HEADER, annex="none")))


def test_the_text_fits_a_small_screen() -> None:
    """Headings of several words are wrapped, so that no line of a table is broken by the screen."""
    lines = write_statement_text(whole(), 72).splitlines()
    assert max(map(len, lines)) <= 72
    assert not any("Charged time" in line for line in lines if "Description" in line)
