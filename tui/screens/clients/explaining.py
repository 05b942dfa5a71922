"""Where does this figure come from? The sentences behind a line of a client's page, to be read and copied.

The words are made from the ledger's own document, so that they cannot say another number than the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from models.domain.basics.errors import DeskError
from models.queries.clients.pages import ClientMonth
from models.queries.ledger.explain import What, explain_row
from models.queries.ledger.explain import explain as explain_sum
from models.storage.rows.reading import read_entry
from tui.dialogs.pick import Option, Pick
from tui.dialogs.textview import TextView
from tui.text.format import month_name
from tui.widgets.list.pagelist import PageLine

if TYPE_CHECKING:
    from tui.program.protocol import Program

_MONTH_SUMS = ("accounted", "closing")
"""What is explained where a line stands for a whole month."""


async def explain(program: Program, ledger: ClientMonth, line: PageLine | None) -> None:
    """Show what stands behind the line under the cursor; awaited in a worker."""
    client = ledger.client
    try:
        text = await program.data.fetch(_text, client, ledger, line)
    except DeskError as error:
        program.notify(str(error), severity="error")
        return
    title = f"{ledger.name}, {month_name(ledger.month.year, ledger.month.month)}: why?"
    keys = entries_behind(ledger, line)
    if await program.push_screen_wait(Explained(title, text.split("\n"), entries=bool(keys))):
        await go_to_entry(program, keys)


class Explained(TextView[bool]):
    """The words behind a figure; returns True when its entry shall be shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "entry", "go to its entry", id="text.entry", tooltip="Go to the entry in the timesheet"),
    ]

    def __init__(self, title: str, lines: Sequence[str], *, entries: bool) -> None:
        """Show these lines; `entries` says whether one can go to what was worked."""
        super().__init__(title, lines)
        self._entries = entries
        if entries:
            self.set_hints((*self.HINTS[:2], ("e", "go to its entry"), *self.HINTS[2:]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """`e` only where work stands behind the figure."""
        return self._entries if action == "entry" else True

    def action_entry(self) -> None:
        """Close the explanation; whoever opened it goes to the entry."""
        self.dismiss(True)


def entries_behind(ledger: ClientMonth, line: PageLine | None) -> tuple[str, ...]:
    """Keys of the entries of the unit that a line stands for; none for any other line."""
    row = None if line is None else _row(ledger, line)
    if row is None or row[0] != "unit":
        return ()
    return ledger.document.units[row[1]].entries


async def go_to_entry(program: Program, keys: Sequence[str]) -> None:
    """Show an entry in the timesheet; of several, the one that is picked. Awaited in a worker."""
    key = keys[0]
    if len(keys) > 1:
        try:
            options = await program.data.fetch(_entry_options, keys, program.zone)
        except DeskError as error:
            program.notify(str(error), severity="error")
            return
        picked = await program.push_screen_wait(Pick("Go to which entry?", options))
        if picked is None:
            return
        key = str(picked)
    await program.switch_mode("timesheet")
    if (screen := program.base_screen) is not None:
        screen.show_record("entry", key)


def _entry_options(keys: Sequence[str], zone: tzinfo) -> list[Option]:
    found = [read_entry(key) for key in keys]
    return [
        Option(
            entry.key,
            f"{moment(entry.started_at, zone)}  {entry.note}",
            entry.key,
        )
        for entry in found
    ]


def _text(client: str, ledger: ClientMonth, line: PageLine | None) -> str:
    row = None if line is None else _row(ledger, line)
    if row is not None:
        what, position = row
        return explain_row(client, ledger.month, what, position)
    return _month_text(client, ledger)


def _month_text(client: str, ledger: ClientMonth) -> str:
    sums = ("counted", *_MONTH_SUMS) if ledger.document.sums.is_weighed else _MONTH_SUMS
    return "\n\n".join(explain_sum(client, ledger.month, name) for name in sums)


def _row(ledger: ClientMonth, line: PageLine) -> tuple[What, int] | None:
    """Which row of the document the line stands for; a grant of the page is found by its contract."""
    what, _, number = line.key.partition("-")
    if not number.isdigit():
        return None
    position, document = int(number), ledger.document
    if what == "grant":
        same = [at for at, grant in enumerate(document.grants) if grant.contract == line.record]
        return ("grant", position if position in same else same[0]) if same else None
    if what == "unit" and position < len(document.units):
        return ("unit", position)
    return ("line", position) if what == "line" and position < len(document.lines) else None


def moment(instant: int, zone: tzinfo) -> str:
    """`Tue 3 Mar 09:15`."""
    local = datetime.fromtimestamp(instant, zone)
    return f"{local:%a} {local.day} {local:%b %H:%M}"
