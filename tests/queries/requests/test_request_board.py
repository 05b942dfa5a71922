"""Does a filter answered at once show what reading it would, and does history hide nothing that is open?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.domain.values import STATES
from models.queries.requests import board as request_board
from models.queries.requests import queue as requests
from models.queries.requests.board import (
    board_at_hand,
    read_repeat_choices,
    read_request_board,
    read_resolving,
)
from models.queries.requests.filters import QueueFilter
from tests.opened import at, opened
from tests.tui.requests_book import queue_book

NOW = at("2026-03-04T16:00")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path) -> Iterator[None]:
    with opened(tmp_path, queue_book(), NOW):
        yield


def keys(wanted: QueueFilter, me: str | None = "dana", also: str | None = None) -> list[str]:
    return [row.key for row in read_request_board(NOW, wanted, me, also).rows]


@pytest.mark.parametrize(
    "wanted",
    [
        QueueFilter(),
        QueueFilter(mine=True),
        QueueFilter(waiting_too_long=True),
        QueueFilter(untouched=True),
        QueueFilter(mine=True, untouched=True, waiting_too_long=True),
    ],
)
@pytest.mark.parametrize("me", ["dana", "mo", None])
def test_a_switch_at_hand_leaves_what_reading_it_would(wanted: QueueFilter, me: str | None) -> None:
    everything = read_request_board(NOW, QueueFilter(), me).rows
    board = board_at_hand(everything, wanted, me)
    assert board is not None
    assert [row.key for row in board.rows] == keys(wanted, me)


@pytest.mark.parametrize(
    "wanted",
    [
        QueueFilter(client="acme"),
        QueueFilter(states=("resolved",)),
        QueueFilter(text="form"),
        QueueFilter(unassigned=True),
    ],
)
def test_what_rows_cannot_tell_must_be_read(wanted: QueueFilter) -> None:
    assert board_at_hand((), wanted, "dana") is None


def test_done_ones_stand_behind_the_open_ones_newest_first() -> None:
    board = read_request_board(NOW, QueueFilter(states=STATES), "dana")
    assert [row.key for row in board.rows][-2:] == ["R-6", "R-7"]
    assert (len(board.rows), board.done, board.late) == (7, 2, 1)


def test_the_limit_on_history_hides_no_open_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "MOST_DONE", 1)
    assert keys(QueueFilter(states=STATES)) == ["R-1", "R-4", "R-2", "R-3", "R-5", "R-6"]


def test_one_that_is_asked_for_is_listed_whatever_the_filter_leaves_out() -> None:
    assert keys(QueueFilter(mine=True), also="R-7") == ["R-1", "R-3", "R-7"]
    assert keys(QueueFilter(mine=True), also="R-1") == ["R-1", "R-3"]


def test_the_keys_of_a_filter_have_names() -> None:
    wanted = QueueFilter(client="smith", tier="gold", person="mo")
    board = read_request_board(NOW, wanted, None)
    assert (board.client_name, board.tier_name, board.person_name) == ("Smith & Co [UK]", "Gold", "Mo [/]")
    assert read_request_board(NOW, QueueFilter(client="gone"), None).client_name == "gone"


def test_what_resolving_must_know() -> None:
    known = read_resolving("R-2", "acme", None, NOW)
    assert known.causes[0] == "content"
    assert [entry.key for entry in known.entries] == ["E-1"]
    assert (known.left.minutes, known.work_type) == (120, "maintenance")
    assert read_resolving("R-1", "acme", "design", NOW).work_type == "design"


def test_a_repeat_is_looked_for_among_those_that_ask_for_the_same_first() -> None:
    row = next(row for row in read_request_board(NOW, QueueFilter(), None).rows if row.key == "R-1")
    alike, others = read_repeat_choices(row, NOW)
    assert [brief.key for brief in alike] == ["R-6"]
    assert [other.key for other in others] == ["R-2", "R-3", "R-7"]


def test_choices_have_tiers_and_saved_filters() -> None:
    choices = request_board.read_request_choices()
    assert choices.tiers == (("gold", "Gold"), ("silver", "Silver"))
    assert choices.saved == {}
