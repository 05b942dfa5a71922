"""Commands that write statements: one client's on standard output or in a file, all in a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from models.domain.errors import DeskError
from tui.commands.base import Context, Parsers, command, print_json, print_line

FORMATS = ("text", "json", "csv", "xlsx", "pdf")


def declare(parsers: Parsers) -> None:
    """Add the parser of this module."""
    parser = command(
        parsers, "statement", "a client's statement of a month, or all of them", statement, reads=True
    )
    parser.add_argument("client", metavar="CLIENT", nargs="?", help="the client's key")
    parser.add_argument("month", metavar="MONTH", nargs="?", help="like 2026-03")
    parser.add_argument("--all", metavar="MONTH", dest="all", help="the statements of all clients of a month")
    parser.add_argument("--format", choices=FORMATS, help="default: by the file's name, else text")
    parser.add_argument("--output", metavar="PATH", help="the file to write; with --all the folder")
    parser.add_argument("--language", metavar="L", help="en, de or ru (default: the client's)")
    parser.add_argument("--issue", metavar="N", type=int, help="an earlier version of the statement")


def statement(context: Context) -> int:
    """`deskhours statement CLIENT MONTH` and `deskhours statement --all MONTH --output FOLDER`."""
    args = context.args
    if args.all is not None:
        if args.client is not None or not args.output:
            return _usage("statement --all MONTH --output FOLDER takes no CLIENT and needs the folder")
        return _all(context)
    if args.client is None or args.month is None:
        return _usage("statement needs CLIENT and MONTH, or --all MONTH --output FOLDER")
    return _one(context)


def _usage(words: str) -> int:
    print(f"deskhours: {words}", file=sys.stderr)
    return 2


def _language(context: Context) -> str | None:
    from models.exporters.statement_words import known_language

    return None if context.args.language is None else known_language(context.args.language)


def _one(context: Context) -> int:
    from models.domain.months import parse_month
    from models.exporters.statement_files import write_statement
    from models.queries.statements import read_statement

    args, language = context.args, _language(context)
    form = _form(context)
    if form in {"pdf", "xlsx"} and not args.output and sys.stdout.isatty():
        raise DeskError(f"{form.upper()} is nothing for a terminal; name a file with --output")
    with context.desk():
        found = read_statement(
            args.client, parse_month(args.month, "MONTH"), version=args.issue, language=language
        )
    data = write_statement(found, form)
    if args.output:
        from models.exporters.files import write_file

        write_file(Path(args.output), data)
        return context.answer({"file": args.output}, lambda: iter([f"wrote {args.output}"]))
    if form in {"text", "json"}:
        _print(data.decode())
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    return 0


def _form(context: Context) -> str:
    """The form asked for: --format, --json, the ending of the file's name, else text."""
    args = context.args
    if args.format is not None:
        return str(args.format)
    ending = Path(args.output).suffix.lower().lstrip(".") if args.output and args.all is None else ""
    if ending in FORMATS:
        return ending
    if args.all is not None:
        return "json" if args.json else "pdf"
    return "json" if args.json else "text"


def _print(text: str) -> None:
    """Text in every locale: JSON escapes what the encoding lacks, words are replaced."""
    encoding = (sys.stdout.encoding or "ascii").lower()
    if text.startswith("{"):
        import json

        print_json(json.loads(text))
    elif encoding.startswith("utf"):
        print(text, end="")
    else:
        print(text.encode(encoding, "replace").decode(encoding), end="")


def _all(context: Context) -> int:
    from models.domain.months import parse_month
    from models.exporters.files import make_folder, write_file
    from models.exporters.statement_files import file_names, write_statement
    from models.queries.statements import read_statements

    args, form, language = context.args, _form(context), _language(context)
    with context.desk():
        statements = read_statements(parse_month(args.all, "--all"), language=language)
    folder = Path(args.output)
    make_folder(folder)
    names = file_names(statements, form)
    for name, found in zip(names, statements, strict=True):
        write_file(folder / name, write_statement(found, form))
        if not args.json:
            print_line(f"wrote {folder / name}")
    if args.json:
        print_json({"files": [str(folder / name) for name in names]})
    return 0
