"""Done, late, missed, open, due or planned, and the clock of such a request (RULES 2.9)."""

from __future__ import annotations

from datetime import date

import pytest

from models.domain.basics.notation import parse_instant
from models.domain.basics.zone import zone
from models.domain.calendar import Calendar
from models.domain.contracts.recurring import current
from models.domain.planning.promised_work import Kept, Standing, kept, standing
from models.domain.requests.clocks import clocks, explain_deadline, owed, promised_due
from models.domain.values import (
    Contract,
    Desk,
    Event,
    OccurrenceKey,
    Promise,
    Request,
    State,
    Target,
    Tier,
    Window,
)

WEEK = ((Window(540, 1020),),) * 5 + ((),) * 2
LONDON = Calendar(Desk("Desk", "Europe/London", "GBP", hours=WEEK), lambda day: False)
FEBRUARY = OccurrenceKey("plan", "p", date(2026, 2, 1))
TIER = Tier("gold", "Gold", Target("h", 1), Target("h", 4))


def at(text: str) -> int:
    return parse_instant(f"2026-{text}:00Z", "at")


def request(*events: tuple[str, State], due: date | None = date(2026, 2, 28)) -> Request:
    return Request(
        "R-1",
        "acme",
        "Work",
        at("02-01T00:00"),
        events=tuple(Event(at(when), state) for when, state in events),
        recurring=FEBRUARY,
        due_day=due,
    )


@pytest.mark.parametrize(
    ("opened", "now", "expected"),
    [
        (None, "01-31T23:59", Standing("planned")),
        (None, "02-20T23:59", Standing("planned")),
        (None, "02-21T00:00", Standing("due")),
        (None, "02-28T23:59", Standing("due")),
        (None, "03-01T00:00", Standing("missed")),
        (request(), "02-03T00:00", Standing("open")),
        (request(), "01-31T23:00", Standing("planned")),
        (request(), "03-01T00:00", Standing("missed")),
        (request(("02-28T23:59", "resolved")), "03-05T00:00", Standing("done")),
        (request(("02-28T23:59", "resolved")), "02-28T23:58", Standing("open")),
        (request(("03-01T00:00", "closed")), "03-05T00:00", Standing("done", late=True)),
        (
            request(("02-10T10:00", "resolved"), ("02-11T10:00", "open"), ("03-02T10:00", "closed")),
            "03-05T00:00",
            Standing("done"),
        ),
        (request(("02-10T10:00", "resolved"), ("02-11T10:00", "open")), "03-05T00:00", Standing("missed")),
    ],
    ids=[
        "before",
        "the evening before it opens",
        "the first second of the opening day",
        "the last of the due day",
        "the day after",
        "opened",
        "not yet known",
        "opened and over",
        "done in the last minute",
        "not yet done",
        "done on the day after",
        "the first resolution counts",
        "opened again",
    ],
)
def test_state_on_a_day(opened: Request | None, now: str, expected: Standing) -> None:
    promise = Promise("p", "Work", "month", lead_days=7)
    contract = Contract(
        "plan", "acme", "retainer", "Plan", date(2026, 1, 1), date(2026, 12, 31), recurring=(promise,)
    )
    occurrence = current(contract, promise, date(2026, 2, 10))
    assert occurrence is not None
    assert standing(occurrence, opened, at(now), zone("UTC")) == expected


def test_late_is_said_by_the_date_of_the_desk() -> None:
    """28 Feb 23:30 in UTC is 1 March in Kolkata."""
    contract = Contract(
        "plan", "acme", "retainer", "Plan", date(2026, 1, 1), recurring=(Promise("p", "Work", "month"),)
    )
    occurrence = current(contract, contract.recurring[0], date(2026, 2, 10))
    assert occurrence is not None
    done = request(("02-28T23:30", "resolved"))
    assert standing(occurrence, done, at("03-05T00:00"), zone("UTC")) == Standing("done")
    assert standing(occurrence, done, at("03-05T00:00"), zone("Asia/Kolkata")) == Standing("done", True)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 3, 31), "03-31T16:00"),
        (date(2026, 5, 31), "05-29T16:00"),
        (date(2026, 3, 28), "03-27T17:00"),
    ],
    ids=["a working day", "a Sunday", "before the clock change"],
)
def test_it_is_due_at_the_end_of_working_hours(day: date, due: str) -> None:
    assert promised_due(day, LONDON) == at(due)


def test_without_working_hours_it_is_due_at_the_midnight_after() -> None:
    calendar = Calendar(Desk("Desk", "UTC", "GBP"), lambda day: False)
    assert promised_due(date(2026, 2, 28), calendar) == at("03-01T00:00")


@pytest.mark.parametrize(
    ("events", "now", "state"),
    [
        ((), "02-20T12:00", "ok"),
        ((), "02-21T06:45", "due_soon"),
        ((("02-02T10:00", "waiting"),), "02-21T06:45", "due_soon"),
        ((), "02-27T17:00", "due_soon"),
        ((), "02-27T17:01", "breached"),
        ((("02-27T17:00", "resolved"),), "02-28T10:00", "met"),
        ((("02-28T10:00", "resolved"),), "02-28T10:00", "breached"),
    ],
    ids=["before", "75 %", "waiting moves nothing", "the due second", "after", "met", "in time and breached"],
)
def test_its_only_clock_runs_in_plain_time(
    events: tuple[tuple[str, State], ...], now: str, state: str
) -> None:
    """Reported on 1 Feb 00:00, due on Friday 27 Feb 17:00; the tier's 4 hours say nothing."""
    opened = request(*events)
    known = clocks(opened, TIER, LONDON, at(now))
    assert (known.response_due, known.response_state) == (None, None)
    assert (known.resolution_due, known.resolution_state) == (at("02-27T17:00"), state)


def test_what_is_no_longer_promised_is_due_at_no_time() -> None:
    known = clocks(request(due=None), TIER, LONDON, at("02-10T00:00"))
    assert (known.response_due, known.resolution_due, known.resolution_state) == (None, None, None)
    assert owed(known, "new") == (None, None)
    assert explain_deadline(request(due=None), TIER, LONDON, at("02-10T00:00"), "resolution") == ()


def test_the_way_to_its_deadline_is_one_stretch() -> None:
    (step,) = explain_deadline(request(), TIER, LONDON, at("02-10T00:00"), "resolution")
    assert (step.kind, step.first, step.last) == ("counted", at("02-01T00:00"), at("02-27T17:00"))


def test_promised_and_done() -> None:
    """Two of four, one of them late; one missed, one still to come."""
    found = [Standing("done"), Standing("done", late=True), Standing("missed"), Standing("planned")]
    assert kept(found) == Kept(promised=4, done=2, late=1, missed=1)
