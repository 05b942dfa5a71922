"""May this row change? Closed months refuse; derived month records that it could falsify are dropped (RULES 6.2)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from models.book.sections import parse_desk
from models.domain.basics.errors import DeskError
from models.domain.basics.months import Month
from models.domain.basics.zone import Zone, zone
from models.domain.month_end.closed_months import (
    contract_conflict,
    first_shown,
    late_month,
    rate_conflict,
)
from models.domain.values import Contract, Desk, Entry
from models.queries.month_end.refusals import closed_error
from models.services.core.weight_guards import (
    contract_weights_conflict,
    desk_weights_conflict,
    word_conflict,
)
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.fields import month_of
from models.storage.rows.reading import read_closed_through, read_desk, stored_contract, stored_work_type
from models.storage.rows.whole import whole

Row = dict[str, Any]
Renewals = dict[str, str | None]
"""What each contract renews."""


class Guards:
    """The checks of one change; contracts are judged at its end, when all of them are written."""

    def __init__(self) -> None:
        """Reads nothing before a check needs it: setting up a desk begins without one."""
        self._desk: Desk | None = None
        self._closed: Month | None = None
        self._closed_known = False
        self._contracts: dict[str, tuple[Row | None, Row | None]] = {}

    @property
    def desk(self) -> Desk:
        """The desk as it is now."""
        if self._desk is None:
            self._desk = read_desk()
        return self._desk

    @property
    def zone(self) -> Zone:
        """The zone in which the days and months of the desk begin."""
        return zone(self.desk.timezone)

    @property
    def closed_through(self) -> Month | None:
        """The newest closed month as it is now."""
        if not self._closed_known:
            self._closed, self._closed_known = read_closed_through(), True
        return self._closed

    def check(self, table: type[t.Table], before: Row | None, after: Row | None) -> None:
        """Raise MonthClosed (or DeskError) if the row may not change so; drop derived records it touches."""
        if table is t.Entry:
            self._entry(before, after)
        elif table is t.Charge:
            self._charge(before, after)
        elif table is t.Contract:
            self._contract(before, after)
        elif table is t.WorkType:
            self._work_type(before, after)
        elif table is t.Desk:
            self._desk_row(before, after)
        elif table is t.Request:
            self._request(before, after)
        elif table is t.ClosedMonth:
            self._closed_known = False

    def check_added(self, rows: Sequence[Row]) -> None:
        """`check` for many new entries at once: what they could falsify is dropped once a client."""
        earliest: dict[str, Month] = {}
        for row in rows:
            entry = _entry_of(row)
            self._check_after(entry)
            if entry.client is not None and entry.ended_at is not None:
                month = first_shown(entry, self.zone)
                earliest[entry.client] = min(month, earliest.get(entry.client, month))
        for client, month in earliest.items():
            forget(client, month)

    def _entry(self, before: Row | None, after: Row | None) -> None:
        if after is not None:
            self._check_after(_entry_of(after))
        for row in (before, after):
            if row is None or row["ended_at"] is None:
                continue
            month = first_shown(_entry_of(row), self.zone)
            if row is before and self.closed_through is not None and month <= self.closed_through:
                raise closed_error(month, f"entry {row['key']}")
            if row["client"] is not None:
                forget(row["client"], month)

    def _check_after(self, entry: Entry) -> None:
        if self.closed_through is None and entry.late_in is None:
            return
        wanted = late_month(entry, self.closed_through, self.zone)
        if entry.late_in == wanted:
            return
        if wanted is None or self.closed_through is None:
            # Only an undo brings this: the entry was late work when months were closed that are open again.
            raise DeskError(
                f"entry {entry.key}: was late work in {entry.late_in}, and months were reopened since; record it anew"
            )
        raise closed_error(self.closed_through, f"entry {entry.key}")

    def _charge(self, before: Row | None, after: Row | None) -> None:
        for row in (before, after):
            if row is not None:
                month = month_of(row["date"])
                if self.closed_through is not None and month <= self.closed_through:
                    raise closed_error(month, f"charge {row['key']}", late=False)
                forget(row["client"], month)

    def _request(self, before: Row | None, after: Row | None) -> None:
        """Another word on weights changes what its work counts (RULES 3.9)."""
        if before is None or after is None or before["premium"] == after["premium"]:
            return
        forget(after["client"], None)
        if self.closed_through is not None:
            words = before["premium"], after["premium"]
            month = word_conflict(after["key"], after["client"], *words, self.closed_through)
            if month is not None:
                raise closed_error(month, f"weights of request {after['key']}", late=False)

    def _contract(self, before: Row | None, after: Row | None) -> None:
        row = after or before or {}
        first_before = self._contracts[row["key"]][0] if row["key"] in self._contracts else before
        self._contracts[row["key"]] = (first_before, after)
        for side in (before, after):
            if side is not None:
                forget(side["client"], None)

    def _work_type(self, before: Row | None, after: Row | None) -> None:
        if before is None or after is None or before["rates"] == after["rates"]:
            return
        forget(None, None)
        if self.closed_through is not None:
            old, new = (
                stored_work_type(r["key"], r["name"], json.loads(r["rates"]), self.desk)
                for r in (before, after)
            )
            day = rate_conflict(old, new, self.closed_through)
            if day is not None:
                raise closed_error(Month.of(day), f"rate of {after['key']}", late=False)

    def _desk_row(self, before: Row | None, after: Row | None) -> None:
        self._desk = None
        if before is None or after is None:
            return
        forget(None, None)
        if before["currency"] != after["currency"] and _has_amounts():
            raise DeskError("desk.currency: cannot change once the desk has rates or contracts")
        if before["timezone"] != after["timezone"] and self.closed_through is not None:
            raise closed_error(self.closed_through, "time zone of the desk", late=False)
        if self.closed_through is not None:
            old, new = (parse_desk(json.loads(row["document"])) for row in (before, after))
            day = desk_weights_conflict(old, new, self.closed_through)
            if day is not None:
                raise closed_error(Month.of(day), "weights of the desk", late=False)

    def finish(self) -> None:
        """Judge the changed contracts, and those that they renew or did, against the closed months (RULES 6.2)."""
        if not self._contracts or self.closed_through is None:
            return
        renewals = _renewals()
        before = dict(renewals)
        for old_row, new_row in self._contracts.values():
            if new_row is not None:
                before.pop(new_row["key"], None)
            if old_row is not None:
                before[old_row["key"]] = old_row["renews"]
        for key, (old_row, new_row) in (self._contracts | self._renewed(before, renewals)).items():
            reason = contract_conflict(
                self._parsed(old_row),
                self._parsed(new_row),
                self.desk.rounding,
                self.closed_through,
                renewed_before=key in before.values(),
                renewed_after=key in renewals.values(),
            )
            reason = reason or contract_weights_conflict(
                self.desk, self._parsed(old_row), self._parsed(new_row), self.closed_through
            )
            if reason is not None:
                raise closed_error(self.closed_through, f"contract {key}: {reason}", late=False)

    def _renewed(self, before: Renewals, after: Renewals) -> dict[str, tuple[Row | None, Row | None]]:
        """Contracts that stay as they are but gained or lost a successor: that moves the expiry of grants."""
        moved = sorted({key for key in {*before.values()} ^ {*after.values()} if key is not None})
        rows = {key: _contract_row(key) for key in moved if key not in self._contracts}
        return {key: (row, row) for key, row in rows.items() if row is not None}

    def _parsed(self, row: Row | None) -> Contract | None:
        return None if row is None else stored_contract(row["document"], self.desk.currency)


def _entry_of(row: Row) -> Entry:
    late_in = row["late_in"]
    return Entry(
        row["key"],
        row["agent"],
        row["work_type"],
        row["started_at"],
        row["ended_at"],
        row["client"],
        row["request"],
        row["scope"],
        row["note"],
        month_of(late_in) if late_in else None,
        row["premium"],
    )


def _renewals() -> Renewals:
    return dict(t.Contract.select(t.Contract.key, t.Contract.renews).tuples())


def _contract_row(key: str) -> Row | None:
    found = _contract.first(key)
    return None if found is None else dict(zip(("key", "client", "document", "renews"), found, strict=True))


@compiled
def _contract(key: str) -> Any:
    c = t.Contract
    return c.select(c.key, c.client, whole(c.document), c.renews).where(c.key == key)


def _has_amounts() -> bool:
    return bool(t.Contract.select().exists() or t.WorkType.select().exists())


def forget(client: str | None, month: Month | None) -> None:
    """Drop derived records of a client (None: of all) from `month` on (None: from the beginning)."""
    since = "" if month is None else str(month)
    with t.database.later():
        if client is None:
            _forget_all.run(since)
        else:
            _forget_of.run(since, client)


@compiled
def _forget_all(since: str) -> Any:
    r = t.MonthRecord
    return r.delete().where(~r.frozen & (r.month >= since))


@compiled
def _forget_of(since: str, client: str) -> Any:
    r = t.MonthRecord
    return r.delete().where(~r.frozen & (r.client == client) & (r.month >= since))


class MonthGuards(Guards):
    """The checks of a change that opens or closes months by hand of the history.

    Which month an entry is shown in as late moves together with the closed months: it is judged at the end.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Row] = []

    def check(self, table: type[t.Table], before: Row | None, after: Row | None) -> None:
        """As ever, but an entry that only changes its `late_in` waits for `finish`."""
        if table is t.Entry and before and after and before | {"late_in": None} == after | {"late_in": None}:
            self._shown.append(after)
            forget(after["client"], None)
        else:
            super().check(table, before, after)

    def finish(self) -> None:
        """Judge what waited by the closed months as they are now."""
        super().finish()
        for row in self._shown:
            self._check_after(_entry_of(row))
