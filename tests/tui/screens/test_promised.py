"""Promised work on the screens: its page, its checklist by one key, and what is no longer promised (RULES 2.9)."""

from __future__ import annotations

from pathlib import Path

from tests.opened import contract
from tests.tui.requests_book import request
from tests.tui.screens.test_requests import at_requests
from tui.dialogs.pick import Pick
from tui.dialogs.textview import TextView

BACKUPS = {
    "key": "backups",
    "name": "Check the backups",
    "every": "month",
    "checklist": ["restore one file", "[/] look at the log"],
}


def promised(key: str, starts: str, body: str = "") -> dict[str, object]:
    named = {"contract": "plan", "key": "backups", "starts": starts}
    return request(key, "Check the backups", "2026-03-01T00:00", body=body, channel="other", recurring=named)


async def test_one_key_ticks_the_next_line_and_u_opens_it_again(tmp_path: Path) -> None:
    body = "[ ] restore one file\n[ ] [/] look at the log"
    sections = {
        "contracts": [contract("plan", recurring=[BACKUPS])],
        "requests": [promised("R-1", "2026-03-01", body)],
    }
    async with at_requests(tmp_path, deskhours_book=2, entries=[], **sections) as desk:
        await desk.go_to("R-1")
        assert "promised: Plan, for 1–31 Mar 2026" in desk.text
        assert "Checklist" in desk.text
        assert "0 of 2" in desk.text
        await desk.press("t")
        assert "1 of 2" in desk.text
        assert "[x] restore one file" in desk.text
        assert "Dana, 2026-03-04 16:00" in desk.text
        await desk.press("V")
        assert isinstance(desk.dialog, Pick)
        await desk.press("down", "enter")
        assert desk.request("R-1").body.count("[x]") == 2
        await desk.press("t")
        assert "Every line is ticked" in desk.text
        await desk.press("u", "u")
        assert desk.request("R-1").body == body


async def test_what_is_no_longer_promised_says_so(tmp_path: Path) -> None:
    sections = {
        "contracts": [contract("plan", cancelled="2026-02-20", recurring=[BACKUPS])],
        "requests": [promised("R-1", "2026-03-01")],
    }
    async with at_requests(tmp_path, deskhours_book=2, entries=[], **sections) as desk:
        await desk.go_to("R-1")
        assert "no longer promised: Plan ended or was changed" in desk.text
        await desk.press("equals_sign")
        assert "no longer promised, so nothing is due" in desk.text


async def test_the_clients_page_shows_the_year_and_y_tells_it_time_by_time(tmp_path: Path) -> None:
    """On 4 March: January was missed, February done late, March is open."""
    late = request("R-2", "Check the backups", "2026-02-25T00:00", channel="other", cause="upkeep")
    late |= {"events": [{"at": "2026-03-02T10:00:00Z", "state": "resolved"}]}
    late |= {"recurring": {"contract": "plan", "key": "backups", "starts": "2026-02-01"}}
    sections = {
        "contracts": [contract("plan", recurring=[BACKUPS])],
        "requests": [promised("R-1", "2026-03-01"), late],
    }
    async with at_requests(tmp_path, (120, 60), deskhours_book=2, entries=[], **sections) as desk:
        await desk.press("3")
        assert "Promised work, 2026" in desk.text
        assert "done 1 of 2 · 1 late · 1 missed" in desk.text
        assert "✗~○·········" in desk.text
        await desk.press("y")
        assert isinstance(desk.dialog, TextView)
        assert "Promised and done: 1 of 2, 1 of them late; missed 1." in desk.text
        assert "1–28 Feb 2026              due Sat 28 Feb 2026  done late Mon 2 Mar 2026  R-2" in desk.text
