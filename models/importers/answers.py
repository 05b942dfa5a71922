"""What does an import need to be told? Everything in one round, most frequent first, as a mapping to fill in.

What is printed can be read back: a name with a likely key holds that key as a guess, others a `?`. Tags that are
probably no client stand behind a `#`, as nobody needs to answer for `urgent`.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterable, Iterator

from models.domain.values import Agent, Client, WorkType
from models.importers.mapping import Asked, same
from models.importers.planning.fates import Unmapped
from models.importers.planning.plan import ImportPlan
from models.importers.resolve import Known

UNANSWERED = "?"
"""Stands where a key is to be filled in; no desk has it, so that a forgotten one is refused."""
_SECTIONS: dict[Asked, str] = {
    "default_agent": "defaults",
    "default_client": "defaults",
    "not_billable": "defaults",
    "overlap": "defaults",
    "agent": "agents",
    "client": "clients",
    "tag": "clients",
    "project": "projects",
    "work_type": "work_types",
}
_DEFAULTS: dict[Asked, tuple[str, str]] = {
    "default_agent": ("agent", "whose time lines are that name nobody"),
    "default_client": ("client", 'for whom lines are that name no client; "" for work of your own'),
    "not_billable": ("not_billable", "what is not billable: courtesy, internal, keep or skip"),
    "overlap": ("overlaps", "what overlaps other work: cut, skip, courtesy or keep"),
}
_MOST_TAGS = 25
_MOST_REASONS = 12


def unmapped_words(plan: ImportPlan, known: Known) -> Iterator[str]:
    """The refusal: how many lines wait for an answer, what they leave open, and the mapping that answers."""
    yield f"import: {_lines(plan.counts.unmapped)} {_leave(plan.counts.unmapped)} something open; nothing was written"
    reasons = Counter(fate.open for fate in plan.fates() if fate.outcome == "unmapped")
    for reason, lines in reasons.most_common(_MOST_REASONS):
        yield f"  {_lines(lines)}: {reason}"
    if len(reasons) > _MOST_REASONS:
        yield f"  and {len(reasons) - _MOST_REASONS:,} more"
    yield "say what is meant in a file for --mapping (--create-missing makes unknown people and clients):"
    yield from snippet(plan, known)


def _leave(count: int) -> str:
    return "leaves" if count == 1 else "leave"


def snippet(plan: ImportPlan, known: Known) -> Iterator[str]:
    """TOML with a line for every question, by section, the most frequent first."""
    asked = [question for question in plan.unmapped if question.lines]
    order = list(dict.fromkeys(_SECTIONS.values()))
    for section in sorted({_SECTIONS[question.kind] for question in asked}, key=order.index):
        yield f"[{section}]"
        tags = 0
        for question in asked:
            if _SECTIONS[question.kind] != section:
                continue
            tags += question.kind == "tag"
            if question.kind != "tag" or tags <= _MOST_TAGS:
                yield _question(question, known)
        if tags > _MOST_TAGS:
            yield f"# and {tags - _MOST_TAGS:,} more tags"


def _question(question: Unmapped, known: Known) -> str:
    if question.kind in _DEFAULTS:
        name, words = _DEFAULTS[question.kind]
        return f'{name} = "{UNANSWERED}"  # {_lines(question.lines)}: {words}'
    guess = guessed(question.text, candidates(question.kind, known))
    comment = f"{_lines(question.lines)}{'; a guess, look at it' if guess else ''}"
    silent = "# " if question.kind == "tag" and not guess else ""
    return f"{silent}{_quoted(question.text)} = {_quoted(guess or UNANSWERED)}  # {comment}"


def guessed(name: str, things: Iterable[Agent | Client | WorkType]) -> str | None:
    """The key of the thing whose name or key is most like `name`; None when none is."""
    keys = {same(text): thing.key for thing in things for text in (thing.name, thing.key)}
    found = difflib.get_close_matches(same(name), keys, 1, 0.6)
    return keys[found[0]] if found else None


def candidates(kind: Asked, known: Known) -> tuple[Agent, ...] | tuple[Client, ...] | tuple[WorkType, ...]:
    """What a question of this kind may be answered with."""
    if kind in ("agent", "default_agent"):
        return known.agents
    return known.work_types if kind == "work_type" else known.clients


def _lines(count: int) -> str:
    return f"{count:,} {'line' if count == 1 else 'lines'}"


def _quoted(text: str) -> str:
    """A TOML string; names were cleaned of control characters when they were read."""
    return json.dumps(text, ensure_ascii=False)
