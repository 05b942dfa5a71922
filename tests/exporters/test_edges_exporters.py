"""What do papers and tables say where there is nothing to say? Names, notes, references and parts at their edges."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
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
from models.exporters.statements.markdown_form import write_statement_markdown
from models.exporters.statements.page import printed
from models.exporters.statements.rows import grant_flows, grant_rows, time_row
from models.exporters.statements.statement import Statement, WindowLine
from models.exporters.statements.text_form import write_statement_text
from models.exporters.statements.words import speech
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


@pytest.mark.parametrize("write", [write_statement_text, write_statement_markdown], ids=["text", "markdown"])
def test_a_draft_says_so_and_a_final_one_does_not(write: Callable[[Statement], str]) -> None:
    paper = whole()
    mark = speech("en-GB", "GBP")["draft"]
    assert mark
    assert mark not in write(paper)
    assert mark in write(
        replace(paper, header=replace(paper.header, status="draft", number=None, version=None))
    )


def test_the_bar_has_what_was_drawn_what_is_left_and_what_went_over() -> None:
    sums = replace(whole().sums, lapsed=30, forfeited=15, closing=117, overage=40)
    bar = printed(replace(whole(), sums=sums)).bar
    assert [(part.kind, part.minutes) for part in bar] == [
        ("drawn", 348),
        ("left", 117),
        ("lapsed", 30),
        ("forfeited", 15),
        ("over", 40),
    ]
    assert printed(of_lines(LINES)).bar == ()


@pytest.mark.parametrize(
    ("change", "columns"),
    table(
        ("what is rare is not there", {}, ()),
        ("nor what only another grant lost", {"forfeited": 15}, ("forfeited",)),
        ("work that was late took some back", {"reversed": 15}, ("reversed",)),
        ("both", {"forfeited": 15, "reversed": 15}, ("forfeited", "reversed")),
    ),
)
def test_columns_of_grants(change: dict[str, int], columns: tuple[str, ...]) -> None:
    (grant,) = whole().grants
    paper = replace(whole(), grants=(grant, replace(grant, **change)))
    assert [flow for flow in grant_flows(paper) if flow in {"forfeited", "reversed"}] == list(columns)
    common = {"opening", "granted", "drawn", "lapsed", "closing"}
    assert common <= set(grant_flows(paper))


@pytest.mark.parametrize(
    ("expires_on", "words"),
    table(
        ("to its last day", date(2027, 1, 31), "01/11/2026 – 31/01/2027"),
        ("without an end", None, "01/11/2026 – no end"),
    ),
)
def test_how_long_a_grant_lasts(expires_on: date | None, words: str) -> None:
    say = speech("en-GB", "GBP")
    (grant,) = whole().grants
    ((_, lasts, *_),) = grant_rows(replace(whole(), grants=(replace(grant, expires_on=expires_on),)), say)
    assert lasts == words.replace("no end", say["no_end"])


def test_a_row_of_the_timesheet_says_worked_and_counted_minutes_apart() -> None:
    say = speech("en-GB", "GBP")
    (row,) = whole().timesheet
    row = replace(row, accounted=60, counted=90)
    assert time_row(row, say, whole())[-1] == "1:00"
    weighted = replace(whole(), windows=(WindowLine("evening", Decimal("1.5"), 3600, 60),))
    assert weighted.weighted
    assert time_row(row, say, weighted)[-2:] == ("1:00", "1:30")


@pytest.mark.parametrize(
    "subject",
    ["日本語のフォーム" * 12, "日本 and a form " * 6, "a" * 99 + "日"],
    ids=["one word", "words", "mixed"],
)
def test_wide_letters_take_two_cells_of_a_line(subject: str) -> None:
    paper = whole()
    (line,) = paper.work
    text = write_statement_text(replace(paper, work=(replace(line, subject=subject),)), 72)
    widths = [
        sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in row) for row in text.splitlines()
    ]
    assert max(widths) <= 72
    assert text.count("日") == subject.count("日")
