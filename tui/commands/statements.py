"""How are statements written? One client's to standard output or a file, all of a month into a folder."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.domain.basics.errors import DeskError
from models.domain.papers import ANNEXES
from models.exporters.statements.files import ENDINGS, file_names, write_statement
from models.exporters.statements.pdf_form import paper_problems
from models.exporters.statements.words import known_language
from models.queries.month_end.statements import read_statement, read_statements
from models.storage.files.named import named_file
from models.storage.files.outputs import STATEMENT, Occupied, check_output
from models.storage.files.whole import make_folder
from models.storage.location import home, resolve
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import check_sees_money, desk_of
from tui.commands.output import STANDARD, named, to_file, to_standard, writing
from tui.printing import print_json, print_line, warn

if TYPE_CHECKING:
    from models.exporters.statements.statement import Statement

FORMATS = ("text", "markdown", "json", "csv", "xlsx", "pdf")
_ENDINGS = {ending: form for form, ending in ENDINGS.items()} | {form: form for form in FORMATS}


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "statement", statement, reads=True)
    parser.add_argument("client", metavar="CLIENT", nargs="?", help="the client's key")
    parser.add_argument("month", metavar="MONTH", nargs="?", help="like 2026-03")
    parser.add_argument("--all", metavar="MONTH", dest="all", help="the statements of all clients of a month")
    parser.add_argument("--format", choices=FORMATS, help="default: by the file's name, else text")
    writing(parser, "--output", "the file to write; with --all the folder", "PATH")
    parser.add_argument(
        "--language", metavar="L", help="like en-GB, en-US, de, ru, fr (default: the client's)"
    )
    parser.add_argument(
        "--annex", choices=ANNEXES, help="the work in full, by request, or not (default: the client's)"
    )
    parser.add_argument("--issue", metavar="N", type=int, help="an earlier version of the statement")


def statement(context: Context) -> int:
    """`deskhours statement CLIENT MONTH` and `deskhours statement --all MONTH --output FOLDER`."""
    args = context.args
    if args.all is not None:
        if args.client is not None or not args.output or args.output == STANDARD:
            return _usage("statement --all MONTH --output FOLDER takes no CLIENT and needs the folder")
        return _all(context)
    if args.client is None or args.month is None:
        return _usage("statement needs CLIENT and MONTH, or --all MONTH --output FOLDER")
    return _one(context)


def _usage(words: str) -> int:
    print(f"deskhours: {words}", file=sys.stderr)
    return 2


def _language(context: Context) -> str | None:
    return None if context.args.language is None else known_language(context.args.language)


def _one(context: Context) -> int:
    args, language = context.args, _language(context)
    form = _form(context)
    name = named(args.output)
    if form in {"pdf", "xlsx"} and name is None and sys.stdout.isatty():
        raise DeskError(f"{form.upper()} is nothing for a terminal; name a file with --output")
    with desk_of(context) as opened:
        check_sees_money(opened, "a statement")
        month = context.month(args.month)
        found = read_statement(args.client, month, version=args.issue, language=language, annex=args.annex)
    data = write_statement(found, form)
    if name is not None:
        to_file(context, name, data, STATEMENT)
        _warn_of_paper(form, [found])
        return context.answer({"file": name}, lambda: iter([f"wrote {name}"]))
    if form in {"text", "markdown", "json"}:
        _print(data.decode())
    else:
        _warn_of_paper(form, [found])
        to_standard(io.BytesIO(data))
    return 0


def _warn_of_paper(form: str, statements: Sequence[Statement]) -> None:
    """Name on standard error what a PDF cannot show; the files are written all the same."""
    if form == "pdf":
        for words in paper_problems(statements):
            warn(words)


def _form(context: Context) -> str:
    """The form asked for: --format, --json, the ending of the file's name, else text."""
    args = context.args
    if args.format is not None:
        return str(args.format)
    name = named(args.output)
    ending = Path(name).suffix.lower().lstrip(".") if name is not None and args.all is None else ""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    if args.all is not None:
        return "json" if args.json else "pdf"
    return "json" if args.json else "text"


def _print(text: str) -> None:
    """Text in every locale, and nothing in it can steer the terminal."""
    if text.startswith("{"):
        print_json(json.loads(text))
    else:
        for line in text.removesuffix("\n").split("\n"):
            print_line(line)


def _all(context: Context) -> int:
    args, form, language = context.args, _form(context), _language(context)
    with desk_of(context) as opened:
        check_sees_money(opened, "a statement")
        statements = read_statements(context.month(args.all, "--all"), language=language, annex=args.annex)
    folder = named_file(args.output)
    files = dict(zip(file_names(statements, form), statements, strict=True))
    # Written once more below: two hundred statements as PDF are better made twice than kept.
    desk, taken = home(resolve(args.database)), list[Occupied]()
    for name, found in files.items():
        if (folder / name).exists():
            try:
                check_output(
                    folder / name, STATEMENT, desk, force=args.force, content=write_statement(found, form)
                )
            except Occupied as error:
                taken.append(error)
    if taken:
        more = (
            f" (and {len(taken) - 1} more; nothing was written)"
            if len(taken) > 1
            else "; nothing was written"
        )
        raise DeskError(f"{taken[0]}{more}")
    make_folder(folder)
    for name, found in files.items():
        to_file(context, str(folder / name), write_statement(found, form), STATEMENT)
        if not args.json:
            print_line(f"wrote {folder / name}")
    _warn_of_paper(form, list(files.values()))
    if args.json:
        print_json({"files": [str(folder / name) for name in files]})
    return 0
