"""What can a screen or a dialog have done that is not its own? Show a record, write one down, ask about the timer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from tui.program.part import Host, Part, beside

if TYPE_CHECKING:
    from models.queries.desk.session import RunningTimer
    from tui.program.actions.quick import QuickActions
    from tui.program.actions.records import RecordActions
    from tui.program.actions.timer import TimerControl

RECORDS = {"request": "requests", "client": "clients", "contract": "renewals", "entry": "timesheet"}
"""Which screen shows which kind of record."""


class Acting(Host, Protocol):
    """The program with its parts that do something."""

    quick: QuickActions
    records: RecordActions
    timer: TimerControl


class Everywhere(Part):
    """The part of the program that others ask for what every screen can do."""

    def __init__(self, program: Acting) -> None:
        super().__init__(program)
        self._quick, self._records = program.quick, program.records
        self._timer, self._questions = program.timer, program.timer.questions

    @beside(group="open")
    async def open_record(self, kind: str, key: str) -> None:
        """Go to where a request, client, contract or entry is shown, and put the cursor on it."""
        if kind == "entry":
            await self._quick.edit_entry(key)
            return
        await self.program.switch_mode(RECORDS[kind])
        if (screen := self.program.base_screen) is not None:
            screen.show_record(kind, key)

    async def edit_entry(self, key: str) -> None:
        """The form of one time entry, over whatever is on the screen."""
        await self._quick.edit_entry(key)

    def write_down(self, kind: str, key: str | int | None = None, /, **defaults: Any) -> Any:
        """Open the form of a new or an existing record over the screen; `defaults` fill its fields."""
        return self._records.write_down(kind, key, **defaults)

    def ask_attention(self) -> Any:
        """When a timer is asked about, and how the program calls."""
        return self._records.ask_attention()

    async def may_end_timer(self) -> bool:
        """Whether another timer may start now: none runs, or its time is beyond doubt or decided."""
        return await self._questions.may_end_timer()

    @beside(group="timer")
    async def tell_begun(self, words: str, ended: RunningTimer | None) -> None:
        """Say what a timer runs on now, and what that ended: None where none ran."""
        await self._timer.tell_begun(words, None, ended)
