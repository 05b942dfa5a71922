"""Which program shall read the month? Invoice lines and time entries in the forms that others understand."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.storage.files import make_folder
from models.storage.outputs import Occupied, write_output
from tui.commands.transfer.formats import BY_NAME, Wanted
from tui.dialogs.form import Form
from tui.dialogs.pick import Option, Pick
from tui.text.format import month_name
from tui.widgets.form.fields import TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program

KINDS = (
    Option("invoice-lines", "Invoice lines", "CSV", "accounting bookkeeping"),
    Option("csv", "Time entries, nothing lost", "CSV", "spreadsheet timesheet"),
    Option("timeclock", "Time entries for ledger and hledger", "timeclock", "plain text accounting"),
    Option("timewarrior", "Time entries for Timewarrior", "JSON", "timew"),
)
ENDINGS = {"invoice-lines": "csv", "csv": "csv", "timeclock": "timeclock", "timewarrior": "json"}


async def ask_export(program: Program, month: Month) -> None:
    """Ask what and where to, and write it."""
    title = f"Export {month_name(month.year, month.month)}"
    kind = await program.push_screen_wait(Pick(title, KINDS))
    if kind is None:
        return
    name = f"~/deskhours/{month}-{'invoices' if kind == 'invoice-lines' else 'times'}.{ENDINGS[str(kind)]}"

    async def submit(values: dict[str, Any]) -> dict[str, str]:
        return await asyncio.to_thread(write_export, program, str(kind), month, values["file"])

    form = Form(title, [TextField("file", "File", name, required=True)], submit=submit)
    values = await program.push_screen_wait(form)
    if values is not None:
        program.notify(f"Wrote {values['file']}", timeout=8)


def write_export(program: Program, kind: str, month: Month, name: str) -> dict[str, str]:
    """Write the month's invoice lines or entries in one of the forms; what is wrong by the form's field."""
    form, wanted = BY_NAME[kind], Wanted(month.first_day, month.last_day)

    def fill(file: BinaryIO) -> None:
        program.data.fetch_now(lambda: file.writelines(form.make(wanted)))

    try:
        path = Path(name).expanduser()
        make_folder(path.parent)
        write_output(path, fill, form.kind, program.place.path)
    except Occupied as error:
        return {"file": f"{error.reason}; accepted is another name"}
    except DeskError as error:
        return {"file": str(error)}
    except (RuntimeError, ValueError):
        return {"file": f"“{name}” is no file; accepted is a path like ~/times.csv"}
    return {}
