"""What exactly is printed? A statement as strings in the client's language, the same for paper and terminal.

This module writes numbers, it never makes any: every string is a number of the statement in the client's format.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from models.domain.ledger.sums import FLOWS, SPLIT
from models.exporters.statements.languages.russian_numbers import sum_in_words
from models.exporters.statements.rows import (
    change_row,
    grant_flows,
    grant_rows,
    line_row,
    shows_seconds,
    tax_note,
    time_columns,
    time_row,
    totals,
    window_rows,
    work_columns,
    work_row,
)
from models.exporters.statements.statement import Header, Statement
from models.exporters.statements.words import Speech, clock, hours, speech

_SIGNS = {"opening": "", "granted": "+ ", "drawn": "− ", "lapsed": "− ", "forfeited": "− ", "reversed": "+ "}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the bar of hours: what it is, its minutes, and its text."""

    kind: str
    minutes: int
    label: str
    text: str


Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything that is printed, as strings in rows of tables."""

    words: dict[str, str]
    language: str
    paper: str
    desk: str
    address: tuple[str, ...]
    client: str
    client_lines: tuple[str, ...]
    title: str
    subtitle: str
    meta: tuple[tuple[str, str], ...]
    draft: str
    changes_title: str
    changes: Rows
    """What changed since the version before: what, before, now."""
    bar: tuple[Segment, ...]
    flows: tuple[tuple[str, str], ...]
    balance: str
    split: str
    facts: tuple[tuple[str, str], ...]
    note: str
    windows: Rows
    """Windows of hours that count more or less, their weights, and the time charged in them."""
    grant_head: tuple[str, ...]
    grants: Rows
    lines: Rows
    totals: tuple[tuple[str, str], ...]
    """The total, or net, tax and what is to be paid; the last one counts."""
    tax_note: str
    in_words: str
    bank: tuple[str, ...]
    with_work: bool
    work_head: tuple[str, ...]
    left_columns: int
    """So many columns of the work are words, the others numbers."""
    work: Rows
    work_total: tuple[str, ...]
    times_head: tuple[str, ...]
    times: Rows
    times_total: tuple[str, ...]
    footer: str
    footer_note: str

    def document(self) -> dict[str, Any]:
        """The page as JSON-ready values, as the PDF template reads it."""
        return asdict(self)


def printed(statement: Statement) -> Page:
    """The page of a statement in its client's language."""
    header = statement.header
    say = speech(header.language, header.currency)
    exact = shows_seconds(statement)
    number = "" if header.number is None else f"{say['number']}\u00a0{header.number}"
    return Page(
        words=dict(say.words),
        language=say.language,
        paper=header.page or say.page,
        desk=header.desk_name,
        address=(*header.desk_address, *_tax_id(header.desk_tax_id, say)),
        client=header.client_name,
        client_lines=(*_contact(header), *header.client_address, *_tax_id(header.client_tax_id, say)),
        title=f"{say['title']} {number}".strip(),
        subtitle=say.month(header.month),
        meta=_meta(statement, say),
        draft=say["draft"] if header.status == "draft" else "",
        changes_title=_changes_title(header, say),
        changes=tuple(change_row(row, say) for row in statement.changes),
        bar=_bar(statement, say),
        flows=tuple((say[flow], hours(getattr(statement.sums, flow))) for flow in FLOWS),
        balance=_balance(statement, say),
        split=_split(statement, say),
        facts=_facts(statement, say, exact),
        note=_note(statement, say),
        windows=window_rows(statement, say),
        grant_head=tuple(say[name] for name in ("contract", "valid", *grant_flows(statement))),
        grants=tuple(grant_rows(statement, say)),
        lines=tuple(line_row(line, say) for line in statement.lines),
        totals=totals(statement, say),
        tax_note=tax_note(header, say),
        in_words=_in_words(statement, say),
        bank=header.bank if statement.gross > 0 else (),
        with_work=header.annex != "none",
        work_head=tuple(say[name] for name in work_columns(statement)),
        left_columns=4 if header.causes else 3,
        work=tuple(work_row(row, say, statement) for row in statement.work),
        work_total=_work_total(statement, exact),
        times_head=tuple(say[name] for name in time_columns(statement)),
        times=tuple(time_row(row, say, statement) for row in statement.timesheet),
        times_total=(
            clock(statement.sums.spent_seconds, exact=exact),
            hours(statement.sums.accounted),
            *((hours(statement.sums.counted),) if statement.weighted else ()),
        ),
        footer=" · ".join(part for part in (header.desk_name, number, say.month(header.month)) if part),
        footer_note=header.footer,
    )


def _contact(header: Header) -> tuple[str, ...]:
    return (header.contact,) if header.contact else ()


def _tax_id(text: str, say: Speech) -> tuple[str, ...]:
    """The tax number with its name; one that begins with a word of its own (`USt-IdNr. DE123`) names itself."""
    if not text:
        return ()
    first = text.split()[0]
    named = first != text and len(first) > 2 and not any(char.isdigit() for char in first)
    return (text if named else f"{say['tax_id']}: {text}",)


def _meta(statement: Statement, say: Speech) -> tuple[tuple[str, str], ...]:
    header = statement.header
    rows = [(say["month"], say.month(header.month))]
    if header.version is not None and header.version > 1:
        rows.append((say["version"].capitalize(), str(header.version)))
    if header.issued_on is not None:
        rows.append((say["issued"], say.long_day(header.issued_on)))
    if header.due_on is not None and statement.gross > 0:
        rows.append((say["due"], say.long_day(header.due_on)))
    if header.order_number:
        rows.append((say["order_number"], header.order_number))
    return tuple(rows)


def _changes_title(header: Header, say: Speech) -> str:
    if header.changed_since is None:
        return ""
    version, day = header.changed_since
    return say["changes"].format(version=version, day=say.long_day(day))


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
    terms = " + ".join(f"{say[part]} {hours(getattr(sums, part))}" for part in SPLIT)
    whole = "counted" if statement.weighted else "accounted"
    return f"{terms} = {say[whole]} {hours(sums.of(whole))}"


def _facts(statement: Statement, say: Speech, exact: bool) -> tuple[tuple[str, str], ...]:
    """What stands beside the hours: spent against accounted, what was given away, what came late."""
    sums = statement.sums
    facts = [
        (say["spent"], clock(sums.spent_seconds, exact=exact)),
        (say["accounted"], hours(sums.accounted)),
    ]
    if statement.weighted:
        facts.append((say["counted"], hours(sums.counted)))
    facts += [(say[part], hours(getattr(sums, part))) for part in SPLIT if getattr(sums, part)]
    if sums.courtesy_seconds:
        facts.append((say["courtesy"], clock(sums.courtesy_seconds, exact=exact)))
    if sums.late_accounted:
        facts.append((say["late_work"], hours(sums.late_accounted)))
    if (kept := statement.promised) is not None:
        facts.append((say["promised"], f"{kept.done} {say['of']} {kept.promised}"))
    return tuple(facts)


def _note(statement: Statement, say: Speech) -> str:
    sums = statement.sums
    whole = sums.counted and sums.unlimited == sums.counted
    return say["unlimited_words"] if whole else ""


def _in_words(statement: Statement, say: Speech) -> str:
    if say.language != "ru":
        return ""
    return f"{say['in_words']} {sum_in_words(statement.gross, statement.header.currency)}."


def _work_total(statement: Statement, exact: bool) -> tuple[str, ...]:
    return (
        clock(statement.sums.spent_seconds, exact=exact),
        hours(statement.sums.accounted),
        *((hours(statement.sums.counted),) if statement.weighted else ()),
        hours(statement.over) if statement.over else "–",
    )
