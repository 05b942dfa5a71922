"""What may a screen, a dialog or a form ask of the program? This much, and nothing of how the program does it.

Guarantees: what stands on the screen imports this file and never `tui.program.app` (a contract in pyproject.toml).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol, TypeVar

from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.signal import Signal

if TYPE_CHECKING:
    from models.queries.desk.colleagues import Colleague
    from models.queries.desk.session import RunningTimer, Session
    from tui.data import Data
    from tui.open import OpenedDesk
    from tui.program.clock import Clock
    from tui.program.targets import RecordRef, TimerTarget

P = ParamSpec("P")
T = TypeVar("T")


class Teller(Protocol):
    """Who announces what is urgent, as others know it."""

    def own(self, request: str) -> None:
        """A request was written down here: nobody here need be told of it."""


class Heads(Protocol):
    """What stands above the screens, as others know it."""

    running: Any
    """The timer that is shown; None without one."""

    def update(self, screen: Any) -> None:
        """Show desk, agent, date, screens and timer above a screen that is new or comes back."""


class Everywhere(Protocol):
    """What can be done from every screen (`tui.program.actions.everywhere`)."""

    def open_record(self, kind: str, key: str) -> Any:
        """Go to where a request, client, contract or entry is shown."""

    def write_down(self, kind: str, key: str | int | None = None, /, **defaults: Any) -> Any:
        """Open the form of a new or an existing record; `defaults` fill its fields."""

    async def edit_entry(self, key: str) -> None:
        """The form of one time entry."""

    def ask_attention(self) -> Any:
        """When a timer is asked about, and how the program calls."""

    async def may_end_timer(self) -> bool:
        """Whether another timer may start now: none runs, or its time is beyond doubt or decided."""

    def tell_begun(self, words: str, ended: RunningTimer | None) -> Any:
        """Say what a timer runs on now, and what that ended: None where none ran."""


class FullScreen(Protocol):
    """A screen of the program as others see it: what is under its cursor, and what it can be told to show."""

    def work_target(self) -> TimerTarget | None:
        """What the timer would start on here."""

    def record_target(self) -> RecordRef | None:
        """Whose history is asked for here."""

    async def add_time(self) -> bool:
        """Ask for time that was worked, where a screen knows better when."""

    def show_record(self, kind: str, key: str) -> None:
        """Put the cursor on a record, as soon as the view is there."""

    def show_banner(self, text: str) -> None:
        """A sentence across the screen, until the next good read."""

    def reload(self) -> None:
        """Read what is shown again."""

    def begin_visit(self, came_from: str) -> None:
        """Somebody is led here from the screen of that name."""


class Program(Protocol):
    """The running program, as screens, dialogs and forms know it."""

    capture_draft: str
    """What was typed for a new request and neither saved nor emptied."""

    # -- what is known ----------------------------------------------------------------------------

    @property
    def data(self) -> Data:
        """The seam to the database."""

    @property
    def colleagues(self) -> tuple[Colleague, ...]:
        """What the others work on: their running timers, the requests they have open (RULES 13)."""

    async def meant(self, requests: Sequence[str], doing: str) -> bool:
        """Is something meant, although others are at a request? Asks, once for each of them; in a worker."""

    def looking_at(self, request: str) -> AbstractAsyncContextManager[None]:
        """Let others know that a request stands open here, while something about it is asked."""

    def look_at(self, request: str | None) -> None:
        """Let others know which request's page stands open here; None when it is left."""

    @property
    def place(self) -> OpenedDesk:
        """The desk that was opened, with the path of its database."""

    @property
    def session(self) -> Session | None:
        """Who sits here, what runs, and the desk's settings; None before they are read."""

    @property
    def announcer(self) -> Teller:
        """Who tells of what is urgent, due or past a mark."""

    @property
    def zone(self) -> Any:
        """The desk's time zone; None before it is known."""

    @property
    def clock(self) -> Clock:
        """The desk's date and time of day."""

    @property
    def painted(self) -> bool:
        """Whether the first frame is on the screen."""

    @property
    def trouble(self) -> str:
        """What is wrong with the file for as long as the program is open; empty when all is well."""

    @property
    def base_screen(self) -> FullScreen | None:
        """The full screen of the active mode, whatever dialog stands on it."""

    @property
    def current_mode(self) -> str:
        """The name of the active screen."""

    @property
    def data_changed(self) -> Signal[None]:
        """Published after every write by anybody."""

    @property
    def minute(self) -> Signal[int]:
        """Published with every minute of the clock (epoch seconds)."""

    def now(self) -> int:
        """Epoch seconds; the only clock of the program."""

    # -- writing ----------------------------------------------------------------------------------

    async def submit(self, service: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Write, and tell everybody; on a refusal tell the user and return None."""

    async def save(self, service: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, str]:
        """Write for a form: what is wrong by the path of the field, empty when all is well."""

    # -- telling ----------------------------------------------------------------------------------

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
    ) -> None:
        """Say what happened, for `timeout` seconds; the text is never markup."""

    def program_error(self, error: BaseException) -> None:
        """Write down something that should not happen, and say so calmly."""

    # -- screens and dialogs ----------------------------------------------------------------------

    def push_screen(self, screen: Screen[Any]) -> Any:
        """Show a dialog over the screen."""

    async def push_screen_wait(self, screen: Screen[T]) -> T:
        """Show a dialog and wait for its answer; only in a worker."""

    def switch_mode(self, mode: str) -> Any:
        """Show the screen of that name."""

    def get_screen_stack(self, mode: str | None = None) -> list[Screen[Any]]:
        """What stands on a mode: its full screen, and dialogs over it."""

    def run_worker(
        self, work: Coroutine[Any, Any, Any], *, group: str = "default", exclusive: bool = False
    ) -> Any:
        """Do something beside the keys; with `exclusive` in the place of whatever of its group is under way."""

    @property
    def heads(self) -> Heads:
        """What stands above the screens."""

    @property
    def everywhere(self) -> Everywhere:
        """What can be done from every screen."""

    def refresh_session(self) -> Any:
        """Read who sits here and what runs again."""

    def set_session(self, session: Session) -> None:
        """Show who sits here and what runs, as it was just read."""
