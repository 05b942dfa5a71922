"""In which order does the parser read a command? Options first, wherever somebody wrote them.

The law: only the order changes, never a word. argparse fills an optional word like NOTE, with nothing, as soon as
the words before it are there, and then refuses the one that comes after the next option.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def options_first(parser: argparse.ArgumentParser, words: Sequence[str]) -> list[str]:
    """`start acme --ago 5m note` as `start --ago 5m -- acme note`; -20m is a time and no option."""
    rest, options, others = list(words), [], []
    commands = _commands(parser)
    while rest:
        word = rest.pop(0)
        if word == "--":
            others += rest
            break
        if _is_option(word):
            options.append(word)
            for _ in range(_values(parser, word, rest)):
                options.append(rest.pop(0))
        elif commands is None:
            others.append(word)
        else:
            inner = commands.get(word)
            return [*options, word, *(rest if inner is None else options_first(inner, rest))]
    return [*options, "--", *others] if others else options


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser] | None:
    """The parsers of the commands that follow, None where words follow."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return None


def _is_option(word: str) -> bool:
    name = word.partition("=")[0]
    return name.startswith("-") and len(name) > 1 and not name[1].isdigit() and " " not in name


def _values(parser: argparse.ArgumentParser, word: str, rest: Sequence[str]) -> int:
    """How many of the words after an option are its values; it may be shortened as argparse allows."""
    known = parser._option_string_actions
    exact = known.get(word)
    meant = (
        [exact] if exact else list({id(a): a for name, a in known.items() if name.startswith(word)}.values())
    )
    if "=" in word or len(meant) != 1 or meant[0].nargs == 0:
        return 0
    if meant[0].nargs is None:
        return int(bool(rest) and rest[0] != "--")
    return next((count for count, value in enumerate(rest) if value.startswith("-")), len(rest))
