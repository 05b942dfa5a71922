"""What is decided about contracts in the shell? `renewals`, `renew`, `decline`, `cancel` and what leaving pays back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from models.domain.basics.phrases import amount_words
from models.domain.contracts.cancellation import METHOD_WORDS, REFUND_METHODS
from models.queries.contracts.contracts import contract_json
from models.queries.contracts.quotes import quote_document, refund_document
from models.queries.contracts.renewals import renewals_document
from models.services.contracts.contracts import cancel_contract, decline_contract, renew_contract
from tui.commands.base import Context, Parsers, command, lines, whole_number
from tui.commands.desk import check_sees_money, desk_of, who_writes
from tui.text.durations import hm

if TYPE_CHECKING:
    from models.domain.values import Contract


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "renewals", renewals, reads=True)
    parser.add_argument(
        "--days", metavar="N", default="90", help="decisions within so many days (default 90)"
    )
    for name, run in (("renew", renew), ("decline", decline)):
        parser = command(parsers, name, run)
        parser.add_argument("contract", metavar="CONTRACT", help="the contract's key")
        parser.add_argument("--agent", metavar="A", help="who decides it")
    _declare_leaving(parsers)


def _declare_leaving(parsers: Parsers) -> None:
    for name, run, reads in (("cancel", cancel, False), ("cancel-quote", cancel_quote, True)):
        parser = command(parsers, name, run, reads=reads)
        parser.add_argument("contract", metavar="CONTRACT", help="the contract's key")
        parser.add_argument("--notice", metavar="DATE", required=True, help="the day notice was given")
        parser.add_argument("--last", metavar="DATE", help="the last day wished for")
        if not reads:
            parser.add_argument(
                "--refund",
                choices=(*REFUND_METHODS, "none"),
                help="book the net refund as a charge, counted so (default: none is booked)",
            )
            parser.add_argument("--agent", metavar="A", help="who enters it")


def renewals(context: Context) -> int:
    """List the contracts that want a decision in the next days (`deskhours renewals [--days 90]`)."""
    days = whole_number(context.args.days, "--days", 0, 100_000)
    with desk_of(context):
        rows = renewals_document(context.now, days)
    return context.answer(rows, lambda: lines(rows, _renewal_words, "no renewals"))


def _renewal_words(row: dict[str, Any]) -> str:
    granted = row["granted_minutes"]
    used = f"{hm(row['used_minutes'])} of {'unlimited' if granted is None else hm(granted)}"
    return f"{row['bucket']:<8} {row['decision']}  {row['client']:<16} {row['contract']:<20} {row['mode']:<7} {used}"


def _contract(context: Context, done: Contract, verb: str) -> int:
    document = contract_json(done.key)
    last = done.last_day or "open-ended"
    return context.answer(document, lambda: iter([f"{verb} {done.key}: {done.starts} to {last}"]))


def renew(context: Context) -> int:
    """Renew a contract and answer its successor (`deskhours renew CONTRACT`)."""
    with desk_of(context):
        return _contract(
            context, renew_contract(context.args.contract, context.now, who_writes(context)), "renewed as"
        )


def decline(context: Context) -> int:
    """Let a contract end without a successor (`deskhours decline CONTRACT`)."""
    with desk_of(context):
        return _contract(
            context, decline_contract(context.args.contract, context.now, who_writes(context)), "declined"
        )


def cancel(context: Context) -> int:
    """Cancel a contract before its end, with or without its refund (`deskhours cancel CONTRACT --notice DATE`)."""
    args = context.args
    notice = context.day(args.notice, "--notice")
    last = None if args.last is None else context.day(args.last, "--last")
    method = None if args.refund in (None, "none") else args.refund
    with desk_of(context):
        done = cancel_contract(args.contract, notice, last, context.now, who_writes(context), method)
        nets = refund_document(done.key, notice, last)
        document = contract_json(done.key) | {"refund": nets}
    return context.answer(document, lambda: _cancelled_words(done, nets, method))


def _cancelled_words(done: Contract, nets: dict[str, str] | None, method: str | None) -> Iterator[str]:
    yield f"cancelled {done.key}: {done.starts} to {done.last_day}"
    if nets is not None and method is not None:
        yield f"refund {amount_words(nets[method])}, {METHOD_WORDS[method]}"
    elif nets is not None:
        both = ", ".join(f"{amount_words(nets[name])} {METHOD_WORDS[name]}" for name in REFUND_METHODS)
        yield f"no refund is booked; it would be {both}"


def cancel_quote(context: Context) -> int:
    """Answer what a cancellation would cost; nothing is written (`deskhours cancel-quote CONTRACT`)."""
    args = context.args
    notice = context.day(args.notice, "--notice")
    last = None if args.last is None else context.day(args.last, "--last")
    with desk_of(context) as opened:
        check_sees_money(opened, "a quote")
        document = quote_document(args.contract, notice, last)
    return context.answer(document, lambda: _quote_words(document))


def _quote_words(document: dict[str, Any]) -> Iterator[str]:
    yield f"last day {document['last_day']}; {document['unused_days']} of {document['term_days']} days unused"
    yield f"paid {amount_words(document['paid'])}"
    for name in ("pro_rata", "rerated"):
        part = document[name]
        amounts = (amount_words(part[what]) for what in ("refund", "fee", "net"))
        refund, fee, net = amounts
        yield f"  {name:<9} refund {refund}  fee {fee}  net {net}"
