"""What would somebody with a pencil work out? RULES 3, with 2.4 and 6.3, once more: naive, minute by minute.

Written from the rule book and not from the program, to be compared with it. Speed and beauty are no aim here: every
granted minute (or session) is one letter in a list, a draw turns letters over one at a time, every day of every
month is lived through. Only periods, grants and fee lines are taken from the program; they have references and laws
of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from models.domain.basics.months import Month, months_between
from models.domain.contracts.fees import fee_lines
from models.domain.contracts.grants import Grant, grants_of
from models.domain.contracts.periods import periods
from models.domain.values import Band, Book, Contract, Entry, Rounding

HORIZON = date(2035, 1, 1)
"""No reference month lies after this."""
FREE, DRAWN = "free", "drawn"
"""A minute that may be drawn, and one that was; a lost one says how and when it was lost."""

Token = str | tuple[str, date]


@lru_cache(maxsize=4096)
def first_instant(zone: str, day: date) -> int | None:
    """The first minute at which a clock of the zone shows the date; None when it never does."""
    info = ZoneInfo(zone)
    noon = int(datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo("UTC")).timestamp())
    for instant in range(noon - 27 * 3600, noon + 27 * 3600, 60):
        if datetime.fromtimestamp(instant, info).date() == day:
            return instant
    return None


@lru_cache(maxsize=65536)
def shows(zone: str, day: date, minutes: int) -> int:
    """The first minute at which a clock of the zone shows that time of the date, or a later one (3.9)."""
    begin = first_instant(zone, day + timedelta(days=minutes // 1440))
    assert begin is not None
    if minutes in (0, 1440):
        return begin
    for instant in range(begin, begin + 30 * 3600, 60):
        wall = datetime.fromtimestamp(instant, ZoneInfo(zone))
        if wall.date() > day or (wall.date() == day and wall.hour * 60 + wall.minute >= minutes):
            return instant
    raise AssertionError


@dataclass
class Piece:
    """The part of an entry on one date."""

    entry: Entry
    day: date
    start: int
    seconds: int
    carried: bool


def cut(entry: Entry, zone: str) -> list[Piece]:
    """An entry cut wherever a date begins inside it (3.1)."""
    assert entry.ended_at is not None
    day = datetime.fromtimestamp(entry.started_at, ZoneInfo(zone)).date() - timedelta(days=2)
    begins: list[tuple[int, date]] = []
    while not begins or begins[-1][0] < entry.ended_at:
        begin = first_instant(zone, day)
        if begin is not None:
            begins.append((begin, day))
        day += timedelta(days=1)
    inside = [begin for begin, _ in begins if entry.started_at < begin < entry.ended_at]
    edges = [entry.started_at, *inside, entry.ended_at]
    found = []
    for number in range(len(edges) - 1):
        work_date = max(day for begin, day in begins if begin <= edges[number])
        found.append(Piece(entry, work_date, edges[number], edges[number + 1] - edges[number], number > 0))
    return found


@dataclass
class Pot:
    """A grant, minute by minute (or session by session)."""

    grant: Grant
    tokens: list[Token] = field(default_factory=list)

    def usable(self, late_on: date | None) -> list[int]:
        """Tokens a unit may turn over, in their order: forfeits, oldest first, then the lapse, then what is left."""
        found: list[tuple[tuple[int, date], int]] = []
        for place, token in enumerate(self.tokens):
            if token == FREE:
                found.append(((2, date.min), place))
            elif isinstance(token, tuple) and late_on is not None and token[1] >= late_on:
                found.append(((0 if token[0] == "forfeited" else 1, token[1]), place))
        return [place for _, place in sorted(found)]

    def free(self) -> int:
        return self.tokens.count(FREE)


class Desk:
    """A client's contracts, and what they say on a day."""

    def __init__(self, book: Book, client: str, is_holiday: Callable[[date], bool]) -> None:
        self.book, self.client, self.is_holiday = book, client, is_holiday
        self.contracts = [contract for contract in book.contracts if contract.client == client]
        renewed = {contract.renews for contract in book.contracts}
        self.grants = {
            contract.key: grants_of(contract, book.desk.rounding, HORIZON, contract.key in renewed)
            for contract in self.contracts
        }

    def in_force(self, contract: Contract, day: date) -> bool:
        if day < contract.starts:
            return False
        if contract.last_day is None or day <= contract.last_day:
            return True
        return any(grant.expires_on is None or day <= grant.expires_on for grant in self.grants[contract.key])

    def governing(self, day: date, work_type: str) -> Contract | None:
        best: Contract | None = None
        for contract in self.contracts:
            if not self.in_force(contract, day):
                continue
            if contract.covers is not None and work_type not in contract.covers:
                continue
            if best is None or self._rank(contract, day) < self._rank(best, day):
                best = contract
        return best

    @staticmethod
    def _rank(contract: Contract, day: date) -> tuple[Any, ...]:
        kind = {"unlimited": 1, "retainer": 2, "block": 3, "on_demand": 4}[contract.kind]
        over = 0 if contract.last_day is None or day <= contract.last_day else 1
        return kind, over, contract.starts, contract.key

    def rounding(self, contract: Contract | None) -> Rounding:
        if contract is not None and contract.rounding is not None:
            return contract.rounding
        desk = self.book.desk
        if contract is None or contract.kind == "on_demand":
            return desk.rounding if desk.on_demand_rounding is None else desk.on_demand_rounding
        return desk.rounding

    def rate(self, contract: Contract | None, work_type: str, day: date) -> int:
        for wanted in (work_type, "*"):
            for name, rate in contract.rates if contract is not None else ():
                if name == wanted:
                    return rate
        dated = next(known for known in self.book.work_types if known.key == work_type).rates
        past = [(rate.since, rate.rate) for rate in dated if rate.since <= day]
        return max(past)[1] if past else min((rate.since, rate.rate) for rate in dated)[1]

    def holds(self, contract: Contract | None, entry: Entry) -> bool:
        """Do weights hold for the entry (3.9)?"""
        asked = {request.key: request.premium for request in self.book.requests}
        word = entry.premium or (asked[entry.request] if entry.request else None)
        own = contract.premium if contract is not None else None
        if (own or self.book.desk.premium) == "always":
            return word != "waived"
        return word == "agreed"

    def bands(self, contract: Contract | None, table_day: date, day: date) -> tuple[Band, ...]:
        """The windows of `day` in the table in force on `table_day` (3.9)."""
        tables = self.book.desk.bands
        if contract is not None and contract.bands is not None:
            tables = contract.bands
        table = None
        for known in tables:
            if known.since <= table_day:
                table = known
        if table is None:
            return ()
        if table.holiday is not None and (self.is_holiday(day) or day in self.book.desk.closed_days):
            return table.holiday
        return table.weekdays[day.weekday()]

    def slices(self, contract: Contract | None, pieces: list[Piece]) -> list[Stretch]:
        """Each piece cut at the edges of the windows of its date (3.9)."""
        zone, found = self.book.desk.timezone, []
        for piece in pieces:
            windows = (
                self.bands(contract, pieces[0].day, piece.day) if self.holds(contract, piece.entry) else ()
            )
            spans = [(shows(zone, piece.day, b.opens), shows(zone, piece.day, b.closes), b) for b in windows]
            end = piece.start + piece.seconds
            edges = {edge for first, last, _ in spans for edge in (first, last)}
            marks = sorted({piece.start, end, *(edge for edge in edges if piece.start < edge < end)})
            for start, stop in pairwise(marks):
                inside = [band for first, last, band in spans if first <= start < last]
                found.append(Stretch(start, piece.entry.key, stop - start, inside[0] if inside else None))
        return sorted(found, key=lambda stretch: (stretch.start, stretch.key))

    def free(self, contract: Contract) -> bool:
        fee = contract.fee
        return fee is None or fee.amount == 0 or fee.discount_percent == 100

    def caps_on(self, day: date) -> Iterable[tuple[str, int, int]]:
        """Allowances held to a cap at the end of a day: it ends a period, as the term cuts it (2.4)."""
        for contract in self.contracts:
            if contract.kind != "retainer":
                continue
            for position, allowance in enumerate(contract.allowances):
                if allowance.rollover.cap is None or allowance.sessions is not None:
                    continue
                last = contract.last_day
                for period in periods(contract, allowance.every, min(day, last or day)):
                    if day == (period.last if last is None else min(period.last, last)):
                        yield contract.key, position, allowance.rollover.cap


def up(number: Fraction, step: int) -> int:
    """The least multiple of `step` that is not below `number`."""
    count = 0
    while count * step < number:
        count += 1
    return count * step


@dataclass
class Stretch:
    """A part of a piece in one window, or in none."""

    start: int
    key: str
    seconds: int
    band: Band | None
    share: int = 0

    @property
    def look(self) -> tuple[str | None, Decimal]:
        return (None, Decimal(1)) if self.band is None else (self.band.name, self.band.weight)


@dataclass
class Unit:
    """What is rounded once."""

    pieces: list[Piece]
    late: bool
    contract: Contract | None
    accounted: int
    rate: int | None
    counted: int
    stretches: list[Stretch]
    draws: list[dict[str, Any]] = field(default_factory=list)
    split: dict[str, int] = field(default_factory=dict)

    @property
    def entry(self) -> Entry:
        return self.pieces[0].entry

    @property
    def day(self) -> date:
        return self.pieces[0].day

    @property
    def spent(self) -> int:
        return sum(piece.seconds for piece in self.pieces)

    @property
    def place(self) -> tuple[date, int, str]:
        return self.day, self.pieces[0].start, min(piece.entry.key for piece in self.pieces)


def gather(desk: Desk, pieces: Iterable[Piece], late: bool) -> list[Unit]:
    """Pieces in units (3.2), in the order in which they draw (3.3)."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if piece.entry.scope == "internal":
            continue
        for group in groups:
            if _together(desk, group[0], piece):
                group.append(piece)
                break
        else:
            groups.append([piece])
    units = []
    for group in groups:
        group.sort(key=lambda piece: (piece.start, piece.entry.key))
        entry, day = group[0].entry, group[0].day
        contract = desk.governing(day, entry.work_type)
        rule = desk.rounding(contract)
        minutes = Fraction(sum(piece.seconds for piece in group), 60)
        stretches = desk.slices(contract, group)
        if minutes and any(not piece.carried for piece in group):
            touched = [stretch.band.minimum for stretch in stretches if stretch.band is not None]
            minutes = max(minutes, Fraction(rule.minimum), *map(Fraction, touched))
        courtesy = entry.scope == "courtesy"
        accounted = 0 if courtesy else up(minutes, rule.increment)
        rate = None if courtesy else desk.rate(contract, entry.work_type, day)
        counted = share_out(accounted, stretches)
        units.append(Unit(group, late, contract, accounted, rate, counted, stretches))
    return sorted(units, key=lambda unit: unit.place)


def share_out(accounted: int, stretches: list[Stretch]) -> int:
    """Give each stretch its share, and say what the unit counts (3.9)."""
    if not stretches:
        return accounted
    whole = sum(stretch.seconds for stretch in stretches)
    upto = Decimal(0)
    ran = 0
    counted = Fraction(0)
    for stretch in stretches:
        ran += stretch.seconds
        now = Decimal((2 * accounted * ran + whole) // (2 * whole))
        stretch.share = int(now - upto)
        upto = now
        counted += stretch.share * Fraction(stretch.look[1])
    return (2 * counted.numerator + counted.denominator) // (2 * counted.denominator)


def _together(desk: Desk, one: Piece, other: Piece) -> bool:
    a, b = one.entry, other.entry
    alike = (a.request, a.work_type, a.scope) == (b.request, b.work_type, b.scope)
    contract = desk.governing(one.day, a.work_type)
    per = desk.rounding(contract).per
    if a.request is None or not alike:
        return False
    if per == "request_month":
        return Month.of(one.day) == Month.of(other.day) and contract == desk.governing(other.day, b.work_type)
    return per == "request_day" and one.day == other.day


class Reference:
    """Every month of one client, from the first to the last asked for."""

    def __init__(
        self, book: Book, client: str, is_holiday: Callable[[date], bool] = lambda day: False
    ) -> None:
        self.desk = Desk(book, client, is_holiday)
        self.pots: dict[tuple[str, int | None, date], Pot] = {}
        self.normal: list[Piece] = []
        self.late: dict[Month, list[Piece]] = {}
        for entry in book.entries:
            if entry.client != client or entry.ended_at is None:
                continue
            for piece in cut(entry, book.desk.timezone):
                if entry.late_in is not None and Month.of(piece.day) < entry.late_in:
                    self.late.setdefault(entry.late_in, []).append(piece)
                else:
                    self.normal.append(piece)

    def months(self, first: Month, last: Month) -> list[dict[str, Any]]:
        """The document of RULES 10.1 for each month, money still in minor units."""
        return [self._month(month) for month in months_between(first, last)]

    def _month(self, month: Month) -> dict[str, Any]:
        before = {name: pot.free() for name, pot in self.pots.items()}
        self.moved: dict[tuple[str, int | None, date], dict[str, int]] = {}
        late = gather(self.desk, self.late.get(month, []), True)
        for unit in late:
            self._draw(unit)
        worked = gather(self.desk, [piece for piece in self.normal if Month.of(piece.day) == month], False)
        for number in range(1, month.days + 1):
            today = date(month.year, month.month, number)
            for contract in self.desk.contracts:
                for grant in self.desk.grants[contract.key]:
                    if grant.valid_from == today:
                        self.pots[grant.identity] = Pot(grant, [FREE] * grant.amount)
                        self._move(grant, "granted", grant.amount)
            for unit in worked:
                if unit.day == today:
                    self._draw(unit)
            self._evening(today)
        return self._document(month, before, [*late, *worked])

    def _move(self, grant: Grant, flow: str, amount: int) -> None:
        flows = self.moved.setdefault(grant.identity, {})
        flows[flow] = flows.get(flow, 0) + amount

    def _evening(self, today: date) -> None:
        for pot in self.pots.values():
            if pot.grant.expires_on == today:
                self._lose(pot, "lapsed", today, pot.free())
        for contract, position, cap in self.desk.caps_on(today):
            held = [
                pot
                for pot in self.pots.values()
                if (pot.grant.contract, pot.grant.allowance) == (contract, position)
            ]
            while sum(pot.free() for pot in held) > cap:
                soonest = min(
                    (pot for pot in held if pot.free()),
                    key=lambda pot: (pot.grant.expires_on or date.max, pot.grant.valid_from),
                )
                self._lose(soonest, "forfeited", today, 1)

    def _lose(self, pot: Pot, how: str, today: date, amount: int) -> None:
        for _ in range(amount):
            pot.tokens[pot.tokens.index(FREE)] = (how, today)
        self._move(pot.grant, how, amount)

    def _order(self, day: date, work_type: str) -> list[tuple[tuple[Any, ...], Contract | Pot]]:
        found: list[tuple[tuple[Any, ...], Contract | Pot]] = []
        for contract in self.desk.contracts:
            inside = contract.starts <= day and (contract.last_day is None or day <= contract.last_day)
            covered = contract.covers is None or work_type in contract.covers
            if contract.kind == "unlimited" and inside and covered:
                width = 10**6 if contract.covers is None else len(set(contract.covers))
                last, paid = contract.last_day or date.max, not self.desk.free(contract)
                found.append(((1, width, last, paid, contract.starts, contract.key, -1), contract))
        for pot in self.pots.values():
            grant = pot.grant
            last = grant.expires_on or date.max
            if grant.valid_from <= day <= last and (grant.scope is None or work_type in grant.scope):
                kind = 2 if grant.unit == "sessions" else 3
                width = 10**6 if grant.scope is None else len(grant.scope)
                position = -1 if grant.allowance is None else grant.allowance
                paid = not self.desk.free(next(c for c in self.desk.contracts if c.key == grant.contract))
                found.append(((kind, width, last, paid, grant.valid_from, grant.contract, position), pot))
        return sorted(found, key=lambda pair: pair[0])

    def _draw(self, unit: Unit) -> None:
        split = dict.fromkeys(
            ("covered", "unlimited", "by_sessions", "overage", "on_demand", "additional"), 0
        )
        unit.split = split
        if unit.entry.scope == "additional":
            split["additional"] = unit.counted
        if unit.entry.scope != "support":
            return
        need, late_on = unit.counted, unit.day if unit.late else None
        for _, source in self._order(unit.day, unit.entry.work_type):
            if need == 0:
                break
            if isinstance(source, Contract):
                split["unlimited"] += need
                unit.draws.append(_draw_row(source.key, None, source.starts, need))
                need = 0
                continue
            grant = source.grant
            if grant.unit == "sessions":
                if split["by_sessions"] or not source.usable(late_on):
                    continue
                self._turn(source, late_on)
                part = min(need, grant.session_minutes or 0)
                split["by_sessions"] += part
            else:
                part = 0
                while need > part and source.usable(late_on):
                    self._turn(source, late_on)
                    part += 1
                split["covered"] += part
            if part:
                unit.draws.append(_draw_row(grant.contract, grant.allowance, grant.valid_from, part))
            need -= part
        under = unit.contract is not None and unit.contract.kind in ("retainer", "block")
        split["overage" if under else "on_demand"] = need

    def _turn(self, pot: Pot, late_on: date | None) -> None:
        place = pot.usable(late_on)[0]
        if pot.tokens[place] != FREE:
            self._move(pot.grant, "reversed", 1)
        pot.tokens[place] = DRAWN
        self._move(pot.grant, "drawn", 1)

    def _document(self, month: Month, before: dict[Any, int], units: list[Unit]) -> dict[str, Any]:
        grants = []
        for name, pot in self.pots.items():
            moved, grant = self.moved.get(name, {}), pot.grant
            row: dict[str, Any] = {
                "contract": grant.contract,
                "allowance": grant.allowance,
                "unit": grant.unit,
                "valid_from": grant.valid_from.isoformat(),
                "expires_on": None if grant.expires_on is None else grant.expires_on.isoformat(),
            }
            flows = {"opening": before.get(name, 0)}
            flows |= {
                flow: moved.get(flow, 0) for flow in ("granted", "drawn", "lapsed", "forfeited", "reversed")
            }
            flows["closing"] = pot.free()
            if any(flows.values()):
                grants.append(row | flows)
        grants.sort(
            key=lambda row: (
                row["contract"],
                -1 if row["allowance"] is None else row["allowance"],
                row["valid_from"],
            )
        )
        minutes = {
            flow: sum(row[flow] for row in grants if row["unit"] == "minutes")
            for flow in ("opening", "granted", "drawn", "lapsed", "forfeited", "reversed", "closing")
        }
        minutes["spent_seconds"] = sum(unit.spent for unit in units)
        minutes["accounted"] = sum(unit.accounted for unit in units)
        minutes["counted"] = sum(unit.counted for unit in units)
        for part in ("covered", "unlimited", "by_sessions", "overage", "on_demand", "additional"):
            minutes[part] = sum(unit.split[part] for unit in units)
        minutes["courtesy_seconds"] = sum(unit.spent for unit in units if unit.entry.scope == "courtesy")
        minutes["late_accounted"] = sum(unit.accounted for unit in units if unit.late)
        lines = self._lines(month, units)
        return {
            "client": self.desk.client,
            "month": str(month),
            "minutes": minutes,
            "grants": grants,
            "lines": lines,
            "total": sum(line["amount"] for line in lines),
            "units": [_unit_row(unit) for unit in units],
        }

    def _lines(self, month: Month, units: list[Unit]) -> list[dict[str, Any]]:
        found: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
        for contract in self.desk.contracts:
            for fee in fee_lines(contract, HORIZON):
                if Month.of(fee.date) == month and fee.amount:
                    found.append(((False, 0, contract.key), _line("fee", fee.amount, contract=contract.key)))
        for number, kind in enumerate(("overage", "on_demand", "additional"), 1):
            billed = [(_line_name(unit), unit.split[kind]) for unit in units if unit.split[kind]]
            for name in {name for name, _ in billed}:
                late, key, work_type, rate = name
                total = sum(part for other, part in billed if other == name)
                amount = int((Decimal(total) * rate / 60).quantize(Decimal(1), ROUND_HALF_UP))
                row = _line(kind, amount, contract=key or None, work_type=work_type, late=late)
                row |= {"minutes": total, "rate": rate}
                found.append(((late, number, key, work_type, rate), row))
        for charge in self.desk.book.charges:
            if charge.client == self.desk.client and Month.of(charge.date) == month:
                row = _line("charge", charge.quantity * charge.unit_price, charge=charge.key)
                found.append(((False, 4, "", "", 0, charge.date, charge.key), row))
        return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def _line_name(unit: Unit) -> tuple[bool, str, str, int]:
    key = unit.contract.key if unit.contract else ""
    return unit.late, key, unit.entry.work_type, unit.rate or 0


def _line(kind: str, amount: int, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(("contract", "work_type", "minutes", "rate", "charge"))
    return {"kind": kind, **row, "amount": amount, "late": False} | more


def _draw_row(contract: str, allowance: int | None, valid_from: date, amount: int) -> dict[str, Any]:
    return {
        "contract": contract,
        "allowance": allowance,
        "valid_from": valid_from.isoformat(),
        "amount": amount,
    }


def _slice_rows(stretches: list[Stretch]) -> list[dict[str, Any]]:
    """None where every weight is 1; neighbours of one name and weight are one row."""
    rows: list[dict[str, Any]] = []
    if all(stretch.look[1] == 1 for stretch in stretches):
        return rows
    before = None
    for stretch in stretches:
        if rows and stretch.look == before:
            rows[-1]["seconds"] += stretch.seconds
            rows[-1]["accounted"] += stretch.share
        else:
            name, weight = stretch.look
            row = {"name": name, "weight": str(weight)}
            rows.append(row | {"seconds": stretch.seconds, "accounted": stretch.share})
        before = stretch.look
    return rows


def _unit_row(unit: Unit) -> dict[str, Any]:
    return {
        "entries": list(dict.fromkeys(piece.entry.key for piece in unit.pieces)),
        "request": unit.entry.request,
        "work_type": unit.entry.work_type,
        "scope": unit.entry.scope,
        "work_date": unit.day.isoformat(),
        "spent_seconds": unit.spent,
        "accounted": unit.accounted,
        "counted": unit.counted,
        "slices": _slice_rows(unit.stretches),
        "rate": unit.rate,
        "contract": unit.contract.key if unit.contract else None,
        "late": unit.late,
        "draws": unit.draws,
        **unit.split,
    }
