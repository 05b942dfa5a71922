"""How do records come into being from anywhere? First run, new client, the set-up list, any form, a backup.

An empty database gets the forms of a first run and is never shown as an error.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError
from models.domain.basics.zone import zone
from tui.open import open_demo
from tui.program import late
from tui.program.part import Part, app_key, beside

if TYPE_CHECKING:
    from tui.program.targets import RecordRef


RECORD_KEYS = (
    app_key("N", "new_client", "new client", "app.new-client", "Add a new client"),
    app_key(
        "0",
        "setup",
        "setup",
        "app.setup",
        "Desk, agents, work types, tiers, plans, absences: what the desk is made of",
    ),
    app_key(
        "H", "history", "history", "app.history", "Who changed what is under the cursor, when, from what"
    ),
)
NEXT_KEYS = (
    "space starts and stops the timer on the row under the cursor, n adds a request, "
    "N a client, ? shows every key."
)


class RecordActions(Part):
    """The part of the program that makes and changes records."""

    # -- an empty database ----------------------------------------------------------------------

    def greet(self) -> None:
        """Ask who is here when there is no desk yet."""
        place = self.program.place
        if not place.has_desk and not place.read_only and place.path.name:
            self.first_run()

    @beside(group="record")
    async def first_run(self) -> None:
        """The first run: afterwards there is a desk, the sample desk, or still none."""
        timezone = late.guess_zone()
        currency = late.guess_currency(zone(timezone or "UTC").date_of(self.program.now()))
        form = late.FirstRun(self.program, timezone, currency)
        values = await self.program.push_screen_wait(form)
        if values is None:
            self.program.notify("There is no desk yet: 0 asks again, q leaves.", timeout=12)
        elif late.SAMPLE in values:
            await self._show_sample()
        else:
            self.program.place = replace(self.program.place, has_desk=True)
            self.program.data_changed.publish(None)
            self._point_at_client()
            self.program.notify(NEXT_KEYS, title="That is all. What next?", timeout=20)

    async def _show_sample(self) -> None:
        """The sample desk in place of the empty one, which stays as empty as it was."""
        self.program.notify("Making the sample desk …")
        try:
            place = await asyncio.to_thread(open_demo, self.program.now())
        except DeskError as error:
            self.program.notify(str(error), severity="error")
            return
        self.program.place, self.program.data, self.program.demo = place, place.data, True
        self.program.data_changed.publish(None)
        self.program.notify("A sample desk: what you change here is gone when you leave.", timeout=12)

    def _point_at_client(self) -> None:
        """The cursor on the first client, so that space starts there."""
        if (hours := getattr(self.program.base_screen, "hours", None)) is not None:
            hours.focus(scroll_visible=False)

    # -- forms ----------------------------------------------------------------------------------

    @beside(group="record")
    async def write_down(self, kind: str, key: str | int | None = None, /, **defaults: Any) -> None:
        """Open the form of a record from anywhere."""
        await late.open_form(self.program, kind, key, **defaults)

    @beside(group="record")
    async def action_new_client(self) -> None:
        """Open the form of a new client, then its page."""
        if not self.program.place.has_desk:
            self.greet()
            return
        key = await late.open_form(self.program, "client", None)
        if key:
            self.program.everywhere.open_record("client", key)

    def action_setup(self) -> None:
        """What the desk is made of; without a desk, the first run."""
        if self.program.place.has_desk:
            self.program.push_screen(late.SetUpList())
        else:
            self.greet()

    # -- history --------------------------------------------------------------------------------

    def action_history(self) -> None:
        """The changes of the record under the cursor; of the whole desk where there is none."""
        record = None if self.program.base_screen is None else self.program.base_screen.record_target()
        self.open_history(record)

    def open_history(self, record: RecordRef | None) -> None:
        if self.program.place.has_desk:
            late.show_history(self.program, record)

    # -- the desk itself ----------------------------------------------------------------------

    @beside(group="backup")
    async def make_backup(self) -> None:
        """A verified copy of the database, among the backups."""
        place = self.program.place
        try:
            made = await asyncio.to_thread(late.make_backup, place.place, self.program.now())
        except (DeskError, OSError) as error:
            self.program.notify(str(error), severity="error")
            return
        self.program.notify(f"Backup made: {made}", timeout=10)

    @beside(group="record")
    async def ask_attention(self) -> None:
        """When a timer is asked about, and how the program calls."""
        await late.attention_form(self.program)
        self.program.refresh_session()
