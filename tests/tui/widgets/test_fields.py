"""What may be typed into a field, and what is said about the rest?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tui.widgets.form.edit import Editor
from tui.widgets.form.fields import (
    Choice,
    Date,
    Duration,
    Field,
    Money,
    MultiChoice,
    Number,
    TextField,
    Toggle,
    read_field,
)
from tui.widgets.spans import spans_width

TODAY = date(2026, 11, 21)
STATES = ("new", "open", "waiting")


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (Duration("d", "D"), "1h30", 90),
        (Duration("d", "D"), " 1:05 ", 65),
        (Duration("d", "D", negative=True), "-0:30", -30),
        (Money("m", "M", currency="EUR"), "1,250.50", 125050),
        (Money("m", "M", currency="JPY"), "5000", 5000),
        (Money("m", "M", currency="EUR", negative=True), "-3", -300),
        (Date("d", "D", today=TODAY), "30 nov", date(2026, 11, 30)),
        (Date("d", "D", today=TODAY), "tomorrow", date(2026, 11, 22)),
        (Date("d", "D", today=TODAY), "+9", date(2026, 11, 30)),
        (Date("d", "D", today=TODAY), "1 Jan 2027", date(2027, 1, 1)),
        (Date("d", "D", today=TODAY), "+2w", date(2026, 12, 5)),
        (Date("d", "D", today=TODAY), "end of month", date(2026, 11, 30)),
        (Date("d", "D", today=TODAY), "2036-11-30", date(2036, 11, 30)),
        (Date("d", "D", today=TODAY, far=True), "2999-12-31", date(2999, 12, 31)),
        (Date("d", "D", date(2999, 12, 31), today=TODAY), "2999-12-31", date(2999, 12, 31)),
        (Date("d", "D"), "2999-12-31", date(2999, 12, 31)),
        (Number("n", "N", least=-5), "-5", -5),
        (Choice("s", "S", choices=STATES), "WAIT", "waiting"),
        (Choice("s", "S", choices=(("k1", "Acme"), ("k2", "Acme Two"))), "acme", "k1"),
        (Choice("s", "S", choices=STATES, other=True), "else", "else"),
        (MultiChoice("s", "S", choices=STATES), "open, n, open", ("open", "new")),
        (MultiChoice("s", "S", choices=STATES), "", ()),
        (Toggle("t", "T"), "yes", True),
        (Field("f", "F"), "", None),
    ],
)
def test_a_text_is_read(field: Field, text: str, value: Any) -> None:
    assert read_field(field, text) == (value, "")
    if value is not None:
        assert read_field(field, field.shown(value)) == (value, "")


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        (Duration("d", "D"), "soon", "accepted is 1h30"),
        (Duration("d", "D"), "-0:30", "negative"),
        (Money("m", "M", currency="EUR"), "1.234,5", "accepted is an amount like 75.00"),
        (Money("m", "M", currency="EUR"), "1.005", "accepted"),
        (Money("m", "M", currency="EUR"), "１２", "accepted"),
        (Money("m", "M", currency="EUR"), "1e308", "accepted"),
        (Money("m", "M", currency="EUR"), "-5", "accepted"),
        (Money("m", "M", currency="EUR"), "9" * 40, "accepted"),
        (Date("d", "D", today=TODAY), "31 Feb", "no date"),
        (Date("d", "D", today=TODAY), "2036-12-01", "too far ahead; accepted is up to 2036-11-21"),
        (Date("d", "D", today=TODAY), "+99y", "too far ahead"),
        (Date("d", "D", today=TODAY), "[/]", "no date"),
        (Number("n", "N", most=36), "37", "from 0 to 36"),
        (Number("n", "N"), "nan", "whole number"),
        (Number("n", "N"), "--5", "whole number"),
        (Number("n", "N"), "-", "whole number"),
        (Choice("s", "S", choices=STATES), "done", "is none of them; accepted is new, open, waiting"),
        (Choice("s", "S", choices=("one a", "one b")), "one", "could be several"),
        (Field("f", "Name", required=True), "  ", "Name is needed"),
    ],
)
def test_what_is_refused_is_refused_with_words(field: Field, text: str, words: str) -> None:
    value, error = read_field(field, text)
    assert value is None
    assert words in error


def test_choices_are_offered_by_what_is_typed() -> None:
    field = Choice("c", "C", choices=("Acme Ltd", "Bluefin Café", "Ltd Acme"))
    assert field.options("acme") == ["Acme Ltd", "Ltd Acme"]
    assert field.options("caf") == ["Bluefin Café"]
    assert field.options("Acme Ltd") == ["Acme Ltd", "Bluefin Café", "Ltd Acme"]
    several = MultiChoice("m", "M", choices=("email", "phone", "portal"))
    assert several.options("email, p") == ["phone", "portal"]
    assert several.complete("email, p", "phone") == "email, phone"


@pytest.mark.parametrize("text", ["a" * 1000, "漢" * 1000, "🙂" * 1000, "e\u0301" * 500])
def test_the_end_of_a_long_text_is_in_sight_with_its_caret(text: str) -> None:
    before, caret, _ = Editor(text).spans(30)
    assert 26 <= spans_width([before, caret]) <= 30
    assert text.endswith(before[0])


def test_a_typed_day_is_said_in_words() -> None:
    field = Date("d", "D", date(2026, 11, 30), today=TODAY)
    assert field.said("+2w") == "Sat 5 Dec, in 2 weeks"
    assert field.said(" 30 nov ") == "Mon 30 Nov, in 1 week 2 days"
    for text in ("", "  ", "2026-11-30", "2026-1", "soon", "2999-12-31"):
        assert field.said(text) == ""
    assert Date("d", "D").said("2026-11-30") == ""
    assert TextField("t", "T").said("+2w") == ""
