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
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "end": "\x1b[F",
    "home": "\x1b[H",
    "shift+tab": "\x1b[Z",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "slash": "/",
    "question_mark": "?",
    "plus": "+",
    "equals_sign": "=",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "ctrl+enter": "\x1b[13;5u",
}


def bytes_of(key: str) -> str:
    """What a terminal sends for a key."""
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[-1]) - 96)
    return BYTES.get(key, key)


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
        await asyncio.sleep(0)
        turns = 0 if app.gate.busy or app.message_queue_size else turns + 1
