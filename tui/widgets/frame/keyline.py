"""Which keys work here? The last line of every screen, made from the active bindings.

It is painted only when its text changes. First and always stand the ways to everything else: `tab` to the other
panels, the numbers of the screens, `?` and `ctrl+p`; then `space`, for which they give up words where it is narrow;
then `esc` where it leads back, then the screen's own keys, each whole or not at all.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.binding import Binding
from textual.screen import Screen
from textual.strip import Strip

from tui.text.theme import tones
from tui.widgets.frame.foot import Foot
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
    "asterisk": "*",
    "minus": "-",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "exclamation_mark": "!",
    "delete": "del",
}
_GROUPS = {"app.help": 0, "app.palette": 0, "timer.toggle": 1, "app.new-request": 5}
WAYS = 0
"""The group that is never left out."""
BACK = 2
"""The group of the key that leaves a page which has the screen to itself."""


def key_name(binding: Binding) -> str:
    """What is printed on the key: `esc`, `/`, `ctrl+p`; only the first of several."""
    if binding.key_display:
        return binding.key_display
    return NAMES.get(binding.key.split(",")[0], binding.key.split(",")[0])


def _grouped(screen: Screen[Any]) -> list[dict[str, tuple[str, str, str]]]:
    groups: list[dict[str, tuple[str, str, str]]] = [{} for _ in range(7)]
    groups[WAYS]["tab"] = ("tab", "tab", "panels")
    groups[WAYS]["modes"] = ("", "", "")
    modes = []
    for key, active in screen.active_bindings.items():
        binding, name = active.binding, active.binding.id or active.binding.action
        if binding.action.startswith("mode("):
            modes.append(key)
        elif binding.show and active.enabled and name not in groups[BACK]:
            group = _GROUPS.get(name)
            if group is None:
                own = BACK if key == "escape" else 3
                group = 6 if active.node is screen.app else own if active.node is screen else 4
            groups[group].setdefault(name, (key, key_name(binding), binding.description))
    if len(modes) > 1:
        groups[WAYS]["modes"] = ("", f"{modes[0]}–{modes[-1]}", "screens")
    else:
        del groups[WAYS]["modes"]
    return groups


class KeyLine(Foot):
    """A thin rule or a message, and the line of keys; a click on a key presses it."""

    DEFAULT_CSS = "KeyLine { height: 2; width: 1fr; dock: bottom; }"

    def __init__(self) -> None:
        """Filled on mount and whenever the bindings change."""
        super().__init__()
        self._keys: tuple[tuple[str, str, str], ...] = ()
        self._ways = 0
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)
        self._bindings_changed(self.screen)

    def catch_up(self) -> None:
        """Back on the screen: the keys that work by now, too."""
        super().catch_up()
        self._bindings_changed(self.screen)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if screen is not self.screen or not self.is_attached or self.app.screen is not screen:
            return  # behind a box nothing moves
        groups = _grouped(screen)
        fresh = tuple(entry for group in groups for entry in group.values())
        if fresh != self._keys:
            self._keys, self._ways = fresh, len(groups[WAYS])
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The rule or what is told, or the keys that fit."""
        width, styles = self.size.width, tones(self.app.theme)
        return strip(self.foot_lines(width, self._spans(width))[y], width, styles)

    def _spans(self, width: int) -> list[Span]:
        shown = self._first_keys(width + 1)
        room = width + 1 - sum(self._room_of(key) for key in shown)
        for key in self._keys[len(shown) :] if room >= 0 else ():
            if self._room_of(key) <= room:
                shown.append(key)
                room -= self._room_of(key)
        spans: list[Span] = [(" ", "")]
        self._places = []
        for name, label, words in shown:
            left = spans_width(spans)
            if name:
                self._places.append((left, left + len(label) + len(words) + 1, name))
            spans += [(label, "accent"), (" " if words else "", ""), (words, "dim"), ("  ", "")]
        spans.pop()  # a gap at the end would be cut, and the last word with it
        return spans

    def _first_keys(self, room: int) -> list[tuple[str, str, str]]:
        """The ways and `space`: the last of the ways lose their words first where there is no room for all."""
        ways, after = list(self._keys[: self._ways]), list(self._keys[self._ways :])
        first = after[:1] if after and after[0][0] == "space" else []
        for worded in range(len(ways), -1, -1):
            shown = [*ways[:worded], *((name, label, "") for name, label, _ in ways[worded:]), *first]
            if sum(self._room_of(key) for key in shown) <= room:
                break
        return shown

    @staticmethod
    def _room_of(key: tuple[str, str, str]) -> int:
        return len(key[1]) + bool(key[2]) + len(key[2]) + 2

    def on_click(self, event: events.Click) -> None:
        """Press the key under the pointer."""
        for left, right, name in self._places:
            if event.y == 1 and left <= event.x < right:
                self.app.simulate_key(name)
