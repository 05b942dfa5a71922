"""Where is a check mended? The one place that leads from a finding of the month-end review to its fix.

Law: enter leads to the fix and the fix leads back: an entry opens as a form over the review; what lives on
another screen opens there, and the review keeps its place until its key is pressed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.queries.month_end.todo import Todo
    from tui.program.app import DeskApp


async def mend(desk: DeskApp, todo: Todo) -> None:
    """Open what mends the item: the entry's form, the request, the day's sheet."""
    if todo.entry is not None:
        desk.open_record("entry", todo.entry)
    else:
        await show_where(desk, todo)


async def show_where(desk: DeskApp, todo: Todo) -> None:
    """Go to the screen where the item's record lives."""
    if todo.request is not None:
        desk.open_record("request", todo.request)
    elif todo.entry is not None:
        await _timesheet(desk, "entry", todo.entry)
    elif todo.agent is not None and todo.day is not None:
        await _timesheet(desk, "day", f"{todo.agent} {todo.day}")


async def _timesheet(desk: DeskApp, kind: str, key: str) -> None:
    if "timesheet" not in desk.MODES:
        desk.notify("This build has no timesheet.", severity="warning")
        return
    came_from = str(desk.current_mode)
    await desk.switch_mode("timesheet")
    if (screen := desk.base_screen) is not None:
        screen.begin_visit(came_from)
        screen.show_record(kind, key)
