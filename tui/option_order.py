"""In which order does the parser read a command? Options first, wherever somebody wrote them.

Only the order changes, never a word. argparse fills an optional word like NOTE, with nothing, as soon as the words
before it are there, and then refuses the one that comes after the next option.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from tui.commands.base import Parser


def options_first(parser: argparse.ArgumentParser, words: Sequence[str]) -> list[str]:
    """`start acme --ago 5m note` as `start --ago 5m acme note`; -20m is a time and no option.

    Where a word could be taken for an option, or for one more value of the last, `--` stands before the words.
    """
    if isinstance(parser, Parser):
        parser.complete()
    rest, options, others = list(words), [], []
    commands, takes_more = _commands(parser), False
    while rest:
        word = rest.pop(0)
        if word == "--":
            others += rest
            break
        if _is_option(word):
            options.append(word)
            count, takes_more = _values(parser, word, rest)
            options += rest[:count]
            del rest[:count]
        elif commands is None:
            others.append(word)
        else:
            inner = commands.get(word)
            return [*options, word, *(rest if inner is None else options_first(inner, rest))]
    marked = others and (takes_more or any(word.startswith("-") for word in others))
    return [*options, *(["--"] if marked else []), *others]


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser] | None:
    """The parsers of the commands that follow, None where words follow."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return None


def _is_option(word: str) -> bool:
    name = word.partition("=")[0]
    return name.startswith("-") and len(name) > 1 and not name[1].isdigit() and " " not in name


def _values(parser: argparse.ArgumentParser, word: str, rest: Sequence[str]) -> tuple[int, bool]:
    """How many of the words after an option are its values, and whether it would take more.

    An option may be shortened, as argparse allows.
    """
    known = parser._option_string_actions
    near = {id(action): action for name, action in known.items() if name.startswith(word)}
    meant = [known[word]] if word in known else list(near.values())
    if "=" in word or len(meant) != 1 or meant[0].nargs == 0:
        return 0, False
    if meant[0].nargs is None:
        return (1, False) if rest and rest[0] != "--" else (0, True)
    return next((count for count, value in enumerate(rest) if value.startswith("-")), len(rest)), True
