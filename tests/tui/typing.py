"""Type as a terminal does: bytes of one write, read by the program's own reader."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from textual.message import Message

from tui.program.app import DeskApp
from tui.textual_private.keystream import LATE, KeyStream

BYTES = {
    "escape": "\x1b",
    "enter": "\r",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "shift+tab": "\x1b[Z",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "asterisk": "*",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
FINALS = {"up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H"}
NUMBERS = {
    "delete": 3,
    "pageup": 5,
    "pagedown": 6,
    "f5": 15,
    "f6": 17,
    "f7": 18,
    "f8": 19,
    "f9": 20,
    "f10": 21,
}
CODES = {"enter": 13, "tab": 9, "backspace": 127, "space": 32}
MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4, "super": 8}


def bytes_of(key: str) -> str:
    """What a terminal sends for a key; a key whose bytes are not known here is no row of letters."""
    if key in BYTES or len(key) == 1:
        return BYTES.get(key, key)
    *held, name = key.split("+")
    if held == ["ctrl"] and len(name) == 1 and name.isalpha():
        return chr(ord(name) - 96)
    number = 1 + sum(MODIFIERS[modifier] for modifier in held)
    more = f";{number}" if held else ""
    if name in FINALS:
        return f"\x1b[{'1' if held else ''}{more}{FINALS[name]}"
    if name in NUMBERS:
        return f"\x1b[{NUMBERS[name]}{more}~"
    return f"\x1b[{CODES[name] if name in CODES else ord(name)}{more}u"


def events_of(keys: Iterable[str]) -> list[Message]:
    """What the program reads when all these keys come in one write."""
    stream = KeyStream()
    return [*stream.feed("".join(map(bytes_of, keys)), 0.0), *stream.expire(2 * LATE)]


async def one_write(app: DeskApp, *keys: str) -> None:
    """All keys in one write; back when they are worked off."""
    for message in events_of(keys):
        app.post_message(message)
    await worked_off(app)


async def one_by_one(app: DeskApp, *keys: str) -> None:
    """Key after key, each worked off before the next."""
    for key in keys:
        await one_write(app, key)


async def worked_off(app: DeskApp) -> None:
    """Nothing is held, nothing is under way."""
    turns = 0
    while turns < 5:
        busy = app.gate.busy or app.message_queue_size
        turns = 0 if busy else turns + 1
        await asyncio.sleep(0.001 if busy else 0)  # threads that read need the processor, too
