"""A line to a server that can be cut, held, or lose an answer: what lies between a program and its server."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType

from psycopg.conninfo import conninfo_to_dict

PIECE = 65_536


class Wire:
    """Stands on a port of this machine and hands on what is said to the server's socket and back."""

    def __init__(self, url: str) -> None:
        """To the server of a URL."""
        self._known = conninfo_to_dict(url)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open = threading.Event()
        self._open.set()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self.refuses = False
        """Whether nobody gets through from now on."""
        self.loses: bytes | None = None
        """Once the program says this, the line breaks: before it arrives, or with `arrives` before it is answered."""
        self.arrives = True
        self.half = False
        """Whether the server is not told that the line broke."""
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, user: str | None = None) -> str:
        """The address of the same database over this line."""
        port = self._listening.getsockname()[1]
        return f"postgresql://{user or self._known['user']}@127.0.0.1:{port}/{self._known['dbname']}"

    def hold(self) -> None:
        """Say nothing any more, in either direction; the line itself stands."""
        self._open.clear()

    def go_on(self) -> None:
        """Hand on what was held."""
        self._open.set()

    def cut(self) -> None:
        """Break every line."""
        for pair in self._pairs:
            for each in pair:
                _end(each)
        self._pairs.clear()

    def __enter__(self) -> Wire:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.refuses = True
        self._listening.close()
        self.go_on()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                program, _ = self._listening.accept()
                if self.refuses:
                    program.close()
                    continue
                server = socket.socket(socket.AF_UNIX)
                try:
                    server.connect(f"{self._known['host']}/.s.PGSQL.{self._known.get('port') or 5432}")
                except OSError:
                    program.close()
                    continue
                self._pairs.append((program, server))
                for way in (self._to_server, self._to_program):
                    threading.Thread(target=way, args=(program, server), daemon=True).start()

    def _to_server(self, program: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while piece := program.recv(PIECE):
                self._open.wait()
                if self.loses is not None and self.loses in piece:
                    self.loses = None
                    if self.arrives:
                        self._swallowed = server
                        server.sendall(piece)
                        self._answered.wait(10)
                    _end(program)
                    if not self.half:
                        _end(server)
                    return
                server.sendall(piece)
        _end(server)

    _swallowed: socket.socket | None = None

    @property
    def _answered(self) -> threading.Event:
        return self.__dict__.setdefault("_event", threading.Event())

    def _to_program(self, program: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while piece := server.recv(PIECE):
                self._open.wait()
                if self._swallowed is server:
                    self._answered.set()
                    return
                program.sendall(piece)
        _end(program)


def _end(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
