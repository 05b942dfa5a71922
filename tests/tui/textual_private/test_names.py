"""Private names of Textual: in one room only, and the program works without each of them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from pkgutil import walk_packages

import pytest
import textual
from textual.message_pump import MessagePump

import tui
from tests.tui.conftest import sample_file
from tui.textual_private.names import ALL, CELLS, DRIVER, PARSER

ROOT = Path(__file__).parents[3]
ROOM = ROOT / "tui" / "textual_private"
TEXTUALS_OWN = {
    name
    for path in Path(textual.__file__).parent.rglob("*.py")
    for name in re.findall(r"(?:\bself\.|\bdef |^    )(_[a-z]\w+)\b", path.read_text("utf-8"), re.MULTILINE)
}
"""Every private attribute, method and field of Textual's classes."""


def spoken(path: Path) -> set[str]:
    """Every private name that a file reads, sets, calls or imports from Textual."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    modules = {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}
    modules |= {f"{n.module}.{a.name}" for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names}
    imported = {part for m in modules if m.startswith("textual") for part in m.split(".") if part[0] == "_"}
    return imported | {n.attr for n in nodes if isinstance(n, ast.Attribute) and n.attr.startswith("_")}


def made(path: Path) -> set[str]:
    """Every private name that a file gives to something of its own."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = {n.attr for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}
    names |= {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
    return names | {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def test_one_room_alone_touches_names_of_textual_with_a_leading_underscore() -> None:
    outside = [path for path in (ROOT / "tui").rglob("*.py") if ROOM not in path.parents]
    ours = set().union(*(made(path) for path in outside)) | {"_asdict"}
    assert {f"{path}: {name}" for path in outside for name in (spoken(path) & TEXTUALS_OWN) - ours} == set()


def kinds(base: type[object]) -> Iterator[type[object]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_one_room_alone_overrides_what_textual_calls_privately() -> None:
    for module in walk_packages(tui.__path__, "tui."):
        if module.name != "tui.__main__":
            import_module(module.name)
    found = {
        f"{kind.__module__}.{kind.__name__}.{name}"
        for kind in kinds(MessagePump)
        if kind.__module__.startswith("tui.") and "textual_private" not in kind.__module__
        for name, value in vars(kind).items()
        if re.match("_(?!_|default_)", name) and isfunction(value)  # `_default_x` is made by a reactive
        if any(name in vars(base) for base in kind.__mro__ if base.__module__.startswith("textual"))
    }
    assert found == set()


def test_what_the_room_touches_stands_in_its_table() -> None:
    files = list(ROOM.glob("*.py"))
    ours = set().union(*(made(path) for path in files)) - ALL.keys()
    touched = set().union(*(spoken(path) for path in files)) & (TEXTUALS_OWN | ALL.keys())
    assert touched - ours <= ALL.keys()


def started_without(*names: str) -> list[str]:
    """What the program showed on a Textual that has other names for these."""
    desk = sample_file()
    command = [sys.executable, "-m", "tests.tui.textual_private.renamed", ",".join(names), str(desk)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.split()


def expected(*names: str) -> list[str]:
    stock = {*DRIVER, *PARSER} & set(names)
    return ["Requests", "Help", "Requests", "Saved.", "stock" if stock else "ours"]


@pytest.mark.parametrize("names", [(), tuple(ALL)], ids=["as-it-is", "without-any"])
def test_the_program_starts_and_answers_keys(names: tuple[str, ...]) -> None:
    assert started_without(*names) == expected(*names)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted({**DRIVER, **PARSER, **CELLS, **ALL}))
def test_the_program_starts_and_answers_keys_without(name: str) -> None:
    assert started_without(name) == expected(name)
