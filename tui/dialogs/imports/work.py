"""What does the page of an import work with? The file, the answers so far, and the plan that follows from both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from models.domain.basics.zone import zone
from models.domain.values import Agent, Client, WorkType
from models.importers.answers import candidates, guessed
from models.importers.base import ReadOptions
from models.importers.csv_layout import CsvLayout, DateOrder
from models.importers.formats import FORMATS, detect, reader_of
from models.importers.mapping import Asked, Mapping
from models.importers.planning.fates import Fate, Unmapped
from models.importers.planning.plan import ImportPlan, plan_import
from models.importers.planning.planner import Wishes
from models.importers.planning.store import Progress, RowStore
from models.importers.readers.any_csv import guessed as guessed_layout
from models.importers.resolve import Known, new_key
from models.importers.source import Source
from models.queries.time.imports import OpenedDesk, has_old_imports, read_known
from models.storage.rows.reading import read_desk

MOST_LINES = 20_000
"""Lines that the page lists; what is beyond is counted and imported all the same."""


@dataclass(frozen=True)
class Wanted:
    """A file, and everything that was said about it so far."""

    path: Path
    format: str
    mapping: Mapping = field(default=Mapping())
    date_order: DateOrder | None = None
    zone_name: str = ""
    """Of the file's local times; empty is the desk's."""
    update: bool = False


@dataclass(frozen=True)
class Looked:
    """What was found: the plan, the lines that are listed, and what names may mean."""

    wanted: Wanted
    store: RowStore
    plan: ImportPlan
    known: Known
    lines: tuple[Fate, ...]
    more: int
    """Lines that are not listed."""
    layout: CsvLayout | None
    """How a spreadsheet is read, with what was guessed."""


def tool_of(path: Path) -> str | None:
    """The format that a file is known to have; raises DeskError when it is empty, OSError when it cannot be read."""
    found = detect(Source.of_file(path))
    if found is None and path.suffix.lower() in (".csv", ".tsv"):
        return "csv"
    return found if found in FORMATS else None


def look(wanted: Wanted, now: int, progress: Progress, before: Looked | None = None) -> Looked:
    """Read the file (or take what was read of it) and plan it; raises DeskError and OSError."""
    known = read_known()
    found = FORMATS[wanted.format]
    layout = before.layout if before is not None else _layout(wanted)
    store = before.store if before is not None else _read(wanted, layout, now, progress)
    wishes = Wishes(wanted.format, found.prefix, False, wanted.update, now, create_named=True)
    plan = plan_import(store, wanted.mapping, known, OpenedDesk(), wishes, progress)
    lines: list[Fate] = []
    more = 0
    for fate in sorted_fates(plan):
        if len(lines) < MOST_LINES:
            lines.append(fate)
        else:
            more += 1
    return Looked(wanted, store, plan, known, tuple(lines), more, layout)


def _layout(wanted: Wanted) -> CsvLayout | None:
    if wanted.format != "csv":
        return None
    return guessed_layout(Source.of_file(wanted.path), wanted.mapping.csv or CsvLayout())


def _read(wanted: Wanted, layout: CsvLayout | None, now: int, progress: Progress) -> RowStore:
    source = Source.of_file(wanted.path)
    found = reader_of(wanted.format, source)
    place = zone(wanted.zone_name or read_desk().timezone)
    options = ReadOptions(place, wanted.date_order, now, layout, has_old_imports(f"{found.prefix}-"))
    return RowStore(found.read(source, options), progress)


def needs_a_look(fate: Fate) -> bool:
    """Is this a line that a person should see before the import?"""
    return fate.outcome in ("unmapped", "bad", "changed", "update", "skipped") or bool(fate.doubts)


def sorted_fates(plan: ImportPlan) -> Iterable[Fate]:
    """Lines to look at first, the others behind them, each in the order of the file."""
    yield from (fate for fate in plan.fates() if needs_a_look(fate))
    yield from (fate for fate in plan.fates() if not needs_a_look(fate))


def named_new(looked: Looked) -> Mapping:
    """The mapping in which every unknown client and person is a new one."""
    mapping = looked.wanted.mapping
    taken = _taken(looked)
    for question in looked.plan.unmapped:
        if question.lines and question.kind in ("agent", "client"):
            key = new_key(question.text, taken)
            taken.add(key)
            mapping = mapping.answered(question.kind, question.text, key)
    return mapping


def new_answer(looked: Looked, text: str) -> str:
    """A free key for somebody or something of that name."""
    return new_key(text, _taken(looked))


def _taken(looked: Looked) -> set[str]:
    """Keys that somebody has, or was promised."""
    mapping, known = looked.wanted.mapping, looked.known
    here = {agent.key for agent in known.agents} | {client.key for client in known.clients}
    return here | {key for _, key in (*mapping.agents, *mapping.clients)}


def choices_for(question: Unmapped, known: Known) -> tuple[tuple[Agent | Client | WorkType, ...], str | None]:
    """What a question may be answered with, the likeliest first, and the key of a close guess."""
    things = [thing for thing in candidates(question.kind, known) if thing.key not in known.archived]
    guess = guessed(question.text, things) if question.text else None
    things.sort(key=lambda thing: thing.key != guess)
    return tuple(things), guess


def with_answer(wanted: Wanted, kind: Asked, text: str, key: str) -> Wanted:
    """The same file with one more answer."""
    return replace(wanted, mapping=wanted.mapping.answered(kind, text, key))
