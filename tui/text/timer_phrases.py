"""What is said about a timer, in the bar while it runs and in a toast when it stops?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from models.domain.basics.phrases import weight_words
from tui.text.format import hm, money, plural
from tui.widgets.frame.timerbar import Running

if TYPE_CHECKING:
    from models.domain.ledger.results import Slice
    from models.domain.values import Entry
    from models.queries.desk.session import RunningTimer


def bar_of(running: RunningTimer, currency: str, clock: Callable[[int], str]) -> Running:
    """The running timer as the second line of the screen shows it."""
    entry, absence = running.entry, running.absence
    seen = "" if absence is None or absence.why == "back" else clock(absence.last_seen)
    return Running(
        started_at=entry.started_at,
        client=running.client_name,
        request=entry.request or "",
        subject=running.subject or entry.note,
        left_minutes=running.left_minutes,
        after=partial(_after, running),
        note=running.words,
        counts=partial(_counts, running, currency) if _may_count_more(running) else None,
        unseen_since=seen,
        back=absence is not None and absence.why == "back",
    )


def _after(running: RunningTimer, elapsed_seconds: int) -> int:
    return running.left_after(elapsed_seconds)


def _may_count_more(running: RunningTimer) -> bool:
    """Could a minimum or a weight make more of it than it takes?"""
    weighed = running.work is not None and running.work.terms.is_weighed
    return running.rounding.minimum > 1 or weighed


def _counts(running: RunningTimer, currency: str, elapsed_seconds: int) -> str:
    weighed = running.weighed_after(max(1, elapsed_seconds))
    if weighed is not None:
        return weighed_words(*weighed)
    counts = running.minimum_after(max(1, elapsed_seconds))
    return "" if counts is None else counted_words(counts, currency)


def counted_words(counts: tuple[int, int | None], currency: str) -> str:
    """`counts as 3:00 · 270.00`."""
    minutes, amount = counts
    return f"counts as {hm(minutes)}" + (f" · {money(amount, currency)}" if amount is not None else "")


def weighed_words(slices: Sequence[Slice], accounted: int, counted: int) -> str:
    """`evening ×1.5: 1:00 counts 1:30`; of several bands the last that weighs other than 1 (RULES 3.9)."""
    here = next(part for part in reversed(slices) if part.weight != 1)
    return f"{weight_words(here.name, here.weight)}: {hm(accounted)} counts {hm(counted)}"


def ran_words(seconds: int) -> str:
    """How long a timer ran: `0:47`, below a minute `4 seconds`."""
    return hm(seconds // 60) if seconds >= 60 else plural(seconds, "second")


def stopped_words(entry: Entry, running: RunningTimer | None) -> str:
    """`Stopped after 0:47 on Acme Ltd`, and where it is shown if its month is closed."""
    seconds = (entry.ended_at or entry.started_at) - entry.started_at
    where = (running.client_name if running else "") or entry.client or "no client"
    late = f"; shown as late work in {entry.late_in}" if entry.late_in else ""
    return f"Stopped after {ran_words(seconds)} on {where}{late}"
