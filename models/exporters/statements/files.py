"""In which forms can a statement be had, and what are their files called? One door to all writers.

A name holds the month, the client and the number and is safe on every file system; none of a month occurs twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.exporters.files import slug
from models.exporters.statements.csv_form import write_statement_csv
from models.exporters.statements.json_form import write_statement_json
from models.exporters.statements.markdown_form import write_statement_markdown
from models.exporters.statements.pdf_form import write_statement_pdf
from models.exporters.statements.statement import Statement
from models.exporters.statements.text_form import write_statement_text
from models.exporters.statements.xlsx_form import write_statement_xlsx

FORMS = ("pdf", "text", "markdown", "json", "csv", "xlsx")
ENDINGS = {"pdf": "pdf", "text": "txt", "markdown": "md", "json": "json", "csv": "csv", "xlsx": "xlsx"}


def write_statement(statement: Statement, form: str) -> bytes:
    """The statement in one of FORMS; raises DeskError where an extra is missing."""
    if form == "csv":
        return write_statement_csv(statement).encode("utf-8-sig")
    if form == "text":
        return write_statement_text(statement).encode()
    if form == "markdown":
        return write_statement_markdown(statement).encode()
    writers = {"pdf": write_statement_pdf, "xlsx": write_statement_xlsx, "json": write_statement_json}
    return writers[form](statement)


def file_name(statement: Statement, form: str) -> str:
    """`2026-09-acme-228.pdf`, version 2 `2026-09-acme-228-v2.pdf`; a draft says so."""
    header = statement.header
    tail = {"draft": "-draft", "final": ""}[header.status] if header.number is None else f"-{header.number}"
    tail += f"-v{header.version}" if header.version is not None and header.version > 1 else ""
    return f"{header.month}-{slug(header.client)}{tail}.{ENDINGS[form]}"


def file_names(statements: Iterable[Statement], form: str) -> tuple[str, ...]:
    """Names for the statements of a month; keys that look alike to a file system are told apart."""
    names: list[str] = []
    taken: set[str] = set()
    for statement in statements:
        name, count = file_name(statement, form), 1
        stem, _, ending = name.rpartition(".")
        while name.casefold() in taken:
            count += 1
            name = f"{stem}-{count}.{ending}"
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)
