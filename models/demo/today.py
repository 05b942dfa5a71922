"""What is on the desk right now? The open requests, what Dana has done today, and the timers that run.

Everything is placed in working minutes before `now`, so that one request is late, one is due soon and the rest are in
hand, at whatever hour of whatever day the demo is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from models.demo.calendar import WorkCalendar
from models.demo.drafts import Piece, Story, Task
from models.domain.basics.months import Month
from models.domain.values import Channel, Priority, Scope

_HOUR, _DAY = 3600, 86400
_FORGOTTEN_HOURS = 10
_MINE_MINUTES, _EARLY_DAYS = 24, 9
_ON_CALL: tuple[tuple[int, int, str, str, Scope], ...] = (
    (38, 4, "acme", "recaptcha key of the form had expired, mended on staging", "support"),
    (15, 6, "kirk", "call about the wording of the invoice", "courtesy"),
    (25, 3, "bluefin", "prices of the phone menu come from the old table", "support"),
    (40, 11, "marlow", "total followed through, test written", "support"),
)
"""Minutes, minutes of rest after it, which request, what was done; the last first."""
LATE, DUE_SOON = 518, 866
"""Working minutes since the report: 65 over a silver answer (453), 40 under a gold solution (906)."""


class OpenDesk:
    """The requests that are open at `now`, by a name of their own, and the work of today."""

    def __init__(self, calendar: WorkCalendar, now: int) -> None:
        self.calendar, self.now = calendar, now
        self.today = calendar.zone.date_of(now)
        self.tasks: dict[str, Task] = dict(self._open())

    def _reported(self, minutes: int) -> int:
        return self.calendar.back(self.now, minutes)

    def _closing(self, instant: int) -> int:
        day = self.calendar.zone.date_of(instant)
        return self.calendar.at(day, self.calendar.windows(day)[-1].closes)

    def _open(self) -> Iterator[tuple[str, Task]]:
        yield "acme", self._task(
            "acme", "Contact form broken", "forms", "high", "dana", DUE_SOON, 12, "email",
            piece=(25, "form log read: mails leave, none arrive"),
            body="Nobody has written to us since the weekend, and a customer says that the form hangs.",
        )  # fmt: skip
        yield "kirk", self._task(
            "kirk", "Newsletter not sent", None, "high", None, LATE, None, "phone",
            body="It should have gone out to 1,400 people.",
        )  # fmt: skip
        yield "halden", self._fresh_answered()
        yield "sync", self._task(
            "halden", "Booking sync stops at night", "integration", "urgent", "mo", 520, 6, "phone", "level2",
            body="Patients booked slots that were taken.",
        )  # fmt: skip
        yield "corvid", self._task(
            "corvid", "New author page", "content", "normal", "ivan", 600, 70, "email",
            piece=(15, "page made from the template, pictures asked for"),
        )  # fmt: skip
        yield "ivy", self._waiting(
            "ivy", "SSL renewal", "dns", "dana", 3 * _DAY + 2 * _HOUR,
            "registrar wants a confirmation from the owner",
        )  # fmt: skip
        yield "bluefin", self._task(
            "bluefin", "Menu prices wrong on phones", "content", "urgent", "priya", 470, 20, "email",
            body="The phone shows the prices of last winter.",
        )  # fmt: skip
        yield "marlow", self._task(
            "marlow", "Donation page total wrong", "forms", "high", "ivan", 500, 35, "phone",
            body="Gift Aid is added twice when the amount is typed by hand.",
        )  # fmt: skip
        yield (
            "tidewater",
            self._task("tidewater", "Add the autumn charter offers", None, "normal", None, 130, None),
        )
        yield "smith", self._task(
            "smith", "Ranking of the boat covers page dropped", "seo", "low", "dana", 900, 200, "portal",
            "seo", piece=(35, "search console read: two pages compete"),
        )  # fmt: skip
        yield "nettle", self._fresh()
        yield (
            "orchard",
            self._task(
                "orchard", "Tenants' portal: new house rules", "content", "low", "priya", 480, 90, "portal"
            ),
        )
        yield "zoe", self._task("zoe", "Gallery shows old pictures", None, "low", None, 60, None, "phone")
        quarry = self._waiting(
            "quarry",
            "Move the mailbox to the new host",
            "email",
            "mo",
            5 * _DAY,
            "quoted apart, waiting for a yes",
        )
        quarry.outside_scope = True
        yield "quarry", quarry

    def _task(
        self, client: str, subject: str, cause: str | None, priority: Priority, assignee: str | None,
        ago: int, answer: int | None, channel: Channel = "email", work_type: str = "maintenance",
        piece: tuple[int, str] | None = None, body: str = "",
    ) -> Task:  # fmt: skip
        """A request reported `ago` working minutes before now and answered `answer` minutes later."""
        reported = self._reported(ago)
        responded = None if answer is None else min(reported + answer * 60, self._closing(reported))
        story = Story(reported, responded, "new" if answer is None else "open")
        task = Task(client, subject, work_type, cause, channel, priority, assignee, body, story=story)
        if piece is not None:
            self._worked(task, piece[0], piece[1], self.today)
        return task

    def _waiting(self, client: str, subject: str, cause: str, assignee: str, since: int, note: str) -> Task:
        """A request that has waited for the client for `since` seconds."""
        began = self.calendar.back(self.now - since, 1)
        reported = self.calendar.back(began, 600)
        story = Story(reported, reported + 40 * 60, "waiting", began)
        task = Task(client, subject, "maintenance", cause, "email", "normal", assignee, story=story)
        self._worked(task, 20, note, self.calendar.zone.date_of(began))
        return task

    def _worked(self, task: Task, minutes: int, note: str, before: date) -> None:
        """Add a piece of work on the first working day after the report that lies before `before`."""
        assert task.story is not None
        day = self.calendar.zone.date_of(task.story.reported) + timedelta(days=1)
        while day < before:
            if self.calendar.windows(day):
                task.pieces.append(
                    Piece(day, minutes * 60 - 17, task.work_type, "support", note, task.client, task)
                )
                return
            day += timedelta(days=1)

    def _fresh(self) -> Task:
        """Reported a moment ago; its answer is due at the close of the day."""
        reported = self.calendar.just_reported(self.now, 20)
        return Task(
            "nettle", "Checkout shows the old VAT text", "maintenance", None, "email", "urgent", "dana",
            "A customer has just complained.", story=Story(reported),
        )  # fmt: skip

    def _fresh_answered(self) -> Task:
        """Reported before opening time, and the first thing that Dana did today."""
        early = self.calendar.at(self.today, 8 * 60 + 52)
        working = self.calendar.windows(self.today) and self.now >= early + 13 * 60
        reported = early if working else self._reported(55)
        return Task(
            "halden", "Opening hours over the holidays", "maintenance", "content", "phone", "normal", "dana",
            "We close two days earlier than the page says.", story=Story(reported, reported + 9 * 60, "open"),
        )  # fmt: skip

    def done_today(self) -> list[Piece]:
        """What Dana has finished so far today: by the plan of a working day, else while she was on call."""
        told = self._dana() if self.calendar.windows(self.today) else iter(())
        done = [piece for piece in told if piece.ended is not None and piece.ended <= self.now]
        return done or self._on_call()

    def _on_call(self) -> list[Piece]:
        """Work before opening, at night, on a weekend or a holiday: told backwards from what runs, since midnight."""
        before, pieces = self._begun(()), list[Piece]()
        for minutes, gap, name, note, scope in _ON_CALL:
            ended = before - gap * 60
            if ended - minutes * 60 < self.calendar.zone.starts(self.today):
                break
            before = ended - minutes * 60
            minute = (before - self.calendar.zone.starts(self.today)) // 60
            piece = self._stretch(minute, minutes, name, note, scope)
            piece.started, piece.ended = before, ended
            piece.seconds = ended - before
            if scope == "courtesy":
                piece.task = None
            pieces.insert(0, piece)
        return pieces

    def mine(self, done: Iterable[Piece]) -> Piece:
        """What Dana is doing at this very moment, whatever the hour: begun 24 minutes ago, or after what she did."""
        started = self._begun(done)
        return Piece(
            self.calendar.zone.date_of(started), 0, "maintenance", "support",
            "second form of the site has the same fault", "acme", self.tasks["acme"], "dana", started,
        )  # fmt: skip

    def early_overrun(self) -> Piece | None:
        """In the first days of a month nobody is over what they pay for yet but Zoë, with one long call today.

        None later, when Bluefin is, and in a month's first minutes.
        """
        month = self.calendar.zone.starts(Month.of(self.today).first_day)
        started = max(self.now - 52 * 60, month, self.calendar.zone.starts(self.today))
        ended = min(started + 38 * 60, self.now - 60)
        if self.today.day > _EARLY_DAYS or ended - started < 16 * 60:
            return None
        return Piece(
            self.today, ended - started, "maintenance", "support", "old pictures came from the cache of the host",
            "zoe", self.tasks["zoe"], "priya", started, ended,
        )  # fmt: skip

    def _begun(self, done: Iterable[Piece]) -> int:
        """The start of Dana's timer: in the current month, and behind the `done` pieces of today."""
        month = self.calendar.zone.starts(Month.of(self.today).first_day)
        ended = max((piece.ended for piece in done if piece.ended is not None), default=0)
        return min(self.now, max(self.now - _MINE_MINUTES * 60 - 13, month, ended))

    def _dana(self) -> Iterator[Piece]:
        yield self._stretch(545, 35, "halden", "new hours set, banner with an end date")
        kirk = self._stretch(580, 15, "kirk", "call about the wording of the invoice", "courtesy")
        kirk.task = None
        yield kirk
        yield self._stretch(598, 38, "acme", "recaptcha key of the form had expired, mended on staging")
        yield self._stretch(660, 25, "bluefin", "prices of the phone menu come from the old table")
        yield self._stretch(700, 40, "marlow", "total followed through with Ivan, test written")
        yield self._stretch(800, 55, "acme", "form live again, five test mails arrived")
        yield self._stretch(870, 30, "orchard", "house rules set as a page instead of a PDF")
        internal = self._stretch(910, 65, "acme", "care reports of the month prepared", "internal")
        internal.client, internal.task, internal.work_type = None, None, "internal"
        yield internal

    def _stretch(self, minute: int, minutes: int, name: str, note: str, scope: Scope = "support") -> Piece:
        task = self.tasks[name]
        started = self.calendar.at(self.today, minute) + 7 * (minute % 7)
        seconds = minutes * 60 - 11
        return Piece(
            self.today,
            seconds,
            task.work_type,
            scope,
            note,
            task.client,
            task,
            "dana",
            started,
            started + seconds,
        )

    def forgotten(self) -> Piece:
        """Mo's timer of the last evening: over ten hours old, and begun in the current month."""
        started = self._forgotten_start()
        return Piece(
            self.calendar.zone.date_of(started), 0, "level2", "support", "watching the night's sync",
            "halden", self.tasks["sync"], "mo", started,
        )  # fmt: skip

    def _forgotten_start(self) -> int:
        first = Month.of(self.today).first_day
        day = self.calendar.last_open_before(self.today)
        while day >= first:
            started = self.calendar.at(day, self.calendar.windows(day)[-1].closes - 12) + 11
            if started < self.now - _FORGOTTEN_HOURS * _HOUR:
                return started
            day = self.calendar.last_open_before(day)
        # At the beginning of a month there may be no evening that can hold it: then it is just old enough.
        long_ago = self.now - _FORGOTTEN_HOURS * _HOUR - 20 * 60
        if long_ago >= self.calendar.zone.starts(first):
            return long_ago
        return min(self.now, self.calendar.at(self.today, 10))

    def running(self) -> Piece | None:
        """What Ivan is doing: begun 24 minutes ago, if the desk has been open that long."""
        for window in self.calendar.windows(self.today):
            opens, closes = (
                self.calendar.at(self.today, window.opens),
                self.calendar.at(self.today, window.closes),
            )
            if opens + 30 * 60 <= self.now < closes:
                return Piece(
                    self.today, 0, "maintenance", "support", "pictures set, text of the second book",
                    "corvid", self.tasks["corvid"], "ivan", self.now - 24 * 60 - 13,
                )  # fmt: skip
        return None
