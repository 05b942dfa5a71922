"""How is a recorded change said to people? Its title with names where it was written down with keys.

The title in the history stays as it is; only what is shown is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from models.domain.basics.months import MONTH_NAMES, MONTHS
from models.queries.history.trail import Step
from models.storage import tables as t

_KINDS = "client|agent|tier|plan|charge|work|absence|time"
_KEY = re.compile(
    r"\b(for|to(?! renew)|on|of|client|agent|renew|terms of|decision on|Renewed|Cancelled|Reviewed|Unmarked"
    r"|(?<=Edited )(?:tier|plan|work type)"
    rf"|(?:Edited|Deleted)(?! (?:{_KINDS})\b)) ([\w.-]+)"
)

_WHEN = re.compile(
    r"(?:(?<=\bClosed )|(?<=\bReopened ))(\d{4})-(\d\d)\b"
    r"|(?<=\bfrom )(\d{4})-(\d\d)-(\d\d)$"
    r"|(?<=\S )(\d{4})-(\d\d)$"
)
"""Where a title that was written here has a month or a day; a reason that somebody typed is left alone."""
_OWN: dict[str, Any] = {"tier": t.Tier, "plan": t.Plan, "work type": t.WorkType}
"""Records whose keys may be those of a client, too: the word before the key tells them."""


def read_named_title(title: str) -> str:
    """`Added time for kirk` as `Added time for Kirk & Daughters`; what is no key of a record stays."""
    return read_named_titles((title,))[0]


def read_named_titles(titles: Sequence[str]) -> list[str]:
    """Each title with names; a fixed number of statements for every 500 keys of all of them together."""
    keys = sorted({key for title in titles for _, key in _KEY.findall(title)})
    names: dict[str, dict[str, str]] = {"": {}, **{word: {} for word in _OWN}}
    for first in range(0, len(keys), 500):
        some = keys[first : first + 500]
        for word, table in (("", t.Client), ("", t.Agent), *_OWN.items()):
            names[word] |= dict(table.select(table.key, table.name).where(table.key.in_(some)).tuples())
        sold = t.Contract.select(t.Contract.key, t.Contract.name, t.Client.name)
        found = sold.join(t.Client, on=(t.Client.key == t.Contract.client)).where(t.Contract.key.in_(some))
        names[""] |= {key: f"{name} of {client}" for key, name, client in found.tuples()}

    def named(part: re.Match[str]) -> str:
        return f"{part[1]} {names.get(part[1], names['']).get(part[2], part[2])}"

    return [_dated(_KEY.sub(named, title)) for title in titles]


def _dated(title: str) -> str:
    """The title up to a reason that somebody typed with its month or day in words."""
    done, _, rest = title.partition(": ") if title.startswith(("Undid: ", "Redid: ")) else ("", "", title)
    said, colon, reason = rest.partition(": ")
    return (f"{done}: " if done else "") + _WHEN.sub(_when, said) + colon + reason


def _when(part: re.Match[str]) -> str:
    """`2026-10` as `October 2026`, `2026-01-01` as `1 Jan 2026`."""
    year, month, *day = [int(number) for number in part.groups() if number]
    if not 1 <= month <= 12:
        return part[0]
    return f"{day[0]} {MONTHS[month - 1]} {year}" if day else f"{MONTH_NAMES[month - 1]} {year}"


def with_names(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The changes with names in the place of keys in their titles, as people read them."""
    titles = read_named_titles([step.title for step in steps])
    return tuple(replace(step, title=title) for step, title in zip(steps, titles, strict=True))
