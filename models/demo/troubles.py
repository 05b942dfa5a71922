"""What went wrong? The few mistakes that the month-end review and the screens are there to find.

Closed months stay clean, the last month holds warnings only, and what blocks a close (an overlap, an entry without a
client) lies in the current month.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from models.demo.calendar import WorkCalendar
from models.demo.drafts import Piece, Story, Task
from models.domain.basics.months import Month

_THURSDAY, _SATURDAY = 3, 5


def _nth(month: Month, weekday: int, n: int) -> date:
    first = month.first_day
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def short_day(calendar: WorkCalendar, current: Month) -> tuple[str, date]:
    """Mo wrote down too little on one day of last month."""
    day = _nth(current.plus(-1), _THURSDAY, 2)
    return "mo", day if calendar.windows(day) else calendar.last_open_before(day)


def _piece(
    calendar: WorkCalendar, day: date, start: int, minutes: int, task: Task, agent: str, note: str
) -> Piece:
    started = calendar.at(day, start)
    piece = Piece(
        day,
        minutes * 60,
        task.work_type,
        "support",
        note,
        task.client,
        task,
        agent,
        started,
        started + minutes * 60,
    )
    task.pieces.append(piece)
    return piece


def unusual(calendar: WorkCalendar, current: Month) -> list[Piece]:
    """Work at odd hours: over midnight, a whole Saturday, and an evening written down too late."""
    night = Task(
        "halden", "Move the database to the new server", "level2", "hosting", "email", "high", "ivan"
    )
    whole = Task(
        "halden", "Move the booking page to the new server", "level2", "hosting", "visit", "high", "ivan"
    )
    evening = Task("tidewater", "Price calendar empty", "maintenance", "update", "phone", "urgent", "priya")
    late = _piece(
        calendar, calendar.last_open_before(current.plus(-1).first_day), 1125, 45, evening, "priya",
        "calendar refilled from the backup (written down later)",
    )  # fmt: skip
    late.late_in = current.plus(-1)
    return [
        _piece(
            calendar, _nth(current.plus(-4), _THURSDAY, 2), 1390, 100, night, "ivan",
            "moved while the practice is closed, rows compared",
        ),
        _piece(
            calendar, _nth(current.plus(-1), _SATURDAY, 2), 510, 640, whole, "ivan",
            "whole day: moved, tested, name servers switched",
        ),
        late,
    ]  # fmt: skip


def untimed(calendar: WorkCalendar, current: Month) -> Task:
    """A request of last month that was resolved without any time logged."""
    day = calendar.last_open_before(_nth(current.plus(-1), _THURSDAY, 3))
    reported = calendar.at(day, 11 * 60 + 4)
    return Task(
        "saltmarsh", "Which picture size for the tap list?", "maintenance", "content", "email", "low", "mo",
        story=Story(reported, reported + 20 * 60, "resolved", reported + 26 * 60),
    )  # fmt: skip


def spoil_last_month(pieces: Iterable[Piece], current: Month) -> None:
    """Last month: two entries without a note, one without a request, one resolution without a cause."""
    span = Month.of(current.plus(-1).first_day)
    mine = [
        piece
        for piece in pieces
        if Month.of(piece.day) == span and piece.scope == "support" and piece.task and not piece.task.story
    ]
    plain = [piece for piece in mine if piece.late_in is None and not (piece.task and piece.task.planned)]
    for piece in plain[10:60:35]:
        piece.note = ""
    if len(plain) > 30 and (task := plain[30].task):
        task.cause = None
    for piece in plain[40:]:
        if piece.task and len(piece.task.pieces) > 1:
            piece.task.pieces.remove(piece)
            piece.task = None
            break


def spoil_current_month(pieces: Iterable[Piece], current: Month, today: date) -> None:
    """This month: one call whose client nobody wrote down, and two entries of Priya that overlap."""
    mine = [
        piece
        for piece in pieces
        if Month.of(piece.day) == current and piece.day < today and piece.agent == "priya"
    ]
    mine.sort(key=lambda piece: piece.started)
    internal = [piece for piece in mine if piece.scope == "internal" and piece.seconds < 100 * 60]
    if internal:
        nobody = internal[-1]
        nobody.scope, nobody.work_type, nobody.note = (
            "support",
            "maintenance",
            "call, name not caught: who was it?",
        )
    for piece, following in reversed(list(pairwise(mine))):
        if piece.day == following.day and piece.ended is not None and following.seconds > 12 * 60:
            piece.ended = following.started + 9 * 60
            break
