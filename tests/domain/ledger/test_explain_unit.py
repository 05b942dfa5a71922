"""Any number of a month in words: exact, complete, and the same order as the ledger's (RULES 3.8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings

from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.balances import Identity
from models.domain.ledger.document import ledger_document
from models.domain.ledger.explaining.explain_basis import Basis, minutes_words, month_words, spent_words
from models.domain.ledger.explaining.explain_order import Place, accounts_before, places, since, why_before
from models.domain.ledger.explaining.explain_sums import explain_grant, explain_line, explain_sum
from models.domain.ledger.explaining.explain_unit import explain_unit
from models.domain.ledger.sums import FLOWS, SPLIT
from models.domain.values import Allowance, Book, Charge, Contract, Desk, Entry, Fee, Rollover, Rounding
from tests.builders import DESK, block, book_ledgers, contract, left_by, monthly, months, terms, work
from tests.dense import FIRST_MONTH, LAST_MONTH, dense_books

SUMS = (*FLOWS, "spent_seconds", "accounted", "counted", *SPLIT, "courtesy_seconds", "late_accounted")


def basis(
    contracts: Iterable[Contract],
    entries: Iterable[Entry],
    month: str,
    *,
    desk: Desk = DESK,
    charges: tuple[Charge, ...] = (),
) -> Basis:
    """What an explanation of acme's month stands on."""
    contracts, entries = tuple(contracts), tuple(entries)
    made = months(contracts, entries, first="2025-12", desk=desk, charges=charges)
    keys = sorted(made)
    return Basis(
        ledger_document(made[month], "GBP", closed=False),
        {entry.key: entry for entry in entries},
        terms(*contracts, desk=desk),
        zone(desk.timezone),
        left_by(made[key] for key in keys[: keys.index(month)]),
    )


def unit_text(*arguments: Any, position: int = 0, **more: Any) -> str:
    return "\n".join(explain_unit(basis(*arguments, **more), position))


PLAN = contract("plan", "retainer", monthly(20), name="Care", rates=(("*", 9000),), rounding=Rounding(15))


class TestUnit:
    def test_the_worked_number(self) -> None:
        found = unit_text([PLAN], [work("E-1", "2026-03-02 10:00", 47, request="R-1")], "2026-03")
        assert found.splitlines() == [
            "60 min (1 h) accounted for 47 min on 2 Mar 2026 (support, maintenance, request R-1)",
            "",
            "Worked (local time, cut at midnight; RULES 3.1):",
            "  E-1, dana: 10:00–10:47, 47 min",
            "",
            "Care (retainer) governs this work: its rounding and rate hold (RULES 3.4).",
            "Rounding: up to the next 15 min: 47 min → 60 min (1 h) (RULES 3.2).",
            "",
            "Drawn, in the order of RULES 3.3:",
            "  1. Care from 1 Mar 2026: 20 min of the 60 min (1 h) to cover; 20 min left before, 0 min after",
            "     the only one that had anything left",
            "Left over: 40 min, overage, since a retainer governs (Care; RULES 3.5).",
            "",
            "Line: overage, maintenance under Care: 40 min × 90.00 / 60 = 60.00, rounded once for the whole line"
            " (RULES 3.5).",
        ]

    def test_the_reason_for_the_order(self) -> None:
        """6 h on 10 May: B's 5 h first, since B expires sooner, then A's."""
        a = block("A", 600, date(2026, 2, 1), date(2026, 7, 31))
        b = block("B", 300, date(2026, 3, 1), date(2026, 5, 31))
        found = unit_text([a, b], [work("E", "2026-05-10 09:00", 360)], "2026-05")
        assert (
            "1. B: 300 min (5 h) of the 360 min (6 h) to cover; 300 min (5 h) left before, 0 min after"
            in found
        )
        assert "before the next: it expires on 31 May 2026, before A's 31 Jul 2026" in found
        assert "2. A: 60 min (1 h) of the 60 min (1 h) to cover; 600 min (10 h) left before" in found
        assert "the last that had anything left" in found
        assert found.endswith("Nothing is left to bill.")

    def test_what_was_not_touched_is_told(self) -> None:
        a = block("A", 600, date(2026, 2, 1), date(2026, 7, 31))
        b = block("B", 300, date(2026, 3, 1), date(2026, 5, 31))
        found = unit_text([a, b], [work("E", "2026-05-10 09:00", 60)], "2026-05")
        assert "Not touched: A: everything was drawn before its turn." in found

    def test_sessions(self) -> None:
        sessions = Allowance("month", sessions=2, session_minutes=15)
        plan = contract("k", "retainer", sessions, replace(sessions, sessions=1))
        found = unit_text([plan], [work("E", "2026-03-02 09:00", 25)], "2026-03")
        assert (
            "k from 1 Mar 2026, allowance 1: 15 min of the 25 min to cover; 2 sessions of 15 min left, one is"
            in found
        )
        assert "used, 1 stay" in found
        assert "Not touched: k from 1 Mar 2026, allowance 2: a unit uses one session at most." in found

    def test_unlimited(self) -> None:
        found = unit_text([contract("u", "unlimited"), PLAN], [work("E", "2026-03-02 09:00", 25)], "2026-03")
        assert "1. u: unlimited, covers all 25 min" in found
        assert "before the next: unlimited hours come first, Care from 1 Mar 2026 includes minutes" in found

    def test_nothing_left(self) -> None:
        entries = [work("E", "2026-03-02 09:00", 20), work("F", "2026-03-03 09:00", 20)]
        assert "No grant had anything left for this work" in unit_text([PLAN], entries, "2026-03", position=1)

    def test_without_a_contract(self) -> None:
        desk = replace(DESK, on_demand_rounding=Rounding(15, 30))
        found = unit_text([], [work("E", "2026-03-02 09:00", 25)], "2026-03", desk=desk)
        assert "No contract governs this work" in found
        assert "Rounding: at least 30 min, up to the next 15 min: 25 min → 30 min" in found
        assert "Left over: 30 min, billed on demand, since neither a retainer nor a block governs" in found
        assert "Line: on demand, maintenance: 30 min × 70.00 / 60 = 35.00" in found

    def test_over_midnight(self) -> None:
        desk = replace(DESK, on_demand_rounding=Rounding(15, 180), timezone="Europe/Berlin")
        call = [work("E", "2026-03-02 22:50", 20.5)]
        before, after = (unit_text([], call, "2026-03", desk=desk, position=n) for n in (0, 1))
        assert "E, dana: 23:50–24:00, 10 min" in before
        assert "at least 180 min (3 h), up to the next 15 min: 10 min → 180 min (3 h)" in before
        assert "E, dana: 00:00–00:10, 10 min 30 s, carried over midnight" in after
        assert (
            "no minimum, as the call paid it before midnight; up to the next 15 min: 10 min 30 s → 15 min"
            in after
        )

    def test_a_request_and_day(self) -> None:
        entries = [work(f"E-{n}", f"2026-03-02 {n}:00", 5, request="R") for n in (10, 12)]
        found = unit_text([PLAN], entries, "2026-03")
        assert "E-10, dana: 10:00–10:05, 5 min" in found
        assert "Together 10 min: one request's work of a day, type and scope is one unit" in found

    @pytest.mark.parametrize(
        ("scope", "says"),
        [
            ("courtesy", "Courtesy: it is shown and costs nothing, so 0 min are accounted"),
            ("additional", "Additional work lies outside the contract"),
        ],
    )
    def test_scopes(self, scope: str, says: str) -> None:
        entry = replace(work("E", "2026-03-02 09:00", 25), scope=scope)  # type: ignore[arg-type]  # from the table
        assert says in unit_text([PLAN], [entry], "2026-03")

    def test_late_work_that_takes_back(self) -> None:
        plan = contract("k", "retainer", monthly(600))
        entries = [
            work("E", "2026-01-10 09:00", 480),
            work("L", "2026-01-30 09:00", 180, late_in="2026-02"),
        ]
        found = unit_text([plan], entries, "2026-02")
        assert (
            "Late work: done in January 2026, which was closed when it was recorded, and therefore shown in"
            in found
        )
        assert (
            "120 min (2 h) of the 180 min (3 h) to cover, 120 min (2 h) of it restored from what had lapsed"
            in found
        )
        assert "120 min (2 h) left before, 0 min after" in found
        assert "Line: late overage, maintenance under k: 60 min" in found

    def test_a_late_session(self) -> None:
        plan = contract("k", "retainer", Allowance("month", sessions=1, session_minutes=15))
        found = unit_text([plan], [work("L", "2026-01-30 09:00", 5, late_in="2026-02")], "2026-02")
        assert "1 session of 15 min left, one is used, one that had lapsed, 0 stay" in found

    def test_a_line_that_others_share(self) -> None:
        entries = [work("E", "2026-03-02 09:00", 20), work("F", "2026-03-03 09:00", 50)]
        bare = contract("k", "retainer")
        assert "Of its 70 min, 50 come from here." in unit_text([bare], entries, "2026-03", position=1)

    def test_what_a_cap_took_earlier_in_the_month_is_gone(self) -> None:
        plan = contract("k", "retainer", monthly(100, 2, 30), starts=date(2026, 1, 11), anchor="start")
        found = unit_text([plan], [work("E", "2026-02-20 09:00", 50)], "2026-02")
        assert "30 min of the 50 min to cover; 30 min left before, 0 min after" in found

    def test_a_frozen_month_whose_rounding_changed_since(self) -> None:
        found = basis([], [work("E", "2026-03-02 09:00", 25)], "2026-03")
        now = terms(desk=replace(DESK, rounding=Rounding(15)))
        assert "Rounding: 25 min, as frozen; the desk's rounding has changed since." in explain_unit(
            replace(found, terms=now), 0
        )

    def test_a_contract_that_is_gone(self) -> None:
        found = replace(basis([PLAN], [work("E", "2026-03-02 09:00", 47)], "2026-03"), terms=terms())
        words = "\n".join(explain_unit(found, 0))
        assert "No grant had anything left" in words
        assert "plan" in "\n".join(explain_grant(found, 0))
        more = contract("m", "unlimited")
        words = "\n".join(explain_unit(replace(found, terms=terms(more)), 0))
        assert "1. plan: 20 min, by terms that have changed since" in words

    def test_a_period_that_was_granted_by_other_terms(self) -> None:
        found = basis([PLAN], [work("E", "2026-03-02 09:00", 47)], "2026-03")
        gone = replace(PLAN, starts=date(2026, 6, 1))
        words = "\n".join(explain_unit(replace(found, terms=terms(gone, contract("m", "unlimited"))), 0))
        assert "Care from 1 Mar 2026: 20 min, by terms that have changed since" in words


class TestReasons:
    FIRST = Place(("a", 0, date(2026, 1, 1)), "minutes", 1, date(2026, 5, 31), True, 0)

    @pytest.mark.parametrize(
        ("other", "says"),
        [
            ({"width": 2}, "it serves 1 work type, X 2 work types: the narrower first"),
            ({"width": None}, "it serves 1 work type, X all work types: the narrower first"),
            ({"expires_on": date(2026, 7, 31)}, "it expires on 31 May 2026, before X's 31 Jul 2026"),
            ({"expires_on": None}, "it expires on 31 May 2026, before X, which never does"),
            ({"free": False}, "its contract costs nothing, X is paid for"),
            ({"identity": ("a", 0, date(2026, 2, 1))}, "it began on 1 Jan 2026, before X's 1 Feb 2026"),
            (
                {"identity": ("a", 1, date(2026, 1, 1))},
                "all else being equal, it comes before X by its key and place",
            ),
            ({"identity": ("b", None, date(2026, 1, 1))}, "all else being equal"),
        ],
    )
    def test_the_first_difference_decides(self, other: dict[str, Any], says: str) -> None:
        second = replace(self.FIRST, **other)
        assert says in why_before(self.FIRST, second, "X")
        assert self.FIRST.order < second.order

    def test_kinds(self) -> None:
        unlimited, sessions = (replace(self.FIRST, kind=kind) for kind in ("unlimited", "sessions"))
        assert why_before(unlimited, sessions, "X") == "unlimited hours come first, X includes sessions"
        assert why_before(sessions, self.FIRST, "X") == "sessions come before minutes, X includes minutes"


class TestNames:
    def test_a_name_that_two_share_has_its_key(self) -> None:
        twins = [replace(PLAN, key=key, name="Care") for key in ("a", "b")]
        found = basis(twins, [], "2026-03")
        assert [found.name(key) for key in ("a", "nobody")] == ["Care (a)", "nobody"]
        assert found.grant_name(("a", 0, date(2026, 3, 1))) == "Care (a) from 1 Mar 2026"

    def test_words(self) -> None:
        assert [minutes_words(n) for n in (0, 59, 60, 1440)] == [
            "0 min",
            "59 min",
            "60 min (1 h)",
            "1,440 min (24 h)",
        ]
        assert [spent_words(n) for n in (0, 59, 61, 3600)] == ["0 min", "59 s", "1 min 1 s", "60 min (1 h)"]
        assert month_words(Month(2026, 12)) == "December 2026"


class TestGrant:
    def test_draws_lapse_and_the_sum(self) -> None:
        plan = contract("k", "retainer", monthly(600))
        found = basis([plan], [work("E", "2026-01-12 09:00", 480, request="R-1")], "2026-01")
        assert explain_grant(found, 0) == (
            "k from 1 Jan 2026: 0 min carried forward from January 2026",
            "It can be drawn from 1 Jan 2026 to 31 Jan 2026, both days included.",
            "",
            "  brought forward 0 min",
            "  + granted 600 min (10 h)",
            "  − drawn 480 min (8 h)",
            "  − lapsed 120 min (2 h)",
            "  = carried forward 0 min",
            "",
            "Drawn by, in order:",
            "  12 Jan 2026 E, request R-1: 480 min (8 h)",
            "Lapsed: 120 min (2 h) were unused at the end of 31 Jan 2026 (RULES 2.4).",
        )

    def test_the_cap(self) -> None:
        found = "\n".join(
            explain_grant(basis([contract("k", "retainer", monthly(60, 2, 45))], [], "2026-01"), 0)
        )
        assert (
            "Over the carry limit: 15 min, as more was left of the allowance than the cap of 45 min on"
            " 31 Jan 2026 allows; what expires soonest goes first (RULES 2.4)." in found
        )

    def test_a_cap_that_is_gone(self) -> None:
        found = basis([contract("k", "retainer", monthly(60, 2, 45))], [], "2026-01")
        assert "than the cap allows" in "\n".join(explain_grant(replace(found, terms=terms()), 0))

    def test_what_late_work_took_back_and_sessions(self) -> None:
        plan = contract("k", "retainer", Allowance("month", sessions=2, session_minutes=15))
        late = work("L", "2026-01-30 09:00", 5, late_in="2026-02")
        found = explain_grant(basis([plan], [late], "2026-02"), 0)
        assert "  + restored 1 session" in found
        assert "  30 Jan 2026 L, late: 5 min" in found
        assert "Restored: 1 session that had been lost, for late work (RULES 6.3)." in found

    def test_for_ever(self) -> None:
        found = explain_grant(basis([block("b", 60, date(2026, 1, 1), None)], [], "2026-01"), 0)
        assert found[1] == "It can be drawn from 1 Jan 2026 for ever, both days included."


class TestLine:
    def test_time(self) -> None:
        entries = [work(f"E-{n}", f"2026-03-0{n} 09:00", 10) for n in (2, 3, 4)]
        found = basis([contract("k", "retainer", rates=(("*", 10000),))], entries, "2026-03")
        assert explain_line(found, 0) == (
            "Line: overage, maintenance under k: 30 min × 100.00 / 60 = 50.00, rounded once for the whole line"
            " (RULES 3.5).",
            "Its minutes:",
            "  2 Mar 2026 E-2: 10 min",
            "  3 Mar 2026 E-3: 10 min",
            "  4 Mar 2026 E-4: 10 min",
        )

    def test_fee_and_charge(self) -> None:
        charge = Charge("C", "acme", date(2026, 3, 5), "Product page", 3, 1200)
        found = basis([contract("k", "retainer", fee=Fee(35000, "month"))], [], "2026-03", charges=(charge,))
        assert explain_line(found, 0) == (
            "Line: the fee of k that falls due in March 2026: 350.00 (RULES 2.8).",
        )
        assert explain_line(found, 1, {"C": charge}) == (
            "Line: Product page, 5 Mar 2026: 3 pieces, together 36.00 (RULES 3.6).",
        )
        assert explain_line(found, 1) == ("Line: charge C: 36.00 (RULES 3.6).",)


class TestSum:
    ENTRIES = (
        work("E", "2026-03-02 09:00", 50),
        work("C", "2026-03-03 09:00", 10, scope="courtesy"),
        work("L", "2026-02-03 09:00", 10, late_in="2026-03"),
    )

    def test_flows(self) -> None:
        assert explain_sum(basis([PLAN], self.ENTRIES, "2026-03"), "granted") == (
            "granted 20 min: granted in the month, minutes only (RULES 3.7)",
            "  brought forward 0 min",
            "  + granted 20 min",
            "  − drawn 35 min",
            "  + restored 15 min",
            "  = carried forward 0 min",
            "Its parts:",
            "  Care from 1 Mar 2026: 20 min",
        )

    def test_accounted(self) -> None:
        assert explain_sum(basis([PLAN], self.ENTRIES, "2026-03"), "accounted") == (
            "accounted 75 min (1 h 15 min): time after minimum and increment (RULES 3.7)",
            "  75 = 35 used + 40 overage",
            "Its parts:",
            "  3 Feb 2026 L, late: 15 min",
            "  2 Mar 2026 E: 60 min (1 h)",
        )
        assert "  0 = 0" in explain_sum(basis([], [], "2026-03"), "accounted")

    def test_late_and_times(self) -> None:
        found = basis([PLAN], self.ENTRIES, "2026-03")
        assert explain_sum(found, "late_accounted")[1:] == ("Its parts:", "  3 Feb 2026 L, late: 15 min")
        assert explain_sum(found, "courtesy_seconds") == (
            "10 min given as courtesy (RULES 3.2)",
            "Its parts:",
            "  3 Mar 2026 C: 10 min",
        )
        assert explain_sum(found, "spent_seconds")[0] == "70 min (1 h 10 min) spent on the clock (RULES 3.2)"
        assert explain_sum(found, "on_demand")[0].startswith("on demand 0 min")


# -- laws -------------------------------------------------------------------------------------------


def bases(book: Book, client: str) -> list[Basis]:
    """Every month of a client."""
    last = LAST_MONTH.plus(4)
    by_key = {work_type.key: work_type for work_type in book.work_types}
    own = [found for found in book.contracts if found.client == client]
    said = ClientTerms(book.desk, own, by_key, last.last_day)
    made = book_ledgers(book, client, FIRST_MONTH.plus(-1), last)
    return [
        Basis(
            ledger_document(ledger, book.desk.currency, closed=False),
            {entry.key: entry for entry in book.entries},
            said,
            zone(book.desk.timezone),
            left_by(made[: number + 1]),
        )
        for number, (_, ledger) in enumerate(pairwise(made))
    ]


def drawn_again(found: Basis, position: int) -> list[tuple[Identity, int]]:
    """What the unit would draw, following the explanation's order and its balances."""
    unit = found.document.units[position]
    day = since(unit)
    accounts = accounts_before(found.document, position, found.terms, found.opening)
    need, session, again = unit.accounted, False, []
    for place in places(found.document, found.terms, unit.work_date, unit.work_type):
        left = need if place.kind == "unlimited" else accounts[place.identity].available(day)
        if not need or not left or (place.kind == "sessions" and session):
            continue
        session = session or place.kind == "sessions"
        amount = min(need, place.session_minutes if place.kind == "sessions" else left)
        again.append((place.identity, amount))
        need -= amount
    return again


@settings(max_examples=40, deadline=None)
@given(dense_books())
def test_the_explained_order_and_balances_lead_to_the_draws(book: Book) -> None:
    for found in bases(book, "acme"):
        for position, unit in enumerate(found.document.units):
            if unit.scope == "support":
                draws = [(draw.identity, draw.amount) for draw in unit.draws]
                assert drawn_again(found, position) == draws


@settings(max_examples=25, deadline=None)
@given(dense_books())
def test_everything_can_be_explained_and_nothing_has_changed_since(book: Book) -> None:
    charges = {charge.key: charge for charge in book.charges}
    for found in bases(book, "acme"):
        document = found.document
        words = [line for n in range(len(document.units)) for line in explain_unit(found, n)]
        words += [line for n in range(len(document.grants)) for line in explain_grant(found, n)]
        words += [line for n in range(len(document.lines)) for line in explain_line(found, n, charges)]
        words += [line for name in SUMS for line in explain_sum(found, name)]
        assert not [line for line in words if "changed since" in line or "None" in line or "\n" in line]


def test_rollover_is_explained_by_the_soonest_expiry() -> None:
    plan = contract("k", "retainer", Allowance("month", minutes=60, rollover=Rollover(1)))
    found = unit_text([plan], [work("E", "2026-02-02 09:00", 100)], "2026-02")
    assert "1. k from 1 Jan 2026: 60 min (1 h) of the 100 min (1 h 40 min) to cover" in found
    assert "it expires on 28 Feb 2026, before k from 1 Feb 2026's 31 Mar 2026" in found
