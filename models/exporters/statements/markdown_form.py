"""How does a statement read in a mail, a wiki or a ticket? As Markdown with tables; nothing typed is markup there.

Every string is the page's; letters that mean something to Markdown stand behind a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.domain.ledger.sums import FLOWS
from models.exporters.statements.page import Page, printed
from models.exporters.statements.statement import Statement

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]")
_START = re.compile(r"^(\d{0,9})([.)#+-])(?=\s|#|-|$)")
"""What begins a heading, a list or a line at the start of a line."""


def write_statement_markdown(statement: Statement) -> str:
    """The whole statement as Markdown with tables, in the client's language."""
    return "\n".join(_lines(printed(statement))) + "\n"


def plain_markdown(text: str) -> str:
    """`text` as words only: `[bold] 1_2` becomes `\\[bold\\] 1\\_2`; a line end becomes a blank."""
    line = " ".join(text.split())
    return _START.sub(r"\1\\\2", _MARKUP.sub(lambda letter: f"\\{letter[0]}", line))


def _lines(page: Page) -> Iterator[str]:
    words = page.words
    yield f"# {plain_markdown(f'{page.title} · {page.subtitle}')}"
    yield ""
    if page.draft:
        yield from (f"**{plain_markdown(page.draft)}**", "")
    yield from _block(page.desk, page.address)
    yield from _block(f"{words['client']}: {page.client}", page.client_lines)
    yield from (f"- {plain_markdown(name)}: {plain_markdown(value)}" for name, value in page.meta[1:])
    if page.changes_title:
        yield from _section(page.changes_title)
        yield from _table(("", words["was"], words["is"]), page.changes, "lrr", words["no_changes"])
    yield from _section(words["hours"])
    yield from _table(
        tuple(words[flow] for flow in FLOWS), (tuple(text for _, text in page.flows),), "rrrrrrr"
    )
    yield ""
    yield from (f"- {plain_markdown(name)}: {plain_markdown(value)}" for name, value in page.facts)
    if page.note:
        yield from ("", plain_markdown(page.note))
    if page.windows:
        yield ""
        yield from _table((words["window"], words["weight"], words["accounted"]), page.windows, "lrr")
    if page.grants:
        yield ""
        yield from _table(page.grant_head, page.grants, "ll" + "r" * (len(page.grant_head) - 2))
    yield from _money(page)
    yield from _work(page)
    if page.footer_note:
        yield from ("", "---", "", plain_markdown(page.footer_note))


def _money(page: Page) -> Iterator[str]:
    words = page.words
    yield from _section(words["lines"])
    head = tuple(words[name] for name in ("description", "quantity", "price", "amount"))
    totals = tuple((name, "", "", value) for name, value in page.totals)
    yield from _table(head, (*page.lines, *totals), "lrrr")
    for note in (page.tax_note, page.in_words):
        if note:
            yield from ("", plain_markdown(note))
    if page.bank:
        yield from ("", *_block(words["bank"], page.bank)[:-1])


def _work(page: Page) -> Iterator[str]:
    words = page.words
    if page.with_work:
        yield from _section(words["work"])
        columns = "l" * page.left_columns + "r" * (len(page.work_head) - page.left_columns)
        blank = ("",) * (page.left_columns - 1)
        rows = (*page.work, (words["total"], *blank, *page.work_total)) if page.work else ()
        yield from _table(page.work_head, rows, columns, words["no_work"])
    if page.times:
        yield from _section(words["annex"])
        total = (words["total"], "", "", "", "", *page.times_total)
        columns = "lllll" + "r" * (len(page.times_head) - 5)
        yield from _table(page.times_head, (*page.times, total), columns)
    yield from ("", f"{plain_markdown(words['check'])}: {plain_markdown(page.balance)}")
    yield from ("", f"{plain_markdown(words['check'])}: {plain_markdown(page.split)}")


def _section(title: str) -> tuple[str, ...]:
    return "", f"## {plain_markdown(title)}", ""


def _block(title: str, lines: Sequence[str]) -> tuple[str, str]:
    """Lines below each other, the first one strong, and the empty line behind them."""
    return "  \n".join([f"**{plain_markdown(title)}**", *map(plain_markdown, lines)]), ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], align: str, empty: str = "") -> Iterator[str]:
    if not rows and empty:
        yield plain_markdown(empty)
        return
    yield _row(head)
    yield "|" + "|".join("---:" if side == "r" else "---" for side in align) + "|"
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(plain_markdown, cells)) + " |"
