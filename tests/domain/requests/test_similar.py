"""Is a repeated call recognised, and two different ones not taken for the same?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.requests.similar import key_words, most_similar, similarity

SUBJECTS = (
    ("R-1", "Contact form broken"),
    ("R-2", "Newsletter not sent"),
    ("R-3", "The forms are broken again"),
    ("R-4", "Opening hours"),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", set()),
        ("the and of", set()),
        ("Forms broken!", {"form", "broken"}),
        ("access glass bus", {"access", "glass", "bus"[:3]}),
        ("ÖFFNUNGSZEITEN 24/7", {"öffnungszeiten", "24", "7"}),
    ],
)
def test_words_that_say_what_is_meant(text: str, words: set[str]) -> None:
    assert key_words(text) == words


def test_worked_number_of_the_docstring() -> None:
    assert similarity(key_words("contact form broken"), key_words("contact form")) == pytest.approx(5 / 6)


def test_the_most_similar_come_first() -> None:
    assert most_similar("contact form is broken", SUBJECTS, 5) == ("R-1", "R-3")
    assert most_similar("contact form is broken", SUBJECTS, 1) == ("R-1",)
    assert most_similar("opening hour", SUBJECTS, 5) == ("R-4",)


def test_the_more_similar_come_first_wherever_they_stand() -> None:
    assert most_similar("contact form is broken", SUBJECTS[::-1], 5) == ("R-1", "R-3")
    twice = [("R-6", "Opening hours"), ("R-5", "Opening hours")]
    assert most_similar("opening hours", twice, 5) == ("R-6", "R-5")


def test_half_is_similar_enough() -> None:
    """Two shared of three, and two of six in all: (2/3 + 2/6) / 2; with one more in all it is less."""
    asked = "alpha beta gamma"
    assert most_similar(asked, [("R-1", "alpha beta delta epsilon zeta")], 5) == ("R-1",)
    assert most_similar(asked, [("R-1", "alpha beta delta epsilon zeta eta")], 5) == ()


@pytest.mark.parametrize("subject", ["", "the", "invoice question", "🚒"])
def test_nothing_is_similar_to_what_was_never_asked(subject: str) -> None:
    assert most_similar(subject, SUBJECTS, 5) == ()


def test_half_of_the_words_are_not_enough_when_most_differ() -> None:
    """One shared word of two, and of five in all: (1/2 + 1/5) / 2 is below a half."""
    assert most_similar("form colours", [("R-1", "form sends mails twice daily")], 5) == ()


@given(st.text(max_size=40), st.text(max_size=40))
def test_similarity_is_mutual_and_bounded(one: str, other: str) -> None:
    words, others = key_words(one), key_words(other)
    assert similarity(words, others) == similarity(others, words)
    assert 0 <= similarity(words, others) <= 1
    assert similarity(words, words) == (1 if words else 0)
