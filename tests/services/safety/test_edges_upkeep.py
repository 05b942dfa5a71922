"""Which copy is thinned out, and which is called the newest? Backups on the days at which their rule changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.storage.sqlite import backup
from models.storage.sqlite.backup import backup_folder, dated, thin
from tests.edges import DAY, table
from tests.opened import at

pytestmark = pytest.mark.file

NOW = at("2026-03-31T12:00")
"""A Tuesday: 14 and 15 days ago are the Tuesday and the Monday of one week."""
HALF = DAY // 2 - 60


def copies(tmp_path: Path, *ages: int) -> Path:
    """A desk with empty copies of these ages in seconds."""
    path = tmp_path / "desk.db"
    path.touch()
    folder = backup_folder(path)
    folder.mkdir()
    for age in ages:
        (folder / f"desk-{backup.stamp(path, NOW - age)}.db").touch()
    return path


@pytest.mark.parametrize(
    ("ages", "removed"),
    table(
        ("of one day the newest stays", (DAY, DAY + HALF), (DAY + HALF,)),
        ("under a fortnight each day has its own", (14 * DAY - 1, 13 * DAY), ()),
        ("from a fortnight on each week has one", (14 * DAY, 15 * DAY), (15 * DAY,)),
        ("ten weeks old it stays", (0, DAY, 2 * DAY, 70 * DAY), ()),
        ("a second older it goes", (0, DAY, 2 * DAY, 70 * DAY + 1), (70 * DAY + 1,)),
        ("but not if it is of the newest three", (0, DAY, 70 * DAY + 1), ()),
    ),
)
def test_what_age_makes_superfluous(tmp_path: Path, ages: tuple[int, ...], removed: tuple[int, ...]) -> None:
    path = copies(tmp_path, *ages)
    gone = [copy.name for copy in thin(path, NOW)]
    assert gone == [f"desk-{backup.stamp(path, NOW - age)}.db" for age in removed]


def test_copies_of_the_upkeep_are_those_with_a_date_and_no_label(tmp_path: Path) -> None:
    path = copies(tmp_path, *(days * DAY for days in (1, 8, 15, 22)))
    folder = backup_folder(path)
    for name in ("desk-before-restore-20260331-110000.db", "desk-before-schema-2.db", "desk.db"):
        (folder / name).touch()
    assert [copy.name for copy in dated(path)] == [
        f"desk-202603{day}-120000.db" for day in (30, 23, 16, "09")
    ]
    assert thin(path, NOW + 400 * DAY) == [folder / "desk-20260309-120000.db"]
