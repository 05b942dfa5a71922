"""When are the duties of the day done? After the start, on each new day, and every hour (RULES 8).

What is due happens while the program stands open, also when it slept over the hour or the clock jumped; a duty that
fails is said once in words and tried again at the next hour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.signal import Signal

from models.domain.basics.errors import Damaged, DeskError
from tui.program import late
from tui.program.part import Host, Part
from tui.program.presence import who
from tui.text.format import listed

if TYPE_CHECKING:
    from models.services.desk.duties import Done

HOUR_SECONDS = 3600


class Duties(Part):
    """The part of the program that does what is due without being asked."""

    def __init__(self, program: Host) -> None:
        super().__init__(program)
        self._done_at: int | None = None
        self.done: Signal[Done] = Signal(self.node, "duties-done")
        """Published each time, with what was done: marks reached, contracts renewed."""

    def watch(self) -> None:
        """Do the duties from now on with every new day, and when an hour has passed since the last time."""
        program = self.program
        self.listen(program.new_day, lambda _: self.do())
        self.listen(program.minute, self._hourly)

    def _hourly(self, now: int) -> None:
        if self._done_at is None or not 0 <= now - self._done_at < HOUR_SECONDS:
            self.do()

    def do(self) -> None:
        """Do what is due now, in another thread."""
        program = self.program
        if program.place.has_desk and not program.place.read_only:
            self._done_at = program.now()
            # as a callable: a program that ends before the worker begins must not leave a coroutine behind
            program.run_worker(self._do, group="duties", exclusive=True)  # type: ignore[arg-type]  # mypy sees a value

    async def _do(self) -> None:
        program = self.program
        try:
            done = await program.finish(
                program.data.submit(late.do_duties, program.place.place, program.now(), who(program))
            )
        except Damaged as error:
            program.say_trouble(f"The desk's file is damaged: nothing can be saved. {error}")
            return
        except DeskError as error:
            program.notify(str(error), severity="warning")
            return
        for warning in done.warnings:
            program.notify(warning, severity="warning", timeout=10)
        if done.renewed:
            program.data_changed.publish(None)
            names = ", ".join(done.renewed)
            program.notify(f"Renewed, as agreed: {names}. u undoes it.", timeout=10)
        if done.opened:
            program.data_changed.publish(None)
            program.notify(f"Opened, as promised: {listed(done.opened)}.", timeout=10)
        self.done.publish(done)
