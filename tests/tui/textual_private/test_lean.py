"""What a start leaves out must be missed by nobody."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import textual

from tui.textual_private.slim_import import STAND_INS

AFTER_A_START = (
    "from tui.textual_private.slim_import import STAND_INS, load_textual; load_textual()\n"
    "import sys; assert not {*STAND_INS, 'ssl'} & sys.modules.keys(), 'left behind'\n"
    "import tui.program.app, asyncio\n"
)


@pytest.mark.parametrize("place", STAND_INS)
def test_the_stand_in_has_every_name_that_textual_takes_while_it_loads(place: str) -> None:
    """A newer Textual that takes more fails here, not at somebody's start."""
    root = Path(textual.__file__).parent
    taken: set[str] = set()
    for path in (*root.glob("*.py"), *root.glob("css/*.py")):
        for names in re.findall(
            rf"^from {re.escape(place)} import ([\w, ]+)$", path.read_text("utf-8"), re.MULTILINE
        ):
            taken |= {name.strip() for name in names.split(",")}
    assert taken == set(STAND_INS[place])


@pytest.mark.parametrize(
    "words",
    [
        "from textual.command import CommandPalette; assert CommandPalette.run_on_select",
        "asyncio.run(asyncio.sleep(0))",
        "import ssl, smtplib, imaplib, urllib.request; assert ssl.create_default_context()",
        "import smtplib; assert smtplib.SMTP_SSL",
        "import textual.design as d; assert d.Table().add_row and d.Table is not type(d.Table())",
        "from rich.table import Table; assert Table().add_row",
        "from textual.widgets._toast import ToastRack; assert ToastRack.DEFAULT_CSS",
    ],
)
def test_what_was_left_out_is_real_for_whoever_asks_later(words: str) -> None:
    subprocess.run([sys.executable, "-c", AFTER_A_START + words], check=True, timeout=60)


def test_nothing_is_touched_when_textual_is_loaded_already() -> None:
    from tui.textual_private.slim_import import load_textual

    before = dict(sys.modules)
    load_textual()
    assert sys.modules == before
