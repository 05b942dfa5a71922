"""Is a desk that went through a book the same desk? It answers every command alike, and dumps the same text.

The law is about desks, not about dumps: a desk that lived (months closed, opened and closed again, a close undone) is
dumped, loaded into an empty database, and both are asked everything.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from models.book import dump_text, parse_book
from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.values import Book
from models.services.desk.desks import load_book
from models.services.history.undo import undo
from models.services.month_end.months import close_month, reopen_month
from models.storage.database import open_database
from models.storage.reading import read_closed_through
from tests.opened import at
from tests.whole import whole_books
from tui.cli import main

NOW = "2026-04-20T12:00:00Z"
CLOSED = at("2026-04-02T09:00")
FIRST = Month(2025, 12)
MONTHS = tuple(map(str, (FIRST.plus(number) for number in range(6))))
Answer = tuple[int, str, str]
Deed = Callable[[int], None]


def _close(now: int) -> None:
    closed = read_closed_through()
    close_month(FIRST if closed is None else closed.plus(1), now, "dana")


def _reopen(now: int) -> None:
    closed = read_closed_through()
    if closed is not None:
        reopen_month(closed, "for the law", now, "dana")


def _undo(now: int) -> None:
    undo(now, "dana")


DEEDS: dict[str, Deed] = {"close": _close, "reopen": _reopen, "undo": _undo}


def live(path: Path, book: Book, deeds: Sequence[str]) -> None:
    """A desk of that book to which this happened; what is refused did not happen."""
    with open_database(path).connection():
        load_book(book, CLOSED)
        for number, deed in enumerate(deeds, 1):
            try:
                DEEDS[deed](CLOSED + 86_400 * number)
            except DeskError:
                continue


def run(path: Path, *words: str) -> Answer:
    """What a command answers."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        status = main(["--database", str(path), *words])
        out.flush()
    finally:
        sys.stdout, sys.stderr = before
    return status, out.buffer.getvalue().decode(), err.getvalue()  # type: ignore[attr-defined]


def questions(book: Book) -> Iterator[tuple[str, ...]]:
    """Reading commands, about everything that the book names."""
    yield from (("dump",), ("status", "--all"), ("requests", "--all"), ("renewals", "--days", "900"))
    yield from (("causes", "--from", "2025-12", "--to", "2026-04"), ("alerts",), ("drift",))
    yield from (
        ("opportunities",),
        ("search", "a"),
        ("recurring", "--from", "2025-12-01", "--to", "2026-09-01"),
    )
    for month in MONTHS:
        yield from (("month", month), ("capacity", month))
        for client in book.clients:
            yield "ledger", client.key, month
            yield "statement", client.key, month
            yield "statement", client.key, month, "--issue", "1"
    for client in book.clients:
        yield "price", client.key, "--months", "3", "--markup", "50", "--step", "5"
    for request in book.requests:
        yield "request", "show", request.key


def check_the_law(book: Book, deeds: Sequence[str]) -> None:
    """`load(dump(x))` answers every command as `x` does."""
    with tempfile.TemporaryDirectory() as folder:
        one, other, file = (Path(folder) / name for name in ("one.db", "other.db", "book.json"))
        live(one, book, deeds)
        status, text, said = run(one, "dump", "--at", NOW)
        assert (status, said) == (0, "")
        file.write_text(text, encoding="utf-8")
        status, _, said = run(other, "load", str(file))
        assert status == 0, said
        for words in questions(book):
            assert run(other, *words, "--at", NOW, "--json") == run(one, *words, "--at", NOW, "--json"), words


@pytest.mark.long
@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(whole_books(), st.lists(st.sampled_from(sorted(DEEDS)), max_size=4))
def test_a_desk_is_the_same_after_a_book(book: Book, deeds: list[str]) -> None:
    check_the_law(book, deeds)


@settings(max_examples=15, deadline=None)
@given(whole_books())
def test_a_whole_book_reads_back(book: Book) -> None:
    text = dump_text(book)
    assert parse_book(text) == book
    assert dump_text(parse_book(text)) == text
