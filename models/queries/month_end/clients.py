"""What does each client's month come to, and what should somebody look at first? (RULES 3.7, 6.2, 12.6)

A row's numbers are those of the client's ledger document, frozen or of the open month; all rows together take a fixed
number of statements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import JOIN, fn

from models.domain.basics.folding import name_order
from models.domain.basics.months import Month
from models.domain.ledger.document import LedgerDocument, ledger_document
from models.domain.ledger.results import BillLine, GrantLine
from models.domain.ledger.summary import NO_SUMMARY, MonthSummary, summary_of
from models.domain.ledger.sums import MonthSums
from models.domain.planning.marks import used_minutes, used_percent
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.marks import read_handed
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.expressions import statements_of
from models.storage.fields import month_of
from models.storage.rows.contracts import StoredContract
from models.storage.rows.month_texts import summary_from
from models.storage.rows.reading import read_client_names
from models.storage.rows.whole import whole

HISTORY = 6
"""Months in a client's small chart, the shown one included."""
OVER_MONTHS = 3
LITTLE_PERCENT = 25
"""A client who used no more of what was usable should be rung."""
USUAL_MONTHS, MUCH_PERCENT = 3, 150
"""Much more work than the mean of the months before deserves a word."""


@dataclass(frozen=True, slots=True)
class BillRow:
    """A line of a client's month, for the detail; money in minor units."""

    kind: str
    words: str
    minutes: int | None
    rate: int | None
    amount: int
    late: bool


@dataclass(frozen=True, slots=True)
class GrantState:
    """A grant of a client's month, for the detail; minutes, or sessions."""

    words: str
    unit: str
    expires_on: date | None
    opening: int
    granted: int
    drawn: int
    lapsed: int
    closing: int


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client's month; minutes, money in minor units."""

    key: str
    name: str
    manner: str
    """`hours`, `unlimited`, `sessions`, `on demand` or nothing: words for where no hours are counted."""
    carried: int
    granted: int
    used: int
    """What drew from its hours and what went over them, else what was on demand (`used_minutes`)."""
    covered: int
    lapses: int
    forfeited: int
    closing: int
    overage: int
    other: int
    """Accounted minutes beside those that were used: what is billed apart."""
    spent_seconds: int
    courtesy_seconds: int
    late: int
    amount: int
    last_amount: int | None
    """The month before; None when the client had nothing then."""
    spark: tuple[int, ...]
    """Accounted minutes of the last six months, oldest first, this one last."""
    warnings: tuple[str, ...]
    lines: tuple[BillRow, ...]
    grants: tuple[GrantState, ...]
    reviewed_by: str | None = None
    reviewed_at: int | None = None
    statement: tuple[int, int] | None = None
    """Number and version of the newest statement of a closed month."""
    handed: tuple[str, ...] = ()
    """The accounting programs that got it."""

    @property
    def usable(self) -> int:
        """What the month opened with and was granted."""
        return self.carried + self.granted


@dataclass(frozen=True, slots=True)
class _Names:
    """What contracts and work types are called."""

    contracts: Mapping[str, str]
    work_types: Mapping[str, str]

    def __call__(self, line: BillLine) -> str:
        """Work type, contract and charge of a line."""
        work_type, contract = line.work_type or "", line.contract or ""
        words = (self.work_types.get(work_type, work_type), self.contracts.get(contract, contract))
        return " · ".join(name for name in (*words, line.charge) if name)


@dataclass(frozen=True, slots=True)
class _Source:
    """A client's month as summary and document."""

    summary: MonthSummary
    document: LedgerDocument


def read_month_clients(ledgers: Ledgers, month: Month) -> tuple[ClientRow, ...]:
    """A row for every client who has anything in the month, by name."""
    sources = _sources(ledgers, month)
    history = _history(ledgers, month)
    names, reviews, statements = read_client_names(), _reviews(month), _statements(month)
    handed = read_handed(month) if statements else {}
    words = _Names(ledgers.contracts.names(), {k: w.name for k, w in ledgers.work_types.items()})
    rows = []
    for key, source in sources.items():
        if not (source.document.grants or source.document.lines or source.summary.sums.spent_seconds):
            continue
        before = history.get(key, {})
        warnings = _warnings(ledgers.contracts.rows_of(key), month, source.summary, before)
        row = _row(words, key, names.get(key, key), month, source, before, warnings)
        who, at = reviews.get(key, (None, None))
        issued = statements.get(key)
        gone = () if issued is None else handed.get(issued, ())
        rows.append(replace(row, reviewed_by=who, reviewed_at=at, statement=issued, handed=gone))
    return tuple(sorted(rows, key=lambda row: (name_order(row.name), row.key)))


def _sources(ledgers: Ledgers, month: Month) -> dict[str, _Source]:
    if ledgers.is_closed(month):
        documents = ledgers.documents(ledgers.clients, month, with_units=False)
        records = {record.client: record.summary for record in ledgers.records(month)}
        return {key: _Source(records[key], documents[key]) for key in ledgers.clients}
    currency = ledgers.desk.currency
    return {
        key: _Source(
            summary_of(ledger, ledgers.terms(key, month, month)),
            ledger_document(ledger, currency, closed=False, with_units=False),
        )
        for key, ledger in ledgers.ledgers(ledgers.clients, month).items()
    }


def _history(ledgers: Ledgers, month: Month) -> dict[str, dict[Month, MonthSummary]]:
    """Summaries of the months before; those not stored were derived for the month's opening."""
    first, last = month.plus(1 - HISTORY), month.plus(-1)
    found: dict[str, dict[Month, MonthSummary]] = {}
    for client, text, summary in _summaries(first, last):
        found.setdefault(client, {})[month_of(text)] = summary_from(summary)
    for record in ledgers.derived:
        if first <= record.month <= last:
            found.setdefault(record.client, {})[record.month] = record.summary
    return found


def _reviews(month: Month) -> dict[str, tuple[str, int]]:
    return {client: (who, at) for client, who, at in _reviewed(month)}


def _statements(month: Month) -> dict[str, tuple[int, int]]:
    return {client: (number, version) for client, number, version in _issued(month)}


@compiled
def _summaries(first: Month, last: Month) -> Any:
    r = t.MonthRecord
    return r.select(r.client, r.month, whole(r.summary)).where((r.month >= first) & (r.month <= last))


@compiled
def _reviewed(month: Month) -> Any:
    """Whoever left the desk is named as it was written down."""
    r, a = t.Review, t.Agent
    name = fn.coalesce(a.name, r.reviewed_by)
    found = r.select(r.client, name, r.reviewed_at).join(a, JOIN.LEFT_OUTER, on=(a.key == r.reviewed_by))
    return found.where(r.month == month)


@compiled
def _issued(month: Month) -> Any:
    s = t.Statement
    return s.select(s.client, s.number, s.version).where(statements_of(month)).order_by(s.version)


def _row(
    names: _Names,
    key: str,
    name: str,
    month: Month,
    source: _Source,
    before: Mapping[Month, MonthSummary],
    warnings: tuple[str, ...],
) -> ClientRow:
    sums = source.document.sums
    last = before.get(month.plus(-1))
    used = used_minutes(sums, has_hours=bool(source.document.grants))
    return ClientRow(
        key=key,
        name=name,
        manner=_manner(sums),
        carried=sums.opening,
        granted=sums.granted,
        used=used,
        covered=sums.covered + sums.unlimited + sums.by_sessions,
        lapses=sums.lapsed,
        forfeited=sums.forfeited,
        closing=sums.closing,
        overage=sums.overage,
        other=sums.counted - used,
        spent_seconds=sums.spent_seconds,
        courtesy_seconds=sums.courtesy_seconds,
        late=sums.late_accounted,
        amount=source.document.total,
        last_amount=None if last is None else last.total,
        spark=(*_counted(before, month, HISTORY - 1), sums.counted),
        warnings=warnings,
        lines=tuple(_bill_row(line, names) for line in source.document.lines),
        grants=tuple(_grant_state(grant, names) for grant in source.document.grants),
    )


def _counted(before: Mapping[Month, MonthSummary], month: Month, count: int) -> tuple[int, ...]:
    """Counted minutes of the months before, oldest first (RULES 3.9)."""
    return tuple(before.get(month.plus(step), NO_SUMMARY).sums.counted for step in range(-count, 0))


def _accounted(before: Mapping[Month, MonthSummary], month: Month, count: int) -> tuple[int, ...]:
    """Accounted minutes of the months before, oldest first."""
    return tuple(before.get(month.plus(step), NO_SUMMARY).sums.accounted for step in range(-count, 0))


def _manner(sums: MonthSums) -> str:
    if sums.opening or sums.granted or sums.drawn:
        return "hours"
    if sums.unlimited:
        return "unlimited"
    if sums.by_sessions:
        return "sessions"
    return "on demand" if sums.on_demand else ""


def _bill_row(line: BillLine, names: _Names) -> BillRow:
    return BillRow(line.kind, names(line), line.minutes, line.rate, line.amount, line.late)


def _grant_state(grant: GrantLine, names: _Names) -> GrantState:
    return GrantState(
        words=names.contracts.get(grant.contract, grant.contract),
        unit=grant.unit,
        expires_on=grant.expires_on,
        opening=grant.opening,
        granted=grant.granted,
        drawn=grant.drawn,
        lapsed=grant.lapsed + grant.forfeited,
        closing=grant.closing,
    )


def _warnings(
    contracts: Sequence[StoredContract],
    month: Month,
    summary: MonthSummary,
    before: Mapping[Month, MonthSummary],
) -> tuple[str, ...]:
    """What somebody should look at before the client does, the gravest first."""
    found, sums = [], summary.sums
    months = [before.get(month.plus(-step), NO_SUMMARY) for step in range(1, OVER_MONTHS)]
    if all(one.sums.overage > 0 for one in (summary, *months)):
        found.append(f"{OVER_MONTHS} months over: bigger plan?")
    ended = [contract.last_day for contract in contracts if contract.last_day is not None]
    if contracts and len(ended) == len(contracts) and max(ended) < str(month.first_day) and sums.on_demand:
        found.append("contract has ended: on demand")
    usable, used = summary.usable, sums.covered + sums.by_sessions
    if usable and used * 100 <= LITTLE_PERCENT * usable and not sums.overage:
        found.append(f"uses {used_percent(used, usable)} %: ring them")
    earlier = _accounted(before, month, USUAL_MONTHS)
    usual = sum(earlier)
    if not found and all(earlier) and sums.accounted * USUAL_MONTHS * 100 >= MUCH_PERCENT * usual:
        found.append(f"{used_percent(sums.accounted * USUAL_MONTHS, usual)} % of the usual work")
    if sums.late_accounted:
        found.append("holds late work")
    return tuple(found)
