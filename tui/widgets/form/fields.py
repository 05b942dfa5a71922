"""What may be typed into a field, and what does it mean? Specifications of fields, without any widget.

`parse(shown(value)) == value`; a text that is refused is refused with words that say what is accepted. Values are the
domain's: minutes, minor units, dates, epoch seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from models.domain.basics.currencies import DEFAULT_CURRENCY
from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.folding import SCATTERED, distance, fold, holds
from models.domain.basics.months import parse_date, within_horizon
from models.domain.basics.notation import currency_digits, parse_money
from models.domain.basics.typed.typed_day import day_said, parse_day
from models.domain.basics.typed.typed_time import parse_duration
from tui.text.format import hm, money

OPTIONS_SHOWN = 8


@dataclass(frozen=True)
class Field:
    """A field of a form: `name` keys its value, `label` stands left of it, `value` is what it begins with."""

    name: str
    label: str
    value: Any = None
    required: bool = False
    hint: str = ""
    """What is accepted, in a few words; shown dim beside the field while it is active."""
    limit: int = 1000
    group: str = ""
    """A heading over the first of several fields that have the same one."""

    def shown(self, value: Any) -> str:
        """The text for a value."""
        return "" if value is None else str(value)

    def parse(self, text: str) -> Any:
        """The value of a text that is not empty; raises DeskError."""
        return text

    def read(self, text: str) -> Any:
        """The value of any text: None (or a refusal) when empty."""
        text = text.strip()
        if text:
            return self.parse(text)
        if self.required:
            raise InvalidValue("", f"{self.label} is needed")
        return None

    def options(self, text: str) -> Sequence[str]:
        """Texts that complete what is typed so far."""
        return ()

    def complete(self, text: str, option: str) -> str:
        """The text after an option was taken."""
        return option

    def said(self, text: str) -> str:
        """What is typed here means this, in words that stand in the place of the hint; empty: the hint stands."""
        return ""

    def spread(self, text: str) -> Mapping[str, str]:
        """Texts for this field and others, when what was typed here is meant for several; else nothing."""
        return {}


@dataclass(frozen=True)
class TextField(Field):
    """Free text of one line."""


@dataclass(frozen=True)
class Parsed(Field):
    """Text with a meaning that others know: `reader` gives the value (or a DeskError), `writer` the text."""

    reader: Callable[[str], Any] = str
    writer: Callable[[Any], str] = str

    def shown(self, value: Any) -> str:
        """The value as `writer` puts it; None is empty."""
        return "" if value is None else self.writer(value)

    def parse(self, text: str) -> Any:
        """Read the text with `reader`, which raises `InvalidValue` for what it refuses."""
        return self.reader(text)


@dataclass(frozen=True)
class Duration(Field):
    """Minutes: `1h30`, `1:30`, `90m`, and negative ones where a correction is meant."""

    hint: str = "1h30, 1:30 or 90m"
    negative: bool = False

    def shown(self, value: Any) -> str:
        """Minutes as hours and minutes, `1:30`; None is empty."""
        return "" if value is None else hm(value)

    def parse(self, text: str) -> int:
        """Read a duration such as `1:30` or `90m` as minutes. Raises `InvalidValue`."""
        return parse_duration(text, "", allow_negative=self.negative)


@dataclass(frozen=True)
class Number(Field):
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = 1_000_000

    def parse(self, text: str) -> int:
        """Read a whole number from `least` to `most`. Raises `InvalidValue`."""
        digits = text.removeprefix("-")
        if not (text.isascii() and digits.isdecimal() and self.least <= int(text) <= self.most):
            raise InvalidValue("", f"accepted is a whole number from {self.least} to {self.most:,}")
        return int(text)


@dataclass(frozen=True)
class Money(Field):
    """An amount of `currency`, kept in minor units: `75`, `75.00`, `1,250.50`."""

    currency: str = DEFAULT_CURRENCY
    negative: bool = False

    def shown(self, value: Any) -> str:
        """Minor units as an amount in the currency, `1,250.50`; None is empty."""
        return "" if value is None else money(value, self.currency)

    def parse(self, text: str) -> int:
        """Minor units, exact; more digits than the currency has are refused."""
        accepted = (
            f"accepted is an amount like {money(75 * 10 ** currency_digits(self.currency), self.currency)}"
        )
        plain = plain_amount(text)
        if plain is None or (plain.startswith("-") and not self.negative):
            raise InvalidValue("", accepted)
        try:
            return parse_money(plain, "", self.currency, signed=True)
        except InvalidValue as error:
            raise InvalidValue("", accepted) from error


def plain_amount(text: str) -> str | None:
    """A typed amount without its thousands: `1,250.50` → `1250.50`, `.5` → `0.5`; None for what is none.

    How many digits there may be behind the point is judged with the currency.
    """
    sign, (whole, _, rest) = "-" * text.startswith("-"), text.removeprefix("-").partition(".")
    first, *others = whole.split(",")
    grouped = not others or (0 < len(first) <= 3 and all(len(group) == 3 for group in others))
    digits = whole.replace(",", "")
    if not (text.isascii() and grouped and (digits + rest).isdecimal()):
        return None
    return f"{sign}{digits or '0'}{'.' * bool(rest)}{rest}"


@dataclass(frozen=True)
class Date(Field):
    """A date as `parse_day` reads it: `2026-11-30`, `30 Nov`, `tomorrow`, `next mon`, `+7` (days from `today`), `+2w`.

    It lies within the horizon (RULES 1), unless it may be `far`, as the last day of a contract may.
    """

    today: date = date.min
    hint: str = "2026-11-30, 30 Nov, today, +2w or end of month"
    far: bool = False

    def shown(self, value: Any) -> str:
        """The date in its ISO form, `2026-11-30`; None is empty."""
        return "" if value is None else f"{value:%Y-%m-%d}"

    def parse(self, text: str) -> date:
        """The date; one without a year lies in the year of `today`. Raises `InvalidValue`."""
        if self.today == date.min:
            return parse_date(text, "")
        day = parse_day(text, self.today, "")
        stood_there = day == self.value  # a book may have brought it
        return day if self.far or stood_there else within_horizon(day, self.today, "")

    def said(self, text: str) -> str:
        """The day that is meant and how far off it is: `Mon 30 Nov, in 4 days`."""
        if not text.strip() or self.today == date.min or text == self.shown(self.value):
            return ""
        with suppress(InvalidValue):
            return day_said(self.parse(text), self.today)
        return ""


@dataclass(frozen=True)
class Time(Parsed):
    """A moment in epoch seconds; give `reader` (`parse_when` with now and zone) and `writer`."""

    hint: str = "9:15, -20m, yesterday 16:00"


@dataclass(frozen=True)
class Toggle(Field):
    """Yes or no; space changes it."""

    value: Any = False

    def shown(self, value: Any) -> str:
        """The switch as a word: `yes` or `no`."""
        return "yes" if value else "no"

    def parse(self, text: str) -> bool:
        if text.casefold() not in {"yes", "no", "y", "n"}:
            raise InvalidValue("", "accepted is yes or no")
        return text.casefold().startswith("y")


@dataclass(frozen=True)
class Choice(Field):
    """One of `choices`: plain texts, or pairs (value, text); `other` accepts what is not among them, too."""

    choices: Sequence[str | tuple[Hashable, str]] = ()
    other: bool = False
    other_reader: Callable[[str], Any] = str
    """Reads what is not among the choices, or refuses it with words."""
    people: Mapping[Any, Sequence[str]] = field(default_factory=dict)
    """Names of people that find a choice, too, by its value: the contacts of a client."""

    @property
    def pairs(self) -> list[tuple[Hashable, str]]:
        """The choices as pairs of value and text; a choice without a text stands for itself."""
        return [choice if isinstance(choice, tuple) else (choice, choice) for choice in self.choices]

    def shown(self, value: Any) -> str:
        """The text of the value."""
        return next((text for key, text in self.pairs if key == value), "" if value is None else str(value))

    def parse(self, text: str) -> Any:
        """The value of the one choice that is meant."""
        wanted = fold(text)
        exact = [key for key, shown in self.pairs if shown == text]
        exact = exact or [key for key, shown in self.pairs if fold(shown) == wanted]
        begun = exact or [key for key, shown in self.pairs if fold(shown).startswith(wanted)]
        begun = begun or [key for key, _ in self.pairs if self._is_at(key, wanted)]
        if len(begun) == 1 or exact:
            return begun[0]
        if self.other:
            return self.other_reader(text)
        known = ", ".join(shown for _, shown in self.pairs[:6]) + (", …" if len(self.choices) > 6 else "")
        fault = "could be several" if begun else "is none of them"
        raise InvalidValue(
            "", f"“{text}” {fault}; accepted is {known}" if known else "there is nothing to choose"
        )

    def options(self, text: str) -> Sequence[str]:
        """Those that hold every word typed, the nearest first; all when the text already is one of them."""
        wanted = fold(text.strip())
        texts = [shown for _, shown in self.pairs]
        folded = [fold(shown) for shown in texts]
        if wanted in folded:
            return texts
        words = wanted.split()
        found = [number for number, name in enumerate(folded) if holds(words, name)]
        ranked = sorted(found, key=lambda number: _nearness(wanted, folded[number]))
        if wanted and self.people:
            pairs = self.pairs
            ranked += [n for n, (key, _) in enumerate(pairs) if n not in found and self._is_at(key, wanted)]
        return [texts[number] for number in ranked]

    def _is_at(self, key: Hashable, wanted: str) -> bool:
        """Does each word typed begin a word of the name of one person there?"""
        named = (fold(person).split() for person in self.people.get(key, ()))
        return any(
            all(any(part.startswith(word) for part in name) for word in wanted.split()) for name in named
        )


def _nearness(wanted: str, folded: str) -> int:
    """How far a whole phrase is from standing at the beginning of a name that holds all of its words."""
    found = distance([wanted], folded) if wanted else 0
    return SCATTERED if found is None else found


@dataclass(frozen=True)
class MultiChoice(Choice):
    """Several of `choices`, separated by commas; the value is a tuple."""

    hint: str = "several, with commas"

    def shown(self, value: Any) -> str:
        """The chosen values' texts with commas between them: `email, phone`."""
        return ", ".join(super(MultiChoice, self).shown(one) for one in value or ())

    def read(self, text: str) -> Any:
        """An empty text is an empty tuple."""
        return super().read(text) or ()

    def parse(self, text: str) -> tuple[Any, ...]:
        """Every part as one choice, none twice."""
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return tuple(dict.fromkeys(super(MultiChoice, self).parse(part) for part in parts))

    def options(self, text: str) -> Sequence[str]:
        """Completions of the last part, without those already there."""
        *before, last = text.split(",")
        taken = {fold(part.strip()) for part in before}
        found = super().options(last)
        return [option for option in found if fold(option) not in taken]

    def complete(self, text: str, option: str) -> str:
        """The last part becomes the option."""
        before = [part.strip() for part in text.split(",")[:-1]]
        return ", ".join([*before, option])


def read_field(field: Field, text: str) -> tuple[Any, str]:
    """(value, "") or (None, what is wrong)."""
    try:
        return field.read(text), ""
    except InvalidValue as error:
        return None, error.message
    except DeskError as error:
        return None, str(error)
