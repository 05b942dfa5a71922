"""Is the sample desk believable and valid at whatever instant it is opened?"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from models.demo import DEMO_NOW, demo_book
from models.demo.calendar import WorkCalendar, bank_holidays, closed_days
from models.demo.history import MONTHS
from models.domain.basics.months import Month, add_months
from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.draws import replay
from models.domain.ledger.results import MonthLedger
from models.domain.ledger.sums import MonthSums, sums_of
from models.domain.requests.clocks import clocks
from models.domain.values import Book, Contract, Entry
from models.holiday_dates import calendar_of
from tests.texts import check_book, dump_text, parse_book

LONDON = zone("Europe/London")


def at(text: str) -> int:
    """The instant of a wall clock in London."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London")).timestamp())


def _random_instants() -> list[int]:
    rng = random.Random(20)
    first, last = at("2025-01-01T00:00"), at("2030-12-31T23:59")
    return [rng.randrange(first, last) for _ in range(6)]


NOWS = {
    "screenshots": DEMO_NOW,
    "first day of the years": at("2025-01-01T00:00"),
    "new year's morning": at("2028-01-01T09:30"),
    "leap day": at("2028-02-29T11:00"),
    "sunday at three": at("2026-06-07T03:00"),
    "first of a month, half past midnight": at("2026-10-01T00:30"),
    "first of a month, in the morning": at("2027-09-01T10:42"),
    "second, after a saturday the first": at("2026-08-02T12:00"),
    "second of a month at one": at("2026-07-02T01:00"),
    "clocks forward": at("2026-03-29T02:30"),
    "clocks back": at("2026-10-25T01:30"),
    "tuesday after easter": at("2027-03-30T09:02"),
    "lunch": at("2029-05-16T12:50"),
    "friday after closing": at("2029-05-18T20:00"),
    "end of january": at("2030-01-31T16:00"),
    "last second": at("2030-12-31T23:59"),
} | {f"random {number}": instant for number, instant in enumerate(_random_instants())}


CASES = [pytest.param(name, marks=pytest.mark.long if name.startswith("random") else ()) for name in NOWS]


class Books(dict[str, Book]):
    """The sample desk at each of the instants, made when it is first asked for."""

    def __missing__(self, name: str) -> Book:
        return self.setdefault(name, demo_book(NOWS[name]))


@pytest.fixture(scope="module")
def books() -> dict[str, Book]:
    return Books()


@pytest.fixture(scope="module")
def shown(books: dict[str, Book]) -> Book:
    return books["screenshots"]


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, books: dict[str, Book]) -> tuple[int, Book]:
    return NOWS[request.param], books[request.param]


def _overlaps(book: Book, now: int) -> list[tuple[Entry, Entry]]:
    by_agent: dict[str, list[Entry]] = defaultdict(list)
    for entry in book.entries:
        by_agent[entry.agent].append(entry)
    found = []
    for entries in by_agent.values():
        for earlier, later in pairwise(sorted(entries, key=lambda entry: entry.started_at)):
            if later.started_at < (earlier.ended_at or now + 1):
                found.append((earlier, later))
    return found


def _decision(contract: Contract) -> date:
    assert contract.term_end is not None
    return add_months(contract.term_end, -contract.renewal.notice_months)


def _undecided(book: Book) -> dict[str, Contract]:
    renewed = {contract.renews for contract in book.contracts}
    return {
        contract.client: contract
        for contract in book.contracts
        if contract.term_end
        and not contract.cancelled
        and contract.key not in renewed
        and contract.renewal.mode != "none"
    }


def test_screenshots_show_a_tuesday_morning_in_london() -> None:
    assert at("2026-11-24T10:42") == DEMO_NOW
    assert LONDON.local(DEMO_NOW).strftime("%a %H:%M") == "Tue 10:42"


def test_the_same_instant_gives_the_same_book(shown: Book) -> None:
    assert demo_book(DEMO_NOW) == shown


def test_the_past_does_not_change_within_a_month(shown: Book) -> None:
    """Opened again a week later, last quarter's work has the same agents, times and notes."""
    until = at("2026-09-01T00:00")
    later = demo_book(at("2026-11-30T09:00"))
    past = [
        (e.agent, e.client, e.started_at, e.ended_at, e.note) for e in shown.entries if e.started_at < until
    ]
    assert past == [
        (e.agent, e.client, e.started_at, e.ended_at, e.note) for e in later.entries if e.started_at < until
    ]


def test_about_five_thousand_entries(case: tuple[int, Book]) -> None:
    assert 4500 <= len(case[1].entries) <= 5500


def test_nothing_lies_after_now(case: tuple[int, Book]) -> None:
    now, book = case
    for entry in book.entries:
        assert entry.started_at <= (entry.ended_at if entry.ended_at is not None else now) <= now
    for request in book.requests:
        instants = [request.reported_at, *(event.at for event in request.events)]
        assert instants == sorted(instants), request
        assert instants[-1] <= now, request
        if request.first_response_at is not None:
            assert request.reported_at <= request.first_response_at <= now, request
    assert all(charge.date <= LONDON.date_of(now) for charge in book.charges)


def test_every_reference_is_known(case: tuple[int, Book]) -> None:
    book = case[1]
    sections = (
        book.agents,
        book.work_types,
        book.tiers,
        book.clients,
        book.contracts,
        book.requests,
        book.entries,
        book.charges,
    )
    for section in sections:
        keys = [row.key for row in section]
        assert len(keys) == len(set(keys))
    clients, work_types = {row.key for row in book.clients}, {row.key for row in book.work_types}
    agents, requests = {row.key for row in book.agents}, {row.key: row for row in book.requests}
    contracts = {row.key: row for row in book.contracts}
    assert {row.tier for row in book.clients} <= {row.key for row in book.tiers} | {None}
    for entry in book.entries:
        assert entry.agent in agents
        assert entry.work_type in work_types
        assert entry.client is None or entry.client in clients
        assert entry.request is None or requests[entry.request].client == entry.client
    for request in book.requests:
        assert request.assignee is None or request.assignee in agents
        assert request.repeat_of is None or requests[request.repeat_of].client == request.client
    for contract in book.contracts:
        assert contract.client in clients
        if contract.renews is not None:
            before = contracts[contract.renews].last_day
            assert before is not None
            assert before < contract.starts


def test_terms_are_in_order(case: tuple[int, Book]) -> None:
    for contract in case[1].contracts:
        assert contract.term_end is None or contract.starts <= contract.term_end, contract
        assert not (contract.ends and contract.valid_months), contract
        if contract.cancelled is not None:
            assert contract.term_end is not None
            assert contract.starts <= contract.cancelled <= contract.term_end


def test_closed_months_are_clean_and_last_month_can_be_closed(case: tuple[int, Book]) -> None:
    """No overlap, no entry without a client and no timer before the current month."""
    now, book = case
    current = Month.of(LONDON.date_of(now))
    begins = LONDON.starts(current.first_day)
    assert book.closed_months[0] == current.plus(-MONTHS)
    assert book.closed_months[-1] == current.plus(-2)
    assert len(book.closed_months) == MONTHS - 1
    assert book.entries[0].started_at >= LONDON.starts(book.closed_months[0].first_day)
    for entry in book.entries:
        if entry.started_at < begins:
            assert entry.ended_at is not None
            assert entry.client is not None or entry.scope == "internal"
    assert all(later.started_at >= begins for _, later in _overlaps(book, now))


def test_one_deliberate_overlap_at_most(case: tuple[int, Book]) -> None:
    now, book = case
    assert len(_overlaps(book, now)) <= 1


def test_overlap_and_unknown_caller_of_the_screenshots(shown: Book) -> None:
    assert [later.agent for _, later in _overlaps(shown, DEMO_NOW)] == ["priya"]
    nobody = [entry for entry in shown.entries if entry.client is None and entry.scope != "internal"]
    assert [Month.of(LONDON.date_of(entry.started_at)) for entry in nobody] == [Month(2026, 11)]


def test_mo_forgot_his_timer_and_dana_runs_one(case: tuple[int, Book]) -> None:
    now, book = case
    running = {entry.agent: entry for entry in book.entries if entry.ended_at is None}
    assert {"mo", "dana"} <= set(running) <= {"mo", "ivan", "dana"}
    assert len([entry for entry in book.entries if entry.ended_at is None]) == len(running)
    assert all(
        Month.of(LONDON.date_of(entry.started_at)) == Month.of(LONDON.date_of(now))
        for entry in running.values()
    )
    assert max(entry.started_at for entry in book.entries if entry.agent == "mo") == running["mo"].started_at


@pytest.mark.parametrize("name", ["screenshots", "sunday at three", "leap day", "second of a month at one"])
def test_forgotten_timer_is_older_than_ten_hours(books: dict[str, Book], name: str) -> None:
    timer = next(entry for entry in books[name].entries if entry.agent == "mo" and entry.ended_at is None)
    assert NOWS[name] - timer.started_at > 10 * 3600


def test_danas_morning(shown: Book) -> None:
    today = LONDON.starts(date(2026, 11, 24))
    rows = [entry for entry in shown.entries if entry.agent == "dana" and entry.started_at >= today]
    assert [(entry.client, entry.scope) for entry in rows] == [
        ("halden", "support"),
        ("kirk", "courtesy"),
        ("acme", "support"),
        ("acme", "support"),
    ]
    assert rows[-1].ended_at is None


def test_work_happens_in_working_hours(shown: Book) -> None:
    """Nine in ten entries lie in the windows of an open day, and none on a bank holiday."""
    calendar = WorkCalendar(LONDON, 2025, 2027)
    inside = 0
    for entry in shown.entries:
        day = LONDON.date_of(entry.started_at)
        assert day not in bank_holidays(day.year)
        minute = (entry.started_at - LONDON.starts(day)) // 60
        inside += any(window.opens <= minute <= window.closes for window in calendar.windows(day))
    assert inside > 0.95 * len(shown.entries)


def test_fourteen_open_requests_in_every_state_and_urgency(case: tuple[int, Book]) -> None:
    still = [request for request in case[1].requests if request.state not in ("resolved", "closed")]
    assert len(still) == 14
    assert {request.state for request in still} == {"new", "open", "waiting"}
    assert {request.priority for request in still} == {"low", "normal", "high", "urgent"}
    waiting = next(request for request in still if request.subject == "SSL renewal")
    assert 3 <= (case[0] - waiting.events[-1].at) / 86400 < 9


def test_requests_have_causes_repeats_and_answers(shown: Book) -> None:
    resolved = [request for request in shown.requests if request.state in ("resolved", "closed")]
    assert len([request for request in resolved if request.cause is None]) == 1
    assert {"forms", "content", "dns", "email", "update", "hosting", "user-error"} <= {
        request.cause for request in resolved
    }
    assert len([request for request in resolved if request.repeat_of]) > 20
    assert all(request.first_response_at is not None for request in resolved)
    worked = {entry.request for entry in shown.entries}
    assert len([request for request in resolved if request.key not in worked]) == 1


def test_every_kind_of_contract_is_sold(case: tuple[int, Book]) -> None:
    book = case[1]
    assert {contract.kind for contract in book.contracts} == {"retainer", "block", "unlimited", "on_demand"}
    allowances = [allowance for contract in book.contracts for allowance in contract.allowances]
    assert {allowance.every for allowance in allowances} == {"month", "quarter", "term"}
    assert any(allowance.pages for allowance in allowances)
    assert any(allowance.sessions == 2 for allowance in allowances)
    assert any(allowance.rollover.across_renewal for allowance in allowances)
    assert any(allowance.rollover.periods == 3 and allowance.rollover.cap == 360 for allowance in allowances)
    fees = [contract.fee for contract in book.contracts if contract.fee is not None]
    assert {int(fee.discount_percent) for fee in fees if fee.billing == "term"} == {7, 14, 21}
    assert any(fee.free_months for fee in fees)
    assert any(contract.rounding and contract.rounding.minimum == 180 for contract in book.contracts)
    assert "upton" not in {contract.client for contract in book.contracts}
    assert any(contract.cancelled for contract in book.contracts)
    assert min(charge.unit_price for charge in book.charges) < 0


def test_decisions_overdue_in_nine_and_in_forty_one_days(case: tuple[int, Book]) -> None:
    """Whatever the month lengths: Bluefin overdue but running, Corvid next week, Acme next month."""
    now, book = case
    today = LONDON.date_of(now)
    undecided = _undecided(book)
    days = {client: (_decision(contract) - today).days for client, contract in undecided.items()}
    assert -28 <= days["bluefin"] < -20
    assert 5 <= days["corvid"] <= 9
    assert 37 <= days["acme"] <= 41
    assert all(
        contract.last_day is not None and contract.last_day >= today for contract in undecided.values()
    )
    assert all(days[client] > 0 for client, contract in undecided.items() if contract.renewal.mode == "auto")


def _ledgers(book: Book, client: str) -> dict[Month, MonthSums]:
    """The month sums of a client, by the rules themselves."""
    return {ledger.month: sums_of(ledger) for ledger in _replayed(book, client)}


def _replayed(book: Book, client: str) -> list[MonthLedger]:
    last = book.closed_months[-1].plus(2)
    work_types = {work_type.key: work_type for work_type in book.work_types}
    contracts = [contract for contract in book.contracts if contract.client == client]
    terms = ClientTerms(book.desk, contracts, work_types, last.last_day)
    entries = [
        entry
        for entry in book.entries
        if entry.client == client and entry.ended_at is not None and entry.scope != "internal"
    ]
    return list(replay(terms, client, entries, (), LONDON, book.closed_months[0], last))


def _used(sums: MonthSums) -> float:
    """Accounted against usable, in per cent (RULES 8)."""
    return 100 * sums.accounted / (sums.opening + sums.granted)


def test_stories_of_the_month(shown: Book) -> None:
    """Bluefin is about 118 % of 4:00, Corvid 19 % of 6:00, Saltmarsh between 90 and 100 % of 5:00."""
    november = Month(2026, 11)
    assert 110 <= _used(_ledgers(shown, "bluefin")[november]) <= 125
    corvid = _ledgers(shown, "corvid")[november]
    assert (corvid.opening, corvid.granted) == (120, 240)
    assert 16 <= _used(corvid) <= 24
    assert corvid.lapsed > 0
    assert 90 <= _used(_ledgers(shown, "saltmarsh")[november]) < 100
    assert 30 <= _ledgers(shown, "ivy")[november].closing <= 4 * 60
    assert _ledgers(shown, "acme")[november].opening > 0


@pytest.mark.parametrize("name", ["clocks back", "end of january", "leap day", "lunch"])
def test_overrun_shows_in_every_year(books: dict[str, Book], name: str) -> None:
    """Bluefin used more than its 4:00 last month, and does so this month."""
    months = list(_ledgers(books[name], "bluefin").values())
    assert months[-2].overage > 0
    assert _used(months[-1]) > 100


@pytest.mark.parametrize("name", ["screenshots", "first day of the years", "leap day", "last second"])
def test_the_book_reads_back(books: dict[str, Book], name: str) -> None:
    assert parse_book(dump_text(books[name])) == books[name]


@pytest.mark.parametrize("name", CASES)
def test_the_book_is_accepted(books: dict[str, Book], name: str) -> None:
    check_book(books[name])


def test_one_is_late_and_one_is_due_soon(case: tuple[int, Book]) -> None:
    """Kirk has waited 65 working minutes too long; Acme's solution is due in 40.

    Halden is left out: its clock never stands still, so it depends on the length of the weekend.
    """
    now, book = case
    calendar = calendar_of(book.desk)
    tiers = {tier.key: tier for tier in book.tiers}
    clients = {client.key: client for client in book.clients}
    states = {}
    for request in book.requests:
        if request.state not in ("resolved", "closed") and request.client != "halden":
            found = clocks(request, tiers[clients[request.client].tier or ""], calendar, now)
            states[request.client, request.subject] = (found.response_state, found.resolution_state)
    assert [key[0] for key, pair in states.items() if "due_soon" in pair] == ["acme"]
    overdue = [key[0] for key, pair in states.items() if "breached" in pair]
    assert overdue == ["kirk"]


def test_late_work_stands_in_the_first_open_month(shown: Book) -> None:
    late = [entry for entry in shown.entries if entry.late_in is not None]
    assert [(LONDON.date_of(entry.started_at), entry.late_in) for entry in late] == [
        (date(2026, 9, 30), Month(2026, 10))
    ]


def test_last_month_has_a_short_day_of_mo(shown: Book) -> None:
    spent = Counter[date]()
    for entry in shown.entries:
        if entry.agent == "mo" and entry.ended_at is not None:
            spent[LONDON.date_of(entry.started_at)] += entry.ended_at - entry.started_at
    short = [day for day, seconds in spent.items() if Month.of(day) == Month(2026, 10) and seconds < 225 * 60]
    assert short == [date(2026, 10, 8)]


@pytest.mark.parametrize("year", range(2023, 2032))
def test_bank_holidays_agree_with_the_library(year: int) -> None:
    import holidays

    known = {day for day in holidays.country_holidays("GB", subdiv="ENG", years=year) if day.weekday() < 5}
    assert bank_holidays(year) <= known
    assert known - bank_holidays(year) <= {date(2023, 5, 8)}, "the coronation alone was a holiday of one year"


def test_closed_days_are_the_eves() -> None:
    assert closed_days(2026, 2026) == (date(2026, 12, 24), date(2026, 12, 31))


def test_working_minutes_run_backwards() -> None:
    """Tuesday 10:42 less 102 + 465 minutes is Monday 9:00; a Sunday counts nothing."""
    calendar = WorkCalendar(LONDON, 2026, 2026)
    assert calendar.back(DEMO_NOW, 102 + 465) == at("2026-11-23T09:00")
    assert calendar.back(at("2026-11-22T12:00"), 10) == at("2026-11-20T16:20")


def test_instants_are_of_the_years_it_is_made_for() -> None:
    assert {datetime.fromtimestamp(now, UTC).year for now in NOWS.values()} >= set(range(2025, 2031))


CHRISTMAS = [at(f"2026-12-{day}T{hour:02d}:17") for day in range(24, 29) for hour in (0, 4, 9, 12, 15, 22)]
WEEK = [at("2026-11-23T00:05") + hour * 3600 for hour in range(7 * 24)]
"""Every hour of a week."""


SOME = [*WEEK[::11], *CHRISTMAS[::7]]
"""Each is at another hour of the day."""
HOURS = [
    *SOME,
    *(pytest.param(now, marks=pytest.mark.long) for now in [*WEEK, *CHRISTMAS] if now not in SOME),
]


@pytest.mark.parametrize("now", HOURS)
def test_found_3_14_the_desk_is_awake_at_every_hour(now: int) -> None:
    """Dana's timer runs, she did something today, and no two of her entries overlap."""
    book = demo_book(now)
    today = LONDON.starts(LONDON.date_of(now))
    hers = [entry for entry in book.entries if entry.agent == "dana" and (entry.ended_at or now) > today]
    (running,) = (entry for entry in hers if entry.ended_at is None)
    assert running.client == "acme"
    assert 0 <= now - running.started_at <= 25 * 60
    assert len(hers) >= (2 if now - today > 70 * 60 else 1)
    for earlier, later in pairwise(sorted(hers, key=lambda entry: entry.started_at)):
        assert (earlier.ended_at or now) <= later.started_at


DAYS = [
    at(f"2026-{month}-{day:02d}T10:30")
    for month in ("10", "11", "12")
    for day in (1, 2, 3, 4, 5, 9, 15, 22, 28)
]
NIGHTS = [at("2026-12-25T03:00"), at("2027-01-01T00:20"), at("2026-11-01T02:00")]
"""Each day is one of the first, the middle or the end of a month."""


@pytest.mark.parametrize(
    "now",
    [
        *DAYS[::4],
        NIGHTS[1],
        *(pytest.param(now, marks=pytest.mark.long) for now in [*DAYS, *NIGHTS[::2]] if now not in DAYS[::4]),
    ],
)
def test_found_3_14_something_is_late_over_and_about_to_lapse(now: int) -> None:
    book = demo_book(now)
    today = LONDON.date_of(now)
    over, lapsing = [], []
    for client in book.clients:
        ledgers = _replayed(book, client.key)
        sums = sums_of(ledgers[-1])
        if sums.overage or (sums.covered and _used(sums) >= 75):
            over.append(client.key)
        ends = [row.expires_on for row in ledgers[-1].grants if row.closing and row.expires_on is not None]
        lapsing += [end for end in ends if 0 <= (end - today).days <= 45]
    assert over
    assert lapsing
