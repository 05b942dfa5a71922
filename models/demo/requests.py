"""What became of a request? Its report, first answer and changes of state, told from the work done on it.

Nothing lies after `now`, and the events of a request are in order of time.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random

from models.demo.drafts import Piece, Task
from models.domain.values import Event, Request

_HOUR, _DAY = 3600, 86400
_QUICK = ("phone", "chat", "visit")


class Life:
    """The life of one request."""

    def __init__(self, task: Task, now: int, rng: Random) -> None:
        """`rng` is the stream of chances that all requests share, in order of time."""
        self.task, self.now, self.rng = task, now, rng
        self.pieces = sorted(task.pieces, key=lambda piece: piece.started)
        self.responded: int | None = None
        self.events: list[Event] = []
        if task.story is None:
            self._from_work()
        else:
            self._as_told()

    def _as_told(self) -> None:
        story = self.task.story
        assert story is not None
        self.task.reported, self.responded = story.reported, story.responded
        if self.responded is not None:
            self.responded = min(self.responded, self.now)
            self.events.append(Event(self.responded, "open"))
        if story.since is not None:
            worked = max((piece.ended + 60 for piece in self.pieces if piece.ended), default=0)
            self.events.append(Event(min(self.now, max(story.since, worked)), story.state))

    def _lag(self) -> int:
        """Seconds from the report to the first work."""
        rng, task = self.rng, self.task
        if task.planned:
            return 60
        if task.channel in _QUICK:
            return rng.randrange(60, 900)
        if rng.random() < 0.12:
            return rng.randrange(15 * _HOUR, 30 * _HOUR)
        return rng.randrange(4 * 60, 150 * 60)

    def _from_work(self) -> None:
        lag = self._lag()
        first = self.pieces[0].started
        self.task.reported = first - lag
        self.responded = first - int(lag * self.rng.uniform(0.1, 0.8))
        self.events.append(Event(self.responded, "open"))
        for piece, following in pairwise(self.pieces):
            self._between(piece, following)
        self._end()

    def _between(self, piece: Piece, following: Piece) -> None:
        """Between two days of work many requests wait for the client."""
        assert piece.ended is not None
        if following.started - piece.ended > 4 * _HOUR and self.rng.random() < 0.6:
            self.events.append(Event(piece.ended + 90, "waiting"))
            self.events.append(Event(following.started - 20 * 60, "open"))

    def _end(self) -> None:
        resolved = max(piece.ended or self.now for piece in self.pieces) + self.rng.randrange(240)
        if resolved > self.now:
            resolved = self.now
        self.events.append(Event(resolved, "resolved"))
        if self.rng.random() < 0.025 and resolved + 2 * _DAY < self.now:
            self.events += (Event(resolved + _DAY, "open"), Event(resolved + _DAY + 1500, "resolved"))
            resolved += _DAY + 1500
        closed = resolved + self.rng.randrange(5 * _DAY, 9 * _DAY)
        if closed <= self.now:
            self.events.append(Event(closed, "closed"))

    def request(self) -> Request:
        """The finished request; its key, and that of the one it repeats, must be set by now."""
        task = self.task
        like = task.like
        return Request(
            key=task.key,
            client=task.client,
            subject=task.subject,
            reported_at=task.reported,
            body=task.body,
            channel=task.channel,
            priority=task.priority,
            assignee=task.assignee,
            cause=task.cause,
            work_type=task.work_type,
            first_response_at=self.responded,
            repeat_of=like.key if like is not None and like.key and like.reported < task.reported else None,
            outside_scope=task.outside_scope,
            events=tuple(self.events),
        )
