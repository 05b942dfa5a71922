"""Do all forms of a statement hold the same numbers, to the minute and the cent?"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from models.domain.basics.errors import InvalidValue, NotFound
from models.domain.basics.months import Month
from models.domain.basics.notation import format_money
from models.exporters.invoice_lines import write_invoice_lines
from models.exporters.statements.csv_form import write_statement_csv
from models.exporters.statements.files import FORMS, file_names, write_statement
from models.exporters.statements.json_form import statement_document
from models.exporters.statements.languages.russian_numbers import cardinal, sum_in_words
from models.exporters.statements.page import printed
from models.exporters.statements.pdf_form import write_statement_pdf
from models.exporters.statements.statement import Statement
from models.exporters.statements.text_form import write_statement_text
from models.exporters.statements.words import _WORDS, clock, hours, known_language, speech
from models.exporters.statements.xlsx_form import write_statement_xlsx
from models.queries.month_end.statements import read_statement as read_by_default
from models.queries.month_end.statements import read_statements
from models.services.core.settings import set_setting
from models.services.month_end.months import close_month, reopen_month
from models.storage import tables as t
from tests.month_desk import NOW, month_desk
from tests.statements import statements
from tests.texts import plain

FEBRUARY, JANUARY = Month(2026, 2), Month(2026, 1)
read_statement = partial(read_by_default, annex="full")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Any]:
    """The small desk, connected."""
    with month_desk(tmp_path).connection():
        yield


def pdf_text(data: bytes) -> str:
    """All text of a PDF, white space made one blank."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return re.sub(r"\s+", " ", text)


def cells_of(data: bytes) -> list[list[list[str | float]]]:
    """The sheets of a workbook as rows of texts and numbers."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        shared = [
            "".join(node.itertext())
            for node in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).findall(f"{main}si")
        ]
        sheets = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        found = []
        for name in sheets:
            rows = []
            for row in ElementTree.fromstring(book.read(name)).iter(f"{main}row"):
                assert not list(row.iter(f"{main}f"))
                rows.append([_value(cell, shared, main) for cell in row.iter(f"{main}c")])
            found.append(rows)
    return found


def _value(cell: ElementTree.Element, shared: list[str], main: str) -> str | float:
    value = cell.findtext(f"{main}v") or ""
    return shared[int(value)] if cell.get("t") == "s" else float(value)


# -- the model ------------------------------------------------------------------------------------


def test_the_draft_of_an_open_month(desk: None) -> None:
    """4:00 granted; 1:30:30 + 0:20 on one request and day are 2:00, 3:00 more: 1:00 over at 90.00."""
    found = read_statement("acme", FEBRUARY)
    assert (found.header.status, found.header.number, found.header.contact) == ("draft", None, "Ann Cole")
    assert (found.sums.granted, found.sums.drawn, found.sums.overage) == (240, 240, 60)
    assert (found.sums.accounted, found.sums.courtesy_seconds) == (300, 900)
    assert found.sums.balance_holds
    assert found.sums.split_holds
    assert [(line.kind, line.amount) for line in found.lines] == [("fee", 30000), ("overage", 9000)]
    assert found.total == 39000
    assert [(row.request, row.subject, row.cause, row.accounted, row.billed) for row in found.work] == [
        ("R-1", "@Form $broken$", "", 120, 0),
        (None, "", "", 180, 60),
    ]
    assert [(row.started, row.ended, row.accounted) for row in found.timesheet] == [
        ("09:00", "10:30", 120),
        ("11:00", "11:20", None),
        ("09:00", "12:00", 180),
        ("09:00", "09:15", 0),
    ]


def test_an_entry_over_midnight_stands_on_both_dates(desk: None) -> None:
    """23:30 to 00:30 of London: half an hour on the 27th, half on the 28th."""
    rows = read_statement("globex", FEBRUARY).timesheet
    assert [(row.day.day, row.started, row.ended, row.spent_seconds) for row in rows[1:]] == [
        (27, "23:30", "00:00", 1800),
        (28, "00:00", "00:30", 1800),
    ]


def test_a_charge_has_its_description(desk: None) -> None:
    """Three pages at 12.50 each."""
    line = read_statement("globex", FEBRUARY).lines[-1]
    assert (line.description, line.quantity, line.unit_price, line.amount) == ("+1 page", 3, 1250, 3750)


def test_closing_numbers_the_statements_and_reopening_makes_version_two(desk: None) -> None:
    """January's is number 1 (only Acme had anything); February's begin with 2."""
    assert read_statement("acme", JANUARY).header.number == 1
    close_month(FEBRUARY, NOW, "dana")
    first = read_statement("acme", FEBRUARY)
    assert (first.header.number, first.header.version, first.header.status) == (2, 1, "final")
    reopen_month(FEBRUARY, "a call was missing", NOW, "dana")
    assert read_statement("acme", FEBRUARY).header.status == "draft"
    close_month(FEBRUARY, NOW, "dana")
    again = read_statement("acme", FEBRUARY)
    assert (again.header.number, again.header.version) == (2, 1)  # nothing in it was changed
    reopen_month(FEBRUARY, "a call was missing", NOW, "dana")
    t.Entry.update(ended_at=t.Entry.ended_at - 60).where(t.Entry.client == "acme").execute()
    close_month(FEBRUARY, NOW, "dana")
    changed = read_statement("acme", FEBRUARY)
    assert (changed.header.number, changed.header.version) == (2, 2)
    assert read_statement("acme", FEBRUARY, version=1).header.number == 2
    with pytest.raises(NotFound, match="no version 7"):
        read_statement("acme", FEBRUARY, version=7)


def test_a_closed_client_without_anything_has_no_number(desk: None) -> None:
    """Globex had nothing in January: there is nothing to state."""
    found = read_statement("globex", JANUARY)
    assert found.is_empty
    assert (found.header.number, found.header.status, found.total) == (None, "final", 0)
    assert [one.header.client for one in read_statements(JANUARY)] == ["acme"]


def test_all_statements_take_as_many_reads_for_one_client_as_for_many(tmp_path: Path) -> None:
    """The number of SQL statements does not grow with the clients."""
    counts = []
    for number in (0, 12):
        more = [{"key": f"c{index}", "name": f"C {index}"} for index in range(number)]
        folder = tmp_path / str(number)
        folder.mkdir()
        opened = month_desk(folder, entries=())
        with opened.connection():
            from models.storage import tables as t

            for client in more:
                t.Client.insert(**client).execute()
            counts.append(_statements(opened.database, lambda: read_statements(FEBRUARY)))
    assert counts[0] == counts[1]


def _statements(database: Any, read: Any) -> int:
    with statements() as lines:
        read()
    return len(lines)


# -- the forms ------------------------------------------------------------------------------------


@pytest.fixture
def statement(desk: None) -> Statement:
    """Acme's February, closed, with an address."""
    set_setting("desk_address", "1 Quay; =Harbour; Port")
    close_month(FEBRUARY, NOW, "dana")
    return read_statement("acme", FEBRUARY)


def test_json_holds_every_number_and_both_identities(statement: Statement) -> None:
    """Minutes and seconds as integers, money as decimal strings, instants of nothing."""
    document = json.loads(json.dumps(statement_document(statement)))
    assert document["minutes"]["closing"] == 0
    assert document["identities"] == {
        "balance": "opening 0 + granted 240 - drawn 240 - lapsed 0 - forfeited 0 + reversed 0 = closing 0",
        "balance_holds": True,
        "split": "covered 240 + unlimited 0 + by_sessions 0 + overage 60 + on_demand 0 + additional 0"
        " = accounted 300",
        "split_holds": True,
    }
    assert document["total"] == "390.00"
    assert [line["amount"] for line in document["lines"]] == ["300.00", "90.00"]
    assert document["desk"]["address"] == ["1 Quay", "=Harbour", "Port"]


def test_csv_holds_the_numbers_of_json_and_no_formula(statement: Statement) -> None:
    """Read back by name; what begins like a formula has an apostrophe."""
    document = statement_document(statement)
    text = write_statement_csv(statement)
    rows = list(csv.DictReader(io.StringIO(text)))
    sums = {row["name"]: int(row["minutes"]) for row in rows if row["part"] == "sum" and row["minutes"]}
    assert sums == {k: v for k, v in document["minutes"].items() if not k.endswith("_seconds")}
    assert [row["amount"] for row in rows if row["part"] == "line"] == [
        line["amount"] for line in document["lines"]
    ]
    assert [row["amount"] for row in rows if row["part"] == "total"] == [document["total"]]
    times = [(int(row["seconds"]), row["minutes"]) for row in rows if row["part"] == "time"]
    assert times == [
        (row["spent_seconds"], "" if row["accounted"] is None else str(row["accounted"]))
        for row in document["timesheet"]
    ]
    typed = [row[name] for row in rows for name in ("description", "request", "who", "contract", "cause")]
    assert not [cell for cell in typed if cell.startswith(("=", "+", "-", "@"))]
    assert plain("'@Form $broken$") in {plain(cell) for cell in typed}
    assert "'=1+1 [bold] #let x" in typed


def test_xlsx_holds_the_numbers_of_json_as_numbers_and_text_as_text(statement: Statement) -> None:
    """Durations are shares of a day, money has its digits, nothing is a formula."""
    document = statement_document(statement)
    summary, lines, work, times = cells_of(write_statement_xlsx(statement))
    found = {row[0]: row[1] for row in summary if len(row) == 2}
    words = speech("en", "EUR")
    for name, value in document["minutes"].items():
        if name in {"late_accounted", "courtesy_seconds", "counted"}:
            continue
        share = 86400 if name.endswith("_seconds") else 1440
        assert round(float(found[words[name.removesuffix("_seconds")]]) * share, 6) == value
    assert Decimal(str(found["Total, EUR"])) == Decimal(document["total"])
    amounts = [Decimal(str(row[-1])) for row in lines[1:]]
    assert amounts == [Decimal(line["amount"]) for line in document["lines"]] + [Decimal(document["total"])]
    assert [round(float(row[-2]) * 1440) for row in work[1:]] == [120, 180]
    assert "=1+1 [bold] #let x" in {cell for row in times for cell in row}
    assert "=Acme #strong[x]" in {cell for row in summary for cell in row}


@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_the_pdf_says_what_json_says(statement: Statement, language: str) -> None:
    """Every number of the JSON stands on paper in the client's format; typed markup stands there literally."""
    found = read_statement("acme", FEBRUARY, language=language)
    document, say = statement_document(found), speech(language, "EUR")
    text = pdf_text(write_statement_pdf(found))
    for flow in ("opening", "granted", "drawn", "lapsed", "forfeited", "reversed", "closing"):
        assert f"{say[flow]} {hours(document['minutes'][flow])}" in text
    for part in ("covered", "overage", "additional"):
        assert f"{say[part]} {hours(document['minutes'][part])}" in text
    for line in document["lines"]:
        minor = int(Decimal(line["amount"]) * 100)
        assert say.money(minor) in text
    assert say.money(39000, symbol=True).replace("\u00a0", " ") in text
    for row in document["timesheet"]:
        assert clock(row["spent_seconds"], exact=True) in text
    assert "#strong[x]" in text
    assert "=1+1 [bold] #let x" in text
    assert "@Form $broken$" in text
    assert "North & Gate <b>" in text
    assert say["annex"] in text


def test_a_russian_act_is_an_act(statement: Statement) -> None:
    """Title, parties, the sum in words, acceptance and a place for two signatures."""
    text = pdf_text(write_statement_pdf(read_statement("acme", FEBRUARY, language="ru")))
    assert "Акт выполненных работ № 2" in text
    assert "Исполнитель" in text
    assert "Заказчик" in text
    assert "Всего выполнено работ на сумму: Триста девяносто евро 00 центов." in text
    assert "претензий" in text


def test_a_draft_says_so_and_is_not_accepted(desk: None) -> None:
    """No number, no signature, a word on top."""
    text = pdf_text(write_statement_pdf(read_statement("acme", FEBRUARY, language="ru")))
    assert "Черновик" in text
    assert "претензий" not in text


def test_other_alphabets_and_long_notes_are_printed(desk: None) -> None:
    """Cyrillic needs no font of the machine."""
    found = read_statement("globex", FEBRUARY)
    assert "Глобекс" in pdf_text(write_statement_pdf(found))
    assert "Письмо" in write_statement_text(found)


def test_text_cuts_nothing_and_fits_a_letter(statement: Statement) -> None:
    """Notes are wrapped, not cut; no line is wider than a letter."""
    text = write_statement_text(statement)
    assert "=1+1 [bold] #let x" in text
    assert "…" not in text
    assert max(len(line) for line in text.split("\n")) <= 96


def test_seconds_are_shown_where_there_are_any(desk: None) -> None:
    """Shown rows add up to the shown sum: 1:30:30 + 0:20:00 + 3:00:00 + 0:15:00."""
    page = printed(read_statement("acme", FEBRUARY))
    assert [row[5] for row in page.times] == ["1:30:30", "0:20:00", "3:00:00", "0:15:00"]
    assert page.times_total == ("5:05:30", "5:00")
    assert printed(read_statement("globex", FEBRUARY)).times_total == ("1:40", "1:45")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_can_be_written_and_is_the_same_twice(statement: Statement, form: str) -> None:
    """The same statement gives the same bytes, whenever it is written: writing it again is no other content."""
    data = write_statement(statement, form)
    assert data
    if form == "xlsx":
        made = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
        assert made.count(f"{statement.header.issued_on}T00:00:00Z") == 2
    assert write_statement(statement, form) == data


def test_file_names_are_told_apart(statement: Statement, desk: None) -> None:
    """Month, client, number; the same name twice gets a count."""
    assert file_names([statement, statement], "pdf") == ("2026-02-acme-2.pdf", "2026-02-acme-2-2.pdf")


def test_invoice_lines_add_up_to_the_statements(desk: None) -> None:
    """Decimal hours for people, minutes for the books, text that is no formula."""
    statements = read_statements(FEBRUARY)
    rows = list(csv.DictReader(io.StringIO(write_invoice_lines(statements))))
    total = sum(Decimal(row["amount"]) for row in rows)
    assert format_money(sum(one.total for one in statements), "EUR") == str(total)
    assert [
        (row["client"], row["kind"], row["minutes"], row["hours"], row["unit_price"]) for row in rows
    ] == [
        ("acme", "fee", "", "", "300.00"),
        ("acme", "overage", "60", "1.0000", "90.00"),
        ("globex", "on_demand", "45", "0.7500", "90.00"),
        ("globex", "additional", "60", "1.0000", "90.00"),
        ("globex", "charge", "", "", "12.50"),
    ]
    assert {row["client_name"] for row in rows} == {"'=Acme #strong[x]", "Глобекс Ω"}
    assert rows[-1]["description"] == "'+1 page"


# -- words ----------------------------------------------------------------------------------------


def test_every_language_has_every_word() -> None:
    """A word that is missing would be found by the client."""
    assert len({frozenset(words) for words in _WORDS.values()}) == 1


@pytest.mark.parametrize(
    ("language", "currency", "minor", "written"),
    [
        ("en", "GBP", 123456, "£1,234.56"),
        ("de", "EUR", 123456, "1.234,56 €"),
        ("ru", "RUB", 123456, "1 234,56 ₽"),
        ("de", "JPY", 1234, "1.234 ¥"),
        ("en", "KWD", 1234567, "KWD1,234.567"),
        ("en", "ISK", 5000, "ISK5,000"),
        ("xx", "EUR", -4500, "-€45.00"),
    ],
)
def test_money_in_the_clients_format(language: str, currency: str, minor: int, written: str) -> None:
    """The digits are the desk's currency's, whatever the locale thinks of it."""
    text = speech(language, currency).money(minor, symbol=True)
    assert re.sub(r"\s", " ", text) == written


def test_languages_are_known_or_refused() -> None:
    """A region is no other language."""
    assert known_language("de-AT") == "de-AT"
    assert known_language("fr") == "fr"
    assert speech("de-AT", "EUR").language == "de"
    with pytest.raises(InvalidValue, match="'klingon' is not known; accepted is a code like en-GB"):
        known_language("klingon")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "ноль"),
        (1, "один"),
        (12, "двенадцать"),
        (21, "двадцать один"),
        (100, "сто"),
        (2021, "две тысячи двадцать один"),
        (1_001_500, "один миллион одна тысяча пятьсот"),
    ],
)
def test_numbers_in_russian(number: int, words: str) -> None:
    """Gender and case go with the noun."""
    assert cardinal(number) == words


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (70050, "RUB", "Семьсот рублей 50 копеек"),
        (2101, "GBP", "Двадцать один фунт стерлингов 01 пенс"),
        (-1100, "EUR", "Минус одиннадцать евро 00 центов"),
        (500, "JPY", "Пятьсот JPY"),
        (1234, "PLN", "Двенадцать PLN 34/100"),
    ],
)
def test_sums_in_russian(minor: int, currency: str, words: str) -> None:
    """A currency without words here keeps its code."""
    assert sum_in_words(minor, currency) == words
