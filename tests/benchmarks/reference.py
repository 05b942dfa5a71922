"""What does plain Textual take? The programs that ours is compared with: `reference.py table 50`, `tick`, `form`.

`table ROWS` is a Header, a Footer and a DataTable (T50, T1000); `tick` is T50 with a Static updated once a second
(K); `form` is T50 with a dimmed modal form on `n`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, DataTable, Footer, Header, Input, Label, Select, Static

TITLES = ("Number", "Client", "Subject", "State", "Due", "Time", "Hours")
STATES = ("open", "waiting", "in progress", "done")


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """The rows that `fake_screen` shows, too."""
    for i in range(count):
        yield (
            f"R-{i:06d}",
            f"Client {i % 300:03d}",
            f"Printer on floor {i % 9} does not answer",
            STATES[i % 4],
            f"2026-{i % 12 + 1:02d}-{i % 28 + 1:02d}",
            f"{i % 24:02d}:{i % 60:02d}",
            f"{i % 7}.{i % 4}5 h",
        )


class Dimmed(ModalScreen[None]):
    """The form that stock widgets make."""

    CSS = (
        "Dimmed { align: center middle; } Dimmed Vertical { width: 70; height: 24; border: round $primary; }"
    )
    BINDINGS = [Binding("escape", "dismiss", "Close")]

    def compose(self) -> ComposeResult:
        """Four inputs, a choice, a button."""
        with Vertical():
            yield Label("New entry")
            for name in ("Client", "Subject", "Minutes", "Note"):
                yield Input(placeholder=name)
            yield Select((state, state) for state in STATES)
            yield Button("Save")


class Reference(App[None]):
    """Header, table, Footer; with `tick` a clock."""

    CSS = "#clock { width: 12; height: 1; } DataTable { height: 1fr; }"
    BINDINGS = [Binding("q", "quit", "Quit"), Binding("n", "new", "New")]

    def __init__(self, count: int, tick: bool) -> None:
        """`count` rows."""
        super().__init__()
        self.count, self.tick = count, tick
        self.begin = time.monotonic()

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield Header()
        if self.tick:
            yield Static("00:00", id="clock")
        yield DataTable(cursor_type="row", zebra_stripes=True)
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns(*TITLES)
        table.add_rows(rows(self.count))
        table.focus()
        if self.tick:
            self.set_interval(1, self.show_clock)

    def show_clock(self) -> None:
        """Once a second."""
        seconds = int(time.monotonic() - self.begin)
        self.query_one("#clock", Static).update(f"{seconds // 60:02d}:{seconds % 60:02d}")

    def action_new(self) -> None:
        """Open the form."""
        self.push_screen(Dimmed())


if __name__ == "__main__":
    Reference(next((int(word) for word in sys.argv[1:] if word.isdigit()), 50), "tick" in sys.argv).run()
