"""Does a clock read as it stands, never late as left?"""

from __future__ import annotations

import pytest

from tui.words import left_words, span_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "under a minute"),
        (59, "under a minute"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (4800, "1 h 20"),
        (47 * 3600 + 59 * 60, "47 h 59"),
        (48 * 3600, "2 d"),
        (51 * 3600, "2 d 3 h"),
    ],
)
def test_lengths(seconds: int, words: str) -> None:
    assert span_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "clock", "late", "words"),
    [
        (None, "working", None, ""),
        (4800, "working", None, "1 h 20 left"),
        (-2100, "working", None, "late by 35 min, working time"),
        (-2100, "always", None, "late by 35 min"),
        (0, "working", True, "late by under a minute, working time"),
        (0, "always", False, "under a minute left"),
        (60 * 3600, "working", None, "60 h left"),
        (60 * 3600, "always", None, "2 d 12 h left"),
    ],
)
def test_clocks(seconds: int | None, clock: str, late: bool | None, words: str) -> None:
    assert left_words(seconds, clock, late=late) == words
