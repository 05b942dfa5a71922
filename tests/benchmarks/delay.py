"""A line to a server that is far: what is said arrives after a while, in each direction.

    python -m tests.benchmarks.delay SOCKET MILLISECONDS     (prints its port, and goes on until it is ended)

`MILLISECONDS` is half a round trip. A process of its own, so that a busy program does not make the line slower.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from functools import partial

PIECE = 65_536


async def hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> None:
    """What is read is written later, in the same order, however much is under way."""
    loop = asyncio.get_running_loop()
    while piece := await reader.read(PIECE):
        loop.call_later(seconds, writer.write, piece)
    loop.call_later(seconds, writer.close)


async def meet(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    server: Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]],
    seconds: float,
) -> None:
    """One connection of a program: another to the server, and both ways between them."""
    answers, questions = await server()
    await asyncio.gather(hand_on(reader, questions, seconds), hand_on(answers, writer, seconds))


async def stand_between(path: str, seconds: float) -> None:
    """Listen on a free port of this machine."""
    server = partial(asyncio.open_unix_connection, path)
    listening = await asyncio.start_server(partial(meet, server=server, seconds=seconds), "127.0.0.1", 0)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


if __name__ == "__main__":
    asyncio.run(stand_between(sys.argv[1], float(sys.argv[2]) / 1000))
