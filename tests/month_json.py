"""The desk's month as the command `month` answers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from models.domain.basics.months import Month
from models.queries.month_end.months import desk_month_json, read_desk_month


def month_document(month: Month, today: date, clients: Sequence[str] | None = None) -> dict[str, Any]:
    """The month on that day, of all clients or of some."""
    return desk_month_json(read_desk_month(month, today, clients))
