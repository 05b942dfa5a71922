"""What does a file of another program become here? `deskhours import`: each line is judged before one is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.book import entry_document
from models.domain.basics.errors import DeskError, InvalidValue
from models.domain.basics.zone import to_iso, zone
from models.importers import timewarrior, toggl
from models.importers.answers import snippet, unmapped_words
from models.importers.mapping import Mapping, read_mapping
from models.importers.plan import plan_import
from models.queries.time.imports import read_imported_keys, read_known
from models.services.time.imports import write_import
from models.storage.reading import read_desk
from tui.commands.base import Context, Parsers, command
from tui.commands.desk import agent_of, desk_of, who_writes
from tui.commands.time.timer_questions import warn_imported_overlaps
from tui.commands.transfer.books import read_file

if TYPE_CHECKING:
    from models.domain.basics.zone import Zone
    from models.importers.base import Parsed
    from models.importers.plan import ImportPlan
    from models.importers.resolve import Known

SOURCES = ("timewarrior", "toggl")


def declare(parsers: Parsers) -> None:
    parser = command(parsers, "import", import_file)
    parser.add_argument("format", metavar="FORMAT", choices=SOURCES, help="timewarrior or toggl")
    parser.add_argument("file", metavar="FILE", help="what `timew export` printed, or a detailed CSV report")
    parser.add_argument("--mapping", metavar="FILE", help="a TOML file that says who and what names mean")
    parser.add_argument("--dry-run", action="store_true", help="show what would become of each line")
    parser.add_argument("--zone", metavar="ZONE", help="of toggl's local times (default: the desk's)")
    parser.add_argument("--date-order", choices=("dmy", "mdy"), help="how toggl's 03/02/2026 is meant")
    parser.add_argument("--create-missing", action="store_true", help="make clients and agents that are new")
    parser.add_argument("--stop-on-bad", action="store_true", help="write nothing if any line is bad")
    parser.add_argument("--agent", metavar="A", help="who worked where the file names nobody")


def import_file(context: Context) -> int:
    """Import entries of another program, or show what would be (`deskhours import FORMAT FILE`)."""
    args = context.args
    data = read_file(args.file)
    with desk_of(context):
        known = read_known()
        plan = _plan(context, data, known)
        if not args.dry_run:
            _write(context, plan, known)
    if args.dry_run:
        context.answer(_plan_document(plan, all_lines=True), lambda: _plan_words(plan, known))
    counts = plan.counts
    if counts.bad and not (counts.add or counts.exists or counts.unmapped):
        raise DeskError(f"{args.file}: none of its {counts.bad:,} lines could be read; nothing was imported")
    return 0


def _plan(context: Context, data: bytes, known: Known) -> ImportPlan:
    args = context.args
    rows, problems = _parsed(context, data)
    return plan_import(
        rows,
        problems,
        _mapping(context),
        known,
        read_imported_keys("TW-" if args.format == "timewarrior" else "TG-"),
        create_missing=args.create_missing,
        now=context.now,
    )


def _parsed(context: Context, data: bytes) -> Parsed:
    args = context.args
    zone = None if args.format == "timewarrior" else _zone(args.zone)
    try:
        return timewarrior.parse(data) if zone is None else toggl.parse(data, zone, args.date_order)
    except DeskError as error:
        raise DeskError(f"{args.file}: {error}") from error


def _zone(name: str | None) -> Zone:
    try:
        return zone(name or read_desk().timezone)
    except InvalidValue as error:
        raise InvalidValue("--zone", error.message) from error


def _mapping(context: Context) -> Any:
    args = context.args
    mapping = read_mapping(read_file(args.mapping)) if args.mapping else Mapping()
    if args.agent is None:
        return mapping
    return replace(mapping, defaults=replace(mapping.defaults, agent=agent_of(context)))


def _write(context: Context, plan: ImportPlan, known: Known) -> int:
    args = context.args
    if plan.counts.unmapped and not args.create_missing:
        raise DeskError("\n".join(unmapped_words(plan, known)))
    done = write_import(
        plan, context.now, who_writes(context), Path(args.file).name, stop_on_bad=args.stop_on_bad
    )
    warn_imported_overlaps(plan.entries)
    document = _plan_document(plan, all_lines=False)
    document |= {"late": done.late, "new_agents": list(done.agents), "new_clients": list(done.clients)}
    return context.answer(document, lambda: _done_words(plan, done.late))


def _plan_document(plan: ImportPlan, *, all_lines: bool) -> dict[str, Any]:
    return {
        "counts": plan.counts._asdict(),
        "unmapped": [{"kind": u.kind, "name": u.text, "lines": u.lines} for u in plan.unmapped],
        "new_agents": [agent.key for agent in plan.new_agents],
        "new_clients": [client.key for client in plan.new_clients],
        "lines": [
            {
                "line": fate.line,
                "outcome": fate.outcome,
                "reason": fate.reason,
                "entry": None if fate.entry is None else entry_document(fate.entry),
            }
            for fate in plan.lines
            if all_lines or fate.outcome in {"bad", "unmapped"}
        ],
    }


def _plan_words(plan: ImportPlan, known: Known) -> Iterator[str]:
    for fate in plan.lines:
        what = ""
        if fate.entry is not None:
            entry = fate.entry
            what = f"{to_iso(entry.started_at)} {entry.agent} {entry.client or 'no client'} {entry.work_type}"
        yield f"line {fate.line}: {fate.outcome} {'; '.join(part for part in (what, fate.reason) if part)}"
    yield from _sums(plan, "would add")
    if plan.counts.unmapped:
        yield "a mapping file for the names that are not known:"
        yield from snippet(plan, known)


def _done_words(plan: ImportPlan, late: int) -> Iterator[str]:
    for fate in plan.lines:
        if fate.outcome in {"bad", "unmapped"}:
            yield f"line {fate.line}: not imported, {fate.reason}"
    yield from _sums(plan, "added")
    if late:
        yield f"{late} reach into closed months and are shown as late work"


def _sums(plan: ImportPlan, verb: str) -> Iterator[str]:
    counts = plan.counts
    new = [f"{noun} {thing.key}" for noun, things in _new(plan) for thing in things]
    yield f"{verb} {counts.add:,} entries{' and ' if new else ''}{', '.join(new)}"
    rest = {"already here": counts.exists, "not mapped": counts.unmapped, "bad": counts.bad}
    if any(rest.values()):
        yield ", ".join(f"{count:,} {words}" for words, count in rest.items() if count)


def _new(plan: ImportPlan) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    return ("agent", plan.new_agents), ("client", plan.new_clients)
