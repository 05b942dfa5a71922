"""Does what somebody types find what is meant, whatever accents, case and form of Unicode it is written in?"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.folding import SCATTERED, by_name, distance, fold, holds, look, name_order
from models.domain.requests.one_line import Catalogue, Choice, find, parse_capture


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bluefin Café", "bluefin cafe"),
        ("Bluefin Cafe\u0301", "bluefin cafe"),
        ("MÜLLER", "muller"),
        ("Łódź", "lodz"),
        ("Bøker Đorđe", "boker dorde"),
        ("Ærø, Œuvre", "aero, oeuvre"),
        ("Straße STRASSE ẞ", "strasse strasse ss"),
        ("Þór þing", "thor thing"),
        ("ISPARTA ısparta İzmir", "isparta isparta izmir"),
        ("ﬁne № ①", "fine no 1"),
        ("Ελλάς", "ελλασ"),
        ("", ""),
        ("日本", "日本"),
    ],
)
def test_found_3_2_texts_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")))
def test_the_form_of_unicode_does_not_count(text: str, form: str) -> None:
    assert fold(unicodedata.normalize(form, text)) == fold(text)  # type: ignore[arg-type]  # one of four literals


@pytest.mark.long
def test_every_character_folds_to_a_fixed_point() -> None:
    letters = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    assert [letter for letter in letters if fold(fold(letter)) != fold(letter)] == []


def test_found_4_10_names_are_sorted_as_they_are_read() -> None:
    names = ["Zander", "Ärzte", "acme", "Éclair", "Łódź Web", "Acme", "Mill"]
    assert sorted(names, key=name_order) == ["Acme", "acme", "Ärzte", "Éclair", "Łódź Web", "Mill", "Zander"]
    assert by_name([(1, "Öl"), (2, "Oz"), (3, "Oa")]) == [(3, "Oa"), (1, "Öl"), (2, "Oz")]


def test_names_that_look_the_same_have_one_look() -> None:
    assert look("Café  Noir") == look("cafe\u0301 noir") == look("Cafe\u200b Noir ") == "cafe noir"
    assert look("Café Noir") != look("Café Noire")


@pytest.mark.parametrize(
    ("words", "text", "value"),
    [
        ("acme", "acme ltd", 0),
        ("ltd", "acme ltd", 1),
        ("cme", "acme ltd", 3),
        ("lt", "halted ltd", 1),
        ("lt", "halted salted", 3),
        ("acme ltd", "acme ltd", 1),
        ("al", "acme ltd", SCATTERED),
        ("alx", "acme ltd", None),
    ],
)
def test_whole_words_come_before_substrings_before_scattered_letters(
    words: str, text: str, value: int | None
) -> None:
    assert distance(words.split(), text) == value


def test_scattered_letters_are_looked_for_in_the_title_alone() -> None:
    assert distance(["rs"], "charter offers", len("charter")) == 3
    assert distance(["cafe"], "tidewater charter offers", len("tidewater")) is None


def test_every_word_must_be_held() -> None:
    assert holds(["cafe", "blue"], "bluefin cafe")
    assert not holds(["cafe", "noir"], "bluefin cafe")
    assert holds([], "anything")


def test_found_3_2_the_line_of_capture_knows_names_without_their_accents() -> None:
    clients = (Choice("bluefin", "Bluefin Café"), Choice("mueller", "Müller & Søn"))
    assert [choice.key for choice in find("cafe", clients)] == ["bluefin"]
    assert [choice.key for choice in find("son", clients)] == ["mueller"]
    line = parse_capture("MULLER form broken >zoe", Catalogue(clients=clients, agents=(Choice("z", "Zoë"),)))
    assert (line.client, line.assignee, line.subject) == ("mueller", "z", "form broken")
