"""What do the months behind us say about those to come?

`price`, `replay`, `drift`, `opportunities`, `capacity`, `lapsing` and `alerts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from models.book.reading import decode
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import parse_percent
from models.domain.basics.phrases import amount_words
from models.domain.planning.opportunities import KIND_WORDS
from models.queries.ledger.lapsing_now import lapsing_document
from models.queries.overview.alerts import alerts_document, read_alerts
from models.queries.planning.capacity import capacity_document
from models.queries.planning.drift import drift_document
from models.queries.planning.opportunities import opportunities_document
from models.queries.planning.pricing import price_document
from models.queries.planning.replays import parse_plan, replay_document
from tui.commands.base import Context, Parsers, command, lines, whole_number
from tui.commands.desk import check_sees_money, desk_of
from tui.commands.transfer.books import read_file
from tui.text.durations import hm

if TYPE_CHECKING:
    pass


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "price", price, reads=True)
    parser.add_argument("client", metavar="CLIENT", help="the client's key")
    parser.add_argument("--months", metavar="N", default="6", help="the last so many full months (default 6)")
    parser.add_argument("--markup", metavar="PERCENT", default="50", help="on the hourly cost (default 50)")
    parser.add_argument(
        "--step", metavar="AMOUNT", default="5", help="round up to a multiple of it (default 5)"
    )
    parser = command(parsers, "replay", replay, reads=True)
    parser.add_argument("client", metavar="CLIENT", help="the client's key")
    parser.add_argument("first", metavar="FROM", help="first day, like 2026-01-01")
    parser.add_argument("last", metavar="TO", help="last day")
    parser.add_argument(
        "--contract",
        metavar="FILE",
        nargs="+",
        action="extend",
        required=True,
        help="contracts as in the book",
    )
    command(parsers, "drift", drift, reads=True)
    command(parsers, "opportunities", opportunities, reads=True)
    parser = command(parsers, "capacity", capacity, reads=True)
    parser.add_argument("month", metavar="MONTH", help="like 2026-03")
    command(parsers, "alerts", alerts, reads=True)
    parser = command(parsers, "lapsing", lapsing, reads=True)
    parser.add_argument(
        "--days", metavar="N", default="45", help="what lapses within so many days (default 45)"
    )


def price(context: Context) -> int:
    """Answer the price that the work of the last months asks for (`deskhours price CLIENT`)."""
    args = context.args
    months = whole_number(args.months, "--months", 1, 1200)
    try:
        markup = parse_percent(args.markup, "--markup")
    except InvalidValue:
        markup = _markup(args.markup)
    with desk_of(context) as opened:
        check_sees_money(opened, "a price")
        document = price_document(args.client, months, markup, args.step, context.now)
    return context.answer(
        document, lambda: iter([f"{document['mean_hours']} hours a month: {document['price']}"])
    )


def _markup(text: str) -> Any:
    """A markup may exceed the 100 per cent that a discount may not."""
    if re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,4})?", text):
        return Decimal(text)
    raise InvalidValue("--markup", f"{text!r} is no percentage; accepted is a number like 50 or 12.5")


def replay(context: Context) -> int:
    """Compare contracts over the work that a client really had (`deskhours replay CLIENT FROM TO --contract FILE…`)."""
    args = context.args
    first, last = context.day(args.first, "FROM"), context.day(args.last, "TO")
    texts = [_text(name) for name in args.contract]
    with desk_of(context) as opened:
        check_sees_money(opened, "a replay")
        contracts = [
            parse_plan(text, args.client, name) for text, name in zip(texts, args.contract, strict=True)
        ]
        rows = replay_document(args.client, first, last, contracts)
    return context.answer(rows, lambda: lines(rows, _replay_words, "nothing to compare"))


def _text(name: str) -> str:
    try:
        return decode(read_file(name))
    except InvalidValue as error:
        raise InvalidValue(name, error.message) from error


def _replay_words(row: dict[str, Any]) -> str:
    parts = (("covered", "used"), ("overage", "overage"), ("lapsed", "lapsed"))
    times = "  ".join(f"{word} {hm(row[name]):>7}" for name, word in parts)
    return f"{row['contract']:<24} {times}  total {amount_words(row['total']):>12}"


def drift(context: Context) -> int:
    """List the clients that use more, or less, than they pay for (`deskhours drift`)."""
    with desk_of(context):
        rows = drift_document(context.now)
    return context.answer(rows, lambda: lines(rows, _drift_words, "nobody drifts"))


def _drift_words(row: dict[str, Any]) -> str:
    used = " ".join(hm(minutes) for minutes in row["used"])
    return f"{row['client']:<20} {row['direction']:<6} used {used} of {hm(round(row['monthly_allowance']))} a month"


def opportunities(context: Context) -> int:
    """List what is worth a talk with a client, the largest amount first (`deskhours opportunities`)."""
    with desk_of(context) as opened:
        check_sees_money(opened, "the list of opportunities")
        rows = opportunities_document(context.now)
    return context.answer(rows, lambda: lines(rows, _opportunity_words, "nothing to talk about"))


def _opportunity_words(row: dict[str, Any]) -> str:
    asleep = "" if row["next_on"] is None else f"  next on {row['next_on']}"
    kind, minutes = KIND_WORDS[row["kind"]], hm(row["minutes"])
    amount = amount_words(row["amount"])
    return f"{row['client']:<20} {kind:<23} {minutes:>8} {amount:>12}  since {row['since']}{asleep}"


def lapsing(context: Context) -> int:
    """List the hours that lapse within the next days (`deskhours lapsing [--days 45]`)."""
    days = whole_number(context.args.days, "--days", 0, 100_000)
    with desk_of(context):
        rows = lapsing_document(context.now, days)
    return context.answer(rows, lambda: lines(rows, _lapsing_words, "nothing lapses"))


def _lapsing_words(row: dict[str, Any]) -> str:
    return f"{row['expires_on']}  {hm(row['minutes']):>7}  {row['client']:<16} {row['contract']}"


def capacity(context: Context) -> int:
    """Answer the minutes that a month supplies and demands (`deskhours capacity MONTH`)."""
    month = context.month(context.args.month)
    with desk_of(context):
        document = capacity_document(month, context.now)
    return context.answer(document, lambda: _capacity_words(document))


_LOADS = (
    ("callable", "worst case"),
    ("expected", "expected"),
    ("must_use", "expiring"),
    ("recurring", "promised"),
)


def _capacity_words(document: dict[str, Any]) -> Iterator[str]:
    yield f"{document['month']}: {hm(document['supply'])} available"
    for name, word in _LOADS:
        percent = document[f"{name}_percent"]
        load = "" if percent is None else f"  {percent} %"
        yield f"  {word:<11}{hm(document[name]):>9}{load}"


def alerts(context: Context) -> int:
    """List the alerts that stand at this moment (`deskhours alerts`)."""
    with desk_of(context):
        found = read_alerts(context.now)

    def words() -> Iterator[str]:
        yield from (f"{alert.kind:<9} {alert.words}" for alert in found)
        if not found:
            yield "no alerts"

    return context.answer(alerts_document(context.now, found), words)
