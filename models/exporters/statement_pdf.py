"""How does a statement go on paper? As a PDF set by typst, from strings that are data and never markup.

Law: nothing that a person typed can change the page's program; the fonts that typst brings cover Latin, Greek
and Cyrillic, for other scripts it looks among those of the machine.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from models.domain.errors import DeskError
from models.exporters.statement import Statement
from models.exporters.statement_page import printed

_TEMPLATE = Path(__file__).with_name("statement.typ")
_UNPRINTABLE = dict.fromkeys([*range(0x20), 0x7F, *range(0x80, 0xA0), 0x202F], " ")


def write_statement_pdf(statement: Statement) -> bytes:
    """The statement as a PDF; raises DeskError where the extra `pdf` is not installed."""
    try:
        import typst
    except ImportError as error:
        raise DeskError("PDF needs an extra: pip install 'deskhours[pdf]'") from error
    text = json.dumps(_plain(printed(statement).document()), ensure_ascii=False)
    pages = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        format="pdf",
        sys_inputs={"data": text},
        timestamp=int(_moment(statement).timestamp()),
    )
    return bytes(pages)


def _moment(statement: Statement) -> datetime:
    """The date inside the file: the same statement always gives the same file."""
    day = statement.header.issued_on or statement.header.month.last_day
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _plain(value: object) -> object:
    """All strings without characters that have no place on paper."""
    if isinstance(value, str):
        return value.translate(_UNPRINTABLE)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
