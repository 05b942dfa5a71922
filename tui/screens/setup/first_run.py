"""What must be known before the first timer can run? One screen: the desk, you, the first client (RULES 2).

Nothing is asked that can be guessed or changed later; one transaction makes all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from models.domain.basics.currencies import USUAL_CURRENCIES
from models.domain.basics.errors import InvalidValue
from models.domain.basics.notation import format_duration, parse_money
from models.domain.basics.phrases import money_words
from models.domain.basics.typed.typed_time import parse_duration
from models.domain.contracts.contract_words import contract_words, grant_preview
from models.services.desk.setup import SetUp, first_contract, set_up_desk
from tui.dialogs.form import Values
from tui.records.base import Document, RecordForm, grouped
from tui.records.zones import zone_field
from tui.widgets.form.fields import Choice, Field, Number, Parsed, TextField, plain_amount

if TYPE_CHECKING:
    from tui.program.protocol import Program

SAMPLE = "sample"
"""The value of the form when the sample desk is wanted."""


class FirstRun(RecordForm):
    """The first screen of an empty database; returns the values, {"sample": True}, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+d",
            "sample",
            "sample desk",
            show=False,
            priority=True,
            id="first.sample",
            tooltip="Look at a desk with 14 clients first",
        ),
    ]

    def __init__(self, program: Program, timezone: str, currency: str) -> None:
        """Fields with the guesses of this machine in them."""
        user = program.place.user

        def written(values: Values) -> Document:
            return _document(values, user)

        super().__init__(
            "Welcome. Who are you, and for whom do you work?",
            _fields(timezone, currency, user),
            document=written,
            save=lambda document: set_up_desk(SetUp(**document), program.now()),
            words=lambda values: _words(values, user, program.now()),
            words_title="What this makes",
            places={"rates": "hourly_rate", "hours": "contract_hours"},
        )
        self.set_hints(
            [("enter", "begin"), ("tab", "next"), ("ctrl+d", "tries the sample desk"), ("esc", "later")]
        )

    def action_sample(self) -> None:
        """Open the sample desk instead of making one."""
        self.dismiss({SAMPLE: True})


def _fields(timezone: str, currency: str, user: str) -> list[Field]:
    return [
        *grouped(
            "The desk",
            TextField("desk_name", "Your desk", required=True, hint="Northgate Web Support"),
            Parsed("your_name", "Your name", user.capitalize(), True, "typing replaces the guess"),
            zone_field(timezone or None),
            Choice(
                "currency",
                "Currency",
                currency,
                True,
                "as on your invoices",
                choices=USUAL_CURRENCIES,
                other=True,
            ),
            Parsed("hourly_rate", "Rate an hour", "", True, "70 or 70.00", reader=_amount_text),
        ),
        *grouped(
            "Your first client",
            TextField("client_name", "First client", hint="empty: later"),
            Parsed(
                "contract_hours",
                "Hours a month",
                "",
                hint="5:00; empty: on demand",
                reader=_hours,
            ),
            Parsed("contract_fee", "Fee a month", "", hint="350 or 350.00; empty: none", reader=_amount_text),
            Number("rollover_months", "Rollover", 0, hint="months unused hours stay usable", most=120),
        ),
    ]


def _amount_text(text: str) -> str:
    """An amount without thousands; whether the currency has such digits is judged with the currency."""
    plain = plain_amount(text)
    if plain is None or plain.startswith("-"):
        raise InvalidValue("", f"“{text}” is no amount; accepted is one like 70 or 70.00")
    return plain


def _hours(text: str) -> str:
    """Hours typed in any way; a plain number is hours, since nobody sells 5 minutes a month."""
    return format_duration(parse_duration(f"{text}h" if text.isdecimal() else text))


def _document(values: Mapping[str, Any], user: str) -> Document:
    named = {name: value or "" for name, value in values.items()}
    return {**named, "rollover_months": values.get("rollover_months") or 0, "user": user}


def _words(values: Values, user: str, now: int) -> Sequence[str]:
    """What the contract of the first client grants, in the words of the rules."""
    if not {"desk_name", "timezone", "currency", "hourly_rate", "your_name"} <= set(values):
        return ["Fill in the desk, your name and what an hour costs; the rest can wait."]
    setup = SetUp(**_document(values, user))
    client = values.get("client_name")
    if not client:
        return ["A desk without a client yet: N makes one later."]
    sold = first_contract(setup, now)
    if sold is None:
        return [f"{client} is on demand: every hour costs {_amount(setup)}"]
    contract, desk = sold
    said = replace(contract, rates=(("*", _minor(setup)),))  # what the desk's rate will be for all work
    words = contract_words(said, desk)
    without = contract_words(replace(said, fee=None), desk)
    fee = [line for line in words if line not in without]
    return [f"{client}: {words[0]}", *fee, *(f" {line}" for line in grant_preview(said, desk, 2)), without[1]]


def _minor(setup: SetUp) -> int:
    return parse_money(setup.hourly_rate, "hourly_rate", setup.currency)


def _amount(setup: SetUp) -> str:
    return f"{money_words(_minor(setup), setup.currency)} {setup.currency}"
