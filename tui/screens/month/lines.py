"""How does a month under review look? Its steps, its to-do items, its clients and sums, as cells and spans.

A number that is nothing is shown as –; what needs a hand has a word beside its colour; columns go in the order of
least need when the room is short.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from models.domain.basics.months import MONTHS
from models.exporters.invoices.titles import TITLES
from tui.text.format import cut, hm, money, month_name, plural, short_date, width_of
from tui.widgets.bars.hours import hours_bar, spark
from tui.widgets.line import Lines
from tui.widgets.list.columns import Cell, Column
from tui.widgets.spans import Span, Spans, spans_width, spread

if TYPE_CHECKING:
    from models.domain.basics.months import Month
    from models.queries.month_end.clients import ClientRow
    from models.queries.month_end.outline import MonthOutline
    from models.queries.month_end.review import MonthEnd
    from models.queries.month_end.todo import Todo

NOTHING = "–"
_BRIEF = (
    (" months over", "bigger?"),
    ("contract has ended", "ended"),
    ("uses ", "ring"),
    (" of the usual work", "much"),
    ("late work", "late"),
)
"""What a warning says, and the one word for it where there is no room for more."""
TODO_COLUMNS = (
    Column("check", minimum=8, name="level", sort=lambda todo: todo.level),
    Column("problem", minimum=24, sort=lambda todo: todo.problem),
    Column("where", minimum=20, yields=1, name="place", sort=lambda todo: todo.place),
)
KINDS = {
    "fee": "fee",
    "overage": "overage",
    "on_demand": "on demand",
    "additional": "additional",
    "charge": "item",
}
_SUMS = {
    "fee": "fees",
    "overage": "overage",
    "on_demand": "on demand",
    "additional": "additional",
    "charge": "items",
}


def name_of(month: Month) -> str:
    """The month's name with its year: `November 2026`."""
    return month_name(month.year, month.month)


def moment(at: int, timezone: str) -> str:
    """An instant as a person at the desk says it: `Tue 24 Nov 2026, 10:42`."""
    local = datetime.fromtimestamp(at, ZoneInfo(timezone))
    return f"{short_date(local.date(), today=date.min)}, {local:%H:%M}"


# -- the three steps ------------------------------------------------------------------------------


def steps_spans(view: MonthEnd, width: int) -> list[Span]:
    """`November 2026 · open   ① checks 3 to mend   ② clients 4 of 12 reviewed   ③ close    total 4,212.50`."""
    state: Span = ("closed", "good") if view.closed else ("open", "")
    wide = width >= 104
    month = name_of(view.month) if wide else f"{MONTHS[view.month.month - 1]} {view.month.year}"
    left: list[Span] = [(" ‹ ", "dim"), (month, "title"), (" › ", "dim"), state]
    total: list[Span] = [(money(view.totals.total, view.currency), "strong"), (" ", "")]
    if wide:
        total.insert(0, ("total ", "dim"))
    if view.closed:
        when = moment(view.closed_at, view.timezone) if view.closed_at is not None else ""
        who = " ".join(part for part in ("by", view.closed_by, when) if part)
        numbers = [row.statement[0] for row in view.clients if row.statement is not None]
        left.append((f" {who}" if wide or len(who) < 40 else "", "dim"))
        if numbers and wide:
            span = f"{min(numbers)}–{max(numbers)}" if len(numbers) > 1 else str(numbers[0])
            left.append((f"   statements {span}", "dim"))
        return spread(left, total, width)
    return spread([*left, ("   " if wide else "  ", ""), *_steps(view, wide)], total, width)


def outline_spans(found: MonthOutline, width: int) -> list[Span]:
    """`November 2033 › open   8,333 entries: being added up`, until the numbers are there."""
    state: Span = ("closed", "good") if found.closed else ("open", "")
    words = f"{plural(found.entries, 'entry', 'entries')}: being {'read' if found.closed else 'added up'}"
    left: list[Span] = [(" ‹ ", "dim"), (name_of(found.month), "title"), (" › ", "dim"), state]
    return spread([*left, ("   ", ""), (words, "dim")], [], width)


def _steps(view: MonthEnd, wide: bool) -> list[Span]:
    open_items = sum(todo.count for todo in view.todos)
    blocking, reviewed, clients = view.blocking, view.reviewed, len(view.clients)
    checks = f"{blocking} blocking" if blocking else f"{open_items} to look at" if open_items else "✓"
    if not wide and not blocking and open_items:
        checks = f"{open_items}"
    tone = "bad" if blocking else "warn" if open_items else "good"
    all_reviewed = reviewed == clients
    words = f"{reviewed} of {clients}" + (" reviewed" if wide else "")
    ready = not blocking and all_reviewed
    gap: Span = ("   " if wide else "  ", "")
    return [
        ("① ", "dim"),
        ("" if blocking and not wide else "checks ", ""),
        (checks, tone),
        gap,
        ("② ", "dim"),
        ("clients ", ""),
        (f"✓ {words}" if all_reviewed else words, "good" if all_reviewed else "strong"),
        gap,
        ("③ ", "dim"),
        ("C" if view.may_close else "a lead", "accent" if ready and view.may_close else "dim"),
        (" closes", "" if ready else "dim"),
    ]


# -- checks ---------------------------------------------------------------------------------------


def todo_cells(todo: Todo) -> Sequence[Cell]:
    """The cells of TODO_COLUMNS."""
    return ((todo.level, "bad" if todo.level == "blocking" else "warn"), todo.problem, (todo.place, "dim"))


# -- clients --------------------------------------------------------------------------------------


def client_columns(month: Month, currency: str) -> tuple[Column, ...]:
    """The columns of the clients; what there is to say of each gets shorter where room does, down to a word."""
    before = month.plus(-1)
    return (
        Column("", width=1, always=True, name="reviewed", sort=lambda row: row.reviewed_by is not None),
        Column("client", minimum=21),
        Column("brought forward", short="brought fwd", align="right", drop=1, sort=lambda row: row.carried),
        Column("granted", align="right", sort=lambda row: row.granted),
        Column("used", align="right", sort=lambda row: row.used),
        Column("lost", align="right", sort=lambda row: row.lapses + row.forfeited),
        Column("over", align="right", sort=lambda row: row.overage),
        Column("billed apart", short="apart", align="right", drop=2, sort=lambda row: row.other),
        Column(f"amount {currency}", short="amount", align="right", sort=lambda row: row.amount),
        Column(f"{MONTHS[before.month - 1]}", align="right", drop=3, sort=lambda row: row.last_amount),
        Column("six months", short="trend", minimum=6, drop=4, sort=lambda row: sum(row.spark)),
        Column("", minimum=7, yields=1, name="to look at", sort=lambda row: "; ".join(row.warnings)),
    )


def client_cells(row: ClientRow, currency: str) -> Sequence[Cell]:
    """The cells of `client_columns`."""
    done = row.reviewed_by is not None
    return (
        ("✓" if done else " ", "good"),
        (row.name, "dim" if done else ""),
        _time(row.carried),
        _time(row.granted) if row.manner in {"", "hours"} or row.granted else (row.manner, "dim"),
        (hm(row.used), "strong") if row.used else (NOTHING, "faint"),
        _time(row.lapses + row.forfeited, "warn"),
        _time(row.overage, "bad"),
        _time(row.other),
        (money(row.amount, currency), "strong") if row.amount else (NOTHING, "faint"),
        (money(row.last_amount, currency) if row.last_amount else NOTHING, "dim"),
        (spark(row.spark), "dim"),
        partial(_warned, row) if row.warnings else "",
    )


def _warned(row: ClientRow, width: int) -> Spans:
    """What to look at: all of it, or of the gravest what fits, down to one word, and how many more there are."""
    first, *others = row.warnings
    more = f" +{len(others)}" if others else ""
    short = first.partition(":")[0]
    brief = next((word for part, word in _BRIEF if part in short), "!")
    sayings = ("; ".join(row.warnings), f"{first}{more}", f"{short}{more}", f"{brief}{more}", brief)
    return [(next((words for words in sayings if width_of(words) <= width), "!"), "warn")]


def _time(minutes: int, tone: str = "") -> Span:
    return (hm(minutes), tone) if minutes else (NOTHING, "faint")


def client_text(row: ClientRow) -> str:
    """The words of a client's row that the filter looks through."""
    state = "reviewed" if row.reviewed_by is not None else "open"
    return f"{row.key} {row.name} {row.manner} {' '.join(row.warnings)} {state}"


# -- one client -----------------------------------------------------------------------------------


class ClientDetail(Lines):
    """The client under the cursor: hours, grants, lines; as many lines as there is room for."""

    DEFAULT_CSS = "ClientDetail { height: 3; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._row: ClientRow | None = None
        self._view: MonthEnd | None = None

    def show_client(self, row: ClientRow | None, view: MonthEnd | None) -> None:
        """Show this client's month, or nothing for None; repaint only if it differs."""
        if row != self._row or view is not self._view:
            self._row, self._view = row, view
            self.refresh()

    def lines_for(self, width: int) -> Sequence[Spans]:
        """The detail at this width and height."""
        if self._row is None or self._view is None:
            return ()
        return detail_lines(self._row, self._view, width, self.size.height)


def detail_lines(row: ClientRow, view: MonthEnd, width: int, height: int) -> list[Spans]:
    """Name and state, the hours, then grants and lines, the lines joined on one where there is no room."""
    lines: list[Spans] = [_detail_title(row, view, width, height), _hours_line(row, width)]
    lines += _talk_lines(row, view, width, height)
    room = height - len(lines)
    bills = [_bill_spans(row, number, view.currency, width) for number in range(len(row.lines))]
    grants = [line for number in range(len(row.grants)) for line in _grant_lines(row, number, width)]
    if len(bills) + len(grants) <= room:
        return [*lines, *grants, *bills]
    if len(bills) <= room:
        return [*lines, *grants[: room - len(bills)], *bills]
    if room <= 1:
        return [*lines, _joined_bills(row, view.currency, width)]
    rest = len(bills) - room + 1
    return [*lines, *bills[: room - 1], [(f"   and {plural(rest, 'more line')}: v shows all", "dim")]]


def _talk_lines(row: ClientRow, view: MonthEnd, width: int, height: int) -> list[Spans]:
    """What was talked about with the client, where lines and grants leave a line for it (RULES 5.9)."""
    talks = view.talks.get(row.key, ())
    if not talks or height < len(row.lines) + len(row.grants) + 3:
        return []
    return [[("   talked about  ", "dim"), (cut("; ".join(talks), width - 18), "")]]


def _detail_title(row: ClientRow, view: MonthEnd, width: int, height: int) -> list[Span]:
    if row.reviewed_by is not None and row.reviewed_at is not None:
        state = f"reviewed by {row.reviewed_by}, {moment(row.reviewed_at, view.timezone)} "
    elif row.statement is not None and view.closed:
        number, version = row.statement
        state = f"statement {number}" + (f", version {version}" if version > 1 else "")
        state += (
            f", handed to {', '.join(TITLES.get(name, name) for name in row.handed)} " if row.handed else " "
        )
    elif row.statement is not None:
        state = f"statement {row.statement[0]} was issued, not reviewed again "
    else:
        state = "" if view.closed else f"not reviewed{': enter marks it' if view.may_close else ''} "
    left: list[Span] = [(" ", ""), (row.name, "title")]
    room = width - width_of(row.name) - width_of(state) - 10
    said = () if _talk_lines(row, view, width, height) else view.talks.get(row.key, ())
    words = "; ".join([*row.warnings, *(f"talked about {talk}" for talk in said)])
    if words and room > 12:
        left += [("   ", ""), (cut(words, room), "warn")]
    return spread(left, [(state, "dim")], width)


def _hours_line(row: ClientRow, width: int) -> list[Span]:
    facts = [
        ("brought forward", row.carried if row.usable else 0, ""),
        ("granted", row.granted, ""),
        ("used", row.used, "strong"),
        ("over", row.overage, "bad"),
        ("lapses", row.lapses, "warn"),
        ("over the carry limit", row.forfeited, "warn"),
        ("carried forward", row.closing, ""),
        ("billed apart", row.other, ""),
        ("late", row.late, ""),
        ("courtesy", row.courtesy_seconds // 60, ""),
    ]
    least = 11 if row.usable else 10
    parts = _fitting([(words, hm(value), tone) for words, value, tone in facts if value], width - least - 4)
    if not parts:
        return [("   no time this month", "dim")]
    if row.usable:
        size = max(least, min(40, width - spans_width(parts) - 4))
        used = row.usable - row.closing - row.lapses - row.forfeited
        bar = hours_bar(size, used=max(0, used) + row.overage, allotted=row.usable, carried=row.closing)
        return [("   ", ""), *bar, *parts]
    words = {"unlimited": "unlimited", "sessions": "sessions", "on demand": "on demand"}.get(row.manner, "")
    return [("   ", ""), (words, "dim"), *parts]


def _fitting(facts: Sequence[tuple[str, str, str]], room: int) -> list[Span]:
    """Words and numbers, as many as fit whole: a number is never cut."""
    spans: list[Span] = []
    for words, number, tone in facts:
        size = len(words) + len(number) + 3
        if size > room:
            break
        room -= size
        spans += [("  ", ""), (f"{words} ", "dim"), (number, tone)]
    return spans


def _grant_lines(row: ClientRow, number: int, width: int) -> list[list[Span]]:
    """One line, or two where its facts do not fit: each stays whole."""
    grant = row.grants[number]
    shown = hm if grant.unit == "minutes" else (lambda count: plural(count, "session"))
    end = f"until {short_date(grant.expires_on, today=date.min)}" if grant.expires_on else "never expires"
    lines: list[list[Span]] = [[("   ", ""), (grant.words, ""), (f"  {end}", "dim")]]
    for words, value, tone in (
        ("brought forward", grant.opening, ""),
        ("granted", grant.granted, ""),
        ("drawn", grant.drawn, ""),
        ("lost", grant.lapsed, "warn"),
        ("carried forward", grant.closing, "strong"),
    ):
        if value:
            fact = [(f"  {words} ", "dim"), (shown(value), tone)]
            if spans_width([*lines[-1], *fact]) > width:
                lines.append([("    ", "")])
            lines[-1] += fact
    return lines


def _bill_spans(row: ClientRow, number: int, currency: str, width: int) -> list[Span]:
    line = row.lines[number]
    words = KINDS.get(line.kind, line.kind) + (", late" if line.late else "")
    left: list[Span] = [("   ", ""), (f"{words}  ", "dim"), (line.words, "")]
    if line.minutes is not None and line.rate is not None:
        left += [(f"  {hm(line.minutes)}", "strong"), (f" at {money(line.rate, currency)}", "dim")]
    return spread(left, [(money(line.amount, currency), "strong"), (" ", "")], min(width, 96))


def _joined_bills(row: ClientRow, currency: str, width: int) -> list[Span]:
    facts = []
    for line in row.lines:
        time = "" if line.minutes is None else f" {hm(line.minutes)}"
        facts.append((KINDS.get(line.kind, line.kind) + time, money(line.amount, currency), ""))
    spans = _fitting(facts, width - 14)
    rest = len(facts) - len(spans) // 3
    more: list[Span] = [(f"  and {rest} more", "dim")] if rest else []
    return [(" ", ""), *spans, *more] if row.lines else [("   nothing to bill", "dim")]


# -- the desk -------------------------------------------------------------------------------------


def total_spans(view: MonthEnd, width: int) -> list[Span]:
    """What the month comes to by kind of line, what was given away, what an hour brought."""
    totals, currency = view.totals, view.currency
    right: list[Span] = []
    if totals.courtesy_seconds:
        right += [("courtesy ", "dim"), (hm(totals.courtesy_seconds // 60), "")]
        if width >= 112:
            right += [(f" ({money(totals.courtesy_worth, currency)})", "dim")]
        right.append((" · ", "faint"))
    if totals.hourly is not None:
        right += [("earned ", "dim"), (money(totals.hourly, currency), "strong"), (" per hour ", "dim")]
    sums = [(_SUMS[kind], money(amount, currency), "") for kind, amount in totals.amounts if amount]
    left: list[Span] = [(" ", ""), *_fitting(sums, width - spans_width(right) - 5)[1:]]
    return spread(left, right, width)
