"""A client's paper speaks the client's language: dates, numbers, causes; and says what no font can print."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.domain.basics.months import Month
from models.exporters.statements.csv_form import write_statement_csv
from models.exporters.statements.json_form import write_statement_json
from models.exporters.statements.pdf_form import missing_words, unprintable, write_statement_pdf
from models.exporters.statements.statement import Statement
from models.exporters.statements.text_form import write_statement_text
from models.exporters.statements.words import LANGUAGES, client_cause, speech
from models.exporters.statements.xlsx_form import write_statement_xlsx
from models.queries.month_end.statements import read_statement
from tests.opened import at, contract, entry, monthly, opened, small_book

DAY, LATER = date(2026, 9, 4), date(2026, 9, 7)


@pytest.mark.parametrize(
    ("language", "currency", "day", "short", "span", "money"),
    [
        ("en", "GBP", "04/09/2026", "4 Sept", "4 – 7 Sept", "£1,234.50"),
        ("en", "USD", "9/4/2026", "Sep 4", "Sep 4 – 7", "$1,234.50"),
        ("en-GB", "USD", "04/09/2026", "4 Sept", "4 – 7 Sept", "US$1,234.50"),
        ("en-US", "EUR", "9/4/2026", "Sep 4", "Sep 4 – 7", "€1,234.50"),
        ("en", "AUD", "04/09/2026", "4 Sept", "4 – 7 Sept", "$1,234.50"),
        ("de", "EUR", "04.09.2026", "04.09.", "04.–07.09.", "1.234,50\xa0€"),
        ("de", "CHF", "04.09.2026", "04.09.", "04.–07.09.", "CHF\xa01’234.50"),
        ("ru", "RUB", "04.09.2026", "04.09", "04–07.09", "1\xa0234,50\xa0₽"),
        ("xx", "USD", "9/4/2026", "Sep 4", "Sep 4 – 7", "$1,234.50"),
    ],
)
def test_found_4_8_dates_and_money_by_the_clients_locale(
    language: str, currency: str, day: str, short: str, span: str, money: str
) -> None:
    say = speech(language, currency)
    assert say.day(DAY) == day
    assert say.short_day(DAY) == short
    assert say.span(DAY, LATER) == span
    shown = say.money(123450, symbol=True)  # releases of Babel differ in these two signs
    assert shown.replace("\u202f", "\xa0").replace("'", "’") == money


@pytest.mark.parametrize(
    "cause", ["user-error", "User error", "user_error", "PEBKAC", "our-mistake", "rework"]
)
def test_found_4_8_a_cause_among_colleagues_is_no_word_for_a_client(cause: str) -> None:
    words = [client_cause(cause, language) for language in (*LANGUAGES, "xx", "de-AT")]
    assert cause not in words
    assert len(set(words)) == 3
    assert client_cause("dns", "de") == "dns"


def statement(folder: Path, subject: str = "Form", cause: str = "user-error") -> Statement:
    book = small_book(
        deskhours_book=2,
        clients=[{"key": "acme", "name": "Acme", "statement": {"causes": True, "annex": "full"}}],
        contracts=[contract("plan", allowances=[monthly("5:00")])],
        requests=[
            {
                **{"key": "R-1", "client": "acme", "subject": subject, "cause": cause},
                "reported_at": "2026-03-02T08:00:00Z",
            }
        ],
        entries=[entry("E-1", "2026-03-02T09:00", "2026-03-02T10:00", request="R-1", note=subject)],
    )
    with opened(folder, book, at("2026-03-31T12:00")):
        return read_statement("acme", Month(2026, 3))


def test_found_4_8_no_form_says_user_error(tmp_path: Path) -> None:
    found = statement(tmp_path)
    sheets = zipfile.ZipFile(io.BytesIO(write_statement_xlsx(found)))
    forms = [
        write_statement_text(found),
        write_statement_csv(found),
        write_statement_json(found).decode(),
        "".join(sheets.read(name).decode() for name in sheets.namelist() if name.endswith(".xml")),
    ]
    for text in forms:
        assert "user-error" not in text
        assert "help with use" in text


def test_found_4_9_every_column_of_the_workbook_has_a_heading(tmp_path: Path) -> None:
    sheets = zipfile.ZipFile(io.BytesIO(write_statement_xlsx(statement(tmp_path))))
    texts = sheets.read("xl/sharedStrings.xml").decode()
    for word in ("Kind of work", "Remark", "From", "To"):
        assert f">{word}</t>" in texts
    for sheet, columns in (("sheet3", "ABCDEFGHI"), ("sheet4", "ABCDEFGHIJ")):
        head = sheets.read(f"xl/worksheets/{sheet}.xml").decode().split("</row>")[0]
        assert [f'r="{column}1"' in head for column in columns] == [True] * len(columns)


def test_found_4_8_what_no_font_can_print_is_named(tmp_path: Path) -> None:
    found = statement(tmp_path, "Schrift \U00012000 und \U00012001")
    assert write_statement_pdf(found).startswith(b"%PDF")
    assert unprintable(found) == ("\U00012000", "\U00012001")
    words = missing_words(unprintable(found))
    assert (
        "No font of this machine has \U00012000 \U00012001: the PDF shows boxes there. Install a font"
        in words
    )
    assert unprintable(statement(tmp_path / "plain", "Grüße, Ελλάδα, Здравствуйте")) == ()
    assert missing_words(()) == ""


def test_found_4_8_a_word_of_130_letters_is_broken(tmp_path: Path) -> None:
    """The page that holds it is as wide as all others: what is broken needs more lines, and so a longer table."""
    from models.exporters.statements.pdf_form import _plain

    broken = _plain({"a": ["x" * 130, "short words stay"]})
    assert broken == {"a": ["\u200b".join(["x" * 14] * 9 + ["x" * 4]), "short words stay"]}
    marked = _plain("a\u0301" * 40)
    assert isinstance(marked, str)
    assert all(not part.startswith("\u0301") for part in marked.split("\u200b"))
    found = replace(statement(tmp_path, "W" * 130))
    assert write_statement_pdf(found).startswith(b"%PDF")
    assert unprintable(found) == ()
