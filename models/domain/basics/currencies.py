"""Which currencies does the desk know by name? Their decimals, and those that the first run offers (RULES 1)."""

from __future__ import annotations

DEFAULT_CURRENCY = "EUR"
"""Where nothing tells which one is meant."""
USUAL_CURRENCIES = ("EUR", "GBP", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "AUD", "CAD", "JPY", "RUB")
DIGITS = dict.fromkeys(("JPY", "KRW", "VND", "CLP", "ISK"), 0) | dict.fromkeys(
    ("BHD", "KWD", "OMR", "JOD", "TND"), 3
)
"""Decimals of the currencies that do not have two."""
