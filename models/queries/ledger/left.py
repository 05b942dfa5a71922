"""What has a client left today, and what will a call do to it? (RULES 3.2-3.4, 8)

Guarantees (`test_a_timer_leaves_what_its_recorded_work_leaves`): everything that says so asks the domain's
`ClientWork`: the line of the timer, the line of capture, a request's page, the question when it is resolved, and the
status of prompts. The timers that run now are counted nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.basics.frozen import dataclass
from models.domain.basics.months import Month
from models.domain.values import Entry
from models.queries.ledger.ledgers import Ledgers, engine

if TYPE_CHECKING:
    # The engine is loaded where something is computed.
    from models.domain.ledger.provisional import AfterCall, ClientWork, Manner
    from models.domain.ledger.provisional import Left as LeftNow


@dataclass(frozen=True, slots=True)
class Left:
    """What a client can draw now for work of one type, and on one request where it is known."""

    client: str
    now: LeftNow
    at: int
    work_type: str
    request: str | None
    work: ClientWork

    @property
    def manner(self) -> Manner:
        """Minutes and sessions mean nothing unless it is "counted"."""
        return self.now.manner

    @property
    def minutes(self) -> int:
        return self.now.minutes

    @property
    def sessions(self) -> int:
        """How many sessions of any length."""
        return self.now.sessions

    @property
    def session_minutes(self) -> int:
        """What the first session to be used covers, 0 without any."""
        return self.now.session_minutes

    @property
    def contract(self) -> str | None:
        """The governing contract (RULES 3.4)."""
        return self.now.contract

    def call_minutes(self, seconds: int = 1) -> int:
        """Accounted minutes of a call of its own: with a minimum of 30 the shortest counts 30.

        A band that the call would touch now may have a greater minimum (RULES 3.9).
        """
        if self.work.terms.is_weighed:
            return self.work.after(self._entry(None), self.at + seconds).accounted
        return self.now.call_minutes(seconds)

    def added_minutes(self, seconds: int = 1) -> int:
        """What a call adds to today's work of the request: 5 minutes more under a minimum of 30 add nothing."""
        return self._call(seconds).added

    def after(self, seconds: int = 1) -> tuple[int, int]:
        """Minutes (negative is over) and sessions left after one call of so many seconds (RULES 3.3).

        3:12 left, 47 minutes on the phone, an increment of 15: 2:12 left.
        """
        if self.manner != "counted":
            return self.minutes, self.sessions
        after = self._call(seconds)
        return -after.over if after.over else after.left.minutes, after.left.sessions

    def _call(self, seconds: int) -> AfterCall:
        return self.work.after(self._entry(self.request), self.at + seconds)

    def _entry(self, request: str | None) -> Entry:
        return Entry("", "", self.work_type, self.at, None, self.client, request, "support", "")


def read_left(
    client: str,
    now: int,
    work_type: str | None = None,
    ledgers: Ledgers | None = None,
    request: str | None = None,
) -> Left:
    """What support of that work type (None: the desk's first) could draw today, and on that request."""
    books = ledgers or Ledgers()
    kind = work_type or next(iter(books.work_types), "")
    work = client_work(books, client, now, now)
    return Left(client, work.left(now, kind), now, kind, request, work)


def client_work(ledgers: Ledgers, client: str, since: int, now: int) -> ClientWork:
    """The client's open months from the instant `since` to `now`, with what they opened with."""
    first, last = (Month.of(ledgers.zone.date_of(instant)) for instant in (min(since, now), now))
    if ledgers.closed_through is not None:
        first = min(last, max(first, ledgers.closed_through.plus(1)))
    before = {client: ledgers.records(first.plus(-1), [client])[0]}
    _, opening, entries, _ = next(ledgers.material([client], {client: first}, last, before))
    terms = ledgers.terms(client, last, first)
    return engine().work(client, terms, ledgers.zone, first, opening, tuple(entries))
