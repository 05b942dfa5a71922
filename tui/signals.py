"""How does a command, or a start, end that is told to? In order: what is half written goes, the status says by what."""

from __future__ import annotations

import signal


def end_in_order() -> None:
    """Have SIGTERM and SIGHUP end the program as an exception does; who ignores one, as nohup does, goes on."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _leave)


def _leave(number: int, _: object) -> None:
    raise SystemExit(128 + number)
