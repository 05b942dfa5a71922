"""Where does this machine stand? A guess at zone and currency, offered to the first run, never relied on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from models.domain.basics.currencies import DEFAULT_CURRENCY
from models.domain.basics.errors import InvalidValue
from models.domain.basics.zone import zone

LOCALTIME = Path("/etc/localtime")


def guess_zone(environment: Mapping[str, str] = os.environ, localtime: Path = LOCALTIME) -> str:
    """The machine's IANA zone, by $TZ, else by the link /etc/localtime; empty when neither tells: then it is asked."""
    named = environment.get("TZ", "").removeprefix(":")
    return next((name for name in (_zone_of(named), _linked(localtime)) if name), "")


def _linked(localtime: Path) -> str:
    try:
        return _zone_of(str(localtime.resolve(strict=True))) if localtime.is_symlink() else ""
    except (OSError, RuntimeError):
        return ""


def _zone_of(name: str) -> str:
    """The zone that a name or a file of the zone database stands for, empty for none."""
    name = name.rpartition("zoneinfo/")[2].removeprefix("posix/").removeprefix("right/")
    if not name or name in {"localtime", "posixrules", "Factory"} or name.startswith("/"):
        return ""
    try:
        return zone(name).name
    except InvalidValue:
        return ""


def guess_currency(today: date, environment: Mapping[str, str] = os.environ) -> str:
    """The currency of the machine's country, by its locale: en_GB is GBP; "EUR" when that does not tell."""
    given = (environment.get(name, "") for name in ("LC_ALL", "LC_MONETARY", "LANG"))
    locale = next((text for text in given if text), "").partition(".")[0].partition("@")[0]
    territory = locale.rpartition("_")[2] if "_" in locale else ""
    if len(territory) != 2 or not territory.isalpha():
        return DEFAULT_CURRENCY
    # Loaded here: only the first run asks.
    from babel.numbers import get_territory_currencies

    known = get_territory_currencies(territory.upper(), start_date=today)
    return str(known[-1]) if known else DEFAULT_CURRENCY
