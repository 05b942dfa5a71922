"""How does a statement read in a terminal or a letter? Plain lines, about 96 wide; nothing is cut."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from models.exporters.statements.page import Page, printed
from models.exporters.statements.statement import Statement

WIDTH = 96
_FEWEST, _NARROWEST = 20, 12
"""Cells of the column of a table that takes what the others leave: below the first headings are wrapped."""


def write_statement_text(statement: Statement, width: int = WIDTH) -> str:
    """The whole statement as text, in the client's language; lines of `width` cells where the words let it."""
    return "\n".join(line.rstrip() for line in _Letter(printed(statement), width).lines()) + "\n"


@dataclass(frozen=True, slots=True)
class _Letter:
    """A page on lines of some width."""

    page: Page
    width: int

    def lines(self) -> Iterator[str]:
        """The letter line by line: who writes to whom, hours, money, and the work where it is shown."""
        page, words = self.page, self.page.words
        yield page.desk
        yield from page.address
        yield ""
        yield f"{page.title} · {page.subtitle}"
        if page.draft:
            yield page.draft
        yield f"{words['client']}: {page.client}"
        yield from (f"  {line}" for line in page.client_lines)
        for name, value in page.meta[1:]:
            yield f"{name}: {value}"
        if page.changes_title:
            yield from ("", page.changes_title)
            head = (("", words["was"], words["is"]),) if page.changes else ()
            yield from self._table((*head, *page.changes), "lrr", 0)
            if not page.changes:
                yield f"  {words['no_changes']}"
        yield from ("", words["hours"])
        yield from self._wrapped(page.balance)
        yield from self._wrapped(", ".join(f"{name} {value}" for name, value in page.facts))
        yield from self._wrapped(page.split)
        if page.note:
            yield f"  {page.note}"
        if page.windows:
            titles = (words["window"], words["weight"], words["accounted"])
            yield from ("", *self._table((titles, *page.windows), "lrr", 0))
        yield from self._money()
        if page.with_work:
            yield from ("", words["work"])
            columns = "l" * page.left_columns + "r" * (len(page.work_head) - page.left_columns)
            rows = (page.work_head, *page.work)
            yield from self._table(rows, columns, 2) if page.work else (f"  {words['no_work']}",)
        if page.times:
            yield from ("", words["annex"])
            columns = "lllll" + "r" * (len(page.times_head) - 5)
            yield from self._table((page.times_head, *page.times), columns, 4)
            yield self._total(words["total"], "  ".join(page.times_total))
        if page.footer_note:
            yield ""
            for line in page.footer_note.splitlines():
                yield from textwrap.wrap(line, self.width) or [""]

    def _money(self) -> Iterator[str]:
        """What is billed, the total with its tax, and where it is to be paid."""
        page, words = self.page, self.page.words
        yield from ("", words["lines"])
        head = tuple(words[name] for name in ("description", "quantity", "price", "amount"))
        yield from self._table((head, *page.lines), "lrrr", 0) if page.lines else (f"  {words['no_lines']}",)
        for name, value in page.totals:
            yield self._total(name, value)
        if page.tax_note:
            yield from self._wrapped(page.tax_note)
        if page.in_words:
            yield from self._wrapped(page.in_words)
        if page.bank:
            yield from ("", words["bank"])
            yield from (f"  {line}" for line in page.bank)

    def _wrapped(self, text: str) -> list[str]:
        return textwrap.wrap(text, self.width - 2, initial_indent="  ", subsequent_indent="    ")

    def _total(self, name: str, value: str) -> str:
        return f"  {name}{' ' * max(1, self.width - 2 - _width(name) - _width(value))}{value}"

    def _table(self, rows: Sequence[Sequence[str]], align: str, flexible: int) -> Iterator[str]:
        """Columns as wide as they need; the flexible one takes the rest and is wrapped when it must be.

        Where that leaves too little for it, headings of several words are wrapped, too.
        """
        if not rows:
            return
        columns = range(len(align))
        widths = [max(_width(row[at]) for row in rows) for at in columns]
        if self._rest(widths, flexible) < _FEWEST:
            head, *body = rows
            words = [max(map(_width, head[at].split()), default=0) for at in columns]
            widths = [max([words[at], *(_width(row[at]) for row in body)]) for at in columns]
        widths[flexible] = max(_NARROWEST, self._rest(widths, flexible))
        for row in rows:
            parts = [_parts(text, width) for text, width in zip(row, widths, strict=True)]
            for cells in zip_longest(*parts, fillvalue=""):
                yield "  " + "  ".join(map(_fit, cells, widths, align))

    def _rest(self, widths: Sequence[int], flexible: int) -> int:
        """Cells that the other columns leave for the flexible one."""
        return self.width - 2 - 2 * (len(widths) - 1) - sum(widths) + widths[flexible]


def _parts(text: str, width: int) -> list[str]:
    """The lines of a cell; letters that take two cells of a line count twice."""
    cells = _width(text)
    if cells <= width:
        return [text]
    return (textwrap.wrap(text, width) or [""]) if cells == len(text) else [*_wrapped(text, width)]


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` cells; a word that is longer, as whole sentences of Chinese are, goes on below."""
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if _width(joined) <= width:
            line = joined
            continue
        if line:
            yield line
        while _width(word) > width:
            fits = next(at for at in range(len(word), 0, -1) if at == 1 or _width(word[:at]) <= width)
            yield word[:fits]
            word = word[fits:]
        line = word
    yield line


def _width(text: str) -> int:
    """Cells of a terminal, near enough for a letter."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def _fit(text: str, width: int, side: str) -> str:
    gap = " " * max(0, width - _width(text))
    return gap + text if side == "r" else text + gap
