"""What if one more block were sold? Hours typed, and each month before and after while they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import InvalidValue
from models.domain.planning.capacity import Capacity
from tui.dialogs.form import Form
from tui.widgets.cells.capacity import WhatIf, what_if_lines
from tui.widgets.form.fields import Duration, Number
from tui.widgets.spans import Spans

if TYPE_CHECKING:
    from tui.program.protocol import Program

BLOCK_MINUTES = 20 * 60
MOST_MONTHS = 60


async def ask_what_if(program: Program, months: Sequence[Capacity], present: WhatIf | None) -> WhatIf | None:
    """The block that is thought of, or `present` when the form is left; nothing is written."""

    def preview(values: Mapping[str, Any]) -> list[str | Spans]:
        return what_if_lines(months, _read(values))

    def submit(values: Mapping[str, Any]) -> dict[str, str]:
        try:
            check(values["minutes"])
        except InvalidValue as error:
            return {"minutes": error.message}
        return {}

    fields = (
        Duration(
            "minutes",
            "Sell",
            value=present.minutes if present else BLOCK_MINUTES,
            required=True,
            hint="20h, 7:30",
        ),
        Number(
            "months",
            "For months",
            value=present.months if present else None,
            least=1,
            most=MOST_MONTHS,
            hint="empty: it never lapses",
        ),
    )
    form = Form("What if I sell one more block?", fields, submit=submit, preview=preview)
    form.set_hints([("enter", "show in the table"), ("tab", "next"), ("esc", "close")])
    values = await program.push_screen_wait(form)
    return present if values is None else _read(values)


def check(minutes: int) -> None:
    """A block has some time in it; raises InvalidValue."""
    if minutes <= 0:
        raise InvalidValue("minutes", "a block has some time in it: 20h, 7:30")


def _read(values: Mapping[str, Any]) -> WhatIf | None:
    minutes = values.get("minutes")
    return WhatIf(minutes, values.get("months")) if isinstance(minutes, int) and minutes > 0 else None
