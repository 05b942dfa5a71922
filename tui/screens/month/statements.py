"""Where shall the statements go, in which form? Asked once, then written whole, with a bar for many.

The folder and the desk's address are remembered; a statement that cannot be written leaves no half file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.months import Month
from models.exporters.statements.files import file_names, write_statement
from models.exporters.statements.pdf_form import paper_problems
from models.exporters.statements.text_form import WIDTH, write_statement_text
from models.exporters.statements.words import known_language
from models.queries.desk.settings import setting
from models.queries.month_end.statements import read_statement, read_statements
from models.services.core.settings import set_setting
from models.storage.files.named import named_file
from models.storage.files.outputs import STATEMENT, Occupied, check_output, write_output
from models.storage.files.whole import make_folder
from models.storage.rows.reading import read_desk
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.dialogs.progress import Job, Progress
from tui.dialogs.textview import TextView
from tui.text.format import month_name, plural
from tui.widgets.form.fields import Choice, Field, TextField

if TYPE_CHECKING:
    from models.exporters.statements.statement import Statement
    from tui.program.protocol import Program

FORMS = (
    *(("pdf", "PDF"), ("xlsx", "XLSX"), ("csv", "CSV"), ("json", "JSON")),
    *(("text", "text"), ("markdown", "Markdown")),
)
ANNEXES = (
    ("", "the client's own"),
    ("summary", "the work by request"),
    ("full", "the work and the timesheet"),
    ("none", "neither"),
)
LANGUAGES = (
    *(("", "the client's own"), ("en-GB", "English (UK)"), ("en-US", "English (US)")),
    *(("de", "Deutsch"), ("ru", "Русский"), ("fr", "French dates and numbers")),
    *(("es", "Spanish dates and numbers"), ("pl", "Polish dates and numbers")),
)
_NARROW = 60
"""Cells in which a table of the text still stands."""
FOLDER, ADDRESS = "statement_folder", "desk_address"


async def read_or_tell(program: Program, read: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Read, or tell the user why not and return None."""
    try:
        return await program.data.fetch(read, *args, **kwargs)
    except DeskError as error:
        program.notify(str(error), severity="error")
        return None


async def show_statement(program: Program, client: str, name: str, month: Month, width: int) -> None:
    """The statement as text on a screen of that width."""
    found = await read_or_tell(program, read_statement, client, month)
    if found is not None:
        lines = write_statement_text(found, min(WIDTH, max(_NARROW, width - 4))).split("\n")
        await program.push_screen_wait(TextView(f"{name}, {month_name(month.year, month.month)}", lines))


async def ask_statement(program: Program, client: str, name: str, month: Month) -> None:
    """Ask for form, language and folder, and write one statement."""
    folder, address = await _remembered(program)
    values = await program.push_screen_wait(
        Form(
            f"Statement of {name}, {month_name(month.year, month.month)}",
            _fields(folder, address),
            submit=_checked,
        )
    )
    if values is None:
        return
    await _remember(program, values)
    found = await read_or_tell(program, read_statement, client, month, **_looks(values))
    if found is not None:
        await _write(program, [found], values)


async def ask_statements(program: Program, month: Month) -> None:
    """Ask for form and folder, and write the statements of all clients with a progress bar."""
    folder, address = await _remembered(program)
    title = f"All statements of {month_name(month.year, month.month)}"
    values = await program.push_screen_wait(Form(title, _fields(folder, address), submit=_checked))
    if values is None:
        return
    await _remember(program, values)
    found = await read_or_tell(program, read_statements, month, **_looks(values))
    if found is not None:
        await _write(program, found, values)


def _fields(folder: str, address: str | None) -> list[Field]:
    """The questions; the desk's address only where the desk has none of its own."""
    fields: list[Field] = [
        Choice("form", "Form", "pdf", required=True, choices=FORMS),
        Choice("language", "Language", "", choices=LANGUAGES, other=True),
        Choice("annex", "Annex", "", choices=ANNEXES),
        TextField("folder", "Folder", folder, required=True, hint="made when it is not there"),
    ]
    if address is not None:
        fields.append(
            TextField("address", "Desk's address", address or None, hint="printed on top; ; parts lines")
        )
    return fields


def _looks(values: dict[str, Any]) -> dict[str, Any]:
    """What was asked for instead of what the client says."""
    return {name: values[name] or None for name in ("language", "annex")}


def _checked(values: dict[str, Any]) -> dict[str, str]:
    """The folder must be one, or can be made."""
    try:
        folder = named_file(values["folder"], at_home=True)
        if folder.exists() and not folder.is_dir():
            return {"folder": "is a file; accepted is a folder"}
        if values["language"]:
            known_language(values["language"])
        make_folder(folder)
    except InvalidValue as error:
        return {"language": error.message}
    except DeskError as error:
        return {"folder": str(error)}
    return {}


async def _remembered(program: Program) -> tuple[str, str | None]:
    """The folder, and the address where it is asked here and not in the desk's form."""
    try:
        folder = await program.data.fetch(setting, FOLDER)
        address = await program.data.fetch(setting, ADDRESS)
        desk = await program.data.fetch(read_desk)
    except DeskError:
        return "~/deskhours", ""
    return str(folder or "~/deskhours"), None if desk.paper.address else str(address or "")


async def _remember(program: Program, values: dict[str, Any]) -> None:
    """Keep what was typed for the next time; where that fails the statement is written all the same."""
    kept = {FOLDER: values["folder"]}
    if "address" in values:
        kept[ADDRESS] = values["address"] or ""
    for name, value in kept.items():
        try:
            await program.data.submit(set_setting, name, value)
        except DeskError as error:
            program.notify(str(error), severity="warning")


async def _write(program: Program, statements: Sequence[Statement], values: dict[str, Any]) -> None:
    folder, form = named_file(values["folder"], at_home=True), values["form"]
    names = file_names(statements, form)
    files = dict(zip((folder / name for name in names), statements, strict=True))
    taken = await asyncio.to_thread(_taken, files, form, program.place.path)
    if taken and await program.push_screen_wait(_question(taken)) != "y":
        return
    jobs = [
        Job(
            f"{found.header.client_name}  {name}",
            partial(_write_one, found, form, folder / name, program.place.path, force=bool(taken)),
        )
        for found, name in zip(statements, names, strict=True)
    ]
    if not jobs:
        program.notify("There is nothing to state in this month.")
        return
    done = await program.push_screen_wait(Progress(f"Writing {plural(len(jobs), 'statement')}", jobs))
    if done and form == "pdf" and (problems := await asyncio.to_thread(paper_problems, statements)):
        program.notify("\n".join(problems), severity="warning", timeout=12)
    if done == 1 and len(jobs) == 1:
        program.notify(f"Wrote {folder / names[0]}", timeout=8)
    elif done:
        rest = f", {len(jobs) - done} not" if done < len(jobs) else ""
        program.notify(f"Wrote {plural(done, 'statement')} to {folder}{rest}.", timeout=8)


def _taken(files: dict[Path, Statement], form: str, desk: Path) -> list[Occupied]:
    """The files that exist already with another content."""
    found = []
    for path, statement in files.items():
        try:
            if path.exists():
                check_output(path, STATEMENT, desk, content=write_statement(statement, form))
        except Occupied as error:
            found.append(error)
        except DeskError:
            continue  # said when it is written
    return found


def _question(taken: Sequence[Occupied]) -> Confirm:
    names = [error.path.name for error in taken]
    more = f"\nand {len(names) - 5} more" if len(names) > 5 else ""
    what = "This file is" if len(names) == 1 else f"These {len(names)} files are"
    text = f"{what} there already with another content:\n\n" + "\n".join(names[:5]) + more
    return Confirm("Write over what is there?", text, (("y", "write over"), ("n", "write nothing")))


def _write_one(statement: Statement, form: str, path: Path, desk: Path, *, force: bool) -> None:
    write_output(path, write_statement(statement, form), STATEMENT, desk, force=force)


__all__ = ["ask_statement", "ask_statements", "read_or_tell", "show_statement"]
