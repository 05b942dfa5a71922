"""Is the queue right and quick, is a request's page complete, and do causes add up?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.domain.basics.errors import NotFound
from models.domain.basics.months import Month
from models.domain.basics.zone import to_iso
from models.queries.ledger.left import read_left
from models.queries.planning.causes import causes_document, read_causes, span_before
from models.queries.requests.documents import page_document
from models.queries.requests.filters import QueueFilter
from models.queries.requests.one_line import read_capture_catalogue, read_capture_hint, read_causes_in_use
from models.queries.requests.page import read_request_page, similar_requests
from models.queries.requests.queue import read_queue, requests_document
from models.services.month_end.months import close_month
from models.services.requests.life import NewRequest, add_note, change_state, create_request
from models.storage import tables as t
from tests.opened import at, block, contract, entry, monthly, opened, small_book

NOW = at("2026-06-10T12:00")
"""A Wednesday."""
DAY = 86_400


def asked(key: str, reported: str, *events: tuple[str, str], **more: Any) -> dict[str, Any]:
    """A request of acme with its changes of state."""
    changes = [{"at": f"{when}:00Z", "state": state} for when, state in events]
    start = {"key": key, "client": "acme", "subject": f"About {key}", "reported_at": f"{reported}:00Z"}
    return start | {"events": changes} | more


CLIENTS = [
    {"key": "acme", "name": "Acme Ltd", "tier": "gold"},
    {"key": "bond", "name": "Bond", "tier": "silver"},
    {"key": "cole", "name": "Cole"},
]
TIERS = [
    {"key": "gold", "name": "Gold", "first_response": "2h", "resolution": "2d", "clock": "working"},
    {"key": "silver", "name": "Silver", "first_response": "1d", "clock": "always", "channels": ["email"]},
]
REQUESTS = [
    asked("R-1", "2026-06-10T11:00", subject="Form broken", priority="low"),
    asked("R-2", "2026-06-10T09:30", ("2026-06-10T10:00", "open"), first_response_at="2026-06-10T10:00:00Z"),
    asked("R-3", "2026-06-08T10:00", assignee="dana", cause="forms"),
    asked("R-4", "2026-06-01T10:00", ("2026-06-02T10:00", "waiting"), client="bond", channel="phone"),
    asked("R-5", "2026-06-05T10:00", client="cole", body="the SECRET word"),
    asked("R-6", "2026-06-05T10:00", client="cole", priority="urgent"),
    asked("R-7", "2026-06-01T10:00", ("2026-06-03T10:00", "resolved"), cause="forms"),
    asked("R-8", "2026-06-01T10:00", ("2026-06-09T10:00", "resolved"), ("2026-06-11T10:00", "open")),
    asked("R-9", "2026-06-12T10:00"),
]


def queue_book(**more: Any) -> dict[str, Any]:
    """Three clients under two tiers and none, nine requests."""
    agents = [{"key": "dana", "name": "Dana"}, {"key": "eli", "name": "Eli"}]
    return small_book(clients=CLIENTS, tiers=TIERS, requests=REQUESTS, agents=agents, **more)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[None]:
    """The book above in a database."""
    work = entry("E-1", "2026-06-10T10:00", "2026-06-10T10:30", client="cole", request="R-5")
    runs = {**entry("E-2", "2026-06-10T11:30", "2026-06-10T11:30", request="R-1"), "ended_at": None}
    with opened(tmp_path, queue_book(entries=[work, runs])):
        yield


def keys(wanted: QueueFilter | None = None, me: str | None = None) -> list[str]:
    """Keys of the queue in order."""
    return [row.key for row in read_queue(NOW, wanted, me)]


@pytest.mark.usefixtures("desk")
class TestQueue:
    def test_what_is_due_first_comes_first_then_priority(self) -> None:
        """Due: R-4 on 2 Jun, R-3 on 8 Jun, R-1 on 10 Jun 13:00, R-2 resolved by the 12th; cole has no tier."""
        assert keys() == ["R-4", "R-3", "R-1", "R-2", "R-6", "R-5"]
        assert [row["key"] for row in requests_document(NOW, False)] == keys()

    def test_what_happened_later_is_not_known(self) -> None:
        everything = [row["key"] for row in requests_document(NOW, True)]
        assert everything == ["R-4", "R-3", "R-1", "R-2", "R-6", "R-7", "R-8", "R-5"]
        later = [row["key"] for row in requests_document(at("2026-06-12T12:00"), False)]
        assert {"R-8", "R-9"} < set(later)
        assert "R-7" in [row["key"] for row in requests_document(at("2026-06-02T12:00"), False)]

    def test_a_row_says_what_is_owed_and_how_long(self) -> None:
        rows = {row.key: row for row in read_queue(NOW)}
        first = rows["R-1"]
        assert (first.owes, first.due, first.left_seconds, first.due_state) == (
            "response",
            at("2026-06-10T13:00"),
            3600,
            "ok",
        )
        assert (first.running, first.client_name, first.tier_name, first.clock) == (
            True,
            "Acme Ltd",
            "Gold",
            "working",
        )
        assert rows["R-2"].owes == "resolution"
        late = rows["R-3"]
        assert (late.due_state, late.left_seconds) == ("breached", (2 - 7 - 8 - 3) * 3600)
        waiting = rows["R-4"]
        assert (waiting.waiting_since, waiting.waiting_too_long) == (at("2026-06-02T10:00"), True)
        assert (waiting.channel_not_included, waiting.clock) == (True, "always")
        free = rows["R-6"]
        assert (free.owes, free.due, free.left_seconds, free.due_state, free.tier) == (None,) * 5
        assert not free.channel_not_included

    def test_untouched_is_without_change_or_work_for_three_days(self) -> None:
        rows = {row.key: row for row in read_queue(NOW)}
        assert rows["R-5"].touched_at == at("2026-06-10T10:30")
        assert {key for key, row in rows.items() if row.untouched} == {"R-4", "R-6"}
        create_request(NewRequest("cole", "x"), NOW - 3 * DAY, "dana")
        assert "R-10" in keys(QueueFilter(untouched=True))

    @pytest.mark.parametrize(
        ("wanted", "expected"),
        [
            (QueueFilter(client="cole"), ["R-6", "R-5"]),
            (QueueFilter(states=("waiting",)), ["R-4"]),
            (QueueFilter(states=("open", "new"), client="acme"), ["R-3", "R-1", "R-2"]),
            (QueueFilter(states=("resolved",)), ["R-7"]),
            (QueueFilter(tier="silver"), ["R-4"]),
            (QueueFilter(cause="forms"), ["R-3"]),
            (QueueFilter(person="dana"), ["R-3"]),
            (QueueFilter(mine=True), []),
            (QueueFilter(unassigned=True, client="acme"), ["R-1", "R-2"]),
            (QueueFilter(waiting_too_long=True), ["R-4"]),
            (QueueFilter(untouched=True), ["R-4", "R-6"]),
            (QueueFilter(text="secret"), ["R-5"]),
            (QueueFilter(text="BOND r-4"), ["R-4"]),
            (QueueFilter(text="form brok"), ["R-1"]),
            (QueueFilter(text="%"), []),
            (QueueFilter(client="'; DROP TABLE request"), []),
        ],
    )
    def test_filters(self, wanted: QueueFilter, expected: list[str]) -> None:
        assert keys(wanted) == expected

    def test_mine_is_whoever_asks(self) -> None:
        assert keys(QueueFilter(mine=True), me="dana") == ["R-3"]
        assert keys(QueueFilter(mine=True), me="eli") == []

    def test_the_number_of_statements_does_not_grow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert count_statements(monkeypatch) == (few := count_statements(monkeypatch))
        for _ in range(40):
            create_request(NewRequest("acme", "x"), NOW, "dana")
        assert count_statements(monkeypatch) == few <= 7


def count_statements(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many SQL statements the queue takes."""
    count = 0
    database = t.database.obj
    execute = database.execute_sql

    def counting(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(database, "execute_sql", counting)
        read_queue(NOW)
    return count


PLAN = contract(
    "plan",
    allowances=[monthly("1:00")],
    rounding={"increment": 15, "minimum": 0, "per": "request_day"},
    rates={"*": "60.00"},
)


def page_book() -> dict[str, Any]:
    """A request with work in March and April, a repeat, another of its cause."""
    return small_book(
        clients=[{"key": "acme", "name": "Acme Ltd", "tier": "gold"}, {"key": "bond", "name": "Bond"}],
        tiers=TIERS,
        contracts=[PLAN],
        requests=[
            asked("R-1", "2026-03-30T10:00", ("2026-04-01T10:00", "resolved"), cause="forms", subject="Form"),
            asked("R-2", "2026-04-02T10:00", cause="forms", repeat_of="R-1", body="again"),
            asked("R-3", "2026-04-03T10:00", repeat_of="R-2"),
            asked("R-4", "2026-04-03T10:00", cause="forms", client="bond"),
            asked("R-5", "2026-04-03T11:00", cause="seo"),
        ],
        entries=[
            entry("E-1", "2026-03-31T10:00", "2026-03-31T10:50", request="R-1"),
            entry("E-2", "2026-03-31T15:00", "2026-03-31T15:30", request="R-1"),
            entry("E-3", "2026-04-01T09:00", "2026-04-01T09:10", request="R-1"),
            entry("E-4", "2026-04-01T09:30", "2026-04-01T09:40", request="R-2"),
        ],
    )


@pytest.mark.parametrize("closed", [False, True])
def test_a_page_has_units_of_every_month_closed_or_open(tmp_path: Path, closed: bool) -> None:
    """80 minutes in March are 90 accounted: 60 covered, 30 over; 10 in April are 15, covered."""
    with opened(tmp_path, page_book()):
        if closed:
            close_month(Month(2026, 3), at("2026-04-05T10:00"), "dana")
        page = read_request_page("R-1", at("2026-04-05T10:00"))
    assert [(unit.accounted, unit.covered, unit.overage) for unit in page.units] == [
        (90, 60, 30),
        (15, 15, 0),
    ]
    assert [unit.entries for unit in page.units] == [("E-1", "E-2"), ("E-3",)]
    assert (page.months, page.older_work) == ((Month(2026, 3), Month(2026, 4)), False)
    assert (page.spent_seconds, page.accounted) == (90 * 60, 105)


def test_a_page_shows_conversation_repeats_and_causes(tmp_path: Path) -> None:
    now = at("2026-04-07T10:00")
    with opened(tmp_path, page_book()):
        add_note("R-2", "called back", now - 60, "dana", "dana")
        change_state("R-2", "waiting", now - 50, "eli")
        add_note("R-2", "not known yet", now + 50, "dana")
        page = read_request_page("R-2", now)
        assert [(line.kind, line.who, line.text or line.state) for line in page.conversation] == [
            ("reported", None, "again"),
            ("note", "dana", "called back"),
            ("answered", None, None),
            ("state", "eli", "waiting"),
        ]
        assert [brief.key for brief in page.repeats] == ["R-1", "R-3"]
        assert [brief.key for brief in page.related] == ["R-1", "R-4"]
        assert read_request_page("R-5", now).related == ()
        assert page.steps("response")[-1].last == page.row.clocks.response_due
        assert page.steps("resolution")[-1].last == page.row.clocks.resolution_due
        # March's hour is spent, April's has 30 minutes left of it.
        assert (page.left.manner, page.left.minutes) == ("counted", 30)
        with pytest.raises(NotFound):
            read_request_page("R-9", now)
        with pytest.raises(NotFound):
            read_request_page("R-5", at("2026-04-03T10:59"))
        assert json.loads(json.dumps(page_document(page)))["response_due"] == to_iso(
            page.row.clocks.response_due or 0
        )


def test_old_work_is_left_to_the_ledger(tmp_path: Path) -> None:
    months = range(1, 9)
    work = [entry(f"E-{m}", f"2026-0{m}-05T10:00", f"2026-0{m}-05T11:00", request="R-1") for m in months]
    book = small_book(requests=[asked("R-1", "2026-01-01T10:00")], entries=work)
    with opened(tmp_path, book):
        page = read_request_page("R-1", at("2026-09-01T10:00"))
    assert page.older_work
    assert page.months[0] == Month(2026, 3)
    assert page.spent_seconds == 8 * 3600


def test_similar_requests_are_of_the_client_and_recent(tmp_path: Path) -> None:
    subject = {"subject": "Contact form broken"}
    book = small_book(
        clients=CLIENTS,
        tiers=TIERS,
        requests=[
            asked("R-1", "2026-06-08T10:00", **subject),
            asked("R-2", "2026-04-08T10:00", ("2026-06-01T10:00", "resolved"), **subject),
            asked("R-3", "2026-04-08T10:00", ("2026-05-01T10:00", "resolved"), **subject),
            asked("R-4", "2026-06-08T10:00", client="bond", **subject),
            asked("R-5", "2026-06-08T10:00", subject="Opening hours"),
        ],
    )
    with opened(tmp_path, book):
        assert [brief.key for brief in similar_requests("acme", "contact form", 5, NOW)] == ["R-1", "R-2"]
        assert [brief.key for brief in similar_requests("acme", "contact form", 1, NOW)] == ["R-1"]
        assert similar_requests("cole", "contact form", 5, NOW) == ()


class TestCapture:
    def test_names_and_promises(self, tmp_path: Path) -> None:
        with opened(tmp_path, queue_book(contracts=[PLAN])):
            names = read_capture_catalogue()
            assert [choice.key for choice in names.clients] == ["acme", "bond", "cole"]
            assert names.causes == ("forms",) == read_causes_in_use()
            hint = read_capture_hint("acme", "form broken", NOW)
            assert hint is not None
            assert (hint.response_due, hint.tier_name) == (at("2026-06-10T14:00"), "Gold")
            assert [brief.key for brief in hint.similar] == ["R-1"]
            assert (hint.left.minutes, hint.channel_not_included) == (60, False)
            bond = read_capture_hint("bond", "x", NOW, "phone")
            assert bond is not None
            assert (bond.channel_not_included, bond.left.manner) == (True, "on_demand")
            cole = read_capture_hint("cole", "x", NOW)
            assert cole is not None
            assert (cole.response_due, cole.tier_name) == (None, None)
            assert read_capture_hint("nobody", "x", NOW) is None

    def test_only_what_today_may_draw_is_left(self, tmp_path: Path) -> None:
        sessions = {"sessions": 2, "session_minutes": 15, "every": "month"}
        book = small_book(
            clients=[{"key": key, "name": key} for key in ("acme", "free", "none")],
            contracts=[
                contract("plan", allowances=[monthly("2:00", work_types=["design"]), sessions]),
                block("old", "5:00", starts="2026-01-01", ends="2026-06-09"),
                block("live", "3:00", starts="2026-06-01", ends=None),
                contract("all", client="free", kind="unlimited"),
            ],
        )
        with opened(tmp_path, book):
            maintenance = read_left("acme", NOW, "maintenance")
            assert (maintenance.minutes, maintenance.sessions, maintenance.session_minutes) == (180, 2, 15)
            assert read_left("acme", NOW, "design").minutes == 300
            assert read_left("acme", NOW).minutes == 180
            assert read_left("free", NOW).manner == "unlimited"
            assert read_left("none", NOW).manner == "on_demand"
            assert read_left("none", NOW).contract is None


def causes_book() -> dict[str, Any]:
    """The worked number of the rule, and work that must not count."""
    done = ("2026-03-02T12:00", "resolved")
    return small_book(
        desk={"rounding": {"increment": 30, "minimum": 0, "per": "request_day"}},
        clients=[{"key": "acme", "name": "Acme Ltd"}, {"key": "bond", "name": "Bond"}],
        contracts=[contract("plan")],
        requests=[
            asked("R-1", "2026-02-27T10:00", done, cause="forms"),
            asked("R-2", "2026-03-03T10:00", ("2026-03-04T10:00", "closed"), cause="forms", repeat_of="R-1"),
            asked("R-3", "2026-03-03T10:00", ("2026-03-04T10:00", "open"), cause="forms"),
            asked("R-4", "2026-03-03T10:00", ("2026-03-05T10:00", "resolved"), client="bond"),
            asked("R-5", "2026-03-03T10:00", done[:0] or ("2026-03-20T10:00", "resolved"), cause="late"),
        ],
        entries=[
            entry("E-1", "2026-02-28T10:00", "2026-02-28T10:20", request="R-1"),
            entry("E-2", "2026-03-02T10:00", "2026-03-02T10:50", request="R-1"),
            entry("E-3", "2026-03-04T10:00", "2026-03-04T12:00", request="R-3"),
            entry(
                "E-4", "2026-03-04T13:00", "2026-03-04T14:30", client="bond", request="R-4", scope="courtesy"
            ),
            entry("E-5", "2026-03-05T13:00", "2026-03-05T13:10"),
        ],
    )


MARCH = (date(2026, 3, 1), date(2026, 3, 31))
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


def row(cause: str | None, client: str, requests: int, repeats: int, accounted: int) -> dict[str, Any]:
    """One row of the answer."""
    return {
        "cause": cause,
        "client": client,
        "requests": requests,
        "repeats": repeats,
        "accounted": accounted,
    }


class TestCauses:
    def test_the_worked_number_of_the_rule(self, tmp_path: Path) -> None:
        """Resolved ones only; a request where it was resolved, its minutes where they were worked."""
        now = at("2026-03-10T12:00")
        with opened(tmp_path, causes_book()):
            everything = [row("forms", "acme", 2, 1, 90), row(None, "bond", 1, 0, 0)]
            assert causes_document(None, None, now) == everything
            assert causes_document(*FEBRUARY, now) == [row("forms", "acme", 0, 0, 30)]
            assert causes_document(*MARCH, now) == [
                row("forms", "acme", 2, 1, 60),
                row(None, "bond", 1, 0, 0),
            ]
            assert causes_document(None, None, at("2026-03-02T11:00")) == []
            assert causes_document(None, None, at("2026-03-25T11:00"))[1:] == [
                row("late", "acme", 1, 0, 0),
                row(None, "bond", 1, 0, 0),
            ]

    def test_a_close_and_late_work_change_nothing(self, tmp_path: Path) -> None:
        """Work of February that is entered in March, when February is closed, still counts in February."""
        now = at("2026-03-10T12:00")
        book = causes_book()
        book["closed_months"] = ["2026-02"]
        late = entry("E-9", "2026-02-28T15:00", "2026-02-28T15:30", request="R-1", late_in="2026-03")
        book["entries"].append(late)
        with opened(tmp_path, book):
            assert causes_document(*FEBRUARY, now) == [row("forms", "acme", 0, 0, 60)]
            assert causes_document(*MARCH, now)[0] == row("forms", "acme", 2, 1, 60)
            assert causes_document(None, None, now)[0] == row("forms", "acme", 2, 1, 120)

    def test_a_reopened_request_counts_only_while_it_was_resolved(self, tmp_path: Path) -> None:
        book = small_book(
            requests=[
                asked(
                    "R-1",
                    "2026-03-01T10:00",
                    ("2026-03-02T10:00", "resolved"),
                    ("2026-03-05T10:00", "open"),
                    cause="x",
                )
            ]
        )
        with opened(tmp_path, book):
            assert causes_document(None, None, at("2026-03-04T10:00")) == [row("x", "acme", 1, 0, 0)]
            assert causes_document(None, None, at("2026-03-06T10:00")) == []

    def test_the_screen_sees_trend_and_the_way_down(self, tmp_path: Path) -> None:
        with opened(tmp_path, causes_book()):
            page = read_causes(*MARCH, at("2026-03-10T12:00"))
        first = page.rows[0]
        assert (first.client_name, first.accounted, first.accounted_before) == ("Acme Ltd", 60, 30)
        assert (first.requests, first.requests_before) == (2, 0)
        assert page.before == FEBRUARY
        assert [(row.cause, row.accounted, row.accounted_before) for row in page.rows] == [
            ("forms", 60, 30),
            (None, 0, 0),
        ]
        assert page.accounted == 60
        assert [request.key for request in page.requests_of("forms", "acme")] == ["R-1", "R-2"]
        assert [request.key for request in page.requests_of(None)] == ["R-4"]

    @pytest.mark.parametrize(
        ("span", "before"),
        [
            (MARCH, FEBRUARY),
            ((date(2026, 10, 1), date(2026, 12, 31)), (date(2026, 7, 1), date(2026, 9, 30))),
            ((date(2026, 3, 10), date(2026, 3, 19)), (date(2026, 2, 28), date(2026, 3, 9))),
            ((date(2026, 3, 10), date(2026, 3, 10)), (date(2026, 3, 9), date(2026, 3, 9))),
        ],
    )
    def test_the_span_before(self, span: tuple[date, date], before: tuple[date, date]) -> None:
        assert span_before(*span) == before

    def test_a_desk_without_requests_or_work(self, tmp_path: Path) -> None:
        with opened(tmp_path, small_book()):
            assert causes_document(None, None, NOW) == []
            assert requests_document(NOW, True) == []
            assert read_queue(NOW) == ()
