"""How often is the same style sheet read? Once for all programs of a run; each would read all of it again."""

from __future__ import annotations

from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

Variables = frozenset[tuple[str, str]]


def read_styles_once() -> None:
    """Let every sheet have the rules that another one with the same variables made of the same text."""
    parse = Stylesheet._parse_rules
    parsed: dict[tuple[Variables, Any, Any], list[RuleSet]] = {}
    same: dict[Variables, Variables] = {}

    def once(self: Any, *given: Any, **named: Any) -> list[RuleSet]:
        variables, known = getattr(self, "_known", (None, None))
        if variables is not self._variables:
            known = frozenset(self._variables.items())
            known = same.setdefault(known, known)
            self._known = (self._variables, known)
        key = (known, given, tuple(named.items()))
        if key not in parsed:
            parsed[key] = parse(self, *given, **named)
        return parsed[key]

    Stylesheet._parse_rules = once  # type: ignore[method-assign]
