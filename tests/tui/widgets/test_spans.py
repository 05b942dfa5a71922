"""Are lines broken where a reader would break them, and is nothing lost or wider than the screen?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.text.format import safe, width_of, wrapped
from tui.widgets.spans import wrap_spans

TEXTS = st.text("ab 3é日🎉-", max_size=60)


def _lines(text: str, width: int) -> list[str]:
    return ["".join(part for part, _ in line).rstrip() for line in wrap_spans([(text, "")], width, 2)]


def test_a_number_stays_with_its_unit() -> None:
    text = "opened 12 days before, about 30 min, 3 lines to tick"
    assert _lines(text, 31) == ["opened 12 days before, about", "  30 min, 3 lines to tick"]
    assert wrapped(text, 31) == ["opened 12 days before, about", "30 min, 3 lines to tick"]
    assert _lines("8 h each month, at most 6 h left over", 26) == [
        "8 h each month, at most",
        "  6 h left over",
    ]
    assert _lines("uses 100 % of it", 9) == ["uses", "  100 %", "  of it"]


def test_a_word_longer_than_a_line_is_broken_by_its_cells() -> None:
    assert wrapped("日本語日本語 ok", 5) == ["日本", "語日", "本語", "ok"]
    assert _lines("see " + "x" * 12, 8) == ["see", "  xxxxxx", "  xxxxxx"]
    assert wrapped("one two three four", 9, most=2) == ["one two", "three fo…"]
    assert wrapped("  list: one two", 10, indent="    ") == ["  list:", "    one", "    two"]
    assert wrapped("", 10) == []


@given(TEXTS, st.integers(4, 30))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, width: int) -> None:
    for lines in (wrapped(text, width), _lines(text, width)):
        assert all(width_of(line) <= width for line in lines)
        assert "".join("".join(lines).split()) == "".join(safe(text).split())
