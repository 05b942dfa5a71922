"""What does it cost to leave? The quote of both methods while the dates are typed, and the cancellation itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError
from models.domain.basics.phrases import day_words
from models.domain.contracts.cancellation import (
    METHOD_WORDS,
    REFUND_METHODS,
    Quote,
    RefundMethod,
    cancellation_quote,
    is_paid_ahead,
    last_day_after_notice,
    net_refund,
    refund_quote,
)
from models.domain.contracts.renewals import cancelled
from models.domain.values import Contract
from models.queries.contracts.change_preview import read_edit_changes
from models.services.contracts.contracts import cancel_contract
from models.services.core.rehearsal import refuse_early
from tui.dialogs.ahead import CHANGES
from tui.dialogs.confirm import Confirm
from tui.dialogs.form import Form
from tui.dialogs.textview import TextView
from tui.text.format import long_date, money
from tui.widgets.form.fields import Choice, Date

if TYPE_CHECKING:
    from tui.program.protocol import Program


def quote_lines(contract: Contract, quote: Quote, currency: str) -> list[str]:
    """Both methods side by side, as plain text."""

    def amount(minor: int) -> str:
        return f"{money(minor, currency):>12}"

    rows = [("", "pro rata", "re-rated")]
    for name in ("refund", "fee", "net"):
        left, right = getattr(quote.pro_rata, name), getattr(quote.rerated, name)
        rows.append((name, amount(left), amount(right)))
    head = (
        f"last day {day_words(quote.last_day)}, {quote.unused_days} of {quote.term_days} days unused, paid "
    )
    head += money(quote.paid, currency, code=True)
    return [head, "", *(f"  {name:<8}{left:>14}{right:>14}" for name, left, right in rows)]


def letter(contract: Contract, quote: Quote, client: str, currency: str) -> list[str]:
    """A paragraph to paste into a letter; the method is the reader's choice, both are said."""
    paid = money(quote.paid, currency, code=True)
    return [
        f"Dear {client},",
        "",
        f"your contract “{contract.name}” would end on {quote.last_day:%d %B %Y}. "
        f"You have paid {paid} for the whole term, of which {quote.unused_days} of {quote.term_days} days "
        "would be unused. "
        f"Counted by days, we would pay back {money(quote.pro_rata.net, currency, code=True)} "
        f"({money(quote.pro_rata.refund, currency)} less a fee of {money(quote.pro_rata.fee, currency)}). "
        f"Counted at the undiscounted monthly price, it would be "
        f"{money(quote.rerated.net, currency, code=True)} "
        f"({money(quote.rerated.refund, currency)} less a fee of {money(quote.rerated.fee, currency)}).",
    ]


def _preview(contract: Contract, currency: str) -> Callable[[Mapping[str, Any]], list[str]]:
    def lines(values: Mapping[str, Any]) -> list[str]:
        notice, last = values.get("notice"), values.get("last")
        if not isinstance(notice, date):
            return ["when was the notice given?"]
        try:
            quote = cancellation_quote(contract, notice, last)
        except DeskError as error:
            ends = contract.term_end
            day = last_day_after_notice(contract, notice, last, ends) if ends else None
            return [_no_quote(contract, error), *([f"last day {day_words(day)}"] if day else [])]
        return quote_lines(contract, quote, currency)

    return lines


def _no_quote(contract: Contract, error: DeskError) -> str:
    """Why nothing comes back; where nothing was paid ahead that is no fault, and what will be billed is said."""
    if is_paid_ahead(contract):
        return str(error)
    if contract.fee is None or not contract.fee.amount:
        return "No fee was paid, so nothing is paid back."
    return "Billed period by period: nothing is paid back, and nothing is billed after the last day."


def _fields(today: date) -> list[Any]:
    return [
        Date("notice", "Notice given", value=today, required=True, today=today),
        Date("last", "Last day wished", hint="empty: as early as the notice allows", today=today),
    ]


async def ask_quote(program: Program, contract: Contract, client: str, currency: str, today: date) -> None:
    """Show a quote, then a paragraph for a letter; nothing is written."""

    async def submit(values: Mapping[str, Any]) -> dict[str, str]:
        try:
            cancellation_quote(contract, values["notice"], values["last"])
        except DeskError as error:
            return {"": _no_quote(contract, error)}
        return {}

    form = Form(
        f"Cancellation quote · {client}",
        _fields(today),
        submit=submit,
        preview=_preview(contract, currency),
    )
    values = await program.push_screen_wait(form)
    if values is not None:
        quote = cancellation_quote(contract, values["notice"], values["last"])
        lines = [*quote_lines(contract, quote, currency), "", *letter(contract, quote, client, currency)]
        await program.push_screen_wait(TextView(f"Quote for {client}", lines))


def _changes(contract: Contract, notice: date, last: date | None, now: int) -> list[str]:
    """What the cancellation does: the last day, and each month of the ledger that it moves."""
    ending = cancelled(contract, notice, last)
    moved = read_edit_changes(ending, now)
    lines = [f"{contract.name} ends on {long_date(ending.last_day or notice)}."]
    if not moved:
        return [*lines, "", "Nothing else changes in the ledger of the next months."]
    return [
        *lines,
        "",
        CHANGES,
        "",
        *(f"  {line}" for line in moved),
    ]


def _refunds(contract: Contract) -> list[Any]:
    """The field for the refund, where something was paid ahead."""
    if not is_paid_ahead(contract):
        return []
    return [
        Choice(
            "refund",
            "Refund",
            value="none",
            choices=(*((name, METHOD_WORDS[name]) for name in REFUND_METHODS), ("none", "none is booked")),
            required=True,
            hint="booked as a charge on the last day",
        )
    ]


def _booked(contract: Contract, values: Mapping[str, Any], currency: str) -> list[str]:
    """What the refund books, in words."""
    method = _method(values)
    if method is None:
        return []
    net = net_refund(refund_quote(contract, values["notice"], values["last"]), method)
    return [
        "",
        f"A refund of {money(net, currency, code=True)} is booked as a charge, {METHOD_WORDS[method]}.",
    ]


def _method(values: Mapping[str, Any]) -> RefundMethod | None:
    return next((name for name in REFUND_METHODS if name == values.get("refund")), None)


async def ask_cancel(
    program: Program, contract: Contract, client: str, currency: str, today: date, who: str
) -> None:
    """Cancel a contract; what is paid back and what the ledger loses is said before, undo undoes it."""

    async def submit(values: Mapping[str, Any]) -> dict[str, str]:
        write = partial(
            cancel_contract,
            contract.key,
            values["notice"],
            values["last"],
            program.now(),
            who,
            _method(values),
        )
        try:
            await program.data.submit(refuse_early, (), write)
            lines = await program.data.fetch(
                _changes, contract, values["notice"], values["last"], program.now()
            )
            lines += _booked(contract, values, currency)
        except DeskError as error:
            return {"": str(error)}
        if (
            await program.push_screen_wait(
                Confirm("Cancel", "\n".join(lines), (("y", "cancel the contract"),), away="keep it")
            )
            != "y"
        ):
            return {"": "not cancelled yet"}
        return dict(await program.save(write))

    form = Form(
        f"Cancel {contract.name} · {client}",
        [*_fields(today), *_refunds(contract)],
        submit=submit,
        preview=_preview(contract, currency),
    )
    if await program.push_screen_wait(form) is not None:
        program.notify(f"{contract.name} of {client} is cancelled. u undoes it.")
