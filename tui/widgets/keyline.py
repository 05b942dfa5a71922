"""Which keys work here? The last line of every screen, made from the active bindings.

Law: painted only when its text changes; `space` comes first, then the screen's own keys; the last two places belong
to `?` and `ctrl+p`, which know all the rest.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.binding import Binding
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.theme import tones
from tui.widgets.line import rule
from tui.widgets.spans import Span, spans_width, strip

NAMES = {
    "slash": "/",
    "question_mark": "?",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "comma": ",",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "exclamation_mark": "!",
    "delete": "del",
}
_GROUPS = {"timer.toggle": 0, "app.new-request": 3, "app.help": 6, "app.palette": 6}


def key_name(binding: Binding) -> str:
    """What is printed on the key: `esc`, `/`, `ctrl+p`; only the first of several."""
    if binding.key_display:
        return binding.key_display
    return NAMES.get(binding.key.split(",")[0], binding.key.split(",")[0])


def shown_keys(screen: Screen[Any]) -> list[tuple[str, str, str]]:
    """Key, its name and its word: `space`, what works here, what works everywhere, the screens, `?` and `ctrl+p`.

    A narrow line leaves out from behind: what works everywhere is known by heart first.
    """
    groups: dict[int, dict[str, tuple[str, str, str]]] = {number: {} for number in range(7)}
    modes = []
    for key, active in screen.active_bindings.items():
        binding, name = active.binding, active.binding.id or active.binding.action
        if binding.action.startswith("mode("):
            modes.append(key)
        elif binding.show and active.enabled:
            group = _GROUPS.get(name)
            if group is None:
                group = 4 if active.node is screen.app else 1 if active.node is screen else 2
            groups[group].setdefault(name, (key, key_name(binding), binding.description))
    if len(modes) > 1:
        groups[5][""] = ("", f"{modes[0]}–{modes[-1]}", "screens")
    return [entry for group in groups.values() for entry in group.values()]


class KeyLine(Widget):
    """A thin rule and the line of keys; a click on a key presses it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "KeyLine { height: 2; width: 1fr; dock: bottom; }"

    def __init__(self) -> None:
        """Filled on mount and whenever the bindings change."""
        super().__init__()
        self._keys: tuple[tuple[str, str, str], ...] = ()
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)
        self._bindings_changed(self.screen)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if screen is not self.screen or not self.is_attached or not self.screen.is_current:
            return
        fresh = tuple(shown_keys(screen))
        if fresh != self._keys:
            self._keys = fresh
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The rule, or the keys that fit."""
        width, styles = self.size.width, tones(self.app.theme)
        if y == 0:
            return strip(rule(width), width, styles)
        return strip(self._spans(width), width, styles)

    def _spans(self, width: int) -> list[Span]:
        fixed = [key for key in self._keys if key[2] in {"keys", "all"}]
        room = width - 1 - sum(self._room_of(key) for key in fixed)
        shown = []
        for key in self._keys:
            if key not in fixed and self._room_of(key) <= room:
                shown.append(key)
                room -= self._room_of(key)
        spans: list[Span] = [(" ", "")]
        self._places = []
        for name, label, words in (*shown, *fixed):
            left = spans_width(spans)
            if name:
                self._places.append((left, left + len(label) + len(words) + 1, name))
            spans += [(label, "accent"), (" ", ""), (words, "dim"), ("  ", "")]
        return spans

    @staticmethod
    def _room_of(key: tuple[str, str, str]) -> int:
        return len(key[1]) + len(key[2]) + 3

    def on_click(self, event: events.Click) -> None:
        """Press the key under the pointer."""
        for left, right, name in self._places:
            if event.y == 1 and left <= event.x < right:
                self.app.simulate_key(name)
