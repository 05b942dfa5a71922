"""How are the colours of a line written? As what changes from one stretch to the next.

Textual writes both colours and all attributes before every stretch of cells and takes them back behind it, 40 bytes
for a word; in most lines the background never changes and the foreground goes to and fro. A full screen is 15 kB
this way instead of 27, a step of the cursor about half. A terminal shows the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.console import COLOR_SYSTEMS
from textual.strip import Strip

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from rich.console import Console
    from rich.style import Style

RESET = "\x1b[0m"
_MARK = "."
Codes = tuple[frozenset[str], str, str]
"""Attributes, foreground and background in the words of a terminal."""
NONE: Codes = (frozenset(), "", "")


def render_strip(strip: Strip, console: Console) -> str:
    """What a terminal is sent for a strip of cells; it is left without colours behind it."""
    return render_stretches([("", strip)], console)


def render_stretches(stretches: Iterable[tuple[str, Strip]], console: Console) -> str:
    """As `render_strip`, of several, each with the move to its place: a move changes no colours."""
    system = COLOR_SYSTEMS[console.color_system or "truecolor"]
    written: list[str] = []
    now = NONE
    for move, strip in stretches:
        written.append(move)
        for text, style, _ in strip:
            if style is None:
                wanted = NONE
            elif style.link:
                written += (change(now, NONE), style.render(text, color_system=system))
                now = NONE
                continue
            else:
                wanted = codes_of(style, system)
            if wanted is not now:
                written.append(change(now, wanted))
                now = wanted
            written.append(text)
    if now is not NONE:
        written.append(RESET)
    return "".join(written)


@lru_cache(4096)
def codes_of(style: Style, system: ColorSystem) -> Codes:
    """What switches a style on."""
    switched_on = style.render(_MARK, color_system=system).partition(_MARK)[0]
    if not switched_on:
        return NONE
    attributes, front, back = set[str](), "", ""
    numbers = iter(switched_on[2:-1].split(";"))
    for number in numbers:
        if number in ("38", "48"):
            kind = next(numbers)
            number = ";".join((number, kind, *(next(numbers) for _ in range(3 if kind == "2" else 1))))
        if number.startswith("38;") or (
            number.isdigit() and (30 <= int(number) < 40 or 90 <= int(number) < 98)
        ):
            front = number
        elif number.startswith("48;") or (40 <= int(number) < 50 or 100 <= int(number) < 108):
            back = number
        else:
            attributes.add(number)
    return frozenset(attributes), front, back


@lru_cache(4096)
def change(now: Codes, wanted: Codes) -> str:
    """What a terminal is sent between two stretches; attributes can only be switched off all at once."""
    if now == wanted:
        return ""
    if wanted == NONE:
        return RESET
    start = ""
    if not now[0] <= wanted[0] or any(had and not has for had, has in zip(now[1:], wanted[1:], strict=True)):
        now, start = NONE, "0;"
    more = sorted(wanted[0] - now[0], key=int)
    more += [has for had, has in zip(now[1:], wanted[1:], strict=True) if has != had]
    return f"\x1b[{start}{';'.join(more)}m"


def write_changes_of_colour_only() -> None:
    """Let Textual write strips so from now on."""
    setattr(Strip, "render", render_strip)  # noqa: B010  # mypy knows no other name for it
