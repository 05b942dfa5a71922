"""What would this change of entries do to the ledgers, or why would it be refused? (RULES 3.7, 6.2, 6.3)

Nothing is written. The months from the first one touched to the current one are computed twice from the same
material, once with the entries as they are and once as they would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.domain.basics.errors import InvalidValue, MonthClosed
from models.domain.basics.months import HORIZON_YEARS, Month, within_horizon
from models.domain.basics.zone import Zone
from models.domain.ledger.balances import State
from models.domain.ledger.differences import month_words, shift_lines, shifts
from models.domain.ledger.draws import replay
from models.domain.ledger.pieces import pieces_of
from models.domain.ledger.results import MonthLedger
from models.domain.month_end.checks import overlaps
from models.domain.month_end.closed_months import first_shown, late_month
from models.domain.values import Charge, Entry
from models.queries.ledger.ledgers import Ledgers
from models.queries.month_end.refusals import closed_error
from models.queries.time.day import entries_between
from models.storage import tables as t
from models.storage.rows.reading import read_texts

NOTHING = "nothing changes in the ledger"


@dataclass(frozen=True, slots=True)
class Change:
    """Entries as they are and as they would be; one side is empty for what is new or deleted."""

    before: tuple[Entry, ...] = ()
    after: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do, in sentences."""

    refused: str | None = None
    """Why it would be refused; then nothing else is said."""
    warnings: tuple[str, ...] = ()
    """What is odd about it: overlaps, late work."""
    ledger: tuple[str, ...] = ()
    """The numbers that would differ; empty when nothing changes in the ledger."""
    past: bool = False
    """Is there work before today in it?"""

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, one sentence a line."""
        if self.refused is not None:
            return (self.refused,)
        return (*self.warnings, *(self.ledger or (NOTHING,)))


def read_preview(change: Change, now: int) -> Preview:
    """Compare the ledgers of the clients of a change, from the first open month touched to the current one.

    Raises NotFound without a desk. A new entry may have an empty key.
    """
    ledgers = Ledgers()
    refused = _closed(change, ledgers) or _far(change, ledgers.zone, now)
    if refused is not None:
        return Preview(refused=str(refused))
    change = Change(change.before, _as_written(change.after, ledgers))
    today = ledgers.zone.date_of(now)
    midnight = ledgers.zone.starts(today)
    return Preview(
        warnings=(*_late_words(change, ledgers, today), *_overlap_words(change, ledgers)),
        ledger=_ledger_lines(change, ledgers, today),
        past=any(entry.started_at < midnight for entry in (*change.before, *change.after)),
    )


def _closed(change: Change, ledgers: Ledgers) -> MonthClosed | None:
    """Why the entries may not be changed: a closed month shows one of them (RULES 6.2)."""
    for entry in change.before:
        month = first_shown(entry, ledgers.zone)
        if entry.ended_at is not None and ledgers.is_closed(month):
            return closed_error(month, f"entry {entry.key}")
    return None


def read_month_changes(change: Change, now: int) -> tuple[tuple[MonthLedger, MonthLedger], ...]:
    """The clients' months that a change would make others, before and after it; raises what the edit would."""
    ledgers = Ledgers()
    refused = _closed(change, ledgers) or _far(change, ledgers.zone, now)
    if refused is not None:
        raise refused
    change = Change(change.before, _as_written(change.after, ledgers))
    pairs = _compared(change, ledgers, ledgers.zone.date_of(now))
    return tuple((old, new) for old, new in pairs if shifts((old,), (new,)))


def _far(change: Change, zone: Zone, now: int) -> InvalidValue | None:
    """Why the times lie too far ahead: every month up to them would be computed."""
    try:
        for entry in change.after:
            for name in ("started_at", "ended_at"):
                instant = getattr(entry, name)
                if instant is not None:
                    within_horizon(zone.date_of(instant), zone.date_of(now), name)
    except InvalidValue as error:
        return error
    return None


def _as_written(entries: Sequence[Entry], ledgers: Ledgers) -> tuple[Entry, ...]:
    """The entries with the mark that late work gets and, where new, a key that no other one has."""
    return tuple(
        replace(
            entry,
            key=entry.key or f"~new-{number}",
            late_in=late_month(entry, ledgers.closed_through, ledgers.zone),
        )
        for number, entry in enumerate(entries)
    )


def _counted(entries: Iterable[Entry]) -> list[Entry]:
    """Those that stand in a client's ledger (RULES 3.2)."""
    return [e for e in entries if e.client is not None and e.ended_at is not None and e.scope != "internal"]


def _ledger_lines(change: Change, ledgers: Ledgers, today: date) -> tuple[str, ...]:
    pairs = _compared(change, ledgers, today)
    found = [shift for old, new in pairs for shift in shifts((old,), (new,))]
    clients = sorted({old.client for old, _ in pairs})
    return shift_lines(found, ledgers.desk.currency, today, read_texts(t.Client.name, clients))


def _compared(change: Change, ledgers: Ledgers, today: date) -> list[tuple[MonthLedger, MonthLedger]]:
    """Each month of each client touched as it is and as it would be, up to the current one or a later touched."""
    touching = _counted((*change.before, *change.after))
    furthest = Month.of(today).plus(12 * HORIZON_YEARS)
    known = [entry for entry in touching if entry.client in ledgers.clients]
    # What a book brought from beyond the horizon is in no month that anybody can look at.
    known = [entry for entry in known if first_shown(entry, ledgers.zone) <= furthest]
    if not known:
        return []
    first = min(first_shown(entry, ledgers.zone) for entry in known)
    last = min(furthest, max([Month.of(today), *(_last_month(entry, ledgers) for entry in known)]))
    clients = sorted({entry.client for entry in known if entry.client is not None})
    openings = {record.client: record for record in ledgers.records(first.plus(-1), clients)}
    found: list[tuple[MonthLedger, MonthLedger]] = []
    for client, opening, entries, charges in ledgers.material(
        clients, dict.fromkeys(clients, first), last, openings, known
    ):
        material = (ledgers, client, charges, opening, first, last)
        changed = _changed(entries, change, client)
        found += zip(_replayed(entries, *material), _replayed(changed, *material), strict=True)
    return found


def _last_month(entry: Entry, ledgers: Ledgers) -> Month:
    return max(Month.of(piece.work_date) for piece in pieces_of(entry, ledgers.zone))


def _changed(entries: Sequence[Entry], change: Change, client: str) -> list[Entry]:
    gone = {entry.key for entry in (*change.before, *change.after)}
    kept = [entry for entry in entries if entry.key not in gone]
    return kept + [entry for entry in _counted(change.after) if entry.client == client]


def _replayed(
    entries: Iterable[Entry],
    ledgers: Ledgers,
    client: str,
    charges: Sequence[Charge],
    opening: State,
    first: Month,
    last: Month,
) -> list[MonthLedger]:
    return list(
        replay(
            ledgers.terms(client, last, first), client, entries, charges, ledgers.zone, first, last, opening
        )
    )


def _late_words(change: Change, ledgers: Ledgers, today: date) -> list[str]:
    """That work in a closed month is shown later, once (RULES 6.3)."""
    late = next((entry.late_in for entry in change.after if entry.late_in is not None), None)
    if late is None or ledgers.closed_through is None:
        return []
    closed = month_words(ledgers.closed_through, today.year)
    return [f"late work: {closed} is closed, so this is shown in {month_words(late, today.year)}"]


def _overlap_words(change: Change, ledgers: Ledgers) -> list[str]:
    """Overlaps with other entries of the same agent; they are told, nothing is ever trimmed."""
    mine = {entry.key for entry in change.after}
    gone = {entry.key for entry in change.before} | mine
    ends = [entry.ended_at for entry in change.after if entry.ended_at is not None]
    if not ends:
        return []
    finished = [entry for entry in change.after if entry.ended_at is not None]
    near = entries_between(min(entry.started_at for entry in finished), max(ends))
    others = [entry for entry in near if entry.key not in gone]
    words = []
    for earlier, later in overlaps([*others, *finished]):
        if mine & {earlier.key, later.key}:
            other = earlier if later.key in mine else later
            words.append(f"overlaps {_described(other, ledgers.zone, mine)}")
    return words


def _described(entry: Entry, desk_zone: Zone, mine: set[str]) -> str:
    start = desk_zone.local(entry.started_at)
    end = desk_zone.local(entry.started_at if entry.ended_at is None else entry.ended_at)
    what = "another part of this change" if entry.key in mine else entry.key
    return f"{what}, {start:%H:%M}–{end:%H:%M}, {entry.client or 'no client'}"
