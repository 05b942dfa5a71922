"""A call that runs, by its weights: over midnight into a day without any table (RULES 3.9, 8)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.units import weighed_seconds
from models.domain.values import Band, BandTable, Contract, DatedRate, Desk, Entry, WorkType

EVENING = Band(1140, 1440, Decimal("1.5"), "evening")


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def test_each_day_has_its_own_contract_and_table() -> None:
    table = BandTable(date(2026, 1, 1), ((EVENING,),) * 7)
    weighed = Contract("k", "a", "retainer", "K", date(2026, 1, 1), date(2026, 3, 3), bands=(table,))
    rates = (DatedRate(date(2020, 1, 1), 7000),)
    terms = ClientTerms(
        Desk("D", "UTC", "GBP"), (weighed,), {"w": WorkType("w", "W", rates)}, date(2026, 12, 31)
    )
    call = Entry("e", "dana", "w", at("2026-03-03T23:30"), at("2026-03-04T00:30"), "a")
    assert weighed_seconds(call, terms) == 1800 * 3 // 2 + 1800
