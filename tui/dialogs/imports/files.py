"""Which file? Folders and the files in them that could hold somebody's work, newest first; or a path that is typed."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError
from models.storage.files.named import named_file
from tui.dialogs.form import Form
from tui.dialogs.pick import Option, Pick
from tui.text.format import safe
from tui.widgets.form.fields import TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program

ENDINGS = frozenset((".csv", ".json", ".zip", ".klg", ".timeclock", ".tsv", ".txt", ".dat"))
NONE = "No file or folder here has these words. A path, typed or pasted, is taken as it is."
_TYPED = "typed"
_MOST = 2_000


async def choose_file(program: Program, start: Path | None = None) -> Path | None:
    """A file that the user chose; None when they did not."""
    folder = start if start is not None else await asyncio.to_thread(usual_folder)
    while True:
        options = await asyncio.to_thread(options_in, folder)
        picked = await program.push_screen_wait(
            Pick(f"Import a file · {shortened(folder)}", options, empty=NONE, typed=path_option)
        )
        if picked is None:
            return None
        if isinstance(picked, str) and picked != _TYPED:
            typed = await asyncio.to_thread(_there, picked)
            if typed is None:
                program.notify(f"There is no file or folder {safe(picked)}.", severity="warning")
            elif typed.is_file():
                return typed
            folder = typed or folder
            continue
        if picked == _TYPED:
            typed = await _ask_path(program, folder)
            if typed is not None and typed.is_file():
                return typed
            folder = typed if typed is not None else folder
        elif isinstance(picked, Path):
            if not picked.is_dir():
                return picked
            folder = picked


def path_option(text: str) -> Option | None:
    """A path that was typed or pasted, also in quotes, as something to take; None for words."""
    path = text.strip().strip("'\"")
    if not path.startswith("~") and not Path(path).is_absolute():
        return None
    return Option(path, safe(path), "this path")


def _there(text: str) -> Path | None:
    """The file or folder of that name; None where there is none."""
    try:
        path = named_file(text, at_home=True)
        return path if path.exists() else None
    except (DeskError, OSError):
        return None


def usual_folder() -> Path:
    """Where a browser puts what was exported; else the home folder."""
    home = Path.home()
    downloads = home / "Downloads"
    return downloads if downloads.is_dir() else home


def options_in(folder: Path) -> list[Option]:
    """The files of a folder, newest first, then its folders and the way up."""
    files: list[tuple[float, Path, int]] = []
    folders: list[Path] = []
    try:
        for path in folder.iterdir():
            if path.name.startswith("."):
                continue
            if path.is_dir():
                folders.append(path)
            elif path.is_file() and (path.suffix.lower() in ENDINGS or path.name == "frames"):
                found = path.stat()
                files.append((found.st_mtime, path, found.st_size))
    except OSError:
        files, folders = files[:], folders[:]
    files.sort(key=lambda each: (-each[0], each[1].name))
    options = [Option(path, safe(path.name), _about(changed, size)) for changed, path, size in files[:_MOST]]
    options += [Option(path, f"{safe(path.name)}/", "folder") for path in sorted(folders)[:_MOST]]
    if folder.parent != folder:
        options.append(Option(folder.parent, "../", "folder above"))
    return [*options, Option(_TYPED, "Type a path …", "any file")]


def _about(changed: float, size: int) -> str:
    # The time of a file, as the machine shows it.
    day = datetime.fromtimestamp(changed)  # noqa: DTZ006 - the machine's own clock, as `ls` shows it
    return f"{max(1, size // 1024):,} kB  {day:%Y-%m-%d %H:%M}"


def shortened(path: Path) -> str:
    """A path as people write it, with ~ for home."""
    home = str(Path.home())
    text = str(path)
    return safe("~" + text.removeprefix(home) if text.startswith(home) else text)


async def _ask_path(program: Program, folder: Path) -> Path | None:
    def submit(values: dict[str, Any]) -> dict[str, str]:
        try:
            found = named_file(values["file"].strip(), at_home=True).exists()
        except DeskError as error:
            return {"file": str(error)}
        return {} if found else {"file": "there is no such file or folder"}

    form = Form(
        "Import a file",
        [TextField("file", "File or folder", f"{shortened(folder)}/", required=True)],
        submit=submit,
    )
    values = await program.push_screen_wait(form)
    return None if values is None else named_file(values["file"].strip(), at_home=True)
