"""How far is it? Jobs done one after the other, with a bar, the name of the one under way, and a way to stop.

A job is done whole or not at all; escape stops between two of them; a job that is refused ends the run and says why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.widget import Widget

from models.domain.basics.errors import DeskError
from tui.dialogs.base import Dialog
from tui.widgets.line import Lines
from tui.widgets.spans import Span, Spans

BAR = 48


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do in another thread, and what it is called."""

    name: str
    run: Callable[[], object]


class _Bar(Lines):
    """The bar, the count and the name."""

    DEFAULT_CSS = "_Bar { height: 6; }"

    def __init__(self) -> None:
        super().__init__()
        self.done, self.total, self.name_now = 0, 1, ""

    def lines_for(self, width: int) -> Sequence[Spans]:
        size = max(8, min(BAR, width - 16))
        full = size * self.done // max(1, self.total)
        bar: list[Span] = [
            ("  ", ""),
            ("█" * full, "accent"),
            ("░" * (size - full), "faint"),
            (f"  {self.done} of {self.total}", "strong"),
        ]
        return ([], bar, [], [("  ", ""), (self.name_now, "dim")])


class Progress(Dialog[int]):
    """Runs the jobs; returns how many were done."""

    AUTO_FOCUS = ""
    HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("esc", "stop here"),)

    def __init__(self, title: str, jobs: Sequence[Job]) -> None:
        """Begin as soon as the page is shown."""
        super().__init__(title)
        self._jobs = tuple(jobs)
        self._stopped = False
        self._bar = _Bar()
        self._bar.total = len(self._jobs)

    def compose_body(self) -> Iterable[Widget]:
        yield self._bar

    def on_mount(self) -> None:
        self._go()

    @work(exclusive=True, group="progress")
    async def _go(self) -> None:
        done = 0
        for job in self._jobs:
            if self._stopped:
                break
            self._bar.name_now, self._bar.done = job.name, done
            self._bar.refresh()
            try:
                await asyncio.to_thread(job.run)
            except DeskError as error:
                self.program.notify(str(error), severity="error", timeout=10)
                break
            done += 1
        self.dismiss(done)

    def action_close(self) -> None:
        """Stop after the job under way."""
        self._stopped = True
