"""What must the README say of the program? Its tables of keys and commands, made from the program itself.

`python -m tests.readme` writes them into README.md; test_readme.py fails while they differ.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from textual.binding import Binding

from tui.cli import build_parser
from tui.program.app import DeskApp
from tui.program.start.modes import MODES
from tui.screens.base import DeskScreen
from tui.widgets.frame.keyline import NAMES
from tui.widgets.list.rows import RowList

README = Path(__file__).parents[1] / "README.md"
_BLOCK = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_MOST_KEYS = 4


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command's parser by its name, in the order of the help."""
    found = next(action for action in build_parser()._actions if isinstance(action.choices, dict))
    return dict(found.choices or {})


def command_table() -> Iterator[str]:
    """A row a command: how it is typed, what it does."""
    yield "| command | what it does |"
    yield "|---|---|"
    for name, parser in commands().items():
        words = " ".join([name, *_positionals(parser)])
        yield f"| `{words}` | {parser.description} |"


def _positionals(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._get_positional_actions():
        word = str(action.metavar or action.dest)
        yield f"[{word}]" if action.nargs in {"?", "*"} else word


def bindings_of(kind: type[Any]) -> list[Binding]:
    """The bindings that a class and its bases in this program declare, those with a word, each id once."""
    found: dict[str, Binding] = {}
    for base in kind.__mro__:
        if base.__module__.startswith("tui."):
            for binding in vars(base).get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.description:
                    found.setdefault(binding.id or binding.action, binding)
    return list(found.values())


def screens() -> Iterator[tuple[str, type[Any]]]:
    """Title and class of every screen."""
    for mode in MODES:
        module, _, name = mode.place.partition(":")
        yield mode.title, getattr(import_module(module), name)


def key_groups() -> Iterator[tuple[str, list[Binding]]]:
    """Where keys work, and which: everywhere, in every list, and what each screen adds."""
    everywhere = [*bindings_of(DeskApp), *bindings_of(DeskScreen)]
    yield "Everywhere", everywhere
    yield "In every list", bindings_of(RowList)
    known = {binding.id for binding in everywhere}
    for title, screen in screens():
        own = [binding for binding in bindings_of(screen) if binding.id not in known]
        if own:
            yield title, own


def key_table() -> Iterator[str]:
    """A row a key, in groups."""
    yield "| where | key | what it does |"
    yield "|---|---|---|"
    for where, bindings in key_groups():
        for place, binding in enumerate(bindings):
            words = (binding.tooltip or binding.description).replace("|", "\\|")
            yield f"| {where if place == 0 else ''} | {_keys(binding)} | {words} |"


def _keys(binding: Binding) -> str:
    names = (NAMES.get(key.strip(), key.strip()) for key in binding.key.split(",")[:_MOST_KEYS])
    return " ".join(f"`{name}`" for name in names)


def refreshed(text: str) -> str:
    """The README with its tables as the program has them now."""
    tables: dict[str, Iterable[str]] = {"commands": command_table(), "keys": key_table()}

    def block(match: re.Match[str]) -> str:
        return match[1] + "\n".join(tables[match[2]]) + "\n" + match[3]

    return _BLOCK.sub(block, text)


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
