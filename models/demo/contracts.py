"""What did the clients of the sample desk buy? Contracts of every kind, placed around today.

Each contract is told backwards from the day on which it must end for its story (an overdue decision, a block about to
expire), and a chain of renewals counts its terms from that one day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from models.domain.basics.months import Month, add_months, day_after, day_before
from models.domain.values import (
    Allowance,
    Band,
    BandTable,
    Cancellation,
    CancellationFee,
    Contract,
    Every,
    Fee,
    Kind,
    Promise,
    Renewal,
    Rollover,
    Rounding,
)

_QUARTER_HOUR = Rounding(increment=15)
_DISCOUNT = {3: Decimal(7), 6: Decimal(14), 12: Decimal(21)}
_LEAVING = Cancellation(1, CancellationFee(percent=Decimal(10)))
MAINTENANCE, CONSULTATION = "maintenance", "consultation"


def _hours(hours: int, every: Every = "month", rollover: Rollover | None = None) -> tuple[Allowance, ...]:
    return (Allowance(every, minutes=hours * 60, rollover=rollover or Rollover()),)


def _monthly(amount: int) -> Fee:
    return Fee(amount, "month")


def _prepaid(amount: int, months: int) -> Fee:
    return Fee(amount, "month", _DISCOUNT[months], 0, "term")


def _term(client: str, kind: Kind, name: str, starts: date, ends: date | None) -> Contract:
    return Contract(f"{client}-{starts:%Y-%m}", client, kind, name, starts, ends)


def _chain(last: Contract, months: int, count: int) -> list[Contract]:
    """`last` and the `count - 1` terms of the same length before it, each renewing the one before."""
    assert last.ends is not None
    after = day_after(last.ends)
    terms: list[Contract] = []
    for step in range(count, 0, -1):
        starts, ends = add_months(after, -months * step), day_before(add_months(after, -months * (step - 1)))
        key = f"{last.client}-{starts:%Y-%m}"
        terms.append(
            replace(last, key=key, starts=starts, ends=ends, renews=terms[-1].key if terms else None)
        )
    return terms


def _to_decide(today: date, days: int) -> date:
    """The last day of a contract with a month's notice whose decision date lies `days` after `today`."""
    return add_months(today + timedelta(days=days), 1)


def _promises(today: date) -> tuple[Promise, ...]:
    """The round that was agreed this month: backups each month, an audit each quarter (RULES 2.9)."""
    since = today.replace(day=1)
    checklist = ("Restore one file from last night", "Look at the log", "Write to the client")
    return (
        Promise("backups", "Check the backups", "month", MAINTENANCE, 30, 6, checklist, since),
        Promise("audit", "Security audit", "quarter", CONSULTATION, 180, 12, (), since),
    )


def _stories(today: date) -> Iterator[Contract]:
    """Overdue, nine days and forty-one days to decide."""
    ends = _to_decide(today, 41)
    acme = replace(
        _term("acme", "retainer", "Care plan 8", ends, ends),
        allowances=_hours(8, "month", Rollover(3, 6 * 60, after_end_months=1)),
        rates=(("*", 7000), ("level2", 10500)),
        fee=_monthly(49000),
        cancellation=_LEAVING,
        recurring=_promises(today),
    )
    yield from _chain(acme, 12, 3)
    ends = _to_decide(today, -24)
    bluefin = replace(
        _term("bluefin", "retainer", "Care plan 4", ends, ends),
        allowances=_hours(4),
        rates=(("*", 7000),),
        fee=_monthly(26000),
        proration="full",
    )
    yield from _chain(bluefin, 12, 2)
    ends = _to_decide(today, 9)
    corvid = replace(
        _term("corvid", "retainer", "Care plan 4", ends, ends),
        allowances=_hours(4, "month", Rollover(1, 2 * 60)),
        fee=_monthly(28000),
    )
    yield from _chain(corvid, 12, 2)


def _retainers(month: Month) -> Iterator[Contract]:
    """Prepaid terms with their discounts, a chain that keeps its hours, a quarter and two pools."""
    ends = month.plus(7).last_day
    marlow = replace(
        _term("marlow", "retainer", "Care plan 6, prepaid", ends, ends),
        allowances=_hours(6, "month", Rollover(2, None, across_renewal=True)),
        fee=_prepaid(39000, 12),
        cancellation=_LEAVING,
    )
    yield from _chain(marlow, 12, 2)
    ends = month.plus(2).last_day
    saltmarsh = replace(
        _term("saltmarsh", "retainer", "Care plan 5, quarterly prepaid", ends, ends),
        allowances=_hours(5),
        fee=_prepaid(35000, 3),
        renewal=Renewal("auto"),
    )
    yield from _chain(saltmarsh, 3, 7)
    ends = month.plus(3).first_day.replace(day=9)
    tidewater = replace(
        _term("tidewater", "retainer", "Care plan 10, half-yearly prepaid", ends, ends),
        allowances=_hours(10, "month", Rollover(2)),
        rounding=_QUARTER_HOUR,
        fee=_prepaid(62000, 6),
        anchor="start",
    )
    yield from _chain(tidewater, 6, 4)
    starts = month.plus(-21 - (month.month - 1) % 3).first_day
    yield replace(
        _term("orchard", "retainer", "Quarterly plan 15", starts, None),
        allowances=_hours(15, "quarter"),
        rates=((MAINTENANCE, 6800),),
        fee=Fee(96000, "quarter"),
    )
    ends = month.plus(4).last_day
    pool = Allowance("month", pages=24, minutes_per_group=60, pages_per_group=6, work_types=(MAINTENANCE,))
    talks = Allowance(
        "term", pages=24, minutes_per_group=120, pages_per_group=4, work_types=(CONSULTATION, "seo")
    )
    smith = replace(
        _term("smith", "retainer", "24 pages", ends, ends),
        allowances=(pool, talks),
        covers=(MAINTENANCE, CONSULTATION, "seo"),
        fee=Fee(34000, "month", Decimal(21)),
    )
    yield from _chain(smith, 12, 2)


def _tiers(month: Month) -> Iterator[Contract]:
    """Platinum without a limit, silver with two sessions, and a launch with its warranty."""
    ends = month.plus(5).last_day
    halden = replace(
        _term("halden", "unlimited", "Platinum", ends, ends),
        covers=(MAINTENANCE, CONSULTATION, "level2"),
        fee=_monthly(145000),
        renewal=Renewal("auto", 2),
    )
    yield from _chain(halden, 12, 2)
    ends = month.plus(3).last_day
    zoe = replace(
        _term("zoe", "retainer", "Silver", ends, ends),
        allowances=(Allowance("month", sessions=2, session_minutes=15),),
        fee=_monthly(4500),
    )
    yield from _chain(zoe, 12, 2)
    starts = month.plus(-5).first_day
    warranty = _term("nettle", "unlimited", "Launch warranty", starts, month.plus(-3).last_day)
    warranty = replace(warranty, covers=(MAINTENANCE, "level2"), fee=Fee(0, "month"), renewal=Renewal("none"))
    yield warranty
    yield replace(
        _term("nettle", "retainer", "Care plan 4, first month free", month.plus(-2).first_day, None),
        ends=month.plus(9).last_day,
        allowances=_hours(4, "month", Rollover(1)),
        fee=Fee(27000, "month", free_months=1),
        renews=warranty.key,
    )


def _blocks(today: date) -> Iterator[Contract]:
    """A block about to run out, a block about to expire after a cancelled plan, and work on demand."""
    after = today + timedelta(days=52)
    previous: Contract | None = None
    for step in (4, 3, 2, 1):
        starts = add_months(after, -6 * step)
        block = _term("ivy", "block", "20 hours", starts, None)
        # The earlier blocks end where the next begins, whatever the lengths of the months between.
        ends = None if step == 1 else day_before(add_months(after, -6 * (step - 1)))
        previous = replace(
            block, minutes=20 * 60, ends=ends or day_before(after), rounding=_QUARTER_HOUR,
            fee=Fee(128000, "term"), renewal=Renewal("manual", 0), renews=previous.key if previous else None,
        )  # fmt: skip
        yield previous
    starts = add_months(today + timedelta(days=19), -6)
    began = add_months(starts, -9)
    yield replace(
        _term("quarry", "retainer", "Care plan 2", began, day_before(add_months(began, 12))),
        allowances=_hours(2),
        fee=_prepaid(15000, 12),
        cancelled=day_before(starts),
    )
    yield replace(
        _term("quarry", "block", "20 hours in six months", starts, None),
        minutes=20 * 60,
        ends=None,
        valid_months=6,
        rounding=_QUARTER_HOUR,
        fee=Fee(126000, "term"),
        renewal=Renewal("manual", 0),
        renews=f"quarry-{began:%Y-%m}",
    )
    yield replace(
        _term("kirk", "on_demand", "On site, three hours at least", date(today.year - 4, 3, 1), None),
        rates=(("*", 9000),),
        rounding=Rounding(increment=15, minimum=180),
        bands=(_call_outs(date(today.year - 4, 3, 1)),),
    )


def _call_outs(since: date) -> BandTable:
    """Evenings at one and a half, nights, Sundays and holidays double (RULES 3.9)."""
    night, twice = Decimal("2"), (Band(0, 1440, Decimal("2"), "Sunday"),)
    weekday = (
        Band(0, 420, night, "night"),
        Band(1140, 1320, Decimal("1.5"), "evening"),
        Band(1320, 1440, night, "night"),
    )
    saturday = (
        Band(0, 480, night, "night"),
        Band(480, 1080, Decimal("1.5"), "Saturday"),
        Band(1080, 1440, night, "night"),
    )
    return BandTable(since, (*(weekday,) * 5, saturday, twice), (replace(twice[0], name="holiday"),))


def contracts(today: date) -> tuple[Contract, ...]:
    """Every contract of the sample desk as it stands on `today`, by key."""
    month = Month.of(today)
    found = [*_stories(today), *_retainers(month), *_tiers(month), *_blocks(today)]
    return tuple(sorted(found, key=lambda contract: contract.key))
