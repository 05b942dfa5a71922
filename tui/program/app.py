"""What is the same on every screen? Modes, clock, running timer, theme, and what every screen must hear of.

Three signals go across the program: `data_changed` after every write, `minute` and `new_day` (see `tui.program.clock`).

Guarantees: nothing that a user typed and no value of a variable is ever shown in a crash.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.errors import NoWidget
from textual.notifications import Notify, SeverityLevel
from textual.reactive import Reactive
from textual.screen import Screen
from textual.signal import Signal
from textual.theme import BUILTIN_THEMES
from textual.worker import WorkerFailed

from tui.data import PATIENCE_SECONDS, Data
from tui.open import OpenedDesk
from tui.program.actions.quick import QUICK_KEYS, QuickActions
from tui.program.actions.records import RECORD_KEYS, RecordActions
from tui.program.actions.timer import TIMER_KEYS, TimerControl
from tui.program.actions.views import ViewActions
from tui.program.clock import Clock, machine_now
from tui.program.heads import Heads
from tui.program.key_gate import LEAVE_KEY, Gate
from tui.program.part import LatePart, answered_by, app_key
from tui.program.rights import offered
from tui.program.sessions import Sessions
from tui.program.start.modes import MODES as SCREENS
from tui.program.start.modes import Mode
from tui.program.start.opening import after_first_frame, leave_when_told
from tui.program.telling.messages import SECONDS, Messages
from tui.program.writes import Writes
from tui.screens.base import DeskScreen
from tui.text.format import safe
from tui.text.theme import first_theme, themes
from tui.textual_private.app import QuietApp
from tui.textual_private.driver import driver_class

if TYPE_CHECKING:
    from models.queries.desk.colleagues import Colleague
    from models.queries.desk.session import Session
    from tui.program.actions.everywhere import Everywhere
    from tui.program.remembered import Remembered
    from tui.program.start.duties import Duties
    from tui.program.telling.announcing import Announcer
    from tui.widgets.list.rowsort import SortedRows

P = ParamSpec("P")
T = TypeVar("T")
BUILTIN_THEMES.update({theme.name: theme for theme in themes()})


SHOWN_SECONDS, OPENED_SECONDS = 0.001, 0.05
"""How long the change to a screen is masked that is there already, and one that must be made first."""


def _mode_key(mode: Mode) -> Binding:
    return app_key(mode.key, f"mode('{mode.name}')", mode.title, f"app.{mode.name}", f"Open “{mode.title}”")


@answered_by(timer=TimerControl, quick=QuickActions, records=RecordActions, gate=Gate, views=ViewActions)
class DeskApp(QuietApp):
    """The program on the screen: it has its parts, hands them their keys, and tells them of time and changes."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "deskhours"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    """The terminal selects text (with shift); Textual's own way stumbles over a toast that just went away."""
    DEFAULT_MODE = "dashboard"
    everywhere: LatePart[Everywhere] = LatePart("tui.program.actions.everywhere:Everywhere")
    remembered: LatePart[Remembered] = LatePart("tui.program.remembered:Remembered")
    duties: LatePart[Duties] = LatePart("tui.program.start.duties:Duties")
    announcer: LatePart[Announcer] = LatePart("tui.program.telling.announcing:Announcer")
    theme: Reactive[str] = Reactive(first_theme)
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {mode.name: mode.make for mode in SCREENS}
    BINDINGS: ClassVar[list[BindingType]] = [
        *(_mode_key(mode) for mode in SCREENS),
        *TIMER_KEYS,
        *QUICK_KEYS,
        *RECORD_KEYS,
        app_key("ctrl+r", "reload", "Read again", "app.reload", "Read this screen again"),
        app_key("f2", "theme", "Light or dark", "app.theme", "Change to the next theme"),
        app_key(
            "ctrl+z", "suspend_process", "To the shell", "app.suspend", "Pause; fg in the shell comes back"
        ),
        app_key("q", "quit", "Quit", "app.quit", "Leave; a running timer runs on"),
        LEAVE_KEY,
        app_key("question_mark,f1", "help", "keys", "app.help", "Keys that work here", show=True),
        app_key(
            "ctrl+p",
            "palette",
            "all",
            "app.palette",
            "Every key, command and record; finds notes and done requests, too",
            show=True,
        ),
    ]

    def __init__(
        self,
        data: Data,
        *,
        clock: Callable[[], int] | None = None,
        demo: bool = False,
        place: OpenedDesk | None = None,
    ) -> None:
        """`clock` gives epoch seconds, for tests and demos. Without a `place` there is no desk."""
        super().__init__(driver_class=driver_class())
        if place is not None and place.theme in self.available_themes:
            self.set_reactive(DeskApp.theme, place.theme)
            self.stylesheet.set_variables(self.get_css_variables())
        self._opened = {self.DEFAULT_MODE}
        self._masked = OPENED_SECONDS
        self.place = place or OpenedDesk(data, "", False, False, None, Path())
        self.data = data
        self.demo = demo
        self.painted = False
        self.session: Session | None = None
        self.zone: Any = None
        self.desk_name = self.agent = self.trouble = self.capture_draft = ""
        self._clock = clock or machine_now
        self.clock = Clock(self, self.now, lambda: self.zone)
        self.minute, self.new_day = self.clock.minute, self.clock.new_day
        self.data_changed: Signal[None] = Signal(self, "data-changed")
        self.gate, self.messages = Gate(self), Messages(self)
        self.writes = Writes(self, self.gate)
        self.sessions = Sessions(self)
        self.timer, self.quick = TimerControl(self, self.sessions), QuickActions(self, self.sessions)
        self.records = RecordActions(self)
        self.heads = Heads(self, self.sessions, self.MODES)
        self.views = ViewActions(self, lambda name: self.remembered.theme(name))

    # -- clock and timer ------------------------------------------------------------------------

    def now(self) -> int:
        """Epoch seconds; the only clock of the program."""
        return self._clock()

    def tick(self) -> None:
        """Once a second: twelve cells; at another minute and on another day whatever depends on them."""
        screen, now = self.base_screen, self.now()
        if screen is None:
            return  # the program ends: its screens are gone, and this was on its way
        if self.painted:  # the first frame waits for nobody
            self.watch_time(now)
        self.heads.tick(screen, now)  # also behind a box, above which the timer stays in sight
        if self.clock.tell():
            self.heads.turn(screen)

    def watch_time(self, now: int) -> None:
        """Once a second: who is there, and changes by somebody else."""
        self.timer.questions.watch(now)
        self.sessions.watch(now)
        if self.sessions.hearing is not None and self.data.waited() > PATIENCE_SECONDS:
            self.gate.release()  # a server that is slow holds no key

    def refresh_session(self) -> None:
        """Read who sits here and what runs again."""
        self.sessions.refresh()

    def set_session(self, session: Session) -> None:
        """Show who sits here and what runs, and ask about a timer that may have been forgotten."""
        self.sessions.show(session)
        self.timer.questions.ask_if_forgotten(session)

    @property
    def base_screen(self) -> DeskScreen[Any] | None:
        """The full screen of the active mode, whatever dialog stands on it."""
        base = self.screen_stack[0] if self.screen_stack else None
        return base if isinstance(base, DeskScreen) else None

    # -- life -----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Signals, the tick, and the end of the start."""
        leave_when_told(self)
        self.set_interval(1, self.tick)
        self.data_changed.subscribe(self, lambda _: self.refresh_session())
        self.new_day.subscribe(self, lambda _: self.refresh_session())  # what is left today, after this call
        self.sessions.hear()
        self.app_resume_signal.subscribe(self, lambda _: self._paint_again())
        self.call_later(self._first_frame)

    def _first_frame(self) -> None:
        """Paint at once instead of at the next tick of the screen's clock; then what can wait for that."""
        self.painted = True
        self.paint_now()
        after_first_frame(self)

    def _paint_again(self) -> None:
        """After `fg` the terminal is empty, and the clock went on meanwhile."""
        self.screen.refresh(self.size.region)
        self.tick()

    async def on_event(self, event: events.Event) -> None:
        """Keys, mouse and pastes pass the gate; a mouse event from outside a screen that just shrank is nothing."""
        self.messages.answered_by(event)
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self.timer.questions.noticed_somebody()
        if self.gate.lets(event):
            with suppress(NoWidget):
                await super().on_event(event)

    def push_screen(self, screen: Any, *args: Any, **kwargs: Any) -> Any:
        """Also remember which worker asks."""
        self.gate.opened(screen)
        return super().push_screen(screen, *args, **kwargs)

    def switch_mode(self, mode: str) -> Any:
        """As usual; a screen that was opened before is shown as soon as it has its size."""
        self._masked = SHOWN_SECONDS if mode in self._opened else OPENED_SECONDS
        self._opened.add(mode)
        return super().switch_mode(mode)

    def delay_update(self, delay: float = OPENED_SECONDS) -> None:
        """Paint nothing while one screen replaces another."""
        super().delay_update(min(delay, self._masked))

    # -- what screens and dialogs ask for -------------------------------------------------------

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a message in the footer; the text is never markup."""
        seconds = timeout or SECONDS
        super().notify(safe(message), title=safe(title), severity=severity, timeout=seconds, markup=False)

    def on_notify(self, event: Notify) -> None:
        """Show notifications in the footer instead of as toasts."""
        self.messages.hear(event.notification)

    async def finish(self, work: Coroutine[Any, Any, T]) -> T:
        """Await what was begun; it goes on to its end when whoever waits for it is gone."""
        return await self.writes.finish(work)

    async def submit(self, service: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Write, and tell everybody; on a refusal or a failure tell the user, change nothing, return None."""
        return await self.finish(self.writes.submit(service, *args, **kwargs))

    async def save(self, service: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, str]:
        """Write for a form: what is wrong by the path of the field, empty when all is well."""
        return await self.finish(self.writes.save(service, *args, **kwargs))

    @property
    def sorts(self) -> Mapping[str, tuple[str, bool]]:
        """By which column this user sorts each list, and whether from the greatest down."""
        return self.place.sorts

    def on_sorted_rows_sorted(self, event: SortedRows.Sorted) -> None:
        """Begin with this order the next time the list is shown."""
        self.remembered.sorted(event)

    # -- what goes wrong ------------------------------------------------------------------------

    def say_trouble(self, words: str) -> None:
        """The file is damaged, or withheld: every screen says so until it is taken back with no words."""
        self.trouble = words
        if self.base_screen is not None and words:
            self.base_screen.show_banner(words)

    def program_error(self, error: BaseException) -> None:
        """Something that should not happen: to the private file, and a calm word to the user."""
        place = self.data.log(error)
        told = f" Details are in {place}." if place else ""
        self.notify(f"Something went wrong inside deskhours; nothing was saved.{told}", severity="error")

    def farewell(self, error: Exception) -> str | None:
        """The words with which a fault ends the program; None for a fault of a worker, which does not end it."""
        if isinstance(error, WorkerFailed) and not self.is_headless:
            self.program_error(error.error)  # the program goes on; a test must see it
            return None
        place = self.data.log(error)
        text = "deskhours had to stop because of an error in the program. Everything saved is safe.\n"
        return text if place is None else f"{text}What happened is written in {place}\n"

    @property
    def colleagues(self) -> tuple[Colleague, ...]:
        """What the others work on: their running timers, the requests they have open (RULES 13)."""
        return self.sessions.colleagues

    async def meant(self, requests: Sequence[str], doing: str) -> bool:
        """Is something meant, although others are at a request? Asks, once for each of them; in a worker."""
        alone = self.sessions.alone or not requests
        return alone or await self.sessions.company.meant(requests, doing)

    def looking_at(self, request: str) -> AbstractAsyncContextManager[None]:
        """Let others know that a request stands open here, while something about it is asked."""
        return self.sessions.company.looking_at(request)

    def look_at(self, request: str | None) -> None:
        """Let others know which request's page stands open here; None when it is left."""
        if not self.sessions.alone:
            self.sessions.company.look_at(request)

    # -- actions --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only screens that are there; over a dialog only what belongs to dialogs."""
        if action == "mode" and parameters[0] not in self.MODES:
            return False
        if not offered(self.place.rights(), "DeskApp", action):
            return False
        over_dialog = isinstance(self.screen, Screen) and self.screen.is_modal
        return not (over_dialog and action in {"mode", "reload", "help", "palette"})
