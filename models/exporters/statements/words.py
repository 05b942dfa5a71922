"""In which words and formats is a client addressed? Words in English, German, Russian; formats of every locale.

Every language has every word; numbers, dates and money are written by Babel in the client's locale with the digits
that the desk's currency has (RULES 1); durations are h:mm everywhere.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from models.domain.basics.errors import InvalidValue
from models.domain.basics.months import Month
from models.domain.basics.notation import currency_digits
from models.domain.basics.text import shown
from models.exporters.statements.languages import english, german, russian

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES = ("en", "de", "ru")
_LOCALES = {"en": "en_GB", "de": "de_DE", "ru": "ru_RU"}
_BY_CURRENCY = {
    ("en", "USD"): "en_US",
    ("en", "AUD"): "en_AU",
    ("en", "CAD"): "en_CA",
    ("en", "NZD"): "en_NZ",
    ("en", "INR"): "en_IN",
    ("en", "ZAR"): "en_ZA",
    ("de", "CHF"): "de_CH",
}
"""Whose dates and numbers a language without a country takes: those of where the desk's money is spent."""
_LETTER = frozenset(("US", "CA", "MX", "PH", "CO", "CL", "VE"))
"""Countries that print on letter paper."""
_CAUSES = {
    "user": ("help with use", "Hilfe bei der Bedienung", "помощь в работе"),
    "own": ("correction", "Korrektur", "исправление"),
}
_CAUSE_GROUPS = {
    **dict.fromkeys(
        ("user-error", "user", "user-mistake", "client-error", "operator-error", "operating-error", "pebkac"),
        "user",
    ),
    **dict.fromkeys(("our-error", "our-mistake", "own-error", "own-mistake", "rework", "bug-of-ours"), "own"),
}
"""Causes that are words among colleagues and no words for a client."""

_WORDS: Mapping[str, Mapping[str, str]] = {"en": english.WORDS, "de": german.WORDS, "ru": russian.WORDS}


@dataclass(frozen=True, slots=True)
class Speech:
    """The words and formats of one client's language and currency."""

    language: str
    words: Mapping[str, str]
    locale: Locale
    currency: str

    @property
    def page(self) -> Literal["A4", "letter"]:
        """The paper that is usual there."""
        return "letter" if self.locale.territory in _LETTER else "A4"

    def __getitem__(self, word: str) -> str:
        """A word of the language."""
        return self.words[word]

    def money(self, minor: int, *, symbol: bool = False) -> str:
        """Minor units as an amount; 97650 GBP is "976.50", with `symbol` "£976.50"."""
        digits = currency_digits(self.currency)
        formats = self.locale.currency_formats if symbol else self.locale.decimal_formats
        pattern = copy.copy(formats["standard" if symbol else None])
        pattern.frac_prec = (digits, digits)
        value = Decimal(minor).scaleb(-digits)
        if symbol:
            return _level(pattern.apply(value, self.locale, currency=self.currency, currency_digits=False))
        return _level(pattern.apply(value, self.locale))

    def number(self, value: Decimal) -> str:
        """A number with the decimals it has: `1.25`, `1,25`."""
        pattern = copy.copy(self.locale.decimal_formats[None])
        exponent = value.as_tuple().exponent
        digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        pattern.frac_prec = (digits, digits)
        return str(pattern.apply(value, self.locale))

    def percent(self, value: Decimal) -> str:
        """Per cent as they are written there: `20%`, `7,5 %`."""
        pattern = copy.copy(self.locale.percent_formats[None])
        pattern.frac_prec = (0, 6)
        return str(pattern.apply(value / 100, self.locale)).replace("\u202f", "\u00a0")

    def day(self, day: date) -> str:
        """A date as it stands in a table: `30/11/2026`, `11/30/2026`, `30.11.2026`."""
        if self.language != "en":
            return str(_dates().format_date(day, "dd.MM.yyyy", locale=self.locale))
        pattern = re.sub("y+", "yyyy", self.locale.datetime_skeletons["yMd"].pattern)
        return _level(_dates().format_date(day, pattern, locale=self.locale))

    def short_day(self, day: date) -> str:
        """A date within the month: `30 Nov`, `Nov 30`, `30.11.`."""
        if self.language == "en":
            return str(_dates().format_skeleton("MMMd", day, locale=self.locale))
        return str(
            _dates().format_date(day, {"de": "dd.MM."}.get(self.language, "dd.MM"), locale=self.locale)
        )

    def span(self, first: date, last: date) -> str:
        """Two days of a month: `4 – 7 Sept`, `Sep 4 – 7`, `04.–07.09.`."""
        begins, ends = self.short_day(first), self.short_day(last)
        if (first.year, first.month) != (last.year, last.month):
            return f"{begins} – {ends}"
        if self.language != "en":
            return f"{first.day:02d}{'.' if self.language == 'de' else ''}–{ends}"
        if begins.endswith(str(first.day)):
            return f"{begins} – {last.day}"
        return f"{first.day} – {ends}" if ends.startswith(str(last.day)) else f"{begins} – {ends}"

    def long_day(self, day: date) -> str:
        """A date in a letter: `30 November 2026`."""
        return str(_dates().format_date(day, "long", locale=self.locale)).replace("\u202f", "\u00a0")

    def month(self, month: Month) -> str:
        """A month with its year, as in the head of a letter: `November 2026`."""
        return str(_dates().format_skeleton("yMMMM", month.first_day, locale=self.locale)).replace(
            "\u202f", "\u00a0"
        )


def _level(text: object) -> str:
    """Without the marks of direction that turn figures around between words of another direction."""
    return str(text).replace("\u200e", "").replace("\u200f", "").replace("\u061c", "")


def _dates() -> Any:
    """The part of babel that formats dates; loaded here, as only a statement that is written needs it."""
    from babel import dates

    return dates


def known_language(text: str) -> str:
    """A code such as `de`, `de-AT` or `fr` as it was given; raises InvalidValue for one that nobody speaks."""
    if _locale(text) is not None:
        return text.replace("_", "-")
    raise InvalidValue(
        "language", f"{shown(text)} is not known; accepted is a code like en-GB, en-US, de, ru, fr"
    )


def speech(language: str, currency: str) -> Speech:
    """Words and formats for a client's language; one without words here has its own formats and English words."""
    base = language.replace("-", "_").partition("_")[0].lower()
    words = base if base in LANGUAGES else "en"
    usual = _BY_CURRENCY.get((words, currency), _LOCALES[words])
    located = _locale(language) if base not in LANGUAGES or base != language.lower() else None
    return Speech(words, _WORDS[words], located or _locale(usual), currency)


def _locale(name: str) -> Any:
    """Dates and numbers of a language as Babel knows them; None for one that it does not know."""
    # Loaded here for the same reason as `_dates`.
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        base, _, rest = name.replace("-", "_").partition("_")
        return _locale(base) if rest else None


def client_cause(cause: str, language: str) -> str:
    """A cause in words for the client: `user-error` is "help with use"; what offends nobody stays as it is."""
    group = _CAUSE_GROUPS.get("-".join(cause.casefold().replace("_", " ").replace("-", " ").split()))
    if group is None:
        return cause
    base = language.replace("-", "_").partition("_")[0].lower()
    return _CAUSES[group][LANGUAGES.index(base) if base in LANGUAGES else 0]


def hours(minutes: int) -> str:
    """Minutes as h:mm; 65 is "1:05"."""
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"


def clock(seconds: int, *, exact: bool) -> str:
    """Seconds as h:mm, or h:mm:ss where any row of the statement has seconds."""
    text = f"{seconds // 3600}:{seconds // 60 % 60:02d}"
    return f"{text}:{seconds % 60:02d}" if exact else text
