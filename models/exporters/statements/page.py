"""What exactly is printed? A statement as strings in the client's language, the same for paper and terminal.

This module writes numbers, it never makes any: every string is a number of the statement in the client's format.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from models.exporters.statements.russian_numbers import sum_in_words
from models.exporters.statements.statement import Statement, StatementLine, TimeLine, WorkLine
from models.exporters.statements.words import Speech, clock, hours, speech

FLOWS = ("opening", "granted", "drawn", "lapsed", "forfeited", "reversed", "closing")
_SIGNS = {"opening": "", "granted": "+ ", "drawn": "− ", "lapsed": "− ", "forfeited": "− ", "reversed": "+ "}
PARTS = ("covered", "unlimited", "by_sessions", "overage", "on_demand", "additional")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the bar of hours: what it is, its minutes, and its text."""

    kind: str
    minutes: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that is printed, as strings in rows of tables."""

    words: dict[str, str]
    language: str
    desk: str
    address: tuple[str, ...]
    client: str
    contact: str
    title: str
    subtitle: str
    meta: tuple[tuple[str, str], ...]
    draft: str
    bar: tuple[Segment, ...]
    flows: tuple[tuple[str, str], ...]
    balance: str
    split: str
    facts: tuple[tuple[str, str], ...]
    note: str
    grant_head: tuple[str, ...]
    grants: tuple[tuple[str, ...], ...]
    lines: tuple[tuple[str, ...], ...]
    total: str
    in_words: str
    work: tuple[tuple[str, ...], ...]
    work_total: tuple[str, ...]
    times: tuple[tuple[str, ...], ...]
    times_total: tuple[str, ...]
    footer: str

    def document(self) -> dict[str, Any]:
        """The page as JSON-ready values, as the PDF template reads it."""
        return asdict(self)


def printed(statement: Statement) -> Page:
    """The page of a statement in its client's language."""
    header = statement.header
    say = speech(header.language, header.currency)
    exact = any(row.spent_seconds % 60 for row in statement.timesheet)
    number = "" if header.number is None else f"{say['number']}\u00a0{header.number}"
    return Page(
        words=dict(say.words),
        language=say.language,
        desk=header.desk_name,
        address=header.desk_address,
        client=header.client_name,
        contact=header.contact,
        title=f"{say['title']} {number}".strip(),
        subtitle=say.month(header.month),
        meta=_meta(statement, say),
        draft=say["draft"] if header.status == "draft" else "",
        bar=_bar(statement, say),
        flows=tuple((say[flow], hours(getattr(statement.sums, flow))) for flow in FLOWS),
        balance=_balance(statement, say),
        split=_split(statement, say),
        facts=_facts(statement, say, exact),
        note=_note(statement, say),
        grant_head=tuple(say[name] for name in ("contract", "valid", *_grant_flows(statement))),
        grants=tuple(_grant_rows(statement, say)),
        lines=tuple(_line_row(line, say) for line in statement.lines),
        total=say.money(statement.total, symbol=True),
        in_words=_in_words(statement, say),
        work=tuple(_work_row(row, say, exact) for row in statement.work),
        work_total=_work_total(statement, exact),
        times=tuple(_time_row(row, say, exact) for row in statement.timesheet),
        times_total=(
            clock(statement.sums.spent_seconds, exact=exact),
            hours(statement.sums.accounted),
        ),
        footer=" · ".join(part for part in (header.desk_name, number, say.month(header.month)) if part),
    )


def _meta(statement: Statement, say: Speech) -> tuple[tuple[str, str], ...]:
    header = statement.header
    rows = [(say["month"], say.month(header.month))]
    if header.version is not None and header.version > 1:
        rows.append((say["version"], str(header.version)))
    if header.issued_on is not None:
        rows.append((say["issued"], say.long_day(header.issued_on)))
    return tuple(rows)


def _bar(statement: Statement, say: Speech) -> tuple[Segment, ...]:
    """Drawn, left, lost, and what went over; nothing where no hours are counted."""
    sums = statement.sums
    if not (sums.opening or sums.granted or sums.reversed):
        return ()
    parts = (
        ("drawn", sums.drawn, say["drawn"]),
        ("left", sums.closing, say["closing"]),
        ("lapsed", sums.lapsed, say["lapsed"]),
        ("forfeited", sums.forfeited, say["forfeited"]),
        ("over", sums.overage, say["overage"]),
    )
    return tuple(Segment(kind, minutes, label, hours(minutes)) for kind, minutes, label in parts if minutes)


def _balance(statement: Statement, say: Speech) -> str:
    sums = statement.sums
    terms = " ".join(f"{_SIGNS[flow]}{say[flow]} {hours(getattr(sums, flow))}" for flow in FLOWS[:-1])
    return f"{terms} = {say['closing']} {hours(sums.closing)}"


def _split(statement: Statement, say: Speech) -> str:
    sums = statement.sums
    terms = " + ".join(f"{say[part]} {hours(getattr(sums, part))}" for part in PARTS)
    return f"{terms} = {say['accounted']} {hours(sums.accounted)}"


def _facts(statement: Statement, say: Speech, exact: bool) -> tuple[tuple[str, str], ...]:
    """What stands beside the hours: spent against accounted, what was given away, what came late."""
    sums = statement.sums
    facts = [
        (say["spent"], clock(sums.spent_seconds, exact=exact)),
        (say["accounted"], hours(sums.accounted)),
    ]
    facts += [(say[part], hours(getattr(sums, part))) for part in PARTS if getattr(sums, part)]
    if sums.courtesy_seconds:
        facts.append((say["courtesy"], clock(sums.courtesy_seconds, exact=exact)))
    if sums.late_accounted:
        facts.append((say["late_work"], hours(sums.late_accounted)))
    return tuple(facts)


def _note(statement: Statement, say: Speech) -> str:
    sums = statement.sums
    whole = sums.accounted and sums.unlimited == sums.accounted
    return say["unlimited_words"] if whole else ""


def _grant_flows(statement: Statement) -> tuple[str, ...]:
    """The columns of the grants: each flow by its own name; what went over the limit only where any did."""
    forfeited = any(grant.forfeited for grant in statement.grants)
    return tuple(flow for flow in FLOWS if flow != "forfeited" or forfeited)


def _grant_rows(statement: Statement, say: Speech) -> list[tuple[str, ...]]:
    rows = []
    for grant in statement.grants:
        end = say["no_end"] if grant.expires_on is None else f"{say['until']} {say.day(grant.expires_on)}"
        sessions = grant.unit == "sessions"
        values = (getattr(grant, flow) for flow in _grant_flows(statement))
        texts = (str(value) if sessions else hours(value) for value in values)
        name = f"{grant.contract_name} ({say['sessions']})" if sessions else grant.contract_name
        rows.append((name, f"{say.day(grant.valid_from)} · {end}", *texts))
    return rows


def _line_row(line: StatementLine, say: Speech) -> tuple[str, ...]:
    """The texts of a line: description, quantity, price and amount."""
    words = [say[line.kind]] if line.kind != "charge" else []
    words += [part for part in (line.work_type_name, line.contract_name, line.description) if part]
    if line.late:
        words.append(say["late"])
    quantity = price = ""
    if line.minutes is not None and line.rate is not None:
        quantity, price = hours(line.minutes), say.money(line.rate)
    elif line.quantity is not None and line.unit_price is not None:
        quantity, price = str(line.quantity), say.money(line.unit_price)
    return " · ".join(words), quantity, price, say.money(line.amount)


def _in_words(statement: Statement, say: Speech) -> str:
    if say.language != "ru":
        return ""
    return f"{say['in_words']} {sum_in_words(statement.total, statement.header.currency)}."


def _work_row(row: WorkLine, say: Speech, exact: bool) -> tuple[str, ...]:
    """Dates, request, subject, cause, spent, accounted, billed."""
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
        row.cause,
        clock(row.spent_seconds, exact=exact),
        hours(row.accounted),
        hours(row.billed) if row.billed else "–",
    )


def _work_total(statement: Statement, exact: bool) -> tuple[str, ...]:
    return (
        clock(statement.sums.spent_seconds, exact=exact),
        hours(statement.sums.accounted),
        hours(statement.over) if statement.over else "–",
    )


def _time_row(row: TimeLine, say: Speech, exact: bool) -> tuple[str, ...]:
    """Date, time, who, request, what, spent, accounted."""
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
    )
