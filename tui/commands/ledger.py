"""Which commands answer and close months? ledger, month, close, reopen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from models.book.ledgers import ledger_json
from models.domain.basics.phrases import FLOW_WORDS, PART_WORDS, money_words
from models.domain.basics.zone import zone
from models.domain.planning.marks import used_minutes
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.months import desk_month_json, read_desk_month
from models.services.month_end.months import close_month, reopen_month
from models.storage.rows.reading import read_desk
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import desk_of, who_writes
from tui.text.durations import hm

_ZERO = re.compile(r"\b0(?=\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b)")
"""The zero of `05 Mar`: the screens write `5 Mar`."""

if TYPE_CHECKING:
    from models.domain.basics.months import Month
    from models.domain.ledger.document import LedgerDocument
    from models.queries.month_end.months import DeskMonth


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "ledger", ledger, reads=True)
    parser.add_argument("client", metavar="CLIENT", help="the client's key")
    parser.add_argument("month", metavar="MONTH", help="like 2026-03")
    parser = command(parsers, "month", month, reads=True)
    parser.add_argument("month", metavar="MONTH", help="like 2026-03")
    parser = command(parsers, "close", close)
    parser.add_argument("month", metavar="MONTH", help="like 2026-03")
    parser.add_argument("--agent", metavar="A", help="who closes it")
    parser = command(parsers, "reopen", reopen)
    parser.add_argument("month", metavar="MONTH", help="like 2026-03")
    parser.add_argument("--reason", metavar="TEXT", required=True, help="why")
    parser.add_argument("--agent", metavar="A", help="who opens it")


def ledger(context: Context) -> int:
    """Answer the ledger document of a client and month (RULES 10.1) (`deskhours ledger CLIENT MONTH`)."""
    with desk_of(context):
        document = Ledgers().document(context.args.client, context.month(context.args.month))
    return context.answer(ledger_json(document), lambda: _ledger_words(document))


def _money(minor: int, currency: str) -> str:
    return money_words(minor, currency)


def _ledger_words(document: LedgerDocument) -> Iterator[str]:
    sums, currency = document.sums, document.currency
    yield f"{document.client} {document.month}{' (closed)' if document.closed else ''}"
    for name, word in FLOW_WORDS.items():
        yield f"  {word:<20}{hm(sums.of(name)):>9}"
    for name, word in PART_WORDS.items():
        if sums.of(name) and (name != "counted" or sums.is_weighed):
            yield f"  {word:<20}{hm(sums.of(name)):>9}"
    for line in document.lines:
        time = ""
        if line.minutes is not None and line.rate is not None:
            time = f" {hm(line.minutes)} at {_money(line.rate, currency)}"
        what = " ".join(key for key in (line.contract, line.work_type, line.charge) if key)
        yield f"  {'late ' if line.late else ''}{line.kind} {what}{time}: {_money(line.amount, currency)}"
    yield f"  total {_money(document.total, currency)}"


def month(context: Context) -> int:
    """Answer a month's checks and the sums of each client (`deskhours month MONTH`)."""
    return _answer(context, context.month(context.args.month), _month_words)


def _answer(context: Context, which: Month, words: Callable[[DeskMonth], Iterator[str]]) -> int:
    """Answer with the desk's month as it is now."""
    with desk_of(context):
        today = zone(read_desk().timezone).date_of(context.now)
        found = read_desk_month(which, today)
    return context.answer(desk_month_json(found), lambda: words(found))


def _month_words(found: DeskMonth) -> Iterator[str]:
    state = "closed" if found.closed else "open"
    yield f"{found.month}: {state}, total {_money(found.total, found.currency)}"
    for check in found.checks:
        yield f"  {check.level:<9} {_ZERO.sub('', check.message)}"
    for client in found.clients:
        sums = client.sums
        used = used_minutes(sums, has_hours=bool(client.grants))
        apart = f"  billed apart {hm(sums.counted - used):>8}" if sums.counted > used else ""
        total = _money(client.total, found.currency)
        yield f"  {client.client:<24} used {hm(used):>8}  total {total:>12}{apart}"


def close(context: Context) -> int:
    """Close a month and answer its totals (`deskhours close MONTH`)."""
    closing = context.month(context.args.month)
    with desk_of(context):
        close_month(closing, context.now, who_writes(context))
    return _answer(
        context,
        closing,
        lambda found: iter([f"closed {closing}, total {_money(found.total, found.currency)}"]),
    )


def reopen(context: Context) -> int:
    """Reopen a closed month and keep the reason (`deskhours reopen MONTH --reason TEXT`)."""
    opened = context.month(context.args.month)
    with desk_of(context):
        reopen_month(opened, context.args.reason, context.now, who_writes(context))
    return _answer(context, opened, lambda _: iter([f"{opened} is open again"]))
