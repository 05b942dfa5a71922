"""Is this what somebody typed? Both sides are folded, so that `cafe` finds Café and `muller` finds Müller (RULES 12).

Guarantees: `fold(fold(x)) == fold(x)`, and whatever differs only in case, accents or the form in which they are
written folds to the same (`tests/domain/basics/test_folding.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"})
_BEYOND = re.compile("[^\x00-\x7f]+")
SCATTERED = 1_000
"""A distance from here on means that a word was found only letter by letter: too little to act upon unasked."""
_BEGINS_WORD, _WITHIN = 1, 3
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u034f\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"))
"""Characters of no width: two names that differ only in them look the same."""


def fold(text: str) -> str:
    """`text` as it is compared: NFKD without combining marks, case-folded, ø as o, æ as ae, ß as ss (RULES 12).

    "Bluefin Café" is "bluefin cafe", "Łódź Bøker" is "lodz boker", "Straße" is "strasse".
    """
    lowered = text.lower()
    # Most texts have few such letters or none: only these are looked up.
    return lowered if lowered.isascii() else _BEYOND.sub(_folded, lowered)


def _folded(found: re.Match[str]) -> str:
    return found[0].translate(_FOLDED)


class _Letters(dict[int, str]):
    """Each character folded, worked out when it is first met: a text is folded letter by letter."""

    def __missing__(self, code: int) -> str:
        # Folding the case may bring marks (İ) and letters that decompose again, hence twice.
        folded = _bare(_bare(chr(code)).casefold()).casefold().translate(_PLAIN)
        self[code] = folded
        return folded


_FOLDED = _Letters()


def _bare(text: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )


def name_order(name: str) -> tuple[str, str]:
    """What lists of names are sorted by: the folded name, then the name itself (RULES 12)."""
    return fold(name), name


def by_name(pairs: Iterable[tuple[T, str]]) -> list[tuple[T, str]]:
    """(key, name) pairs in the order of their names; equal names stay as they came."""
    return sorted(pairs, key=lambda pair: name_order(pair[1]))


def look(name: str) -> str:
    """What remains of a name at a glance: folded, with single blanks and without what has no width."""
    return " ".join(fold(name.translate(_UNSEEN)).split())


def holds(words: Sequence[str], folded: str) -> bool:
    """Does a folded text hold each of the folded words?"""
    return all(word in folded for word in words)


def distance(words: Sequence[str], folded: str, title_length: int | None = None) -> int | None:
    """How far folded words are from a perfect match in a folded text, 0 being best; None when one is missing.

    A word at the beginning of the text counts 0, at the beginning of another word 1, within a word 3. A word whose
    letters only stand somewhere in order counts SCATTERED; they are looked for in the first `title_length`
    characters alone.
    """
    total = 0
    for word in words:
        place = folded.find(word)
        if place > 0 and folded[place - 1].isalnum():
            place = _word_begin(word, folded, place)
            total += _WITHIN if folded[place - 1].isalnum() else _BEGINS_WORD
        elif place > 0:
            total += _BEGINS_WORD
        elif place < 0:
            if not _letters_in_order(word, folded[:title_length]):
                return None
            total += SCATTERED
    return total


def _word_begin(word: str, folded: str, first: int) -> int:
    """Where `word` begins a word of the text, else the place where it was found `first`."""
    place = folded.find(word, first + 1)
    while place > 0 and folded[place - 1].isalnum():
        place = folded.find(word, place + 1)
    return place if place > 0 else first


def _letters_in_order(word: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in word)
