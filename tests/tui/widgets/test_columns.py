"""Are columns as wide as what stands in them, and does nobody go short while there is room?"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.list.columns import COMFORT, GAP, Column, content_widths, layout

QUEUE = (
    Column("due", minimum=13, yields=1),
    Column("client", minimum=18),
    Column("subject", minimum=24),
    Column("who", drop=1),
    Column("used", align="right", drop=2),
    Column("", bar=True, minimum=8, maximum=20, drop=3),
)


def widths(columns: Sequence[Column], room: int, contents: Sequence[int] | None) -> dict[str, int]:
    """Widths by title."""
    return {columns[at].title: width for at, width in layout(columns, room, contents)}


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    assert widths(QUEUE[:4], 120, (9, 16, 40, 4)) == {"due": 9, "client": 16, "subject": 40, "who": 4}


def test_a_heading_counts_where_it_is_shown() -> None:
    columns = (Column("client"), Column("used", align="right"))
    assert layout(columns, 60, (3, 2)) == ((0, 6), (1, 4))
    assert layout(columns, 60, (3, 2), titles=False) == ((0, 3), (1, 2))


def test_what_is_missing_is_taken_from_the_widest_text() -> None:
    # 9 + 16 + 60 and two gaps of 2 are 89; 70 are there.
    assert widths(QUEUE[:3], 70, (9, 16, 60)) == {"due": 9, "client": 16, "subject": 41}


def test_a_column_that_yields_gives_first() -> None:
    assert widths(QUEUE[:3], 89, (28, 16, 45)) == {"due": 24, "client": 16, "subject": 45}


def test_a_column_that_nobody_uses_has_no_width() -> None:
    assert widths(QUEUE[:4], 90, (9, 16, 40, 0)) == {"due": 9, "client": 16, "subject": 40}
    always = (Column("client"), Column("", width=1, always=True))
    assert layout(always, 40, (5, 0)) == ((0, 6), (1, 1))


def test_a_list_of_which_nothing_is_known_shows_all_its_columns() -> None:
    assert len(layout(QUEUE, 160, None)) == len(QUEUE)


def test_a_dash_is_no_use_of_a_column() -> None:
    rows = (("Acme", ("–", "faint")), ("Kirk", ("–", "faint")))
    assert content_widths((Column("client"), Column("over")), rows) == (4, 0)


def test_a_bar_is_used_as_soon_as_anybody_draws_one() -> None:
    bar = Column("", bar=True, minimum=8)
    assert content_widths((bar,), [(lambda width: [(" " * width, "")],)]) == (0,)
    assert content_widths((bar,), [("",), (lambda width: [("█" * width, "")],)]) == (1,)


def test_wide_signs_take_their_cells() -> None:
    assert content_widths((Column(""),), [("日本",)]) == (4,)


def test_a_short_heading_where_the_long_one_has_no_room() -> None:
    columns = (Column("client", minimum=10), Column("brought forward", short="b/f", align="right"))
    assert widths(columns, 40, (20, 4)) == {"client": 20, "brought forward": 15}
    assert widths(columns, 16, (20, 4)) == {"client": 10, "brought forward": 4}


def test_a_heading_is_shortened_before_anything_is_cut_and_a_bar_takes_what_that_leaves() -> None:
    columns = (
        Column("client", minimum=10),
        Column("may be claimed", short="claimed", align="right"),
        Column("", bar=True, minimum=8),
    )
    assert layout(columns, 46, (20, 5, 1)) == ((0, 20), (1, 14), (2, 8))
    assert layout(columns, 45, (20, 5, 1)) == ((0, 20), (1, 7), (2, 14))
    assert layout(columns, 38, (20, 5, 1)) == ((0, 19), (1, 7), (2, 8))
    words = (*columns[:2], Column("", minimum=1, yields=1))
    assert layout(words, 46, (20, 5, 30)) == ((0, 20), (1, 14), (2, 8))
    assert layout(words, 38, (20, 5, 30)) == ((0, 20), (1, 7), (2, 7))


def test_one_very_long_name_takes_no_column_and_no_bar_from_all_others() -> None:
    columns = (
        Column("client", minimum=40),
        Column("", bar=True, minimum=8, maximum=30),
        Column("used", align="right"),
        Column("who", drop=1),
        Column("state", drop=2, extra=True),
    )
    assert layout(columns, 100, (200, 1, 5, 4, 7)) == ((0, 56), (1, 20), (2, 5), (3, 4), (4, 7))
    heads = (columns[0], Column("may be claimed", short="claimed", align="right"))
    assert layout(heads, 60, (200, 5)) == ((0, 44), (1, 14))
    assert layout(columns, 76, (200, 1, 5, 4, 7)) == ((0, 40), (1, 12), (2, 5), (3, 4), (4, 7))
    assert layout(columns, 240, (150, 1, 5, 4, 7)) == ((0, 150), (1, 30), (2, 5), (3, 4), (4, 7))


some_contents = st.tuples(*(st.integers(0, 60) for _ in QUEUE)).filter(lambda found: any(found[:3]))


@given(some_contents, st.integers(30, 220))
def test_the_room_is_never_exceeded_and_nobody_goes_short_without_need(
    contents: tuple[int, ...], room: int
) -> None:
    found = layout(QUEUE, room, contents)
    used = sum(width for _, width in found) + GAP * (len(found) - 1)
    assert used <= room
    cut = [at for at, width in found if not QUEUE[at].bar and width < contents[at]]
    if cut:
        assert used == room


@given(some_contents, st.integers(30, 200))
def test_a_wider_screen_never_shows_fewer_columns(contents: tuple[int, ...], room: int) -> None:
    narrow, wide = (
        {at for at, _ in layout(QUEUE, room, contents)},
        {at for at, _ in layout(QUEUE, room + 20, contents)},
    )
    assert narrow <= wide


EXTRAS = (
    Column("subject", minimum=10),
    Column("who", drop=1),
    Column("state", drop=2, extra=True),
    Column("note", minimum=8, yields=1, drop=3, extra=True),
)


def test_an_extra_column_cuts_no_other_one() -> None:
    assert widths(EXTRAS, 60, (20, 4, 7, 40)) == {"subject": 20, "who": 4, "state": 7, "note": 23}
    assert widths(EXTRAS, 44, (20, 4, 7, 40)) == {"subject": 20, "who": 4, "state": 7}
    assert widths(EXTRAS, 33, (20, 4, 7, 40)) == {"subject": 20, "who": 4}
    assert widths(EXTRAS, 20, (20, 4, 7, 40)) == {"subject": 14, "who": 4}


@given(st.tuples(*(st.integers(0, 60) for _ in EXTRAS)).filter(any), st.integers(30, 200))
def test_extra_columns_come_with_room_and_stay(contents: tuple[int, ...], room: int) -> None:
    narrow, wide = ({at for at, _ in layout(EXTRAS, more, contents)} for more in (room, room + 20))
    assert narrow <= wide
    found = dict(layout(EXTRAS, room, contents))
    if {2, 3} & set(found):
        assert all(found[at] >= min(contents[at], COMFORT) for at in (0, 1, 2) if at in found)


def test_the_heading_of_what_is_dropped_first_is_shortened_first() -> None:
    columns = (
        Column("name", minimum=4),
        Column("amount GBP", short="amount", align="right"),
        Column("six months", short="trend", minimum=6, drop=4),
    )
    contents = (4, 6, 6)
    assert layout(columns, 28, contents) == ((0, 4), (1, 10), (2, 10))
    assert layout(columns, 24, contents) == ((0, 4), (1, 10), (2, 6))
    assert layout(columns, 20, contents) == ((0, 4), (1, 6), (2, 6))
