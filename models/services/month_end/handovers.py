"""How is it kept that a statement was handed over to an accounting program? By a mark a version (RULES 16).

Outside the desk, as the books of the bookkeeper are: taking back a close does not take a file back.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.queries.month_end.handovers import Sent, marked
from models.services.core.settings import set_settings


def mark_handed_over(program: str, sent: Iterable[Sent]) -> None:
    """Keep that these versions went to the program; all or none."""
    set_settings(marked(program, sent))
