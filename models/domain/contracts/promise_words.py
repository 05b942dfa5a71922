"""What is promised again and again, in words that a client would understand? (RULES 2.9)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models.domain.basics.phrases import day_words, duration_words
from models.domain.contracts.periods import FAR
from models.domain.contracts.recurring import Occurrence, occurrences
from models.domain.values import Contract, Promise, Round

ROUND_WORDS: dict[Round, str] = {
    "week": "each week",
    "month": "each month",
    "quarter": "each quarter",
    "half_year": "each half year",
    "year": "each year",
    "term": "once in the term",
}


def promise_words(promise: Promise) -> str:
    """ "Check the backups each month, opened 7 days before, about 30 min, 3 lines to tick"."""
    parts = [f"{promise.name} {ROUND_WORDS[promise.every]}"]
    if promise.lead_days is not None:
        days = promise.lead_days
        parts.append(
            "opened on the day" if not days else f"opened {days} day{'s' if days > 1 else ''} before"
        )
    if promise.minutes:
        parts.append(f"about {duration_words(promise.minutes)}")
    if promise.checklist:
        count = len(promise.checklist)
        parts.append(f"{count} line{'s' if count > 1 else ''} to tick")
    if promise.since is not None:
        parts.append(f"from {day_words(promise.since)} on")
    return ", ".join(parts)


def promise_preview(contract: Contract, today: date, count: int) -> Iterator[str]:
    """A line a promise, with its next due days: "Check the backups: due 30 Nov 2026, 31 Dec 2026"."""
    for promise in contract.recurring:
        days = [day_words(each.due) for each in _next(contract, promise, today, count)]
        yield f"{promise.name}: due {', '.join(days)}" if days else f"{promise.name}: at no time any more"


def _next(contract: Contract, promise: Promise, today: date, count: int) -> Iterator[Occurrence]:
    """The next times of it, at most `count`."""
    first = max(today, contract.starts)
    last = first.replace(year=min(first.year + count * 2, FAR.year - 1), day=1)
    yield from occurrences(contract, promise, first, contract.last_day or last)[:count]
