"""How does a screen reach the database without waiting for it? One seam: `fetch` reads, `submit` writes.

Work on the database happens in another thread, inside a connection of its own, for as long as one call; what goes
wrong arrives as a `DeskError` (a refusal with its sentence; `DatabaseProblem` where it comes from the engine), or as
a program error, which is written to a private file and never shown with its values.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any, ParamSpec, TypeVar

from models.domain.basics.errors import DatabaseProblem, DeskError
from tui.error_log import log_error

P = ParamSpec("P")
T = TypeVar("T")
Connect = Callable[[], AbstractContextManager[Any]]
NO_SENSE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError, OSError)
"""What a read raises where a record is not what it should be; or a fault of the program."""
PATIENCE_SECONDS = 1.5
"""A write that takes longer is waiting for another program that holds the database."""


class Data:
    """Reads and writes of one database.

    `connect` makes the context in which every write runs, `snapshot` that of every read, of one state of the
    database (default: `connect`); `failures` are the exceptions of the engine that become a `DatabaseProblem`;
    `path` is where program errors are written (`errors.log` beside the database).
    """

    def __init__(
        self,
        path: Path | None = None,
        connect: Connect = nullcontext,
        *,
        snapshot: Connect | None = None,
        failures: tuple[type[Exception], ...] = (),
    ) -> None:
        self.path = path
        self.tell_waiting: Callable[[], None] | None = None
        """Called when a write has been under way for a while and still is."""
        self.expect: Callable[[Callable[[], Any]], None] | None = None
        """Called with what is read or written next in the calling thread: a server is then asked all of it at once."""
        self._connect, self._snapshot = connect, snapshot or connect
        self._under_way: dict[object, float] = {}
        self.place = ""
        """What refusals begin with where the screen shows it anyway; empty where a refusal is to name the place."""
        self._failures = failures
        self.find_damage: Callable[[], str] = str
        """The first record that does not hold what it should, asked where something made no sense."""
        self._damage = ""
        """The first damage that was found, once something made no sense."""

    def fetch_now(self, read: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Read here and now, for the first paint and the command line."""
        return self._run(self._snapshot, partial(read, *args, **kwargs))

    def write_now(self, service: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a service in the calling thread, in a connection of its own."""
        return self._run(self._connect, partial(service, *args, **kwargs))

    def _run(self, connect: Connect, call: Callable[[], T]) -> T:
        if self.expect is not None:
            self.expect(call)
        token = object()
        self._under_way[token] = monotonic()
        try:
            with connect():
                return call()
        except DeskError as error:
            self._shorten(error)
            raise
        except self._failures as error:
            self.log(error)
            raise DatabaseProblem(f"The database did not take this ({error}); nothing was saved.") from error
        except NO_SENSE as error:
            raise self._damaged(error) or error from error
        finally:
            del self._under_way[token]

    def _damaged(self, error: Exception) -> DeskError | None:
        """The refusal where a record is not what it should be, which ends no program; None: it is a fault of ours."""
        if not self._damage:
            self._damage = self.find_damage()
        if not self._damage:
            return None
        self.log(error)
        return DatabaseProblem(f"The desk is damaged: {self._damage}. deskhours doctor names all of it.")

    def _shorten(self, error: DeskError) -> None:
        """A screen shows where it reads: what is wrong comes first, where there is little room."""
        words = str(error)
        if self.place and words.startswith(f"{self.place}: "):
            rest = words.removeprefix(f"{self.place}: ")
            error.args = (f"{rest[:1].upper()}{rest[1:]}",)

    def waited(self) -> float:
        """For how many seconds the oldest call that is under way has been."""
        return monotonic() - min(list(self._under_way.values()), default=monotonic())

    async def fetch(self, read: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Read in another thread; raises DeskError."""
        return await asyncio.to_thread(self.fetch_now, read, *args, **kwargs)

    async def submit(self, service: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Write in another thread, in one transaction of the service; errors as `fetch`."""
        writing = asyncio.ensure_future(asyncio.to_thread(self.write_now, service, *args, **kwargs))
        done, _ = await asyncio.wait((writing,), timeout=PATIENCE_SECONDS)
        if not done and self.tell_waiting is not None:
            self.tell_waiting()
        return await writing

    def log(self, error: BaseException) -> Path | None:
        """Write a program error with its places but without values of variables; None when that fails."""
        return None if self.path is None else log_error(self.path, error)
