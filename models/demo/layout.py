"""Who did the work, and at what minute? Spreads the pieces of a day over the agents and lays them out.

Nobody does two things at once, and lunch is kept; only a crowded day runs past closing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from models.demo.calendar import WorkCalendar
from models.demo.drafts import Piece
from models.demo.months import SEED
from models.demo.phrases import INTERNAL_NOTES

DAY_MINUTES = {"dana": 450, "mo": 450, "ivan": 360, "priya": 240}
"""What an agent works in a day."""
_GAPS = (0, 20, 60, 140, 300, 540)
_LONGEST = 85
"""Support minutes in percent of a day above which work goes to a colleague."""
_LONGEST_INTERNAL = 200 * 60


class Diary:
    """The days of the agents: who is away, and what each of them does when."""

    def __init__(self, calendar: WorkCalendar, first: date, today: date) -> None:
        """Agents take a week off each half-year, never in the week before `today`."""
        self.calendar = calendar
        self._away = {agent: self._holidays(agent, first, today) for agent in DAY_MINUTES}
        self.short: tuple[str, date] | None = None
        """An agent and a day of which too little was written down."""

    @staticmethod
    def _holidays(agent: str, first: date, today: date) -> set[date]:
        days: set[date] = set()
        for year in range(first.year, today.year + 1):
            rng = Random(f"{SEED} away {agent} {year}")
            for month in (rng.randint(2, 6), rng.randint(7, 11)):
                monday = date(year, month, rng.randint(1, 20))
                days |= {monday + timedelta(days=step) for step in range(7)}
        return {day for day in days if day < today - timedelta(days=7)}

    def present(self, day: date) -> list[str]:
        """Who works on `day`; somebody always does."""
        return [agent for agent in DAY_MINUTES if day not in self._away[agent]] or ["dana"]

    def work(self, day: date, pieces: Iterable[Piece], agents: list[str]) -> list[Piece]:
        """Give each piece of `day` to one of `agents` and a time; adds internal work. Returns all of it."""
        rng = Random(f"{SEED} {day}")
        shares: dict[str, list[Piece]] = {agent: [] for agent in agents}
        loads = dict.fromkeys(agents, 0)
        limits = {agent: DAY_MINUTES[agent] * _LONGEST * 60 // 100 for agent in agents}
        if self.short and self.short[1] == day and self.short[0] in limits:
            limits[self.short[0]] = 0
        for piece in pieces:
            agent = self._agent(piece, loads, limits)
            piece.agent = agent
            shares[agent].append(piece)
            loads[agent] += piece.seconds
        done: list[Piece] = []
        for agent, share in shares.items():
            rng.shuffle(share)
            share += self._internal(day, agent, loads[agent], rng)
            self._place(day, share, rng)
            done += share
        return done

    @staticmethod
    def _agent(piece: Piece, loads: dict[str, int], limits: dict[str, int]) -> str:
        wanted = piece.task.assignee if piece.task is not None else None
        if wanted in limits and loads[wanted] + piece.seconds <= limits[wanted]:
            return wanted
        return max(limits, key=lambda agent: limits[agent] - loads[agent])

    def _internal(self, day: date, agent: str, load: int, rng: Random) -> list[Piece]:
        """Work for the desk itself, up to most of the agent's day."""
        wanted = DAY_MINUTES[agent] * rng.uniform(0.53, 0.7) * 60
        if self.short == (agent, day):
            wanted = 130 * 60
        left = int(wanted) - load
        pieces: list[Piece] = []
        while left > 20 * 60:
            seconds = left if left <= _LONGEST_INTERNAL else rng.randrange(120 * 60, _LONGEST_INTERNAL)
            pieces.append(
                Piece(day, seconds, "internal", "internal", rng.choice(INTERNAL_NOTES), agent=agent)
            )
            left -= seconds
        return pieces

    def _place(self, day: date, pieces: list[Piece], rng: Random) -> None:
        """Lay the pieces one after the other into the windows of the day."""
        windows = self.calendar.windows(day)
        cursors = [self.calendar.at(day, window.opens) + rng.randrange(900) for window in windows]
        for piece in pieces:
            gap = rng.choice(_GAPS)
            for index, window in enumerate(windows):
                ends = cursors[index] + gap + piece.seconds
                if ends <= self.calendar.at(day, window.closes) + 240 or index == len(windows) - 1:
                    piece.started, piece.ended = ends - piece.seconds, ends
                    cursors[index] = ends
                    break
