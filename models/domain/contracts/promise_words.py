"""What is promised again and again, in words that a client would understand? (RULES 2.9)"""

from __future__ import annotations

from models.domain.basics.phrases import day_words, duration_words
from models.domain.values import Promise, Round

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
