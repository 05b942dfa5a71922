"""How do structures and months stand in a column? As text; readers without peewee need it, too."""

from __future__ import annotations

import json
from functools import lru_cache

from models.domain.basics.months import Month

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_json(value: object) -> str:
    """Compact JSON as this database stores it."""
    return _encode(value)


@lru_cache(maxsize=4096)
def month_of(text: str) -> Month:
    """The Month of text that the database holds, which was checked on its way in."""
    return Month(int(text[:4]), int(text[5:7]))
