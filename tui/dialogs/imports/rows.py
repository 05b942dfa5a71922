"""What does the page of an import say in each line? Questions first, then what should be looked at, then the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.importers.mapping import Asked
from models.importers.planning.fates import Fate, Unmapped
from tui.text.format import plural
from tui.widgets.list.columns import Cell, Column

if TYPE_CHECKING:
    from models.domain.basics.zone import Zone

COLUMNS = (
    Column("line", align="right", sort=lambda row: row.order),
    Column("", minimum=4, name="what becomes of it", sort=lambda row: row.word),
    Column("when", minimum=22, drop=1),
    Column("who", minimum=6, drop=3),
    Column("client", minimum=8, drop=2),
    Column("what", minimum=36),
)
_TONES = {
    "unmapped": "warn",
    "bad": "bad",
    "changed": "warn",
    "skipped": "dim",
    "exists": "dim",
    "update": "good",
}
_WORDS = {
    "add": "add",
    "update": "update",
    "exists": "here",
    "changed": "changed",
    "unmapped": "open",
    "skipped": "left out",
    "bad": "bad",
}
_QUESTIONS: dict[Asked, str] = {
    "agent": "Who is {}?",
    "client": "Which client is {}?",
    "project": "Which client is the project {} for?",
    "tag": "Is the tag {} a client?",
    "work_type": "What kind of work is {}?",
    "default_agent": "Whose time are lines that name nobody?",
    "default_client": "Which client are lines for that name none?",
    "not_billable": "What of work that is not billable?",
    "overlap": "What of work that overlaps?",
}


_MOST_TAGS = 10
"""Tags that are asked about at once, the most frequent: one answer often settles the others."""
_WAITS: dict[Asked, str] = {
    "agent": "unknown person",
    "client": "unknown client",
    "project": "for which client is",
    "tag": "is it a client:",
    "work_type": "unknown kind of work",
    "default_agent": "whose time?",
    "default_client": "for whom?",
    "not_billable": "not billable",
    "overlap": "overlaps",
}
"""What a line with a question waits for."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A question, or a line of the file."""

    key: str
    order: int
    question: Unmapped | None = None
    fate: Fate | None = None

    @property
    def word(self) -> str:
        """What becomes of it, in a word."""
        return "asks" if self.fate is None else _WORDS[self.fate.outcome]


def question_words(question: Unmapped) -> str:
    """The question as a sentence."""
    return _QUESTIONS[question.kind].format(f"“{question.text}”")


def plan_rows(questions: Sequence[Unmapped], fates: Sequence[Fate]) -> list[PlanRow]:
    """Open questions by how many lines they stop, then the lines."""
    asked = [question for question in questions if question.lines and question.kind != "tag"]
    asked += [question for question in questions if question.lines and question.kind == "tag"][:_MOST_TAGS]
    asked.sort(key=lambda question: -question.lines)
    rows = [PlanRow(f"?{q.kind}:{q.text}", -len(asked) + at, q) for at, q in enumerate(asked)]
    return [*rows, *(PlanRow(f"{at}", fate.line, None, fate) for at, fate in enumerate(fates))]


def row_cells(row: PlanRow, zone: Zone | None) -> Sequence[Cell]:
    """The cells of a row."""
    if row.question is not None:
        return ("?", "accent"), (row.word, "accent"), "", "", "", [
            (question_words(row.question), "strong"), (f"  {plural(row.question.lines, 'line')}", "dim")
        ]  # fmt: skip
    assert row.fate is not None
    return _fate_cells(row.fate, zone)


def _fate_cells(fate: Fate, zone: Zone | None) -> Sequence[Cell]:
    tone = _TONES.get(fate.outcome, "")
    entry = fate.entry or fate.proposed
    when, who, client, note = "", "", "", ""
    if entry is not None and zone is not None and entry.ended_at is not None:
        start, end = zone.local(entry.started_at), zone.local(entry.ended_at)
        when, who, client = f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}", entry.agent, entry.client or "–"
        note = entry.note.partition("\n")[0]
    elif fate.what:
        when, _, who = fate.what.partition(" ")
        clock, _, who = who.partition(" ")
        when = f"{when} {clock.replace('-', '–')}" if clock else when
    words: list[tuple[str, str]] = []
    if fate.reason:
        words.append((_open_words(fate) if fate.outcome == "unmapped" else fate.reason, tone or "warn"))
    if note:
        words.append((f"{'  ' if words else ''}{note}", "dim" if words else ""))
    return (str(fate.line), "dim"), (_WORDS[fate.outcome], tone), (when, "dim"), who, client, words


def _open_words(fate: Fate) -> str:
    """What a line waits for, in few words; what it shares time with is named."""
    overlap = next((words for code, words in fate.doubts if code == "overlap"), "")
    named = (f"{_WAITS[kind]}{f' {text}' if text else ''}" for kind, text in fate.asked if kind != "overlap")
    return ", ".join(filter(None, (*dict.fromkeys(named), overlap))) or fate.open


def row_text(row: PlanRow) -> str:
    """What a filter looks in."""
    if row.question is not None:
        return question_words(row.question)
    fate = row.fate
    assert fate is not None
    entry = fate.entry or fate.proposed
    named = f"{entry.agent} {entry.client or ''} {entry.note}" if entry is not None else fate.what
    return f"{fate.line} {_WORDS[fate.outcome]} {fate.reason} {named}"
