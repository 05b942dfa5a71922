"""Does an explanation add up before the reader's eyes, and is a mark in the queue said in words where there is room?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.domain.basics.zone import zone
from models.queries.requests.board import read_request_board
from models.queries.requests.filters import QueueFilter
from models.queries.requests.page import RequestPage, read_request_page
from models.queries.requests.queue import QueueRow
from tests.opened import at, opened
from tests.tui.requests_book import queue_book
from tui.screens.requests.page_lines import Surroundings, page_lines
from tui.widgets.cells.clocks import clock_lines, explanation
from tui.widgets.cells.request import due_cell, moment, request_cells
from tui.widgets.spans import spans_width

NOW = at("2026-03-04T16:00")
UTC = ZoneInfo("UTC")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path) -> Iterator[None]:
    book = queue_book()
    book["requests"][2]["events"] = [
        {"at": "2026-02-24T10:00:30Z", "state": "waiting"},
        {"at": "2026-03-03T10:00:00Z", "state": "open"},
        {"at": "2026-03-03T11:00:00Z", "state": "waiting"},
    ]
    with opened(tmp_path, book, NOW):
        yield


def page(key: str) -> RequestPage:
    return read_request_page(key, NOW)


def row(key: str) -> QueueRow:
    return next(row for row in read_request_board(NOW, QueueFilter(), None).rows if row.key == key)


def text(key: str) -> str:
    return "\n".join(explanation(page(key), zone("UTC"), NOW))


def test_a_pause_is_named_and_not_counted() -> None:
    lines = text("R-3")
    assert "Tue 24 Feb  10:00:30–3 Mar 10:00 stands, 39:59:30 not counted" in lines
    assert "The clock stands while the request is waiting for the client." in lines
    counted = [line.split() for line in lines.splitlines() if "counts" in line]
    assert counted[-1][-1] == "16:00"


def test_the_sum_is_the_target_and_days_passed_over_have_a_reason() -> None:
    lines = text("R-1").splitlines()
    assert "  Wed 4 Mar   13:00–15:00         counts     2:00      2:00" in lines
    assert "  Fri 6 Mar   closed day of the desk" in lines
    assert lines[-1] == "Working time: the windows of the desk's week, less holidays and closed days."


def test_a_tier_without_a_target_promises_none() -> None:
    assert "The resolution: Silver promises none, or the desk has no working hours." in text("R-4")


@pytest.mark.parametrize(
    ("width", "words"),
    [(28, "1:00 late, working time"), (14, "1:00 late"), (9, "1:00 late")],
)
def test_how_late_it_is_in_the_room_there_is(width: int, words: str) -> None:
    assert due_cell(row("R-1"), NOW, UTC)(width) == [(words, "bad")]


@pytest.mark.parametrize(
    ("state", "done", "words"),
    [
        ("resolved", "2026-03-04T15:22", "done 15:22"),
        ("resolved", "2026-03-02T15:22", "resolved Mon"),
        ("closed", "2026-01-12T15:22", "done 12 Jan"),
        ("closed", "2025-10-12T15:22", "12 Oct 2025"),
    ],
)
def test_when_it_was_done_is_whole_in_the_twelve_cells_of_the_column(
    state: Any, done: str, words: str
) -> None:
    of = row("R-1")
    ended = replace(of, state=state, clocks=replace(of.clocks, resolved_at=at(done)))
    assert due_cell(ended, NOW, UTC)(12) == [(words, "dim")]


def test_a_flag_is_a_word_where_there_is_room_and_a_mark_elsewhere() -> None:
    flags = request_cells(row("R-4"), NOW, UTC)[-1]
    assert callable(flags)
    assert flags(22) == [("phone not included", "warn")]
    assert flags(2) == [("✗", "warn")]


def test_both_clocks_are_said_with_what_is_used() -> None:
    lines = ["".join(part for part, _ in line) for line in clock_lines(row("R-1"), NOW, UTC, 40)]
    assert lines[0] == "Answer      1:00 late, working time"
    assert lines[1].strip() == "due 15:00, 3:00 of 2:00"
    assert lines[3].startswith("Resolution  13:00 left")


@pytest.mark.parametrize("key", ["R-1", "R-2", "R-3", "R-4", "R-5", "R-6"])
@pytest.mark.parametrize("width", [20, 44, 76])
def test_a_page_of_any_request_can_be_laid_out(key: str, width: int) -> None:
    around = Surroundings(NOW, UTC, {"dana": "Dana"})
    lines = page_lines(page(key), around, width)
    assert len(lines) > 8
    assert all(spans_width(line) <= width for line in lines if "Conversation" in "".join(p for p, _ in line))


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-03-04T09:05", "09:05"),
        ("2026-03-02T09:05", "Mon 09:05"),
        ("2026-02-20T09:05", "20 Feb 09:05"),
        ("2025-02-20T09:05", "20 Feb 2025 09:05"),
    ],
)
def test_a_moment_is_said_as_near_as_it_is(instant: str, words: str) -> None:
    assert moment(at(instant), NOW, UTC) == words
