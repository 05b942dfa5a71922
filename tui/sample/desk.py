"""What does `deskhours demo` look at? A sample desk in a throw-away database."""

from __future__ import annotations

from models.demo import demo_book
from models.demo.plans import demo_plans
from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.services.contracts.plans import load_plans
from models.services.core.month_records import derive_through
from models.services.desk.desks import load_book
from models.storage.database import open_database
from models.storage.engine import Opened
from tui.sample.folder import SampleFolder


def make_sample_desk(now: int) -> Opened:
    """The opened database of a sample desk around an instant; its folder goes with it."""
    folder = SampleFolder()
    opened = open_database(folder.path / "demo.db")
    opened.keep(folder)
    book = demo_book(now)
    with opened.connection():
        # The sample may vanish with the power: it need not wait for the disk.
        opened.forgo_durability()
        load_book(book, now, "demo")
        load_plans(demo_plans(), now, "demo")
        derive_through(Month.of(zone(book.desk.timezone).date_of(now)))
    return opened
