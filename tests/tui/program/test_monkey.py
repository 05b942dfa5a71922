"""A short run of the monkey; `python -m tests.tui.monkey 1-20 3000` is the long one."""

from __future__ import annotations

import pytest

from tests.tui.monkey import run


@pytest.mark.monkey
def test_found_6_1_anything_typed_and_any_answer_in_pieces_is_survived() -> None:
    run(seed=0, events=150)
