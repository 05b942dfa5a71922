"""What must nobody miss? Use, run rate, minutes about to lapse, decisions, service levels due (RULES 8).

One kind never mutes another; each row stands for itself, and reading them changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from models.domain.basics.money import round_half_up
from models.domain.basics.months import Month, day_before
from models.domain.basics.notation import format_duration
from models.domain.basics.phrases import day_words
from models.domain.basics.zone import to_iso
from models.domain.planning.marks import reached_marks, run_rate
from models.domain.requests.clocks import DONE, OPEN, clocks, state_at
from models.domain.values import Request
from models.holiday_dates import calendar_of
from models.queries.contracts.renewals import RenewalRow, read_renewals
from models.queries.desk.request_rows import CompiledRequests
from models.queries.ledger.balances import MonthBalance
from models.queries.ledger.lapsing import LAPSING_DAYS, about_to_lapse
from models.queries.ledger.ledgers import Ledgers
from models.queries.requests.levels import read_levels
from models.storage import tables as t
from models.storage.rows.reading import read_client_names

Kind = Literal["sla", "ended", "used", "run_rate", "lapsing", "decision"]

DECISION_DAYS = 30
"""A decision is near in the bucket 0-30."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A sentence for a person, and the same in `fields` as JSON-ready values by name."""

    kind: Kind
    client: str
    message: str
    fields: dict[str, Any]
    told: str = ""
    """The sentence with its days as the screens write them, where `message` has those of the interface."""

    @property
    def words(self) -> str:
        """The alert's sentence for people; the stored message where no better one was made."""
        return self.told or self.message


def alerts_document(now: int, found: Sequence[Alert] | None = None) -> list[dict[str, Any]]:
    """The rows of `alerts` (RULES 8, 11): kind, client, message, and what the kind says.

    `sla`: request, clock, state, due. `ended`: contract, ends. `used`: month, percent (the highest mark),
    accounted, usable, and counted where weights make it another number (RULES 3.9). `run_rate`: month, expected,
    usable, percent. `lapsing`: contract, expires_on, minutes.
    `decision`: contract, decision, days_to_decision, bucket, mode.
    """
    return [
        {"kind": alert.kind, "client": alert.client, "message": alert.message, **alert.fields}
        for alert in (read_alerts(now) if found is None else found)
    ]


def read_alerts(now: int, ledgers: Ledgers | None = None) -> tuple[Alert, ...]:
    """All alerts at `now`, by kind in the order of `Kind`."""
    ledgers = ledgers or Ledgers()
    today = ledgers.zone.date_of(now)
    records = ledgers.records(Month.of(today))
    names = read_client_names()
    renewals = read_renewals(now, DECISION_DAYS, ledgers)
    return (
        *_sla(ledgers, now, names),
        *_ended(renewals),
        *_used(records, names),
        *_run_rates(ledgers, records, today, names),
        *_lapsing(records, today, names),
        *_decisions(renewals, today),
    )


def reached(records: list[MonthBalance]) -> list[tuple[str, Month, int]]:
    """Each mark that a client's use has reached in the month of its record: client, month, per cent."""
    return [
        (record.client, record.month, mark)
        for record in records
        for mark in reached_marks(record.summary.sums.counted, record.summary.usable)
    ]


OpenClock = tuple[Request, Literal["response", "resolution"], str | None, int | None]
"""A request, which of its clocks, the clock's state and when it is due."""


def _waiting(now: int) -> tuple[Any, ...]:
    return _R.reported_at <= now, _R.state.in_(OPEN) | (_R.resolved_at > now)


_R = t.Request
_WAITING = CompiledRequests(_waiting, (_R.reported_at, _R.key))


def read_open_clocks(ledgers: Ledgers, now: int) -> list[OpenClock]:
    """The clocks of all requests that are not done at `now`; both of a request when both run."""
    calendar = calendar_of(ledgers.desk)
    levels = read_levels(calendar.zone)
    found: list[OpenClock] = []
    for request in _WAITING(now):
        tier = levels.of(request)
        if tier is None or state_at(request, now) in DONE:
            continue
        known = clocks(request, tier, calendar, now)
        if known.responded_at is None:
            found.append((request, "response", known.response_state, known.response_due))
        found.append((request, "resolution", known.resolution_state, known.resolution_due))
    return found


def _sla(ledgers: Ledgers, now: int, names: dict[str, str]) -> Iterator[Alert]:
    """What is owed and late, or soon will be; both clocks of a request when both are."""
    for request, clock, state, due in read_open_clocks(ledgers, now):
        if due is not None and state in ("due_soon", "breached"):
            was = "was due" if state == "breached" else "is due"
            fields = {"request": request.key, "clock": clock, "state": state, "due": to_iso(due)}
            local, text = (
                ledgers.zone.local(due),
                f"{names[request.client]}: {clock} to {request.key} {was} on",
            )
            told = f"{text} {local.day} {local:%b %H:%M}"
            yield Alert("sla", request.client, f"{text} {local:%d %b %H:%M}", fields, told)


def _ended(renewals: tuple[RenewalRow, ...]) -> Iterator[Alert]:
    for row in renewals:
        if row.lapsed:
            fields = {"contract": row.contract, "ends": row.ends.isoformat()}
            text, told = (
                f"{row.client_name}: {row.name} ended on {day} and nothing follows it"
                for day in (row.ends, day_words(row.ends))
            )
            yield Alert("ended", row.client, text, fields, told)


def _used(records: list[MonthBalance], names: dict[str, str]) -> Iterator[Alert]:
    highest = {client: (month, mark) for client, month, mark in reached(records)}
    for record in records:
        if record.client in highest:
            month, mark = highest[record.client]
            sums, usable = record.summary.sums, record.summary.usable
            minutes = {"accounted": sums.accounted, "usable": usable}
            minutes |= {"counted": sums.counted} if sums.is_weighed else {}
            fields = {"month": str(month), "percent": mark, **minutes}
            share = f"{format_duration(sums.counted)} of {format_duration(usable)}"
            yield Alert("used", record.client, f"{names[record.client]}: {mark} % used, {share}", fields)


def _run_rates(
    ledgers: Ledgers, records: list[MonthBalance], today: date, names: dict[str, str]
) -> Iterator[Alert]:
    """Who will be over the month's minutes at the pace so far; today counts as gone."""
    month = Month.of(today)
    calendar = calendar_of(ledgers.desk)
    gone = calendar.open_days(month.first_day, today)
    days = calendar.open_days(month.first_day, month.last_day)
    for record in records:
        usable = record.summary.usable
        rate = run_rate(record.summary.sums.counted, gone, days)
        if rate is not None and usable and rate > usable:
            expected, percent = round_half_up(rate), round_half_up(rate * 100 / usable)
            text, told = (
                f"{names[record.client]}: at this pace {format_duration(expected)}"
                f" of {format_duration(usable)} by the end of {end}"
                for end in (month, f"{today:%B %Y}")
            )
            fields = {"month": str(month), "expected": expected, "usable": usable, "percent": percent}
            yield Alert("run_rate", record.client, text, fields, told)


def _lapsing(records: list[MonthBalance], today: date, names: dict[str, str]) -> Iterator[Alert]:
    for row in about_to_lapse(records, today, LAPSING_DAYS):
        text, told = (
            f"{names[row.client]}: {format_duration(row.minutes)} lapse after {day}"
            for day in (row.expires_on, day_words(row.expires_on))
        )
        fields = {"contract": row.contract, "expires_on": row.expires_on.isoformat(), "minutes": row.minutes}
        yield Alert("lapsing", row.client, text, fields, told)


def _decisions(renewals: tuple[RenewalRow, ...], today: date) -> Iterator[Alert]:
    """Decisions near or past; one that somebody put off is quiet until that day."""
    for row in renewals:
        if row.snoozed_until is not None and today <= day_before(row.snoozed_until):
            continue
        late = row.days_to_decision < 0
        text, told = (
            f"{row.client_name}: {row.name} {'was' if late else 'is'} to be decided by {day}"
            for day in (row.decision, day_words(row.decision))
        )
        fields = {
            "contract": row.contract,
            "decision": row.decision.isoformat(),
            "days_to_decision": row.days_to_decision,
            "bucket": row.bucket,
            "mode": row.mode,
        }
        yield Alert("decision", row.client, text, fields, told)
