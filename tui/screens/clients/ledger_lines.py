"""What does a month of a client come to, line by line? Flows, grants, work, lines: the ledger as a page (RULES 3.7).

The numbers are those of the ledger's document, the same that the command line answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from models.domain.basics.phrases import FLOW_WORDS, PART_WORDS, money_words
from models.domain.ledger.document import UnitLine
from models.domain.ledger.results import BillLine, GrantLine
from models.domain.ledger.sums import SPLIT
from models.queries.clients.pages import ClientMonth
from tui.text.format import hm, plural, short_date
from tui.widgets.list.pagelist import PageLine, blank, heading, plain
from tui.widgets.spans import Span, Spans, spread

KINDS = {
    "fee": "fee",
    "overage": "over the hours",
    "on_demand": "on demand",
    "additional": "additional work",
    "charge": "charge",
}


def ledger_lines(view: ClientMonth) -> list[PageLine]:
    """The whole ledger of the month."""
    lines: list[PageLine] = []
    for block in (_sums(view), _grants(view), _lines(view), _units(view)):
        found = list(block)
        if found:
            lines += [*([blank(f"blank-{len(lines)}")] if lines else []), *found]
    return lines


def _sums(view: ClientMonth) -> Iterator[PageLine]:
    sums = view.document.sums
    yield heading("sums", "Hours", [("closed, frozen" if view.document.closed else "open", "dim")])
    flow: list[Span] = []
    for name, word in FLOW_WORDS.items():
        if sums.of(name) or name in {"opening", "granted", "drawn", "closing"}:
            sign = {"opening": "", "granted": "+ ", "reversed": "+ ", "closing": "= "}.get(name, "− ")
            flow += [(f"{sign}{word} ", "dim"), (f"{hm(sums.of(name))}  ", "strong")]
    yield plain("flow", flow, "figure", "minutes", view.month)
    parts = [(PART_WORDS[name], sums.of(name)) for name in SPLIT if sums.of(name)]
    spans: list[Span] = [("accounted ", "dim"), (hm(sums.accounted), "strong")]
    if sums.is_weighed:
        spans += [(", counted ", "dim"), (hm(sums.counted), "strong")]
    for number, (word, value) in enumerate(parts):
        tone = "bad" if word == "overage" else ""
        spans += [(" = " if number == 0 else " + ", "dim"), (f"{hm(value)} ", tone), (word, "dim")]
    yield plain("parts", spans, "figure", "minutes", view.month)
    spent = f"{hm(sums.spent_seconds // 60)} on the clock"
    courtesy = sums.courtesy_seconds // 60
    given = f", {hm(courtesy)} of it courtesy" if courtesy else ""
    late = f", {hm(sums.late_accounted)} late work" if sums.late_accounted else ""
    yield plain("spent", [(spent + given + late, "dim")], "figure", "minutes", view.month)


def _grants(view: ClientMonth) -> Iterator[PageLine]:
    grants = view.document.grants
    if not grants:
        return
    yield heading("grants", "Grants", [("had  drawn   lost   left", "dim")])
    for number, grant in enumerate(grants):
        yield _grant_line(grant, number, view)


def _grant_line(grant: GrantLine, number: int, view: ClientMonth) -> PageLine:
    sessions = grant.unit == "sessions"
    had = grant.opening + grant.granted + grant.reversed
    lost = grant.lapsed + grant.forfeited
    numbers = [str(value) if sessions else hm(value) for value in (had, grant.drawn, lost, grant.closing)]
    until = "never lapses" if grant.expires_on is None else f"until {_short(grant.expires_on, view)}"
    label = f"{_short(grant.valid_from, view)} {until}"

    def draw(width: int) -> Spans:
        name = f"  {grant.contract}" + (" sessions" if sessions else "")
        shown = "".join(f"{text:>7}" for text in numbers)
        return spread([(label, ""), (name, "dim")], [(shown, "strong" if not lost else "warn")], width)

    return PageLine(f"grant-{number}", draw, "grant", grant.contract, view.month, label)


def _lines(view: ClientMonth) -> Iterator[PageLine]:
    lines = view.document.lines
    yield heading("lines", "To bill", [(f"{_money(view.document.total, view)} {view.currency}", "strong")])
    if not lines:
        yield plain("no-lines", [("Nothing is billed.", "dim")])
    for number, line in enumerate(lines):
        yield _bill_line(line, number, view)


def _bill_line(line: BillLine, number: int, view: ClientMonth) -> PageLine:
    kind = KINDS[line.kind] + (", late" if line.late else "")
    words = [kind]
    if line.charge is not None:
        words = [view.charges.get(line.charge, line.charge)]
    elif line.minutes is not None and line.rate is not None and line.work_type is not None:
        work_type = view.names.get(line.work_type, line.work_type)
        words = [kind, f"{work_type}, {hm(line.minutes)} at {_money(line.rate, view)}"]
    if line.contract is not None:
        words.append(line.contract)

    def draw(width: int) -> Spans:
        return spread(
            [(words[0], ""), ("  " + "  ".join(words[1:]), "dim")],
            [(_money(line.amount, view), "strong")],
            width,
        )

    kind, record = ("charge", line.charge) if line.charge is not None else ("line", str(number))
    return PageLine(f"line-{number}", draw, kind, record, view.month, " ".join(words))


def _units(view: ClientMonth) -> Iterator[PageLine]:
    units = view.document.units
    yield heading(
        "units", "Work, in the order in which hours were drawn", [(plural(len(units), "unit"), "dim")]
    )
    if not units:
        yield plain("no-units", [("No work in this month.", "dim")])
    for number, unit in enumerate(units):
        yield _unit_line(unit, number, view)


def _unit_line(unit: UnitLine, number: int, view: ClientMonth) -> PageLine:
    day = unit.work_date
    subject = view.subjects.get(unit.request or "", "") or view.names.get(unit.work_type, unit.work_type)
    scope = "" if unit.scope == "support" else f", {unit.scope}"
    uncovered = unit.billed

    def draw(width: int) -> Spans:
        left: list[Span] = [(f"{_short(day, view):<11}", "dim"), (subject, ""), (f"{scope}", "dim")]
        if unit.late:
            left.append((" late", "warn"))
        right: list[Span] = [(f"{hm(unit.accounted):>6}", "strong")]
        if unit.counted != unit.accounted:
            right.insert(0, (f"counts {hm(unit.counted)}  ", "warn"))
        right.append((f"{'+' + hm(uncovered) if uncovered else '':>7}", "bad" if unit.overage else "warn"))
        return spread(left, right, width)

    return PageLine(f"unit-{number}", draw, "unit", str(number), view.month, f"{day} {subject}")


def _money(minor: int, view: ClientMonth) -> str:
    return money_words(minor, view.currency)


def _short(day: date, view: ClientMonth) -> str:
    return short_date(day, today=view.month.first_day)
