"""What is the same on every screen? Modes, clock, running timer, theme, and what every screen must hear of.

Three signals go across the program: `data_changed` after every write, `minute` and `new_day` (see `tui.program.clock`).

Law: only this file (and the command line) asks what time it is; only this file ends the program. Nothing that
a user typed and no value of a variable is ever shown in a crash.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

from rich.segment import Segment, Segments
from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import Reactive
from textual.screen import Screen
from textual.signal import Signal
from textual.theme import BUILTIN_THEMES
from textual.worker import WorkerFailed

from models.domain.basics.errors import DeskError, InvalidValue, Overtaken
from tui.data import Data
from tui.open import OpenedDesk, open_demo, open_desk
from tui.program.announcing import Announcer
from tui.program.clock import Clock
from tui.program.duties import Duties
from tui.program.key_gate import LEAVE_KEY, Gated
from tui.program.messages import Messages
from tui.program.modes import MODES as SCREENS
from tui.program.modes import Mode, tabs, warm_up
from tui.program.quick_actions import WRITING_KEYS, Writing
from tui.program.record_actions import RECORD_KEYS, Recordkeeping
from tui.program.timer_control import TIMER_KEYS, Timekeeping
from tui.sample_folder import leave_cleanly_when_told
from tui.text.theme import first_theme, themes
from tui.textual_private.driver import driver_class
from tui.textual_private.switching import Switching
from tui.widgets.frame.timerbar import Running
from tui.widgets.frame.titlebar import Where

if TYPE_CHECKING:
    from tui.program.palette.palette import Item
    from tui.screens.base import DeskScreen

RECORDS = {"request": "requests", "client": "clients", "contract": "renewals", "entry": "timesheet"}
"""Which screen shows which kind of record."""
OPENING_SECONDS = 1.5
"""After the first frame: long enough for the first keys not to wait."""
P = ParamSpec("P")
T = TypeVar("T")
BUILTIN_THEMES.update({theme.name: theme for theme in themes()})
FAILED = 70
"""The exit status after a fault of the program (EX_SOFTWARE)."""
EXIT_CODES = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130}


def _mode_key(mode: Mode) -> Binding:
    return _key(mode.key, f"mode('{mode.name}')", mode.title, f"app.{mode.name}", f"Open “{mode.title}”")


def _key(keys: str, action: str, words: str, name: str, tooltip: str, *, show: bool = False) -> Binding:
    return Binding(keys, action, words, show=show, id=name, tooltip=tooltip)


class DeskApp(Timekeeping, Writing, Recordkeeping, Messages, Gated, Switching, App[int]):
    """The program on the screen."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "deskhours"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    """The terminal selects text (with shift); Textual's own way stumbles over a toast that just went away."""
    DEFAULT_MODE = "dashboard"
    theme: Reactive[str] = Reactive(first_theme)
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {mode.name: mode.make for mode in SCREENS}
    BINDINGS: ClassVar[list[BindingType]] = [
        *(_mode_key(mode) for mode in SCREENS),
        *TIMER_KEYS,
        *WRITING_KEYS,
        *RECORD_KEYS,
        _key("ctrl+r", "reload", "Read again", "app.reload", "Read this screen again"),
        _key("f2", "theme", "Light or dark", "app.theme", "Change to the next theme"),
        _key("ctrl+z", "suspend_process", "To the shell", "app.suspend", "Pause; fg in the shell comes back"),
        _key("q", "quit", "Quit", "app.quit", "Leave; a running timer runs on"),
        LEAVE_KEY,
        _key("question_mark,f1", "help", "keys", "app.help", "Keys that work here", show=True),
        _key(
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
        self._wanted_theme = ""
        self.begin_switching()
        self.begin_gate()
        self.begin_messages()
        self.begin_timekeeping(place or OpenedDesk(data, "", False, False, None, Path()))
        self.data = data
        data.tell_waiting = self._tell_waiting
        self.demo = demo
        self.painted = False
        self._unfinished: set[asyncio.Future[Any]] = set()
        self.desk_name = ""
        self.agent = ""
        self.trouble = ""
        """What is wrong with the file, for as long as the program is open: nothing can be saved."""
        self.zone: Any = None
        self.running_timer: Running | None = None
        self.data_changed: Signal[None] = Signal(self, "data-changed")
        self.palette_sources: list[Callable[[], Sequence[Item]]] = [self.record_items]
        self._clock = clock or (lambda: int(time.time()))
        self.clock = Clock(self, self.now, lambda: self.zone)
        self.minute, self.new_day = self.clock.minute, self.clock.new_day
        self.duties = Duties(self)
        self.announcer = Announcer(self)

    # -- clock and timer ------------------------------------------------------------------------

    def now(self) -> int:
        """Epoch seconds; the only clock of the program."""
        return self._clock()

    def set_running(self, running: Running | None) -> None:
        """Show another timer, or none."""
        self.running_timer = running
        self.tick()

    def tick(self) -> None:
        """Once a second: twelve cells; at another minute and on another day whatever depends on them."""
        now = self.now()
        if self.painted:  # the first frame waits for nobody
            self.watch_time(now)
        if (
            screen := self.base_screen
        ) is not None:  # also behind a box, above which the timer stays in sight
            screen.head.tick(self.running_timer, now, self.nothing_since(now))
        if self.clock.tell() and screen is not None:
            screen.head.set_where(self.where(screen))

    def where(self, screen: DeskScreen[Any]) -> Where:
        """What the strip of a screen says beside the names of the screens."""
        active = next((mode.name for mode in SCREENS if mode.title == screen.TITLE), "")
        moment = self.clock.local()
        return Where(self.desk_name, active, self.agent, moment, self.demo, self.place.read_only)

    def dress(self, screen: DeskScreen[Any]) -> None:
        """Give a screen its head."""
        screen.head.set_where(self.where(screen), tabs(self.MODES))
        screen.head.tick(self.running_timer, self.now(), self.nothing_since(self.now()))

    @property
    def base_screen(self) -> DeskScreen[Any] | None:
        """The full screen of the active mode, whatever dialog stands on it."""
        from tui.screens.base import DeskScreen

        base = self.screen_stack[0] if self.screen_stack else None
        return base if isinstance(base, DeskScreen) else None

    # -- life -----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Signals, the tick, and the end of the start."""
        for number, code in EXIT_CODES.items():
            self._on_signal(number, code)
        self.set_interval(1, self.tick)
        self.data_changed.subscribe(self, lambda _: self.refresh_session())
        self.new_day.subscribe(self, lambda _: self.refresh_session())  # what is left today, after this call
        self.duties.watch()
        self.announcer.watch()
        self.app_resume_signal.subscribe(self, lambda _: self._paint_again())
        self.call_later(self._first_frame)

    def _on_signal(self, number: signal.Signals, code: int) -> None:
        try:
            asyncio.get_running_loop().add_signal_handler(number, partial(self.exit, code, code))
        except (NotImplementedError, RuntimeError, ValueError):
            return  # not the main thread, or no such signal on this platform: the default stays

    def _first_frame(self) -> None:
        """Paint at once instead of at the next tick of the screen's clock; then let the collector work."""
        self.painted = True
        self.screen._on_timer_update()
        self.set_timer(0.2, _collect_again)
        if not self.is_headless:
            warm_up(self)
        self.greet()
        self.set_timer(OPENING_SECONDS, self.duties.do)
        self.set_timer(OPENING_SECONDS, self.announcer.look)
        if self.place.warning:
            self.notify(self.place.warning, severity="warning", timeout=10)
        if self.place.read_only:
            self.notify("This desk can only be read: nothing can be saved.", severity="warning", timeout=10)
        if self.place.machine_zone and self.session is not None and self.base_screen is not None:
            from tui.program.machine import odd_clock

            if words := odd_clock(self.place.machine_zone, self.session.timezone, self.now()):
                self.base_screen.show_banner(words)

    def _paint_again(self) -> None:
        """After `fg` the terminal is empty, and the clock went on meanwhile."""
        self.screen.refresh(self.size.region)
        self.tick()

    @work(exclusive=True, group="open")
    async def open_record(self, kind: str, key: str) -> None:
        """Go to where a request, client, contract or entry is shown, and put the cursor on it."""
        if kind == "entry":
            await self.edit_entry(key)
            return
        await self.switch_mode(RECORDS[kind])
        if (screen := self.base_screen) is not None:
            screen.show_record(kind, key)

    # -- writes and errors ----------------------------------------------------------------------

    async def finish(self, work: Coroutine[Any, Any, T]) -> T:
        """Await what was begun; it goes on to its end and tells everybody when whoever waits for it is gone."""
        task = asyncio.ensure_future(work)
        self._unfinished.add(task)
        task.add_done_callback(self._unfinished.discard)
        return await asyncio.shield(task)

    async def submit(self, service: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Write, and tell everybody; on a refusal or a failure tell the user, change nothing, return None."""
        return await self.finish(self._submit(service, *args, **kwargs))

    async def _submit(self, service: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            result: T = await self.data.submit(service, *args, **kwargs)
        except DeskError as error:
            self.notify(str(error), severity="error")
            return None
        except Exception as error:  # noqa: BLE001  # the worker boundary: nothing may end the program from here
            self.program_error(error)
            return None
        self.data_changed.publish(None)
        return result

    async def save(self, service: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, str]:
        """Write for a form: what is wrong by the path of the field, empty when all is well."""
        return await self.finish(self._save(service, *args, **kwargs))

    async def _save(self, service: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, str]:
        try:
            await self.data.submit(service, *args, **kwargs)
        except InvalidValue as error:
            return {error.path: error.message}
        except Overtaken:
            raise  # the form asks: theirs or mine
        except DeskError as error:
            return {"": str(error)}
        except Exception as error:  # noqa: BLE001  # the worker boundary: nothing may end the program from here
            self.program_error(error)
            return {"": "Something went wrong inside deskhours; nothing was saved."}
        self.data_changed.publish(None)
        return {}

    def _tell_waiting(self) -> None:
        """The keys go on working meanwhile; the write goes through as soon as the file is free, or is refused."""
        self.gate.release()
        self.notify("Waiting for the database: another program is using it.", severity="warning")

    def say_trouble(self, words: str) -> None:
        """The file is damaged: every screen says so from now on; what can be read is shown."""
        self.trouble = words
        if self.base_screen is not None:
            self.base_screen.show_banner(words)

    def program_error(self, error: BaseException) -> None:
        """Something that should not happen: to the private file, and a calm word to the user."""
        place = self.data.log(error)
        told = f" Details are in {place}." if place else ""
        self.notify(f"Something went wrong inside deskhours; nothing was saved.{told}", severity="error")

    def _handle_exception(self, error: Exception) -> None:
        """A program error outside the seam ends the program, with a sentence instead of a traceback."""
        if isinstance(error, WorkerFailed) and not self.is_headless:
            self.program_error(error.error)  # beside the loop: the program goes on; a test must see it
            return
        self._return_code = FAILED
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        place = self.data.log(error)
        text = "deskhours had to stop because of an error in the program. Everything saved is safe.\n"
        if place is not None:
            text += f"What happened is written in {place}\n"
        self._exit_renderables.append(Segments([Segment(text)]))
        self._close_messages_no_wait()

    # -- actions --------------------------------------------------------------------------------

    async def action_mode(self, name: str) -> None:
        """Open a screen by name."""
        await self.switch_mode(name)

    def action_reload(self) -> None:
        """Read the screen again."""
        if (screen := self.base_screen) is not None:
            screen.reload()

    def action_theme(self) -> None:
        """Dark, light, the terminal's own."""
        names = [theme.name for theme in themes()]
        at = names.index(self._wanted_theme or self.theme)
        if not self._wanted_theme:
            self.call_later(self._wear_theme)  # behind the keys that already wait: a held key is one change
        self._wanted_theme = names[(at + 1) % len(names)]

    def _wear_theme(self) -> None:
        self.theme, self._wanted_theme = self._wanted_theme, ""
        self.remember_theme(self.theme)

    def action_help(self) -> None:
        """The keys that work here."""
        from tui.dialogs.help import Help

        self.push_screen(Help(self.screen))

    def action_palette(self) -> None:
        """Every key, command and record."""
        from tui.program.palette.palette import open_palette

        open_palette(self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only screens that are there; over a dialog only what belongs to dialogs."""
        if action == "mode" and parameters[0] not in self.MODES:
            return False
        over_dialog = isinstance(self.screen, Screen) and self.screen.is_modal
        return not (over_dialog and action in {"mode", "reload", "help", "palette"})


def _collect_again() -> None:
    gc.freeze()
    gc.enable()


def run(database: str | None, *, demo: bool = False) -> int:
    """Show the dashboard until the user leaves; the exit status of the program. Raises StorageError."""
    gc.disable()
    if demo:
        leave_cleanly_when_told()
    place = open_demo(int(time.time())) if demo else open_desk(database)
    return show(DeskApp(place.data, demo=demo, place=place))


def show(app: DeskApp) -> int:
    """Run an app to its end; the exit status: 0 only when somebody left."""
    result = app.run()
    _let_go()
    if result is not None:
        return result
    return app.return_code if app.return_code is not None else FAILED


def _let_go() -> None:
    """What could not be written to a terminal that is gone must not change the exit status."""
    for number, stream in enumerate((sys.stdout, sys.stderr), 1):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            os.close(nowhere)
