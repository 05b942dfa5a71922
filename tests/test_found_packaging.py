"""What stands in the project's own file: which Textual it starts on, and what it no longer carries."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

HOME = Path(__file__).parent.parent
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))


def test_found_5_1_only_a_textual_that_starts_is_allowed() -> None:
    wanted = next(line for line in PROJECT["project"]["dependencies"] if line.startswith("textual"))
    found = re.match(r"textual>=(\d+)\.(\d+)\.(\d+)", wanted)
    assert found is not None
    assert tuple(map(int, found.groups())) >= (8, 2, 5)


def test_found_5_2_no_painting_of_our_own_hangs_on_a_private_name() -> None:
    assert not list(HOME.glob("tui/**/onepaint.py"))
    assert not [file for file in HOME.glob("tui/**/*.py") if "onepaint" in file.read_text("utf-8")]


def test_found_5_5_the_snapshot_plugin_that_nothing_used_is_gone() -> None:
    assert "pytest-textual-snapshot" not in (HOME / "pyproject.toml").read_text("utf-8")
