"""Why was this hour taken before that one? The order of RULES 3.3, as a reason that a person can check.

Guarantees (`test_the_explained_order_and_balances_lead_to_the_draws`): the reason names the first thing in which two
places differ, so that it alone decides their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.domain.basics.phrases import count_words, day_words
from models.domain.contracts.terms import Cap, ClientTerms, Source
from models.domain.ledger.balances import Identity, State
from models.domain.ledger.document import DrawLine, LedgerDocument, UnitLine
from models.domain.ledger.draws import Account


@dataclass(frozen=True, slots=True)
class Place:
    """A grant (or unlimited contract) that a unit could draw from, as the month's ledger had it."""

    identity: Identity
    kind: str
    """"unlimited", "sessions" or "minutes"."""
    width: int | None
    """How many work types it serves; None is all."""
    expires_on: date | None
    free: bool
    session_minutes: int

    @property
    def order(self) -> tuple[object, ...]:
        """The sort key of the draw order (RULES 3.3)."""
        contract, allowance, valid_from = self.identity
        return (
            ("unlimited", "sessions", "minutes").index(self.kind),
            float("inf") if self.width is None else self.width,
            self.expires_on or date.max,
            not self.free,
            valid_from,
            contract,
            -1 if allowance is None else allowance,
        )


def places(document: LedgerDocument, terms: ClientTerms, day: date, work_type: str) -> tuple[Place, ...]:
    """What work of that type on that day could draw from in the month of `document`, in the order of RULES 3.3.

    Expiries are those of the ledger's rows: a closed month had its own, whatever was renewed since.
    """
    found = [_place(source, source.expires_on) for source in terms.unlimited if source.holds(day, work_type)]
    for row in document.grants:
        identity = row.identity
        expires_on = row.expires_on
        source = terms.source(identity)
        fits = source is not None and (source.scope is None or work_type in source.scope)
        if source is not None and fits and identity[2] <= day and (expires_on is None or day <= expires_on):
            found.append(_place(source, expires_on))
    return tuple(sorted(found, key=lambda place: place.order))


def _place(source: Source, expires_on: date | None) -> Place:
    grant = source.grant
    return Place(
        source.identity,
        "unlimited" if grant is None else grant.unit,
        None if source.scope is None else len(source.scope),
        expires_on,
        not source.order[3],
        0 if grant is None else grant.session_minutes or 0,
    )


def why_before(first: Place, other: Place, name: str) -> str:
    """Why `first` is drawn before `other`, which is called `name` (RULES 3.3).

    A block to 31 May and another, A, to 31 Jul: "it expires on 31 May 2026, before A's 31 Jul 2026".
    """
    same = f"all else being equal, it comes before {name} by its key and place"
    return next(_reasons(first, other, name), same)


def _reasons(first: Place, other: Place, name: str) -> Iterator[str]:
    if first.kind != other.kind:
        ranks = {"unlimited": "unlimited hours come first", "sessions": "sessions come before minutes"}
        yield f"{ranks[first.kind]}, {name} includes {other.kind}"
    if first.width != other.width:
        wider = "all work types" if other.width is None else count_words(other.width, "work type")
        yield f"it serves {count_words(first.width or 0, 'work type')}, {name} {wider}: the narrower first"
    if first.expires_on != other.expires_on:
        later = f"{name}'s {day_words(other.expires_on)}" if other.expires_on else f"{name}, which never does"
        yield f"it expires on {day_words(first.expires_on or date.max)}, before {later}"
    if first.free != other.free:
        yield f"its contract costs nothing, {name} is paid for"
    if first.identity[2] != other.identity[2]:
        yield f"it began on {day_words(first.identity[2])}, before {name}'s {day_words(other.identity[2])}"


def accounts_before(
    document: LedgerDocument, position: int, terms: ClientTerms, opening: State
) -> dict[Identity, Account]:
    """Each grant of the month as the unit at `position` found it, `opening` being the balances of the month before.

    What earlier units of the month drew is gone, and what a cap took on an earlier day.
    """
    accounts: dict[Identity, Account] = {}
    for row in document.grants:
        identity = row.identity
        source = terms.source(identity)
        if source is not None:
            losses = list(opening[identity].losses) if identity in opening else []
            accounts[identity] = Account(source, row.opening + row.granted, losses)
    for unit in document.units[:position]:
        for draw in unit.draws:
            take(accounts, draw, since(unit))
    unit = document.units[position]
    if not unit.late:
        capped = _capped_before(document, terms, unit.work_date)
        for row in document.grants:
            if (row.contract, row.allowance) in capped and row.identity in accounts:
                accounts[row.identity].left -= row.forfeited
    return accounts


def since(unit: UnitLine) -> date | None:
    """The day from which a late unit can use what was lost; None for one that is not late (RULES 6.3)."""
    return unit.work_date if unit.late else None


def take(accounts: Mapping[Identity, Account], draw: DrawLine, day: date | None) -> int:
    """Follow a draw; returns how much of it came back from what had been lost."""
    account = accounts.get(draw.identity)
    if account is None or account.source.grant is None:
        return 0
    return account.take(1 if account.source.grant.unit == "sessions" else draw.amount, day)


def _capped_before(document: LedgerDocument, terms: ClientTerms, day: date) -> set[tuple[str, int]]:
    caps: Sequence[Cap] = terms.caps.get(document.month, ())
    return {(cap.contract, cap.allowance) for cap in caps if cap.day < day}
