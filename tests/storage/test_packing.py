"""Long texts in a file: fewer bytes, and the same to the letter (HOUSE 6)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.ledger.document import ledger_document
from models.domain.values import Book
from models.storage.packing import pack, readable, unpack
from models.storage.rows.ledger_texts import document_text
from tests.builders import book_ledgers
from tests.dense import FIRST_MONTH, LAST_MONTH, dense_books


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_what_is_packed_is_read_to_the_letter(text: str) -> None:
    assert unpack(pack(text)) == readable(pack(text)) == text


@settings(max_examples=10, deadline=None)
@given(dense_books())
def test_a_ledger_takes_a_third_at_most(book: Book) -> None:
    ledgers = book_ledgers(book, "acme", FIRST_MONTH, LAST_MONTH)
    texts = [document_text(ledger_document(ledger, book.desk.currency, closed=True)) for ledger in ledgers]
    packed = [pack(text) for text in texts]
    assert [unpack(each) for each in packed] == texts
    assert 3 * sum(map(len, packed)) < sum(map(len, texts))


def test_a_short_text_and_nothing_stay_as_they_are() -> None:
    assert (pack("[]"), unpack("[]"), unpack(None)) == ("[]", "[]", None)


def test_the_first_form_stays_readable() -> None:
    """Files hold it: the words that it was packed with may never change."""
    text = '{"client":"acme","month":"2026-03","closed":true,"minutes":{"opening":0,"granted":0,"drawn":0,"lapsed":0}}'
    assert unpack(bytes.fromhex(FIRST_FORM)) == text


@pytest.mark.parametrize("broken", [b"", b"\x00", b"\x09abc", b"\x01", b"\x01abc", b"\x01\xff\xff\xff"])
def test_other_bytes_are_no_text(broken: bytes) -> None:
    with pytest.raises(ValueError, match="is no text that this program packed"):
        unpack(broken)
    assert readable(broken) == ""


FIRST_FORM = "01432a0c12937353695620d4d60200"
