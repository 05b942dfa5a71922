"""Are answers of a terminal never keys, and keys never swallowed, however the bytes are torn?"""

from __future__ import annotations

import random
from codecs import getincrementaldecoder

import pytest
from textual import events
from textual.message import Message

from tests.tui.terminal import keys_in
from tui.textual_private.keystream import ESCAPE_DELAY, LATE, PASTE_LIMIT, KeyStream

ANSWERS = {
    "OSC 10": b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
    "OSC 11": b"\x1b]11;rgb:0000/0000/0000\x07",
    "OSC 4": b"\x1b]4;12;rgb:5c5c/5c5c/ffff\x07",
    "OSC 52": b"\x1b]52;c;aGVsbG8gd29ybGQsIHRoaXMgaXMgdGhlIGNsaXBib2FyZA==\x1b\\",
    "DA1": b"\x1b[?62;1;4;22c",
    "DA2": b"\x1b[>41;354;0c",
    "DA3": b"\x1bP!|00000000\x1b\\",
    "DECRPM": b"\x1b[?2027;0$y",
    "DECRPM 2048": b"\x1b[?2048;2$y",
    "DECRQSS": b"\x1bP1$r0m\x1b\\",
    "XTVERSION": b"\x1bP>|WezTerm 20240203-110809-5046fc22\x1b\\",
    "XTGETTCAP": b"\x1bP1+r544e=787465726d2d6b69747479\x1b\\",
    "CPR": b"\x1b[24;80R",
    "DSR": b"\x1b[0n",
    "kitty flags": b"\x1b[?1u",
    "kitty release": b"\x1b[97;5:3u",
    "kitty release of an arrow": b"\x1b[1;1:3A",
    "kitty release of delete": b"\x1b[3;1:3~",
    "focus in": b"\x1b[I",
    "focus out": b"\x1b[O",
    "size": b"\x1b[48;30;100;600;1000t",
    "size in cells": b"\x1b[8;30;100t",
    "APC": b"\x1b_Gi=31;OK\x1b\\",
}
KEYS = {
    b"\x1b[A": "up",
    b"\x1bOP": "f1",
    b"\x1b[3~": "delete",
    b"\x1b[1;5C": "ctrl+right",
    b"\x1b[Z": "shift+tab",
    b"\x1b[27u": "escape",
    b"\x1b[97;5u": "ctrl+a",
    b"\x1b[97;5:1u": "ctrl+a",
    b"\x1b[97;5:2u": "ctrl+a",
    b"\x1b[97:65;5u": "ctrl+a",
    b"\x1b[13;5u": "ctrl+enter",
    b"\xc3\xa9": "é",
    b"\r": "enter",
}


class Line:
    """A stream behind a decoder and a clock, as the driver feeds it."""

    def __init__(self) -> None:
        self.stream = KeyStream()
        self.decode = getincrementaldecoder("utf-8")("replace").decode
        self.now = 0.0
        self.seen: list[Message] = []

    def come(self, data: bytes, after: float = 0.0) -> None:
        """Bytes after a pause in which whatever waits goes off at its time."""
        end = self.now + after
        while (wait := self.stream.patience(self.now)) is not None and self.now + wait < end:
            self.now += wait
            self.seen += self.stream.expire(self.now)
        self.now = end
        self.seen += self.stream.feed(self.decode(data), self.now)

    @property
    def keys(self) -> list[str]:
        """All keys so far, when nothing more comes."""
        self.come(b"", 5.0)
        return keys_in(self.seen)


@pytest.mark.parametrize("pause", [0.0, 0.005, 0.02, 0.08, 0.2])
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_found_6_2_an_answer_torn_anywhere_is_no_key_and_swallows_none(answer: bytes, pause: float) -> None:
    for at in range(len(answer) + 1):
        torn_from_its_escape = at == 1 and pause > ESCAPE_DELAY
        for follows in (0.0, 0.05):
            line = Line()
            line.come(b"x")
            line.come(answer[:at], 0.05)
            line.come(answer[at:], pause)
            line.come(b"jq ", follows)
            escape = ["escape"] if torn_from_its_escape else []
            letters = [key for key in line.keys if key != "escape"]
            if torn_from_its_escape and len(answer) <= 4:
                continue  # an escape and one or two letters typed later: nobody can tell
            assert letters == ["x", "j", "q", "space"], (at, follows)
            assert not escape or line.keys.count("escape") == 1


@pytest.mark.parametrize("pause", [0.0, 0.004, 0.02])
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_found_6_2_an_answer_byte_by_byte_is_no_key(answer: bytes, pause: float) -> None:
    line = Line()
    for byte in answer:
        line.come(bytes([byte]), pause)
    line.come(b"j", pause)
    assert line.keys == ["j"]


@pytest.mark.parametrize("pause", [0.0, 0.02])
@pytest.mark.parametrize(("sequence", "key"), KEYS.items(), ids=KEYS.values())
def test_found_6_2_a_key_torn_anywhere_is_that_key(sequence: bytes, key: str, pause: float) -> None:
    for at in range(len(sequence) + 1):
        line = Line()
        line.come(sequence[:at])
        line.come(sequence[at:], pause)
        line.come(b"j")
        assert line.keys == [key, "j"], at


def test_found_6_1_answers_between_keys_and_each_other_in_one_read() -> None:
    line = Line()
    for answer in ANSWERS.values():
        line.come(b"a" + answer + b"b")
    line.come(b"".join(ANSWERS.values()))
    assert line.keys == ["a", "b"] * len(ANSWERS)


@pytest.mark.parametrize("torso", [b"\x1b]11;rgb:00", b"\x1b[?62;4", b"\x1bP>|xter", b"\x1b[<0;1", b"\x1b[M"])
def test_found_6_2_after_half_an_answer_that_never_ends_the_next_key_is_heard(torso: bytes) -> None:
    for pause in (0.2, 1.5):
        line = Line()
        line.come(torso)
        line.come(b"j", pause)
        assert line.keys == ["j"]
    line = Line()
    line.come(torso)
    line.come(b"\r")
    assert "enter" in line.keys or torso == b"\x1b[M"


def test_a_lone_escape_is_the_key_and_one_sent_together_with_a_letter_is_two_keys() -> None:
    line = Line()
    line.come(b"\x1b")
    line.come(b"\x1b", 0.1)
    line.come(b"\x1bj", 0.1)
    line.come(b"\x1b\x1b[A", 0.1)
    line.come(b"\x1b]", 0.1)
    line.come(b"j", 0.5)
    line.come(b"\x1bO", 0.1)
    expected = "escape escape escape j escape up escape right_square_bracket j escape O"
    assert line.keys == expected.split()


def test_alt_is_alt_where_a_terminal_says_so() -> None:
    line = Line()
    line.come(b"\x1b[98;3u\x1b[127;3u\x1bb")
    assert line.keys == ["alt+b", "alt+backspace", "escape", "b"]


def test_a_terminal_that_names_its_escape_key_gets_time_for_torn_answers() -> None:
    line = Line()
    line.come(b"\x1b[27u")
    line.come(b"\x1b", 0.1)
    line.come(b"]11;rgb:0/0/0\x07", 0.3)
    assert line.keys == ["escape"]


def test_a_paste_is_one_event_in_any_pieces_and_ends_by_itself() -> None:
    whole = b"\x1b[200~qd\x1b[A one\r\ntwo \xc3\xa9\x1b[201~"
    for at in range(len(whole)):
        line = Line()
        line.come(whole[:at])
        line.come(whole[at:], 0.02)
        line.come(b"j")
        assert line.keys == ["j"]
        assert [event.text for event in line.seen if isinstance(event, events.Paste)] == [
            "qd\x1b[A one\r\ntwo é"
        ]
    line = Line()
    line.come(b"\x1b[200~half a paste")
    line.come(b"j", LATE + 0.1)
    assert line.keys == ["j"]
    line = Line()
    line.come(b"\x1b[200~" + b"x" * (PASTE_LIMIT + 5000))
    line.come(b"\x1b[20")
    line.come(b"1~j")
    assert line.keys == ["j"]


def test_mouse_reports_in_any_pieces_are_mouse_events() -> None:
    whole = b"\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<64;1;1M\x1b[M !!"
    for at in range(len(whole)):
        line = Line()
        line.come(whole[:at])
        line.come(whole[at:], 0.02)
        assert line.keys == []
        names = [type(event).__name__ for event in line.seen]
        assert names == ["MouseDown", "MouseUp", "MouseScrollUp"], at


def test_bytes_that_are_no_text_are_no_keys() -> None:
    line = Line()
    line.come(b"\xff\xfe\x80a\xc3\x28\xe2\x82b\xc2\x9b")
    assert line.keys == ["a", "left_parenthesis", "b"]


@pytest.mark.parametrize("seed", range(20))
def test_no_bytes_end_the_reading(seed: int) -> None:
    chance = random.Random(seed)
    pieces = [
        *ANSWERS.values(),
        *KEYS,
        b"\x1b",
        b"\x1b[",
        b"\x1b]",
        b"\x1bO",
        b"\xff",
        b"\x1b[200~",
        b"\x1b[201~",
    ]
    line = Line()
    for _ in range(400):
        piece = chance.choice(pieces) if chance.random() < 0.7 else chance.randbytes(chance.randint(1, 12))
        at = chance.randint(0, len(piece))
        for part in (piece[:at], piece[at:]):
            line.come(part, chance.choice((0, 0, 0.005, 0.03, 0.15, 0.6, 1.2)))
    line.come(b"\x1b[201~", 3)
    line.seen.clear()
    line.come(b"j", 3)
    assert line.keys == ["j"]
