"""Commands on the ledger and on months: ledger, month, close, reopen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tui.commands.base import Context, Parsers, command


def declare(parsers: Parsers) -> None:
    """Add the parsers of this module."""
    parser = command(parsers, "ledger", "a client's month, down to the entry", ledger, reads=True)
    parser.add_argument("client", metavar="CLIENT", help="the client's key")
    parser.add_argument("month", metavar="MONTH", help="like 2026-03")
    parser = command(parsers, "month", "the desk's month: checks, clients, total", month, reads=True)
    parser.add_argument("month", metavar="MONTH", help="like 2026-03")
    parser = command(parsers, "close", "close a month: its numbers never move again", close)
    parser.add_argument("month", metavar="MONTH", help="like 2026-03")
    parser.add_argument("--agent", metavar="A", help="who closes it")
    parser = command(parsers, "reopen", "open the newest closed month again", reopen)
    parser.add_argument("month", metavar="MONTH", help="like 2026-03")
    parser.add_argument("--reason", metavar="TEXT", required=True, help="why")
    parser.add_argument("--agent", metavar="A", help="who opens it")


def hm(minutes: int) -> str:
    """Minutes as h:mm."""
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"


def ledger(context: Context) -> int:
    """`deskhours ledger CLIENT MONTH`."""
    from models.queries.ledger.ledgers import Ledgers

    with context.desk():
        document = Ledgers().document(context.args.client, context.month(context.args.month))
    return context.answer(document, lambda: _ledger_words(document))


def _ledger_words(document: dict[str, Any]) -> Iterator[str]:
    from models.domain.basics.phrases import FLOW_WORDS, PART_WORDS, amount_words

    minutes = document["minutes"]
    yield f"{document['client']} {document['month']}{' (closed)' if document['closed'] else ''}"
    for name, word in FLOW_WORDS.items():
        yield f"  {word:<20}{hm(minutes[name]):>9}"
    for name, word in PART_WORDS.items():
        if minutes[name]:
            yield f"  {word:<20}{hm(minutes[name]):>9}"
    for line in document["lines"]:
        time = "" if line["minutes"] is None else f" {hm(line['minutes'])} at {amount_words(line['rate'])}"
        what = " ".join(str(line[k]) for k in ("contract", "work_type", "charge") if line[k])
        yield f"  {'late ' if line['late'] else ''}{line['kind']} {what}{time}: {amount_words(line['amount'])}"
    yield f"  total {amount_words(document['total'])}"


def month(context: Context) -> int:
    """`deskhours month MONTH`."""
    document = _month(context, context.args.month)
    return context.answer(document, lambda: _month_words(document))


def _month(context: Context, text: str) -> dict[str, Any]:
    from models.domain.basics.zone import zone
    from models.queries.month_end.months import month_document
    from models.storage.reading import read_desk

    with context.desk():
        today = zone(read_desk().timezone).date_of(context.now)
        return month_document(context.month(text), today)


def _month_words(document: dict[str, Any]) -> Iterator[str]:
    from models.domain.basics.phrases import amount_words
    from models.domain.planning.marks import used_minutes

    state = "closed" if document["closed"] else "open"
    yield f"{document['month']}: {state}, total {amount_words(document['total'])}"
    for check in document["checks"]:
        yield f"  {check['level']:<9} {check['message']}"
    for client in document["clients"]:
        minutes = client["minutes"]
        used = used_minutes(minutes, has_hours=bool(client["grants"]))
        apart = f"  billed apart {hm(minutes['accounted'] - used):>8}" if minutes["accounted"] > used else ""
        yield f"  {client['client']:<24} used {hm(used):>8}  total {amount_words(client['total']):>12}{apart}"


def close(context: Context) -> int:
    """`deskhours close MONTH`."""
    from models.services.month_end.months import close_month

    closing = context.month(context.args.month)
    with context.desk():
        close_month(closing, context.now, context.who)
    document = _month(context, context.args.month)
    from models.domain.basics.phrases import amount_words

    return context.answer(
        document, lambda: iter([f"closed {closing}, total {amount_words(document['total'])}"])
    )


def reopen(context: Context) -> int:
    """`deskhours reopen MONTH --reason TEXT`."""
    from models.services.month_end.months import reopen_month

    opened = context.month(context.args.month)
    with context.desk():
        reopen_month(opened, context.args.reason, context.now, context.who)
    document = _month(context, context.args.month)
    return context.answer(document, lambda: iter([f"{opened} is open again"]))
