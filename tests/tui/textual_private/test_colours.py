"""A strip written with fewer bytes looks the same on a terminal."""

from __future__ import annotations

import re
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.textual_private.colours import NONE, RESET, change, codes_of, render_stretches, render_strip

COLOURS = st.sampled_from((None, "#123456", "#abcdef", "red", "bright_blue", "default", "color(200)"))
STYLES = st.builds(
    Style,
    color=COLOURS,
    bgcolor=COLOURS,
    bold=st.booleans(),
    dim=st.sampled_from((None, True)),
    underline=st.booleans(),
    reverse=st.sampled_from((None, True, False)),
    link=st.sampled_from((None, None, None, "https://example.org")),
)
SEGMENTS = st.lists(st.builds(Segment, st.text("ab ", max_size=3), st.none() | STYLES), max_size=6)


def console(system: str = "truecolor") -> Console:
    return Console(file=StringIO(), color_system=system, force_terminal=True)  # type: ignore[arg-type]


def shown(written: str) -> list[tuple[str, tuple[frozenset[str], str, str], str]]:
    """Each letter with the attributes, the colours and the link that a terminal shows it with."""
    cells = []
    on, front, back, link = frozenset[str](), "", "", ""
    for codes, linked, letter in re.findall(r"\x1b\[([\d;]*)m|\x1b\]8;(.*?)\x1b\\|(.)", written):
        if letter:
            cells.append((letter, (on, front, back), link))
        elif not codes:
            link = linked.rpartition(";")[2]
        else:
            for code in re.findall(r"[34]8;(?:2;\d+;\d+;\d+|5;\d+)|\d+", codes):
                if code == "0":
                    on, front, back = frozenset(), "", ""
                elif len(code) == 1:
                    on |= {code}
                elif re.match("3[0-9]|9[0-7]", code):
                    front = "" if code == "39" else code
                else:
                    back = "" if code == "49" else code
    assert (on, front, back) == (frozenset(), "", ""), "something is left on"
    return cells


def stock(strip: Strip, by: Console) -> str:
    system = ColorSystem.TRUECOLOR if by.color_system == "truecolor" else ColorSystem.EIGHT_BIT
    return "".join(
        text if style is None else style.render(text, color_system=system) for text, style, _ in strip
    )


@given(SEGMENTS, st.sampled_from(("truecolor", "256")))
def test_a_strip_looks_as_textual_writes_it(segments: list[Segment], system: str) -> None:
    strip, by = Strip(segments), console(system)
    assert shown(render_strip(strip, by)) == shown(stock(strip, by))


@given(SEGMENTS)
def test_it_is_never_longer_by_more_than_its_resets(segments: list[Segment]) -> None:
    strip, by = Strip([each for each in segments if each.text]), console()
    assert len(render_strip(strip, by)) <= len(stock(strip, by)) + 2 * len(segments)


def test_a_background_that_stays_is_written_once() -> None:
    front, back = Style.parse("#112233 on #000000"), Style.parse("#445566 on #000000")
    strip = Strip([Segment("a", front), Segment("b", back), Segment("c", back), Segment("d")])
    assert render_strip(strip, console()) == ("\x1b[38;2;17;34;51;48;2;0;0;0ma\x1b[38;2;68;85;102mbc\x1b[0md")


def test_what_is_switched_off_is_switched_off() -> None:
    system = ColorSystem.TRUECOLOR
    bold, plain = codes_of(Style.parse("bold red"), system), codes_of(Style.parse("red"), system)
    assert change(bold, plain) == "\x1b[0;31m"
    assert change(plain, bold) == "\x1b[1m"
    assert change(bold, NONE) == RESET
    assert change(plain, codes_of(Style.parse("on blue"), system)) == "\x1b[0;44m"
    assert codes_of(Style(), system) is NONE


@given(st.lists(SEGMENTS, max_size=4))
def test_stretches_written_together_look_like_each_alone(parts: list[list[Segment]]) -> None:
    """What stands at another place needs no colours of its own where they are the same."""
    strips, by = [Strip(part) for part in parts], console()
    together = render_stretches([("", strip) for strip in strips], by)
    alone = [render_strip(strip, by) for strip in strips]
    assert shown(together) == [cell for written in alone for cell in shown(written)]
    assert len(together) <= sum(map(len, alone))


def test_two_cells_of_a_minute_share_their_colours() -> None:
    cell, by = Strip([Segment("3", Style(color="#8b939e", bgcolor="#14171b"))]), console()
    first, then = "\x1b[8;112H", "\x1b[9;112H"
    assert render_stretches([(first, cell), (then, cell)], by) == (
        f"{first}\x1b[38;2;139;147;158;48;2;20;23;27m3{then}3{RESET}"
    )
