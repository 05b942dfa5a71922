"""Has an amount the same digits wherever it is typed, stored, shown, printed and exported? (RULES 1)

Babel knows other digits (XOF has none there, the rule gives it two); they must leak into nothing.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.numbers import list_currencies

from models.domain.basics.notation import currency_digits, format_money, parse_money
from models.exporters.statements.languages.russian_numbers import sum_in_words
from models.exporters.statements.words import LANGUAGES, speech
from tui.text.format import money
from tui.widgets.form.fields import Money

CODES = sorted(code for code in {*list_currencies(), "XTS", "ZZZ"} if re.fullmatch("[A-Z]{3}", code))
WITHOUT = {"JPY", "KRW", "VND", "CLP", "ISK"}
WITH_THREE = {"BHD", "KWD", "OMR", "JOD", "TND"}


def rule(code: str) -> int:
    """RULES 1, written down a second time on purpose."""
    return 0 if code in WITHOUT else 3 if code in WITH_THREE else 2


@pytest.mark.parametrize("code", CODES)
def test_found_1_4_typed_is_stored_is_shown(code: str) -> None:
    digits = rule(code)
    assert currency_digits(code) == digits
    field = Money("m", "M", currency=code)
    typed = "5000"
    minor = field.parse(typed)
    assert minor == 5000 * 10**digits
    assert parse_money(typed, "m", code) == minor
    assert parse_money(format_money(minor, code), "m", code) == minor
    assert field.parse(field.shown(minor)) == minor
    assert money(minor, code).replace(",", "") == format_money(minor, code)
    if digits:
        exact = f"1,234.{'567'[:digits]}"
        assert field.shown(field.parse(exact)) == exact


@pytest.mark.parametrize("code", CODES)
def test_found_1_4_and_is_printed(code: str) -> None:
    digits = rule(code)
    minor = 1_234_567
    plain = format_money(minor, code)
    for language in (*LANGUAGES, "en-US", "de-CH", "ja", "fr"):
        say = speech(language, code)
        for text in (say.money(minor), say.money(minor, symbol=True)):
            assert re.sub(r"\D", "", text) == str(minor)
            behind = re.search(r"\d\D(\d+)\D*$", text)
            last = len(behind[1]) if behind is not None else 0
            # Without digits the last sign groups thousands, in languages that group them.
            assert last == digits if digits else last in {0, 3}, text
    in_words = sum_in_words(minor, code)
    assert bool(re.search(r"\d", in_words)) == bool(digits)
    if digits:
        assert re.search(rf" {plain[-digits:]}\b", in_words)


def test_found_1_4_there_is_no_second_table() -> None:
    root = Path(__file__).parent.parent
    named = {
        str(path.relative_to(root))
        for folder in ("models", "tui")
        for path in (root / folder).rglob("*.py")
        if re.search(
            r"\b(KWD|OMR|currency_fractions|get_currency_precision|format_currency)\b", path.read_text()
        )
    }
    assert named == {"models/domain/basics/currencies.py"}
