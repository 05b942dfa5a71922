"""What stands at the bottom of every screen and dialog? The rule, or a message in its place, and the keys.

A message never lies over anything but the rule, a long one also over the keys; it is plain text with a sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from textual.widget import Widget

from models.domain.basics.frozen import dataclass
from tui.text.format import width_of, wrapped
from tui.widgets.line import RULE, rule
from tui.widgets.spans import Span, Spans

SIGNS: dict[str, tuple[str, str, str]] = {
    "information": ("•", "accent", ""),
    "warning": ("!", "warn", "warn"),
    "error": ("!", "bad", "bad"),
}
"""Sign, its tone, the tone of the words."""


@dataclass(frozen=True, slots=True)
class Told:
    """A message on the screen, or waiting for its turn."""

    text: str
    severity: str
    seconds: float

    @property
    def must_be_seen(self) -> bool:
        """Whether somebody must have seen it."""
        return self.severity != "information"


def told_lines(told: Told, waiting: int, width: int, most: int = 2) -> list[list[Span]]:
    """One line that ends in the rule, or up to `most` where the words need them."""
    sign, sign_tone, tone = SIGNS.get(told.severity, SIGNS["information"])
    more = f" +{waiting} more " if waiting else ""
    room = max(10, width - 6 - len(more))
    parts = wrapped(told.text, room, most=most) or [""]
    if any(width_of(part) > room for part in parts):  # cells, not letters, count
        parts = wrapped(told.text, max(5, room // 2), most=most)
    lines: list[list[Span]] = []
    for number, part in enumerate(parts):
        lines.append([(f" {' ' if number else sign} ", sign_tone), (part, tone), (" ", "")])
    rest = width - 5 - width_of(parts[0]) - len(more)
    lines[0] += [(RULE * max(0, rest), "faint"), (more, "dim")]
    return lines


class Teller(Protocol):
    """The part of a program that tells, as the line that shows it knows it."""

    told: Told | None

    @property
    def waiting(self) -> Sequence[Told]:
        """The messages that are still to be shown."""

    def painted(self) -> None:
        """The line was drawn: from now on it can be read."""


class Foot(Widget):
    """The two lines at the bottom of a screen or dialog: a rule, or what is told; then the keys."""

    ALLOW_SELECT = False
    _drawn_told: Told | None = None

    def catch_up(self) -> None:
        """Back on the screen: what was told meanwhile, or is gone."""
        if self._told is not self._drawn_told:
            self.refresh()

    @property
    def _teller(self) -> Teller | None:
        """Who tells; a program that is only tried out may have nobody."""
        return getattr(self.app, "messages", None)

    @property
    def _told(self) -> Told | None:
        return self._teller.told if self._teller is not None else None

    def foot_lines(self, width: int, keys: Spans) -> Sequence[Spans]:
        """Rule and keys; a message takes the place of the rule, a long one also that of the keys."""
        return (*self._told_or_rule(width, 2), keys)[:2]

    def rule_line(self, width: int) -> Spans:
        """The rule where it stands alone; a message in its place is cut to this one line."""
        return self._told_or_rule(width, 1)[0]

    def _told_or_rule(self, width: int, most: int) -> Sequence[Spans]:
        teller, told = self._teller, self._told
        self._drawn_told = told
        if teller is None or told is None:
            return (rule(width),)
        teller.painted()
        return told_lines(told, len(teller.waiting), width, most)
