"""Which key fits a name? Lower-case ASCII words joined by hyphens, never one that is taken (RULES 10).

Guarantees (`test_a_key_is_always_accepted_and_never_taken`): the key is accepted by the book, and two different
records never get the same one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MOST_SUGGESTED = 40
"""Longest suggestion in characters, before a number that makes it unique."""

_LATIN = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,2})\b")
_BREAKS = re.compile(r"[^a-z0-9]+")


def suggest_key(name: str, taken: Container[str] = (), fallback: str = "client") -> str:
    """A free key made of `name`: "Müller & Søn" is muller-son, or muller-son-2 where that is taken.

    Letters that have no plain Latin form are left out; `fallback` when nothing remains.
    """
    words = "".join(_plain(letter) for letter in unicodedata.normalize("NFKD", name.casefold()))
    base = _BREAKS.sub("-", words)[:MOST_SUGGESTED].strip("-") or fallback
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


def _plain(letter: str) -> str:
    """ASCII for one letter: its accents dropped, o for ø, ae for æ, a blank for what is no letter of ours."""
    if letter.isascii():
        return letter
    if unicodedata.combining(letter) or letter in "'’":
        return ""
    match = _LATIN.match(unicodedata.name(letter, ""))
    return match[1].lower() if match else " "
