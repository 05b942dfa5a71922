"""How does a number or a stranger's text look on a screen? Plain functions from values to short strings.

Minutes in, `h:mm` out; every text of a user passes `safe` before it reaches the terminal; every width is counted in
terminal cells, never in characters. English words, no locale: formatting by locale is the business of statements and
exports.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from rich.cells import cell_len

from models.domain.basics.months import MONTH_NAMES, MONTHS
from models.domain.basics.phrases import money_words
from tui.text.durations import hm as hm
from tui.text.durations import hms as hms
from tui.text.privacy import HIDDEN, money_is_hidden

Align = Literal["left", "right", "center"]

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ELLIPSIS = "…"

_SPACES = re.compile(r"[\t\n\r\v\f\x1c-\x1f\x85\xa0\u2028\u2029\u2000-\u200a\u202f\u205f\u3000]")
WORDS = re.compile(r"\s*\d\S* (?:h|min|%)(?!\w)\S*|\s*\S+|\s+")
"""Words with the blanks before them; a number stays with its unit."""
_SILENT = "\u200d\ufe0e\ufe0f\u00ad"
"""Joiners and presentation selectors: terminals disagree about their width, lists do without."""


def safe(text: str) -> str:
    """Text that can go to a terminal: one line, no control or direction characters, no doubtful widths.

    White space of any kind becomes one space, what cannot be shown becomes �: `a\\x1b[2Jb` → `a�[2Jb`.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in _SPACES.sub(" ", text))


def _shown(char: str) -> str:
    if char in _SILENT:
        return ""
    if char.isprintable() or char == "\u200c":
        return char
    return "�" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zs"} else char


def width_of(text: str) -> int:
    """Terminal cells that `text` takes: `日本` takes 4."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, width: int) -> str:
    """`text` cut to at most `width` cells, with … when something is missing: `cut("Contact", 4)` → `Con…`."""
    if width <= 0:
        return ""
    if width_of(text) <= width:
        return text
    if text.isascii():
        return text[: width - 1] + ELLIPSIS
    kept, used = [], 0
    for char in text:
        used += cell_len(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept) + ELLIPSIS


def fit(text: str, width: int, align: Align = "left") -> str:
    """`text` cut or padded to exactly `width` cells."""
    text = cut(text, width)
    gap = width - width_of(text)
    if gap <= 0:
        return text
    if align == "right":
        return " " * gap + text
    if align == "center":
        return " " * (gap // 2) + text + " " * (gap - gap // 2)
    return text + " " * gap


def wrapped(text: str, width: int, *, indent: str = "", most: int = 0) -> list[str]:
    """The text in lines of at most `width` cells, those after the first behind `indent`; nothing for no text.

    A word that is longer than a line is broken. Of more than `most` lines (0: any number) the last one ends with …
    """
    lines: list[str] = []
    line = ""
    for word in WORDS.findall(text.rstrip()):
        if line.strip() and width_of(line) + width_of(word) > width:
            lines.append(line)
            line, word = indent, word.lstrip()
        while width_of(line) + width_of(word) > width:
            head, word = broken(word, max(1, width - width_of(line)))
            lines.append(line + head)
            line = indent
        line += word
    if line.strip():
        lines.append(line)
    if most and len(lines) > most:
        rest = " ".join(part.strip() for part in lines[most - 1 :])
        lines[most - 1 :] = [rest + ELLIPSIS if width_of(rest) < width else cut(rest, width)]
    return lines


def broken(word: str, cells: int) -> tuple[str, str]:
    """A word's beginning of at most so many cells (one character at least), and its rest: `("日本", "語")`."""
    used = 0
    for at, char in enumerate(word):
        used += width_of(char)
        if used > cells and at:
            return word[:at], word[at:]
    return word, ""


def parts(word: str, first: int, others: int) -> Iterator[str]:
    """A word in pieces for the rest of a line and for whole lines."""
    room = first
    while width_of(word) > room:
        head, word = broken(word, max(1, room))
        yield head
        room = others
    yield word


def money(minor: int, currency: str, *, code: bool = False) -> str:
    """Minor units as an amount: 421250 EUR → `4,212.50`; with `code` the currency stands behind it."""
    text = HIDDEN if money_is_hidden() else money_words(minor, currency)
    return f"{text} {currency}" if code else text


def listed(names: Iterable[str], most: int = 3) -> str:
    """`Acme Ltd, Ivy Street and 2 more`."""
    shown = list(names)
    if len(shown) > most:
        return f"{', '.join(shown[: most - 1])} and {len(shown) - most + 1:,} more"
    return ", ".join(shown)


def short_date(day: date, *, today: date | None = None) -> str:
    """`Sat 21 Nov`, with the year when `today` is given and lies in another year."""
    year = f" {day.year}" if today is not None and today.year != day.year else ""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"


def long_date(day: date) -> str:
    """`Sat 21 Nov 2026`."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def span_words(first: date, last: date) -> str:
    """Two dates with nothing said twice: `1–31 Mar 2026`, `15 Feb – 31 Mar 2026`, `29 Dec 2025 – 4 Jan 2026`."""
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year} – {end}"


def month_name(year: int, month: int) -> str:
    """The English name of a month with its year: `November 2026`."""
    return f"{MONTH_NAMES[month - 1]} {year}"


def in_days(days: int) -> str:
    """Days from today: 0 `today`, 1 `tomorrow`, 9 `in 9 days`, -1 `yesterday`, -5 `5 days ago`."""
    words = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in words:
        return words[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def plural(count: int, noun: str, many: str | None = None) -> str:
    """`1 request`, `14 requests`, `1,000 entries`."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"
