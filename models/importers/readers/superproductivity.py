"""What did Super Productivity record? Reads its backup: milliseconds a task and day, no time of day.

Of a task with subtasks only what goes beyond the subtasks counts, as its time is their sum. Tasks of the archives
count as those of the list do; a task that stands in both counts once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from models.domain.basics.text import shown
from models.importers.base import (
    BadLine,
    Found,
    ImportedRow,
    Problem,
    ReadOptions,
    checked,
    refuse_file,
    tidy_name,
    tidy_note,
)
from models.importers.cells.dates import numbers_of
from models.importers.readers.spans import whole
from models.importers.source import Source

_MOST = 256 << 20
_ACCEPTED = "the backup that Super Productivity exports (JSON)"
_ARCHIVES = ("taskArchive", "archiveYoung", "archiveOld")
Things = Mapping[str, Any]


def read(source: Source, options: ReadOptions) -> Iterator[Found]:
    """Rows and problems of a backup, a piece a task and day; raises DeskError when the file is none."""
    del options
    document = _document(source)
    data = _within(_within(document, "data"), "mainModelData")
    tasks = _tasks(data)
    if tasks is None:
        raise refuse_file("backup of Super Productivity", _ACCEPTED)
    return _pieces(tasks, _titles(data, "project"), _titles(data, "tag"))


def _within(document: Things, name: str) -> Things:
    """What a document wraps under that name, or itself."""
    inner = document.get(name)
    return inner if isinstance(inner, Mapping) else document


def _document(source: Source) -> Things:
    text = source.whole(_MOST, "backup").lstrip("\ufeff")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refuse_file(f"JSON ({error})", _ACCEPTED) from error
    if not isinstance(document, Mapping):
        raise refuse_file("backup of Super Productivity", _ACCEPTED)
    return document


def _tasks(data: Things) -> dict[str, Things] | None:
    """Every task by its id, of the list first; None where there is no list of tasks at all."""
    states = [data.get("task")]
    for name in _ARCHIVES:
        archive = data.get(name)
        states.append(archive.get("task", archive) if isinstance(archive, Mapping) else None)
    found: dict[str, Things] = {}
    for state in states:
        entities = state.get("entities") if isinstance(state, Mapping) else None
        for key, task in entities.items() if isinstance(entities, Mapping) else ():
            if isinstance(task, Mapping):
                found.setdefault(str(key), task)
    return found if isinstance(states[0], Mapping) or found else None


def _titles(data: Things, name: str) -> dict[str, str]:
    state = data.get(name)
    entities = state.get("entities") if isinstance(state, Mapping) else None
    return {
        str(key): tidy_name(str(thing.get("title") or ""))
        for key, thing in (entities.items() if isinstance(entities, Mapping) else ())
        if isinstance(thing, Mapping)
    }


def _pieces(tasks: dict[str, Things], projects: dict[str, str], tags: dict[str, str]) -> Iterator[Found]:
    """A backup has no lines worth the name: pieces are numbered as they come, by day and then as the tasks stand."""
    below = _below(tasks)
    pieces: list[tuple[str, str, Things, object]] = []
    for key, task in tasks.items():
        days = task.get("timeSpentOnDay")
        for day, spent in days.items() if isinstance(days, Mapping) else ():
            if isinstance(spent, int | float):
                spent = spent - below.get((key, day), 0)
            if not isinstance(spent, int | float) or spent > 0:
                pieces.append((str(day), key, task, spent))
    pieces.sort(key=lambda piece: piece[0])
    for number, (day, key, task, spent) in enumerate(pieces, 1):
        try:
            yield _row(number, day, key, task, spent, tasks, projects, tags)
        except BadLine as error:
            yield Problem(number, f"{shown(str(task.get('title') or key))} on {day}: {error}")


def _below(tasks: dict[str, Things]) -> dict[tuple[str, str], float]:
    """What the subtasks of a task add up to, by task and day."""
    sums: dict[tuple[str, str], float] = {}
    for task in tasks.values():
        parent, days = task.get("parentId"), task.get("timeSpentOnDay")
        if not parent or not isinstance(days, Mapping):
            continue
        for day, spent in days.items():
            if isinstance(spent, int | float):
                sums[str(parent), day] = sums.get((str(parent), day), 0) + spent
    return sums


def _row(
    number: int, day: str, key: str, task: Things, spent: object, tasks: dict[str, Things], projects: dict[str, str],
    tags: dict[str, str],
) -> ImportedRow:  # fmt: skip
    numbers = numbers_of(day)
    found = numbers.as_day("ymd") if numbers else None
    if found is None or not isinstance(spent, int | float) or isinstance(spent, bool):
        raise BadLine(f"{shown(spent)} milliseconds on {shown(day)} are no time spent")
    parent = tasks.get(str(task.get("parentId") or ""), {})
    project = projects.get(str(task.get("projectId") or parent.get("projectId") or ""), "")
    titles = (tidy_note(str(thing.get("title") or "")) for thing in (parent, task))
    keys = [*_list(task.get("tagIds")), *_list(parent.get("tagIds"))]
    return whole(
        checked(
            ImportedRow(
                line=number,
                started_at=0,
                ended_at=int(spent / 1000 + 0.5),
                external_id=f"{key}@{day}",
                project=project,
                tags=tuple(sorted({tags.get(str(tag), "") for tag in keys} - {""})),
                note=" / ".join(title for title in titles if title),
                day=found.toordinal(),
            )
        )
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
