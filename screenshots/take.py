"""Draws the screenshots of the README from the sample desk, at one fixed instant: `python screenshots/take.py`.

The desk, the clock and the size are fixed, so the same program always draws the same pictures.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from textual.pilot import Pilot

from models.demo import DEMO_NOW
from models.services.core.settings import set_setting
from tui.open import open_demo
from tui.program.app import DeskApp

HERE = Path(__file__).parent
SIZE = (120, 36)
READING = ("reload", "session", "hint", "life", "records")
"""Workers that read for the screen."""
LATER, STEP = 47 * 60 + 12, 118
"""How long the pictured timer has run, in seconds, and the steps of the clock: no step looks like sleep."""
SIZES = {
    "dashboard-80x24": (80, 24),
    "dashboard-80x50": (80, 50),
    "dashboard-200x50": (200, 50),
    "help": (80, 24),
    "question": (80, 24),
}
"""Pictures of another size."""
STILL = {"question"}
"""Pictures in which no time goes by: what falls due meanwhile would be announced."""
SHOTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("dashboard-80x24", ("down", "down")),
    ("dashboard-80x50", ("down", "down")),
    ("dashboard-200x50", ("down", "down")),
    ("help", ("2", "question_mark")),
    ("question", ("2", *("down",) * 11, "A")),
    ("dashboard", ("down", "down")),
    ("capture", ("n", *"kirk newsletter bounced !high #email @phone")),
    ("requests", ("2",)),
    ("clients", ("3",)),
    ("renewals", ("4",)),
    ("timesheet", ("5",)),
    ("month-end", ("6",)),
    ("capacity", ("7",)),
)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        """At the sample desk's instant."""
        self.now = DEMO_NOW

    def __call__(self) -> int:
        """Seconds since 1970."""
        return self.now


async def settle(app: DeskApp, pilot: Pilot[int]) -> None:
    """Wait until nothing reads any more; questions that wait for an answer may stay open."""
    await pilot.pause()
    while any(worker.group in READING for worker in app.workers):
        await pilot.pause(0.02)
    await pilot.pause()


async def take(name: str, keys: tuple[str, ...], folder: Path = HERE) -> str:
    """Open the sample desk, press keys, and write `name`.svg; returns the picture."""
    clock = Clock()
    place = replace(open_demo(DEMO_NOW), user="dana")
    # Nobody presses a key while the pictured time goes by.
    place.data.write_now(set_setting, "idle_minutes", 0)
    app = DeskApp(place.data, demo=True, place=place, clock=clock)
    async with app.run_test(size=SIZES.get(name, SIZE), notifications=False) as pilot:
        app.theme = "dark"
        await settle(app, pilot)
        for key in keys:
            await pilot.press("space" if key == " " else key)
            await settle(app, pilot)
        for _ in range(0 if name in STILL else LATER // STEP):
            clock.now += STEP
            app.tick()
        app.action_reload()
        await settle(app, pilot)
        app.messages.waiting = []
        app.messages.tell(None)  # what was announced while the pictured time went by
        await pilot.pause()
        picture = app.export_screenshot(title="deskhours")
    (folder / f"{name}.svg").write_text(picture, encoding="utf-8")
    return picture


async def main() -> None:
    """Every picture."""
    wanted = set(sys.argv[1:])
    for name, keys in SHOTS:
        if not wanted or name in wanted:
            await take(name, keys)
            print(f"{name}.svg")


if __name__ == "__main__":
    asyncio.run(main())
