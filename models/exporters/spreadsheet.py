"""How does text get through a spreadsheet unharmed? A cell is never a formula, and nothing is lost.

Guarantees (`test_neutral_is_reversible_and_safe`): `plain(neutral(x)) == x` for every text. A text that begins, maybe
after blanks, with `=`, `+`, `-`, `@`, a tab or a line end gets an apostrophe before it, and so does one that begins
with an apostrophe: a leading apostrophe in a file therefore always means "take one off". Numbers and dates are
written as they are; only text that a person may have typed goes through here.
"""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def neutral(text: str) -> str:
    """`text` so that no spreadsheet calculates it: `=1+1` becomes `'=1+1`."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text
