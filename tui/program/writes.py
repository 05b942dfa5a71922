"""How does a write go out, and who hears of it? Through the seam, to its end, and then to everybody.

Guarantees: a write that was begun goes on when whoever waited for it is gone; what goes wrong is said in words and
changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from models.domain.basics.errors import DeskError, InvalidValue, Overtaken
from tui.program.part import Host, Part

if TYPE_CHECKING:
    from tui.program.key_gate import Gate

P = ParamSpec("P")
T = TypeVar("T")


class Writes(Part):
    """Runs services in another thread and knows which of them are unfinished."""

    def __init__(self, program: Host, gate: Gate) -> None:
        super().__init__(program)
        self._gate = gate
        program.data.tell_waiting = self._tell_waiting
        self._unfinished: set[asyncio.Future[Any]] = set()

    def _tell_waiting(self) -> None:
        """The keys go on working meanwhile; the write goes through as soon as the file is free, or is refused."""
        self._gate.release()
        self.program.notify(
            "Waiting for the database: it is slow, or another program is using it.", severity="warning"
        )

    async def finish(self, work: Coroutine[Any, Any, T]) -> T:
        """Await what was begun; it goes on to its end and tells everybody when whoever waits for it is gone."""
        task = asyncio.ensure_future(work)
        self._unfinished.add(task)
        task.add_done_callback(self._unfinished.discard)
        return await asyncio.shield(task)

    async def submit(self, service: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Write, and tell everybody; on a refusal or a failure tell the user and return None."""
        program = self.program
        try:
            result: T = await program.data.submit(service, *args, **kwargs)
        except DeskError as error:
            program.notify(str(error), severity="error")
            return None
        except Exception as error:  # noqa: BLE001  # the worker boundary: nothing may end the program from here
            program.program_error(error)
            return None
        program.data_changed.publish(None)
        return result

    async def save(self, service: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, str]:
        """Write for a form: what is wrong by the path of the field; raises Overtaken, as the form asks what then."""
        program = self.program
        try:
            await program.data.submit(service, *args, **kwargs)
        except InvalidValue as error:
            return {error.path: error.message}
        except Overtaken:
            raise  # the form asks: theirs or mine
        except DeskError as error:
            return {"": str(error)}
        except Exception as error:  # noqa: BLE001  # the worker boundary: nothing may end the program from here
            program.program_error(error)
            return {"": "Something went wrong inside deskhours; nothing was saved."}
        program.data_changed.publish(None)
        return {}
