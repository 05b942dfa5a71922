"""Where does this figure come from? The sentences behind a line of a client's page, to be read and copied.

Law: the words are made from the ledger's own document, so that they cannot say another number than the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from models.domain.errors import DeskError
from models.domain.months import Month
from models.queries.clients import ClientMonth
from models.queries.explain import explain as explain_sum
from models.queries.explain import explain_row
from tui.data import DatabaseProblem
from tui.dialogs.textview import TextView
from tui.format import month_name
from tui.widgets.pagelist import PageLine

if TYPE_CHECKING:
    from tui.app import DeskApp

_MONTH_SUMS = ("accounted", "closing")
"""What is explained where a line stands for a whole month."""


async def explain(app: DeskApp, ledger: ClientMonth, line: PageLine | None) -> None:
    """Show what stands behind the line under the cursor; awaited in a worker."""
    client = str(ledger.document["client"])
    try:
        text = await app.data.fetch(_text, client, ledger, line)
    except (DeskError, DatabaseProblem) as error:
        app.notify(str(error), severity="error")
        return
    title = f"{ledger.name}, {month_name(ledger.month.year, ledger.month.month)}: why?"
    await app.push_screen_wait(TextView(title, text.split("\n")))


def _text(client: str, ledger: ClientMonth, line: PageLine | None) -> str:
    row = None if line is None else _row(ledger, line)
    if row is not None:
        what, position = row
        return explain_row(client, ledger.month, cast("Literal['unit', 'grant', 'line']", what), position)
    return _month_text(client, ledger.month)


def _month_text(client: str, month: Month) -> str:
    return "\n\n".join(explain_sum(client, month, name) for name in _MONTH_SUMS)


def _row(ledger: ClientMonth, line: PageLine) -> tuple[str, int] | None:
    """Which row of the document the line stands for; a grant of the page is found by its contract."""
    what, _, number = line.key.partition("-")
    rows = ledger.document.get(f"{what}s") if what in ("unit", "grant", "line") else None
    if rows is None or not number.isdigit():
        return None
    position = int(number)
    if what == "grant":
        same = [at for at, row in enumerate(rows) if row["contract"] == line.record]
        return ("grant", position if position in same else same[0]) if same else None
    return (what, position) if position < len(rows) else None
