"""Would a change of weights reach back into closed months? Tables, holidays and words on requests (RULES 3.9, 6.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from models.domain.basics.months import Month
from models.domain.contracts.terms import ClientTerms
from models.domain.contracts.weights import WeightFacts, has_weights, premium_rule, table_on, tables_for
from models.domain.ledger.draws import shown_in
from models.domain.ledger.pieces import Piece, pieces_of
from models.domain.ledger.units import units_of
from models.domain.values import BandTable, Contract, Desk, PremiumWord
from models.holiday_dates import holiday_test
from models.queries.ledger.ledgers import Ledgers
from models.storage import tables as t
from models.storage.rows.reading import read_contracts, read_entries

_ONE_DAY = timedelta(days=1)


def tables_conflict(
    old: Sequence[BandTable], new: Sequence[BandTable], first: date, last: date
) -> date | None:
    """The first day from `first` to `last` on which another table would be in force; None for none."""
    days = {first, *(table.since for table in (*old, *new))}
    wrong = (
        day
        for day in sorted(days)
        if first <= day <= last and _row(table_on(old, day)) != _row(table_on(new, day))
    )
    return next(wrong, None)


def _row(table: BandTable | None) -> object:
    """What a table says, whatever the date from which it says so."""
    return None if table is None else (table.weekdays, table.holiday)


def contract_weights_conflict(
    desk: Desk, old: Contract | None, new: Contract | None, closed: Month
) -> str | None:
    """Why other weights of a contract reach back into closed months; None when they do not."""
    if old is None or new is None or old.starts > closed.last_day:
        return None
    day = tables_conflict(tables_for(desk, old), tables_for(desk, new), old.starts, closed.last_day)
    if day is not None:
        return f"its weights on {day} would change"
    if premium_rule(desk, old) != premium_rule(desk, new) and tables_for(desk, new):
        return "when its weights hold would change"
    return None


def desk_weights_conflict(old: Desk, new: Desk, closed: Month) -> date | None:
    """The first day of the closed months on which the desk's weights, or the days that count as holidays, change."""
    day = tables_conflict(old.bands, new.bands, date.min, closed.last_day)
    if day is not None:
        return day
    contracts = read_contracts(new)
    tables = [*old.bands, *(table for contract in contracts for table in contract.bands or ())]
    begun = [table.since for table in tables if table.since <= closed.last_day]
    if old.premium != new.premium and begun:
        return min(begun)
    special = [
        table.since for table in tables if table.holiday is not None and table.since <= closed.last_day
    ]
    if not special or (old.closed_days, old.holidays) == (new.closed_days, new.holidays):
        return None
    before, after = (_day_off(desk) for desk in (old, new))
    return next((day for day in _days(min(special), closed.last_day) if before(day) != after(day)), None)


def _day_off(desk: Desk) -> Callable[[date], bool]:
    is_holiday, closed = holiday_test(desk.holidays), frozenset(desk.closed_days)
    return lambda day: day in closed or is_holiday(day)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _ONE_DAY


def word_conflict(
    request: str, client: str, before: PremiumWord | None, after: PremiumWord | None, closed: Month
) -> Month | None:
    """The first closed month in which another word on a request would change what its work counts; None for none."""
    ledgers = Ledgers()
    own = ledgers.contracts.get(client, ())
    if not has_weights(ledgers.desk, own):
        return None
    pieces: dict[tuple[Month, bool], list[Piece]] = {}
    for entry in read_entries(t.Entry.request == request, t.Entry.ended_at.is_null(False)):
        for piece in pieces_of(entry, ledgers.zone):
            pieces.setdefault(shown_in(piece), []).append(piece)
    is_holiday = holiday_test(ledgers.desk.holidays)

    def said(word: PremiumWord | None) -> ClientTerms:
        facts = WeightFacts(is_holiday, {} if word is None else {request: word})
        return ClientTerms(ledgers.desk, own, ledgers.work_types, closed.last_day, facts=facts)

    old, new = said(before), said(after)
    shown = sorted(month for month, _ in pieces if month <= closed)
    for month in shown:
        for late in (False, True):
            group = pieces.get((month, late), ())
            if units_of(group, old) != units_of(group, new):
                return month
    return None
