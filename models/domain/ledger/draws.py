"""Where did the minutes go? One month of one client, from what was left before to what is left after (RULES 3, 6.3).

Guarantees (`test_the_two_identities`): opening + granted - drawn - lapsed - forfeited + reversed = closing, for every
grant and in sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.domain.basics.months import Month
from models.domain.basics.zone import Zone
from models.domain.contracts.terms import Cap, ClientTerms, Source
from models.domain.ledger.balances import GONE, Balance, Identity, Loss, State, carried
from models.domain.ledger.lines import lines_of
from models.domain.ledger.pieces import Piece, pieces_of
from models.domain.ledger.results import Draw, GrantLine, MonthLedger, Unit, UnitResult
from models.domain.ledger.units import units_of
from models.domain.values import Charge, Entry


@dataclass(slots=True)
class Account:
    """One grant while the month runs, or while its draws are followed once more."""

    source: Source
    left: int = 0
    losses: list[Loss] = field(default_factory=list)
    opening: int = 0
    granted: int = 0
    drawn: int = 0
    lapsed: int = 0
    forfeited: int = 0
    reversed: int = 0

    def available(self, since: date | None) -> int:
        """What a unit may use: what is left, for late work also what was lost on its day or later."""
        if since is None:
            return self.left
        return self.left + sum(loss.amount for loss in self.losses if loss.day >= since)

    def take(self, amount: int, since: date | None) -> int:
        """Draw `amount`; returns how much of it came back from losses: forfeits, oldest first, then the lapse."""
        self.drawn += amount
        back = 0
        if since is not None:
            for index in sorted(range(len(self.losses)), key=lambda i: _loss_order(self.losses[i])):
                loss = self.losses[index]
                if loss.day >= since and back < amount:
                    part = min(loss.amount, amount - back)
                    self.losses[index] = Loss(loss.day, loss.kind, loss.amount - part)
                    back += part
        self.reversed += back
        self.left -= amount - back
        return back

    def lose(self, day: date, kind: str, amount: int) -> None:
        """Take `amount` minutes or sessions off what is left, as lapsed or forfeited."""
        self.left -= amount
        self.losses.append(Loss(day, kind, amount))
        if kind == "lapsed":
            self.lapsed += amount
        else:
            self.forfeited += amount

    def row(self) -> GrantLine | None:
        """The month's row; None when every number is 0."""
        source = self.source
        numbers = (
            self.opening,
            self.granted,
            self.drawn,
            self.lapsed,
            self.forfeited,
            self.reversed,
            self.left,
        )
        if source.grant is None or not any(numbers):
            return None
        return GrantLine(
            source.contract,
            source.allowance,
            source.grant.unit,
            source.valid_from,
            source.expires_on,
            *numbers,
        )

    def balance(self) -> Balance:
        """What the next month needs to know; GONE for nothing."""
        return Balance(self.left, tuple(loss for loss in self.losses if loss.amount))


def _loss_order(loss: Loss) -> tuple[bool, date]:
    return loss.kind == "lapsed", loss.day


class MonthRun:
    """The accounts of one month while its units are drawn, day by day."""

    def __init__(self, terms: ClientTerms, month: Month, opening: State, *, late: bool) -> None:
        """`late` says whether late work will be drawn, which alone can use what was lost."""
        self.month = month
        self.accounts: dict[Identity, Account] = {}
        self._opening = opening
        for source in terms.unlimited:
            self.accounts[source.identity] = Account(source)
        for identity, balance in opening.items():
            # Years of lapsed grants cost a month nothing, but for late work, which may take them back.
            if (balance.left or late) and (known := terms.source(identity)) is not None:
                self.accounts[identity] = Account(
                    known, balance.left, list(balance.losses), opening=balance.left
                )
        for source in terms.starting.get(month, ()):
            amount = 0 if source.grant is None else source.grant.amount
            self.accounts[source.identity] = Account(source, amount, granted=amount)
        self._ordered = sorted(self.accounts.values(), key=lambda account: account.source.order)
        self._caps: Sequence[Cap] = terms.caps.get(month, ())

    def draw(self, unit: Unit) -> UnitResult:
        """Take a unit's counted minutes from the grants in their order (RULES 3.3)."""
        if unit.scope != "support" or unit.counted == 0:
            return UnitResult(unit, additional=unit.counted if unit.scope == "additional" else 0)
        since = unit.work_date if unit.late else None
        need, used_session = unit.counted, False
        draws: list[Draw] = []
        for account in self._ordered:
            source = account.source
            if need == 0:
                break
            if not source.holds(unit.work_date, unit.work_type):
                continue
            draw = _draw_from(account, need, since, used_session)
            if draw is not None:
                used_session = used_session or draw.kind == "sessions"
                need -= draw.amount
                draws.append(draw)
        drawn = {"minutes": 0, "unlimited": 0, "sessions": 0}
        for draw in draws:
            drawn[draw.kind] += draw.amount
        covered, unlimited, by_sessions = drawn.values()
        return UnitResult(
            unit,
            tuple(draws),
            covered=covered,
            unlimited=unlimited,
            by_sessions=by_sessions,
            on_demand=need,
        )

    def end_of_day(self, day: date) -> None:
        """Lapse what expires on `day`, then hold allowances to their caps (RULES 2.4)."""
        for account in self._ordered:
            expires_on = account.source.expires_on
            if account.left and expires_on is not None and expires_on <= day:
                account.lose(expires_on, "lapsed", account.left)
        for cap in self._caps:
            if cap.day == day:
                self._hold_to(cap)

    def _hold_to(self, cap: Cap) -> None:
        held = [
            account
            for account in self._ordered
            if account.left
            and (account.source.contract, account.source.allowance) == (cap.contract, cap.allowance)
            and account.source.valid_from <= cap.day
        ]
        excess = sum(account.left for account in held) - cap.minutes
        held.sort(key=lambda account: (account.source.expires_on or date.max, account.source.valid_from))
        for account in held:
            if excess > 0:
                part = min(excess, account.left)
                account.lose(cap.day, "forfeited", part)
                excess -= part

    def closing(self) -> State:
        """What the month leaves: every grant that holds something, and what else it changed."""
        found: dict[Identity, Balance] = {}
        for identity, account in self.accounts.items():
            before, balance = self._opening.get(identity, GONE), account.balance()
            if balance.left or balance.losses != (before.losses if not before.left else ()):
                found[identity] = balance
        return found

    def turning_days(self) -> set[date]:
        """Days of the month on which something lapses or is capped."""
        days = {cap.day for cap in self._caps}
        first, last = self.month.first_day, self.month.last_day
        for account in self._ordered:
            expires_on = account.source.expires_on
            if account.left and expires_on is not None and expires_on <= last:
                days.add(max(first, expires_on))
        return days


def _draw_from(account: Account, need: int, since: date | None, used_session: bool) -> Draw | None:
    source, grant = account.source, account.source.grant
    if grant is None:
        return Draw(source.contract, None, source.valid_from, need, "unlimited")
    available = account.available(since)
    if available <= 0:
        return None
    if grant.unit == "sessions":
        if used_session or not grant.session_minutes:
            return None
        back = account.take(1, since)
        amount = min(need, grant.session_minutes)
        return Draw(source.contract, source.allowance, source.valid_from, amount, "sessions", back)
    amount = min(need, available)
    back = account.take(amount, since)
    return Draw(source.contract, source.allowance, source.valid_from, amount, "minutes", back)


def run_days(run: MonthRun, units: Iterable[Unit], through: date = date.max) -> Iterator[UnitResult]:
    """Draw the units of each day, then let lapse what ends on it; nothing lapses on `through`, the last day."""
    by_day: dict[date, list[Unit]] = {}
    for unit in units:
        by_day.setdefault(unit.work_date, []).append(unit)
    for day in sorted(by_day.keys() | run.turning_days()):
        if day > through:
            return
        yield from (run.draw(unit) for unit in by_day.get(day, ()))
        if day < through:
            run.end_of_day(day)


def month_ledger(
    terms: ClientTerms,
    client: str,
    month: Month,
    opening: State,
    pieces: Iterable[Piece],
    late_pieces: Iterable[Piece] = (),
    charges: Iterable[Charge] = (),
) -> MonthLedger:
    """The ledger of `client` in `month`, from the balances it opens with (RULES 3.7).

    `pieces` are those worked in the month and not late, `late_pieces` those shown in it as late; `charges` those
    dated in it. `terms` must reach to the month's last day.
    """
    late_units = units_of(late_pieces, terms, late=True)
    run = MonthRun(terms, month, opening, late=bool(late_units))
    # Late work draws before any other unit of the month it is shown in (RULES 6.3).
    results = [run.draw(unit) for unit in late_units]
    results.extend(run_days(run, units_of(pieces, terms)))
    kinds = {contract.key: contract.kind for contract in terms.contracts}
    split = tuple(_split_rest(result, kinds) for result in results)
    rows = (account.row() for account in run.accounts.values())
    return MonthLedger(
        client=client,
        month=month,
        grants=tuple(sorted((row for row in rows if row is not None), key=_row_order)),
        units=split,
        lines=lines_of(split, terms.fees.get(month, ()), charges),
        closing_state=run.closing(),
    )


def _split_rest(result: UnitResult, kinds: Mapping[str, str]) -> UnitResult:
    """What no grant covered is overage under a retainer or block, on demand otherwise (RULES 3.5)."""
    if result.on_demand == 0 or kinds.get(result.unit.contract or "") not in ("retainer", "block"):
        return result
    return UnitResult(
        result.unit,
        result.draws,
        covered=result.covered,
        unlimited=result.unlimited,
        by_sessions=result.by_sessions,
        overage=result.on_demand,
    )


def _row_order(row: GrantLine) -> tuple[str, int, date]:
    return row.contract, -1 if row.allowance is None else row.allowance, row.valid_from


def shown_in(piece: Piece) -> tuple[Month, bool]:
    """The month whose ledger shows a piece, and whether it stands there as late work (RULES 6.3)."""
    late_in = piece.entry.late_in
    if late_in is not None and piece.work_date < late_in.first_day:
        return late_in, True
    return Month.of(piece.work_date), False


def replay(
    terms: ClientTerms,
    client: str,
    entries: Iterable[Entry],
    charges: Iterable[Charge],
    zone: Zone,
    first: Month,
    last: Month,
    opening: State | None = None,
) -> Iterator[MonthLedger]:
    """Every month's ledger from `first` to `last` in order, from the balances before `first` (none by default)."""
    normal: dict[Month, list[Piece]] = {}
    late: dict[Month, list[Piece]] = {}
    for entry in entries:
        for piece in pieces_of(entry, zone, last.last_day):
            month, is_late = shown_in(piece)
            (late if is_late else normal).setdefault(month, []).append(piece)
    charged: dict[Month, list[Charge]] = {}
    for charge in charges:
        charged.setdefault(Month.of(charge.date), []).append(charge)
    state: State = opening or {}
    for step in range(first.until(last) + 1):
        month = first.plus(step)
        ledger = month_ledger(
            terms, client, month, state, normal.get(month, ()), late.get(month, ()), charged.get(month, ())
        )
        yield ledger
        state = carried(state, ledger.closing_state)
