"""Who else is at a request that a command is about? Said on standard error, beside the answer (RULES 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.queries.desk.colleagues import read_colleagues
from tui.printing import warn
from tui.text.durations import hm

if TYPE_CHECKING:
    from models.storage.engine import Opened


def warn_company(opened: Opened, request: str | None, me: str | None, now: int) -> None:
    """Say whose timer runs on a request, and who has it open; nothing where nobody but `me` does."""
    if request is None:
        return
    for other in read_colleagues(me, opened.present, now):
        if other.request == request:
            length = hm(max(0, now - other.since) // 60)
            timer = f"{other.name}'s timer runs on {request}, too, {length}"
            warn(timer if other.timing else f"{other.name} has {request} open")
