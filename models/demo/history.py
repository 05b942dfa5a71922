"""How do nineteen months of work come about? Month by month for each client, day by day for each agent.

Nothing ends after `now`, the same `now` gives the same history, and agents never overlap here (the one deliberate
overlap is a trouble, added later).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from models.demo.calendar import WorkCalendar
from models.demo.clients import PROFILES, Profile
from models.demo.drafts import Piece, Task
from models.demo.layout import Diary
from models.demo.months import MonthOfClient
from models.demo.today import OpenDesk
from models.demo.troubles import short_day, spoil_current_month, spoil_last_month, untimed, unusual
from models.domain.basics.months import Month, months_between

MONTHS = 18
"""Whole months of history before the current one."""
_STORY_DAYS = 4
"""Working days after which the month's stories (an overrun, 90 % used) are complete."""


class History:
    """All work of the sample desk until `now`, as drafts."""

    def __init__(self, calendar: WorkCalendar, now: int) -> None:
        """Lay out the days up to `now` and fill them with work."""
        self.calendar, self.now = calendar, now
        self.today = calendar.zone.date_of(now)
        self.current = Month.of(self.today)
        self.open = OpenDesk(calendar, now)
        self._dana = self.open.done_today()
        self._early = [piece for piece in (self.open.early_overrun(),) if piece is not None]
        self._days = {
            month: calendar.open_days(month)
            for month in months_between(self.current.plus(-MONTHS), self.current)
        }
        self.tasks: list[Task] = [*self.open.tasks.values(), untimed(calendar, self.current)]
        for profile in PROFILES:
            self._client(profile)
        self.pieces = self._worked()
        self._spoil()
        self.tasks += {id(piece.task): piece.task for piece in self._odd if piece.task}.values()
        self._keep_the_past()

    def _client(self, profile: Profile) -> None:
        for back in range(min(profile.months - 1, MONTHS), 0, -1):
            month = self.current.plus(-back)
            draft = MonthOfClient(profile, month, self._days[month])
            self.tasks += draft.fill(draft.minutes(back))
        gone = [day for day in self._days[self.current] if day < self.today]
        draft = MonthOfClient(profile, self.current, gone)
        usual = draft.minutes(0) * len(gone) / max(1, len(self._days[self.current]))
        if profile.current is not None:
            usual = profile.current * min(1, len(gone) / _STORY_DAYS)
        self.tasks += draft.fill(round(usual - self._known_minutes(profile.key)))
        if profile.covered is not None and self.calendar.windows(self.today):
            self.tasks += MonthOfClient(profile, self.current, [self.today]).fill(150)

    def _known_minutes(self, client: str) -> float:
        """Minutes of this month that the open requests and Dana's day hold already."""
        pieces = [piece for task in self.open.tasks.values() for piece in task.pieces]
        return sum(
            piece.seconds / 60
            for piece in (*pieces, *self._dana, *self._early)
            if piece.client == client and piece.scope == "support" and Month.of(piece.day) == self.current
        )

    def _worked(self) -> list[Piece]:
        """The days of the agents up to today, then what is told by hand."""
        by_day: dict[date, list[Piece]] = defaultdict(list)
        for task in self.tasks:
            for piece in task.pieces:
                by_day[piece.day].append(piece)
        diary = Diary(self.calendar, self.current.plus(-MONTHS).first_day, self.today)
        diary.short = short_day(self.calendar, self.current)
        forgotten, running = self.open.forgotten(), self.open.running()
        pieces: list[Piece] = []
        for days in self._days.values():
            for day in days:
                if day <= self.today:
                    pieces += diary.work(day, by_day.get(day, ()), self._agents(diary, day, forgotten))
        self._odd = unusual(self.calendar, self.current)
        mine = self.open.mine(self._dana)
        self._timers = [timer for timer in (forgotten, running, mine) if timer is not None]
        busy_from = {timer.agent: timer.started for timer in self._timers}
        return [
            piece
            for piece in (*pieces, *self._odd, *self._dana, *self._early)
            if piece.ended is not None and piece.ended <= min(self.now, busy_from.get(piece.agent, self.now))
        ]

    def _agents(self, diary: Diary, day: date, forgotten: Piece) -> list[str]:
        """Who takes work on `day`: nobody today whose day is told, and nobody whose timer was left on."""
        agents = diary.present(day)
        if day == self.today:
            told = {"dana", *(piece.agent for piece in self._early)}
            agents = [agent for agent in agents if agent not in told]
        if day > forgotten.day:
            agents = [agent for agent in agents if agent != "mo"]
        return agents

    def _spoil(self) -> None:
        spoil_last_month(self.pieces, self.current)
        spoil_current_month(self.pieces, self.current, self.today)
        self.pieces += self._timers

    def _keep_the_past(self) -> None:
        """Forget what has not happened yet: pieces that were not laid out, and requests nobody worked on."""
        kept = {id(piece) for piece in self.pieces}
        for task in self.tasks:
            task.pieces = [piece for piece in task.pieces if id(piece) in kept]
        for piece in (*self._dana, *self._early, *self._timers):
            if piece.task is not None:
                piece.task.pieces.append(piece)
        self.tasks = [task for task in self.tasks if task.pieces or task.story]
