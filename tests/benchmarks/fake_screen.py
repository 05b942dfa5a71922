"""The screen of the program without a database: `fake_screen.py ROWS [run]`, to measure the widgets alone."""

from __future__ import annotations

import gc

gc.disable()

import sys  # noqa: E402  # the collector is stopped before anything is loaded, as the program does
from collections.abc import Callable, Sequence  # noqa: E402
from dataclasses import dataclass  # noqa: E402

from textual.app import ComposeResult  # noqa: E402
from textual.binding import Binding  # noqa: E402

from tui.data import Data  # noqa: E402
from tui.dialogs.form import Choice, Form, TextField  # noqa: E402
from tui.program.app import DeskApp  # noqa: E402
from tui.program.start.run import show  # noqa: E402
from tui.screens.base import DeskScreen  # noqa: E402
from tui.widgets.frame.timerbar import Running  # noqa: E402
from tui.widgets.list.columns import Column  # noqa: E402
from tui.widgets.list.rows import RowList  # noqa: E402

COUNT = next((int(word) for word in sys.argv[1:] if word.isdigit()), 50)
STATES = ("open", "waiting", "in progress", "done")


@dataclass(frozen=True, slots=True)
class Row:
    """What the reference table shows, too."""

    number: int

    @property
    def key(self) -> str:
        """`R-000003`."""
        return f"R-{self.number:06d}"


def cells(row: Row) -> Sequence[str | tuple[str, str]]:
    """Seven cells."""
    i = row.number
    return (
        row.key,
        f"Client {i % 300:03d}",
        f"Printer on floor {i % 9} does not answer",
        STATES[i % 4],
        (f"2026-{i % 12 + 1:02d}-{i % 28 + 1:02d}", "warn" if i % 5 == 0 else ""),
        f"{i % 24:02d}:{i % 60:02d}",
        f"{i % 7}.{i % 4}5 h",
    )


class Board(DeskScreen[tuple[Row, ...]]):
    """One list."""

    TITLE = "Requests"
    BINDINGS = [Binding("n", "new", "new request", id="board.new", tooltip="Write down a new request")]

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield RowList(
            (
                Column("Number", 8),
                Column("Client", 10, drop=2),
                Column("Subject", flex=1, minimum=20),
                Column("State", 11, drop=3),
                Column("Due", 10),
                Column("Time", 5, align="right", drop=4),
                Column("Hours", 7, align="right", drop=5),
            ),
            key=lambda row: row.key,
            cells=cells,
            title="Open requests",
            noun="request",
            marks=True,
            empty="No open requests. n makes one.",
        )

    def read(self) -> Callable[[], tuple[Row, ...]]:
        """The rows."""
        return lambda: tuple(Row(number) for number in range(COUNT))

    def show_view(self, view: tuple[Row, ...]) -> None:
        """Into the list."""
        self.query_one(RowList).set_rows(view)

    def action_new(self) -> None:
        """The form of the reference program."""
        fields = [TextField(name.lower(), name) for name in ("Client", "Subject", "Minutes", "Note")]
        self.app.push_screen(Form("New entry", [*fields, Choice("state", "State", choices=STATES)]))


class FakeApp(DeskApp):
    """One mode."""

    DEFAULT_MODE = "dashboard"
    MODES = {"dashboard": Board}


def main() -> None:
    """Run it."""
    app = FakeApp(Data())
    app.desk_name, app.agent = "Northgate Web Support", "Dana"
    if "run" in sys.argv:
        app.heads.running = Running(app.now() - 2832, "Acme Ltd", "R-118", "Contact form broken", 192)
    sys.exit(show(app))


if __name__ == "__main__":
    main()
