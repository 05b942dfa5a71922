"""Writers that are killed: started as a program by test_faults, which looks at what they leave behind.

Law: a writer says a word on its pipe only after the service has returned, so every word is a promise.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from models.domain.values import Entry
from models.services.safety.upkeep import make_backup
from models.services.time.entries import add_entry
from models.storage.database import open_database
from tests.deeds import write_file

DATA = b"0123456789" * 100_000


def write_entries(path: Path, name: str, say: Callable[[str], None]) -> None:
    """Add entries for ever, a change each; says each key when it is committed."""
    opened = open_database(path)
    for number in range(1_000_000):
        with opened.connection():
            start = 1_700_000_000 + number * 60
            entry = Entry(f"{name}-{number}", "dana", "maintenance", start, start + 60, "acme")
            say(add_entry(entry, start + 60, "dana").key)


def write_files(path: Path, name: str, say: Callable[[str], None]) -> None:
    """Export and back up for ever, over the same two names."""
    for number in range(1_000_000):
        write_file(path.with_name(f"{name}.csv"), DATA)
        make_backup(path, 1_800_000_000 + number, path.with_name(f"{name}.db"))
        say(f"{name}-{number}")


def _say(pipe: int, word: str) -> None:
    os.write(pipe, f"{word}\n".encode())


def run(work: Callable[[Path, str, Callable[[str], None]], None], path: Path, rounds: int) -> list[str]:
    """Two writers at a time, killed at a random moment, so many times; all the words they said."""
    moments, words = random.Random(20_260_302), list[str]()
    for turn in range(rounds):
        reader, writer = os.pipe()
        children = []
        for side in "ab":
            child = os.fork()
            if child == 0:
                os.close(reader)
                work(path, f"{turn}{side}", partial(_say, writer))
                os._exit(0)
            children.append(child)
        os.close(writer)
        heard = os.read(reader, 1)  # both are under way once one has kept its first promise
        time.sleep(moments.uniform(0, 0.05))
        for child in children:
            os.kill(child, signal.SIGKILL)
        with os.fdopen(reader, "rb") as rest:
            words += (heard + rest.read()).decode().split()
        for child in children:
            os.waitpid(child, 0)
    return words


if __name__ == "__main__":
    works = {"entries": write_entries, "files": write_files}
    print(*run(works[sys.argv[1]], Path(sys.argv[2]), int(sys.argv[3])), sep="\n")
