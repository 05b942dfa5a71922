"""Is the house as the README describes it? Every path and name in “How it is built” is looked up, each way followed."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8").partition("## How it is built")[2]
PICTURE = TEXT.partition("```text\n")[2].partition("```")[0]
PARAGRAPHS = [part for part in re.split(r"\n\n|\n(?=- \*\*)", TEXT.replace(PICTURE, "")) if "`" in part]


@cache
def tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), path)


def functions(path: str) -> dict[str, list[ast.AST]]:
    """Every function and method of a file by its name."""
    found: dict[str, list[ast.AST]] = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.setdefault(node.name, []).append(node)
    return found


def words(node: ast.AST) -> set[str]:
    """Every name, attribute and imported name below a node."""
    found: set[str] = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            found.add(each.id)
        elif isinstance(each, ast.Attribute):
            found.add(each.attr)
        elif isinstance(each, ast.ImportFrom):
            found |= {alias.name for alias in each.names}
    return found


def defined(path: str) -> set[str]:
    """What a file defines: functions, classes, variables of modules, classes and instances."""
    found = set(functions(path))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {name for target in targets for name in words(target) if name != "self"}
    return found


def reached(path: str, function: str) -> set[str]:
    """Every name that a function uses, itself or through other functions of its file."""
    known, found, waiting = functions(path), set[str](), [function]
    seen = set(waiting)
    while waiting:
        for node in known[waiting.pop()]:
            found |= words(node)
        fresh = (found & set(known)) - seen
        seen |= fresh
        waiting += sorted(fresh)
    return found


def files_in(text: str) -> list[str]:
    return re.findall(r"`((?:models|tui|tests)/[\w/]+\.py)`", text)


def named_with_their_file() -> Iterator[tuple[str, str]]:
    """Pairs that the text puts together: `name` (`file`), `name` of `file`, `name` in `file`, `file` (`NAME`)."""
    flat = re.sub(r"\s+", " ", "\n".join(PARAGRAPHS))
    file = r"`((?:models|tui|tests)/[\w/]+\.py)`"
    for match in re.finditer(rf"`(\w+)` (?:\(|of |in ){file}", flat):
        yield match[1], match[2]
    for match in re.finditer(rf"{file} \(`(\w+)`\)", flat):
        yield match[2], match[1]


def test_every_name_stands_in_the_file_that_the_text_names_for_it() -> None:
    pairs = list(named_with_their_file())
    assert len(pairs) >= 20
    assert [f"{name}: {path}" for name, path in pairs if name not in defined(path)] == []


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=lambda text: re.sub(r"\W+", "-", text[:30]).strip("-"))
def test_every_name_is_known_in_a_file_of_its_paragraph(paragraph: str) -> None:
    paths = files_in(paragraph)
    if not paths:
        return
    known = set().union(*(defined(path) | words(tree(path)) for path in paths))
    known |= {path.rpartition("/")[2] for path in paths}
    keys = {"space", "read_…"}
    names = {name for name in re.findall(r"`([^`\s./]+)`", paragraph) if name.isidentifier()} - keys
    assert sorted(names - known) == []


WAYS = [
    ("tui/program/key_gate.py", "lets", {"takes"}),
    ("tui/textual_private/keystream.py", "feed", {"keys_of"}),
    ("tui/program/heads.py", "update", {"set_where", "tick", "nothing_since"}),
    ("tui/program/sessions.py", "target", {"work_target"}),
    ("tui/program/actions/timer.py", "action_toggle_timer", {"target", "begin_timer", "submit"}),
    ("tui/data.py", "submit", {"to_thread"}),
    ("models/services/time/timer.py", "begin_timer", {"start_timer"}),
    ("models/services/time/timer.py", "start_timer", {"change", "checked_entry", "insert_entry"}),
    ("models/services/time/entries.py", "insert_entry", {"insert", "Entry"}),
    ("tui/screens/base.py", "on_mount", {"data_changed", "minute", "touch", "touch_time", "read"}),
    ("tui/screens/dashboard/screen.py", "read", {"read_dashboard"}),
    (
        "tui/commands/transfer/imports.py",
        "import_file",
        {"reader_of", "plan_import", "read_known", "write_import"},
    ),
    ("models/services/time/imports.py", "write_import", {"change", "add_entries"}),
    ("models/domain/ledger/draws.py", "end_of_day", {"lose", "expires_on"}),
    ("models/domain/month_end/checks.py", "entry_checks", {"overlaps", "Check"}),
    ("models/queries/month_end/months.py", "read_checks", {"entry_checks", "request_checks"}),
    ("models/queries/month_end/todo.py", "todos_of", {"_ORDER", "_PROBLEMS"}),
    ("tui/commands/transfer/imports.py", "declare", {"FORMATS", "command"}),
]


@pytest.mark.parametrize(
    ("path", "function", "targets"), WAYS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_each_step_of_a_way_really_calls_the_next(path: str, function: str, targets: set[str]) -> None:
    assert path in files_in("\n".join(PARAGRAPHS))
    assert targets - reached(path, function) == set()


def test_the_key_of_the_way_is_bound_to_its_action() -> None:
    calls = [node for node in ast.walk(tree("tui/program/actions/timer.py")) if isinstance(node, ast.Call)]
    bound = [[arg.value for arg in call.args if isinstance(arg, ast.Constant)] for call in calls]
    assert ["space", "toggle_timer"] in [words[:2] for words in bound]


def test_the_picture_shows_the_floors_of_the_contracts() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {each["name"]: each for each in settings["tool"]["importlinter"]["contracts"]}
    floors = [
        floor.replace("models.", "") for floor in contracts["each floor knows only those below it"]["layers"]
    ]
    floors = [floor for floor in floors if floor != "holiday_dates"]
    places = [PICTURE.index(floor) for floor in floors]
    assert places == sorted(places)
    rooms = contracts["the rooms of the rules"]["layers"]
    shown = PICTURE.rstrip().splitlines()[-1]
    assert [room.strip().replace(", ", " | ") for room in shown.split("→")] == rooms
