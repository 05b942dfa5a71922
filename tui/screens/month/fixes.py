"""Where is a check mended? The one place that leads from a finding of the month-end review to its fix.

Enter leads to the fix and the fix leads back: an entry opens as a form over the review; what lives on another screen
opens there, and the review keeps its place until its key is pressed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.queries.month_end.todo import Todo
    from tui.program.protocol import Program


async def open_fix(program: Program, todo: Todo) -> None:
    """Open what mends the item: the entry's form, the request, the day's sheet."""
    if todo.entry is not None:
        program.everywhere.open_record("entry", todo.entry)
    else:
        await show_where(program, todo)


async def show_where(program: Program, todo: Todo) -> None:
    """Go to the screen where the item's record lives."""
    if todo.request is not None:
        program.everywhere.open_record("request", todo.request)
    elif todo.entry is not None:
        await _timesheet(program, "entry", todo.entry)
    elif todo.client is not None:
        program.everywhere.open_record("client", todo.client)
    elif todo.agent is not None and todo.day is not None:
        await _timesheet(program, "day", f"{todo.agent} {todo.day}")


async def _timesheet(program: Program, kind: str, key: str) -> None:
    came_from = str(program.current_mode)
    await program.switch_mode("timesheet")
    if (screen := program.base_screen) is not None:
        screen.begin_visit(came_from)
        screen.show_record(kind, key)
