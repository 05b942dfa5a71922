"""How may the program call? The way announcements are made, and when a running timer is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError
from models.queries.desk.absence import read_idle_minutes, read_pace_hours
from models.queries.desk.settings import setting
from models.queries.overview.announcements import WAYS, command_name, way_name
from models.services.core.settings import set_settings
from tui.dialogs.form import Form
from tui.program.telling.terminal_notices import notice_command
from tui.widgets.form.fields import Choice, Number, TextField

if TYPE_CHECKING:
    from tui.program.protocol import Program

TITLE = "Timer questions and announcements"
WORDS = {
    "bell": "the terminal's bell",
    "osc9": "OSC 9: iTerm2, WezTerm, Windows Terminal",
    "osc777": "OSC 777: foot, urxvt, VTE",
    "osc99": "OSC 99: kitty",
    "command": "a command",
    "nothing": "a toast only",
}


def _read(user: str) -> tuple[int, int, str, str]:
    way = setting(way_name(user), WAYS[0])
    command = str(setting(command_name(user), ""))
    return read_idle_minutes(), read_pace_hours(), way if way in WAYS else WAYS[0], command


async def attention_form(program: Program) -> None:
    """Ask, and keep the answers; must be awaited in a worker."""
    user = program.place.user
    try:
        idle, pace, way, command = await program.data.fetch(_read, user)
    except DeskError as error:
        program.notify(str(error), severity="error")
        return

    async def submit(values: dict[str, Any]) -> dict[str, str]:
        typed = values["command"] or ""
        try:
            words = notice_command(typed, "text")
        except ValueError as error:
            return {"command": f"cannot be read: {error}"}
        if values["way"] == "command" and not words:
            return {"command": "is needed when a command is run, such as notify-send deskhours"}
        kept = {
            "idle_minutes": values["idle"],
            "pace_hours": values["pace"],
            way_name(user): values["way"],
            command_name(user): typed,
        }
        return dict(await program.save(set_settings, kept))

    fields = [
        Number(
            "idle",
            "Idle minutes",
            idle,
            required=True,
            hint="asks when no key came; 0: never",
            most=1440,
            group="A running timer",
        ),
        Number(
            "pace",
            "Hours at most",
            pace,
            required=True,
            hint="asks when it ran longer",
            least=1,
            most=1000,
            group="A running timer",
        ),
        Choice("way", "Call with", way, required=True, choices=tuple(WORDS.items()), group="Announcements"),
        TextField(
            "command",
            "Command",
            command or None,
            hint="notify-send deskhours, {text} for the words",
            group="Announcements",
        ),
    ]
    await program.push_screen_wait(Form(TITLE, fields, submit=submit))
