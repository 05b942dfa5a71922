"""What is remembered for the user of this machine? Who sits here, the theme, and how each list is sorted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from models.domain.basics.errors import DeskError
from tui.program import late
from tui.program.part import Part, beside

if TYPE_CHECKING:
    from tui.widgets.list.rowsort import SortedRows


class Remembered(Part):
    """The part of the program that keeps a user's own settings."""

    @beside(group="settings")
    async def become(self, agent: str) -> None:
        """Remember this agent as the one who sits here."""
        if await self._remember(f"me:{self.program.place.user}", agent):
            self.program.data_changed.publish(None)

    def theme(self, name: str) -> None:
        """Remember the theme for the next start."""
        self._keep("theme", name)

    def sorted(self, event: SortedRows.Sorted) -> None:
        """Begin with this order the next time the list is shown."""
        place = self.program.place
        sorts = {name: order for name, order in place.sorts.items() if name != event.name}
        if event.order is not None:
            sorts[event.name] = event.order
        self.program.place = replace(place, sorts=sorts)
        self._keep("sorts", {name: list(order) for name, order in sorts.items()})

    def _keep(self, name: str, value: Any) -> None:
        place = self.program.place
        if place.has_desk and not place.read_only:
            self.program.run_worker(self._remember(f"{name}:{place.user}", value), group="settings")

    async def _remember(self, name: str, value: Any) -> bool:
        try:
            await self.program.data.submit(late.set_setting, name, value)
        except DeskError as error:
            self.program.notify(str(error), severity="error")
            return False
        return True
