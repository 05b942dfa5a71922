"""Was this asked before? Subjects compared by their words, so that a repeated call is linked and not doubled.

Guarantees (`test_similarity_is_mutual_and_bounded`): a text is as similar to another as that to it, from 0 to 1, and
1 to itself when it has any word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.domain.basics.folding import fold

_WORD = re.compile(r"\w+")
_COMMON = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "cannot", "could", "do"),
        *("does", "for", "from", "get", "has", "have", "help", "i", "in", "is", "it", "its", "me", "my"),
        *("no", "not", "of", "on", "or", "our", "please", "re", "the", "there", "they", "this", "to", "up"),
        *("was", "we", "when", "where", "why", "will", "with", "work", "working", "you", "your"),
    )
)
"""Words that say nothing about what is asked."""
_LEAST = 0.5
"""At least half of the words of the shorter subject must be shared."""
_SHORTEST = 3


def key_words(text: str) -> frozenset[str]:
    """The words that say what a subject is about, case and plural s apart: `Forms broken` is form, broken."""
    return frozenset(_singular(word) for word in _WORD.findall(text.casefold()) if word not in _COMMON)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORTEST and word.endswith("s") and not word.endswith("ss") else word


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set of words that the other holds too, a little more the more alike they are.

    {contact, form, broken} and {contact, form} give 5/6: all of the two, and two of three in all.
    """
    if not one or not other:
        return 0.0
    shared = len(one & other)
    return (shared / min(len(one), len(other)) + shared / len(one | other)) / 2


def most_similar(subject: str, candidates: Iterable[tuple[str, str]], limit: int) -> tuple[str, ...]:
    """Keys of the (key, subject) pairs that ask for the same, most similar first, else in their order."""
    words = key_words(fold(subject))
    rated = [(similarity(words, key_words(fold(text))), key) for key, text in candidates]
    alike = sorted((pair for pair in rated if pair[0] >= _LEAST), key=lambda pair: -pair[0])
    return tuple(key for _, key in alike[:limit])
