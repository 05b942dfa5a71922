"""What a change would do: numbers before and after, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings

from models.domain.basics.months import Month
from models.domain.basics.notation import parse_instant
from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.differences import month_words, shift_lines, shifts
from models.domain.ledger.draws import replay
from models.domain.ledger.results import MonthLedger
from models.domain.ledger.sums import sums_of
from models.domain.values import (
    Allowance,
    Book,
    Contract,
    DatedRate,
    Desk,
    Entry,
    Fee,
    Rollover,
    Rounding,
    WorkType,
)
from tests.strategies import books

TODAY = date(2026, 3, 20)
DESK = Desk("Desk", "UTC", "GBP")
TYPES = {"m": WorkType("m", "Maintenance", (DatedRate(date(2020, 1, 1), 9000),))}
FEBRUARY, MARCH, APRIL = Month(2026, 2), Month(2026, 3), Month(2026, 4)


def entry(key: str, start: str, end: str, **more: Any) -> Entry:
    first, last = (parse_instant(f"{moment}:00Z", "") for moment in (start, end))
    return Entry(key, "dana", "m", first, last, "acme", **more)


def plan(key: str = "plan", **more: Any) -> Contract:
    terms: dict[str, Any] = {
        "kind": "retainer",
        "starts": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "allowances": (Allowance("month", minutes=20),),
        "rounding": Rounding(15),
        "fee": Fee(35000, "month"),
    }
    return Contract(key=key, client="acme", name="Plan", **terms | more)


def ledgers(
    entries: tuple[Entry, ...], *contracts: Contract, first: Month = MARCH, last: Month = MARCH
) -> list[MonthLedger]:
    terms = ClientTerms(DESK, contracts or (plan(),), TYPES, last.last_day)
    return list(replay(terms, "acme", entries, (), zone("UTC"), first, last))


def words(before: list[MonthLedger], after: list[MonthLedger], **more: Any) -> tuple[str, ...]:
    return shift_lines(shifts(before, after), "GBP", TODAY, **more)


CALL = entry("E-1", "2026-03-02T10:00", "2026-03-02T10:47")


def test_a_shorter_call_takes_the_overage_away() -> None:
    shorter = entry("E-1", "2026-03-02T10:00", "2026-03-02T10:12")
    assert words(ledgers((CALL,)), ledgers((shorter,))) == (
        "total in March 410.00 → 350.00",
        "overage in March 0:40 → 0:00",
        "accounted in March 1:00 → 0:15",
        "spent in March 0:47 → 0:12",
        "March grant lapsing 0:00 → 0:05",
        "March grant drawn 0:20 → 0:15",
    )


def test_nothing_shifts_when_nothing_changes() -> None:
    noted = replace(CALL, note="a better note")
    assert shifts(ledgers((CALL,)), ledgers((noted,))) == ()
    assert shift_lines((), "GBP", TODAY) == ()


def test_later_months_follow() -> None:
    keeps = plan(allowances=(Allowance("month", minutes=240, rollover=Rollover(periods=1)),))
    call = entry("E-1", "2026-02-10T10:00", "2026-02-10T11:00")
    before, after = (ledgers(entries, keeps, first=FEBRUARY, last=APRIL) for entries in ((call,), ()))
    assert words(before, after)[-4:] == (
        "spent in February 1:00 → 0:00",
        "February grant drawn 1:00 → 0:00",
        "February grant carried forward 3:00 → 4:00",
        "February grant lapsing in March 3:00 → 4:00",
    )


def test_two_grants_of_one_month_are_told_apart() -> None:
    twice = plan(
        allowances=(Allowance("month", minutes=20), Allowance("month", minutes=30)),
        ends=date(2026, 3, 31),
    )
    block = plan(
        "block", kind="block", allowances=(), minutes=60, fee=None, starts=date(2026, 3, 1), ends=None
    )
    found = words(ledgers((CALL,), twice, block), ledgers((), twice, block))
    assert "March grant (plan, allowance 1) drawn 0:20 → 0:00" in found
    assert "March grant (plan, allowance 2) drawn 0:30 → 0:00" in found
    assert "March grant (block) drawn 0:10 → 0:00" in found


def test_sessions_are_counted() -> None:
    visits = plan(allowances=(Allowance("month", sessions=3, session_minutes=15),))
    short = entry("E-2", "2026-03-03T10:00", "2026-03-03T10:10")
    found = words(ledgers((CALL, short), visits), ledgers((CALL,), visits))
    assert "by sessions in March 0:30 → 0:15" in found
    assert "March grant drawn 2 sessions → 1 session" in found
    assert (
        words(ledgers((), visits), ledgers((short,), visits))[-1]
        == "March grant drawn 0 sessions → 1 session"
    )


def test_courtesy_moves_only_what_is_spent() -> None:
    given_away = replace(CALL, scope="courtesy")
    assert words(ledgers(()), ledgers((given_away,))) == (
        "courtesy in March 0:00 → 0:47",
        "spent in March 0:00 → 0:47",
    )


def test_clients_are_named_where_there_are_two() -> None:
    here, gone = ledgers((CALL,)), ledgers(())
    other = [replace(ledger, client="beta") for ledger in gone]
    more = [replace(ledger, client="beta") for ledger in here]
    found = shifts(here, gone) + shifts(other, more)
    lines = shift_lines(found, "GBP", TODAY, {"acme": "Acme Ltd"})
    assert lines[0] == "Acme Ltd: total in March 410.00 → 350.00"
    assert "beta: total in March 350.00 → 410.00" in lines
    assert "Acme Ltd: March grant drawn 0:20 → 0:00" in lines


def test_another_year_is_said() -> None:
    assert month_words(MARCH, 2026) == "March"
    assert month_words(MARCH, 2027) == "March 2026"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_shifts_are_exactly_what_differs(book: Book) -> None:
    """Leaving the first entry out: no shift exactly when sums, totals and grants of all months are the same."""
    types = {work_type.key: work_type for work_type in book.work_types}
    last = Month(2027, 3)
    for client in book.clients:
        own = tuple(entry for entry in book.entries if entry.client == client.key)
        contracts = tuple(contract for contract in book.contracts if contract.client == client.key)
        terms = ClientTerms(book.desk, contracts, types, last.last_day)
        where = zone(book.desk.timezone)
        first = Month(2025, 11)
        one, two = (
            list(replay(terms, client.key, entries, (), where, first, last)) for entries in (own, own[1:])
        )
        found = shifts(one, two)
        same = all(
            (sums_of(old), old.total, old.grants) == (sums_of(new), new.total, new.grants)
            for old, new in zip(one, two, strict=True)
        )
        assert (not found) == same
        assert all(shift.before != shift.after for shift in found)
        assert shifts(one, one) == ()
        assert [(s.after, s.before) for s in shifts(two, one)] == [(s.before, s.after) for s in found]
        assert len(shift_lines(found, book.desk.currency, TODAY)) == len(found)
