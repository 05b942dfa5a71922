"""Which way does `deskhours` (or `python -m tui`) go? To the quick status, to the screen, or to the command line.

Each way is loaded alone: the first is asked every second, and the second is awaited by a person.
"""

from __future__ import annotations

import gc
import sys

from tui.late import load


def main() -> int:
    """The exit status of the program; a key that interrupts its start ends it without a page of its insides."""
    try:
        return _run()
    except KeyboardInterrupt:
        return 130


def _run() -> int:
    """Run the command line; the screen, and the `status` that prompts ask all day, take a shorter way."""
    arguments = sys.argv[1:]
    if sys.stdin is None or sys.stdout is None or sys.stderr is None:
        load("tui.streams:open_missing_streams")()
    # peewee loads every driver it finds, 0.1 s of a start; `models.storage.postgres` takes this back.
    sys.modules.setdefault("psycopg", None)  # type: ignore[arg-type]
    if arguments[:1] == ["status"]:
        answered: int | None = load("tui.quick_status:quick_status")(arguments[1:])
        if answered is not None:
            return answered
    if arguments in ([], ["demo"]) or (len(arguments) == 2 and arguments[0] == "--database"):
        gc.disable()  # until the first frame: nothing made so far is garbage
        database = arguments[1] if len(arguments) == 2 else None
        return int(load("tui.launch:launch")(database, demo=arguments == ["demo"]))
    # A command makes millions of values and hardly a circle: a twentieth of a `load` is looking for them in vain.
    gc.set_threshold(50_000)
    load("tui.signals:end_in_order")()
    return int(load("tui.cli:main")(arguments))


if __name__ == "__main__":
    sys.exit(main())
