"""Does the program outlive every byte, and leave the terminal as it was however it ends?"""

from __future__ import annotations

import os
import signal

import pytest

from tests.tui.terminal import Terminal
from tui.driver import _TOLD, ForgivingParser, encode

BOARD = ("-m", "tests.benchmarks.fake_screen", "50", "run")
GARBAGE = [
    b"\xff\xfe\x80",
    b"\xc3\x28\xe2\x82",
    b"\x1b[97;5:3u",
    b"\x1b[99999999999999999999u",
    b"\x1b[97;x:yu",
    b"\x1b[;;;;;u",
    b"\x1b[<0;99999;99999M\x1b[<0;99999;99999m",
    b"\x1b[<64;1;1",
    b"\x1b[48;0;0;0;0t",
    b"\x1b[48;99999;99999;9;9t",
    b"\x1b[M\xff\xff\xff",
    b"\x1b]52;c;AAAA\x07\x1bP1$r0m\x1b\\",
    b"\x1b[200~pasted\x00\x1b[201~",
    b"\x1b[?1;2c\x1b[>41;354;0c",
]


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda garbage: repr(garbage)[2:18])
def test_garbage_from_the_terminal_is_survived_by_the_parser(garbage: bytes) -> None:
    parser = ForgivingParser()
    list(parser.feed(garbage.decode("utf-8", "replace")))
    list(parser.feed("\x1b[B"))
    keys = [event.key for event in parser.feed("j") if hasattr(event, "key")]
    assert keys[-1:] == ["j"]


def test_a_key_release_is_no_key() -> None:
    assert list(ForgivingParser().feed("\x1b[97;5:3u")) == []


def test_the_program_goes_on_after_garbage_and_ends_with_the_terminal_restored() -> None:
    with Terminal(*BOARD) as terminal:
        terminal.until("R-000003")
        for garbage in GARBAGE:
            terminal.write(garbage)
        terminal.write(b"\x1b[201~\x1b\x1b")
        before = terminal.until("keys")
        terminal.resize(90, 30)
        terminal.until("R-000003", before)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() == 143
        assert terminal.restored


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_program_with_its_status(number: signal.Signals, status: int) -> None:
    with Terminal(*BOARD) as terminal:
        terminal.until("R-000003")
        terminal.process.send_signal(number)
        assert terminal.end() == status
        assert terminal.restored


def test_a_closed_terminal_ends_the_program() -> None:
    with Terminal(*BOARD) as terminal:
        terminal.until("R-000003")
        os.close(terminal.slave)
        os.close(terminal.master)
        assert terminal.process.wait(timeout=20) == 129


def test_after_a_pause_in_the_shell_everything_is_painted_again() -> None:
    with Terminal(*BOARD) as terminal:
        seen = terminal.until("R-000003")
        terminal.process.send_signal(signal.SIGTSTP)
        left = terminal.until("[?1049l", seen)
        os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED)
        terminal.process.send_signal(signal.SIGCONT)
        back = terminal.until("[?1049h", left)
        terminal.until("R-000003", back)
        terminal.write(b"q")
        assert terminal.end() == 0
        assert terminal.restored


def test_a_terminal_that_is_gone_does_not_change_the_status() -> None:
    with Terminal(*BOARD) as terminal:
        terminal.until("R-000003")
        os.close(terminal.master)
        assert terminal.process.wait(timeout=20) == 129


def test_quitting_with_a_key_restores_the_terminal() -> None:
    with Terminal(*BOARD) as terminal:
        terminal.until("R-000003")
        terminal.write(b"q")
        assert terminal.end() == 0
        assert terminal.restored


def test_an_old_encoding_gets_plain_signs_of_the_same_width() -> None:
    assert encode("▸ 日本 ░ Café …", "ascii") == b"> ???? . Caf? ~"
    assert encode("Café", "utf-8") == "Café".encode()


def test_answers_that_nobody_asked_for_are_not_typed() -> None:
    assert _TOLD.sub("", "a\x1bP1$r0m\x1b\\b\x1b]11;rgb:0/0/0\x07c") == "abc"
