"""What if somebody types anything at all, and the terminal answers in pieces in between?

`python -m tests.tui.monkey SEEDS EVENTS` plays the sample desk in a real terminal: keys, pastes, clicks, sizes, and
answers of terminals torn at any byte and late. The program must live, say of nothing that it went wrong, hear the
key after every answer, and leave the terminal as it was.
"""

from __future__ import annotations

import random
import sys
import time

from tests.tui.terminal import Terminal

ANSWERS = (
    b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
    b"\x1b]11;rgb:0000/0000/0000\x07",
    b"\x1b]52;c;aGVsbG8=\x1b\\",
    b"\x1b[?62;1;4;22c",
    b"\x1b[>41;354;0c",
    b"\x1bP!|00000000\x1b\\",
    b"\x1bP>|WezTerm 20240203\x1b\\",
    b"\x1b[?2026;2$y",
    b"\x1b[?2048;0$y",
    b"\x1b[24;80R",
    b"\x1b[?1u",
    b"\x1b[97;5:3u",
    b"\x1b[1;1:3A",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[48;30;100;600;1000t",
    b"\x1b_Gi=31;OK\x1b\\",
)
SPECIAL = (
    *(b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[5~", b"\x1b[6~", b"\x1b[H", b"\x1b[F", b"\x1b[3~"),
    *(b"\t", b"\x1b[Z", b"\r", b"\r", b"\x7f", b"\x10", b"\x12", b"\x13", b"\x15", b"\x1bOP", b"\x1bOQ"),
    *(b"\x1b", b"\x1b", b"\x1b\x1b", b"\x1b[97;5u", b"\x1b[13;5u", b"\x1b[27u"),
)
LETTERS = b"abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 /?<>=+[]!#@%.,:-"
TEXTS = ("acme form", "1h30", "9:15-10", "30 Nov", "Müller & Söhne [/]", "日本語", "-20m", "x" * 300)
SIZES = ((80, 24), (120, 40), (200, 50), (39, 9), (1, 1), (60, 15), (100, 30))
WRONG = (b"Something went wrong", b"Traceback", b"had to stop")
PROBE_EVERY = 50


class Monkey:
    """One run of one seed."""

    def __init__(self, terminal: Terminal, seed: int, pause: float = 0.002) -> None:
        """Not begun; `pause` seconds lie between two events."""
        self.terminal, self.pause = terminal, pause
        self.chance = random.Random(seed)
        self.done: list[bytes] = []
        self.looked = 0

    def play(self, events: int) -> None:
        """So many events, with a look every now and then."""
        for number in range(events):
            self._event()
            time.sleep(self.pause)
            if number % PROBE_EVERY == PROBE_EVERY - 1:
                self.probe()

    def probe(self) -> None:
        """The program lives, nothing went wrong, and the key after an answer is heard."""
        self.terminal.resize(120, 40)
        answer = self.chance.choice(ANSWERS)
        self._torn(answer)
        # Out of whatever is open: a question may ask once, a list of choices closes first.
        for _ in range(8):
            self._write(b"\x1b")
            time.sleep(0.03)
        self._torn(self.chance.choice(ANSWERS))
        before = len(self.terminal.output)
        self._write(b"?")
        try:
            self.terminal.until("Keys that work here", before)
        finally:
            said = self.terminal.output[self.looked :]
            self.looked = max(0, len(self.terminal.output) - 100)
            for words in WRONG:
                assert words not in said, self.story()
        self._write(b"\x1b")
        time.sleep(0.03)

    def story(self) -> str:
        """The last things done."""
        return " ".join(repr(data)[1:] for data in self.done[-80:])

    def _event(self) -> None:
        kind = self.chance.random()
        if kind < 0.45:
            self._write(bytes([self.chance.choice(LETTERS)]))
        elif kind < 0.65:
            self._write(self.chance.choice(SPECIAL))
        elif kind < 0.72:
            self._write(
                b"".join(bytes([self.chance.choice(LETTERS)]) for _ in range(self.chance.randint(2, 9)))
            )
        elif kind < 0.9:
            self._torn(self.chance.choice(ANSWERS))
        elif kind < 0.93:
            x, y = self.chance.randint(1, 130), self.chance.randint(1, 45)
            button = self.chance.choice((0, 0, 0, 2, 32, 64, 65))
            self._write(b"\x1b[<%d;%d;%dM\x1b[<%d;%d;%dm" % (button, x, y, button, x, y))
        elif kind < 0.96:
            text = self.chance.choice(TEXTS).encode()
            self._torn(b"\x1b[200~" + text + b"\x1b[201~")
        elif kind < 0.98:
            self._write(
                self.chance.randbytes(self.chance.randint(1, 6)).translate(None, b"q\x11\x03\x1a\x1b")
            )
        else:
            self.terminal.resize(*self.chance.choice(SIZES))

    def _torn(self, data: bytes) -> None:
        at = self.chance.randint(0, len(data))
        self._write(data[:at])
        if self.chance.random() < 0.5:
            time.sleep(
                self.chance.choice((0.001, 0.005, 0.012))
                if at == 1
                else self.chance.choice((0.005, 0.03, 0.12))
            )
        self._write(data[at:])

    def _write(self, data: bytes) -> None:
        if data:
            self.done.append(data)
            self.terminal.write(data)
            self.terminal.drain()


def run(seed: int, events: int) -> None:
    """One seed; raises AssertionError with the story of what went wrong."""
    with Terminal("-m", "tui", "demo", columns=120, lines=40) as terminal:
        terminal.until("Open requests")
        monkey = Monkey(terminal, seed)
        try:
            monkey.play(events)
        except (AssertionError, OSError) as error:
            status = terminal.process.poll()
            raise AssertionError(f"seed {seed}, status {status}: {error}\n{monkey.story()}") from error
        terminal.write(b"\x1b\x1b")
        time.sleep(0.2)
        terminal.write(b"\x11")
        time.sleep(0.3)
        if terminal.process.poll() is None:
            terminal.write(b"\x11")
        assert terminal.end() == 0, monkey.story()
        assert terminal.restored


if __name__ == "__main__":
    first, _, last = sys.argv[1].partition("-")
    for number in range(int(first), int(last or first) + 1):
        run(number, int(sys.argv[2]))
        print(f"seed {number}: well", flush=True)
