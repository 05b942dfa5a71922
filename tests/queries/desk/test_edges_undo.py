"""What does the next undo say before it is done? Closes and reopened months, and what is too much (RULES 6.4, 9)."""

from __future__ import annotations

from pathlib import Path

from models.domain.basics.months import Month
from models.queries.history.undo_questions import read_next_redo, read_next_undo
from models.services.history.undo import undo
from models.services.month_end.months import close_month, reopen_month
from models.services.requests.life import add_note
from tests.opened import at, entry, opened, small_book

NOW = at("2026-04-02T12:00")
OPENS = "is open again, for everybody: its figures move with what is changed in it."
CLOSES = "is closed again: its figures never move from then on."


def asks(next_: object) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(next_, "asks", ("nothing",))
    return found


def test_what_an_undo_of_a_close_says(tmp_path: Path) -> None:
    book = small_book(
        requests=[{"key": "R-1", "client": "acme", "subject": "x", "reported_at": "2026-01-05T09:00:00Z"}],
        entries=[entry("E-1", "2026-01-05T09:00", "2026-01-05T10:00")],
    )
    with opened(tmp_path, book, NOW):
        assert (asks(read_next_undo()), asks(read_next_redo())) == (("nothing",), ("nothing",))
        close_month(Month(2026, 1), NOW, "dana")
        opens, numbers = asks(read_next_undo())
        assert opens == f"January 2026 {OPENS}"
        assert numbers.startswith("Statement 1 was issued and keeps its number")
        undo(NOW, "dana")
        assert asks(read_next_redo()) == (f"January 2026 {CLOSES}",)
        close_month(Month(2026, 1), NOW, "dana")
        close_month(Month(2026, 2), NOW, "dana")
        # Nobody has a statement of February.
        assert asks(read_next_undo()) == (f"February 2026 {OPENS}",)
        reopen_month(Month(2026, 2), "a reason", NOW, "dana")
        assert asks(read_next_undo()) == (f"February 2026 {CLOSES}",)
        assert asks(read_next_undo("mo")) == ("nothing",)
        add_note("R-1", "small", NOW, "dana")
        assert asks(read_next_undo()) == ()
