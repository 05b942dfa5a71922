"""A small app with one list, and the picture of a screen as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from textual._context import visible_screen_stack
from textual.app import ComposeResult

from tui.data import Data
from tui.program.app import DeskApp
from tui.screens.base import DeskScreen
from tui.widgets.list.columns import Column
from tui.widgets.list.rows import RowList


@dataclass(frozen=True)
class Thing:
    """A row: a name and what it says."""

    key: str
    text: str
    note: str = ""


def things(count: int) -> tuple[Thing, ...]:
    """`count` rows, named t0, t1, …"""
    return tuple(Thing(f"t{number}", f"subject {number}", f"note {number}") for number in range(count))


class Board(DeskScreen[Sequence[Thing]]):
    """One list of things."""

    TITLE = "Things"
    shown: Sequence[Thing] = things(100)

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield RowList(
            (Column("text", flex=2, minimum=10), Column("note", 20, drop=1)),
            key=lambda thing: thing.key,
            cells=lambda thing: (thing.text, (thing.note, "dim")),
            title="Things",
            noun="thing",
            marks=True,
            empty="No things. n makes one.",
        )

    def read(self) -> Any:
        """What the class says is there."""
        return lambda: type(self).shown

    def show_view(self, view: Sequence[Thing]) -> None:
        """Into the list."""
        self.query_one(RowList).set_rows(view)


def app_showing(shown: Sequence[Thing]) -> DeskApp:
    """An app whose only screen shows these things."""

    class Shown(Board):
        pass

    Shown.shown = shown

    class TestApp(DeskApp):
        DEFAULT_MODE = "dashboard"
        MODES = {"dashboard": Shown}

        def watch_time(self, now: int) -> None:
            """No database, no sign of life."""

        def refresh_session(self) -> None:  # type: ignore[override]  # there is no session to read
            """No database, nobody sits here."""

    return TestApp(Data(), clock=lambda: 1_795_257_720)


def picture(app: DeskApp) -> list[str]:
    """The lines of the screen, with the screen behind a box."""
    visible_screen_stack.set(app._background_screens)
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def changed(rows: Sequence[Thing], key: str, text: str) -> tuple[Thing, ...]:
    """The rows with one of them saying something else."""
    return tuple(replace(row, text=text) if row.key == key else row for row in rows)
