"""Where does a command's file go? To a guarded file, or through a pipe; `-` is standard output."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from models.domain.basics.errors import DeskError
from models.storage.files.named import named_file
from models.storage.files.outputs import Fill, Kind, write_output
from models.storage.files.whole import why
from models.storage.location import home, resolve
from tui.commands.base import Context
from tui.printing import print_line

STANDARD = "-"
_CHUNK = 1 << 20


def writing(parser: argparse.ArgumentParser, name: str, help_text: str, metavar: str = "FILE") -> None:
    """The options of a command that writes a file."""
    parser.add_argument(name, metavar=metavar, help=f"{help_text}; - is standard output")
    parser.add_argument(
        "--force", action="store_true", help="write over a file that is there (never over the open desk)"
    )


def named(target: str | None) -> str | None:
    """The file that was named; None for standard output."""
    return None if target in {None, STANDARD} else target


def to_file(context: Context, name: str, content: bytes | Fill, kind: Kind) -> Path:
    """Write a whole file, or refuse."""
    return write_output(
        named_file(name), content, kind, home(resolve(context.args.database)), force=context.args.force
    )


def spool(parts: Iterable[bytes]) -> BinaryIO:
    """The parts in a nameless file, read from its start: a slow reader must not hold the database."""
    file = tempfile.SpooledTemporaryFile(max_size=8 * _CHUNK)  # noqa: SIM115  # the caller reads it
    try:
        for part in parts:
            file.write(part)
    except OSError as error:
        raise DeskError(f"{tempfile.gettempdir()}: cannot be written: {why(error)}") from error
    file.seek(0)
    return file  # type: ignore[return-value]


def to_standard(file: BinaryIO) -> None:
    """Copy a file to standard output: its bytes into a pipe, harmless lines to a terminal."""
    if sys.stdout.isatty():
        for line in file:
            print_line(line.decode("utf-8-sig", "replace").rstrip("\r\n"))
        return
    sys.stdout.flush()
    while chunk := file.read(_CHUNK):
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()
