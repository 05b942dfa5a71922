"""What a start leaves out must be missed by nobody."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import textual

from tui.textual_private.slim_import import PALETTE_NAMES


def test_the_stand_in_has_every_name_that_textual_takes_while_it_loads() -> None:
    """A newer Textual that takes more fails here, not at somebody's start."""
    taken: set[str] = set()
    for path in Path(textual.__file__).parent.glob("*.py"):
        for names in re.findall(
            r"^from textual\.command import ([\w, ]+)$", path.read_text("utf-8"), re.MULTILINE
        ):
            taken |= {name.strip() for name in names.split(",")}
    assert taken == set(PALETTE_NAMES)


def test_what_was_left_out_is_real_for_whoever_asks_later() -> None:
    code = (
        "from tui.textual_private.slim_import import load_textual; load_textual()\n"
        "import sys; assert 'textual.command' not in sys.modules\n"
        "import tui.program.app, asyncio\n"
        "from textual.command import CommandPalette\n"
        "assert CommandPalette.run_on_select\n"
        "asyncio.run(asyncio.sleep(0))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_nothing_is_touched_when_textual_is_loaded_already() -> None:
    from tui.textual_private.slim_import import load_textual

    before = dict(sys.modules)
    load_textual()
    assert sys.modules == before
