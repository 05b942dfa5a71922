"""What should be announced when it happens? An urgent request, a clock that comes due or is missed, a mark (RULES 8).

Each announcement has a name of its own, so that whoever remembers the names announces it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.domain.basics.months import Month
from models.domain.basics.zone import Zone
from models.domain.planning.marks import reached_marks
from models.queries.clients.running import running_seconds_of
from models.queries.desk.settings import setting
from models.queries.ledger.ledgers import Ledgers
from models.queries.overview.alerts import reached, read_open_clocks
from models.storage import tables as t
from models.storage.compiled import compiled
from models.storage.rows.reading import read_client_names

BELL, OSC_9, OSC_777, OSC_99, COMMAND, NOTHING = "bell", "osc9", "osc777", "osc99", "command", "nothing"
WAYS = (BELL, OSC_9, OSC_777, OSC_99, COMMAND, NOTHING)
"""How an announcement calls besides its toast; the first is the default."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something to announce once; `name` is what it is remembered by."""

    name: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Announcements:
    """All that stands now, and how this user wants to be called."""

    standing: tuple[Announcement, ...]
    way: str = BELL
    command: str = ""


def way_name(user: str) -> str:
    """The setting that keeps how this user of the machine wants to be called."""
    return f"announce:{user}"


def command_name(user: str) -> str:
    """The setting that keeps the command of that user."""
    return f"announce_command:{user}"


def read_announcements(user: str, now: int) -> Announcements:
    """What is urgent, due, missed or past a mark at `now`; raises NotFound without a desk."""
    ledgers, names = Ledgers(), read_client_names()
    month = Month.of(ledgers.zone.date_of(now))
    standing = [*_urgent(names, now), *_clocks(ledgers, names, now)]
    standing += _marks(ledgers, names, month, now)
    way = setting(way_name(user), BELL)
    return Announcements(tuple(standing), way if way in WAYS else BELL, str(setting(command_name(user), "")))


def _marks(ledgers: Ledgers, names: dict[str, str], month: Month, now: int) -> list[Announcement]:
    """Marks that are passed, with the running timers as the screen counts them; recorded later they are no news."""
    running, found = running_seconds_of(ledgers, month, now), []
    records = ledgers.records(month)
    recorded = {(client, percent) for client, _, percent in reached(records)}
    for record in records:
        sums, client = record.summary.sums, record.client
        for percent in reached_marks(sums.counted + running.get(client, 0) // 60, record.summary.usable):
            text = f"Hours: {names.get(client, client)} has used {percent} % of what is usable this month"
            text += "" if (client, percent) in recorded else ", with the timer that runs"
            found.append(Announcement(("mark", client, str(month), str(percent)), text))
    return found


@compiled
def _untouched(now: int) -> Any:
    r = t.Request
    urgent = (r.state == "new") & (r.priority == "urgent") & (r.reported_at <= now)
    return r.select(r.key, r.client, r.subject).where(urgent).order_by(r.reported_at, r.key)


def _urgent(names: dict[str, str], now: int) -> list[Announcement]:
    return [
        Announcement(("urgent", key), f"Urgent: {names.get(client, client)}, {key} {subject}")
        for key, client, subject in _untouched(now)
    ]


def _clocks(ledgers: Ledgers, names: dict[str, str], now: int) -> list[Announcement]:
    found = []
    for request, clock, state, due in read_open_clocks(ledgers, now):
        if due is None or state not in ("due_soon", "breached"):
            continue
        what = f"{'answer to' if clock == 'response' else 'solution of'} {request.key} {request.subject}"
        where, at = names.get(request.client, request.client), _clock_time(due, now, ledgers.zone)
        text = f"Due soon: {where}, {what} by {at}"
        if state == "breached":
            text = f"Missed: {where}, {what} was due {at}"
        found.append(Announcement((state, request.key, clock), text))
    return found


def _clock_time(instant: int, now: int, zone: Zone) -> str:
    local = zone.local(instant)
    return (
        f"{local:%H:%M}"
        if zone.date_of(instant) == zone.date_of(now)
        else f"{local:%a} {local.day} {local:%b %H:%M}"
    )
