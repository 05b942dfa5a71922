"""How does a terminal tell somebody who looks elsewhere? Bell, OSC 9, 777 and 99, also through tmux.

No text of a user leaves its place in a sequence: what could end one, or begin another, is gone before.
"""

from __future__ import annotations

import shlex

from tui.text.format import safe

TITLE = "deskhours"
MOST = 200
"""Longest text in a notice, in characters."""
BELL = "\x07"


def notice_text(text: str) -> str:
    """A text as it may stand inside a sequence: printable, one line, no longer than a notice is read."""
    clean = safe(text).strip()
    return clean if len(clean) <= MOST else f"{clean[: MOST - 1]}…"


def osc_9(text: str) -> str:
    """iTerm2, Windows Terminal, WezTerm, Ghostty: `ESC ] 9 ; text`; the name first, as `9;4;` means progress."""
    return f"\x1b]9;{TITLE}: {notice_text(text)}{BELL}"


def osc_777(text: str) -> str:
    """urxvt, foot, VTE: `ESC ] 777 ; notify ; title ; text`."""
    return f"\x1b]777;notify;{TITLE};{notice_text(text)}{BELL}"


def osc_99(text: str) -> str:
    """kitty: title and body in two parts of one notice."""
    name = f"i={TITLE}"
    return f"\x1b]99;{name}:d=0:p=title;{TITLE}\x1b\\\x1b]99;{name}:d=1:p=body;{notice_text(text)}\x1b\\"


def through_tmux(sequence: str) -> str:
    """A sequence that tmux hands to the terminal outside; it needs `allow-passthrough on` there."""
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"


def sequence_for(way: str, text: str, *, tmux: bool) -> str:
    """What is written to the terminal for one way of calling; empty for a way that writes nothing."""
    if way == "bell":
        return BELL
    makers = {"osc9": osc_9, "osc777": osc_777, "osc99": osc_99}
    if way not in makers:
        return ""
    sequence = makers[way](text)
    return through_tmux(sequence) if tmux else sequence


def notice_command(command: str, text: str) -> list[str]:
    """The words of a `notify` command: `{text}` where it stands, else at the end; no shell reads it.

    Raises ValueError for a command with an open quote.
    """
    words, told = shlex.split(command), notice_text(text)
    if any("{text}" in word for word in words):
        return [word.replace("{text}", told) for word in words]
    return [*words, told] if words else []
