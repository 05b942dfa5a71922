"""What should this client pay a month? The price guide while months, markup and step are typed (RULES 5.3).

Nothing is written; the numbers are those of `price`, and what a discount costs is said in clients.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.money import round_half_up
from models.domain.basics.notation import currency_digits
from models.domain.planning.pricing import more_clients
from models.queries.planning.price_sheet import MOST_MONTHS, PriceSheet, read_price_sheet
from tui.dialogs.form import Form
from tui.dialogs.textview import TextView
from tui.text.format import money, plural
from tui.widgets.bars.hours import spark
from tui.widgets.cells.capacity import short_month
from tui.widgets.form.fields import Field, Money, Number, Parsed
from tui.widgets.spans import Span, Spans

if TYPE_CHECKING:
    from tui.program.protocol import Program

MONTHS, MARKUP, STEP = 6, Decimal(50), 5
MARKUPS = (Decimal(0), Decimal(25), Decimal(50), Decimal(75), Decimal(100))
DISCOUNTS = (Decimal(5), Decimal(10), Decimal(15), Decimal(20), Decimal(25))
MOST_MARKUP = 1000


def ask_price(program: Program, client: str) -> None:
    """Open the price guide of a client, from any screen."""
    program.run_worker(_ask(program, client), group="selling", exclusive=True)


async def _ask(program: Program, client: str) -> None:
    try:
        sheet = await program.data.fetch(read_price_sheet, client, program.now())
    except DeskError as error:
        program.notify(str(error), severity="error")
        return

    def submit(values: Mapping[str, Any]) -> dict[str, str]:
        return _refusal(sheet, values)

    form = Form(
        f"Price guide · {sheet.client_name}",
        _fields(sheet),
        submit=submit,
        preview=lambda values: price_lines(sheet, values),
    )
    form.set_hints([("enter", "as text to copy"), ("tab", "next"), ("esc", "close")])
    values = await program.push_screen_wait(form)
    if values is not None:
        lines = ["".join(text for text, _ in line) for line in map(_spans, price_lines(sheet, values))]
        await program.push_screen_wait(TextView(f"Price for {sheet.client_name}", lines))


def _fields(sheet: PriceSheet) -> tuple[Field, ...]:
    return (
        Number(
            "months",
            "Full months",
            value=MONTHS,
            required=True,
            least=1,
            most=MOST_MONTHS,
            hint="the last ones",
        ),
        Parsed(
            "markup",
            "Markup",
            value=MARKUP,
            required=True,
            reader=_read_percent,
            writer=lambda value: f"{value:f}",
            hint="per cent on the cost, like 50",
        ),
        Money(
            "step",
            "Step",
            value=STEP * 10 ** currency_digits(sheet.currency),
            required=True,
            currency=sheet.currency,
            hint="the price is a multiple of it",
        ),
    )


def _read_percent(text: str) -> Decimal:
    try:
        value = Decimal(text.rstrip("% ")) if text.isascii() else Decimal("NaN")
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value <= MOST_MARKUP:
        raise InvalidValue("", f"accepted is a percentage from 0 to {MOST_MARKUP}")
    return value


def _refusal(sheet: PriceSheet, values: Mapping[str, Any]) -> dict[str, str]:
    try:
        sheet.guide(values["months"], values["markup"], values["step"])
    except InvalidValue as error:
        return {error.path: error.message}
    except DeskError as error:
        return {"": str(error)}
    return {}


def price_lines(sheet: PriceSheet, values: Mapping[str, Any]) -> list[str | Spans]:
    """The guide for what is typed so far: the mean, prices at several markups, what discounts cost."""
    months, markup, step = (values.get(name) for name in ("months", "markup", "step"))
    if months is None or markup is None or step is None:
        return ["months, markup and step give a price"]
    try:
        guide = sheet.guide(months, markup, step)
    except DeskError as error:
        return [[(str(error), "warn")]]
    cost = round_half_up(guide.mean_hours * (sheet.hourly_cost or 0))
    return [
        *_mean_lines(sheet, months, guide.mean_text, cost),
        [],
        *_tables(sheet, months, markup, step, guide.price),
        [],
        *_present(sheet, guide.price),
    ]


def _mean_lines(sheet: PriceSheet, months: int, mean: str, cost: int) -> list[Spans]:
    past = sheet.last(months)
    names = [short_month(month) for month in sheet.months[-months:]]
    since = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
    fewer = f", younger than {months} months" if len(past) < months else ""
    return [
        [(mean, "strong"), (f" h a month, {since}{fewer}  ", ""), (spark(past[-24:]), "dim")],
        [
            (f"cost {money(cost, sheet.currency)}", ""),
            (f" at {money(sheet.hourly_cost or 0, sheet.currency)} an hour", "dim"),
        ],
    ]


def _tables(sheet: PriceSheet, months: int, markup: Decimal, step: int, price: int) -> list[Spans]:
    """Markups at the left, discounts on the price at the right."""
    markups = sorted({*MARKUPS, markup})
    # The typed markup keeps its place; of the others as many as there are discounts.
    while len(markups) > len(DISCOUNTS):
        markups.remove(max((m for m in markups if m != markup), key=lambda m: abs(m - markup)))
    left_head = f"{'markup':>7}{'price':>12}"
    right_head = f"{'':8}{'discount':>8}{'price':>12}  for the same"
    lines: list[Spans] = [[(left_head + right_head, "dim")]]
    for at, discount in zip(markups, DISCOUNTS, strict=True):
        here = at == markup
        amount = sheet.guide(months, at, step).price
        mark: Span = ("  ◂ this" if here else " " * 8, "accent")
        left: list[Span] = [
            (f"{_plain(at) + ' %':>7}", "strong" if here else "dim"),
            (f"{money(amount, sheet.currency):>12}", "strong" if here else ""),
            mark,
        ]
        lines.append([*left, *_discounted(sheet, price, discount)])
    return lines


def _discounted(sheet: PriceSheet, price: int, discount: Decimal) -> list[Span]:
    lower = round_half_up(price * (1 - _fraction(discount)))
    more = more_clients(sheet.paying, discount)
    return [
        (f"{_plain(discount) + ' %':>8}", "dim"),
        (f"{money(lower, sheet.currency):>12}", ""),
        (f"  {plural(more or 0, 'more client')}", "dim"),
    ]


def _present(sheet: PriceSheet, price: int) -> list[Spans]:
    lines: list[Spans] = []
    for name, fee in sheet.fees:
        change = price - fee
        apart = f"{money(abs(change), sheet.currency)} {'less' if change > 0 else 'more'} than"
        words = f" a month, {apart if change else 'the same as'} the guide · {name}"
        lines.append([("today ", "dim"), (money(fee, sheet.currency), ""), (words, "dim")])
    if not lines:
        lines.append([("today without a fee", "dim")])
    return [*lines, [(f"discounts counted on {plural(sheet.paying, 'client')} with a fee", "dim")]]


def _fraction(percent: Decimal) -> Any:
    return Fraction(percent) / 100


def _plain(percent: Decimal) -> str:
    return f"{percent.normalize():f}"


def _spans(line: str | Spans) -> Spans:
    return [(line, "")] if isinstance(line, str) else line
