"""Where was something said? `deskhours search TEXT` finds it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_instant
from models.domain.basics.zone import zone
from models.queries.desk.search import search_document
from models.storage.rows.reading import read_client_names, read_desk
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import desk_of

if TYPE_CHECKING:
    from models.domain.basics.zone import Zone

USUAL = 100


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "search", search, reads=True)
    parser.add_argument("text", metavar="TEXT", help="words; case and accents do not count")
    parser.add_argument(
        "--limit", metavar="N", type=_limit, default=USUAL, help=f"at most so many (default: {USUAL})"
    )


def _limit(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 10 and 0 < int(text) <= 1_000_000:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 1,000,000")


def search(context: Context) -> int:
    """List the records that hold the words, best matches first (`deskhours search TEXT [--limit N]`)."""
    if not context.args.text.split():
        raise InvalidValue("text", "is empty; accepted are one or more words to look for")
    with desk_of(context):
        document = search_document(context.args.text, context.now, context.args.limit)
        where, names = zone(read_desk().timezone), read_client_names()
    return context.answer(document, lambda: _words(document, context.args.limit, where, names))


def _words(document: list[dict[str, Any]], limit: int, where: Zone, names: dict[str, str]) -> Iterator[str]:
    for row in document:
        when = "" if row["at"] is None else f"{where.local(parse_instant(row['at'], 'at')):%Y-%m-%d}"
        client = names.get(row["client"] or "", "")
        yield f"{when:<10}  {row['kind']:<8}  {row['key']:<12}  {client:<24}  {row['text']}".rstrip()
    more = f"; there may be more, --limit {limit * 10} shows them" if len(document) == limit else ""
    yield f"{len(document):,} found{more}"
