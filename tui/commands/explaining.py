"""Which commands say where a number comes from, and what a change would do? explain, preview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from models.domain.basics.notation import parse_choice
from models.domain.basics.typed.typed_time import parse_when
from models.domain.basics.zone import Zone, zone
from models.domain.checked import checked_entry
from models.domain.ledger.sums import SUM_NAMES
from models.domain.values import PREMIUM_WORDS, SCOPES, Entry
from models.queries.ledger.explain import explain
from models.queries.ledger.explain_document import explain_document
from models.queries.time.entry_preview import Change, read_preview
from models.queries.time.preview_document import preview_document
from models.services.time.entries import check_not_archived, check_references
from models.storage.rows.reading import read_desk, read_entry
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import desk_of


def declare(parsers: Parsers) -> None:
    """Add the parsers of the commands of this file."""
    parser = command(parsers, "explain", explain_unit, reads=True)
    parser.add_argument("client", metavar="CLIENT", help="the client's key")
    parser.add_argument("month", metavar="MONTH", help="like 2026-03")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--entry", metavar="KEY", help="the unit in which this entry stands")
    what.add_argument("--sum", metavar="NAME", choices=SUM_NAMES, help=f"one of {', '.join(SUM_NAMES)}")
    parser = command(parsers, "preview", preview, reads=True)
    parser.add_argument("what", metavar="entry", choices=("entry",), help="what would be changed")
    parser.add_argument("key", metavar="KEY", help="the entry's key")
    parser.add_argument("--from", dest="started", metavar="T", help="another start: an instant or local time")
    parser.add_argument("--to", dest="ended", metavar="T", help="another end")
    parser.add_argument("--client", metavar="C", help="another client")
    parser.add_argument("--scope", metavar="S", help=f"one of {', '.join(SCOPES)}")
    parser.add_argument("--premium", metavar="P", help="agreed, waived or none")
    parser.add_argument("--delete", action="store_true", help="what deleting it would do")


def explain_unit(context: Context) -> int:
    """Answer where a unit's minutes and money come from (`deskhours explain CLIENT MONTH --entry KEY`)."""
    args = context.args
    month = context.month(args.month)
    with desk_of(context):
        if args.entry is None:
            words = explain(args.client, month, args.sum).split("\n")
            return context.answer({"sum": args.sum, "words": words}, lambda: iter(words))
        found = explain_document(args.client, month, args.entry)
    return context.answer(found, lambda: _unit_words(found))


def _unit_words(found: dict[str, Any]) -> Iterator[str]:
    yield from found["words"]
    for other in found["also"]:
        yield ""
        yield from other["words"]


def preview(context: Context) -> int:
    """Answer what changing an entry would do to the ledgers, or refuse it (`deskhours preview entry KEY`)."""
    with desk_of(context):
        desk, entry = read_desk(), read_entry(context.args.key)
        change = Change(
            (entry,), () if context.args.delete else (_changed(context, entry, zone(desk.timezone)),)
        )
        document = preview_document(change, context.now, desk.currency)
        words = read_preview(change, context.now).lines
    return context.answer(document, lambda: iter(words))


def _changed(context: Context, entry: Entry, desk_zone: Zone) -> Entry:
    """The entry as it would be; raises what editing it so would raise."""
    args = context.args
    new = entry
    if args.started is not None:
        new = replace(new, started_at=parse_when(args.started, context.now, desk_zone, "--from"))
    if args.ended is not None:
        new = replace(new, ended_at=parse_when(args.ended, context.now, desk_zone, "--to"))
    if args.client is not None:
        new = replace(new, client=args.client)
    if args.scope is not None:
        new = replace(new, scope=parse_choice(args.scope, "--scope", SCOPES))
    if args.premium is not None:
        parse_choice(args.premium, "--premium", (*PREMIUM_WORDS, "none"))
        new = replace(new, premium=next((word for word in PREMIUM_WORDS if word == args.premium), None))
    new = checked_entry(replace(new, late_in=None))
    check_references(new)
    if new.client != entry.client:
        check_not_archived(new.client)
    return new
