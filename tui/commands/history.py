"""Which commands show and undo what was done? history, undo, redo."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import NotFound
from models.domain.basics.zone import to_iso, zone
from models.queries.history.titles import read_named_title, with_names
from models.queries.history.trail import read_history, read_record_history
from models.queries.history.undo_questions import read_next_undo
from models.services.history.undo import redo as redo_last
from models.services.history.undo import undo as undo_last
from models.storage.rows.reading import read_desk
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import desk_of, who_writes

if TYPE_CHECKING:
    from models.queries.history.trail import Step


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "history", history, reads=True)
    parser.add_argument(
        "key", metavar="KEY", nargs="?", help="of one record only, like E-12 or a client's key"
    )
    parser.add_argument(
        "--limit", metavar="N", type=_count, default=20, help="how many changes (default: 20)"
    )
    for name, run in (("undo", undo), ("redo", redo)):
        parser = command(parsers, name, run)
        parser.add_argument("--agent", metavar="A", help="only what A did (default: what anybody did)")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= 10_000):
        raise argparse.ArgumentTypeError(f"{text!r} is no count; accepted is 1 to 10000")
    return int(text)


def history(context: Context) -> int:
    """List the newest changes, of the desk or of one record (`deskhours history [KEY] [--limit N]`)."""
    key, limit = context.args.key, context.args.limit
    with desk_of(context):
        desk_zone = zone(read_desk().timezone)
        steps = read_history(limit) if key is None else read_record_history(key, limit=limit)
        told = steps if context.args.json else with_names(steps)
    if key is not None and not steps:
        raise NotFound(f"history: nothing is recorded of {key!r}")

    def words() -> Iterator[str]:
        for step in told:
            moment = desk_zone.local(step.at).strftime("%Y-%m-%d %H:%M")
            yield f"{moment}  {step.who}  {step.title}{'  (undone)' if step.undone else ''}"
            yield from _row_words(step)

    return context.answer([_document(step) for step in steps], words)


def _row_words(step: Step) -> Iterator[str]:
    if step.count > len(step.rows):
        yield f"    {step.summary}"
        return
    for row in step.rows:
        fields = "; ".join(str(field) for field in row.fields) if row.what == "changed" else ""
        yield f"    {row.table} {row.key} {row.what}{': ' if fields else ''}{fields}"


def _document(step: Step) -> dict[str, Any]:
    return asdict(step) | {"at": to_iso(step.at)}


def undo(context: Context) -> int:
    """Undo the newest change and say whose it was (`deskhours undo`)."""
    with desk_of(context):
        found = read_next_undo(context.args.agent)
        title = undo_last(
            context.now, who_writes(context), context.args.agent, expected=None if found is None else found.id
        )
        named = read_named_title(title)
        by = f" (by {found.who})" if found is not None and found.who != who_writes(context) else ""
    more = [] if found is None else list(found.asks)
    return context.answer({"undone": title}, lambda: iter([f"undone: {named}{by}", *more]))


def redo(context: Context) -> int:
    """Do again what was undone last (`deskhours redo`)."""
    with desk_of(context):
        title = redo_last(context.now, who_writes(context), context.args.agent)
        named = read_named_title(title)
    return context.answer({"redone": title}, lambda: iter([f"redone: {named}"]))
