"""How is a month's ledger written down? The JSON of RULES 10.1, and a short summary that is quick to sum."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.domain.basics.months import Month, parse_date
from models.domain.basics.notation import format_money
from models.domain.contracts.terms import ClientTerms
from models.domain.ledger.draws import Balance, Draw, GrantRow, Loss, MonthLedger, State, UnitResult
from models.domain.ledger.lines import LINE_KINDS, Line

FLOWS = ("opening", "granted", "drawn", "lapsed", "forfeited", "reversed", "closing")
SPLIT = ("covered", "unlimited", "by_sessions", "overage", "on_demand", "additional")


def minutes_of(ledger: MonthLedger) -> dict[str, int]:
    """The sums of RULES 10.1: flows of minute grants, then what the units add up to."""
    minutes = {
        flow: sum(getattr(row, flow) for row in ledger.grants if row.unit == "minutes") for flow in FLOWS
    }
    units = [result.unit for result in ledger.units]
    minutes["spent_seconds"] = sum(unit.spent_seconds for unit in units)
    minutes["accounted"] = sum(unit.accounted for unit in units)
    for part in SPLIT:
        minutes[part] = sum(getattr(result, part) for result in ledger.units)
    minutes["courtesy_seconds"] = sum(unit.spent_seconds for unit in units if unit.scope == "courtesy")
    minutes["late_accounted"] = sum(unit.accounted for unit in units if unit.late)
    return minutes


def ledger_document(
    ledger: MonthLedger, currency: str, *, closed: bool, with_units: bool = True
) -> dict[str, Any]:
    """The ledger as JSON-ready values (RULES 10.1)."""
    document: dict[str, Any] = {
        "client": ledger.client,
        "month": str(ledger.month),
        "closed": closed,
        "minutes": minutes_of(ledger),
        "grants": [_grant_row(row) for row in ledger.grants],
        "lines": [_line(line, currency) for line in ledger.lines],
        "total": format_money(ledger.total, currency),
    }
    if with_units:
        document["units"] = [_unit(result, currency) for result in ledger.units]
    return document


def empty_document(client: str, month: Month, currency: str, *, closed: bool) -> dict[str, Any]:
    """The ledger of a month in which a client had nothing."""
    return ledger_document(MonthLedger(client, month, (), (), ()), currency, closed=closed)


def _grant_row(row: GrantRow) -> dict[str, Any]:
    return {
        "contract": row.contract,
        "allowance": row.allowance,
        "unit": row.unit,
        "valid_from": row.valid_from.isoformat(),
        "expires_on": None if row.expires_on is None else row.expires_on.isoformat(),
        **{flow: getattr(row, flow) for flow in FLOWS},
    }


def _line(line: Line, currency: str) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "contract": line.contract,
        "work_type": line.work_type,
        "minutes": line.minutes,
        "rate": None if line.rate is None else format_money(line.rate, currency),
        "amount": format_money(line.amount, currency),
        "late": line.late,
        "charge": line.charge,
    }


def _draw(draw: Draw) -> dict[str, Any]:
    return {
        "contract": draw.contract,
        "allowance": draw.allowance,
        "valid_from": draw.valid_from.isoformat(),
        "amount": draw.amount,
    }


def _unit(result: UnitResult, currency: str) -> dict[str, Any]:
    unit = result.unit
    return {
        "entries": list(unit.entries),
        "request": unit.request,
        "work_type": unit.work_type,
        "scope": unit.scope,
        "work_date": unit.work_date.isoformat(),
        "spent_seconds": unit.spent_seconds,
        "accounted": unit.accounted,
        "rate": None if unit.rate is None else format_money(unit.rate, currency),
        "contract": unit.contract,
        "late": unit.late,
        "draws": [_draw(draw) for draw in result.draws],
        **{part: getattr(result, part) for part in SPLIT},
    }


def summary_of(ledger: MonthLedger, terms: ClientTerms) -> dict[str, Any]:
    """What lists and charts need of a month, as small integers: sums, usable and expiring minutes, amounts.

    `worked` holds [month of the work, accounted, accounted support, overage] since late work counts, for prices,
    drift and capacity, in the month it was done (RULES 5.3).
    """
    summary: dict[str, Any] = dict(minutes_of(ledger))
    summary["total"] = ledger.total
    summary["amounts"] = {
        kind: sum(line.amount for line in ledger.lines if line.kind == kind) for kind in LINE_KINDS
    }
    summary["usable"], summary["expiring"] = _usable(ledger, terms)
    summary["unlimited_contract"] = any(
        source.valid_from <= ledger.month.last_day
        and (source.expires_on is None or source.expires_on >= ledger.month.first_day)
        for source in terms.unlimited
    )
    summary["worked"] = _worked(ledger.units)
    summary["grants"] = _grants(ledger, terms)
    summary["drawn_from"] = _drawn_from(ledger.units)
    return summary


def _grants(ledger: MonthLedger, terms: ClientTerms) -> list[list[Any]]:
    """[contract, allowance, valid from, expires on, minutes each, had, drawn, left before it lapses] a grant.

    Counts are minutes, or sessions with their minutes each; `had` is what the month opened with or granted.
    """
    rows = []
    for row in ledger.grants:
        grant = terms.sources[(row.contract, row.allowance, row.valid_from)].grant
        each = (grant.session_minutes or 0) if grant is not None and row.unit == "sessions" else 1
        expires_on = None if row.expires_on is None else row.expires_on.isoformat()
        name = [row.contract, row.allowance, row.valid_from.isoformat(), expires_on, each]
        rows.append([*name, row.opening + row.granted, row.drawn, row.closing + row.lapsed])
    return rows


def _drawn_from(results: Iterable[UnitResult]) -> list[list[Any]]:
    """[contract, minutes drawn from it] a contract, sessions and unlimited in minutes too (RULES 5.1)."""
    drawn: dict[str, int] = {}
    for result in results:
        for draw in result.draws:
            drawn[draw.contract] = drawn.get(draw.contract, 0) + draw.amount
    return [[contract, minutes] for contract, minutes in sorted(drawn.items())]


def _usable(ledger: MonthLedger, terms: ClientTerms) -> tuple[int, int]:
    """Minutes usable in the month (opening + granted + sessions in minutes), and those that expire in it."""
    usable = expiring = 0
    for row in ledger.grants:
        grant = terms.sources[(row.contract, row.allowance, row.valid_from)].grant
        factor = (grant.session_minutes or 0) if grant is not None and row.unit == "sessions" else 1
        usable += (row.opening + row.granted) * factor
        if row.expires_on is not None and row.expires_on <= ledger.month.last_day:
            expiring += (row.opening + row.granted) * factor
    return usable, expiring


def _worked(results: Iterable[UnitResult]) -> list[list[Any]]:
    by_month: dict[str, list[int]] = {}
    for result in results:
        sums = by_month.setdefault(str(Month.of(result.unit.work_date)), [0, 0, 0])
        sums[0] += result.unit.accounted
        sums[1] += result.unit.accounted if result.unit.scope == "support" else 0
        sums[2] += result.overage
    return [[month, *sums] for month, sums in sorted(by_month.items())]


def state_document(state: State) -> list[list[Any]]:
    """Balances as compact JSON: [contract, allowance, valid_from, left, [[day, kind, amount], ...]]."""
    return [
        [
            contract,
            allowance,
            valid_from.isoformat(),
            balance.left,
            [[loss.day.isoformat(), loss.kind, loss.amount] for loss in balance.losses],
        ]
        for (contract, allowance, valid_from), balance in sorted(
            state.items(), key=lambda item: (item[0][0], -1 if item[0][1] is None else item[0][1], item[0][2])
        )
    ]


def state_from(document: list[list[Any]]) -> State:
    """The balances that `state_document` wrote."""
    return {
        (contract, allowance, parse_date(valid_from)): Balance(
            left, tuple(Loss(parse_date(day), kind, amount) for day, kind, amount in losses)
        )
        for contract, allowance, valid_from, left, losses in document
    }
