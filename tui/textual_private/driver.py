"""How does deskhours talk to a terminal without waking up for nothing or dying of a stray byte?

Whatever bytes the terminal sends, the program goes on; nothing runs while nothing happens; whoever ends the program,
the terminal is left as it was found. Stands on private names of Textual 8.2, tested in tests/tui.
"""

from __future__ import annotations

import codecs
import os
import select
from codecs import getincrementaldecoder
from collections.abc import Iterable
from math import ceil
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import constants, events
from textual.driver import Driver
from textual.message import Message

from tui.text.format import width_of
from tui.textual_private.app import fault
from tui.textual_private.colours import write_changes_of_colour_only
from tui.textual_private.cropped import write_changed_cells_only
from tui.textual_private.keystream import ESCAPE_DELAY, ForgivingParser, KeyStream
from tui.textual_private.names import DRIVER, present, spoken_of

if TYPE_CHECKING:
    from textual.drivers._writer_thread import WriterThread
    from textual.drivers.linux_driver import LinuxDriver
else:
    try:
        from textual.drivers._writer_thread import WriterThread
        from textual.drivers.linux_driver import LinuxDriver
    except ImportError:  # another system, or a Textual that keeps them elsewhere
        LinuxDriver = WriterThread = object

_FOCUS_REPORTS_ON = "\x1b[?1004h"
_PLAIN_GLYPHS = str.maketrans(
    "▸●○█▌▐░▓▚┊│─╌–−…✓✗“”·×›‹◂→←↑↓▲▼↻↶①②③",
    '>*o#+|.#%||----~x!""-x><<><^v^v@@123',
)


class _Bell(Event):
    """An event that also wakes a `poll`."""

    def __init__(self) -> None:
        super().__init__()
        self.wake, self._ring = os.pipe()

    def set(self) -> None:
        """Set the event and wake whoever polls `wake`."""
        super().set()
        os.write(self._ring, b"!")

    def clear(self) -> None:
        """Unset the event and take its wake-up back."""
        if self.is_set():
            os.read(self.wake, 1)
        super().clear()


class _Writer(WriterThread):
    """Writes bytes; those for a closed terminal are dropped, one without UTF-8 gets replacements."""

    def run(self) -> None:
        """Write until told to stop, in as few system calls as the queue allows."""
        encoding = getattr(self._file, "encoding", None) or "utf-8"
        gone = False
        while (text := self._queue.get()) is not None:
            if gone:
                continue
            try:
                self._write_all(encode(text, encoding))
            except OSError:
                gone = True

    def _write_all(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self.fileno(), rest) :]


def encode(text: str, encoding: str) -> bytes:
    """Bytes for a terminal; what an old encoding lacks becomes plain signs of the same width."""
    if encoding.lower().replace("_", "-") in {"utf-8", "utf8"}:
        return text.encode("utf-8", "replace")
    return text.encode(encoding, "deskhours")


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    plain = lost.translate(_PLAIN_GLYPHS)
    return "".join(c if c.isascii() else "?" * width_of(c) for c in plain), error.end


codecs.register_error("deskhours", _replace)


class QuietDriver(LinuxDriver):
    """Textual's Linux driver, polling without a clock and forgiving every byte."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As the stock driver, with a bell that ends the waiting."""
        super().__init__(*args, **kwargs)
        self.exit_event = self._bell = _Bell()

    def write(self, data: str) -> None:
        """Write, but never ask for focus reports: each would restyle the whole screen."""
        if data != _FOCUS_REPORTS_ON and self._writer_thread is not None:
            self._writer_thread.write(data)

    def start_application_mode(self) -> None:
        """As the stock driver, with our writer."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # the stock driver has no types
        stock = self._writer_thread
        if stock is not None and self._file is not None:
            stock.stop()
            self._writer_thread = _Writer(self._file)
            self._writer_thread.start()

    def _enable_mouse_support(self) -> None:
        """Buttons, wheel and dragging; no report for every move of the pointer."""
        if self._mouse:
            self.write("\x1b[?1000h\x1b[?1002h\x1b[?1006h")

    def _disable_mouse_support(self) -> None:
        if self._mouse:
            self.write("\x1b[?1006l\x1b[?1002l\x1b[?1000l")

    def _query_in_band_window_resize(self) -> None:
        """Do not ask for resize reports in the input: SIGWINCH tells of every new size."""

    def _run_input_thread(self) -> None:
        """Read until told to stop; should the reading itself break, the program ends as after any fault."""
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001  # the boundary of a thread: Textual would end with status 0
            if not self.exit_event.is_set():
                fault(self._app, error)

    def run_input_thread(self) -> None:
        """Wait for the terminal or the bell, never for a clock, except to tell a lone escape."""
        told = "ESCDELAY" in os.environ
        stream = KeyStream(self._debug, escape_delay=constants.ESCAPE_DELAY if told else ESCAPE_DELAY)
        decode = getincrementaldecoder("utf-8")("replace").decode
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        poll.register(self._bell.wake, select.POLLIN)
        while not self.exit_event.is_set():
            wait = stream.patience(monotonic())
            ready = dict(poll.poll(None if wait is None else ceil(wait * 1000)))
            if self.fileno in ready:
                data = self._read()
                if not data:
                    self._hang_up()
                    return
                self._tell(stream.feed(decode(data), monotonic()))
            elif not ready:
                self._tell(stream.expire(monotonic()))

    def _tell(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""

    def _hang_up(self) -> None:
        """The terminal is gone: end as after SIGHUP."""
        self._app.call_later(self._app.exit, None, 129)

    def process_message(self, message: Message) -> None:
        """Pass a message on, but believe no size that stands in the input: the system tells the size."""
        if not isinstance(message, events.Resize):
            super().process_message(message)


def driver_class() -> type[Driver] | None:
    """Our driver where it can work, None (the stock one) elsewhere; both write what changed and no more."""
    write_changed_cells_only()
    write_changes_of_colour_only()
    known = spoken_of(LinuxDriver, *DRIVER.keys() - {"_queue"}) and spoken_of(WriterThread, "_queue", "_file")
    can_read = present(ForgivingParser, "_sequence_to_key_events") and hasattr(select, "poll")
    return QuietDriver if constants.DRIVER is None and known and can_read else None
