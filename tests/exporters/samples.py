"""Entries that are hard to export: clocks that change, midnights, odd names, gifts, work for nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.domain.basics.months import Month
from models.domain.basics.zone import zone
from models.domain.values import Entry
from models.exporters.names import Names

BERLIN = zone("Europe/Berlin")
NASTY = (
    *(
        "[bold]",
        "[/]",
        "[/",
        "Smith & Co [UK]",
        "(Acme)",
        "=1+1",
        "@x",
        "+7",
        "-3",
        "* star",
        "! bang",
        "; semi",
        "a;b",
    ),
    *(
        "a  b",
        "a:b",
        "Ünïcode 日本 😀",
        "مرحبا",
        "'quote\"",
        "#h",
        "|pipe|",
        "{c}",
        "1.5h",
        "2026/01/01",
        "x" * 300,
    ),
    *("---", "a b", "\ttab", "\rcr", "line\nbreak", "$5", "a,b", "😀" * 200),
)


def at(text: str) -> int:
    """Epoch seconds of an ISO instant."""
    return int(datetime.fromisoformat(text).timestamp())


def entry(key: str, start: str, end: str | None, client: str | None = "acme", **changes: str) -> Entry:
    """An entry of Dana's."""
    return Entry(
        key=key,
        agent=changes.get("agent", "dana"),
        work_type=changes.get("work_type", "maintenance"),
        started_at=at(start),
        ended_at=None if end is None else at(end),
        client=client,
        request=changes.get("request"),
        note=changes.get("note", ""),
    )


NAMES = Names({"dana": "Dana"}, {"acme": "Acme Ltd", "globex": "Globex"}, {"maintenance": "Maintenance"})
ENTRIES = (
    entry("E-1", "2026-03-02T09:05:00Z", "2026-03-02T09:52:10Z", request="R-1", note="Fixed the form; 5 > 3"),
    entry("E-2", "2026-01-31T22:30:00Z", "2026-01-31T23:45:00Z", "globex", note="month end"),
    entry("E-3", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", note="spring"),
    entry("E-4", "2026-10-24T22:30:00Z", "2026-10-25T04:30:00Z", note="autumn, six hours"),
    entry("E-5", "2026-12-31T22:00:00Z", "2027-01-02T01:00:07Z", None, note="over two midnights"),
)
RUNNING = entry("E-9", "2026-11-02T09:00:00Z", None)
LATE = replace(
    entry("E-8", "2026-01-30T09:00:00Z", "2026-01-30T12:00:00Z", note="late"),
    scope="courtesy",
    late_in=Month(2026, 2),
)


def nasty_entries() -> tuple[tuple[Entry, ...], Names]:
    """An entry of 1,000 seconds and more for each nasty name, which is also its note."""
    start = at("2026-03-02T08:00:00Z")
    entries = tuple(
        Entry(
            key=f"N-{number}",
            agent="dana",
            work_type="maintenance",
            started_at=start + number * 3600,
            ended_at=start + number * 3600 + 1000 + number,
            client=f"c{number}",
            note=name,
        )
        for number, name in enumerate(NASTY)
    )
    return entries, Names(clients={f"c{number}": name for number, name in enumerate(NASTY)})
