"""Is a desk that went through a book the same desk? It answers every command alike, and dumps the same text.

The law is about desks, not about dumps: a desk that lived (months closed, opened and closed again, a close undone) is
dumped, loaded into an empty database, and both are asked everything.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.values import Book
from models.queries.desk.forms import desk_form
from models.services.contracts.contracts import (
    cancel_contract,
    decline_contract,
    renew_contract,
    snooze_renewal,
)
from models.services.core.settings import set_setting
from models.services.desk.catalogue import edit_desk
from models.services.desk.desks import load_book
from models.services.desk.removal import archive
from models.services.history.undo import undo
from models.services.month_end.months import close_month, mark_reviewed, reopen_month
from models.services.requests.life import add_note
from models.services.time.entries import add_entry
from models.storage import tables as t
from models.storage.database import open_database
from models.storage.rows.reading import read_closed_through, read_entries
from tests.opened import at
from tests.texts import dump_text, parse_book
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


def _late(now: int) -> None:
    entry = next(entry for entry in read_entries() if entry.ended_at is not None and entry.client)
    start = at("2025-12-20T10:00")
    add_entry(
        replace(entry, key=f"L-{now}", started_at=start, ended_at=start + 1800, told=False), now, "dana"
    )


def _note(now: int) -> None:
    for (key,) in t.Request.select(t.Request.key).tuples():
        add_note(key, "called back", now, "dana", t.Agent.select(t.Agent.key).scalar())


def _leave(now: int) -> None:
    key = t.Contract.select(t.Contract.key).where(t.Contract.cancelled.is_null()).scalar()
    if key is not None:
        decline_contract(key, now, "dana")
        snooze_renewal(key, date(2026, 5, 1), now, "dana")
        cancel_contract(key, date(2026, 4, 2), None, now, "dana")


def _look(now: int) -> None:
    mark_reviewed(t.Client.select(t.Client.key).scalar(), Month(2026, 4), True, now, "dana")
    set_setting("filters", {"late": {"text": f"of {now}"}})


def _renew(now: int) -> None:
    key = t.Contract.select(t.Contract.key).where(t.Contract.ends.is_null(False)).scalar()
    if key is not None:
        renew_contract(key, now, "dana")


def _round(now: int) -> None:
    form = desk_form()
    edit_desk({**form, "rounding": {"increment": 60, "minimum": 60, "per": "entry"}}, now, "dana")


def _archive(now: int) -> None:
    archive("client", t.Client.select(t.Client.key).order_by(t.Client.id.desc()).scalar(), now, "dana")


DEEDS: dict[str, Deed] = {
    "archive": _archive,
    "close": _close,
    "late": _late,
    "leave": _leave,
    "look": _look,
    "note": _note,
    "renew": _renew,
    "reopen": _reopen,
    "round": _round,
    "undo": _undo,
}


def live(path: Path, book: Book, deeds: Sequence[str]) -> None:
    """A desk of that book to which this happened; what is refused did not happen."""
    with open_database(path).connection():
        load_book(book, CLOSED)
        for number, deed in enumerate(deeds, 1):
            try:
                DEEDS[deed](CLOSED + 86_400 * number)
            except (DeskError, StopIteration):
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
    for contract in book.contracts:
        yield "cancel-quote", contract.key, "--notice", "2026-04-10"
    for entry in book.entries:
        if entry.client is not None and entry.scope != "internal":
            yield "explain", entry.client, "2026-01", "--entry", entry.key
            yield "preview", "entry", entry.key, "--delete"
    yield "lapsing", "--days", "90"
    yield "export", "csv", "--output", "-"


_OF_THE_HISTORY = re.compile(r'"(?:who|note)": (?:null|\d+|"[^"]*")')


def comparable(answer: Answer) -> Answer:
    """An answer without what the history alone knows: who changed a state, and the number of a note's row."""
    return answer[0], _OF_THE_HISTORY.sub("", answer[1]), answer[2]


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
            there, here = (run(path, *words, "--at", NOW, "--json") for path in (other, one))
            assert comparable(there) == comparable(here), words


@pytest.mark.long
@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(whole_books(), st.lists(st.sampled_from(sorted(DEEDS)), max_size=6))
def test_found_2_8_a_desk_is_the_same_after_a_book(book: Book, deeds: list[str]) -> None:
    check_the_law(book, deeds)


@settings(max_examples=15, deadline=None)
@given(whole_books())
def test_found_2_8_a_whole_book_reads_back(book: Book) -> None:
    text = dump_text(book)
    assert parse_book(text) == book
    assert dump_text(parse_book(text)) == text
