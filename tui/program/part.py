"""How does the program have its parts? Each is an object with one subject; the app hands it the keys it answers to.

A part does slow work with `@beside`, as a screen does with `@work`. What a part needs of the program stands in
`Host`; no part imports `tui.program.app`.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from textual.binding import Binding

from tui.late import load
from tui.program.protocol import Program

if TYPE_CHECKING:
    from datetime import date

    from textual.screen import Screen
    from textual.signal import Signal
    from textual.worker import Worker

    from models.queries.desk.session import Session
    from tui.data import Data
    from tui.open import OpenedDesk

P = ParamSpec("P")
R = TypeVar("R")
V = TypeVar("V")
N = TypeVar("N", bound=type[Any])


class HasNode(Protocol):
    """What has slow work done by a node of the screen, or by the app itself."""

    @property
    def node(self) -> Any:
        """The node that owns the part's workers."""


S = TypeVar("S", bound=HasNode)


class Host(Program, Protocol):
    """The program as its own parts know it: what they may change, and how they reach the screens."""

    data: Data
    place: OpenedDesk
    demo: bool
    session: Session | None
    zone: Any
    desk_name: str
    agent: str

    @property
    def new_day(self) -> Signal[date]:
        """Published when the desk's date is another one."""

    @property
    def screen(self) -> Screen[Any]:
        """The screen or dialog on top."""

    @property
    def is_headless(self) -> bool:
        """Whether there is no terminal."""

    async def finish(self, work: Coroutine[Any, Any, R]) -> R:
        """Await what was begun; it goes on to its end when whoever waits for it is gone."""

    def tick(self) -> None:
        """Another second, or another timer: what depends on the clock follows."""

    def say_trouble(self, words: str) -> None:
        """The file is damaged: every screen says so from now on."""

    def write_to_terminal(self, sequence: str) -> None:
        """Write between two frames; nothing where there is no terminal."""

    def set_timer(self, delay: float, callback: Callable[[], Any]) -> Any:
        """Call after so many seconds."""

    def call_later(self, callback: Callable[..., Any], *args: Any) -> bool:
        """Call after the messages that wait."""


class Part:
    """A part of the program."""

    def __init__(self, program: Host) -> None:
        self.program = program

    @property
    def node(self) -> Any:
        """The app: its workers do what is slow."""
        return self.program

    def listen(self, signal: Signal[R], callback: Callable[[R], Any]) -> None:
        """Hear a signal for as long as the program runs."""
        signal.subscribe(self.node, callback)


class LatePart(Generic[V]):
    """A part that is loaded and made when it is first asked for: the first frame does not need it."""

    def __init__(self, place: str) -> None:
        """Where its class stands: `module:Class`; it is made of the program alone."""
        self._place = place

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, program: Any, owner: type) -> V:
        """The part; from then on it stands in the place of this."""
        made: V = load(self._place)(program)
        vars(program)[self._name] = made
        return made


def beside(
    *, group: str, exclusive: bool = True
) -> Callable[[Callable[Concatenate[S, P], Coroutine[Any, Any, R]]], Callable[Concatenate[S, P], Worker[R]]]:
    """A method that runs as a worker of the part's node; with `exclusive` in the place of others of its group."""

    def decorate(
        method: Callable[Concatenate[S, P], Coroutine[Any, Any, R]],
    ) -> Callable[Concatenate[S, P], Worker[R]]:
        @wraps(method)
        def begin(part: S, /, *args: P.args, **kwargs: P.kwargs) -> Worker[R]:
            work = partial(method, part, *args, **kwargs)
            worker: Worker[R] = part.node.run_worker(
                work, name=method.__name__, group=group, exclusive=exclusive
            )
            return worker

        return begin

    return decorate


def answered_by(**parts: type[object]) -> Callable[[N], N]:
    """Give a node every `action_…` of the parts it has: `timer=TimerControl` hands them to `self.timer`."""

    def decorate(node: N) -> N:
        for part, kind in parts.items():
            for action in (name for name in dir(kind) if name.startswith("action_")):
                setattr(node, action, _handing_on(part, getattr(kind, action)))
        return node

    return decorate


def _handing_on(part: str, action: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(action)
    def hand_on(self: Any, *args: Any) -> Any:
        return getattr(getattr(self, part), action.__name__)(*args)

    return hand_on


def app_key(keys: str, action: str, words: str, name: str, tooltip: str, *, show: bool = False) -> Binding:
    """A key that works on every screen; `show` gives it a place in the line of keys."""
    return Binding(keys, action, words, show=show, id=name, tooltip=tooltip)
