"""ledger and hledger, and a reader of our own, add up the same time as the entries."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.basics.zone import Zone, zone
from models.domain.values import Agent, Client, DatedRate, Entry, WorkType
from models.exporters.names import Names
from models.exporters.timeclock import timeclock
from tests.exporters.samples import BERLIN, ENTRIES, LATE, NAMES, RUNNING, entry, nasty_entries

PROGRAMS = ["reader", *filter(shutil.which, ["ledger"])]


def _sessions(text: str) -> list[tuple[str, str, int]]:
    """Account, date and seconds of each session, read as the programs do: wall clocks subtracted."""
    lines = text.splitlines()[1:]
    sessions = []
    for clock_in, clock_out in zip(lines[::2], lines[1::2], strict=True):
        match = re.fullmatch(r"i (\S+ \S+) (.+?)(?:  .*)?", clock_in)
        assert match is not None
        begin, end = (datetime.strptime(clock, "%Y/%m/%d %H:%M:%S") for clock in (match[1], clock_out[2:]))  # noqa: DTZ007 - wall clocks
        sessions.append((match[2], match[1][:10], int((end - begin).total_seconds())))
    return sessions


def _read(text: str, _: Path) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for account, day, seconds in _sessions(text):
        sums[f"{day} {account}"] += seconds
    return {key: seconds for key, seconds in sums.items() if seconds}


def _ledger(text: str, folder: Path) -> dict[str, int]:
    path = folder / "desk.timeclock"
    path.write_text(text, encoding="utf-8")
    form = "%(format_date(date, '%Y/%m/%d')) %(account)\t%(quantity(amount))\n"
    command = ["ledger", "-f", str(path), "--base", "--format", form, "register"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8"})
    sums: dict[str, int] = defaultdict(int)
    for line in done.stdout.splitlines():
        account, seconds = line.rsplit("\t", 1)
        sums[account] += int(seconds)
    return dict(sums)


READERS = {"reader": _read, "ledger": _ledger}


def write_timeclock(entries: Iterable[Entry], names: Names, place: Zone) -> str:
    """All parts together, of entries in any order."""
    return "".join(timeclock(sorted(entries, key=lambda each: (each.started_at, each.key)), names, place))


def _total(entries: Iterable[Entry]) -> int:
    return sum(entry.ended_at - entry.started_at for entry in entries if entry.ended_at is not None)


def test_the_text_is_what_the_format_wants() -> None:
    assert write_timeclock((*ENTRIES[1::-1], RUNNING, LATE), NAMES, BERLIN) == (
        "; deskhours, times of Europe/Berlin\n"
        "i 2026/01/30 10:00:00 Acme Ltd:Maintenance:courtesy  late\n"
        "o 2026/01/30 13:00:00\n"
        "i 2026/01/31 23:30:00 Globex:Maintenance  month end\n"
        "o 2026/02/01 00:00:00\n"
        "i 2026/02/01 00:00:00 Globex:Maintenance  month end\n"
        "o 2026/02/01 00:45:00\n"
        "i 2026/03/02 10:05:00 Acme Ltd:Maintenance  R-1 Fixed the form, 5 > 3\n"
        "o 2026/03/02 10:52:10\n"
    )
    assert write_timeclock((), NAMES, BERLIN) == "; deskhours, times of Europe/Berlin\n"


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_seconds_of_each_date_are_those_of_the_entries(program: str, tmp_path: Path) -> None:
    assert READERS[program](write_timeclock(ENTRIES, NAMES, BERLIN), tmp_path) == {
        "2026/01/31 Globex:Maintenance": 1800,
        "2026/02/01 Globex:Maintenance": 2700,
        "2026/03/02 Acme Ltd:Maintenance": 2830,
        "2026/03/29 Acme Ltd:Maintenance": 3600,
        "2026/10/25 Acme Ltd:Maintenance": 6 * 3600,
        "2026/12/31 No client:Maintenance": 3600,
        "2027/01/01 No client:Maintenance": 86_400,
        "2027/01/02 No client:Maintenance": 7207,
    }


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_name_and_no_note_disturbs_the_sum(program: str, tmp_path: Path) -> None:
    entries, names = nasty_entries()
    read = READERS[program](write_timeclock(entries, names, BERLIN), tmp_path)
    assert len(read) == len(entries)
    assert sum(read.values()) == _total(entries)
    long = replace(entries[0], note="n" * 100_000)
    assert sum(READERS[program](write_timeclock([long], names, BERLIN), tmp_path).values()) == 1000


def _rounded(text: str, _: Path) -> Decimal:
    """hledger keeps hundredths of an hour of every session, rounded half to even."""
    hours = [Decimal(seconds) / 3600 for _, _, seconds in _sessions(text)]
    return sum((hour.quantize(Decimal("0.01"), ROUND_HALF_EVEN) for hour in hours), Decimal(0))


def _hledger(text: str, folder: Path) -> Decimal:
    path = folder / "desk.timeclock"
    path.write_text(text, encoding="utf-8")
    command = ["hledger", "-f", str(path), "balance", "--depth", "1", "-O", "csv"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8"})
    return Decimal(done.stdout.splitlines()[-1].rsplit('"', 2)[1].removesuffix("h"))


@pytest.mark.parametrize("total", [_rounded, _hledger] if shutil.which("hledger") else [_rounded])
@pytest.mark.parametrize("nasty", [False, True])
def test_the_hours_of_hledger_are_ours_in_its_rounding(total: object, nasty: bool, tmp_path: Path) -> None:
    entries, names = nasty_entries() if nasty else (ENTRIES, NAMES)
    text = write_timeclock(entries, names, BERLIN)
    assert callable(total)
    assert total(text, tmp_path) == _rounded(text, tmp_path)
    exact = Decimal(_total(entries)) / 3600
    assert abs(_rounded(text, tmp_path) - exact) <= Decimal("0.005") * len(_sessions(text))


def test_an_end_at_the_very_change_stays_on_the_old_clock() -> None:
    one = entry("E", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z")
    two = entry("F", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z")
    assert write_timeclock([one, two], Names(), BERLIN).splitlines()[1:] == [
        *("i 2026/03/29 01:00:00 acme:maintenance", "o 2026/03/29 02:00:00"),
        *("i 2026/03/29 03:00:00 acme:maintenance", "o 2026/03/29 04:00:00"),
    ]


def test_names_are_those_of_the_book() -> None:
    rates = (DatedRate(date(2020, 1, 1), 7000),)
    names = Names.of([Agent("dana", "Dana")], [Client("acme", "Acme Ltd")], [WorkType("w", "Work", rates)])
    assert names == Names({"dana": "Dana"}, {"acme": "Acme Ltd"}, {"w": "Work"})


def test_clients_of_one_name_stay_apart() -> None:
    names = Names(clients={"a": "Same", "b": "SAME", "c": "[/]", "d": "Other"})
    entries = [entry(key, "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", key) for key in "abcd"]
    accounts = {account for account, _, _ in _sessions(write_timeclock(entries, names, BERLIN))}
    assert accounts == {
        *("Same - a:maintenance", "SAME - b:maintenance"),
        *("c:maintenance", "Other:maintenance"),
    }
    odd = [entry("k", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "[]")]
    assert "unnamed:maintenance" in write_timeclock(odd, Names(), BERLIN)


@pytest.mark.parametrize(
    "name", ["Asia/Beirut", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca", "UTC"]
)
@given(start=st.integers(1_450_000_000, 1_900_000_000), seconds=st.integers(0, 400_000))
@settings(max_examples=30)
def test_every_second_is_counted_once_in_every_zone(name: str, start: int, seconds: int) -> None:
    one = Entry("E", "dana", "m", start, start + seconds, "acme")
    sessions = _sessions(write_timeclock([one], NAMES, zone(name)))
    assert sum(length for _, _, length in sessions) == seconds
    assert all(length >= 0 for _, _, length in sessions)
    assert {day for _, day, _ in sessions} >= {f"{zone(name).date_of(start):%Y/%m/%d}"}
