"""How does each row of a statement read? Lines, totals, grants, work, times and changes in the client's language."""

from __future__ import annotations

from models.domain.ledger.sums import FLOWS
from models.exporters.statements.billing import billed
from models.exporters.statements.statement import (
    Header,
    Statement,
    StatementChange,
    StatementLine,
    TaxLine,
    TimeLine,
    WorkLine,
)
from models.exporters.statements.words import Speech, clock, hours

_RARE = frozenset(("lapsed", "forfeited", "reversed"))


def shows_seconds(statement: Statement) -> bool:
    """Whether any number of the statement has seconds: then all durations that were worked show them."""
    sums = statement.sums
    seconds = [sums.spent_seconds, sums.courtesy_seconds]
    seconds += [row.spent_seconds for row in statement.timesheet]
    seconds += [row.spent_seconds for row in statement.work]
    return any(number % 60 for number in seconds)


def totals(statement: Statement, say: Speech) -> tuple[tuple[str, str], ...]:
    """The total; where there is a tax: without it, the tax, and with it."""
    tax = statement.tax
    if tax is None:
        return ((say["total"], say.money(statement.total, symbol=True)),)
    return (
        (say["net"], say.money(statement.total, symbol=True)),
        (tax_name(tax, say), say.money(tax.amount, symbol=True)),
        (say["gross"], say.money(statement.gross, symbol=True)),
    )


def tax_name(tax: TaxLine, say: Speech) -> str:
    """The tax with its rate: `VAT 20%`; a name that says per cent already stays as it is."""
    name = tax.name or say["tax"]
    return name if "%" in name else f"{name} {say.percent(tax.percent)}"


def tax_note(header: Header, say: Speech) -> str:
    """The sentence that a statement without tax needs; empty where none is needed."""
    words = {"reverse_charge": "reverse_charge", "none": "no_tax"}
    return "" if header.tax_note is None else say[words[header.tax_note]]


def change_row(row: StatementChange, say: Speech) -> tuple[str, ...]:
    """What differs, before, now."""
    change = row.change
    return (
        change_name(row, say),
        say["new"] if change.before is None else _measured(change.before, change.measure, say),
        say["gone"] if change.after is None else _measured(change.after, change.measure, say),
    )


def change_name(row: StatementChange, say: Speech) -> str:
    """What a change is about, as the statement calls it elsewhere."""
    change = row.change
    if change.kind == "total":
        return say["total"]
    if change.kind == "sum":
        names = {"spent_seconds": "spent", "courtesy_seconds": "courtesy", "late_accounted": "late_work"}
        return say[names.get(change.name, change.name)]
    words = [say[change.name]] if change.kind == "line" and change.name != "charge" else []
    if change.kind == "work":
        words = [change.name or say["no_request"]]
    words += [part for part in (row.work_type_name, row.contract_name, row.subject) if part]
    if change.rate is not None:
        words.append(f"{say.money(change.rate)} {say['per_hour']}")
    return " · ".join([*words, *([say["late"]] if change.late else [])])


def _measured(number: int, measure: str, say: Speech) -> str:
    if measure == "money":
        return say.money(number)
    return hours(number) if measure == "minutes" else clock(number, exact=number % 60 != 0)


def grant_flows(statement: Statement) -> tuple[str, ...]:
    """The columns of the grants: each flow by its own name; what is rare only where there is any."""
    return tuple(
        flow for flow in FLOWS if flow not in _RARE or any(getattr(grant, flow) for grant in statement.grants)
    )


def grant_rows(statement: Statement, say: Speech) -> list[tuple[str, ...]]:
    rows = []
    for grant in statement.grants:
        end = say["no_end"] if grant.expires_on is None else say.day(grant.expires_on)
        sessions = grant.unit == "sessions"
        values = (getattr(grant, flow) for flow in grant_flows(statement))
        texts = (str(value) if sessions else hours(value) for value in values)
        name = f"{grant.contract_name} ({say['sessions']})" if sessions else grant.contract_name
        rows.append((name, f"{say.day(grant.valid_from)} – {end}", *texts))
    return rows


def line_row(line: StatementLine, say: Speech) -> tuple[str, ...]:
    """The texts of a line: description, quantity, price and amount."""
    found = billed(line)
    quantity = say.number(found.quantity)
    if found.hours:
        quantity = f"{quantity}\u00a0{say['quantity_unit']}"
    return line_words(line, say), quantity, say.money(found.price), say.money(line.amount)


def line_words(line: StatementLine, say: Speech) -> str:
    """What a line is for; with the hours where they cannot be its quantity (RULES 6.5)."""
    words = [say[line.kind]] if line.kind != "charge" else []
    words += [part for part in (line.work_type_name, line.contract_name, line.description) if part]
    if line.minutes is not None and billed(line).spelled:
        rate = "" if line.rate is None else say.money(line.rate)
        spelled = (
            say["hours_at"].format(hours=hours(line.minutes), rate=rate) if rate else hours(line.minutes)
        )
        words.append(spelled)
    return " · ".join([*words, *([say["late"]] if line.late else [])])


def work_columns(statement: Statement) -> tuple[str, ...]:
    """The columns of the work by request; the cause only for a client who wants it, weights only where any hold."""
    cause = ("cause",) if statement.header.causes else ()
    counted = ("counted",) if statement.weighted else ()
    return ("date", "request", "description", *cause, "spent", "accounted", *counted, "billed")


def work_row(row: WorkLine, say: Speech, statement: Statement) -> tuple[str, ...]:
    """The cells of `work_columns`."""
    exact = shows_seconds(statement)
    days = say.short_day(row.first)
    if row.last != row.first:
        days = say.span(row.first, row.last)
    subject = row.subject or (row.work_type_name if row.request is None else "")
    notes = [say["late"]] if row.late else []
    if row.courtesy_seconds:
        notes.append(f"{say['courtesy_scope']} {clock(row.courtesy_seconds, exact=exact)}")
    words = f"{subject} ({', '.join(notes)})" if notes else subject
    return (
        days,
        row.request or "–",
        words or say["no_request"],
        *((row.cause,) if statement.header.causes else ()),
        clock(row.spent_seconds, exact=exact),
        hours(row.accounted),
        *((hours(row.counted),) if statement.weighted else ()),
        hours(row.billed) if row.billed else "–",
    )


def time_columns(statement: Statement) -> tuple[str, ...]:
    """The columns of the timesheet."""
    counted = ("counted",) if statement.weighted else ()
    return ("date", "time", "who", "request", "what", "spent", "accounted", *counted)


def window_rows(statement: Statement, say: Speech) -> tuple[tuple[str, ...], ...]:
    """Hours that count more or less: the window, its weight, what was charged of it."""
    return tuple(
        (row.name or "–", f"× {say.number(row.weight.normalize())}", hours(row.accounted))
        for row in statement.windows
    )


def time_row(row: TimeLine, say: Speech, statement: Statement) -> tuple[str, ...]:
    """The cells of `time_columns`."""
    exact = shows_seconds(statement)
    scope = {"courtesy": say["courtesy_scope"], "additional": say["additional_scope"]}.get(row.scope, "")
    marks = [mark for mark in (scope, say["late"] if row.late else "") if mark]
    what = " ".join(row.note.split()) or row.work_type_name
    if marks:
        what = f"{what} ({', '.join(marks)})"
    return (
        say.short_day(row.day),
        f"{row.started}–{row.ended}" if row.started else "–",
        row.agent,
        row.request or "–",
        what,
        clock(row.spent_seconds, exact=exact),
        "" if row.accounted is None else hours(row.accounted),
        *(("" if row.counted is None else hours(row.counted),) if statement.weighted else ()),
    )
