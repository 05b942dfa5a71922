"""Does a desk with nothing on it say on every screen what to press, and does that key do so?"""

from __future__ import annotations

import re
from pathlib import Path

from tests.opened import small_book
from tests.tui.conftest import desk_app, running, screen_text, settle
from tui.program.start.modes import MODES
from tui.widgets.frame.keyline import key_name

NAMED = re.compile(r"(?:^|[.,] )(\S|space) (adds?|makes?|starts|looks|shows)\b ?(\w*)")
WORDS = {"adds": "add", "makes": "add", "starts": "start", "looks": "causes", "shows": "open"}
"""What the key says about itself in the help."""


async def test_every_key_that_an_empty_list_names_does_what_it_says(tmp_path: Path) -> None:
    app = desk_app(tmp_path, small_book(clients=[], contracts=[], entries=[]))
    named = set()
    async with running(app, (120, 50)) as pilot:
        for mode in MODES:
            await app.switch_mode(mode.name)
            await settle(app, pilot)
            tips = {
                key: active.binding.tooltip.lower()
                for active in app.screen.active_bindings.values()
                for key in key_name(active.binding).split()
                if active.enabled
            }
            for line in screen_text(app).splitlines():
                if "." not in line or not (found := NAMED.findall(line.strip())):
                    continue
                for key, does, noun in found:
                    tip = tips.get(key, "")
                    named.add((mode.name, key))
                    wanted = WORDS.get(does, does)
                    assert wanted in tip or does in tip or "record" in tip, (mode.name, line, tip)
                    if noun in ("request", "absence"):
                        assert noun[:3] in tip or "away" in tip, (mode.name, line, tip)
                    if mode.name == "clients":
                        assert "client" in tip, (line, tip)
    assert {("requests", "n"), ("clients", "N"), ("timesheet", "a"), ("renewals", "3")} <= named
