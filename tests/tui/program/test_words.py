"""Does time read as it stands, never late as left; and does the program say one word for one thing?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tui.text.clock_phrases import call_words, late_words, left_words, length_words, rest_words

ROOT = Path(__file__).parents[3]
OLD_WORDS = (
    r"^Decisions$",
    r"nobody's",
    r"no cause yet",
    r"Unused stay for",
    r"more periods",
    r"Then an hour",
    r"^(Gives|Each|What it gives)$",
    r"what is closed untouched",
    r"^(goes on|kept|keeps|carried|from before|had|opened|drew)$",
    r"\bdrew\b",
    r"gave away",
    r"with too little",
    r"without any time",
    r"joins it",
    r"shortest call",
    r"a call of\b",
    r"\bgoes \{?.*over$",
    r"taken up",
    r"waits for the client",
    r"[Cc]an work\b",
    r"if everyone calls",
    r"must be used",
    r"may be called",
    r"Promised against possible",
    r"writ(e|es|ten) (it |an? [\w ]+ |one )?down\b",
    r"Writes? .* down\b",
    r"(Taken back|Done again|Throw away)",
    r"takes (it|that) back",
    r"brings it back",
    r"\bend it (at|now)",
    r"leave it$",
    r"^(bigger|smaller|talk)$",
    r"late by",
    r"\d h \d\d",
    r"^(Forfeited|Reversed|Accounted|Spent)$",
)
"""What the list of words replaced, as patterns of whole strings of the program."""
ALLOWED = {
    ("tui/screens/clients/page_lines.py", "! archived: 0, then Clients, then b brings it back"),
    ("tui/screens/setup/records.py", " b brings it back."),
    ("models/demo/troubles.py", "calendar refilled from the backup (written down later)"),
    ("models/domain/contracts/renewals.py", "bigger"),
    ("models/domain/contracts/renewals.py", "smaller"),
    ("models/domain/contracts/renewals.py", "talk"),
    ("tui/screens/renewals/screen.py", "bigger"),
    ("tui/screens/renewals/screen.py", "smaller"),
    ("tui/screens/renewals/screen.py", "talk"),
    ("tui/commands/transfer/safety.py", "kept"),
    ("models/queries/ledger/explain_document.py", "carried"),
}
"""Keys of documents and columns that carry such a name, and archived clients, which do come back."""


@cache
def program_strings() -> frozenset[tuple[str, str]]:
    """Every string of the program but its docstrings, with its file; parts of f-strings one by one."""
    return frozenset(_strings())


def _strings() -> Iterator[tuple[str, str]]:
    for folder in ("tui", "models"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
            documented = {
                id(statement.value)
                for node in nodes
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
                for statement in node.body
                if isinstance(statement, ast.Expr)
            }
            for node in nodes:
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and id(node) not in documented
                ):
                    yield str(path.relative_to(ROOT)), node.value


def test_found_3_13_one_word_for_one_thing() -> None:
    old = re.compile("|".join(f"(?:{pattern})" for pattern in OLD_WORDS))
    assert not {(path, text) for path, text in program_strings() - ALLOWED if old.search(text)}


def test_every_exception_is_needed() -> None:
    assert program_strings() >= ALLOWED


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0:00"),
        (60, "0:01"),
        (3599, "0:59"),
        (3600, "1:00"),
        (4800, "1:20"),
        (47 * 3600 + 59 * 60, "47:59"),
        (48 * 3600, "2 d"),
        (51 * 3600, "2 d 3 h"),
    ],
)
def test_lengths(seconds: int, words: str) -> None:
    assert length_words(seconds) == words


def test_late_and_left() -> None:
    assert (late_words(3900), late_words(59)) == ("1:05 late", "just late")
    assert (rest_words(19_380), rest_words(59)) == ("5:23 left", "due now")


@pytest.mark.parametrize(
    ("seconds", "clock", "late", "words"),
    [
        (None, "working", None, ""),
        (4800, "working", None, "1:20 left"),
        (-2100, "working", None, "0:35 late, working time"),
        (-2100, "always", None, "0:35 late"),
        (0, "working", True, "just late"),
        (0, "always", False, "due now"),
        (60 * 3600, "working", None, "60:00 left"),
        (60 * 3600, "always", None, "2 d 12 h left"),
    ],
)
def test_clocks(seconds: int | None, clock: str, late: bool | None, words: str) -> None:
    assert left_words(seconds, clock, late=late) == words


@pytest.mark.parametrize(
    ("minutes", "words"), [(5, "a 5-minute call"), (180, "a 3-hour call"), (90, "a 1:30 call")]
)
def test_calls(minutes: int, words: str) -> None:
    assert call_words(minutes) == words
