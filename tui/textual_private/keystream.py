"""What did the terminal send: a key, a mouse report, a paste, or an answer that nobody asked for?

An answer is never a key, whatever its pieces and the time between them; no key is swallowed by what came before it;
nothing that a terminal can send ends the reading. Textual's parser is asked only about whole sequences.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual import events
from textual.keys import Keys
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

if TYPE_CHECKING:
    from textual._xterm_parser import XTermParser
else:
    try:
        from textual._xterm_parser import XTermParser
    except ImportError:
        XTermParser = object

ESCAPE_DELAY = 0.025
"""Seconds after which a lone escape is the key."""
KITTY_ESCAPE_DELAY = 0.5
"""The same on a terminal that tells the key as `CSI 27 u`: a bare escape can only begin something there."""
TWO_DELAY = 0.25
"""Seconds after which escape and one more letter were two keys."""
PIECE_DELAY = 0.1
"""Seconds within which the rest of a sequence may be anything; later only what fits it."""
LATE = 1.0
"""Seconds after which the rest of a sequence is no longer waited for."""
PASTE_LIMIT = 1_000_000
MOST_CSI = 100
ESC = "\x1b"
_STRINGS = "]PX^_"
_RELEASE = re.compile(r"\x1b\[[\d:]*;\d*:3(?:;[\d:]*)?[u~A-HPQRS]")
_KITTY = re.compile(r"\x1b\[(\d*)(?::[\d:]*)?(?:;(\d*)(?::[12])?)?((?:;[\d:]*)?[u~A-HPQRS])")
_SPEAKS_KITTY = re.compile(r"\x1b\[(?:27(?:;[\d:]*)?|\?[1-9]\d*)u")
_POSITION = re.compile(r"\x1b\[\d+;\d+R")
_MOUSE = re.compile(r"\x1b\[(?:<\d+;-?\d+;-?\d+[mM]|M...)", re.DOTALL)
_MODE = re.compile(r"\x1b\[\?2026;[1-9]\d*\$y")
_CSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_CSI_BEGUN = re.compile(r"\x1b\[[0-?]*[ -/]*")
_OLD_MOUSE = ESC + "[M"
_PASTE, _PASTE_END = ESC + "[200~", ESC + "[201~"
_COLOUR = re.compile(r"[\d:;/?a-fA-Frgb]*")
_STRING_END = re.compile(r"[\x00-\x1f]")
_ENDS = "cyRtuMmn~"
_ANSWER = re.compile(
    r"\x1b(?:\[(?:[?>=][\d;:]*\$?[cyunR]|\d+;\d+R|\d+;[\d;:]*t|[\d:]*;\d*:3[\d:;]*[u~A-HPQRS]|<\d+;-?\d+;-?\d+[mM])"
    r"|[\]PX^_][^\x00-\x1f]*(?:\x07|\x1b\\))"
)
"""A whole answer; its rest is longer than anybody types in one go."""
_NO_KEY = {chr(code) for code in range(0x80, 0xA0)} | {"\ufffd"}
"""C1 and what was not UTF-8: no keyboard sends these."""
_UNREADABLE = (ValueError, OverflowError, IndexError, KeyError, ZeroDivisionError, TypeError)


class ForgivingParser(XTermParser):
    """Textual's tables of keys and mouse codes, for which a broken or unknown sequence is nothing."""

    def keys_of(self, sequence: str) -> list[Message]:
        """The keys of a whole sequence or of one character; none for what is no key."""
        if _RELEASE.fullmatch(sequence) or _POSITION.fullmatch(sequence):
            return []
        if (known := _KITTY.fullmatch(sequence)) is not None:  # without alternate codes and the kind of press
            code, modifiers, end = known.groups()
            sequence = f"{ESC}[{code}" + (f";{modifiers}" if modifiers is not None else "") + end
        try:
            keys = list(self._sequence_to_key_events(sequence))
        except _UNREADABLE:
            return []
        return [key for key in keys if key.key != Keys.Ignore]

    def parse_mouse_code(self, code: str) -> Message | None:
        """A mouse event, or None when the code makes no sense."""
        try:
            return super().parse_mouse_code(code)
        except _UNREADABLE:
            return None


class KeyStream:
    """Takes text as it comes and gives events; `now` is any clock in seconds that does not go back."""

    def __init__(self, debug: bool = False, *, escape_delay: float = ESCAPE_DELAY) -> None:
        self._alone = escape_delay
        self._parser = ForgivingParser(debug)
        self._held = ""
        """The beginning of a sequence; of a string (OSC, DCS, …) its introducer, a dot for all that it says, and
        the escape of its end."""
        self._given = ""
        """What was taken for keys after waiting in vain; the rest of an answer may still come."""
        self._at = 0.0
        self._pasted: list[str] | None = None
        self._kitty = False

    def patience(self, now: float) -> float | None:
        """Seconds until `expire` has something to do; None when nothing is pending."""
        if not self._held and self._pasted is None:
            return None
        return max(0.0, self._at + self._delay() - now)

    def _delay(self) -> float:
        if self._pasted is not None:
            return LATE
        alone = KITTY_ESCAPE_DELAY if self._kitty else self._alone
        return {1: alone, 2: TWO_DELAY}.get(len(self._held), LATE)

    def expire(self, now: float) -> list[Message]:
        """What is pending for too long: a lone escape is the key, half a paste is pasted, the rest is nothing."""
        if (wait := self.patience(now)) is None or wait > 0:
            return []
        if self._pasted is not None:
            return self._end_paste()
        found = self._give_up()
        self._at = now
        return found

    def _give_up(self) -> list[Message]:
        """Escape, or escape and one key, were typed; more than that is the torso of an answer."""
        self._given, self._held = self._held, ""
        if len(self._given) > 2:
            return []
        return [key for letter in self._given for key in self._parser.keys_of(letter)]

    def feed(self, text: str, now: float) -> list[Message]:
        """The events of some more text."""
        found: list[Message] = []
        text = self._without_late_rest(text, now)
        while text:
            if self._pasted is not None:
                text = self._paste(text, found)
            elif self._held:
                text = self._go_on(text, now, found)
            else:
                text = self._begin(text, found)
        self._at = now
        return found

    def _without_late_rest(self, text: str, now: float) -> str:
        """An answer whose beginning was taken for keys is still no typing."""
        given, self._given = self._given, ""
        if given and now - self._at < LATE and (rest := _ANSWER.match(given + text)) is not None:
            return text[rest.end() - len(given) :]
        return text

    def _begin(self, text: str, found: list[Message]) -> str:
        plain, self._held, rest = text.partition(ESC)
        for letter in plain:
            if letter not in _NO_KEY:
                found += self._parser.keys_of(letter)
        return rest

    def _go_on(self, text: str, now: float, found: list[Message]) -> str:
        """More of the sequence that was begun."""
        if now - self._at > PIECE_DELAY and len(self._held) > 1 and not self._fits(text):
            found += self._give_up()
            return text
        self._at = now  # what this text begins anew is not late
        if self._held == ESC:
            return self._after_escape(text, found)
        if self._held[1] in _STRINGS:
            return self._string(text)
        return self._third(text, found) if self._held[1] == "O" else self._csi(text, found)

    def _fits(self, text: str) -> bool:
        """Whether text that comes late can be the rest of what is held."""
        if self._held[1] in _STRINGS:
            ended = "\x07" in text or ESC in text or (self._held.endswith(ESC) and text[0] == "\\")
            return ended or _COLOUR.fullmatch(text) is not None
        if self._held[1] == "O" or self._held.startswith(_OLD_MOUSE):
            return False
        whole = _CSI.match(self._held + text)
        if whole is None:
            return _CSI_BEGUN.fullmatch(self._held + text) is not None and text[0] not in "/ "
        ends = _ENDS if len(self._held) > 2 else _ENDS + "IO"
        sequence = whole.group()
        known = sequence[-1] in ends or _RELEASE.fullmatch(sequence) is not None
        return known or bool(self._parser.keys_of(sequence))

    def _after_escape(self, text: str, found: list[Message]) -> str:
        first = text[0]
        if first in "[O" or first in _STRINGS:
            self._held += first
            return text[1:]
        self._held = ""
        # A letter sent together with an escape is a key typed behind it, not that letter with alt: on a slow line
        # both come in one read. Terminals that tell alt in words (`CSI 98;3u`) are understood.
        found += self._parser.keys_of(ESC)
        return text

    def _string(self, text: str) -> str:
        """Leave out the text of an answer up to its end: BEL, or escape and a backslash."""
        if self._held.endswith(ESC):
            ended = text[0] == "\\"
            self._held = "" if ended else ESC
            return text[1:] if ended else text
        self._held = self._held[:2] + "."
        end = _STRING_END.search(text)
        if end is None:
            return ""
        if end.group() == ESC:
            self._held += ESC
            return text[end.end() :]
        self._held = ""
        return text[end.end() :] if end.group() == "\x07" else text[end.start() :]

    def _third(self, text: str, found: list[Message]) -> str:
        """The last letter of a key such as F1 (`ESC O P`)."""
        sequence, self._held = self._held + text[0], ""
        if text[0].isascii() and text[0].isalpha():
            found += self._parser.keys_of(sequence)
            return text[1:]
        self._held = ""
        found += [*self._parser.keys_of(ESC), *self._parser.keys_of("O")]
        return text

    def _csi(self, text: str, found: list[Message]) -> str:
        for at, letter in enumerate(text):
            if letter < " " or not (letter <= "~" or self._held.startswith(_OLD_MOUSE)):
                self._held = ""
                return text[at:]
            old_mouse = self._held.startswith(_OLD_MOUSE)
            self._held += letter
            ended = len(self._held) == 6 if old_mouse else letter >= "@" and self._held != _OLD_MOUSE
            if ended and len(self._held) > 2:
                self._whole(found)
                return text[at + 1 :]
        self._held = "" if len(self._held) > MOST_CSI else self._held
        return ""

    def _whole(self, found: list[Message]) -> None:
        sequence, self._held = self._held, ""
        self._kitty = self._kitty or _SPEAKS_KITTY.fullmatch(sequence) is not None
        if sequence == _PASTE:
            self._pasted = []
        elif _MOUSE.fullmatch(sequence):
            event = self._parser.parse_mouse_code(sequence)
            found += [event] if event is not None else []
        elif _MODE.fullmatch(sequence):
            found.append(TerminalSupportsSynchronizedOutput())
        elif sequence != _PASTE_END:
            found += self._parser.keys_of(sequence)

    def _paste(self, text: str, found: list[Message]) -> str:
        held = "".join((*(self._pasted or ()), text))
        inside, end, rest = held.partition(_PASTE_END)
        self._pasted = [inside if end else held]
        if end:
            found += self._end_paste()
        elif len(held) > PASTE_LIMIT:  # keep its beginning, and enough to see its end
            self._pasted = [held[: PASTE_LIMIT - len(_PASTE_END)] + held[-len(_PASTE_END) :]]
        return rest

    def _end_paste(self) -> list[Message]:
        text, self._pasted = "".join(self._pasted or ()), None
        return [events.Paste(text.replace("\x00", ""))] if text else []
