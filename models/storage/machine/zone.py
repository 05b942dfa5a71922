"""Where does this machine stand? A guess at its zone, offered to the first run, never relied on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

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
