"""How is a sum written out in Russian, as an act of work done wants it?

The words name the same sum as the figures; gender and case follow the noun they count.
"""

from __future__ import annotations

from models.domain.basics.notation import currency_digits

_ONES = (
    *("ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"),
    *("десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать"),
    *("шестнадцать", "семнадцать", "восемнадцать", "девятнадцать"),
)
_TENS = (
    "",
    "",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
)
_HUNDREDS = (
    *("", "сто", "двести", "триста", "четыреста", "пятьсот"),
    *("шестьсот", "семьсот", "восемьсот", "девятьсот"),
)
Forms = tuple[str, str, str]
_THOUSANDS: tuple[tuple[Forms, bool], ...] = (
    (("", "", ""), False),
    (("тысяча", "тысячи", "тысяч"), True),
    (("миллион", "миллиона", "миллионов"), False),
    (("миллиард", "миллиарда", "миллиардов"), False),
    (("триллион", "триллиона", "триллионов"), False),
)
_CURRENCIES: dict[str, tuple[Forms, Forms]] = {
    "RUB": (("рубль", "рубля", "рублей"), ("копейка", "копейки", "копеек")),
    "EUR": (("евро", "евро", "евро"), ("цент", "цента", "центов")),
    "USD": (("доллар США", "доллара США", "долларов США"), ("цент", "цента", "центов")),
    "GBP": (
        ("фунт стерлингов", "фунта стерлингов", "фунтов стерлингов"),
        ("пенс", "пенса", "пенсов"),
    ),
    "CHF": (
        ("швейцарский франк", "швейцарских франка", "швейцарских франков"),
        ("раппен", "раппена", "раппенов"),
    ),
}


def plural(number: int, forms: Forms) -> str:
    """The form that goes with a number: 1 рубль, 2 рубля, 5 рублей, 11 рублей, 21 рубль."""
    if number % 100 in range(11, 15):
        return forms[2]
    return forms[0] if number % 10 == 1 else forms[1] if number % 10 in (2, 3, 4) else forms[2]


def cardinal(number: int) -> str:
    """A whole number from 0 in words, masculine: 2021 is "две тысячи двадцать один"."""
    if number == 0:
        return _ONES[0]
    words: list[str] = []
    for power in range(len(_THOUSANDS) - 1, -1, -1):
        group = number // 1000**power % 1000
        if group:
            forms, feminine = _THOUSANDS[power]
            words += [*_group(group, feminine), plural(group, forms)]
    return " ".join(word for word in words if word)


def _group(number: int, feminine: bool) -> list[str]:
    words = [_HUNDREDS[number // 100]]
    rest = number % 100
    if rest >= 20:
        words.append(_TENS[rest // 10])
        rest %= 10
    if rest:
        words.append({1: "одна", 2: "две"}.get(rest, _ONES[rest]) if feminine else _ONES[rest])
    return words


def sum_in_words(minor: int, currency: str) -> str:
    """Minor units in words: 70050 RUB is "Семьсот рублей 50 копеек"."""
    digits = currency_digits(currency)
    whole, part = divmod(abs(minor), 10**digits)
    forms = _CURRENCIES.get(currency)
    words = ("минус " if minor < 0 else "") + cardinal(whole)
    name = plural(whole, forms[0]) if forms else currency
    text = f"{words} {name}"
    if digits:
        text += (
            f" {part:0{digits}d} {plural(part, forms[1])}" if forms else f" {part:0{digits}d}/{10**digits}"
        )
    return text[0].upper() + text[1:]
