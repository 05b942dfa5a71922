"""How does a statement go on paper? As a PDF set by typst, from strings that are data and never markup.

Nothing that a person typed can change the page's program; the fonts that typst brings cover Latin, Greek and
Cyrillic, for other scripts it looks among those of the machine.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from errno import ENOENT
from functools import lru_cache
from pathlib import Path
from typing import Any

from models.domain.basics.errors import DeskError
from models.exporters.statements.page import printed
from models.exporters.statements.statement import Statement

_TEMPLATE = Path(__file__).with_name("statement.typ")
_RARE = re.compile(
    "[^\u0000-\u017f\u0391-\u03c9\u0401-\u045f\u2010-\u2026\u2030\u2039\u203a\u20ac\u2116\u2212\u200b]"
)
"""Letters that are not surely in the fonts which typst brings."""
_MISSING = re.compile(r'the text `"([^`]+)"` could not be displayed')
_LONG = re.compile(r"[^\s\u200b-]{29,}")
_PIECE, _NAMED = 14, 12
_PNG = b"\x89PNG\r\n\x1a\n"
_MOST_LOGO = 2_000_000
_UNPRINTABLE = dict.fromkeys([*range(0x20), 0x7F, *range(0x80, 0xA0), 0x202F], " ")


def write_statement_pdf(statement: Statement) -> bytes:
    """The statement as a PDF; raises DeskError where the extra `pdf` is not installed."""
    pages = _typst().compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        format="pdf",
        sys_inputs={"data": _data(statement)},
        timestamp=int(statement.moment.timestamp()),
    )
    return bytes(pages)


def _typst() -> Any:
    try:
        import typst
    except ImportError as error:
        raise DeskError("PDF needs an extra: pip install 'deskhours[pdf]'") from error
    return typst


def _data(statement: Statement) -> str:
    document: dict[str, Any] = {**printed(statement).document(), "logo": None, "logo_kind": ""}
    plain = _plain(document)
    assert isinstance(plain, dict)
    if statement.header.logo and not logo_problem(statement):
        picture = _picture(statement.header.logo)
        svg = statement.header.logo.lower().endswith(".svg")
        plain |= {"logo": list(picture), "logo_kind": "svg" if svg else "png"}
    return json.dumps(plain, ensure_ascii=False)


def _picture(name: str) -> bytes:
    """The bytes of a logo; raises OSError, ValueError for what is no picture of its name."""
    path = Path(os.fsdecode(name.encode())).expanduser()  # a locale without letters keeps the bytes of a name
    if not path.is_file():
        raise FileNotFoundError(ENOENT, "there is no such file", name)
    if path.stat().st_size > _MOST_LOGO:
        raise ValueError(f"is larger than {_MOST_LOGO // 1_000_000} MB")
    data = path.read_bytes()
    kind = path.suffix.lower().lstrip(".")
    if not (data.startswith(_PNG) if kind == "png" else b"<svg" in data) or not _drawable(data, kind):
        raise ValueError(f"is no {kind.upper()} picture")
    return data


@lru_cache(maxsize=4)
def _drawable(data: bytes, kind: str) -> bool:
    """Whether typst can draw the picture; a damaged one must not stop the statement."""
    typst = _typst()
    page = b"#set page(width: 2cm, height: 2cm)\n"
    page += b"#image(bytes(json(bytes(sys.inputs.data))), format: sys.inputs.kind, width: 1cm)"
    try:
        typst.compile(page, format="pdf", sys_inputs={"data": json.dumps(list(data)), "kind": kind})
    except typst.TypstError:
        return False
    return True


def logo_problem(statement: Statement) -> str:
    """Why the logo is not printed; empty where it is, or where there is none."""
    name = statement.header.logo
    if not name:
        return ""
    try:
        _picture(name)
    except OSError as error:
        return f"{name}: the logo cannot be read ({error.strerror}); the statement is written without it"
    except (ValueError, RuntimeError) as error:
        return f"{name}: {error}; the statement is written without its logo"
    return ""


def unprintable(statement: Statement) -> tuple[str, ...]:
    """The characters of the statement that no font of this machine has: the PDF shows boxes in their place.

    The check is made only where there are letters that the fonts which typst brings may lack: an archive PDF (PDF/A)
    refuses such letters and names them.
    """
    text = _data(statement)
    if not _RARE.search(text):
        return ()
    typst = _typst()
    try:
        typst.compile(
            str(_TEMPLATE), root=str(_TEMPLATE.parent), format="pdf", sys_inputs={"data": text},
            timestamp=int(statement.moment.timestamp()), pdf_standards="a-2b",
        )  # fmt: skip
    except typst.TypstError as error:
        named = _MISSING.findall(str(getattr(error, "diagnostic", "") or error))
        return tuple(dict.fromkeys(letter for text in named for letter in text))
    return ()


def paper_problems(statements: Sequence[Statement]) -> tuple[str, ...]:
    """What is to be said of the PDFs of these statements: letters without a font, a logo that is not there."""
    boxes = missing_words(letter for each in statements for letter in unprintable(each))
    logos = dict.fromkeys(filter(None, map(logo_problem, statements)))
    return (*((boxes,) if boxes else ()), *logos)


def missing_words(letters: Iterable[str]) -> str:
    """What to say of characters that print as boxes, with the way to a font; empty for none."""
    names = list(dict.fromkeys(letters))
    if not names:
        return ""
    shown, more = " ".join(names[:_NAMED]), f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return (
        f"No font of this machine has {shown}{more}: the PDF shows boxes there. Install a font that has them"
        " (Noto Sans of the script, https://fonts.google.com/noto) and write it again; text, CSV and XLSX are whole."
    )


def _pieces(word: str) -> list[str]:
    """The word in parts of some 14 characters; a mark stays with its letter."""
    pieces = [""]
    for letter in word:
        if len(pieces[-1]) >= _PIECE and not unicodedata.category(letter).startswith("M"):
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _plain(value: object) -> object:
    """All strings without characters that have no place on paper; a word without end may be broken."""
    if isinstance(value, str):
        return _LONG.sub(lambda word: "\u200b".join(_pieces(word[0])), value.translate(_UNPRINTABLE))
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
