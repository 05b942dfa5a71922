"""Where does this figure come from? The sentences behind a line of a client's page, to be read and copied.

Law: the words are made from the ledger's own document, so that they cannot say another number than the screen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.domain.months import parse_date
from models.queries.clients import ClientMonth
from tui.dialogs.textview import TextView
from tui.format import hm, month_name, short_date
from tui.widgets.ledgerlines import FLOWS, unit_words
from tui.widgets.pagelist import PageLine

if TYPE_CHECKING:
    from tui.app import DeskApp


async def explain(app: DeskApp, ledger: ClientMonth, line: PageLine | None) -> None:
    """Show what stands behind the line under the cursor; awaited in a worker."""
    words = list(_words(ledger, line))
    await app.push_screen_wait(TextView(f"{ledger.name}: why?", words))


def _words(ledger: ClientMonth, line: PageLine | None) -> Iterator[str]:
    if line is not None and line.kind == "unit":
        yield from unit_words(ledger, int(line.record))
        return
    contract = line.record if line is not None and line.kind in {"grant", "contract"} else None
    yield f"{ledger.name} in {month_name(ledger.month.year, ledger.month.month)}"
    yield ""
    minutes = ledger.document["minutes"]
    yield "Hours that can be used: " + ", ".join(
        f"{word} {hm(minutes[name])}" for name, word in FLOWS if minutes[name] or name == "closing"
    )
    yield ""
    for number, unit in enumerate(ledger.document.get("units", ())):
        drawn = {draw["contract"] for draw in unit["draws"]}
        if contract is None or contract in drawn:
            yield from _unit(ledger, number)


def _unit(ledger: ClientMonth, number: int) -> Iterator[str]:
    unit = ledger.document["units"][number]
    day = short_date(parse_date(unit["work_date"]), today=ledger.month.first_day)
    subject = ledger.subjects.get(unit["request"] or "", ledger.names.get(unit["work_type"], ""))
    yield f"{day}  {hm(unit['accounted'])}  {subject}"
    for words in unit_words(ledger, number)[2:]:
        yield f"    {words}"
