"""How is work billed by the piece in the shell? `charge`, a credit where the price is negative (RULES 3.6, 11)."""

from __future__ import annotations

from models.book.writing import charge_document
from models.domain.basics.errors import InvalidValue
from models.domain.basics.phrases import amount_words
from models.domain.basics.text import shown
from models.services.contracts.charges import create_charge
from models.storage.rows.reading import read_desk
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import desk_of, who_writes

_PLACES = {"client": "CLIENT", "quantity": "QUANTITY", "unit_price": "PRICE", "description": "DESCRIPTION"}
"""Paths of a charge and the words of the command."""


def declare(parsers: Parsers) -> None:
    """Add the parser of the command of this file."""
    parser = command(parsers, "charge", charge)
    parser.add_argument("client", metavar="CLIENT", help="the client's key")
    parser.add_argument("date", metavar="DATE", help="the day, like 2026-03-05: its month bills it")
    parser.add_argument("quantity", metavar="QUANTITY", help="how many, a whole number from 1")
    parser.add_argument("price", metavar="PRICE", help="of one, like 12.00; negative for a credit")
    parser.add_argument("description", metavar="DESCRIPTION", help="what the client reads")
    parser.add_argument("--key", metavar="K", help="the key of the charge (default: the next free one)")
    parser.add_argument("--agent", metavar="A", help="who enters it")


def charge(context: Context) -> int:
    """Record a charge (`deskhours charge CLIENT DATE QUANTITY PRICE DESCRIPTION`)."""
    args = context.args
    given = {
        "client": args.client,
        "date": context.day(args.date, "DATE").isoformat(),
        "quantity": _whole(args.quantity),
        "unit_price": args.price,
        "description": args.description,
        **({} if args.key is None else {"key": args.key}),
    }
    with desk_of(context):
        desk = read_desk()
        try:
            done = create_charge(given, context.now, who_writes(context))
        except InvalidValue as error:
            raise InvalidValue(_PLACES.get(error.path, error.path), error.message) from error
    document = charge_document(done, desk)
    words = (
        f"charged {done.key}: {done.quantity} × {amount_words(str(document['unit_price']))} {desk.currency}"
    )
    return context.answer(document, lambda: iter([f"{words}, {done.description}"]))


def _whole(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise InvalidValue("QUANTITY", f"{shown(text)} is not accepted; accepted is a whole number from 1")
