"""What does an import need to be told? The names it could not place, and a mapping file ready to be filled in."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from models.domain.values import Agent, Client, WorkType
from models.importers.mapping import Asked, same
from models.importers.plan import ImportPlan
from models.importers.resolve import Known

UNANSWERED = "?"
"""Stands where a key is to be filled in; no desk has it, so that a forgotten one is refused."""
_SECTIONS: dict[Asked, str] = {
    "agent": "agents",
    "client": "clients",
    "tag": "clients",
    "project": "projects",
    "work_type": "work_types",
}
_DEFAULT = re.compile(r"\(defaults\.(\w+)\)$")


def unmapped_words(plan: ImportPlan, known: Known) -> Iterator[str]:
    """The refusal: how many lines wait for an answer, which names they hold, and the snippet that answers."""
    yield f"import: {plan.counts.unmapped:,} lines name what this desk does not know; nothing was written"
    reasons = Counter(fate.reason for fate in plan.lines if fate.outcome == "unmapped")
    for reason, lines in reasons.most_common():
        yield f"  {_lines(lines)}: {reason}"
    yield "say what the names mean in a file for --mapping (or use --create-missing):"
    yield from snippet(plan, known)


def snippet(plan: ImportPlan, known: Known) -> Iterator[str]:
    """TOML with a line for every name that stops lines; a likely key is filled in as a guess, else a `?`."""
    for place, (field, lines) in enumerate(sorted(_defaults(plan).items())):
        if place == 0:
            yield "[defaults]"
        yield f'{field} = "{UNANSWERED}"  # {_lines(lines)}'
    section = ""
    names = [name for name in plan.unmapped if name.lines]
    for name in sorted(names, key=lambda name: _SECTIONS[name.kind]):
        if _SECTIONS[name.kind] != section:
            section = _SECTIONS[name.kind]
            yield f"[{section}]"
        guess = guessed(name.text, _candidates(name.kind, known))
        comment = f"{_lines(name.lines)}{'; a guess, look at it' if guess else ''}"
        yield f"{_quoted(name.text)} = {_quoted(guess or UNANSWERED)}  # {comment}"


def guessed(name: str, things: Iterable[Agent | Client | WorkType]) -> str | None:
    """The key of the thing whose name or key is most like `name`; None when none is."""
    keys = {same(text): thing.key for thing in things for text in (thing.name, thing.key)}
    found = difflib.get_close_matches(same(name), keys, 1, 0.6)
    return keys[found[0]] if found else None


def _candidates(kind: Asked, known: Known) -> tuple[Agent, ...] | tuple[Client, ...] | tuple[WorkType, ...]:
    if kind == "agent":
        return known.agents
    return known.work_types if kind == "work_type" else known.clients


def _defaults(plan: ImportPlan) -> Counter[str]:
    found = (_DEFAULT.search(fate.reason) for fate in plan.lines if fate.outcome == "unmapped")
    return Counter(match[1] for match in found if match)


def _lines(count: int) -> str:
    return f"{count:,} {'line' if count == 1 else 'lines'}"


def _quoted(text: str) -> str:
    """A TOML string; names were cleaned of control characters when they were read."""
    return json.dumps(text, ensure_ascii=False)
