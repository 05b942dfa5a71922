"""Does the program outlive every byte, and leave the terminal as it was however it ends?"""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.tui.terminal import Terminal, keys_in
from tui.textual_private.driver import encode
from tui.textual_private.keystream import KeyStream

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
def test_garbage_from_the_terminal_is_survived_by_the_reader(garbage: bytes) -> None:
    stream = KeyStream()
    stream.feed(garbage.decode("utf-8", "replace"), 0.0)
    stream.feed("\x1b[B", 0.01)
    assert keys_in(stream.feed("j", 0.02)) == ["j"]


def test_a_key_release_is_no_key() -> None:
    assert KeyStream().feed("\x1b[97;5:3u", 0.0) == []


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
    answers = "a\x1bP1$r0m\x1b\\b\x1b]11;rgb:0/0/0\x07c"
    assert keys_in(KeyStream().feed(answers, 0.0)) == ["a", "b", "c"]


ANSWERS_ON_A_LINE = b"\x1b]11;rgb:0000/0000/0000\x07"


def test_found_6_1_an_answer_torn_after_its_escape_neither_ends_nor_swallows_anything() -> None:
    with Terminal(*BOARD) as terminal:
        terminal.until("R-000003")
        for answer in (ANSWERS_ON_A_LINE, b"\x1b[?62;4;22c", b"\x1bP>|xterm(390)\x1b\\"):
            for at in (1, 2, 5, len(answer) - 1):
                terminal.write(answer[:at])
                time.sleep(0.005)
                terminal.write(answer[at:])
                time.sleep(0.04)  # beyond the wait for a lone escape: what was armed must not go off
        for byte in ANSWERS_ON_A_LINE:
            terminal.write(bytes([byte]))
        before = len(terminal.output)
        terminal.write(b"?")
        terminal.until("Previous", before)
        terminal.write(b"\x1b")
        terminal.until("R-000003", before)
        terminal.write(b"q")
        assert terminal.end() == 0
        assert terminal.restored


def test_found_6_1_a_program_that_was_ended_by_a_fault_of_its_input_says_so_in_its_status() -> None:
    broken = (
        "import tui.textual_private.keystream as k\n"
        "def fails(self, text, now): raise KeyError(text)\n"
        "k.KeyStream.feed = fails\n"
        "import sys, runpy\n"
        "sys.argv = ['fake', '5', 'run']\n"
        "runpy.run_module('tests.benchmarks.fake_screen', run_name='__main__')\n"
    )
    with Terminal("-c", broken) as terminal:
        terminal.until("R-000003")
        terminal.write(b"j")
        assert terminal.end() == 70
        assert terminal.restored


def test_found_2_2_keys_of_one_write_wait_for_what_they_open_in_a_real_terminal() -> None:
    with Terminal("-m", "tui", "demo", columns=120, lines=40) as terminal:
        terminal.until("Open requests")
        before = len(terminal.output)
        terminal.write(b"2/ssl")
        before = terminal.until("ssl", before)
        terminal.write(b"\x1bnacme broken")
        before = terminal.until("acme broken", before)
        terminal.write(b"\x1b?")
        before = terminal.until("Keys that work here", before)
        terminal.write(b"\x1b\x11")
        assert terminal.end() == 0
        assert terminal.restored
