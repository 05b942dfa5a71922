"""How are hundreds of frozen values defined without every start waiting for it? A class is finished with its first use.

The standard library writes and compiles six methods for each dataclass, half a millisecond every time, whether
anything is ever made of it. Here a class gets its slots at once and the rest when it is first called or asked for its
fields: a start of the dashboard takes 45 ms less of 350, and every command gains its part.

Guarantees: what such a class does is what the standard library's does (tests/domain/basics/test_frozen.py compares
them): arguments, defaults, equality, hash, repr, `replace`, `fields`, patterns, copies, pickles, signature.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import MISSING, FrozenInstanceError, fields
from operator import attrgetter
from reprlib import recursive_repr
from sys import modules
from threading import RLock
from typing import TYPE_CHECKING, Any

Fields = Sequence["dataclasses.Field[Any]"]

_ASKED_FOR = ("__dataclass_fields__", "__dataclass_params__", "__match_args__", "__signature__")
"""What is asked of a class itself: by `fields`, `replace`, `match` and `inspect`."""
_FINISHING = RLock()


def _dataclass(cls: type | None = None, /, **options: bool) -> Any:
    """As `dataclasses.dataclass`, which makes all that is not `frozen=True, slots=True` and nothing more."""
    if cls is None and options == {"frozen": True, "slots": True}:
        return _begin
    return dataclasses.dataclass(**options) if cls is None else dataclasses.dataclass(cls, **options)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    dataclass = _dataclass


class _Late:
    """Stands for an attribute of a class that is not finished; whoever asks for it has it finished."""

    def __init__(self, name: str, finish: Callable[[], None]) -> None:
        self._name, self._finish = name, finish

    def __get__(self, instance: object, owner: type) -> Any:
        """The attribute itself, which has taken this place by now; AttributeError where there is none."""
        self._finish()
        return getattr(owner, self._name)


def _begin(written: Any) -> Any:
    """The class with its slots; `written`, as it stands in the source, tells the fields later."""
    taken = {slot for base in written.__mro__[1:] for slot in base.__dict__.get("__slots__", ())}
    own = [name for name, kind in written.__annotations__.items() if not kind.startswith("ClassVar")]
    left_out = {*own, "__dict__", "__weakref__"}
    space = {name: value for name, value in written.__dict__.items() if name not in left_out}
    space["__slots__"] = tuple(name for name in own if name not in taken)
    space |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
    space |= {"__getstate__": _state, "__setstate__": _restore}
    made = type(written)(written.__name__, written.__bases__, space)
    made.__qualname__ = written.__qualname__
    _wait(made, written)
    return made


def _wait(made: Any, written: Any) -> None:
    """Finish the class when it is first called or asked: once, whichever thread comes first."""
    finished = False

    def finish() -> None:
        nonlocal finished
        with _FINISHING:
            if not finished:
                known = dataclasses.dataclass(init=False, repr=False, eq=False)(written)
                for name in _ASKED_FOR:
                    delattr(made, name)
                _finish(made, known)
                finished = True

    def __init__(self: Any, /, *args: Any, **kwargs: Any) -> None:
        finish()
        made.__init__(self, *args, **kwargs)

    for name in _ASKED_FOR:
        setattr(made, name, _Late(name, finish))
    made.__init__ = __init__


def _finish(made: Any, known: Any) -> None:
    """Give a class its methods, unless it has its own, and what the standard library knows of its fields."""
    for name in ("__dataclass_fields__", "__dataclass_params__", "__match_args__"):
        setattr(made, name, getattr(known, name))
    those = fields(known)
    compared = _values([each.name for each in those if each.compare])
    hashed = _values([each.name for each in those if (each.compare if each.hash is None else each.hash)])
    methods = {
        "__repr__": _repr([each.name for each in those if each.repr]),
        "__eq__": _equal(compared),
        "__hash__": lambda self: hash(hashed(self)),
    }
    for name, method in methods.items():
        if known.__dict__.get(name) is None:
            _put(made, name, method)
    _put(made, "__init__", _init(made, those))


def _put(made: Any, name: str, method: Any) -> None:
    method.__name__, method.__qualname__ = name, f"{made.__qualname__}.{name}"
    setattr(made, name, method)


def _values(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """The values of these attributes of an object, as a tuple also of one or none."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _equal(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], bool]:
    def __eq__(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _repr(names: Sequence[str]) -> Callable[[Any], str]:
    @recursive_repr()
    def __repr__(self: Any) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({shown})"

    return __repr__


def _init(made: Any, those: Fields) -> Any:
    """The one method that is compiled: objects are made by the thousand."""
    given: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": MISSING}
    by_place, by_name, body = list[str](), list[str](), list[str]()
    for each in those:
        name, value, taken = each.name, each.name, each.name
        if each.default_factory is not MISSING:
            given[f"_new_{name}"] = each.default_factory
            value, taken = f"_new_{name}() if {name} is _MISSING else {name}", f"{name}=_MISSING"
        elif each.default is not MISSING:
            given[f"_default_{name}"] = each.default
            taken = f"{name}=_default_{name}"
        (by_name if each.kw_only else by_place).append(taken)
        body.append(f"  _set(_self, {name!r}, {value})")
    if hasattr(made, "__post_init__"):
        body.append("  _self.__post_init__()")
    words = ", ".join(["_self", *by_place, *(["*", *by_name] if by_name else ())])
    lines = (
        f"def make({', '.join(given)}):",
        f" def __init__({words}):",
        *(body or ["  pass"]),
        " return __init__",
    )
    found: dict[str, Any] = {}
    exec("\n".join(lines), vars(modules[made.__module__]), found)
    method = found["make"](**given)
    method.__annotations__ = {each.name: each.type for each in those} | {"return": None}
    return method


def _refuse_to_set(self: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in fields(self)]


def _restore(self: Any, state: Sequence[Any]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)
