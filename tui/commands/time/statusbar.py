"""How do prompts and bars read the status? A format of one's own, and what five programs expect (RULES 11).

No text of a user steers the terminal or the bar: control characters are gone, and what a program takes for markup or
a style is written so that it is shown as it stands.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html import escape

from models.domain.basics.errors import InvalidValue
from models.domain.basics.text import clean
from models.storage.status import question_words
from tui.text.durations import hm

TYPE_CHECKING = False  # typing itself costs `status` a tenth of its time
if TYPE_CHECKING:
    from collections.abc import Callable

    from models.storage.status import Status

FIELDS = (
    *("elapsed", "seconds", "client", "client_key", "request", "subject", "note", "agent", "agent_key"),
    *("started", "left", "today", "state"),
)
_FIELD = re.compile(r"\{\{|\}\}|\{(\w*)\}")


def check_format(text: str) -> str:
    """The format itself; raises InvalidValue for a field that there is none of."""
    for match in _FIELD.finditer(text):
        if match[1] is not None and match[1] not in FIELDS:
            known = ", ".join(FIELDS)
            raise InvalidValue(
                "--format", f"{{{match[1]}}} is no field; accepted are {known}, and {{{{ for a brace"
            )
    return text


def fields_of(status: Status) -> dict[str, str]:
    """Every field as text; what belongs to a timer is empty while none runs."""
    timer, today = status.document["timer"], status.document["today_seconds"]
    fields = dict.fromkeys(FIELDS, "")
    fields |= {"today": hm(today // 60), "state": "idle", "agent": status.agent_name}
    if timer is not None:
        began = datetime.strptime(timer["started_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        fields |= {
            "elapsed": hm(timer["seconds"] // 60),
            "seconds": str(timer["seconds"]),
            "client": status.client_name or "no client",
            "client_key": timer["client"] or "",
            "request": timer["request"] or "",
            "subject": status.subject,
            "note": timer["note"],
            "agent_key": timer["agent"],
            "started": f"{began.astimezone(status.zone.info):%H:%M}",
            "left": status.left_words if status.left_minutes is None else hm(status.left_minutes),
            "state": "doubt" if status.seconds_back or status.last_seen is not None else "running",
        }
    return {name: clean(text) for name, text in fields.items()}


def formatted(text: str, status: Status) -> str:
    """`{elapsed} {client} {left}` with what they stand for; two braces are one. Nothing runs: nothing is left of it."""
    fields = fields_of(status)

    def value(match: re.Match[str]) -> str:
        return match[0][0] if match[1] is None else fields[match[1]]

    return clean(_FIELD.sub(value, check_format(text))).strip()


def _words(status: Status) -> tuple[str, str, str]:
    """The line, a short one, and a longer one for a tooltip."""
    fields = fields_of(status)
    if status.document["timer"] is None:
        return f"○ {fields['today']}", "○", f"no timer is running\ntoday {fields['today']}"
    left = fields["left"] if status.left_minutes is None else f"{fields['left']} left"
    if status.left_minutes is not None and status.left_minutes < 0:
        left = f"{hm(-status.left_minutes)} over"
    mark = "? " if fields["state"] == "doubt" else "● "
    line = f"{mark}{fields['elapsed']} {fields['client']}"
    full = f"{line} · {left}" if left else line
    what = " ".join(part for part in (fields["request"], fields["subject"] or fields["note"]) if part)
    doubt = question_words(status).removeprefix("; ")
    parts = (full, what, f"since {fields['started']}, today {fields['today']}", doubt)
    return full, f"{mark}{fields['elapsed']}", "\n".join(part for part in parts if part)


def waybar(status: Status) -> str:
    """One line of JSON; the text is Pango markup there, so it is escaped."""
    full, _, longer = _words(status)
    state = _class(status)
    answer = {
        "text": escape(full, quote=False),
        "alt": state,
        "tooltip": escape(longer, quote=False),
        "class": state,
    }
    return json.dumps(answer)


def _class(status: Status) -> str:
    state = fields_of(status)["state"]
    return "over" if state == "running" and (status.left_minutes or 0) < 0 else state


def polybar(status: Status) -> str:
    """A line without formatting tags: `%{` of a text does not begin one."""
    return _words(status)[0].replace("%{", "% {")


def i3blocks(status: Status) -> str:
    """Three lines: the text, a short one, a colour where a hand is needed."""
    full, short, _ = _words(status)
    colour = {"over": "#e5484d", "doubt": "#f5a524"}.get(_class(status), "")
    return "\n".join((full, short, colour)).rstrip("\n")


def tmux(status: Status) -> str:
    """A line for `#(deskhours status --for tmux)`: `#` begins a style there, two are one."""
    return _words(status)[0].replace("#", "##")


def starship(status: Status) -> str:
    """A line for a custom module; nothing while no timer runs, which hides the module."""
    return _words(status)[0] if status.document["timer"] is not None else ""


READERS: dict[str, Callable[[Status], str]] = {
    "waybar": waybar,
    "polybar": polybar,
    "i3blocks": i3blocks,
    "tmux": tmux,
    "starship": starship,
}
"""What each program reads, by its name."""


def printed(status: Status, wanted: str, given_format: str | None) -> str:
    """The text for `--for` or `--format`."""
    return READERS[wanted](status) if wanted else formatted(given_format or "", status)


def wants_left(wanted: str, given_format: str | None) -> bool:
    """Whether minutes left are shown, which cost a little more to know."""
    return bool(wanted) or "{left}" in (given_format or "")
