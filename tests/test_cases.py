"""Do the golden cases hold through the real command line? Each is a short story with numbers.

Every case of tests/data/cases runs in this process, which is quick; a handful also as a program of its own, as a
user would start it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tui.cli import main

ROOT = Path(__file__).resolve().parent.parent
CASES = sorted((ROOT / "tests" / "data" / "cases").glob("*.json"))
AS_PROGRAM = (
    "ledger-sample",
    pytest.param("refusal-names-the-value", marks=pytest.mark.long),
    pytest.param("late-work", marks=pytest.mark.long),
    pytest.param("close-in-order-and-reopen", marks=pytest.mark.long),
    pytest.param("over-midnight-and-month-end", marks=pytest.mark.long),
)
"""Every case runs through the command line's own function; these also as programs, a process a command."""

Run = Callable[[list[str]], tuple[int, str, str]]


def differences(expected: Any, answer: Any, path: str = "") -> Iterator[str]:
    """Where an answer does not match, by the rules of tests/data/cases/README.md."""
    if isinstance(expected, dict) and set(expected) == {"$has"}:
        for row in expected["$has"]:
            if not (isinstance(answer, list) and any(not list(differences(row, found)) for found in answer)):
                yield f"{path}: no row matches {row!r} in {answer!r}"
    elif isinstance(expected, dict) and set(expected) == {"$len"}:
        if not (isinstance(answer, list) and len(answer) == expected["$len"]):
            yield f"{path}: {answer!r} has not the length {expected['$len']}"
    elif isinstance(expected, dict) and isinstance(answer, dict):
        for key, value in expected.items():
            if key not in answer:
                yield f"{path}.{key}: is missing"
            else:
                yield from differences(value, answer[key], f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(answer, list) and len(expected) == len(answer):
        for position, (value, found) in enumerate(zip(expected, answer, strict=True)):
            yield from differences(value, found, f"{path}[{position}]")
    elif type(expected) is not type(answer) or expected != answer:
        yield f"{path}: expected {expected!r}, found {answer!r}"


def play(case: dict[str, Any], folder: Path, run: Run) -> Iterator[str]:
    """Every mismatch of a case whose steps are done by `run` in `folder`."""
    for number, step in enumerate(case["steps"]):
        for name, content in step.get("files", {}).items():
            (folder / name).write_text(json.dumps(content), encoding="utf-8")
        arguments = step.get("args", [])
        if step["do"] == "load":
            text = step["text"] if "text" in step else json.dumps(step["book"])
            (folder / "the-book.json").write_text(text, encoding="utf-8", newline="")
            arguments = ["load", "the-book.json"]
        status, out, err = run(arguments)
        where = f"step {number} {' '.join(arguments)}"
        if status != step.get("exit", 0):
            yield f"{where}: exit status {status}, expected {step.get('exit', 0)}: {err}"
            return
        for part in step.get("stderr_has", []):
            if part not in err:
                yield f"{where}: {part!r} is not in {err!r}"
        if "expect" in step:
            yield from (f"{where}: {text}" for text in differences(step["expect"], json.loads(out)))


def read_case(path: Path) -> dict[str, Any]:
    """The case of a file."""
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return case


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DESKHOURS_DATABASE", str(tmp_path / "desk.db"))

    def run(arguments: list[str]) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as wrong_usage:
            status = int(wrong_usage.code or 0)
        return status, *capsys.readouterr()

    assert not list(play(read_case(path), tmp_path, run))


@pytest.mark.parametrize("name", AS_PROGRAM)
def test_case_as_a_program(name: str, tmp_path: Path) -> None:
    environment = os.environ | {
        "DESKHOURS_DATABASE": str(tmp_path / "desk.db"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }

    def run(arguments: list[str]) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "tui", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    path = ROOT / "tests" / "data" / "cases" / f"{name}.json"
    assert not list(play(read_case(path), tmp_path, run))


def test_all_the_golden_cases_are_there() -> None:
    assert len(CASES) >= 51


@pytest.mark.parametrize(
    ("expected", "answer", "fits"),
    [
        (60, 60, True),
        (60, "60", False),
        (1, True, False),
        (1, 1.0, False),
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"b": 2}, False),
        ({"a": 1}, [], False),
        ([1, 2], [1, 2], True),
        ([1, 2], [2, 1], False),
        ([1], [1, 2], False),
        ({"$has": [{"a": 1}]}, [{"a": 2}, {"a": 1, "b": 2}], True),
        ({"$has": [{"a": 1}]}, [{"a": 2}], False),
        ({"$has": [1]}, {}, False),
        ({"$len": 2}, [1, 2], True),
        ({"$len": 2}, [1], False),
    ],
)
def test_how_answers_are_compared(expected: object, answer: object, fits: bool) -> None:
    assert (not list(differences(expected, answer))) is fits
