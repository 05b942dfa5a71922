"""A value that is finished with its first use does what the dataclass of the standard library does."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import threading
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from models.domain.basics.frozen import dataclass

T = TypeVar("T")


def shapes(decorate: Callable[[type], Any]) -> tuple[Any, ...]:
    """The same classes made by one of the two decorators."""

    @decorate
    class Plain:
        KIND: ClassVar[str] = "plain"
        first: int
        second: str = "two"
        third: tuple[int, ...] = field(default=(), compare=False)

        def double(self) -> int:
            return self.first * 2

    @decorate
    class Child(Plain):
        many: list[int] = field(default_factory=list, repr=False, hash=False)
        named: int = field(default=3, kw_only=True)

    @decorate
    class Odd:
        only: float

        def __repr__(self) -> str:
            return f"odd {self.only}"

        def __eq__(self, other: object) -> bool:
            return other == self.only

        def __post_init__(self) -> None:
            if self.only < 0:
                raise ValueError("negative")

    @decorate
    class Empty:
        pass

    @decorate
    class Of(Generic[T]):
        what: T

    return Plain, Child, Odd, Empty, Of


OURS = shapes(dataclass(frozen=True, slots=True))
THEIRS = shapes(dataclasses.dataclass(frozen=True, slots=True))
CALLS: list[tuple[int, tuple[Any, ...], dict[str, Any]]] = [
    (0, (1,), {}),
    (0, (1, "x"), {"third": (4,)}),
    (0, (), {"first": 2, "second": "two"}),
    (1, (1,), {}),
    (1, (1, "two", (), [5]), {"named": 4}),
    (2, (1.5,), {}),
    (3, (), {}),
    (4, ("a",), {}),
]


def parameters(made: Any) -> list[tuple[str, Any, bool]]:
    those = inspect.signature(made).parameters.values()
    return [(each.name, each.kind, each.default is each.empty) for each in those]


def words(made: Any) -> str:
    return repr(made).replace("shapes.<locals>.", "")


@pytest.mark.parametrize(("at", "args", "kwargs"), CALLS)
def test_objects_are_alike(at: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    ours, theirs = OURS[at](*args, **kwargs), THEIRS[at](*args, **kwargs)
    assert words(ours) == words(theirs)
    assert dataclasses.astuple(ours) == dataclasses.astuple(theirs)
    assert hash(ours) == hash(theirs)
    assert ours == OURS[at](*args, **kwargs)
    assert words(copy.deepcopy(ours)) == words(ours)
    assert not hasattr(ours, "__dict__")


@pytest.mark.parametrize("at", range(len(OURS)))
def test_classes_are_alike(at: int) -> None:
    ours, theirs = OURS[at], THEIRS[at]
    assert ours.__slots__ == theirs.__slots__
    assert ours.__match_args__ == theirs.__match_args__
    assert parameters(ours) == parameters(theirs)
    told = [
        [(f.name, f.type, f.compare, f.repr, f.kw_only) for f in dataclasses.fields(c)]
        for c in (ours, theirs)
    ]
    assert told[0] == told[1]
    assert ours.__qualname__ == theirs.__qualname__
    assert ours.__init__.__annotations__ == theirs.__init__.__annotations__


@pytest.mark.parametrize("make", [OURS, THEIRS], ids=["ours", "theirs"])
def test_wrong_use_is_refused_alike(make: tuple[Any, ...]) -> None:
    plain, child, odd, empty, _ = make
    with pytest.raises(TypeError, match=r"__init__\(\) missing 1 required positional argument: 'first'"):
        plain()
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        plain(1, other=2)
    with pytest.raises(ValueError, match="negative"):
        odd(-1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'first'"):
        plain(1).first = 2
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'first'"):
        del plain(1).first
    with pytest.raises(TypeError):
        hash(plain([]))
    assert plain(1) != child(1)
    assert plain(1, third=(1,)) == plain(1, third=(2,))
    assert odd(2.0) == 2.0
    assert empty() == empty()
    assert plain(1) != 1
    assert dataclasses.replace(child(1), second="x", named=9) == child(1, "x", named=9)
    assert child(3).double() == 6
    assert child(1).many is not child(1).many
    assert plain.KIND == "plain"


def test_a_field_without_a_default_may_not_follow_one_with_a_default() -> None:
    @dataclass(frozen=True, slots=True)
    class Wrong:
        first: int = 1
        second: int  # type: ignore[misc]

    with pytest.raises(TypeError, match="follows one with a default"):
        Wrong(1, 2)


def test_a_pattern_is_the_first_use() -> None:
    fresh = shapes(dataclass(frozen=True, slots=True))[0]
    match 1:
        case fresh(first):
            raise AssertionError(first)
        case _:
            pass
    assert fresh(1).first == 1


@dataclass(frozen=True, slots=True)
class Kept:
    """Found by its name when a pickle is read."""

    when: int
    what: str = ""


def test_a_pickle_comes_back() -> None:
    assert pickle.loads(pickle.dumps(Kept(3, "x"))) == Kept(3, "x")
    assert copy.copy(Kept(3)) == Kept(3)


def test_the_first_object_is_made_once_whichever_thread_comes_first() -> None:
    for _ in range(20):
        plain, child, *_rest = shapes(dataclass(frozen=True, slots=True))
        found: list[Any] = []
        begin = threading.Barrier(4)

        def make(kind: Any, found: list[Any] = found, begin: threading.Barrier = begin) -> None:
            begin.wait()
            found.append(kind(1))

        threads = [threading.Thread(target=make, args=(kind,)) for kind in (plain, child, plain, child)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(each.first for each in found) == [1, 1, 1, 1]
        assert len({each for each in found if type(each) is plain}) == 1


def test_anything_else_is_left_to_the_standard_library() -> None:
    @dataclass(order=True)
    class Ordered:
        at: int

    @dataclass
    class Loose:
        at: int

    assert Ordered(1) < Ordered(2)
    loose = Loose(1)
    loose.at = 2
    assert loose == Loose(2)


def test_who_came_second_finds_the_class_finished() -> None:
    plain = shapes(dataclass(frozen=True, slots=True))[0]
    before = plain.__init__
    first, second = plain(1), plain.__new__(plain)
    before(second, 1)
    assert first == second
