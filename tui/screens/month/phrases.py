"""What is said before a month is closed, and when it cannot be? Sentences, without a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text.format import hm, money, month_name, plural

if TYPE_CHECKING:
    from models.queries.month_end.review import MonthEnd


def refusal(view: MonthEnd) -> str:
    """Why the month cannot be closed now; empty when it can."""
    name = month_name(view.month.year, view.month.month)
    turn = view.next_to_close
    if turn is not None and turn != view.month:
        return f"Months are closed in order: {month_name(turn.year, turn.month)} comes first."
    blocking = [todo for todo in view.todos if todo.level == "blocking"]
    if not blocking:
        return ""
    first = blocking[0]
    more = f" {plural(len(blocking) - 1, 'more check')} must be mended, too." if len(blocking) > 1 else ""
    return f"{name} cannot be closed: {first.problem}, {first.place}. Enter on it leads to the fix.{more}"


def closing_words(view: MonthEnd) -> str:
    """What a close freezes, and what is still open, as lines of text."""
    totals, currency = view.totals, view.currency
    first, count = view.next_number, max(0, len(view.clients) - view.issued)
    numbers = f"statement {first} is" if count == 1 else f"statements {first} to {first + count - 1} are"
    issued = [f"  {numbers} issued"] if count else []
    if view.issued:
        one = view.issued == 1
        keep, where = ("keeps its number", "it differs") if one else ("keep their numbers", "they differ")
        issued += [f"  {plural(view.issued, 'statement')} {keep}, as version 2 or later where {where}"]
    lines = [
        "From then on these numbers never move:",
        f"  {plural(len(view.clients), 'client')}, {plural(view.entry_count, 'entry', 'entries')},"
        f" {hm(totals.spent_seconds // 60)} worked, total {money(totals.total, currency)} {currency}",
        *(issued or ["  no statement is issued"]),
        "  hours that lapse are gone; time added later is shown as late work in the month after",
    ]
    if view.next_to_close is None:
        lines.append("  every month before it is closed along with it")
    lines += ["", *_open_points(view)]
    return "\n".join(lines).rstrip()


def _open_points(view: MonthEnd) -> list[str]:
    warnings = sum(todo.count for todo in view.todos)
    waiting = len(view.clients) - view.reviewed
    points = []
    if not view.is_over:
        points.append("  the month is not over yet: what is still to be worked in it will be late work")
    if waiting:
        points.append(f"  {plural(waiting, 'client')} not reviewed")
    if warnings:
        points.append(f"  {plural(warnings, 'warning')} not mended")
    return ["Still open:", *points] if points else ["All checks are mended, all clients reviewed."]
