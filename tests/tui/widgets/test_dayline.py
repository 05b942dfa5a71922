"""Can a day be read without colours?"""

from __future__ import annotations

from datetime import date

from models.domain.basics.zone import zone
from models.queries.time.timesheet import AgentDay, Block
from tests.opened import at
from tui.widgets.bars.dayline import (
    Scale,
    day_cells,
    entry_at,
    hour_marks,
    pointer_cells,
    scale_of,
    wall_minute,
)

UTC = zone("UTC")
NINE_TO_SEVENTEEN = Scale(9 * 60, 17 * 60)


def moment(text: str) -> int:
    return at(f"2026-03-02T{text}")


def day(*blocks: tuple[str, str, str], running: str = "", **more: tuple[tuple[str, str], ...]) -> AgentDay:
    spans = {
        name: tuple((moment(start), moment(end)) for start, end in found) for name, found in more.items()
    }
    return AgentDay(
        agent="dana",
        day=date(2026, 3, 2),
        starts=moment("00:00"),
        ends=at("2026-03-03T00:00"),
        windows=spans.get("windows", ((moment("09:00"), moment("17:00")),)),
        shut=None,
        absent=False,
        usual_minutes=450,
        blocks=tuple(Block(key, moment(a), moment(b), key == running) for key, a, b in blocks),
        gaps=spans.get("gaps", ()),
        doubles=spans.get("doubles", ()),
    )


def line(sheet: AgentDay, width: int = 32) -> str:
    return "".join(char for char, _ in day_cells(sheet, NINE_TO_SEVENTEEN, width, UTC))


def test_every_kind_has_its_own_sign() -> None:
    sheet = day(
        ("E-1", "09:30", "11:00"),
        ("E-2", "11:00", "12:00"),
        ("E-3", "13:00", "14:30"),
        ("E-4", "14:00", "15:00"),
        ("E-5", "15:30", "16:00"),
        running="E-5",
        gaps=(("12:00", "13:00"), ("15:00", "15:30")),
        doubles=(("14:00", "14:30"),),
    )
    assert line(sheet) == "··██████▓▓▓▓╌╌╌╌████▚▚▓▓╌╌▌▌····"


def test_a_minute_is_seen() -> None:
    assert line(day(("E-1", "10:05", "10:06")), 16) == "··█·············"
    assert line(day(("E-1", "16:59", "17:00")), 16) == "···············█"
    assert line(day(("E-1", "09:00", "09:00")), 16) == "█···············"


def test_the_scale_holds_all_hours() -> None:
    assert scale_of([day()], UTC) == NINE_TO_SEVENTEEN
    assert scale_of([day(("E-1", "06:10", "18:20"))], UTC) == Scale(6 * 60, 19 * 60)
    assert scale_of([day(windows=())], UTC) == NINE_TO_SEVENTEEN
    late = day(("E-1", "23:00", "23:59"), windows=())
    assert scale_of([late], UTC) == Scale(16 * 60, 24 * 60)
    assert wall_minute(late.ends, late, UTC) == 1440


def test_hours_stand_above_their_cells() -> None:
    assert hour_marks(NINE_TO_SEVENTEEN, 48) == "9     10    11    12    13    14    15    16    "
    assert hour_marks(NINE_TO_SEVENTEEN, 16) == "9   11  13  15  "
    assert hour_marks(Scale(0, 1440), 12) == "0  6  12 18 "


def test_the_chosen_entry_is_pointed_at_and_found_by_its_cell() -> None:
    sheet = day(("E-1", "10:00", "11:00"), ("E-2", "11:00", "11:01"))
    pointer = "".join(text for text, _ in pointer_cells(sheet, NINE_TO_SEVENTEEN, 32, UTC, "E-1"))
    assert pointer == "    ▔▔▔▔"
    assert pointer_cells(sheet, NINE_TO_SEVENTEEN, 32, UTC, None) == []
    found = [entry_at(sheet, NINE_TO_SEVENTEEN, 32, UTC, cell) for cell in (3, 4, 7, 8, 9)]
    assert found == [None, "E-1", "E-1", "E-2", None]
