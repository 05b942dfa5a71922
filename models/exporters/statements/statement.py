"""What does a client get to read about a month? One frozen statement, the source of every form (RULES 6.5).

The numbers are those of the ledger document (RULES 10.1), frozen or of the open month; no form computes a number of
its own. Texts are looked up when the statement is read and cleaned; numbers of a closed month never move.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from models.domain.basics.months import Month
from models.domain.ledger.sums import MonthSums
from models.domain.papers import Annex, ClientTax, Page
from models.domain.planning.promised_work import Kept
from models.exporters.statements.changes import Change

Status = Literal["draft", "final"]


@dataclass(frozen=True, slots=True)
class Header:
    """Who writes to whom about which month; a number only once the month is closed and one was issued."""

    desk_name: str
    client: str
    client_name: str
    month: Month
    currency: str
    status: Status
    desk_address: tuple[str, ...] = ()
    contact: str = ""
    number: int | None = None
    version: int | None = None
    issued_on: date | None = None
    language: str = "en"
    desk_tax_id: str = ""
    bank: tuple[str, ...] = ()
    footer: str = ""
    logo: str = ""
    """The name of an SVG or PNG file; empty for none."""
    client_address: tuple[str, ...] = ()
    client_tax_id: str = ""
    order_number: str = ""
    payment_days: int | None = None
    annex: Annex = "summary"
    """`full`: work by request and timesheet; `summary`: the work by request; `none`: neither."""
    causes: bool = False
    """Whether the client is told what caused a request."""
    page: Page | None = None
    tax_note: ClientTax | None = None
    """Why there is no tax where the desk has one."""
    changed_since: tuple[int, date] | None = None
    """The version before this one and the day it was issued."""

    @property
    def due_on(self) -> date | None:
        """The day by which an issued statement is to be paid."""
        if self.issued_on is None or self.payment_days is None:
            return None
        return self.issued_on + timedelta(days=self.payment_days)


@dataclass(frozen=True, slots=True)
class StatementGrant:
    """A grant in the month: minutes, or a number of sessions."""

    contract: str
    contract_name: str
    unit: str
    valid_from: date
    expires_on: date | None
    opening: int
    granted: int
    drawn: int
    lapsed: int
    forfeited: int
    reversed: int
    closing: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of the total; money in minor units; `description` to `day` are for charges only."""

    kind: str
    contract: str | None
    contract_name: str
    work_type: str | None
    work_type_name: str
    minutes: int | None
    rate: int | None
    amount: int
    late: bool
    charge: str | None = None
    description: str = ""
    quantity: int | None = None
    unit_price: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class TaxLine:
    """The tax of one statement: `amount` in minor units, rounded once on the total."""

    name: str
    percent: Decimal
    amount: int


@dataclass(frozen=True, slots=True)
class WorkLine:
    """What was done on one request (or without one, by work type), with its cause."""

    request: str | None
    subject: str
    cause: str
    work_type_name: str
    first: date
    last: date
    spent_seconds: int
    accounted: int
    covered: int
    billed: int
    courtesy_seconds: int
    late: bool
    counted: int = 0
    """Accounted minutes by their weights (RULES 3.9)."""


@dataclass(frozen=True, slots=True)
class WindowLine:
    """Hours that count more or less: a window with its weight, and what was worked in it (RULES 3.9)."""

    name: str
    weight: Decimal
    seconds: int
    accounted: int


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A row of the timesheet: a piece of an entry; minutes stand at the first piece of its unit."""

    day: date
    started: str
    ended: str
    agent: str
    request: str | None
    work_type_name: str
    scope: str
    note: str
    spent_seconds: int
    accounted: int | None
    late: bool
    counted: int | None = None


@dataclass(frozen=True, slots=True)
class StatementChange:
    """A change with the names of what it is about; `subject` is that of a request or charge."""

    change: Change
    subject: str = ""
    work_type_name: str = ""
    contract_name: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A client's month, ready for every form; `total` in minor units, without tax as in the ledger."""

    header: Header
    sums: MonthSums
    grants: tuple[StatementGrant, ...]
    lines: tuple[StatementLine, ...]
    total: int
    work: tuple[WorkLine, ...]
    timesheet: tuple[TimeLine, ...]
    tax: TaxLine | None = None
    changes: tuple[StatementChange, ...] = ()
    """What differs from the version before, in the words of the statement."""
    windows: tuple[WindowLine, ...] = ()
    """The windows whose weight held, where any hour counted otherwise than once."""
    promised: Kept | None = None
    """What was promised for the month, and how much of it was done (RULES 2.9); None where nothing was."""
    worked: bool = False
    """Whether anything was worked at all, also where the annex does not show it."""

    @property
    def weighted(self) -> bool:
        """Whether any minute counts otherwise than once: then what is counted stands beside what is accounted."""
        return bool(self.windows) or self.sums.counted != self.sums.accounted

    @property
    def gross(self) -> int:
        """The total with its tax, in minor units."""
        return self.total + (0 if self.tax is None else self.tax.amount)

    @property
    def over(self) -> int:
        """Accounted minutes that no contract covered and that are billed."""
        return self.sums.overage + self.sums.on_demand + self.sums.additional

    @property
    def moment(self) -> datetime:
        """The date inside a file of it: the same statement always gives the same file."""
        day = self.header.issued_on or self.header.month.last_day
        return datetime(day.year, day.month, day.day, tzinfo=UTC)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell at all; what has a number was issued and is something."""
        return not (self.grants or self.lines or self.worked) and self.header.number is None
