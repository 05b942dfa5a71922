"""What has a client left today, and what will a call do to it? (RULES 3.2-3.4)

Law: only grants that today's work of that type could draw from are counted, each as it stands after all work
that is recorded, the running timer apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.domain.basics.months import Month, parse_date
from models.domain.ledger.units import accounted_minutes
from models.domain.values import Rounding
from models.queries.desk.session import usable_today
from models.queries.ledger.ledgers import Ledgers

Manner = Literal["counted", "unlimited", "on_demand"]


@dataclass(frozen=True, slots=True)
class Left:
    """Minutes and sessions that a client can draw today; they mean nothing unless `manner` is "counted"."""

    client: str
    manner: Manner
    minutes: int
    sessions: int
    session_minutes: int
    """What the first session to be used covers, 0 without any."""
    rounding: Rounding
    contract: str | None
    """The governing contract (RULES 3.4)."""

    def call_minutes(self, seconds: int = 1) -> int:
        """Accounted minutes of a call of so many seconds: with a minimum of 30 the shortest counts 30."""
        return accounted_minutes(seconds, self.rounding)

    def after(self, seconds: int = 1) -> tuple[int, int]:
        """Minutes (negative is over) and sessions left after one call of so many seconds (RULES 3.3).

        3:12 left, 47 minutes on the phone, an increment of 15: 2:12 left.
        """
        if self.manner != "counted":
            return self.minutes, self.sessions
        need = self.call_minutes(seconds)
        if self.sessions and need:
            return self.minutes - max(0, need - self.session_minutes), self.sessions - 1
        return self.minutes - need, self.sessions


def read_left(client: str, now: int, work_type: str | None = None, ledgers: Ledgers | None = None) -> Left:
    """What support of that work type (None: the desk's first) could draw today."""
    books = ledgers or Ledgers()
    today = books.zone.date_of(now)
    month = Month.of(today)
    kind = work_type or next(iter(books.work_types), "")
    terms = books.terms(client, month, month)
    contract = terms.governing(today, kind)
    minutes, sessions, each = _counted(books, client, month, today, kind)
    manner: Manner = "counted"
    if any(source.holds(today, kind) for source in terms.unlimited):
        manner = "unlimited"
    elif not minutes and not sessions and (contract is None or contract.kind == "on_demand"):
        manner = "on_demand"
    key = None if contract is None else contract.key
    return Left(client, manner, minutes, sessions, each, terms.rounding(contract), key)


def _counted(books: Ledgers, client: str, month: Month, today: date, kind: str) -> tuple[int, int, int]:
    """Minutes, sessions, and the minutes of the first session in the order of RULES 3.3."""
    terms = books.terms(client, month, month)
    minutes, found = 0, []
    for contract, allowance, valid_from, _, each, left in usable_today(
        books.records(month, [client])[0], today
    ):
        source = terms.sources[(contract, allowance, parse_date(valid_from))]
        if not source.holds(today, kind):
            continue
        if source.grant is not None and source.grant.unit == "sessions":
            found.append((source.order, left, each))
        else:
            minutes += left
    return minutes, sum(left for _, left, _ in found), min(found)[2] if found else 0
