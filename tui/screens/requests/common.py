"""Who changes which requests, and how are they called? What all questions about requests share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError
from tui.text.format import cut, listed, plural

if TYPE_CHECKING:
    from models.queries.requests.queue import QueueRow
    from tui.program.protocol import Program

Rows = Sequence["QueueRow"]
UNDO = "u undoes it."


def called(rows: Rows) -> str:
    """`R-118 Contact form broken (Acme Ltd)`, or `3 requests (Acme Ltd, Ivy Street)`."""
    names = listed(dict.fromkeys(row.client_name for row in rows))
    first = rows[0]
    words = f"{first.key} {cut(first.subject, 60)}" if len(rows) == 1 else plural(len(rows), "request")
    return f"{words} ({names})"


def keys_of(rows: Rows) -> list[str]:
    return [row.key for row in rows]


async def fetch_or_tell(program: Program, query: Callable[..., Any], *args: Any) -> Any:
    try:
        return await program.data.fetch(query, *args)
    except DeskError as error:
        program.notify(str(error), severity="error")
        return None
