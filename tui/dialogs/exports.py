"""Which program shall read the month? Invoice lines and time entries in the forms that others understand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.domain.errors import DeskError
from models.domain.months import Month
from tui.dialogs.fields import TextField
from tui.dialogs.form import Form
from tui.dialogs.pick import Option, Pick
from tui.dialogs.statements import read_or_tell
from tui.format import month_name

if TYPE_CHECKING:
    from tui.app import DeskApp

KINDS = (
    Option("invoice-lines", "Invoice lines", "CSV", "accounting bookkeeping"),
    Option("csv", "Time entries, nothing lost", "CSV", "spreadsheet timesheet"),
    Option("timeclock", "Time entries for ledger and hledger", "timeclock", "plain text accounting"),
    Option("timewarrior", "Time entries for Timewarrior", "JSON", "timew"),
)
ENDINGS = {"invoice-lines": "csv", "csv": "csv", "timeclock": "timeclock", "timewarrior": "json"}


async def ask_export(desk: DeskApp, month: Month) -> None:
    """Ask what and where to, and write it."""
    title = f"Export {month_name(month.year, month.month)}"
    kind = await desk.push_screen_wait(Pick(title, KINDS))
    if kind is None:
        return
    name = f"~/deskhours/{month}-{'invoices' if kind == 'invoice-lines' else 'times'}.{ENDINGS[str(kind)]}"

    async def submit(values: dict[str, Any]) -> dict[str, str]:
        data = await read_or_tell(desk, read_export, str(kind), month)
        return {"": "could not be read"} if data is None else _written(values["file"], data)

    form = Form(title, [TextField("file", "File", name, required=True)], submit=submit)
    values = await desk.push_screen_wait(form)
    if values is not None:
        desk.notify(f"Wrote {values['file']}", timeout=8)


def _written(name: str, data: bytes) -> dict[str, str]:
    from models.exporters.files import make_folder, write_file

    try:
        path = Path(name).expanduser()
        make_folder(path.parent)
        write_file(path, data)
    except DeskError as error:
        return {"file": str(error)}
    except (RuntimeError, ValueError):
        return {"file": f"“{name}” is no file; accepted is a path like ~/times.csv"}
    return {}


def read_export(kind: str, month: Month) -> bytes:
    """The month's invoice lines or entries in one of the forms, as the bytes of a file."""
    if kind == "invoice-lines":
        from models.exporters.invoice_lines import write_invoice_lines
        from models.queries.statements import read_statements

        return write_invoice_lines(read_statements(month)).encode("utf-8-sig")
    from models.exporters.entries_csv import write_entries_csv
    from models.exporters.timeclock import write_timeclock
    from models.exporters.timewarrior import write_timewarrior
    from models.queries.exports import read_span, read_zone_and_names

    desk_zone, names = read_zone_and_names()
    entries = read_span(month.first_day, month.last_day, None, desk_zone)
    if kind == "timeclock":
        return write_timeclock(entries, names, desk_zone).encode()
    if kind == "timewarrior":
        return write_timewarrior(entries, names).encode()
    return write_entries_csv(entries, names, desk_zone).encode("utf-8-sig")
