"""How do records come into being from anywhere? First run, new client, the set-up list, and the palette's wealth.

Law: an empty database is greeted, never shown as an error; what only a few people need once (who I am, the
theme) is remembered for the user of this machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import work
from textual.binding import Binding

from models.domain.basics.errors import DeskError

if TYPE_CHECKING:
    from textual.app import App

    from models.queries.desk.session import Session
    from tui.open import OpenedDesk
    from tui.program.palette.palette import Item
    from tui.program.targets import RecordRef
    from tui.widgets.list.rowsort import SortedRows

    Base = App[int]
else:
    Base = object


def _key(keys: str, action: str, words: str, name: str, tooltip: str) -> Binding:
    return Binding(keys, action, words, show=False, id=name, tooltip=tooltip)


RECORD_KEYS = (
    _key("N", "new_client", "new client", "app.new-client", "Add a new client"),
    _key(
        "0",
        "setup",
        "setup",
        "app.setup",
        "Desk, agents, work types, tiers, plans, absences: what the desk is made of",
    ),
    _key("H", "history", "history", "app.history", "Who changed what is under the cursor, when, from what"),
)
NEW = (
    ("contract", "New contract"),
    ("sale", "Sell a plan"),
    ("charge", "New charge or credit"),
    ("plan", "New plan"),
    ("agent", "New agent"),
    ("work_type", "New work type"),
    ("tier", "New tier"),
    ("absence", "New absence"),
)
NEXT_KEYS = (
    "space starts the timer on the client under the cursor and stops it again. N is the next client, "
    "n a request, ? shows every key."
)


class Recordkeeping(Base):
    """The part of the program that makes and changes records; mixed into the app."""

    # -- an empty database ----------------------------------------------------------------------

    def greet(self) -> None:
        """Ask who is here when there is no desk yet."""
        if not self.place.has_desk and not self.place.read_only and self.place.path.name:
            self.first_run()

    @work(exclusive=True, group="record")
    async def first_run(self) -> None:
        """The first run: afterwards there is a desk, the sample desk, or still none."""
        from models.domain.basics.zone import zone
        from models.storage.machine_zone import guess_currency, guess_zone
        from tui.screens.setup.first_run import SAMPLE, FirstRun

        timezone = guess_zone()
        currency = guess_currency(zone(timezone or "UTC").date_of(self.now()))
        form = FirstRun(self, timezone, currency)  # type: ignore[arg-type]  # mixed into DeskApp
        values = await self.push_screen_wait(form)
        if values is None:
            self.notify("There is no desk yet: 0 asks again, q leaves.", timeout=12)
        elif SAMPLE in values:
            await self._show_sample()
        else:
            self.place = replace(self.place, has_desk=True)
            self.data_changed.publish(None)
            self._point_at_client()
            self.notify(NEXT_KEYS, title="That is all. What next?", timeout=20)

    async def _show_sample(self) -> None:
        """The sample desk in place of the empty one, which stays as empty as it was."""
        from tui.open import open_demo

        self.notify("Making the sample desk …")
        try:
            place = await asyncio.to_thread(open_demo, self.now())
        except DeskError as error:
            self.notify(str(error), severity="error")
            return
        self.place, self.data, self.demo = place, place.data, True
        self.data_changed.publish(None)
        self.notify("A sample desk: what you change here is gone when you leave.", timeout=12)

    def _point_at_client(self) -> None:
        """The cursor on the first client, so that space starts there."""
        if (hours := getattr(self.base_screen, "hours", None)) is not None:
            hours.focus(scroll_visible=False)

    # -- forms ----------------------------------------------------------------------------------

    @work(exclusive=True, group="record")
    async def write_down(self, kind: str, key: str | int | None = None, **defaults: Any) -> None:
        """Open the form of a record from anywhere."""
        from tui.records.open_form import open_form

        await open_form(self, kind, key, **defaults)  # type: ignore[arg-type]  # mixed into DeskApp

    @work(exclusive=True, group="record")
    async def action_new_client(self) -> None:
        """A new client, and then its page."""
        from tui.records.open_form import open_form

        if not self.place.has_desk:
            self.greet()
            return
        key = await open_form(self, "client", None)  # type: ignore[arg-type]  # mixed into DeskApp
        if key:
            self.open_record("client", key)

    def action_setup(self) -> None:
        """What the desk is made of; without a desk, the first run."""
        from tui.screens.setup.records import SetUpList

        if self.place.has_desk:
            self.push_screen(SetUpList())
        else:
            self.greet()

    # -- history --------------------------------------------------------------------------------

    def action_history(self) -> None:
        """The changes of the record under the cursor; of the whole desk where there is none."""
        record = None if self.base_screen is None else self.base_screen.record_target()
        self._open_history(record)

    def _open_history(self, record: RecordRef | None) -> None:
        from tui.dialogs.history import show_history

        if self.place.has_desk:
            show_history(self, record)  # type: ignore[arg-type]  # mixed into DeskApp

    # -- the palette ----------------------------------------------------------------------------

    def record_items(self) -> Sequence[Item]:
        """Clients, open requests, new records, and who sits here; read when the palette opens."""
        from models.queries.time.works import read_works
        from tui.program.palette.palette import Item

        if not self.place.has_desk:
            return [Item("Set up a desk", self.greet, "0")]
        try:
            works = self.data.fetch_now(read_works)
        except DeskError:
            return []  # the screen behind says what is wrong
        items = [Item(words, partial(self._start_form, kind), "form") for kind, words in NEW]
        items.append(
            Item(
                "Timer questions and announcements",
                self.ask_attention,
                "form",
                "bell notify notification idle minutes OSC settings",
            )
        )
        items.append(Item("Desk settings", partial(self._start_form, "desk", "desk"), "form"))
        items.append(Item("History of the whole desk", partial(self._open_history, None), "who did what"))
        items += self._people()
        for found in works:
            kind, key = ("client", found.client) if found.request is None else ("request", found.request)
            items.append(Item(found.title, partial(self._show, kind, key), found.hint, found.more))
        return items

    def _start_form(self, kind: str, key: str | None = None) -> None:
        target = None if key is not None else self._target_client()
        defaults = {"client": target} if target and kind in {"contract", "sale", "charge"} else {}
        self.write_down(kind, key, **defaults)

    @work(exclusive=True, group="backup")
    async def make_backup(self) -> None:
        """A verified copy of the database, among the backups."""
        from models.services.safety.upkeep import make_backup

        try:
            made = await asyncio.to_thread(make_backup, self.place.path, self.now())
        except (DeskError, OSError) as error:
            self.notify(str(error), severity="error")
            return
        self.notify(f"Backup made: {made}", timeout=10)

    def _target_client(self) -> str | None:
        target = None if self.base_screen is None else self.base_screen.work_target()
        return None if target is None else target.client

    def _show(self, kind: str, key: str) -> None:
        self.open_record(kind, key)

    def _people(self) -> list[Item]:
        from tui.program.palette.palette import Item

        people = self.session.agents if self.session is not None else ()
        me = self.session.me if self.session is not None else None
        return [
            Item(f"I am {person.name}", partial(self.become, person.key), "you" if person == me else "agent")
            for person in people
        ]

    @work(exclusive=True, group="settings")
    async def become(self, agent: str) -> None:
        """From now on this agent sits here."""
        if await self._remember(f"me:{self.place.user}", agent):
            self.data_changed.publish(None)

    @work(exclusive=True, group="record")
    async def ask_attention(self) -> None:
        """When a timer is asked about, and how the program calls."""
        from tui.records.attention import attention_form

        await attention_form(self)  # type: ignore[arg-type]  # mixed into DeskApp
        await self._read_session()

    def remember_theme(self, name: str) -> None:
        """Begin with this theme the next time."""
        if self.place.has_desk and not self.place.read_only:
            self.run_worker(self._remember(f"theme:{self.place.user}", name), group="settings")

    @property
    def sorts(self) -> Mapping[str, tuple[str, bool]]:
        """By which column this user sorts each list, and whether from the greatest down."""
        return self.place.sorts

    def on_sorted_rows_sorted(self, event: SortedRows.Sorted) -> None:
        """Begin with this order the next time the list is shown."""
        sorts = {name: order for name, order in self.place.sorts.items() if name != event.name}
        if event.order is not None:
            sorts[event.name] = event.order
        self.place = replace(self.place, sorts=sorts)
        if self.place.has_desk and not self.place.read_only:
            kept = {name: list(order) for name, order in sorts.items()}
            self.run_worker(self._remember(f"sorts:{self.place.user}", kept), group="settings")

    async def _remember(self, name: str, value: Any) -> bool:
        from models.services.core.settings import set_setting

        try:
            await self.data.submit(set_setting, name, value)
        except DeskError as error:
            self.notify(str(error), severity="error")
            return False
        return True

    # -- the app's side, for the type checker ------------------------------------------------------

    if TYPE_CHECKING:
        place: OpenedDesk
        session: Session | None
        data: Any
        data_changed: Any
        demo: bool
        base_screen: Any
        open_record: Callable[[str, str], object]
        _read_session: Callable[[], Any]

        def now(self) -> int: ...
