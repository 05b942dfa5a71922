"""How is the fate of each line found? In passes over the stored rows, holding a few numbers a line, never the lines.

First who is who and which record is which entry, then what each line would become alone, then what overlaps. The
lines themselves are put together only when somebody reads them.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.domain.basics.months import Month
from models.domain.basics.text import MOST_BODY
from models.domain.month_end.closed_months import first_shown
from models.domain.values import SCOPES, Entry, Imported
from models.importers.base import Doubt, DoubtCode, ImportedRow, Problem
from models.importers.mapping import UNPAID, Asked, Decision, Mapping
from models.importers.planning.entries import LONG_SECONDS, Entries, Judged
from models.importers.planning.fates import OUTCOMES, AtDesk, Counts, Fate, Here, Outcome, Unmapped
from models.importers.planning.identify import (
    UNKNOWN,
    fingerprint,
    numbers_of_twins,
)
from models.importers.planning.layout import Layout
from models.importers.planning.settling import CODES, Settling, Spots
from models.importers.planning.store import Progress, RowStore, no_progress
from models.importers.resolve import Known, Resolved, Resolver

_DOUBTED: tuple[Outcome, ...] = ("add", "update", "unmapped", "skipped", "changed")
NO_TIME = "no time of day in the source"
_COMPARED = ("agent", "client", "request", "work_type", "scope", "started_at", "ended_at", "note")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports wants; `prefix` begins the keys of what comes in."""

    tool: str = "csv"
    prefix: str = "CSV"
    create_missing: bool = False
    update: bool = False
    now: int | None = None
    create_named: bool = False
    """Whether clients and people whom the mapping names, and the desk does not know, become new ones."""


class Planner:
    """Decides line by line, and remembers what was taken and what must be asked."""

    def __init__(
        self, store: RowStore, mapping: Mapping, known: Known, desk: AtDesk, wishes: Wishes,
        progress: Progress = no_progress,
    ) -> None:  # fmt: skip
        """Raises InvalidValue when the mapping names a key that the desk does not have."""
        self.store, self.wishes = store, wishes
        self.resolver = Resolver(
            known, mapping, create_missing=wishes.create_missing, create_named=wishes.create_named
        )
        self.counts = Counts()
        self.doubts: Counter[DoubtCode] = Counter()
        self.used: set[str | None] = set()
        self._known, self._desk, self._mapping, self._progress = known, desk, mapping, progress
        self._by_line = dict(mapping.lines)
        self._spots = Spots(store)
        self._settling = Settling(self._spots, mapping, known.zone)
        self._numbers: array[int] = array("H")
        self._stopped: Counter[tuple[Asked, str]] = Counter()
        self._kept: dict[tuple[Asked, str], None] = {}
        self._updated: set[str] = set()
        self._entries = Entries(store, self.resolver, desk, wishes.tool, wishes.prefix)

    # -- planning ---------------------------------------------------------------------------------

    def plan(self) -> None:
        """Find the fate of every line."""
        self._numbers, self._spots.same = numbers_of_twins(
            self.store, self.resolver, self._desk, self.wishes.tool
        )
        layout = Layout(self._known)
        agendas: dict[str, array[int]] = {}
        done = 0
        for chunk in self._judged(*CODES.values()):
            done += len(chunk)
            self._progress("planning", len(self.store), done)
            for judged in chunk:
                if isinstance(judged, Problem):
                    continue
                if self._lay(judged, layout):
                    agendas.setdefault(judged.who, array("q")).append(judged.at)
        for at, start, end in layout.placed():
            self._spots.starts[at], self._spots.ends[at] = start, end
            if self._future(at):
                self._spots.codes[at] = CODES["bad"]
        for who, rows in agendas.items():
            there = () if who.startswith(UNKNOWN) else self._desk.stretches(who, *self._settling.span(rows))
            self._settling.settle(rows, there, frozenset(self._updated))
        self._count()

    def _judged(self, *codes: int) -> Iterator[list[Judged | Problem]]:
        """Every line in chunks; a row that has one of `codes` with what the desk has of it."""
        return self._entries.judged(self._numbers, lambda at: self._spots.codes[at] in codes)

    def _lay(self, judged: Judged, layout: Layout) -> bool:
        """Note when the row is and what it becomes by itself; True when it must be looked at for overlaps."""
        row, here = judged.row, judged.here
        start = row.started_at
        if row.day is not None and here is not None:
            start = here.entry.started_at
            layout.here(judged.who, row.day, max(here.entry.ended_at or start, start + row.seconds))
        elif row.day is not None:
            layout.wait(judged.at, row, judged.who)
        self._spots.starts[judged.at], self._spots.ends[judged.at] = start, start + row.seconds
        outcome = self._outcome(judged)
        self._spots.codes[judged.at] = CODES[outcome]
        if (
            outcome in ("update", "unmapped") and judged.here is not None
        ):  # it stands where its own entry stands
            self._updated.add(judged.here.entry.key)
        return outcome in ("add", "update", "unmapped")

    def _outcome(self, judged: Judged) -> Outcome:
        row, here, answer = judged.row, judged.here, judged.answer
        if self._future(judged.at):
            return "bad"
        if here is not None:
            return self._changed(judged, here)
        if answer.agent is None or answer.found is None:
            return "unmapped"
        if len(_note(row, answer.found)) > MOST_BODY:
            return "bad"
        decision = self._unpaid(row, answer.found)
        if decision == "skip":
            return "skipped"
        return "unmapped" if answer.found.undecided and decision is None else "add"

    def _future(self, at: int) -> bool:
        return self.wishes.now is not None and self._spots.ends[at] > self.wishes.now

    def _changed(self, judged: Judged, here: Here) -> Outcome:
        """What becomes of a row that is here already: nothing, unless its words changed at the source."""
        if here.fingerprint is not None and here.fingerprint == fingerprint(judged.row):
            return "exists"
        if judged.answer.agent is None or judged.answer.found is None:
            return "unmapped" if self.wishes.update and here.fingerprint else "exists"
        if not self._differences(judged, here):
            return "exists"
        return "update" if self.wishes.update and self._open(here.entry) else "changed"

    def _open(self, entry: Entry) -> bool:
        closed = self._known.closed_through
        return closed is None or first_shown(entry, self._known.zone) > closed

    def _differences(self, judged: Judged, here: Here) -> list[str]:
        entry = self._entry(judged)
        return [name for name in _COMPARED if getattr(entry, name) != getattr(here.entry, name)]

    def _unpaid(self, row: ImportedRow, found: Resolved) -> Decision | None:
        """What was decided for a row that is not billable; None when nothing was, or nothing has to be."""
        if not found.undecided:
            return None
        for decision in self._by_line.get(row.line, ()):
            if decision in UNPAID:
                return decision
        return self._mapping.defaults.not_billable

    # -- counting and reading ---------------------------------------------------------------------

    def _count(self) -> None:
        counted: Counter[Outcome] = Counter()
        for chunk in self._judged():
            for each in chunk:
                if isinstance(each, Problem):
                    counted["skipped" if each.left_out else "bad"] += 1
                else:
                    counted[self._counted(each)] += 1
        self.counts = Counts(*(counted[outcome] for outcome in OUTCOMES))

    def _counted(self, judged: Judged) -> Outcome:
        """The outcome of a row, whose doubts and questions are counted."""
        outcome, answer, row = self._spots.outcome(judged.at), judged.answer, judged.row
        if outcome in _DOUBTED:
            for code, _ in self._doubts(judged):
                self.doubts[code] += 1
        if outcome == "unmapped":
            self._stopped.update(self._open_questions(judged)[0])
        elif outcome in ("add", "update") and answer.found is not None:
            self.used |= {answer.agent, answer.found.client}
            if row.project and row.project in answer.found.unused:
                self._kept["project", row.project] = None
        return outcome

    def unmapped(self) -> tuple[Unmapped, ...]:
        """What must be asked, most frequent first; then names that are merely kept in the notes."""
        asked = [Unmapped(kind, text, lines) for (kind, text), lines in self._stopped.most_common()]
        kept = [Unmapped(kind, text, 0) for kind, text in self._kept if (kind, text) not in self._stopped]
        return (*asked, *kept)

    def fates(self) -> Iterator[Fate]:
        """What becomes of each line, in the order of the file."""
        for chunk in self._judged(CODES["changed"], CODES["update"]):
            for each in chunk:
                if isinstance(each, Problem):
                    yield Fate(each.line, "skipped" if each.left_out else "bad",
                               f"{each.reason}, left out" if each.left_out else each.reason)  # fmt: skip
                else:
                    yield self._fate(each)

    def _fate(self, judged: Judged) -> Fate:
        at, row = judged.at, judged.row
        outcome = self._spots.outcome(at)
        doubts = self._doubts(judged) if outcome in _DOUBTED else ()
        doubted = "; ".join(words for _, words in doubts)
        if outcome == "unmapped":
            asked, reason = self._open_questions(judged)
            return Fate(
                row.line,
                outcome,
                "; ".join(filter(None, (reason, doubted))),
                doubts=doubts,
                identity=judged.identity,
                asked=asked,
                what=self._what(judged),
                proposed=self._proposed(judged),
            )
        if outcome in ("add", "update"):
            entry = self._entry(judged)
            reason = self._update_words(judged) if outcome == "update" else ""
            return Fate(row.line, outcome, "; ".join(filter(None, (reason, doubted))), entry, doubts,
                        judged.identity, fingerprint(row))  # fmt: skip
        return Fate(row.line, outcome, self._why(judged, outcome, doubted), None, doubts, judged.identity,
                    what=self._what(judged))  # fmt: skip

    def _why(self, judged: Judged, outcome: Outcome, doubted: str) -> str:
        if outcome == "exists":
            return "is already here"
        if outcome == "bad":
            return "ends in the future" if self._future(judged.at) else (
                f"the description has over {MOST_BODY:,} characters with its tags")  # fmt: skip
        if outcome == "changed" and judged.here is not None:
            month = "" if self._open(judged.here.entry) else ", and its month is closed"
            kept = f"; kept as it is here ({judged.here.entry.key}{month})"
            return f"was changed at the source: {self._changes(judged)}{kept}"
        return f"{doubted}; left out"

    def _update_words(self, judged: Judged) -> str:
        return f"was changed at the source: {self._changes(judged)}"

    def _changes(self, judged: Judged) -> str:
        return ", ".join(self._differences(judged, judged.here)) if judged.here is not None else ""

    def _open_questions(self, judged: Judged) -> tuple[tuple[tuple[Asked, str], ...], str]:
        """Everything that must be asked about a row, and why, in one go."""
        row, answer = judged.row, judged.answer
        asked, reasons = list(answer.asked), [answer.reason] if answer.reason else []
        if answer.found is not None and answer.found.undecided and self._unpaid(row, answer.found) is None:
            asked.append(("not_billable", ""))
            reasons.append("say what becomes of work that is not billable (defaults.not_billable)")
        if self._settling.undecided(judged.at):
            asked.append(("overlap", ""))
            reasons.append("say what becomes of work that overlaps (defaults.overlaps)")
        return tuple(asked), "; ".join(reasons)

    def _doubts(self, judged: Judged) -> tuple[Doubt, ...]:
        row, at = judged.row, judged.at
        doubts: list[Doubt] = list(row.doubts)
        if row.seconds > LONG_SECONDS:
            doubts.append(("long", f"lasts {row.seconds // 3600}:{row.seconds % 3600 // 60:02d} hours"))
        if row.billable is False:
            doubts.append(("not_billable", "is not billable"))
        if self._spots.others[at]:
            doubts.append(("overlap", self._settling.words(at)))
        closed = self._known.closed_through
        if closed is not None and self._spots.starts[at]:
            month = Month.of(self._known.zone.date_of(self._spots.starts[at]))
            if month <= closed:
                doubts.append(
                    ("closed", f"reaches into {month}, which is closed: late work of {closed.plus(1)}")
                )
        return tuple(doubts)

    def _what(self, judged: Judged) -> str:
        start, end = (
            self._known.zone.local(times[judged.at]) for times in (self._spots.starts, self._spots.ends)
        )
        who = judged.answer.agent or judged.row.agent or judged.row.email
        return " ".join(
            part for part in (f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}", who, judged.row.client) if part
        )

    def _proposed(self, judged: Judged) -> Entry | None:
        answered = judged.answer.agent is not None and judged.answer.found is not None
        return self._entry(judged) if answered else None

    def _entry(self, judged: Judged) -> Entry:
        """The entry that the row becomes; only for a row whose agent and client are known."""
        row, (agent, found) = judged.row, judged.answer[:2]
        assert agent is not None and found is not None  # noqa: PT018 - both were answered
        key = judged.here.entry.key if judged.here is not None else self._entries.key(judged)
        request = found.request
        if request is None and judged.here is not None and judged.here.entry.client == found.client:
            request = judged.here.entry.request
        entry = Entry(
            key=key,
            agent=agent,
            work_type=found.work_type,
            started_at=self._spots.starts[judged.at],
            ended_at=self._spots.ends[judged.at],
            client=found.client,
            request=request,
            scope=found.scope,
            note=_note(row, found),
            premium=row.premium,
            imported=Imported(self.wishes.tool, judged.identity),
        )
        decided = self._decided(judged, entry, found)
        return replace(decided, told=row.told and decided.scope == "courtesy")

    def _decided(self, judged: Judged, entry: Entry, found: Resolved) -> Entry:
        """The entry in the scope that was decided on for work that is not billable, or that overlaps."""
        decision = self._unpaid(judged.row, found)
        scope = next((scope for scope in SCOPES if scope == decision), None)
        if scope is not None:
            entry = replace(entry, scope=scope)
        if self._settling.given_away(judged.at) and entry.client is not None:
            entry = replace(entry, scope="courtesy")
        return entry


def _note(row: ImportedRow, found: Resolved) -> str:
    """The note with the unused words before it: `Website care, urgent: Fixed the form`."""
    text = ": ".join(part for part in (", ".join(found.unused), row.note) if part)
    if row.day is None:
        return text
    return f"{text} [{NO_TIME}]" if text else f"[{NO_TIME}]"
