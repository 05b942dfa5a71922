"""How are hundreds of frozen values defined without every start waiting for it? A class is finished with its first use.

The standard library writes and compiles six methods for each dataclass, half a millisecond every time, whether
anything is ever made of it. Here a class gets its slots at once and the rest when it is first called or asked for its
fields, and classes of one shape share their code: a start of the dashboard takes 50 ms less of 350, every command its
part.

Guarantees: what such a class does is what the standard library's does (tests/domain/basics/test_frozen.py compares
them): arguments, defaults, equality, hash, repr, `replace`, `fields`, patterns, copies, pickles, signature.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, FrozenInstanceError, fields
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from sys import modules
from threading import RLock
from types import CellType, CodeType, FunctionType
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
    kinds = written.__annotations__.items()
    own = [name for name, kind in kinds if not str(kind).removeprefix("typing.").startswith("ClassVar")]
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
    """Takes the values of a new object: the code of all classes of its shape, with the names of this one."""
    by_place, by_name = ([each for each in those if each.kw_only is named] for named in (False, True))
    made_anew = {each.name: each.default_factory for each in those if each.default_factory is not MISSING}
    kinds = tuple(each.name in made_anew for each in (*by_place, *by_name))
    code = _shape(kinds, len(by_name), hasattr(made, "__post_init__"))
    names = {f"a{at}": each.name for at, each in enumerate((*by_place, *by_name))}
    code = code.replace(
        co_varnames=tuple(names.get(name, name) for name in code.co_varnames),
        co_consts=tuple(names.get(const, const) for const in code.co_consts),
    )
    known = {"_set": object.__setattr__, "_new": made_anew, "_MISSING": MISSING}
    cells = tuple(CellType(known[name]) for name in code.co_freevars)
    default = {
        each.name: each.default for each in those if each.default is not MISSING or each.name in made_anew
    }
    method = FunctionType(
        code, vars(modules[made.__module__]), "__init__", _trailing(by_place, default), cells
    )
    method.__kwdefaults__ = {each.name: default[each.name] for each in by_name if each.name in default}
    method.__annotations__ = {each.name: each.type for each in those} | {"return": None}
    return method


def _trailing(by_place: Fields, default: Mapping[str, object]) -> tuple[object, ...]:
    """The defaults of what is given by its place; TypeError where one without follows one with."""
    optional = [each.name in default for each in by_place]
    if optional != sorted(optional):
        raise TypeError("a field without a default follows one with a default")
    return tuple(default[each.name] for each in by_place if each.name in default)


@cache
def _shape(made_anew: tuple[bool, ...], named: int, checks_itself: bool) -> CodeType:
    """Code for so many fields, the last `named` given by name only: compiling is what takes time."""
    names = [f"a{at}" for at in range(len(made_anew))]
    words = ["_self", *names]
    if named:
        words.insert(len(words) - named, "*")
    body = [
        f"_set(_self, {name!r}, "
        + (f"_new[{name!r}]() if {name} is _MISSING else {name})" if anew else f"{name})")
        for name, anew in zip(names, made_anew, strict=True)
    ]
    body += ["_self.__post_init__()"] if checks_itself else []
    inner = "\n".join(
        f"  {line}" for line in (f"def __init__({', '.join(words)}):", *(f"  {x}" for x in body or ["pass"]))
    )
    found: dict[str, Any] = {}
    exec(f"def make(_set, _new, _MISSING):\n{inner}\n  return __init__", found)
    code: CodeType = found["make"](None, None, None).__code__
    return code


def _refuse_to_set(self: object, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in fields(self)]


def _restore(self: Any, state: Sequence[Any]) -> None:
    for each, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)
