"""Does the README say what the program does? Tables equal the program, commands and paths exist."""

from __future__ import annotations

import re
from datetime import date

import pytest
from textual.binding import Binding

from models.domain.basics.typed.typed_day import day_said, parse_day
from models.domain.basics.typed.typed_time import parse_duration, parse_when
from models.domain.basics.zone import zone
from tests.opened import at
from tests.readme import README, commands, key_groups, refreshed, screens

ROOT = README.parent
TEXT = README.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)


def test_the_tables_are_those_of_the_program() -> None:
    assert refreshed(TEXT) == TEXT, "python -m tests.readme brings the tables up to date"


def test_every_command_has_its_row() -> None:
    table = TEXT[TEXT.index("<!-- commands -->") : TEXT.index("## Where the data lives")]
    assert re.findall(r"^\| `([\w-]+)", table, re.MULTILINE) == list(commands())


def test_every_command_says_what_it_is_for() -> None:
    for name, parser in commands().items():
        assert parser.description, name
        for action in parser._actions:
            assert action.help or action.metavar, f"{name} {action.dest}"


def test_every_key_has_an_id_and_says_what_it_does() -> None:
    groups = dict(key_groups())
    assert {"Everywhere", "In every list"} < set(groups)
    for where, bindings in groups.items():
        for binding in bindings:
            assert binding.id, f"{where}: {binding.key} {binding.description}"
            assert binding.tooltip or binding.description, f"{where}: {binding.key}"


@pytest.mark.parametrize(("title", "screen"), list(screens()))
def test_no_key_of_a_screen_is_taken_twice(title: str, screen: type) -> None:
    own = [binding for binding in vars(screen).get("BINDINGS", ()) if isinstance(binding, Binding)]
    keys = [key for binding in own for key in binding.key.split(",")]
    assert len(keys) == len(set(keys)), f"{title}: {sorted(key for key in keys if keys.count(key) > 1)}"


def test_two_commands_do_all_the_set_up() -> None:
    first = [block.strip() for block in BLOCKS if block.startswith("python3 -m venv")]
    assert len(first) == 2
    assert first[0].endswith(".venv/bin/deskhours demo")
    assert ".venv/bin/pytest" in first[1]
    assert all("\n" not in command for command in first)


def test_commands_in_the_text_exist() -> None:
    named = re.findall(r"\bdeskhours ([a-z][\w-]*)", "\n".join([*BLOCKS, *re.findall(r"`([^`\n]+)`", TEXT)]))
    assert named
    assert set(named) <= set(commands())


def test_paths_in_the_text_exist() -> None:
    rooms = r"(?:models|tui|tests|screenshots|\.ci)(?:/[\w.-]+)*(?:\.\w+)?"
    paths = set(re.findall(rf"`({rooms})`", TEXT)) | set(re.findall(r"\]\((\w[\w/]*\.svg)\)", TEXT))
    assert {"models/domain/RULES.md", ".ci/run"} < paths
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


def test_forms_read_what_is_said_of_them() -> None:
    """Durations, times and days of the README, each read as such."""
    part = TEXT.partition("**What a form reads.**")[2].partition("\n\n")[0]
    kinds = re.split(r"(Durations|Times|Days): ", part.partition("beside the field")[0])[1:]
    examples = {
        kind: re.findall(r"`([^`]+)`", words) for kind, words in zip(kinds[::2], kinds[1::2], strict=True)
    }
    now, today = at("2026-11-26T12:00"), date(2026, 11, 26)
    assert {parse_duration(text) for text in examples["Durations"]} == {90}
    assert len([parse_when(text, now, zone("Europe/London")) for text in examples["Times"]]) == 8
    assert len([parse_day(text, today) for text in examples["Days"]]) == 11
    assert f"`{day_said(date(2026, 11, 30), today)}`" in part
