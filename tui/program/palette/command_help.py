"""Which commands does the shell know, and how is each called? From the parsers themselves, so it cannot drift."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tui.cli import build_parser

_EVERYWHERE = {"h", "help", "json", "database", "at"}


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A command: `request add`, what it does as a sentence, more words to find it by, and its parser."""

    name: str
    title: str
    words: str
    parser: argparse.ArgumentParser

    @property
    def usage(self) -> str:
        """How it is called; put together when somebody wants to know, as that takes a while."""
        return self.parser.format_help()


@cache
def command_helps() -> tuple[CommandHelp, ...]:
    """All commands, in the order of `--help`; read once."""
    return tuple(_commands(build_parser(), ""))


def _commands(parser: argparse.ArgumentParser, before: str) -> Iterator[CommandHelp]:
    for action in parser._actions:
        if not isinstance(action, argparse._SubParsersAction):
            continue
        helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, sub in action.choices.items():
            whole = f"{before}{name}"
            if any(isinstance(deeper, argparse._SubParsersAction) for deeper in sub._actions):
                yield from _commands(sub, f"{whole} ")
                continue
            words = helps.get(name, "") or sub.description or whole
            yield CommandHelp(whole, words[:1].upper() + words[1:], _options(sub), sub)


def _options(parser: argparse.ArgumentParser) -> str:
    """The names of what a command takes, and the words that it knows: `format file toggl timewarrior mapping`."""
    names: list[str] = []
    for action in parser._actions:
        names += [*(option.lstrip("-") for option in action.option_strings), action.dest]
        names += [str(choice) for choice in action.choices or ()]
    return " ".join(dict.fromkeys(name for name in names if name not in _EVERYWHERE))
