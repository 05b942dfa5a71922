"""Are lines broken where a reader would break them?"""

from __future__ import annotations

from tui.widgets.spans import wrap_spans


def _wrapped(text: str, width: int) -> list[str]:
    return ["".join(part for part, _ in line).rstrip() for line in wrap_spans([(text, "")], width, 2)]


def test_a_number_stays_with_its_unit() -> None:
    text = "opened 12 days before, about 30 min, 3 lines to tick"
    assert _wrapped(text, 31) == ["opened 12 days before, about", "  30 min, 3 lines to tick"]
    assert _wrapped("8 h each month, at most 6 h left over", 26) == [
        "8 h each month, at most",
        "  6 h left over",
    ]
    assert _wrapped("uses 100 % of it", 9) == ["uses", "  100 %", "  of it"]
