"""What was said when a reason for a talk with a client was talked about? (RULES 5.9)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.domain.planning.opportunities import talk_words
from models.storage import tables as t


@dataclass(frozen=True, slots=True)
class Talk:
    """What came of a talk, and the day of the next one."""

    result: str
    next_on: date | None


def read_talks(client: str | None = None) -> dict[tuple[str, str], tuple[Talk, ...]]:
    """What was said, by client and kind, newest first; of one client or of all."""
    o = t.Opportunity
    query = o.select(o.client, o.kind, o.result, o.next_on).order_by(o.id.desc())
    if client is not None:
        query = query.where(o.client == client)
    found: dict[tuple[str, str], list[Talk]] = {}
    for whom, kind, result, next_on in query.tuples():
        found.setdefault((whom, kind), []).append(Talk(result, next_on))
    return {key: tuple(talks) for key, talks in found.items()}


def read_last_talks(client: str | None = None) -> dict[str, tuple[str, ...]]:
    """The last talk of each kind in words, by client, the newest first."""
    found: dict[str, list[str]] = {}
    for (whom, kind), talks in read_talks(client).items():
        found.setdefault(whom, []).append(talk_words(kind, talks[0].result, talks[0].next_on))
    return {whom: tuple(words) for whom, words in found.items()}
