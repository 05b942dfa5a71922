"""Commands on contracts and what is sold: renewals, renew, decline, cancel, quotes, prices, replay, drift, capacity."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tui.commands.base import Context, Parsers, command
from tui.commands.books import read_file
from tui.commands.ledger import hm

if TYPE_CHECKING:
    from models.domain.values import Contract


def declare(parsers: Parsers) -> None:
    """Add the parsers of this module."""
    parser = command(parsers, "renewals", "contracts that end, by the day to decide by", renewals, reads=True)
    parser.add_argument(
        "--days", metavar="N", default="90", help="decisions within so many days (default 90)"
    )
    for name, text, run in (
        ("renew", "make the successor of a contract", renew),
        ("decline", "let a contract end without a successor", decline),
    ):
        parser = command(parsers, name, text, run)
        parser.add_argument("contract", metavar="CONTRACT", help="the contract's key")
        parser.add_argument("--agent", metavar="A", help="who decides it")
    _declare_leaving(parsers)
    parser = command(parsers, "price", "a monthly price from what a client used", price, reads=True)
    parser.add_argument("client", metavar="CLIENT", help="the client's key")
    parser.add_argument("--months", metavar="N", default="6", help="the last so many full months (default 6)")
    parser.add_argument("--markup", metavar="PERCENT", default="50", help="on the hourly cost (default 50)")
    parser.add_argument(
        "--step", metavar="AMOUNT", default="5", help="round up to a multiple of it (default 5)"
    )
    parser = command(parsers, "replay", "a client's real work under other contracts", replay, reads=True)
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
    command(parsers, "drift", "clients far above or below what they pay for", drift, reads=True)
    parser = command(parsers, "capacity", "hours sold and hours available", capacity, reads=True)
    parser.add_argument("month", metavar="MONTH", help="like 2026-03")
    command(parsers, "alerts", "marks reached, hours about to lapse, renewals, clocks", alerts, reads=True)


def _declare_leaving(parsers: Parsers) -> None:
    for name, text, run, reads in (
        ("cancel", "end a contract before its term does", cancel, False),
        ("cancel-quote", "what leaving a prepaid contract early pays back", cancel_quote, True),
    ):
        parser: argparse.ArgumentParser = command(parsers, name, text, run, reads=reads)
        parser.add_argument("contract", metavar="CONTRACT", help="the contract's key")
        parser.add_argument("--notice", metavar="DATE", required=True, help="the day notice was given")
        parser.add_argument("--last", metavar="DATE", help="the last day wished for")
        if not reads:
            parser.add_argument("--agent", metavar="A", help="who enters it")


def _whole(text: str, path: str, least: int, most: int) -> int:
    from models.domain.basics.errors import InvalidValue

    if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    raise InvalidValue(path, f"{text!r} is not accepted; accepted is a whole number from {least} to {most}")


def renewals(context: Context) -> int:
    """`deskhours renewals [--days 90]`."""
    from models.queries.contracts.renewals import renewals_document

    days = _whole(context.args.days, "--days", 0, 100_000)
    with context.desk():
        rows = renewals_document(context.now, days)
    return context.answer(rows, lambda: _lines(rows, _renewal_words, "no renewals"))


def _lines(rows: list[dict[str, Any]], words: Callable[[dict[str, Any]], str], none: str) -> Iterator[str]:
    if not rows:
        yield none
    for row in rows:
        yield words(row)


def _renewal_words(row: dict[str, Any]) -> str:
    granted = row["granted_minutes"]
    used = f"{hm(row['used_minutes'])} of {'unlimited' if granted is None else hm(granted)}"
    return f"{row['bucket']:<8} {row['decision']}  {row['client']:<16} {row['contract']:<20} {row['mode']:<7} {used}"


def _contract(context: Context, done: Contract, verb: str) -> int:
    from models.queries.contracts.contracts import contract_json

    document = contract_json(done.key)
    last = done.last_day or "open-ended"
    return context.answer(document, lambda: iter([f"{verb} {done.key}: {done.starts} to {last}"]))


def renew(context: Context) -> int:
    """`deskhours renew CONTRACT`."""
    from models.services.contracts.contracts import renew_contract

    with context.desk():
        return _contract(
            context, renew_contract(context.args.contract, context.now, context.who), "renewed as"
        )


def decline(context: Context) -> int:
    """`deskhours decline CONTRACT`."""
    from models.services.contracts.contracts import decline_contract

    with context.desk():
        return _contract(
            context, decline_contract(context.args.contract, context.now, context.who), "declined"
        )


def cancel(context: Context) -> int:
    """`deskhours cancel CONTRACT --notice DATE [--last DATE]`."""
    from models.services.contracts.contracts import cancel_contract

    args = context.args
    notice = context.day(args.notice, "--notice")
    last = None if args.last is None else context.day(args.last, "--last")
    with context.desk():
        done = cancel_contract(args.contract, notice, last, context.now, context.who)
        return _contract(context, done, "cancelled")


def cancel_quote(context: Context) -> int:
    """`deskhours cancel-quote CONTRACT --notice DATE [--last DATE]`."""
    from models.queries.contracts.quotes import quote_document

    args = context.args
    notice = context.day(args.notice, "--notice")
    last = None if args.last is None else context.day(args.last, "--last")
    with context.desk():
        document = quote_document(args.contract, notice, last)
    return context.answer(document, lambda: _quote_words(document))


def _quote_words(document: dict[str, Any]) -> Iterator[str]:
    yield f"last day {document['last_day']}; {document['unused_days']} of {document['term_days']} days unused"
    from models.domain.basics.phrases import amount_words

    yield f"paid {amount_words(document['paid'])}"
    for name in ("pro_rata", "rerated"):
        part = document[name]
        amounts = (amount_words(part[what]) for what in ("refund", "fee", "net"))
        refund, fee, net = amounts
        yield f"  {name:<9} refund {refund}  fee {fee}  net {net}"


def price(context: Context) -> int:
    """`deskhours price CLIENT --months N --markup 50 --step 5`."""
    from models.domain.basics.errors import InvalidValue
    from models.domain.basics.notation import parse_percent
    from models.queries.planning.pricing import price_document

    args = context.args
    months = _whole(args.months, "--months", 1, 1200)
    try:
        markup = parse_percent(args.markup, "--markup")
    except InvalidValue:
        markup = _markup(args.markup)
    with context.desk():
        document = price_document(args.client, months, markup, args.step, context.now)
    return context.answer(
        document, lambda: iter([f"{document['mean_hours']} hours a month: {document['price']}"])
    )


def _markup(text: str) -> Any:
    """A markup may exceed the 100 per cent that a discount may not."""
    import re
    from decimal import Decimal

    from models.domain.basics.errors import InvalidValue

    if re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,4})?", text):
        return Decimal(text)
    raise InvalidValue("--markup", f"{text!r} is no percentage; accepted is a number like 50 or 12.5")


def replay(context: Context) -> int:
    """`deskhours replay CLIENT FROM TO --contract FILE…`."""
    from models.queries.planning.replays import parse_plan, replay_document

    args = context.args
    first, last = context.day(args.first, "FROM"), context.day(args.last, "TO")
    texts = [_text(name) for name in args.contract]
    with context.desk():
        contracts = [
            parse_plan(text, args.client, name) for text, name in zip(texts, args.contract, strict=True)
        ]
        rows = replay_document(args.client, first, last, contracts)
    return context.answer(rows, lambda: _lines(rows, _replay_words, "nothing to compare"))


def _text(name: str) -> str:
    from models.book import decode
    from models.domain.basics.errors import InvalidValue

    try:
        return decode(read_file(name))
    except InvalidValue as error:
        raise InvalidValue(name, error.message) from error


def _replay_words(row: dict[str, Any]) -> str:
    parts = (("covered", "used"), ("overage", "overage"), ("lapsed", "lapsed"))
    times = "  ".join(f"{word} {hm(row[name]):>7}" for name, word in parts)
    from models.domain.basics.phrases import amount_words

    return f"{row['contract']:<24} {times}  total {amount_words(row['total']):>12}"


def drift(context: Context) -> int:
    """`deskhours drift`."""
    from models.queries.planning.drift import drift_document

    with context.desk():
        rows = drift_document(context.now)
    return context.answer(rows, lambda: _lines(rows, _drift_words, "nobody drifts"))


def _drift_words(row: dict[str, Any]) -> str:
    used = " ".join(hm(minutes) for minutes in row["used"])
    return f"{row['client']:<20} {row['direction']:<6} used {used} of {hm(round(row['monthly_allowance']))} a month"


def capacity(context: Context) -> int:
    """`deskhours capacity MONTH`."""
    from models.queries.planning.capacity import capacity_document

    month = context.month(context.args.month)
    with context.desk():
        document = capacity_document(month, context.now)
    return context.answer(document, lambda: _capacity_words(document))


def _capacity_words(document: dict[str, Any]) -> Iterator[str]:
    yield f"{document['month']}: {hm(document['supply'])} available"
    for name, word in (("callable", "worst case"), ("expected", "expected"), ("must_use", "expiring")):
        percent = document[f"{name}_percent"]
        load = "" if percent is None else f"  {percent} %"
        yield f"  {word:<11}{hm(document[name]):>9}{load}"


def alerts(context: Context) -> int:
    """`deskhours alerts`."""
    from models.queries.overview.alerts import alerts_document, read_alerts

    with context.desk():
        found = read_alerts(context.now)

    def words() -> Iterator[str]:
        yield from (f"{alert.kind:<9} {alert.words}" for alert in found)
        if not found:
            yield "no alerts"

    return context.answer(alerts_document(context.now, found), words)
