"""What do the few colours mean? Three palettes and the styles that every widget draws with.

There is one accent (what runs, what is selected); amber and red only beside a word that says the same; no colour is
the only sign of anything. Widgets name a *tone* (`dim`, `warn`, …), never a colour.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from typing import Literal

from rich.console import Console
from rich.style import Style
from textual.theme import Theme

from models.domain.basics.frozen import dataclass

Row = Literal["plain", "cursor", "blurred", "field"]
"""Where text stands: on the page, on the cursor line with and without focus, in a field of a form."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as Rich colour names or hex."""

    text: str
    dim: str
    faint: str
    accent: str
    warn: str
    bad: str
    good: str
    page: str
    cursor: str
    blurred: str
    field: str
    dark: bool = True


DARK = Palette(
    text="#d4d8dd",
    dim="#8b939e",
    faint="#3a414b",
    accent="#62c0c8",
    warn="#e0aa4e",
    bad="#ec7069",
    good="#8cbf88",
    page="#14171b",
    cursor="#223138",
    blurred="#1c2126",
    field="#1f242b",
)
LIGHT = Palette(
    text="#2a2e35",
    dim="#666d78",
    faint="#d3d0c8",
    accent="#00707c",
    warn="#8f5a00",
    bad="#b3261e",
    good="#2b7040",
    page="#faf9f6",
    cursor="#dcecee",
    blurred="#efeeea",
    field="#eeece6",
    dark=False,
)
SIXTEEN = Palette(
    text="default",
    dim="default",
    faint="default",
    accent="cyan",
    warn="yellow",
    bad="red",
    good="green",
    page="default",
    cursor="default",
    blurred="default",
    field="default",
)
"""For terminals with 16 colours or fewer: their own colours, on their own background."""

_ANSI_VARIABLES = {"ansi-background": "ansi_black", "ansi-foreground": "ansi_white"}
"""Names that Textual's own sheets expect of a theme with the terminal's colours."""
PALETTES: Mapping[str, Palette] = {"dark": DARK, "light": LIGHT, "terminal": SIXTEEN}
TONES = (
    "",
    "dim",
    "faint",
    "strong",
    "title",
    "accent",
    "warn",
    "bad",
    "good",
    "caret",
    "tab",
    "focus",
    "blur",
)


@cache
def tones(theme: str, row: Row = "plain") -> Mapping[str, Style]:
    """The Rich style of every tone on one kind of background; an unknown theme counts as `dark`."""
    palette = PALETTES.get(theme, DARK)
    ground = {
        "plain": palette.page,
        "cursor": palette.cursor,
        "blurred": palette.blurred,
        "field": palette.field,
    }
    sixteen = palette is SIXTEEN
    strong = row == "cursor"

    def style(color: str, bold: bool = False, dim: bool = False) -> Style:
        return Style(color=color, bgcolor=ground[row], bold=bold or None, dim=dim or None)

    return {
        "": style(palette.text, bold=sixteen and strong),
        "dim": style(palette.dim, dim=sixteen and not strong),
        "faint": style(palette.faint, dim=sixteen),
        "strong": style(palette.text, bold=True),
        "title": style(palette.text, bold=True),
        "accent": style(palette.accent, bold=strong),
        "warn": style(palette.warn),
        "bad": style(palette.bad, bold=sixteen),
        "good": style(palette.good),
        "tab": Style(color=palette.accent, bgcolor=ground[row], bold=True, underline=True),
        "focus": style(palette.accent, bold=True),
        "blur": style(palette.dim, dim=sixteen),
        "caret": Style(color=palette.text, bgcolor=ground[row], reverse=True),
    }


def first_theme() -> str:
    """`dark`, or the terminal's own colours where it has 16 or fewer."""
    console = Console(force_terminal=True, legacy_windows=False, file=io.StringIO())
    return "terminal" if console.color_system in {None, "standard"} else "dark"


def themes() -> tuple[Theme, ...]:
    """Our palettes as Textual themes, for the parts that Textual draws itself (toasts, selections)."""
    return tuple(_theme(name, palette) for name, palette in PALETTES.items())


def _theme(name: str, palette: Palette) -> Theme:
    def ansi(color: str) -> str:
        return color if color.startswith("#") else f"ansi_{color}"

    return Theme(
        name=name,
        primary=ansi(palette.accent),
        secondary=ansi(palette.dim),
        accent=ansi(palette.accent),
        warning=ansi(palette.warn),
        error=ansi(palette.bad),
        success=ansi(palette.good),
        foreground=ansi(palette.text),
        background=ansi(palette.page),
        surface=ansi(palette.field),
        panel=ansi(palette.blurred),
        dark=palette.dark,
        text_alpha=1.0,
        ansi=palette is SIXTEEN,
        variables=_ANSI_VARIABLES if palette is SIXTEEN else {},
    )
