"""How many past results would change with a setting that holds from a day of the past? (RULES 4.2)

The real service does it, both are compared, and it is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from models.queries.requests.results import Result, read_results
from models.services.core.rehearsal import check_bases
from models.services.core.together import Base
from models.storage import tables as t

MOST_NAMED = 6
WORDS = {
    "met": "met",
    "breached": "missed",
    "due_soon": "due soon",
    "ok": "on time",
    None: "without a target",
}


def changed_results(
    bases: Sequence[Base], write: Callable[[], object], since: date, now: int
) -> tuple[str, ...]:
    """The results that the write would change, one a line after their number; nothing is written.

    Raises what the write would raise.
    """
    with t.database.atomic() as transaction:
        check_bases(bases)
        before = read_results(since, now)
        write()
        after = read_results(since, now)
        transaction.rollback()
    lines = [line for key in before for line in _differences(key, before[key], after.get(key, before[key]))]
    if not lines:
        return ()
    count = len({line.split(" ", 1)[0] for line in lines})
    head = "1 past result would change:" if count == 1 else f"{count} past results would change:"
    more = [f"and {len(lines) - MOST_NAMED} more"] if len(lines) > MOST_NAMED else []
    return (head, *lines[:MOST_NAMED], *more)


def _differences(key: str, old: Result, new: Result) -> list[str]:
    return [
        f"{key} {name} {WORDS[was]} → {WORDS[will]}"
        for name, was, will in zip(("first answer", "solution"), old, new, strict=True)
        if was != will
    ]
