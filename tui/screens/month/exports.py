"""Which program shall read the month? Invoices for accounting programs, lines and times in the forms of others.

Invoices go to a program once: what went is marked when its file stands there, and a new version goes as what differs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.exporters.invoices.programs import BY_NAME as PROGRAMS_BY_NAME
from models.exporters.invoices.programs import PROGRAMS
from models.queries.desk.settings import setting
from models.queries.month_end.handovers import check_names, read_handovers
from models.services.core.settings import set_setting
from models.services.month_end.handovers import mark_handed_over
from models.storage.files.named import named_file
from models.storage.files.outputs import INVOICES, Occupied, write_output
from models.storage.files.whole import make_folder
from models.storage.rows.reading import read_closed_through
from tui.commands.transfer.formats import BY_NAME, Wanted
from tui.commands.transfer.invoices import collect, mapping_of, said
from tui.dialogs.form import Form
from tui.dialogs.pick import Option, Pick
from tui.text.format import month_name
from tui.widgets.form.fields import Choice, Field, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program

INVOICE = "invoices:"
KINDS = (
    *(
        Option(f"{INVOICE}{each.name}", f"Invoices for {each.title}", "each once", "accounting bookkeeping")
        for each in PROGRAMS
    ),
    Option("invoice-lines", "Invoice lines, drafts too", "CSV", "accounting bookkeeping"),
    Option("entries", "Time entries, nothing lost", "CSV", "spreadsheet timesheet csv"),
    Option("timeclock", "Time entries for ledger and hledger", "timeclock", "plain text accounting"),
    Option("timewarrior", "Time entries for Timewarrior", "JSON", "timew"),
)
ENDINGS = {"invoice-lines": "csv", "entries": "csv", "timeclock": "timeclock", "timewarrior": "json"}
MAPPING = "invoice_mapping"
"""The setting that keeps the file of accounts, taxes and contacts."""


async def ask_export(program: Program, month: Month) -> None:
    """Ask what and where to, and write it."""
    title = f"Export {month_name(month.year, month.month)}"
    kind = await program.push_screen_wait(Pick(title, KINDS))
    if kind is None:
        return
    target = str(kind)
    if target.startswith(INVOICE):
        await _ask_invoices(program, target.removeprefix(INVOICE), month)
        return
    name = f"~/deskhours/{month}-{'invoices' if target == 'invoice-lines' else 'times'}.{ENDINGS[target]}"
    fields = [TextField("file", "File", name, required=True)]
    await _ask(program, title, fields, lambda values: write_export(program, target, month, values["file"]))


async def _ask(
    program: Program, title: str, fields: Sequence[Field], write: Callable[[dict[str, Any]], Any]
) -> None:
    """Ask; `write` answers what is wrong by the field, or nothing and what was done as `values["done"]`."""

    async def submit(values: dict[str, Any]) -> dict[str, str]:
        return dict(await asyncio.to_thread(write, values))

    values = await program.push_screen_wait(Form(title, fields, submit=submit))
    if values is not None:
        program.notify(values.get("done") or f"Wrote {values['file']}", timeout=8)
        if (screen := program.base_screen) is not None:
            screen.reload()  # it says what was handed over


def write_export(program: Program, kind: str, month: Month, name: str) -> dict[str, str]:
    """Write the month's invoice lines or entries in one of the forms; what is wrong by the form's field."""
    form, wanted = BY_NAME[kind], Wanted(month.first_day, month.last_day)

    def fill(file: BinaryIO) -> None:
        program.data.fetch_now(lambda: file.writelines(form.make(wanted)))

    return _written(name, lambda path: write_output(path, fill, form.kind, program.place.path))


async def _ask_invoices(program: Program, name: str, month: Month) -> None:
    target = PROGRAMS_BY_NAME[name]
    kept = await program.data.fetch(setting, MAPPING)
    fields = [
        TextField("file", "File", f"~/deskhours/{month}-{name}.{target.ending}", required=True),
        TextField("mapping", "Mapping", str(kept) if kept else None, hint="TOML: accounts, taxes, contacts"),
        Choice("again", "Which", "new", required=True, choices=AGAIN),
    ]
    title = f"Invoices of {month_name(month.year, month.month)} for {target.title}"
    await _ask(program, title, fields, partial(write_invoices, program, name, month))


AGAIN = (("new", "what was not handed over yet"), ("all", "all of the month, again"))


def write_invoices(program: Program, name: str, month: Month, values: dict[str, Any]) -> dict[str, str]:
    """Write the invoices of the month for an accounting program and mark them; what is wrong by the form's field."""
    target = PROGRAMS_BY_NAME[name]
    try:
        mapping = mapping_of(values["mapping"] or None)
        program.data.fetch_now(check_names, mapping.contacts, mapping.work_types)
        again = values["again"] == "all"
        found = program.data.fetch_now(
            lambda: collect(read_handovers(name, month, month, again=again), target, mapping)
        )
    except DeskError as error:
        return {"mapping": str(error)}
    if not found.invoices:
        closed = program.data.fetch_now(read_closed_through)
        nothing = "nothing new: each version went once"
        if closed is None or month > closed:
            nothing = "the month is open: closing it issues the statements that are handed over"
        return {"again": found.problems[0] if found.problems else nothing}
    data = target.write(found.invoices, mapping).encode(target.encoding)
    wrong = _written(values["file"], lambda path: write_output(path, data, INVOICES, program.place.path))
    if not wrong:
        program.data.write_now(mark_handed_over, name, found.sent)
        program.data.write_now(set_setting, MAPPING, values["mapping"] or "")
        values["done"] = "\n".join([f"Wrote {values['file']}: {said(found.invoices)}", *found.problems])
    return wrong


def _written(name: str, write: Callable[[Path], Any]) -> dict[str, str]:
    try:
        path = named_file(name, at_home=True)
        make_folder(path.parent)
        write(path)
    except Occupied as error:
        return {"file": f"{error.reason}; accepted is another name"}
    except DeskError as error:
        return {"file": str(error)}
    return {}
