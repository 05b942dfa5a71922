"""In which currency does this machine's country count? A guess, offered to the first run alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date

from babel.numbers import get_territory_currencies

from models.domain.basics.currencies import DEFAULT_CURRENCY


def guess_currency(today: date, environment: Mapping[str, str] = os.environ) -> str:
    """The currency of the machine's country, by its locale: en_GB is GBP; "EUR" when that does not tell."""
    given = (environment.get(name, "") for name in ("LC_ALL", "LC_MONETARY", "LANG"))
    locale = next((text for text in given if text), "").partition(".")[0].partition("@")[0]
    territory = locale.rpartition("_")[2] if "_" in locale else ""
    if len(territory) != 2 or not territory.isalpha():
        return DEFAULT_CURRENCY
    known = get_territory_currencies(territory.upper(), start_date=today)
    return str(known[-1]) if known else DEFAULT_CURRENCY
