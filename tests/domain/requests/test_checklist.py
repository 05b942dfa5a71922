"""A body's lines are ticked with who and when, and opened again as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.basics.errors import InvalidValue
from models.domain.requests.checklist import Item, checklist_body, items, toggled

BODY = "Before\n[ ] restore one file\n[x] look at the log\n[]no line\n[ ] (again) [x]"
LINES = st.lists(
    st.text(st.characters(exclude_characters="\n"), min_size=1).map(str.strip).filter(bool), max_size=4
)


def test_only_lines_that_begin_with_a_box_are_ticked() -> None:
    assert items(BODY) == (
        Item(1, "restore one file", False),
        Item(2, "look at the log", True),
        Item(4, "(again) [x]", False),
    )


def test_a_tick_says_who_and_when() -> None:
    ticked = toggled(BODY, 1, "Dana (night)", "2026-03-03 10:12")
    assert ticked.split("\n")[1] == "[x] restore one file (Dana [night], 2026-03-03 10:12)"
    assert items(ticked)[0] == Item(1, "restore one file", True, "Dana [night]", "2026-03-03 10:12")
    assert toggled(ticked, 1, "Eli", "2026-03-04 10:12") == BODY


@pytest.mark.parametrize("line", [-1, 0, 3, 9])
def test_another_line_is_refused(line: int) -> None:
    with pytest.raises(InvalidValue, match="no line to be ticked"):
        toggled(BODY, line, "Dana", "2026-03-03 10:12")


@given(LINES, st.sampled_from(["Dana", "(", "a (b) c", ""]))
def test_a_tick_is_taken_back_as_it_was(lines: list[str], who: str) -> None:
    body = checklist_body(lines)
    assert [item.text for item in items(body)] == lines
    for number in range(len(lines)):
        ticked = toggled(body, number, who, "2026-03-03 10:12")
        assert [item.done for item in items(ticked)] == [at == number for at in range(len(lines))]
        assert toggled(ticked, number, who, "2026-03-04 11:00") == body


def test_lines_make_a_body_that_can_be_ticked() -> None:
    assert checklist_body(["one", "two"]) == "[ ] one\n[ ] two"
    assert checklist_body([]) == ""
