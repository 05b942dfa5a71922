"""What is running, and what does it leave? The second line of every screen.

What is shown of the running entry is its stored start against the clock; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Callable

from models.domain.basics.frozen import dataclass
from tui.text.format import hm, hms
from tui.widgets.spans import Span, Spans, spread

ELAPSED_WIDTH = 12


@dataclass(frozen=True, slots=True)
class Running:
    """The running timer; `left_minutes` are those of the client this period before this entry.

    `after` gives the minutes left once these elapsed seconds are accounted; `note` replaces both in words
    (`unlimited`, `on demand`).
    """

    started_at: int
    client: str = ""
    request: str = ""
    subject: str = ""
    left_minutes: int | None = None
    after: Callable[[int], int] | None = None
    note: str = ""
    counts: Callable[[int], str] | None = None
    """What these elapsed seconds count as because of a minimum, in words; empty when none applies."""
    unseen_since: str = ""
    """Since when nobody was seen, while that question is not answered."""
    back: bool = False
    """The clock went back while the timer ran."""

    def elapsed(self, now: int) -> int:
        """Seconds since the start, never negative."""
        return max(0, now - self.started_at)

    def remainder(self, now: int) -> int | None:
        """Minutes that the client has left after this call; None where nothing is counted."""
        if self.left_minutes is None:
            return None
        elapsed = self.elapsed(now)
        return self.after(elapsed) if self.after is not None else self.left_minutes - elapsed // 60


def elapsed_span(running: Running, now: int) -> Span:
    """` ● 0:47:12`, of one width up to 999 hours."""
    return (f"● {hms(running.elapsed(now))}".ljust(ELAPSED_WIDTH), "accent")


def timer_spans(
    running: Running | None, now: int, width: int, since: str = "", *, looks_on: bool = False
) -> list[Span]:
    """The whole line: the running entry at the left, what it leaves at the right; or since when there is none."""
    if running is None and looks_on:
        return spread([(" ", ""), ("○ you look on, and change nothing", "dim")], (), width)
    if running is None:
        idle: Span = (f"○ no timer since {since}", "warn") if since else ("○ no timer", "dim")
        return spread([(" ", ""), idle, ("   space starts one", "dim")], (), width)
    left: list[Span] = [(" ", ""), elapsed_span(running, now), (running.client or "no client yet", "strong")]
    if running.request or running.subject:
        left += [("   ", ""), (running.request, "dim"), (" ", ""), (running.subject, "")]
    return spread(left, _leaves(running, now, width), width)


def _leaves(running: Running, now: int, width: int) -> Spans:
    doubt = _question_words(running, now)
    if doubt:
        return [(doubt, "warn"), (" ", "")]
    counts = running.counts(running.elapsed(now)) if running.counts is not None else ""
    left = _left_words(running, now, width, short=bool(counts))
    return [(counts, "warn"), ("   " if left else " ", ""), *left] if counts else left


def _question_words(running: Running, now: int) -> str:
    if running.back or running.started_at > now:
        return "the clock went back"
    return f"undecided since {running.unseen_since}" if running.unseen_since else ""


def _left_words(running: Running, now: int, width: int, *, short: bool) -> Spans:
    rest = running.remainder(now)
    if rest is None or running.left_minutes is None:
        return [(running.note, "dim"), (" ", "")] if running.note else ()
    tone = "bad" if rest < 0 else "warn" if rest * 10 <= running.left_minutes else "strong"
    after = [(f"{hm(-rest)} over the hours left", tone)] if rest < 0 else [(hm(rest), tone), (" left", "dim")]
    if width < 100 or short:
        return [*after, (" ", "")]
    left: list[Span] = [("left this month ", "dim"), (hm(running.left_minutes), "")]
    if rest < 0:
        return [*left, (" · ", "faint"), *after, (" ", "")]
    return [*left, (", and ", "dim"), (hm(rest), tone), (" after this call ", "dim")]
