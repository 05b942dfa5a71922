"""What did a client call about in one month? Tasks and pieces of work that add up to the client's minutes.

There is one seeded stream of chances for each client and month, so that a month of the past looks the same whenever
in the current month the demo is opened.
"""

from __future__ import annotations

from datetime import date
from random import Random

from models.demo.clients import Profile
from models.demo.drafts import Piece, Task
from models.demo.phrases import ROUTINE_MINUTES, ROUTINE_NOTES, TOPICS, Topic
from models.domain.basics.months import MONTH_NAMES, Month
from models.domain.values import Channel, Priority, Scope

SEED = "Northgate"
_LENGTHS = (5, 10, 10, 15, 15, 15, 20, 20, 25, 30, 30, 40, 45, 60, 75)
_PIECES = (1, 1, 1, 1, 1, 2, 2, 2, 3, 4)
_PRIORITIES: tuple[Priority, ...] = ("normal",) * 14 + ("high",) * 3 + ("low",) * 3 + ("urgent",)
_CHANNELS: dict[str | None, tuple[Channel, ...]] = {
    "silver": ("email",) * 6 + ("portal",) * 3 + ("phone",),
    "gold": ("email",) * 4 + ("phone",) * 3 + ("portal",) * 2,
    "platinum": ("email", "phone", "phone", "chat", "portal", "visit"),
    None: ("email", "phone"),
}
_COURTESY_SHARE, _REPEAT_SHARE = 0.03, 0.09
_COURTESY_MINUTES = 20


class MonthOfClient:
    """Makes up the tasks of one client in one month."""

    def __init__(self, profile: Profile, month: Month, days: list[date]) -> None:
        """`days` are the working days that may be used."""
        self.profile, self.month, self.days = profile, month, days
        self.rng = Random(f"{SEED} {profile.key} {month}")
        self.tasks: list[Task] = []
        types = [name for name, weight in profile.work for _ in range(weight)]
        self._types = tuple(types)

    def minutes(self, back: int) -> int:
        """The minutes of the whole month, `back` months ago."""
        profile = self.profile
        usual = profile.monthly
        if profile.earlier is not None and back >= profile.earlier[0]:
            usual = profile.earlier[1]
        return round(usual * (1 + profile.wobble * self.rng.uniform(-1, 1)))

    def fill(self, minutes: int) -> list[Task]:
        """Tasks whose accounted support minutes come to about `minutes`."""
        if not self.days:
            return []
        left = minutes
        if minutes > 4 * ROUTINE_MINUTES[-1] and self.profile.minimum == 0:
            left -= self._routine()
        step = max(self.profile.increment, self.profile.minimum, 10)
        while left >= step / 2:
            left -= self._task(left)
        return self.tasks

    def _routine(self) -> int:
        """The updates of the month: planned work, early in it."""
        rng, profile = self.rng, self.profile
        subject = f"Updates and backups, {MONTH_NAMES[self.month.month - 1]} {self.month.year}"
        task = Task(
            profile.key, subject, "maintenance", "update", "other", "low", profile.agents[0], planned=True
        )
        day = self.days[rng.randrange(min(6, len(self.days)))]
        accounted = self._piece(task, day, rng.choice(ROUTINE_MINUTES), "support", rng.choice(ROUTINE_NOTES))
        self.tasks.append(task)
        return accounted

    def _task(self, left: int) -> int:
        """One request with one to four pieces of work; returns the minutes it takes from the contract."""
        rng = self.rng
        work_type = rng.choice(self._types)
        topic = rng.choice(TOPICS[work_type])
        task = self._request(work_type, topic)
        scope = self._scope(work_type)
        task.outside_scope = scope == "additional"
        position, spent = rng.randrange(len(self.days)), 0
        for _ in range(rng.choice(_PIECES)):
            accounted = self._length(left - spent)
            if scope == "support" and rng.random() < _COURTESY_SHARE:
                self._piece(
                    task,
                    self.days[position],
                    min(accounted, _COURTESY_MINUTES),
                    "courtesy",
                    "explained on the phone",
                )
            else:
                spent += self._piece(task, self.days[position], accounted, scope, rng.choice(topic.notes))
            position = min(position + rng.choice((0, 1, 1, 2)), len(self.days) - 1)
            if spent >= left:
                break
        self.tasks.append(task)
        return spent

    def _request(self, work_type: str, topic: Topic) -> Task:
        rng, profile = self.rng, self.profile
        if self.tasks and rng.random() < _REPEAT_SHARE:
            like = rng.choice(self.tasks)
            if not like.planned and like.work_type == work_type:
                return Task(
                    profile.key, f"Again: {like.subject}", work_type, like.cause, "phone", "high",
                    like.assignee, like=like,
                )  # fmt: skip
        assignee = profile.agents[0] if rng.random() < 0.6 else rng.choice(profile.agents)
        subject = rng.choice(topic.subjects).format(page=rng.choice(profile.pages))
        return Task(
            profile.key, subject, work_type, topic.cause, rng.choice(_CHANNELS[profile.tier]),
            rng.choice(_PRIORITIES), assignee, topic.body,
        )  # fmt: skip

    def _scope(self, work_type: str) -> Scope:
        """Work outside what the contract covers is additional, and so is some of the design."""
        covered = self.profile.covered
        if covered is not None and work_type not in covered:
            return "additional"
        return "additional" if work_type == "design" and self.rng.random() < 0.6 else "support"

    def _length(self, left: int) -> int:
        """Accounted minutes of one piece, at most what is `left` rounded to the increment."""
        step, minimum = self.profile.increment, self.profile.minimum
        wanted = max(minimum, self.rng.choice(_LENGTHS))
        wanted = min(wanted, max(left, minimum, step))
        return -(-wanted // step) * step

    def _piece(self, task: Task, day: date, accounted: int, scope: Scope, note: str) -> int:
        """Add a piece that is accounted so; its clock time lies within the last increment, or the minimum."""
        slack = max(self.profile.increment, self.profile.minimum * 3 // 4) * 60
        # Few people stop the clock on the full minute; some type round times afterwards.
        seconds = accounted * 60 - (
            self.rng.randrange(min(slack, accounted * 48)) if self.rng.random() < 0.8 else 0
        )
        task.pieces.append(Piece(day, seconds, task.work_type, scope, note, task.client, task))
        return accounted
